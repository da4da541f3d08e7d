#!/usr/bin/env python3
"""Review every pair of a base and a head with cardbot and look at the answers.

    reviews.py [--cardbot PROGRAM] [--samples N] FOLDER...

A FOLDER holds folders with a `base.md` and a `head.md`. Asked of each answer: is the exit status
the one that the counts ask for, is the JSON whole, does every comment stand on a line that GitHub
takes (inside a hunk of `git diff`), does a suggestion turn the head into what the fix promises.

Exit status 1 if an answer is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fixes

Row = dict[str, Any]
HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
SUGGESTION = re.compile(r"^(`{3,})suggestion\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
# What GitHub takes in one comment.
LONGEST_BODY = 65_536
TIMEOUT = 20


def pairs(folders: list[str]) -> Iterator[tuple[Path, Path]]:
    """All pairs below the folders."""
    for folder in folders:
        for head in sorted(Path(folder).rglob("head.md")):
            yield head.with_name("base.md"), head


def hunks(base: Path, head: Path) -> list[range]:
    """The lines of the head that a diff shows, with three lines around each change."""
    command = ["git", "diff", "--no-index", "--no-ext-diff", "-U3", "--", str(base), str(head)]
    diff = subprocess.run(command, capture_output=True, check=False).stdout
    found = []
    for start, count in HUNK.findall(diff):
        found.append(range(int(start), int(start) + (int(count) if count else 1)))
    return found


def problems_of(program: str, base: Path, head: Path, counts: Counter[str]) -> Iterator[str]:
    """What is wrong with the review of one pair."""
    command = [program, "review", "--format", "json", str(base), str(head)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        yield f"no answer in {TIMEOUT} seconds"
        return
    if done.returncode not in (0, 1):
        yield f"exit status {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
        return
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        yield f"not JSON: {error}"
        return
    counts["reviews"] += 1
    yield from summary_problems(answer, done.returncode, counts)
    yield from comment_problems(answer, base, head, counts)


def summary_problems(answer: Row, status: int, counts: Counter[str]) -> Iterator[str]:
    """Counts, exit status and the fields of each finding must agree."""
    summary = answer["summary"]
    findings = [finding for file in answer["files"] for finding in file["findings"]]
    new = [finding for finding in findings if finding["origin"] == "introduced"]
    told: Counter[str] = Counter(finding["severity"] + "s" for finding in new)
    for severity in ("errors", "warnings", "notes"):
        counts[severity] += summary[severity]
        if summary["not_shown"] == 0 and told[severity] != summary[severity]:
            yield f"the summary says {summary[severity]} {severity}, there are {told[severity]}"
    if status != (1 if summary["errors"] else 0):
        yield f"exit status {status} with {summary['errors']} errors"
    if answer["schema"] != 1 or answer["target"]["kind"] != "files":
        yield "wrong schema or target"
    for finding in findings:
        if finding["placement"]["kind"] not in ("inline", "summary"):
            yield f"unknown placement of {finding['rule']}"


def comment_problems(answer: Row, base: Path, head: Path, counts: Counter[str]) -> Iterator[str]:
    """Comments stand where GitHub takes them, and their suggestions do what the fixes say."""
    comments = answer["review"]["comments"]
    counts["comments"] += len(comments)
    if not comments:
        return
    shown = hunks(base, head)
    data = head.read_bytes()
    promised = [
        fixes.apply(data, finding["fix"]["edits"])
        for file in answer["files"]
        for finding in file["findings"]
        if finding["fix"]
    ]
    for comment in comments:
        first, last = comment.get("start_line", comment["line"]), comment["line"]
        if not any(first in hunk and last in hunk for hunk in shown):
            yield f"comment on lines {first} to {last}, outside of every hunk"
        if len(comment["body"].encode()) > LONGEST_BODY:
            yield "comment longer than GitHub takes"
        for _, text in SUGGESTION.findall(comment["body"]):
            counts["suggestions"] += 1
            lines = data.split(b"\n")
            new = text.encode().split(b"\n")[:-1]
            if any(line.endswith(b"\r") for line in lines[first - 1 : last]):
                new = [line.rstrip(b"\r") + b"\r" for line in new]
            result = b"\n".join(lines[: first - 1] + new + lines[last:])
            if result not in promised:
                yield f"the suggestion on lines {first} to {last} does not do what a fix says"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Review pairs of cards and look at the answers.")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--cardbot", default="target/release/cardbot")
    parser.add_argument("--samples", type=int, default=8)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    found: dict[str, list[str]] = defaultdict(list)

    def look(pair: tuple[Path, Path]) -> tuple[list[str], Counter[str]]:
        own: Counter[str] = Counter()
        return list(problems_of(options.cardbot, *pair, own)), own

    every = list(pairs(options.folders))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (_, head), (problems, own) in zip(every, pool.map(look, every), strict=True):
            counts += own
            for problem in problems:
                found[re.sub(r"\d+", "N", problem)].append(f"{head}: {problem}")
    print(", ".join(f"{counts[name]} {name}" for name in ("reviews", "comments", "suggestions")))
    print(", ".join(f"{counts[name]} {name}" for name in ("errors", "warnings", "notes")) + " introduced")
    for problem, places in sorted(found.items()):
        print(f"{problem}: {len(places)}")
        for place in places[: options.samples]:
            print(f"  {place}")
    bad = found or counts["reviews"] == 0
    print("FAILED" if bad else "ok")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
