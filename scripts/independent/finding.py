"""What the checks give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Key = tuple[str | int, ...]

ERROR = "error"
WARNING = "warning"
NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One mistake that is there, whatever a tool says.

    `expected` is the corrected value if there is only one, else None.
    `certain` is false where the documents leave the rank open: then another
    opinion on the rank is no proof of a mistake.
    """

    family: str
    kind: str
    rank: str
    key: Key = ()
    value: Any = None
    expected: Any = None
    note: str | None = None
    certain: bool = True

    def as_json(self) -> dict[str, Any]:
        """The finding as plain JSON."""
        return {
            "family": self.family,
            "key": list(self.key),
            "value": self.value,
            "expected": self.expected,
            "kind": self.kind,
            "rank": self.rank,
            "certain": self.certain,
            "note": self.note,
        }


@dataclass
class Findings:
    """A list with a short way to add to it."""

    family: str
    items: list[Finding] = field(default_factory=list)

    def add(self, kind: str, rank: str, key: Key = (), value: Any = None, **more: Any) -> None:
        """Add one finding of this family (or of `family=` if given)."""
        family = more.pop("family", self.family)
        self.items.append(Finding(family, kind, rank, key, value, **more))


def is_map(value: Any) -> bool:
    """A YAML map; not one of the marks of `js_load.js` for special scalars."""
    return isinstance(value, dict) and not is_special(value)


def is_special(value: Any) -> bool:
    """A date, a not-a-number or bytes, as `js_load.js` writes them."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in ("$date", "$num", "$binary")


def is_number(value: Any) -> bool:
    """A finite number; bool is not one."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_empty(value: Any) -> bool:
    """Nothing that anyone could read: null, blank text, [] or {}, or a list of such."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    if isinstance(value, list):
        return all(item is None for item in value)
    return is_map(value) and not value


def type_name(value: Any) -> str:
    """The type of a loaded value, in one word."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if is_number(value):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "list"
    if is_special(value):
        return {"$date": "date", "$num": "number", "$binary": "bytes"}[next(iter(value))]
    return "map"
