#!/usr/bin/env python3
"""Make changes of reported scores out of real cards, and out of files of results.

    change_cases.py FOLDER CARDS...

CARDS are folders. For each change there is a folder with a base, a head and `expected.json`:
how many scores change and how many go. Cards are taken whose scores huggingface_hub reads, and
in which each score is told apart from all others by what it says of itself and by its number.
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

import front_matter
from scores import Score, of_file, of_model_index

MOST_CARDS = 150
Results = list[dict[str, Any]]
# A change, and the scores that it alters and drops.
Change = Callable[[Results], tuple[Results, int, int]]


def metrics(results: Results) -> list[dict[str, Any]]:
    """All metrics of all results, each in its place; an entry of a file is its own metric."""
    return [metric for result in results for metric in result.get("metrics", [result])]


def _without_first(results: Results) -> Results:
    if "metrics" in results[0]:
        results[0]["metrics"].pop(0)
    return [result for result in results[int("metrics" not in results[0]) :] if result.get("metrics", True)]


def nothing(results: Results) -> tuple[Results, int, int]:
    """The same in another style of YAML."""
    return results, 0, 0


def one_altered(results: Results) -> tuple[Results, int, int]:
    """Another value of the last score."""
    metrics(results)[-1]["value"] += 123.25
    return results, 1, 0


def all_altered(results: Results) -> tuple[Results, int, int]:
    """Other values of all scores."""
    for metric in metrics(results):
        metric["value"] = metric["value"] * 3 + 1000.5
    return results, len(metrics(results)), 0


def other_scale(results: Results) -> tuple[Results, int, int]:
    """A hundred times as much."""
    for metric in metrics(results):
        metric["value"] *= 100
    return results, len(metrics(results)), 0


def one_dropped(results: Results) -> tuple[Results, int, int]:
    """The first score goes."""
    return _without_first(results), 0, 1


def all_dropped(results: Results) -> tuple[Results, int, int]:
    """All scores go."""
    return [], 0, len(metrics(results))


def one_of_each(results: Results) -> tuple[Results, int, int]:
    """The last one changes, the first one goes."""
    metrics(results)[-1]["value"] += 123.25
    return _without_first(results), 1, 1


def turned_round(results: Results) -> tuple[Results, int, int]:
    """Another order."""
    for result in results:
        result.get("metrics", []).reverse()
    return results[::-1], 0, 0


def as_text(results: Results) -> tuple[Results, int, int]:
    """The same numbers in quotes."""
    for metric in metrics(results):
        metric["value"] = str(metric["value"])
    return results, 0, 0


def one_more(results: Results) -> tuple[Results, int, int]:
    """A score that was not there."""
    more = copy.deepcopy(results[0])
    if "metrics" in more:
        more["dataset"] = {"type": "made-up", "name": "Made up"}
        more["metrics"] = [{"type": "made_up", "value": 987.125}]
    else:
        more["dataset"]["id"], more["value"] = "made-up/benchmark", 987.125
    return [*results, more], 0, 0


CHANGES: tuple[Change, ...] = (
    nothing, one_altered, all_altered, other_scale, one_dropped, all_dropped, one_of_each, turned_round, as_text, one_more,
)  # fmt: skip


def is_plain(scores: list[Score]) -> bool:
    """Whether each score is a number of its own, measured on something of its own."""
    numbers = [score.value for score in scores]
    return (
        len(scores) > 1
        and all(isinstance(number, float) for number in numbers)
        and len(set(numbers)) == len(numbers) == len({score.identity for score in scores})
    )


def cards(folders: list[str]) -> Iterator[dict[str, Any]]:
    """The metadata of the cards to start from."""
    taken = 0
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.md")):
            block = front_matter.split(path.read_bytes())
            if block is None or b"model-index" not in block.raw or taken == MOST_CARDS:
                continue
            try:
                meta = yaml.load(block.text, yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)
            except (yaml.YAMLError, ValueError):
                continue
            index = meta.get("model-index") if isinstance(meta, dict) else None
            scores = of_model_index(index)
            if not scores or not is_plain(scores) or not isinstance(index, list) or len(index) != 1:
                continue
            if all(type(metric["value"]) in (int, float) for metric in metrics(index[0]["results"])):
                taken += 1
                yield meta


def _card(meta: dict[str, Any], results: Results, flow: bool) -> str:
    meta = copy.deepcopy(meta)
    if results:
        meta["model-index"][0]["results"] = results
    else:
        del meta["model-index"]
    return f"---\n{_dump(meta, flow)}---\n# A model\n"


def _dump(value: Any, flow: bool) -> str:
    style = {"default_flow_style": True, "width": 100_000} if flow else {}
    text = yaml.dump(value, sort_keys=False, allow_unicode=True, **style)
    return str(text)


def files_of_results() -> Iterator[Results]:
    """Files of `.eval_results/` to start from."""
    for count in (2, 3, 8):
        yield [
            {"dataset": {"id": f"owner/benchmark-{at}", "task_id": "default"}, "value": 20.5 + 7 * at, "notes": "no tools"}
            for at in range(count)
        ]


def write(folder: Path, base: str, head: str, name: tuple[str, str], expected: dict[str, Any]) -> None:
    """One change: the files below `base` and `head`, and what is expected."""
    for side, text in (("base", base), ("head", head)):
        place = folder / side / name[0] / name[1]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "expected.json").write_text(json.dumps(expected))


def main() -> None:
    """The command."""
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    count = 0
    for meta in cards(sys.argv[2:]):
        old = meta["model-index"][0]["results"]
        for change in CHANGES:
            new, altered, dropped = change(copy.deepcopy(old))
            expected = {"change": change.__name__, "altered": altered, "dropped": dropped}
            flow = change is nothing
            write(folder / f"{count:04}", _card(meta, old, False), _card(meta, new, flow), ("", "README.md"), expected)
            count += 1
    for results in files_of_results():
        assert is_plain(of_file(results))
        for change in CHANGES:
            new, altered, dropped = change(copy.deepcopy(results))
            expected = {"change": change.__name__, "altered": altered, "dropped": dropped}
            texts = _dump(results, False), _dump(new, change is nothing)
            write(folder / f"{count:04}", *texts, (".eval_results", "results.yaml"), expected)
            count += 1
    print(f"{count} changes")


if __name__ == "__main__":
    main()
