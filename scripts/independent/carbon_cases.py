#!/usr/bin/env python3
"""Write cards with wrong and right values of `co2_eq_emissions`.

carbon_cases.py FOLDER
"""

from __future__ import annotations

import itertools
import shutil
import sys
from pathlib import Path

AMOUNTS = """12.5|149200|0.0003|1.0e-3|0|-3|-0.0|.inf|-.inf|.nan|true|false|2022-02-21|Kg|kg CO2|unknown|N/A|n/a|none
0.1069 Kg|0.319355 kg|580.61 kgCO2eq|3 kilograms|0.5 t|12 tonnes|12 g|12.5g|12 grams|28.53 in grams of CO2|~12 g
'12.5'|"0.3"|'1,234.5'|"1,234"|1.234.567|0,32|12,5|1 234|about 12|3 to 5 kg|12-15 g|3 g per epoch|+|x"""
LISTS = """- emissions: 12|- 12.5|- 3 kg|- emissions: 1\n- source: a tool|[{emissions: 1}, {source: a tool}]|[1, 2]
- emissions: 1\n  source: a tool\n- hardware_used: 1 T4|- a\n- b|[[1]]|- emissions: 1\n- emissions: 2"""
FIELDS = """source: codecarbon|source: [codecarbon, paper]|source: 2022|source: {name: x}|source:|source: ''
training_type: [fine-tuning]|training_type: true|geographical_location: NA|geographical_location: unknown
geographical_location: Quebec, Canada|location: France|hardware: 8 V100|hardware_used: 8|hardware_used: [8, V100]
hardware-used: 8 V100|Hardware_used: 8 V100|weather: sunny|energy_consumed: 2.61|on_cloud: false|geographical_locaton: x"""
WITHOUT = """emission: 12|Emissions: 12|emmissions: 3|value: 12|co2: 3 kg|source: a tool|emissions:|emissions: ''|{}|
emissions: [1]|emissions: {g: 1}"""
JOBS = [("8 V100 for 24 hours", 57.6), ("TPU v3-8 for about 180 hours", 203.76), ("P100 for 1.5 hours", 0.375)]
SIZES = (0.00014, 0.0004, 0.003, 0.02, 0.14, 0.56, 1.1, 30, 140, 560, 3000)


def parts(text: str) -> list[str]:
    """The values in a table above: parted by bars and, where nothing is open, by line ends."""
    rows = text.split("|")
    return [
        piece
        for row in rows
        for piece in ([row] if row.startswith(("-", "[")) and "\n-" in row else row.split("\n"))
        if piece
    ]


def cards() -> list[str]:
    """The metadata of each card."""
    key = "co2_eq_emissions:"
    out = [f"{key} {amount}" for amount in parts(AMOUNTS)]
    out += [f"{key}\n  emissions: {amount}\n  source: a tool" for amount in parts(AMOUNTS)]
    for value in parts(LISTS):
        out.append(f"{key}\n{value}" if value.startswith("-") else f"{key} {value}")
    out += [f"{key}\n  emissions: 12.5\n  {field}" for field in parts(FIELDS)]
    out += [f"{key} {field}" if field == "{}" else f"{key}\n  {field}\n  training_type: x" for field in parts(WITHOUT)]
    for (hardware, kwh), size in itertools.product(JOBS, SIZES):
        out.append(f"{key}\n  emissions: {kwh * size:.4g}\n  hardware_used: {hardware}")
    out.append(f"{key}\n  emissions: 1014.9\n  energy_consumed: 2.61\n  hardware_used: 1 x NVIDIA GeForce RTX 3090")
    out.append(f"{key}\n  emissions: 1.0149\n  energy_consumed: 2.61\n  hardware_used: 1 x NVIDIA GeForce RTX 3090")
    return out


def main() -> None:
    """The command."""
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    for at, meta in enumerate(cards()):
        place = folder / f"{at:03}"
        place.mkdir(parents=True)
        text = f"---\nlicense: mit\npipeline_tag: text-classification\n{meta}\n---\n# A model\n"
        (place / "README.md").write_text(text, encoding="utf-8")
    text = "---\nlicense: mit\nco2_eq_emissions: {}\n---\n# A model\n\n- **Carbon Emitted:** 149.2 kg\n"
    for name, amount in (("kilograms", "149.2"), ("grams", "149200")):
        (folder / name).mkdir()
        (folder / name / "README.md").write_text(text.format(amount), encoding="utf-8")


if __name__ == "__main__":
    main()
