"""The truth about a file of `.eval_results/`."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from huggingface_hub import parse_eval_result_entries

from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, is_map, is_number, is_special, type_name
from js_yaml import JsYaml

FIELDS = {
    "entry": ("dataset", "value", "verifyToken", "date", "source", "notes"),
    "dataset": ("id", "task_id", "revision"),
    "source": ("url", "name", "user", "org"),
}
NEEDED = {"entry": ("dataset", "value"), "dataset": ("id", "task_id"), "source": ("url",)}
DATASET_ID = re.compile(r"(?:[A-Za-z0-9_.-]+/)?[A-Za-z0-9_.-]+")
ADDRESS = re.compile(r"https?://\S+")


def is_eval_file(path: str) -> bool:
    """Whether a path names a file of results."""
    file = Path(path)
    return file.parent.name == ".eval_results" and file.suffix in (".yaml", ".yml")


def check(data: bytes, js: JsYaml) -> tuple[Any, Findings]:
    """What the Hub loads, and all findings about the file."""
    found = Findings("eval")
    read = js.load(data.decode("utf-8-sig", errors="replace"))
    if not read.ok:
        found.add("yaml", ERROR, family="yaml")
        return None, found
    value = read.value
    if value is None:
        return value, found
    if not isinstance(value, list):
        found.add(f"file-is-{type_name(value)}", ERROR)
        # A lone result is judged as if it stood in a list.
        if is_map(value) and "dataset" in value:
            _check_entry(found, (), value)
        return value, found
    for index, entry in enumerate(value):
        if is_map(entry):
            _check_entry(found, (index,), entry)
        else:
            found.add(f"result-is-{type_name(entry)}", ERROR, (index,))
    if not any(finding.rank == ERROR for finding in found.items):
        _ask_huggingface_hub(found, value)
    return value, found


def _ask_huggingface_hub(found: Findings, value: list[Any]) -> None:
    """What is called clean here must be read by huggingface_hub."""
    try:
        parse_eval_result_entries(value)
    except Exception as error:  # any failure at all is the answer
        found.add("huggingface-hub-fails", ERROR, note=f"{type(error).__name__}: {error}")


def _check_map(found: Findings, key: Key, kind: str, value: dict[str, Any]) -> None:
    for name in NEEDED[kind]:
        if is_empty(value.get(name)):
            found.add(f"{kind}-without-{name}", ERROR, key)
    for name in value:
        if name not in FIELDS[kind]:
            found.add("unknown-key", NOTE, (*key, name), certain=False)


def _check_entry(found: Findings, key: Key, entry: dict[str, Any]) -> None:
    _check_map(found, key, "entry", entry)
    for name in ("dataset", "source"):
        part = entry.get(name)
        if is_map(part):
            _check_map(found, (*key, name), name, part)
        elif not is_empty(part):
            found.add(f"{name}-is-{type_name(part)}", ERROR, (*key, name))
    dataset = entry["dataset"] if is_map(entry.get("dataset")) else {}
    source = entry["source"] if is_map(entry.get("source")) else {}
    _check_texts(found, key, entry, ("notes", "verifyToken"))
    _check_texts(found, (*key, "dataset"), dataset, ("id", "task_id", "revision"))
    _check_texts(found, (*key, "source"), source, ("url", "name", "user", "org"))
    id_, url = dataset.get("id"), source.get("url")
    if isinstance(id_, str) and not is_empty(id_) and not DATASET_ID.fullmatch(id_.strip()):
        found.add("dataset-id", ERROR, (*key, "dataset", "id"), id_)
    if isinstance(url, str) and not is_empty(url) and not ADDRESS.match(url.strip()):
        found.add("source-no-address", WARNING, (*key, "source", "url"), url)
    _check_date(found, (*key, "date"), entry.get("date"))
    _check_value(found, (*key, "value"), entry.get("value"))


def _check_texts(found: Findings, key: Key, value: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not is_empty(value.get(name)) and not isinstance(value[name], str):
            found.add(f"{name}-is-{type_name(value[name])}", WARNING, (*key, name))


def _check_date(found: Findings, key: Key, date: Any) -> None:
    if is_empty(date):
        return
    if not isinstance(date, str):
        found.add(f"date-is-{type_name(date)}", WARNING, key)
        return
    try:
        datetime.datetime.fromisoformat(date.strip())
    except ValueError:
        found.add("date-not-iso", WARNING, key, date)


def _check_value(found: Findings, key: Key, value: Any) -> None:
    if is_empty(value) or is_number(value):
        return
    if is_special(value) or not isinstance(value, str):
        found.add(f"value-is-{type_name(value)}", NOTE, key, certain=False)
    elif not re.search(r"\d", value):
        found.add("value-without-digit", NOTE, key, value)
    elif re.fullmatch(r"-?\d+(?:[.,]\d+)?\s*%?", value.strip()):
        found.add("value-is-text", WARNING, key, value)
