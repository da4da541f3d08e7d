"""The truth about `license`, `license_name` and `license_link`."""

from __future__ import annotations

import re
from typing import Any

from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, type_name
from tables import tables

PLACEHOLDERS = frozenset({"???", "tbd", "todo", "none", "n/a", "na", "any valid license identifier"})


def mapped(value: str) -> str | None:
    """The id that the author surely meant, or None."""
    licenses, aliases = tables().licenses, tables().license_aliases
    text = re.sub(r"[\"'“”‘’]", "", value).strip().lower()
    spaced = re.sub(r"[\s_]+", " ", text)
    for form in (text, spaced, spaced.replace(" ", "-")):
        if form in licenses:
            return form
        if form in aliases:
            return aliases[form]
    for row in licenses.values():
        known = {row["name"].lower(), (row["spdx"] or "").lower()}
        if text in known or spaced in known:
            return row["id"]
    return None


def check(meta: dict[str, Any]) -> Findings:
    """All findings about the licence keys."""
    found = Findings("license")
    _check_value(found, meta)
    _check_name_and_link(found, meta)
    return found


def _check_value(found: Findings, meta: dict[str, Any]) -> None:
    if "license" not in meta:
        return
    value = meta["license"]
    if is_empty(value):
        found.add("empty", WARNING, ("license",), value, certain=False)
    elif isinstance(value, str):
        _check_id(found, ("license",), value)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_item(found, value, index, item)
    else:
        found.add(f"is-{type_name(value)}", ERROR, ("license",), value)


def _check_item(found: Findings, values: list[Any], index: int, item: Any) -> None:
    key = ("license", index)
    if not isinstance(item, str):
        found.add(f"item-is-{type_name(item)}", ERROR, key, item)
    elif item in values[:index]:
        found.add("duplicate", NOTE, key, item)
    else:
        _check_id(found, key, item)


def _check_id(found: Findings, key: Key, value: str) -> None:
    if value in tables().licenses:
        return
    placeholder = value.strip().lower() in PLACEHOLDERS
    expected = None if placeholder else mapped(value)
    found.add("placeholder" if placeholder else "unknown", ERROR, key, value, expected=expected)


def _check_name_and_link(found: Findings, meta: dict[str, Any]) -> None:
    value = meta.get("license")
    other = value == "other" or (isinstance(value, list) and "other" in value)
    for name in ("license_name", "license_link"):
        if other and is_empty(meta.get(name)):
            found.add(f"other-without-{name[8:]}", NOTE, (name,), meta.get(name), certain=False)
        elif name in meta and not other:
            found.add(f"{name[8:]}-left-behind", NOTE, (name,), meta[name], certain=False)
        if name in meta and not is_empty(meta[name]) and not isinstance(meta[name], str):
            found.add(f"is-{type_name(meta[name])}", WARNING, (name,), meta[name], certain=False)
