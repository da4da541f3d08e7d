"""The truth about the text of a card: only what a few plain patterns can tell."""

from __future__ import annotations

import re

from finding import ERROR, NOTE, WARNING, Findings

POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\r?\n(?:ext-.*\n)*oid sha256:[0-9a-f]+\r?\nsize \d+\r?\n?")
FENCE = re.compile(r"^([ >]*)(`{3,}|~{3,})(.*)$")
SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
HTML = re.compile(r"<!--.*?-->|<(?P<tag>pre|code|p|div|table)\b.*?</(?P=tag)>", re.DOTALL | re.IGNORECASE)
BIBTEX_FIELD = re.compile(r"^\s*\w+\s*=\s*[{\"].*$", re.MULTILINE)
# A command of TeX, or a subscript or power with braces: nothing else looks like it.
TEX = r"[^\n$]*?(?:\\[A-Za-z]{2,}|[A-Za-z][_^]\{|\d\^\{)[^\n$]*?"
DOLLARS = re.compile(rf"(?<![\\$\w])\$(?![\s$]){TEX}(?<![\s\\])\$(?![$\w])")
BRACKETS = re.compile(rf"(?<!\\)\\\({TEX}(?<!\\)\\\)|(?<!\\)\\\[(?:(?!\n\n).)*?\\[A-Za-z]{{2,}}(?:(?!\n\n).)*?(?<!\\)\\\]", re.DOTALL)
IMPORT = r"from[ \t]+%s[\w.]*[ \t]+import[ \t]*(?:\([^)]*|[^\n(]*)\b%s\b"
REMOVED = {
    "cached_download": re.compile(IMPORT % ("huggingface_hub", "cached_download")),
    "use_auth_token": re.compile(r"(?:from_pretrained|load_dataset)\([^()]*?\buse_auth_token\s*=(?!=)"),
    "AutoModelWithLMHead": re.compile(IMPORT % ("transformers", "AutoModelWithLMHead")),
    "load_metric": re.compile(IMPORT % ("datasets", "load_metric")),
}
# Their own argument, or a version that still has the name.
EXCUSED = re.compile(r"pyannote|sentence_transformers|[Dd]iffus|(?:transformers|datasets|huggingface[_-]hub)(?:==|<|~=)")


def is_pointer(data: bytes) -> bool:
    """Whether a file is a Git LFS pointer and nothing else."""
    return POINTER.fullmatch(data) is not None


def check_pointer(data: bytes) -> Findings:
    """The finding about a file that is a pointer."""
    found = Findings("body")
    if is_pointer(data):
        found.add("lfs-pointer", ERROR)
    return found


def check(body: str) -> Findings:
    """All findings about the text of a card with front matter."""
    found = Findings("body")
    text, code = _split(body.replace("\r\n", "\n"))
    prose = BIBTEX_FIELD.sub("", HTML.sub("", SPAN.sub("", text)))
    for pattern in (DOLLARS, BRACKETS):
        formula = pattern.search(prose)
        if formula:
            found.add("formula-not-shown", WARNING, value=formula[0])
    for name, pattern in REMOVED.items():
        if pattern.search(code) and not EXCUSED.search(body):
            found.add(f"removed-{name}", NOTE)
    if "'{MODEL_NAME}'" in code or "\n# {MODEL_NAME}\n" in body:
        found.add("placeholder", WARNING, value="{MODEL_NAME}")
    return found


def _split(body: str) -> tuple[str, str]:
    """The lines outside and inside of fenced code blocks."""
    text, code, fence = [], [], ""
    for line in body.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence and not ("`" in mark[2] and "`" in mark[3]):
            fence = mark[2]
        elif mark and fence and mark[2].startswith(fence) and not mark[3].strip():
            fence = ""
        else:
            (code if fence else text).append(line)
    return "\n".join(text), "\n".join(code)
