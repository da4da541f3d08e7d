#!/usr/bin/env python3
"""Compare what cardbot says about changed scores with the scores that huggingface_hub reads.

    change_scores.py [--cardbot PROGRAM] [--samples N] FOLDER...

A FOLDER holds folders with `base.md` and `head.md` (real edits), or with what `change_cases.py`
writes. In made changes the numbers of changed and of dropped scores must be exactly those that
were made. In real edits they must lie between two bounds: at least the scores whose number is
nowhere in the head, at most those that are not in the head with all that they say of themselves.
Exit status 1 if an answer is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import front_matter
from js_yaml import JsYaml
from scores import Score, of_file, of_model_index

Row = dict[str, Any]


def read(path: Path, js: JsYaml) -> list[Score] | None:
    """The scores of a file."""
    data = path.read_bytes()
    if path.suffix == ".yaml":
        loaded = js.load(data.decode("utf-8-sig", errors="replace"))
        return of_file(loaded.value) if loaded.ok else None
    block = front_matter.split(data)
    if block is None:
        return []
    loaded = js.load(block.text)
    return of_model_index(loaded.value.get("model-index")) if loaded.ok and isinstance(loaded.value, dict) else None


def bounds(base: list[Score], head: list[Score]) -> tuple[int, int]:
    """How many scores of the base must at least, and may at most, be told of."""
    least = Counter(score.value for score in base) - Counter(score.value for score in head)
    most = Counter((score.identity, score.value) for score in base)
    most -= Counter((score.identity, score.value) for score in head)
    return least.total(), most.total()


def told(program: str, base: Path, head: Path) -> tuple[int, int, str]:
    """How many changed and dropped scores cardbot tells of, and how loudly."""
    command = [program, "review", "--format", "json", str(base), str(head)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=20)
    findings = [finding for file in json.loads(done.stdout)["files"] for finding in file["findings"]]
    mine = [finding for finding in findings if finding["rule"] == "change-eval"]
    if not mine:
        return 0, 0, ""
    assert len(mine) == 1, "told once"
    message = re.sub(r"`[^`]*`", "", mine[0]["message"])
    altered = re.search(r"(a|\d+) reported scores? changes?\b", message)
    dropped = re.search(r"(a|\d+) (?:reported scores? )?(?:is|are) dropped", message)
    number = lambda match: 0 if match is None else 1 if match[1] == "a" else int(match[1])  # noqa: E731
    return number(altered), number(dropped), mine[0]["severity"]


def problems_of_made(program: str, folder: Path) -> Iterator[str]:
    """What is wrong about a made change."""
    expected = json.loads((folder / "expected.json").read_text())
    name = next(path.relative_to(folder / "base") for path in (folder / "base").rglob("*") if path.is_file())
    altered, dropped, severity = told(program, folder / "base" / name, folder / "head" / name)
    if (altered, dropped) != (expected["altered"], expected["dropped"]):
        yield f"{expected}, told: {altered} altered, {dropped} dropped"
    if (severity == "note") != (expected["change"] == "other_scale"):
        yield f"{expected}, told as {severity or 'nothing'}"


def problems_of_real(program: str, folder: Path, js: JsYaml, counts: Counter[str]) -> Iterator[str]:
    """What is wrong about a real edit."""
    base, head = folder / "base.md", folder / "head.md"
    before, after = read(base, js), read(head, js)
    if before is None or after is None:
        counts["real edits whose YAML can't be read"] += 1
        return
    least, most = bounds(before, after)
    altered, dropped, _ = told(program, base, head)
    counts["real edits with scores" if before else "real edits without scores"] += 1
    counts["real edits that must be told of"] += least > 0
    counts["real edits told of"] += altered + dropped > 0
    counts["scores told of in real edits"] += altered + dropped
    if not least <= altered + dropped <= most:
        yield f"{altered} altered and {dropped} dropped, where {least} to {most} are"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Judge what cardbot says about changed scores.")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--cardbot", default="target/release/cardbot")
    parser.add_argument("--samples", type=int, default=12)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    wrong = []
    with JsYaml() as js:
        for folder in options.folders:
            for made in sorted(Path(folder).glob("*/expected.json")):
                counts["made changes"] += 1
                wrong += [f"{made.parent}: {problem}" for problem in problems_of_made(options.cardbot, made.parent)]
            for real in sorted(Path(folder).rglob("head.md")):
                problems = problems_of_real(options.cardbot, real.parent, js, counts)
                wrong += [f"{real.parent}: {problem}" for problem in problems]
    for name, count in counts.items():
        print(f"{name}: {count}")
    print(f"wrong: {len(wrong)}")
    for line in wrong[: options.samples]:
        print(f"  {line}")
    bad = wrong or not counts
    print("FAILED" if bad else "ok")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
