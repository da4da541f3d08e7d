#!/usr/bin/env python3
"""Compare the values that js-yaml loads with those that cardbot loads.

    values.py [--samples N] TRUTH.jsonl VALUES.jsonl

The first file comes from `truth.py`, the second from `cargo xtask values`, over the same paths.
Exit status 1 if they disagree on whether there is front matter, whether it loads, or on the value.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from typing import Any

Row = dict[str, Any]


def read(path: str) -> dict[str, Row]:
    """The lines of a file by their `path`."""
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    return {row["path"]: row for row in rows}


def disagreement(truth: Row, own: Row | None) -> str | None:
    """What the two readings of one file disagree on."""
    if own is None:
        return "not read by cardbot"
    if truth["has_block"] != own["has_block"]:
        return "front matter or none"
    if not truth["has_block"]:
        return None
    if truth["js"]["ok"] != own["ok"]:
        return "cardbot refuses what js-yaml loads" if truth["js"]["ok"] else "cardbot loads what js-yaml refuses"
    if own["ok"] and not same(truth["js"]["value"], own["value"]):
        return "another value"
    return None


def same(left: Any, right: Any) -> bool:
    """Equal, with `true` and 1 told apart, which Python does not."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Compare loaded values.")
    parser.add_argument("truth")
    parser.add_argument("values")
    parser.add_argument("--samples", type=int, default=8)
    options = parser.parse_args()
    truths, values = read(options.truth), read(options.values)
    found: dict[str, list[str]] = defaultdict(list)
    for path, truth in truths.items():
        if problem := disagreement(truth, values.get(path)):
            found[problem].append(path)
    loaded = sum(bool(truth["js"] and truth["js"]["ok"]) for truth in truths.values())
    print(f"{len(truths)} files, {loaded} that js-yaml loads")
    for problem, paths in sorted(found.items()):
        print(f"{problem}: {len(paths)}")
        for path in paths[: options.samples]:
            print(f"  {path}")
    print("FAILED" if found or not truths else "ok")
    return 1 if found or not truths else 0


if __name__ == "__main__":
    raise SystemExit(main())
