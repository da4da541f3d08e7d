#!/usr/bin/env python3
"""Write wrong and right files of `.eval_results/`, of which the corpus has none.

eval_file_cases.py FOLDER
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GOOD: dict[str, Any] = {
    "dataset": {"id": "cais/hle", "task_id": "hle", "revision": "5503434d"},
    "value": 20.9,
    "verifyToken": "eyJhbGciOiJIUzI1NiJ9",
    "date": "2026-01-15",
    "source": {"url": "https://example.org/logs", "name": "Logs", "user": "someone", "org": "cais"},
    "notes": "no tools",
}
# What may stand in each field, as YAML in one line.
VALUES = {
    "value": """0|-3|1.0e-3|1e-5|.nan|.inf|"20.9"|"20,9"|"20.9%"|20.9 %|N/A|xx.xx|20.9 ± 0.3|286.26 +/- 16.68|[1, 2]|{a: 1}|
true|2026-01-15|about 20|~|''|soon|0.4 (5-shot)""",
    "date": """2026-01-15|'2026-01-15'|'2026-01-15T10:30:00Z'|2026-01-15T10:30:00Z|'15.01.2026'|January 2026|'2026-1-5'|
'2026-13-01'|'2026-01-32'|20260115|'2026'|~|''|[2026]|'2026-01-15 10:30'""",
    "notes": "5|true|~|[a, b]|{a: b}|text|'5'|no|2026-01-15",
    "verifyToken": "5|~|abc|[abc]",
    "dataset": "cais/hle|~|[cais/hle]|5|{}|''",
    "source": "https://example.org|~|example|[https://example.org]|5|{}|''|{name: Logs}|{url: ''}|{urls: 'https://example.org'}",
    "dataset.id": """cais/hle|hle|~|''|5|https://huggingface.co/datasets/cais/hle|cais hle|a/b/c|[cais/hle]|true|cais/hle,a/b|{a: b}""",
    "dataset.task_id": "hle|~|''|5|1.5|[hle]|true|hle test",
    "dataset.revision": "5503434|'5503434'|~|main|[main]|1e5",
    "source.url": "https://example.org|http://example.org|example.org|~|5|www.example.org|huggingface.co/a/b|logs|[https://example.org]",
    "source.name": "5|~|Logs|[Logs]|2026-01-15",
    "source.user": "5|someone|true",
    "source.org": "5|cais|[cais]",
}
KEYS = """value=score|value=Value|value=vlaue|dataset=datasets|dataset=data|source=sources|date=Date|notes=note|
verifyToken=verify_token|dataset.id=Id|dataset.id=name|dataset.task_id=task-id|dataset.task_id=config|dataset.task_id=taskId|
dataset.revision=revison|source.url=URL|source.url=link|source.name=names|source.org=organisation"""
FILES = [
    "", "# nothing yet\n", "[]\n", "{}\n", "text\n", "5\n", "- 5\n", "- text\n- ~\n", "- [1]\n", "- {}\n",
    "dataset: {id: cais/hle, task_id: hle}\nvalue: 1\n", "results:\n- dataset: {id: cais/hle, task_id: hle}\n  value: 1\n",
    "- dataset: {id: cais/hle\n  value: 1\n", "- dataset:\n\tid: cais/hle\n  value: 1\n",
    "- dataset: {id: cais/hle, task_id: hle}\n  value: 1\n  value: 2\n",
    "---\n- dataset: {id: cais/hle, task_id: hle}\n  value: 1\n",
    "\ufeff- dataset: {id: cais/hle, task_id: hle}\n  value: 1\n",
    "- dataset: {id: cais/hle, task_id: hle}\r\n  value: 1\r\n",
    "- &one\n  dataset: &d {id: cais/hle, task_id: hle}\n  value: 1\n- dataset: *d\n  value: 2\n",
    "- dataset: {id: cais/hle, task_id: hle}\n  value: 1\n- {dataset: {id: cais/hle}, value: x}\n- 7\n",
]  # fmt: skip


def rows(text: str) -> list[str]:
    """The values in a table above."""
    return [part for part in text.replace("\n", "").split("|") if part]


def _put(path: str, raw: str | None, name: str | None = None) -> str:
    """The good file with one field in another way: a raw value, another name, or without it."""
    result = copy.deepcopy(GOOD)
    *outer, field = path.split(".")
    holder = result[outer[0]] if outer else result
    mark = "MARK"
    items = [(name or key if key == field else key, old) for key, old in holder.items()]
    holder.clear()
    holder.update(items)
    if name is None:
        del holder[field]
        if raw is not None:
            holder[field] = mark
    text = "".join(
        f"{'- ' if at == 0 else '  '}{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for at, (key, value) in enumerate(result.items())
    )
    return text.replace(f'"{mark}"', raw or "")


def files() -> Iterator[str]:
    """The text of each file."""
    yield from FILES
    for path, values in VALUES.items():
        yield _put(path, None)
        yield from (_put(path, raw) for raw in rows(values))
    for pair in rows(KEYS):
        path, name = pair.split("=")
        yield _put(path, None, name)
    # Several results, the good one first, so that places are not always the first.
    yield _put("notes", "fine") + _put("value", "N/A") + _put("dataset.id", "5")


def main() -> None:
    """The command."""
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    for at, text in enumerate(files()):
        place = folder / f"{at:03}" / ".eval_results"
        place.mkdir(parents=True)
        (place / "results.yaml").write_bytes(text.encode())


if __name__ == "__main__":
    main()
