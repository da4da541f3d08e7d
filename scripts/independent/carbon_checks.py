"""The truth about `co2_eq_emissions`."""

from __future__ import annotations

import re
from typing import Any

from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, is_map, is_number, type_name

FIELDS = ("emissions", "source", "training_type", "geographical_location", "hardware_used")
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
GRAMS = {"g": 1, "gram": 1, "grams": 1, "kg": 1000, "kilogram": 1000, "kilograms": 1000, "t": 10**6, "tonnes": 10**6}


def check(meta: dict[str, Any]) -> Findings:
    """All findings about `co2_eq_emissions`."""
    found = Findings("carbon")
    key = ("co2_eq_emissions",)
    if "co2_eq_emissions" not in meta:
        return found
    value = meta["co2_eq_emissions"]
    if is_empty(value):
        found.add("empty", NOTE, key, value)
    elif is_map(value):
        _check_map(found, key, value)
    else:
        _check_amount(found, key, value)
    return found


def _check_amount(found: Findings, key: Key, value: Any) -> None:
    if is_number(value):
        if value <= 0:
            found.add("not-positive", WARNING, key, value, certain=False)
    elif isinstance(value, str):
        found.add("is-text", ERROR, key, value, expected=_grams(value))
    else:
        found.add(f"is-{type_name(value)}", ERROR, key, value)


def _grams(text: str) -> float | None:
    """The grams that a text such as `0.3 kg` or `12.5` means."""
    found = re.fullmatch(rf"\s*({NUMBER.pattern})\s*([A-Za-z]*)\s*(?:of\s+)?(?:CO2.*)?", text)
    if not found:
        return None
    unit = found[2].lower()
    factor = GRAMS.get(unit) if unit else 1
    return float(found[1]) * factor if factor else None


def _check_map(found: Findings, key: Key, value: dict[str, Any]) -> None:
    if "emissions" not in value:
        found.add("no-emissions", ERROR, key, value)
    elif is_empty(value["emissions"]):
        found.add("empty-emissions", ERROR, (*key, "emissions"), value["emissions"], certain=False)
    else:
        _check_amount(found, (*key, "emissions"), value["emissions"])
    for name, field in value.items():
        if name not in FIELDS:
            found.add("unknown-field", NOTE, (*key, name), field, certain=False)
        elif name != "emissions" and not isinstance(field, str):
            found.add(f"{name}-is-{type_name(field)}", NOTE, (*key, name), field, certain=False)
