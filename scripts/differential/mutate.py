"""Break front matters in the ways that people and programs break them.

Every mutant is one to three small edits of a real front matter, made with characters and words that
mean something in YAML. The same seed gives the same mutants.
"""

from __future__ import annotations

import random
from collections.abc import Callable

TOKENS = (
    [": ", ":", " ", "  ", "\t", "-", "- ", "#", " #", '"', "'", "[", "]", "{", "}", ",", "&", "&a ", "*"]
    + ["*a", "!", "!!str ", "!!python/tuple ", "|", ">", "|-", "%", "@", "`", "?", "? ", "\\", "\n", "\n\n"]
    + ["=", "~", "<<: ", "...", "--- ", "\r", "\u00a0", "\u2028", "\u0085", "\ufeff", "\u0007", "\u007f"]
    + ["\u0080", "\u200b", "\u201c", "\u2019", "\uff1a"]
)
VALUES = (
    ["no", "Yes", "on", "OFF", "y", "n", "~", "null", "Null", "true", "1e-5", "1.0e-5", "010", "0o10", "08"]
    + ["0x1F", "0b11", "1_000", "1:30", "190:20:30.15", "2022-02-21", "2022-02-21 10:00:00", "2022-13-45"]
    + [".5", "-.5", "5.", ".inf", "-.inf", ".nan", "=", "<<", "1.10", "+1", "0", "-0", "0_1", "1e400", "0x"]
    + ["12e03", "1.5e3", "99999999999999999999", "", "''", '""', "[]", "{}", "- a", "a: b", "{{ x }}", "{x}"]
    + ["'it's'", '"C:\\path"', '"\\d"', "[MASK] x", "> x", "| x", "*bold*", "@x", "%x", "`x`", "a #b", "#b"]
    + ['"a" b', "'a' b", "a, b", '"a', "'a", "a: 'b", "!x y", "!!int 3", "!!float 3", "!!null x", "&x y"]
)

Edit = Callable[[random.Random, str], str]


def insert_token(rng: random.Random, text: str) -> str:
    """A character or word somewhere."""
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(TOKENS) + text[at:]


def insert_near_mark(rng: random.Random, text: str) -> str:
    """A character or word beside one that means something already."""
    marks = [i for i, c in enumerate(text) if c in ":-#\"'[]{},\n"]
    at = rng.choice(marks) + rng.randint(0, 1) if marks else 0
    return text[:at] + rng.choice(TOKENS) + text[at:]


def delete_character(rng: random.Random, text: str) -> str:
    """One to three characters less."""
    at = rng.randrange(len(text)) if text else 0
    return text[:at] + text[at + rng.choice((1, 1, 1, 2, 3)) :]


def delete_mark(rng: random.Random, text: str) -> str:
    """One character less that means something."""
    marks = [i for i, c in enumerate(text) if c in " :-\"'[]{},\n"]
    if not marks:
        return text
    at = rng.choice(marks)
    return text[:at] + text[at + 1 :]


def replace_value(rng: random.Random, text: str) -> str:
    """Another value behind a colon or dash."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    for mark in (": ", "- "):
        head, found, _ = lines[at].partition(mark)
        if found:
            lines[at] = head + mark + rng.choice(VALUES)
            break
    return "\n".join(lines)


def shift_line(rng: random.Random, text: str) -> str:
    """Another indentation of one line."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    line = lines[at]
    lines[at] = rng.choice((" " + line, "  " + line, "\t" + line, line[1:], line.lstrip(" ")))
    return "\n".join(lines)


def move_line(rng: random.Random, text: str) -> str:
    """A line twice, away, joined to the next or in another place."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    how = rng.randrange(4)
    if how == 0:
        lines.insert(at, lines[at])
    elif how == 1:
        del lines[at]
    elif how == 2 and at + 1 < len(lines):
        lines[at : at + 2] = [lines[at] + " " + lines[at + 1]]
    else:
        lines.insert(rng.randrange(len(lines)), lines.pop(at))
    return "\n".join(lines)


EDITS: list[Edit] = [
    insert_token,
    insert_near_mark,
    delete_character,
    delete_mark,
    replace_value,
    shift_line,
    move_line,
]


def mutant(rng: random.Random, text: str) -> str:
    """The text after one to three edits."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        text = rng.choice(EDITS)(rng, text)
    return text
