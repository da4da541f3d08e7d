#!/usr/bin/env python3
"""Decide, card by card, what is wrong. One JSON line per file.

    truth.py [--reference FOLDER] [--jobs N] [--out FILE] PATH...

A PATH is a file or a folder (all `*.md` and `.eval_results/*.yaml` below it); `@FILE` reads paths from a
file, one a line.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import body_checks
import carbon_checks
import eval_checks
import eval_file_checks
import front_matter
import id_list_checks
import key_checks
import language_checks
import license_checks
import model_checks
import widget_checks
import yaml_checks
from card_kind import kind_of
from finding import ERROR, NOTE, WARNING, Finding, Findings, is_map, type_name
from js_yaml import JsYaml, Loaded
from tables import tables

CARD_KINDS = ("model-card", "unknown")


def judge_file(path: str, js: JsYaml) -> dict[str, Any]:
    """The truth about one file."""
    data = Path(path).read_bytes()
    if eval_file_checks.is_eval_file(path):
        return _eval_file(path, data, js)
    block = front_matter.split(data)
    record = _without_block(data, js) if block is None else _with_block(data, block, js)
    clean = not any(finding["rank"] == ERROR for finding in record["findings"])
    return {"path": path, **record, "clean": clean}


def _eval_file(path: str, data: bytes, js: JsYaml) -> dict[str, Any]:
    value, found = eval_file_checks.check(data, js)
    clean = not any(finding.rank == ERROR for finding in found.items)
    record = {"kind": "eval-results", "has_block": True, "js": {"ok": value is not None, "value": value}}
    return {"path": path, **record, "findings": _as_json(found.items), "clean": clean}


def _without_block(data: bytes, js: JsYaml) -> dict[str, Any]:
    lost = front_matter.why_none(data)
    meant = js.load(lost.raw.decode("utf-8", errors="replace")) if lost.raw.strip() else Loaded(False)
    meta = meant.value if meant.ok and _has_known_key(meant.value) else None
    found = Findings("yaml")
    if meta is not None:
        found.add(lost.reason, ERROR, (), note="the Hub reads no metadata")
    elif lost.reason == "never-closed":
        found.add(lost.reason, WARNING, (), certain=False)
    kind = kind_of(meta, None, data.decode("utf-8", errors="replace"))
    if body_checks.is_pointer(data):
        # Nobody means a README to be one.
        kind, found = "model-card", body_checks.check_pointer(data)
    return {
        "kind": kind,
        "has_block": False,
        "why_no_block": lost.reason,
        "js": None,
        "py": None,
        "dup_keys": [],
        "findings": _as_json(found.items if kind in CARD_KINDS else []),
    }


def _has_known_key(value: Any) -> bool:
    return is_map(value) and any(key in key_checks.KEYS for key in value)


def _with_block(data: bytes, block: front_matter.FrontMatter, js: JsYaml) -> dict[str, Any]:
    js_read = js.load(block.text)
    py_read = yaml_checks.read_with_python(block.text)
    first_line = 1 + data[: block.yaml_start].replace(b"\r\n", b"\n").count(b"\n")
    best = js_read.value if js_read.ok else py_read.loaded.value
    body = data[block.body_start :].decode("utf-8", errors="replace")
    kind = kind_of(best, block.text, body)
    found = []
    if kind in CARD_KINDS:
        found = _findings(block, js_read, py_read, first_line) + body_checks.check(body).items
        found += carbon_checks.check_size(js_read.value if js_read.ok else None, body).items
    return {
        "kind": kind,
        "has_block": True,
        "why_no_block": None,
        "js": _read_as_json(js_read),
        "py": {**_read_as_json(py_read.loaded), "note": py_read.note},
        "dup_keys": [
            {"key": list(dup.key), "first_line": first_line + dup.first_line, "line": first_line + dup.line}
            for dup in py_read.duplicates
        ],
        "findings": _as_json(found),
    }


def _read_as_json(read: Loaded) -> dict[str, Any]:
    if read.ok:
        return {"ok": True, "value": read.value}
    return {"ok": False, "error": read.error}


def _findings(
    block: front_matter.FrontMatter, js_read: Loaded, py_read: yaml_checks.PythonRead, first_line: int
) -> list[Finding]:
    found = Findings("yaml")
    if block.bom:
        found.add("byte-order-mark", WARNING)
    if block.closing_blanks:
        found.add("closing-blanks", WARNING)
    found.items += yaml_checks.check(js_read, py_read, first_line).items
    if not js_read.ok:
        return found.items
    if js_read.value is None:
        found.add("empty-block", NOTE)
        return found.items
    if not is_map(js_read.value):
        found.add(f"not-a-map-but-{type_name(js_read.value)}", ERROR, value=js_read.value)
        return found.items
    return found.items + _metadata_findings(js_read.value, py_read)


def _metadata_findings(meta: dict[str, Any], py_read: yaml_checks.PythonRead) -> list[Finding]:
    python_index = py_read.raw.get("model-index") if isinstance(py_read.raw, dict) else None
    parts = [
        key_checks.check(meta),
        id_list_checks.check(meta),
        model_checks.check(meta),
        license_checks.check(meta),
        language_checks.check(meta),
        widget_checks.check_widget(meta),
        widget_checks.check_inference(meta),
        carbon_checks.check(meta),
        eval_checks.check(meta, python_index),
    ]
    return [finding for part in parts for finding in part.items]


def _as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [finding.as_json() for finding in findings]


def files_of(paths: Iterable[str]) -> Iterator[str]:
    """All files that the arguments name."""
    for path in paths:
        if path.startswith("@"):
            yield from files_of(Path(path[1:]).read_text(encoding="utf-8").split("\n"))
        elif os.path.isdir(path):
            inside = (str(file) for file in Path(path).rglob("*") if file.is_file())
            yield from sorted(file for file in inside if file.endswith(".md") or eval_file_checks.is_eval_file(file))
        elif path:
            yield path


_helper: JsYaml | None = None


def _start_worker() -> None:
    global _helper
    _helper = JsYaml()


def _prove_helper() -> None:
    assert _helper is not None
    if _helper.load("a: 1").value != {"a": 1}:
        raise SystemExit("the Node helper does not work")


def _judge_line(path: str) -> str:
    assert _helper is not None
    return json.dumps(judge_file(path, _helper))


def lines(paths: list[str], jobs: int) -> Iterator[str]:
    """The truth as JSON lines, in the order of the paths."""
    _start_worker()
    # Fail here, not in a worker: a pool would start failed workers for ever.
    _prove_helper()
    tables()
    if jobs == 1:
        yield from map(_judge_line, paths)
        return
    with multiprocessing.Pool(jobs, initializer=_start_worker) as pool:
        yield from pool.imap(_judge_line, paths, chunksize=16)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Decide what is wrong in model cards.")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--reference", help="folder of the reference tables (else CARDBOT_REFERENCE)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", help="write here instead of standard output")
    options = parser.parse_args()
    if options.reference:
        os.environ["CARDBOT_REFERENCE"] = options.reference
    out = open(options.out, "w", encoding="utf-8") if options.out else sys.stdout
    for line in lines(list(files_of(options.paths)), options.jobs):
        out.write(line + "\n")
    out.flush()


if __name__ == "__main__":
    main()
