#!/usr/bin/env python3
"""Apply every fix that cardbot offers, in memory, and look at the result.

    fixes.py [--root FOLDER] [--samples N] CARDBOT.json

Exit status 1 if a fix does what a fix must not do.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import front_matter
from finding import is_map
from js_yaml import JsYaml, Loaded

Row = dict[str, Any]
# Rules whose fix says in its title that it changes another key as well.
ALSO = {"task-former": "tags"}
# Above this size the quick loader of PyYAML stands in for the pure one.
LARGE = 20_000


@dataclass(frozen=True)
class Read:
    """One version of a file and what the loaders make of it."""

    data: bytes
    block: front_matter.FrontMatter | None
    js: Loaded | None
    python_ok: bool

    @property
    def js_ok(self) -> bool:
        """Whether js-yaml loads the block, if there is one."""
        return self.js is not None and self.js.ok


def read(data: bytes, js: JsYaml, whole: bool = False) -> Read:
    """Split and load; a file of `.eval_results/` is YAML as a whole."""
    block = front_matter.whole(data) if whole else front_matter.split(data)
    if block is None:
        return Read(data, None, None, False)
    return Read(data, block, js.load(block.text), python_loads(block.text))


def python_loads(text: str) -> bool:
    """Whether PyYAML takes the text."""
    quick = len(text) > LARGE and yaml.__with_libyaml__
    try:
        yaml.load(text, yaml.CSafeLoader if quick else yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError):
        return False
    return True


def edit_problems(data: bytes, edits: list[Row]) -> Iterator[str]:
    """Edits must be sorted, apart from each other, inside the file, and must change something."""
    last_end = 0
    for index, edit in enumerate(edits):
        if not 0 <= edit["start"] <= edit["end"] <= len(data):
            yield "edit outside the file"
        if index and (edit["start"] < last_end or edit["start"] == edits[index - 1]["start"]):
            yield "edits overlap or are not sorted"
        last_end = edit["end"]
    if not edits:
        yield "fix without edits"


def apply(data: bytes, edits: list[Row]) -> bytes:
    """The file after the edits."""
    parts, position = [], 0
    for edit in edits:
        parts += [data[position : edit["start"]], edit["text"].encode()]
        position = edit["end"]
    return b"".join([*parts, data[position:]])


def result_problems(before: Read, after: Read, edits: list[Row], findings: list[Row]) -> Iterator[str]:
    """What is wrong with a fixed file."""
    if after.data == before.data:
        yield "fix changes nothing"
    try:
        after.data.decode("utf-8")
    except UnicodeDecodeError:
        yield "result is not UTF-8"
    yield from _line_problems(before.data, after.data, edits)
    yield from _split_problems(before, after, edits, findings)
    yield from _load_problems(before, after, findings)
    yield from _value_problems(before, after, edits, findings)


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _line_problems(old: bytes, new: bytes, edits: list[Row]) -> Iterator[str]:
    """Lines that no edit touches must be there, in order, byte for byte."""
    touched = set()
    for edit in edits:
        touched |= set(range(old.count(b"\n", 0, edit["start"]), old.count(b"\n", 0, edit["end"]) + 1))
    rest = iter(_lines(new))
    for number, line in enumerate(_lines(old)):
        if number not in touched and not any(line == candidate for candidate in rest):
            yield f"line {number + 1} is not touched, but changed"
            return
    if b"\r\n" in old and not re.search(rb"(?<!\r)\n", old) and re.search(rb"(?<!\r)\n", new):
        yield "LF brought into a file of CRLF lines"


def _split_problems(before: Read, after: Read, edits: list[Row], findings: list[Row]) -> Iterator[str]:
    if any(finding["rule"].startswith("front-matter-") for finding in findings):
        if after.block is None:
            yield "no front matter after a fix of the front matter"
        return
    old, new = before.block, after.block
    if old is None:
        return
    if new is None:
        yield "the front matter is gone"
        return
    inside = all(old.yaml_start <= edit["start"] and edit["end"] <= old.yaml_end for edit in edits)
    if inside and before.data[: old.yaml_start] != after.data[: new.yaml_start]:
        yield "the front matter begins elsewhere"
    if inside and before.data[old.yaml_end :] != after.data[new.yaml_end :]:
        yield "the front matter ends elsewhere"


def _load_problems(before: Read, after: Read, findings: list[Row]) -> Iterator[str]:
    about_yaml = any(finding["rule"].startswith(("yaml-", "front-matter-")) for finding in findings)
    others = sum(finding["severity"] == "error" for finding in findings) > 1
    if before.js_ok or (about_yaml and not others):
        if not after.js_ok:
            yield f"js-yaml does not load the result: {after.js.error if after.js else 'no block'}"
    if before.python_ok and not after.python_ok:
        yield "PyYAML loaded the file before, not after"


def _value_problems(before: Read, after: Read, edits: list[Row], findings: list[Row]) -> Iterator[str]:
    """Only the key of the finding may change, or a key that the edits name."""
    if not (before.js_ok and after.js_ok):
        return
    old, new = before.js.value, after.js.value  # type: ignore[union-attr]
    if before.block and before.block.is_whole:
        yield from _result_problems(old, new, findings)
        return
    if not is_map(old):
        return
    if not is_map(new):
        yield "the metadata is no map any more"
        return
    allowed = {str(finding["key"][0]) for finding in findings if finding["key"]} | _named_keys(before.data, edits)
    allowed |= {ALSO[finding["rule"]] for finding in findings if finding["rule"] in ALSO}
    missing = object()
    for name in old.keys() | new.keys():
        if old.get(name, missing) != new.get(name, missing) and name not in allowed:
            yield f"the value of `{name}` changed as well"


def _result_problems(old: Any, new: Any, findings: list[Row]) -> Iterator[str]:
    """In a list of results only those may change that a finding is about."""
    about = {finding["key"][0] for finding in findings if finding["key"]}
    old_list, new_list = (value if isinstance(value, list) else [value] for value in (old, new))
    if not isinstance(new, list):
        yield "the results are no list any more"
    elif len(old_list) != len(new_list):
        yield "another number of results"
    for at, (left, right) in enumerate(zip(old_list, new_list, strict=False)):
        if left != right and at not in about and isinstance(old, list):
            yield f"the result {at} changed as well"


def _named_keys(data: bytes, edits: list[Row]) -> set[str]:
    """Keys whose names stand in the old or the new text of the edits."""
    text = "\n".join(data[edit["start"] : edit["end"]].decode("utf-8", "replace") + "\n" + edit["text"] for edit in edits)
    return set(re.findall(r"[\w-]+", text))


def position_problems(data: bytes, finding: Row) -> Iterator[str]:
    """Line and column of a finding must agree with its byte offset."""
    span = finding.get("range")
    if not span:
        return
    if span["start"]["byte"] > span["end"]["byte"] or span["end"]["byte"] > len(data):
        yield "range outside the file"
        return
    for end in ("start", "end"):
        offset = span[end]["byte"]
        line_start = data.rfind(b"\n", 0, offset) + 1
        line = data.count(b"\n", 0, offset) + 1
        column = len(data[line_start:offset].decode("utf-8", "surrogateescape")) + 1
        if (line, column) != (span[end]["line"], span[end]["column"]):
            yield f"{end} says {span[end]['line']}:{span[end]['column']}, byte {offset} is {line}:{column}"


def together(findings: list[Row]) -> tuple[list[Row], list[Row], int]:
    """Safe fixes that do not get in each other's way: their edits, their findings, how many were left out."""
    taken: list[Row] = []
    kept: list[Row] = []
    left_out = 0
    for finding in findings:
        fix = finding["fix"]
        if not fix or fix["safety"] != "safe":
            continue
        fresh = [edit for edit in fix["edits"] if edit not in taken]
        if any(_clash(edit, other) for edit in fresh for other in taken):
            left_out += 1
            continue
        taken += fresh
        kept.append(finding)
    return sorted(taken, key=lambda edit: edit["start"]), kept, left_out


def _clash(left: Row, right: Row) -> bool:
    if left["start"] == right["start"]:
        return True
    return left["start"] < right["end"] and right["start"] < left["end"]


@dataclass
class Tally:
    """Counts and violations."""

    fixes: int = 0
    safe: int = 0
    files: int = 0
    left_out: int = 0
    violations: dict[str, list[str]] | None = None

    def add(self, problem: str, where: str) -> None:
        """Note one violation."""
        assert self.violations is not None
        self.violations[re.sub(r"`[^`]*`|\d[\d:]*|:.*", "…", problem)].append(f"{where}: {problem}")


def check_file(tally: Tally, path: str, file: Row, js: JsYaml) -> None:
    """All fixes of one file, one by one, then together."""
    findings = file["findings"]
    if not findings:
        return
    data = Path(path).read_bytes()
    before = read(data, js, whole=file["kind"] == "eval-results")
    for finding in findings:
        where = f"{path}: {finding['rule']} at {'.'.join(map(str, finding['key']))}"
        for problem in position_problems(data, finding):
            tally.add(problem, where)
        if finding["fix"]:
            tally.fixes += 1
            tally.safe += finding["fix"]["safety"] == "safe"
            _check_fix(tally, where, before, finding["fix"]["edits"], [finding], js)
    edits, kept, left_out = together(findings)
    tally.left_out += left_out
    if len(kept) > 1:
        _check_fix(tally, f"{path}: all safe fixes", before, edits, kept, js)


def _check_fix(tally: Tally, where: str, before: Read, edits: list[Row], findings: list[Row], js: JsYaml) -> None:
    problems = list(edit_problems(before.data, edits))
    if not problems:
        whole = before.block is not None and before.block.is_whole
        after = read(apply(before.data, edits), js, whole)
        problems = list(result_problems(before, after, edits, findings))
    for problem in problems:
        tally.add(problem, where)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Try out every fix that cardbot offers.")
    parser.add_argument("cardbot")
    parser.add_argument("--root", default=".", help="folder that cardbot's paths start from")
    parser.add_argument("--samples", type=int, default=8)
    options = parser.parse_args()
    output = json.loads(Path(options.cardbot).read_text(encoding="utf-8"))
    tally = Tally(violations=defaultdict(list))
    with JsYaml() as js:
        for file in output["files"]:
            if any(finding["fix"] or finding.get("range") for finding in file["findings"]):
                tally.files += 1
                check_file(tally, os.path.join(options.root, file["path"]), file, js)
    print(f"{tally.fixes} fixes ({tally.safe} safe) in {tally.files} files; left out together: {tally.left_out}")
    for problem, places in sorted((tally.violations or {}).items()):
        print(f"{problem}: {len(places)}")
        for place in places[: options.samples]:
            print(f"  {place}")
    print("FAILED" if tally.violations else "ok")
    return 1 if tally.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
