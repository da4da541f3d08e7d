#!/usr/bin/env python3
"""Compare how cardbot, js-yaml and PyYAML read mutated front matters.

    differential.py [--count N] [--seed N] [--show N] PATH...

A PATH is a card or a folder of cards. Asked for each mutant: does js-yaml take it, and cardbot too;
is the loaded value the same; where js-yaml takes it and PyYAML does not, does cardbot say so; where
both take it and read something else, does cardbot say so. Needs `cargo build --release -p xtask`,
Node with js-yaml 4 (`CARDBOT_NODE_MODULES`) and PyYAML 6.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "independent"))

import front_matter  # noqa: E402
import yaml_checks  # noqa: E402
from js_yaml import JsYaml  # noqa: E402
from mutate import mutant  # noqa: E402

XTASK = Path(__file__).parent.parent.parent / "target" / "release" / "xtask"
FILES_A_CALL = 500
# Expanding a mutant's long front matter in three loaders teaches nothing new.
LONGEST = 6_000


@dataclass
class Tally:
    """What was compared, and examples of what differed."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, example: str = "") -> None:
        """Count one mutant."""
        self.counts[kind] += 1
        if example and len(self.examples[kind]) < 1_000:
            self.examples[kind].append(example)


def originals(paths: list[str]) -> list[str]:
    """The front matters of all cards below the paths."""
    files = sorted(f for p in map(Path, paths) for f in (p.rglob("*.md") if p.is_dir() else [p]))
    blocks = (front_matter.split(f.read_bytes()) for f in files)
    return [b.text for b in blocks if b is not None and len(b.raw) <= LONGEST]


def mutants(texts: list[str], count: int, seed: int) -> list[str]:
    """Mutants that still are one block."""
    rng = random.Random(seed)
    made: list[str] = []
    while len(made) < count:
        text = mutant(rng, rng.choice(texts))
        block = front_matter.split(f"---\n{text}\n---\n".encode())
        if block is not None and block.text == text:
            made.append(text)
    return made


def ask_cardbot(texts: list[str]) -> list[dict[str, Any]]:
    """What cardbot loads from each text."""
    answers: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, text in enumerate(texts):
            file = Path(folder) / f"{i:06}.md"
            file.write_bytes(f"---\n{text}\n---\n".encode())
            files.append(str(file))
        for start in range(0, len(files), FILES_A_CALL):
            call = [str(XTASK), "values", *files[start : start + FILES_A_CALL]]
            out = subprocess.run(call, check=True, capture_output=True, encoding="utf-8").stdout
            answers += [json.loads(line) for line in out.split("\n") if line]
    return answers


def compare(text: str, said: dict[str, Any], js: JsYaml, tally: Tally) -> None:
    """Compare the three readings of one mutant."""
    by_js = js.load(text)
    by_py = yaml_checks.read_with_python(text)
    agree_on_js(text, said, by_js, tally)
    if by_js.ok and said["ok"]:
        agree_on_python(text, said, by_js, by_py, tally)


def agree_on_js(text: str, said: dict[str, Any], by_js: Any, tally: Tally) -> None:
    """Does cardbot load what the Hub loads?"""
    if by_js.error and "contains itself" in by_js.error:
        tally.add("not compared: a value that contains itself")
    elif by_js.ok != said["ok"]:
        kind = "js-yaml takes, cardbot refuses" if by_js.ok else "js-yaml refuses, cardbot takes"
        tally.add(kind, f"{by_js.error or said.get('error')}\n{text}")
    elif by_js.ok and canonical(by_js.value) != canonical(said["value"]):
        tally.add("another value", f"{first_difference(by_js.value, said['value'])}\n{text}")
    else:
        tally.add("agrees with js-yaml: " + ("value" if by_js.ok else "refused"))


def agree_on_python(text: str, said: dict[str, Any], by_js: Any, by_py: Any, tally: Tally) -> None:
    """Does cardbot know what Python tools make of what the Hub takes?"""
    refuses = said["python_refuses"]
    if refuses and all(why.startswith("LineSeparator") for why in refuses):
        # Such a character ends the line for PyYAML: it may refuse, read on or read something else.
        tally.add("not compared: a line separator")
    elif by_py.loaded.ok and refuses:
        tally.add("PyYAML takes, cardbot says it refuses", f"{refuses}\n{text}")
    elif not by_py.loaded.ok and not refuses:
        tally.add("PyYAML refuses, cardbot does not say so", f"{by_py.loaded.error}\n{text}")
    elif not by_py.loaded.ok:
        tally.add("agrees with PyYAML: refused")
    else:
        where = python_differences(by_js.value, by_py.loaded.value)
        differ = bool(where)
        if differ == said["python_differs"]:
            tally.add("agrees with PyYAML: " + ("read differently" if differ else "read the same"))
        else:
            kind = "PyYAML reads something else, " if differ else "PyYAML reads the same, "
            tally.add(kind + "cardbot says otherwise", f"{where[:3]}\n{text}")


def python_differences(by_js: Any, by_py: Any) -> list[Any]:
    """What the two read differently, but for the line end that js-yaml adds to a last block scalar."""

    def only_line_end(left: Any, right: Any) -> bool:
        return isinstance(left, str) and isinstance(right, str) and left.rstrip("\n") == right.rstrip("\n")

    found = yaml_checks.differences(by_js, by_py)
    return [(key, left, right) for key, left, right in found if not only_line_end(left, right)]


def canonical(value: Any) -> str:
    """Equal values give equal text."""
    return json.dumps(numbers(value), sort_keys=True)


def numbers(value: Any) -> Any:
    """1.0 and 1 are one number in JavaScript."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return int(float(value))
    if isinstance(value, list):
        return [numbers(item) for item in value]
    if isinstance(value, dict):
        return {key: numbers(item) for key, item in value.items()}
    return value


def first_difference(left: Any, right: Any) -> str:
    """Where two values part, in a few words."""
    a, b = canonical(left), canonical(right)
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    start = max(0, at - 30)
    return f"js-yaml {a[start : at + 40]!r} cardbot {b[start : at + 40]!r}"


def report(tally: Tally, show: int) -> None:
    """Print the counts, rates and a few examples."""
    total = sum(n for kind, n in tally.counts.items() if "js-yaml" in kind or kind == "another value")
    agreed = sum(n for kind, n in tally.counts.items() if kind.startswith("agrees with js-yaml"))
    python = sum(n for kind, n in tally.counts.items() if "PyYAML" in kind)
    python_agreed = sum(n for kind, n in tally.counts.items() if kind.startswith("agrees with PyYAML"))
    for kind, n in sorted(tally.counts.items()):
        print(f"{n:8} {kind}")
        for example in tally.examples[kind][:show]:
            print("-" * 40, example, sep="\n")
    print(f"agreement with js-yaml {100 * agreed / max(1, total):.3f} % of {total}")
    print(f"agreement on PyYAML    {100 * python_agreed / max(1, python):.3f} % of {python}")


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="examples of each kind of difference")
    parser.add_argument("paths", nargs="+")
    args = parser.parse_args()
    texts = mutants(originals(args.paths), args.count, args.seed)
    tally = Tally()
    with JsYaml() as js:
        for text, said in zip(texts, ask_cardbot(texts)):
            compare(text, said, js, tally)
    report(tally, args.show)


if __name__ == "__main__":
    main()
