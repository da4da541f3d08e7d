"""An estimate of emissions from a map of fields and the text of a card, on its own terms.

Only what is plain is read: one kind of device from the reference tables, with or without a number
before it, and one length of time.
"""

from __future__ import annotations

import re
from typing import Any

from tables import tables

# Cores of a TPU name per chip; the number in `v3-8` counts cores.
CORES_PER_CHIP = {"2": 2, "3": 2}
HOURS = {"h": 1, "hour": 1, "day": 24, "week": 168, "min": 1 / 60, "minute": 1 / 60}
TIME = re.compile(r"(\d+(?:\.\d+)?)\s*(h|hours?|days?|weeks?|min|minutes?)\b", re.IGNORECASE)
# Grams per kWh: the cleanest power there is, and what no grid exceeds.
CLEANEST, DIRTIEST = 15, 2000


def in_kilograms(grams: float, fields: dict[str, Any], body: str) -> str | None:
    """Why an amount must be kilograms, or nothing."""
    labels = _labels(body)
    emitted = re.match(r"(\d+(?:\.\d+)?)\s*kg", labels.get("carbon emitted", ""), re.IGNORECASE)
    if emitted and abs(float(emitted[1]) / grams - 1) < 0.02:
        return f"the text says {emitted[0]}"
    energy = _energy(fields, labels)
    if energy is None:
        return None
    least, most = energy
    if grams / least < 2 and grams * 1000 / least >= CLEANEST and grams * 1000 / most <= DIRTIEST:
        return f"{least:.4g} to {most:.4g} kWh"
    return None


def _energy(fields: dict[str, Any], labels: dict[str, str]) -> tuple[float, float] | None:
    measured = fields.get("energy_consumed")
    if isinstance(measured, (int, float)) and measured > 0:
        return measured, measured
    hardware = fields.get("hardware_used") or labels.get("hardware type")
    if not isinstance(hardware, str):
        return None
    hours = fields.get("hours_used") or _hours(hardware) or _hours(labels.get("hours used", ""), bare=True)
    device = _device(TIME.split(hardware)[0])
    if not isinstance(hours, (int, float)) or hours <= 0 or device is None:
        return None
    watts, count = device
    return watts * hours / 1000, watts * hours * count / 1000


def _hours(text: str, bare: bool = False) -> float | None:
    times = [float(number) * HOURS[unit.lower().rstrip("s") or "h"] for number, unit in TIME.findall(text)]
    if not times and bare and re.fullmatch(r"\d+(\.\d+)?", text.strip()):
        return float(text)
    alike = bool(times) and max(times) < 1.1 * min(times)
    return times[0] if alike else None


def _device(text: str) -> tuple[float, float] | None:
    """Watts of one device and their number."""
    lower = text.lower()
    tpu = re.search(r"v([23])-(\d+)", lower)
    if tpu and "tpu" in lower:
        return _watts()[f"tpuv{tpu[1]}chip"], int(tpu[2]) / CORES_PER_CHIP[tpu[1]]
    count = re.match(r"\s*(\d{1,4})\s*(?:x|×)?\s+", lower) or re.match(r"\s*(\d{1,4})x", lower)
    rest = lower[count.end() :] if count else lower
    rest = re.sub(r"\b(nvidia|geforce|tesla|gpus?|for|about|around|\d+ ?gb|single|one|a)\b", " ", rest)
    watts = _watts().get(re.sub(r"[^a-z0-9]", "", rest))
    return (watts, int(count[1]) if count else 1) if watts else None


def _watts() -> dict[str, float]:
    table = tables().carbon
    rows = table["devices_mlco2"] + table["devices_hf"]
    named = {re.sub(r"[^a-z0-9]", "", row["name"].lower()): row["watts"] for row in rows}
    return {name.removeprefix("tesla"): watts for name, watts in named.items()}


def _labels(body: str) -> dict[str, str]:
    """`- **Hours used:** 24` and its like, where each stands once."""
    lines = re.findall(r"^[-*\s]*\**(hardware type|hours used|carbon emitted)\b[^:\n]*:\**\s*(.+)$", body, re.I | re.M)
    names = [name.lower() for name, _ in lines]
    return {name.lower(): value.strip() for name, value in lines if names.count(name.lower()) == 1}
