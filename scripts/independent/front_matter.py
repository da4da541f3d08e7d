"""Split a Markdown file into front matter and text, the way the Hub does.

The rule has four parts:

1. The file may begin with white space of any kind (the white space of
   JavaScript, which counts a byte order mark). Nothing else.
2. `---`, then at once one line end: CRLF, CR or LF.
3. Any text, as short as possible, then one line end and `---`, then optional
   spaces or tabs, then LF, CRLF or the end of the file.
4. The block is what lies between; the text starts after the closing line.

All positions are byte offsets, so that they can be compared with other tools.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BOM = b"\xef\xbb\xbf"

# What `\s` means in JavaScript. Python's own `\s` differs: it has no U+FEFF,
# but has U+001C to U+001F and U+0085.
JS_WHITE_SPACE = (
    "\t\n\v\f\r \u00a0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)

_SPACE = b"(?:" + b"|".join(re.escape(char.encode()) for char in JS_WHITE_SPACE) + b")*"
_LINE_END = rb"(?:\r\n|\r|\n)"

_BLOCK = re.compile(
    b"(?P<open>"
    + _SPACE
    + b"---"
    + _LINE_END
    + b")(?P<yaml>.*?)(?P<close>"
    + _LINE_END
    + rb"---[ \t]*(?:\r\n|\n|\Z))",
    re.DOTALL,
)

# The first block that begins at any line start: what the Hub took in 2022.
_BLOCK_ANYWHERE = re.compile(
    rb"^---[ \t]*" + _LINE_END + rb"(?P<yaml>.*?)" + _LINE_END + rb"---[ \t]*(?:\r|\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_STARTS_WITH_FENCE = re.compile(_SPACE + rb"---[ \t]*" + _LINE_END)
_STARTS_WITH_LONG_FENCE = re.compile(_SPACE + rb"-{4,}[ \t]*" + _LINE_END)
_KEY_LINE = re.compile(rb"[A-Za-z_][\w-]*:(?:[ \t]|\r|\n|\Z)")


@dataclass(frozen=True)
class FrontMatter:
    """One block of front matter and where it lies, in bytes."""

    yaml_start: int
    yaml_end: int
    body_start: int
    raw: bytes
    bom: bool
    closing_blanks: bool
    is_whole: bool = False

    @property
    def text(self) -> str:
        """The YAML as text; a broken byte becomes U+FFFD, as in JavaScript."""
        return self.raw.decode("utf-8", errors="replace")


def whole(data: bytes) -> FrontMatter:
    """A file that is YAML from its first to its last byte."""
    bom = data.startswith(b"\xef\xbb\xbf")
    start, end = (3 if bom else 0), len(data)
    return FrontMatter(start, end, end, data[start:], bom, False, is_whole=True)


def split(data: bytes) -> FrontMatter | None:
    """Find the block of front matter, or None."""
    match = _BLOCK.match(data)
    if match is None:
        return None
    close = match["close"].strip(b"\r\n")
    return FrontMatter(
        yaml_start=match.start("yaml"),
        yaml_end=match.end("yaml"),
        body_start=match.end(),
        raw=match["yaml"],
        bom=BOM in match["open"],
        closing_blanks=close != b"---",
    )


@dataclass(frozen=True)
class Lost:
    """Why a file has no front matter, and the YAML that its author may mean."""

    reason: str
    raw: bytes


def why_none(data: bytes) -> Lost:
    """For a file without a block: the reason, and a guess at the YAML."""
    if not data.strip():
        return Lost("empty-file", b"")
    long_fence = _STARTS_WITH_LONG_FENCE.match(data)
    if long_fence:
        return Lost("long-fence", _until_fence(data[long_fence.end() :]))
    anywhere = _BLOCK_ANYWHERE.search(data)
    fence = _STARTS_WITH_FENCE.match(data)
    if fence and not (anywhere and _STARTS_WITH_FENCE.match(anywhere[0])):
        return Lost("never-closed", _until_blank_line(data[fence.end() :]))
    if anywhere:
        at_top = not data[: anywhere.start()].strip(JS_WHITE_SPACE.encode())
        reason = "fence-trailing-blanks" if at_top else "not-at-top"
        return Lost(reason, anywhere["yaml"])
    if _KEY_LINE.match(data.lstrip()):
        return Lost("no-fence", _until_fence(data))
    return Lost("plain-text", b"")


def _until_fence(data: bytes) -> bytes:
    """The text up to a line of dashes, or up to the first blank line."""
    found = re.search(rb"^-{3,}[ \t]*$", data, re.MULTILINE)
    return data[: found.start()] if found else _until_blank_line(data)


def _until_blank_line(data: bytes) -> bytes:
    return re.split(rb"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)", data, maxsplit=1)[0]
