"""The truth about `co2_eq_emissions`."""

from __future__ import annotations

import math
import re
from typing import Any

from carbon_estimate import in_kilograms
from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, is_map, is_number, type_name

FIELDS = ("emissions", "source", "training_type", "geographical_location", "hardware_used")
# What sentence-transformers and codecarbon write beside them.
TOOL_FIELDS = frozenset(
    """energy_consumed on_cloud cpu_model ram_total_size hours_used duration emissions_rate cpu_power gpu_power
    ram_power cpu_energy gpu_energy ram_energy country_name country_iso_code region cloud_provider cloud_region
    cpu_count gpu_count gpu_model tracking_mode codecarbon_version pue os python_version project_name run_id
    timestamp longitude latitude""".split()
)
NOTHING = frozenset("na n/a n.a. none null unknown tbd - ? unspecified".split()) | {"not available", "not specified"}
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
        return found
    if is_map(value):
        _check_map(found, key, value)
    else:
        _check_amount(found, key, value)
    return found


def check_size(meta: Any, body: str) -> Findings:
    """A number that can't be grams, by the energy that the card tells."""
    found = Findings("carbon")
    value = meta.get("co2_eq_emissions") if is_map(meta) else None
    fields = value if is_map(value) else {}
    amount = fields.get("emissions") if fields else value
    grams = amount if is_number(amount) else _grams(amount) if isinstance(amount, str) else None
    if grams is None or grams <= 0 or (isinstance(amount, str) and re.search(r"kg|kilo|\bt\b|tonnes", amount.lower())):
        return found
    why = in_kilograms(float(grams), fields, body)
    if why:
        place = ("co2_eq_emissions", "emissions") if fields else ("co2_eq_emissions",)
        more = {"expected": f"{grams * 1000:.10g}", "note": why, "certain": False}
        found.add("kilograms-as-grams", WARNING, place, amount, **more)
    return found


def _check_amount(found: Findings, key: Key, value: Any) -> None:
    if is_number(value) and math.isfinite(value):
        if value <= 0:
            found.add("not-positive", WARNING, key, value, certain=False)
    elif isinstance(value, str):
        grams = _grams(value)
        expected = None if grams is None else f"{grams:.10g}"
        found.add("is-text", ERROR, key, value, expected=expected)
    else:
        found.add(f"is-{type_name(value)}", ERROR, key, value)


def _grams(text: str) -> float | None:
    """The grams that a text such as `0.3 kg` or `12.5` means."""
    found = re.fullmatch(rf"\s*({NUMBER.pattern})\s*(?:in\s+)?([A-Za-z]*?)\s*(?:of\s+)?(?:CO2.*)?", text)
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
            if name not in TOOL_FIELDS:
                found.add("unknown-field", NOTE, (*key, name), field, certain=False)
        elif name != "emissions":
            _check_text(found, (*key, name), field)


def _check_text(found: Findings, key: Key, value: Any) -> None:
    name = key[-1]
    if is_empty(value):
        found.add(f"{name}-is-empty", NOTE, key, value, certain=False)
    elif not isinstance(value, str):
        found.add(f"{name}-is-{type_name(value)}", NOTE, key, value, certain=False)
    elif value.strip().lower() in NOTHING:
        found.add(f"{name}-says-nothing", NOTE, key, value, certain=False)

