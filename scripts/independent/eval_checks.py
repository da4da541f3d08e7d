"""The truth about `model-index`."""

from __future__ import annotations

import re
from typing import Any

from huggingface_hub.repocard_data import model_index_to_eval_results

from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, is_map, is_number, is_special, type_name
from key_checks import task_for
from tables import tables

DATASET_TYPE = re.compile(r"(?:[A-Za-z0-9_-]+/)?[A-Za-z0-9_.-]+")
# Kinds of task of the text embedding benchmark: generated, no mistakes.
BENCHMARK_TASKS = frozenset(
    """Retrieval Classification Clustering Reranking STS PairClassification Summarization BitextMining
    MultilabelClassification InstructionRetrieval InstructionReranking Speed""".split()
)
# Generated texts: a number, then what is its spread.
SPREAD = re.compile(r"\s*[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\s*(?:\+/-|±|\+-)\s*\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\s*")


def check(meta: dict[str, Any], python_value: Any) -> Findings:
    """All findings about `model-index`; `python_value` is what PyYAML read there."""
    found = Findings("eval")
    if "model-index" not in meta:
        return found
    value = meta["model-index"]
    key = ("model-index",)
    if is_empty(value):
        found.add("empty", NOTE, key, value)
        return found
    if isinstance(value, list):
        for index, entry in enumerate(value):
            _check_entry(found, (*key, index), entry)
    else:
        found.add(f"is-{type_name(value)}", ERROR, key)
    _ask_huggingface_hub(found, key, python_value)
    return found


def _ask_huggingface_hub(found: Findings, key: Key, value: Any) -> None:
    """huggingface_hub itself must be able to read the results."""
    if is_empty(value):
        return
    try:
        model_index_to_eval_results(value)
    except Exception as error:  # any failure at all is the answer
        found.add("huggingface-hub-fails", ERROR, key, note=f"{type(error).__name__}: {error}")


def _need(found: Findings, key: Key, holder: dict[str, Any], name: str, kind: str) -> Any:
    """The value of a required key, after the finding if it is not there or of another type."""
    if name not in holder:
        inside = [part for part in key if isinstance(part, str)][-1]
        found.add(f"{inside}-without-{name}", ERROR, key)
        return None
    value = holder[name]
    if type_name(value) != kind:
        found.add(f"{name}-is-{type_name(value)}", ERROR, (*key, name), value if kind == "text" else None)
        return None
    return value


def _check_entry(found: Findings, key: Key, entry: Any) -> None:
    if not is_map(entry):
        found.add(f"entry-is-{type_name(entry)}", ERROR, key)
        return
    _need(found, key, entry, "name", "text")
    if "results" in entry and entry["results"] is None:
        found.add("results-empty", ERROR, (*key, "results"))
        return
    results = _need(found, key, entry, "results", "list")
    for index, result in enumerate(results or []):
        _check_result(found, (*key, "results", index), result)


def _check_result(found: Findings, key: Key, result: Any) -> None:
    if not is_map(result):
        found.add(f"result-is-{type_name(result)}", ERROR, key)
        return
    task = _need(found, key, result, "task", "map")
    if task is not None:
        _check_task(found, (*key, "task"), task)
    dataset = _need(found, key, result, "dataset", "map")
    if dataset is not None:
        _check_dataset(found, (*key, "dataset"), dataset)
    metrics = _need(found, key, result, "metrics", "list")
    for index, metric in enumerate(metrics or []):
        _check_metric(found, (*key, "metrics", index), metric)
    _check_source(found, (*key, "source"), result.get("source"))


def _check_task(found: Findings, key: Key, task: dict[str, Any]) -> None:
    name = _need(found, key, task, "type", "text")
    if name is None or name in tables().tasks or name in tables().subtasks or name in BENCHMARK_TASKS:
        return
    if name in tables().old_tasks:
        found.add("task-removed", NOTE, (*key, "type"), name, certain=False)
        return
    meant = task_for(name)
    rank = WARNING if meant else NOTE
    found.add("task-unknown", rank, (*key, "type"), name, expected=meant, certain=False)


def _check_dataset(found: Findings, key: Key, dataset: dict[str, Any]) -> None:
    kind = _need(found, key, dataset, "type", "text")
    if kind is not None and not DATASET_TYPE.fullmatch(kind):
        found.add("dataset-type-pattern", ERROR, (*key, "type"), kind)
    _need(found, key, dataset, "name", "text")
    for name in ("config", "split", "revision"):
        value = dataset.get(name)
        if name in dataset and not isinstance(value, str):
            rank = NOTE if value is None else ERROR
            found.add(f"dataset-{name}-is-{type_name(value)}", rank, (*key, name), value, certain=value is not None)
    arguments = dataset.get("args")
    if arguments is not None and not isinstance(arguments, str) and not is_map(arguments):
        found.add(f"dataset-args-is-{type_name(arguments)}", WARNING, (*key, "args"), arguments, certain=False)
    elif is_map(arguments) and arguments and all(value is None for value in arguments.values()):
        found.add("braces-left", WARNING, (*key, "args"), arguments, certain=False)


def _check_metric(found: Findings, key: Key, metric: Any) -> None:
    if not is_map(metric):
        found.add(f"metric-is-{type_name(metric)}", ERROR, key)
        return
    _need(found, key, metric, "type", "text")
    if "value" not in metric:
        found.add("no-value", ERROR, key)
    else:
        _check_value(found, (*key, "value"), metric["value"])


def _check_value(found: Findings, key: Key, value: Any) -> None:
    if is_number(value) or (isinstance(value, str) and SPREAD.fullmatch(value)):
        return
    if value is None or value == "":
        found.add("value-empty", WARNING, key, value, certain=False)
    elif is_special(value):
        found.add("value-is-not-finite", NOTE, key, value, certain=False)
    elif isinstance(value, str):
        found.add("value-is-text", WARNING, key, value, expected=_plain_number(value), certain=False)
    else:
        found.add(f"value-is-{type_name(value)}", WARNING, key, value, certain=False)


def _plain_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _check_source(found: Findings, key: Key, source: Any) -> None:
    if source is None:
        return
    if not is_map(source):
        found.add(f"source-is-{type_name(source)}", ERROR, key, source)
    elif is_empty(source.get("url")):
        found.add("source-without-url", ERROR, key, source)
