#!/usr/bin/env python3
"""Compare the truth with what `cardbot check --format json` says.

    compare.py [--root FOLDER] [--samples N] [--rules RULES.json] [--strict] TRUTH.jsonl CARDBOT.json

A truth is found if cardbot has a finding in the same file, of the same family,
at the same key; the top-level key is enough where the rest differs.

A file whose block is not where the Hub looks for it is no model card to `cardbot check`: a
README without front matter is one only if its base had some, or if the configuration says so.
Such files are counted, no more.

With `--rules` (the output of `cardbot rules --format json`) a family that has no rule yet is
listed as not covered and misses nothing.

Exit status 1 if an error of a strict family is missed (of `datasets`, `metrics` and `tags`
whatever is certain, whatever its rank), or if cardbot calls something on a clean card an
error. Where the truth has a finding of a lower rank at that place and the documents leave
the rank open, the difference is only listed (`--strict` counts it too).
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from key_checks import family_of

STRICT_FAMILIES = frozenset(
    """yaml license language key task library base-model thumbnail gated
    widget inference carbon eval datasets metrics tags""".split()
)
# Here most mistakes are no errors, and yet whatever is certain must be found.
FOUND_AT_ANY_RANK = frozenset("datasets metrics tags".split())
FAMILY_OF_PREFIX = {"front-matter": "yaml", "base-model": "base-model"}
LEVELS = ("exact", "near", "top-level", "other family")
Row = dict[str, Any]


def family_of_rule(rule: str) -> str:
    """The family that the first word of a rule says."""
    for prefix, family in FAMILY_OF_PREFIX.items():
        if rule.startswith(prefix + "-"):
            return family
    return rule.split("-")[0]


def match_level(truth: Row, said: Row) -> str | None:
    """How well a finding of cardbot meets a truth of the same file."""
    same_family = truth["family"] == family_of_rule(said["rule"])
    left, right = truth["key"], said["key"]
    if same_family and left == right:
        return "exact"
    if same_family and (not left or not right):
        return "near" if truth["family"] == "yaml" else "top-level"
    if not left or not right or left[0] != right[0]:
        return None
    if same_family:
        return "near" if _near(left, right) else "top-level"
    return "other family" if _families_overlap(truth, said) else None


def _near(left: list[Any], right: list[Any]) -> bool:
    """Equal without the list indices, or one path inside the other."""
    names_left = [part for part in left if isinstance(part, str)]
    names_right = [part for part in right if isinstance(part, str)]
    short = min(len(left), len(right))
    return names_left == names_right or left[:short] == right[:short]


def _families_overlap(truth: Row, said: Row) -> bool:
    """A matter of key names or YAML may be told by the family of that key, and the reverse."""
    own = family_of(truth["key"][0])
    pair = {truth["family"], family_of_rule(said["rule"])}
    return pair <= {"key", "yaml", own} or pair == {"widget", "task"}


@dataclass
class Report:
    """Everything that the comparison found."""

    found: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    strict_misses: list[str] = field(default_factory=list)
    false_errors: list[str] = field(default_factory=list)
    open_ranks: list[str] = field(default_factory=list)
    unknown_errors: list[str] = field(default_factory=list)
    other_corrections: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    on_other_files: list[str] = field(default_factory=list)
    not_judged: int = 0
    without_block: int = 0
    strict: frozenset[str] = STRICT_FAMILIES


def compare_file(report: Report, truth: Row, said: Row | None) -> None:
    """Add one file to the report."""
    kind = said["kind"] if said else "not in the output"
    findings = said["findings"] if said else []
    if kind == "other" and not truth["has_block"]:
        report.without_block += 1
        return
    if _kind_differs(truth["kind"], kind):
        report.kinds.append(f"{truth['path']}: truth {truth['kind']}, cardbot {kind}")
    if truth["kind"] not in ("model-card", "unknown", "eval-results"):
        report.on_other_files += [_line(truth["path"], finding) for finding in findings]
        return
    if kind != "model-card" and truth["kind"] == "unknown":
        report.not_judged += 1
        return
    for fact in truth["findings"]:
        _look_for(report, truth["path"], fact, findings)
    for finding in findings:
        if finding["severity"] == "error":
            _judge_error(report, truth, finding)


def _kind_differs(truth: str, said: str) -> bool:
    if truth == "unknown":
        return False
    if truth == "docs":
        return said == "model-card"
    if said == "not in the output":
        return truth == "model-card"
    return truth != said


def _look_for(report: Report, path: str, fact: Row, findings: list[Row]) -> None:
    levels = {match_level(fact, finding): finding for finding in reversed(findings)}
    best = next((level for level in LEVELS if level in levels), None)
    slot = f"{fact['family']} {fact['rank']}"
    if best is None:
        report.found[slot]["missed"] += 1
        line = f"{path}: {fact['kind']} at {_key(fact['key'])}: {_short(fact['value'])} {fact['note'] or ''}"
        report.missed[slot].append(line.rstrip())
        if _must_be_found(fact) and fact["family"] in report.strict:
            report.strict_misses.append(line)
        return
    report.found[slot][best] += 1
    if best == "exact":
        _compare_correction(report, path, fact, levels[best])


def _must_be_found(fact: Row) -> bool:
    return fact["rank"] == "error" or (fact["certain"] and fact["family"] in FOUND_AT_ANY_RANK)


def _compare_correction(report: Report, path: str, fact: Row, finding: Row) -> None:
    """Both know a correction: the new text must hold what the truth expects."""
    expected, fix = fact["expected"], finding["fix"]
    if expected is None or not fix:
        return
    wanted = [str(part) for part in (expected if isinstance(expected, list) else [expected])]
    text = " ".join(edit["text"] for edit in fix["edits"])
    if not all(part in text for part in wanted):
        report.other_corrections.append(
            f"{path}: {_key(fact['key'])} {_short(fact['value'])}: truth {expected!r}, cardbot {_short(text)} ({fix['safety']})"
        )


def _judge_error(report: Report, truth: Row, finding: Row) -> None:
    same_place = [fact for fact in truth["findings"] if match_level(fact, finding)]
    line = _line(truth["path"], finding)
    if any(fact["rank"] == "error" for fact in same_place):
        return
    if not truth["clean"]:
        report.unknown_errors.append(line)
    elif any(not fact["certain"] for fact in same_place):
        ranks = sorted({fact["kind"] + " " + fact["rank"] for fact in same_place})
        report.open_ranks.append(f"{line} [truth: {', '.join(ranks)}]")
    else:
        report.false_errors.append(line)


def _line(path: str, finding: Row) -> str:
    return f"{path}: {finding['rule']} at {_key(finding['key'])}: {finding['message']}"


def _key(key: Iterable[Any]) -> str:
    return ".".join(str(part) for part in key) or "(card)"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 80 else text[:77] + "..."


def read_truth(path: str) -> list[Row]:
    """The lines of `truth.py`."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def pair_up(truths: list[Row], files: list[Row], root: str) -> list[tuple[Row, Row | None]]:
    """Each truth with cardbot's file of the same path, else of a path that ends alike."""
    by_path = {os.path.abspath(os.path.join(root, file["path"])): file for file in files}
    unclaimed = set(by_path) - {os.path.abspath(truth["path"]) for truth in truths}
    by_end: dict[str, list[str]] = defaultdict(list)
    for path in unclaimed:
        by_end["/".join(Path(path).parts[-3:])].append(path)
    result = []
    for truth in truths:
        said = by_path.get(os.path.abspath(truth["path"]))
        alike = by_end.get("/".join(Path(truth["path"]).parts[-3:]), [])
        result.append((truth, said or (by_path[alike[0]] if len(alike) == 1 else None)))
    return result


def show(report: Report, samples: int) -> None:
    """Print everything."""
    print("truths per family and rank")
    print(f"  {'':24}{'all':>7}" + "".join(f"{level:>14}" for level in (*LEVELS, "missed")))
    for slot in sorted(report.found):
        counts = report.found[slot]
        cells = "".join(f"{counts[level]:>14}" for level in (*LEVELS, "missed"))
        print(f"  {slot:24}{counts.total():>7}{cells}")
    for slot in sorted(report.missed):
        _show_list(f"missed: {slot}", report.missed[slot], samples)
    _show_list("cardbot errors on clean cards", report.false_errors, samples * 5)
    _show_list("cardbot errors where the truth has a lower rank, rank open", report.open_ranks, samples)
    _show_list("cardbot errors without a truth, on cards that are not clean", report.unknown_errors, samples)
    _show_list("other corrections", report.other_corrections, samples)
    _show_list("other kind of file", report.kinds, samples)
    _show_list("cardbot findings on files that are no model cards", report.on_other_files, samples)
    print(f"files without a block at the top, passed over: {report.without_block}")
    print(f"strict families without a rule, not covered: {', '.join(sorted(STRICT_FAMILIES - report.strict)) or 'none'}")
    print(f"files not judged, no front matter or no sign of their kind: {report.not_judged}")


def _show_list(title: str, lines: list[str], samples: int) -> None:
    print(f"{title}: {len(lines)}")
    for line in lines[:samples]:
        print(f"  {line}")
    if len(lines) > samples:
        print(f"  ... {len(lines) - samples} more")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Compare the truth with cardbot's findings.")
    parser.add_argument("truth")
    parser.add_argument("cardbot")
    parser.add_argument("--root", default=".", help="folder that cardbot's paths start from")
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--rules", help="output of `cardbot rules --format json`")
    parser.add_argument("--strict", action="store_true", help="count open ranks as false errors")
    options = parser.parse_args()
    output = json.loads(Path(options.cardbot).read_text(encoding="utf-8"))
    report = Report()
    if options.rules:
        rules = json.loads(Path(options.rules).read_text(encoding="utf-8"))["rules"]
        report.strict = STRICT_FAMILIES & {family_of_rule(rule["name"]) for rule in rules}
    for truth, said in pair_up(read_truth(options.truth), output["files"], options.root):
        compare_file(report, truth, said)
    show(report, options.samples)
    bad = report.strict_misses or report.false_errors or (options.strict and report.open_ranks)
    print("FAILED" if bad else "ok")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
