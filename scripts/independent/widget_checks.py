"""The truth about `widget` and `inference`."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, is_map, is_number, type_name
from tables import tables

COMMON = frozenset({"example_title", "group", "parameters", "output"})
INPUTS = frozenset(
    """text src table structured_data candidate_labels messages multi_class source_sentence sentences
    context prompt""".split()
)
# Types of the input keys; `cell` keys are checked apart.
TYPES = {
    "text": "text", "src": "text", "candidate_labels": "text", "source_sentence": "text", "context": "text",
    "prompt": "text", "example_title": "text", "group": "text", "multi_class": "bool", "sentences": "list",
    "messages": "list", "table": "map", "structured_data": "map", "parameters": "map",
}  # fmt: skip
OLD_NAMES = {
    "structuredData": "structured_data", "label": "example_title", "multi_label": "multi_class",
    "exdample_title": "example_title", "source-sentence": "source_sentence", "question": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """Keys of a widget example: those it needs and those it may have."""

    need: frozenset[str]
    may: frozenset[str]


def _rows() -> dict[str, Inputs]:
    table = """
    text-classification token-classification summarization translation feature-extraction text-to-speech
        text-to-audio fill-mask text-to-image text2text-generation : text :
    text-generation conversational : : text messages
    question-answering : text context :
    table-question-answering : text table :
    zero-shot-classification : text candidate_labels : multi_class
    sentence-similarity : source_sentence sentences :
    automatic-speech-recognition audio-to-audio audio-classification voice-activity-detection
        image-classification object-detection image-segmentation image-to-text : src :
    image-to-image image-to-video : src : prompt
    visual-question-answering document-question-answering : src text :
    zero-shot-image-classification : src candidate_labels : multi_class
    tabular-classification tabular-regression : structured_data :
    """
    result = {}
    for line in re.sub(r"\n        ", " ", table).strip().splitlines():
        tasks, need, may = line.split(":")
        for task in tasks.split():
            needed = frozenset(need.split())
            result[task] = Inputs(needed, needed | frozenset(may.split()))
    return result


TASKS = _rows()


def task_of(meta: dict[str, Any]) -> str | None:
    """The task: `pipeline_tag`, else the task among the tags that ranks first."""
    explicit = meta.get("pipeline_tag")
    if isinstance(explicit, str) and explicit:
        return explicit
    tags = meta.get("tags")
    tags = [tags] if isinstance(tags, str) else tags
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        return None
    ranks = tables().tasks
    named = [tag for tag in tags if tag in ranks]
    return min(named, key=ranks.__getitem__) if named else None


def check_widget(meta: dict[str, Any]) -> Findings:
    """All findings about `widget`."""
    found = Findings("widget")
    if "widget" not in meta:
        return found
    value = meta["widget"]
    if is_empty(value):
        found.add("empty", NOTE, ("widget",), value)
    elif not isinstance(value, list):
        found.add(f"is-{type_name(value)}", ERROR, ("widget",), value)
    else:
        for index, item in enumerate(value):
            _check_item(found, meta, ("widget", index), item)
    return found


def _check_item(found: Findings, meta: dict[str, Any], key: Key, item: Any) -> None:
    if not is_map(item):
        found.add(f"item-is-{type_name(item)}", ERROR, key, item, certain=False)
        return
    for name, value in item.items():
        _check_input(found, (*key, name), name, value)
    task = task_of(meta)
    if task in TASKS:
        _check_against_task(found, meta, key, item, task)


def _check_input(found: Findings, key: Key, name: str, value: Any) -> None:
    if name not in COMMON | INPUTS:
        _check_unknown_name(found, key, name, value)
        return
    if is_empty(value):
        found.add("empty-input", WARNING, key, value, certain=False)
    elif name in TYPES and type_name(value) != TYPES[name]:
        found.add(f"{name}-is-{type_name(value)}", WARNING, key, value, certain=False)
    elif name == "src" and re.match(r"https?://huggingface\.co/.*/blob/", value):
        found.add("src-is-page", WARNING, key, value, expected=value.replace("/blob/", "/resolve/", 1), certain=False)
    elif name in ("table", "structured_data"):
        _check_columns(found, key, value)
    elif name == "sentences" and not all(isinstance(sentence, str) for sentence in value):
        found.add("sentence-is-no-text", WARNING, key, value, certain=False)
    elif name == "messages":
        _check_messages(found, key, value)
    elif name == "output" and not (is_map(value) or isinstance(value, list)):
        found.add(f"output-is-{type_name(value)}", WARNING, key, value, certain=False)


def _check_unknown_name(found: Findings, key: Key, name: str, value: Any) -> None:
    close = difflib.get_close_matches(name, COMMON | INPUTS, n=1, cutoff=0.8)
    expected = OLD_NAMES.get(name) or (close[0] if close else None)
    found.add("unknown-input", WARNING if expected else NOTE, key, value, expected=expected, certain=False)


def _check_columns(found: Findings, key: Key, columns: dict[str, Any]) -> None:
    lists = [column for column in columns.values() if isinstance(column, list)]
    if len(lists) != len(columns):
        found.add("column-is-no-list", WARNING, key, columns, certain=False)
    elif len({len(column) for column in lists}) > 1:
        found.add("columns-unequal", WARNING, key, columns, certain=False)


def _check_messages(found: Findings, key: Key, messages: list[Any]) -> None:
    for index, message in enumerate(messages):
        role = message.get("role") if is_map(message) else None
        content = message.get("content") if is_map(message) else None
        if role not in ("system", "user", "assistant") or not isinstance(content, (str, list)):
            found.add("bad-message", WARNING, (*key, index), message, certain=False)


def _check_against_task(found: Findings, meta: dict[str, Any], key: Key, item: dict[str, Any], task: str) -> None:
    if item.keys() <= COMMON and "output" in item:
        return
    missing = sorted(TASKS[task].need - item.keys())
    foreign = sorted((item.keys() & INPUTS) - TASKS[task].may)
    if not TASKS[task].need and not item.keys() & TASKS[task].may:
        missing = ["text"]
    for name in missing:
        found.add("missing-input", WARNING, key, item, note=f"{task} needs {name}", certain=False)
    for name in foreign:
        found.add("foreign-input", NOTE, (*key, name), item[name], note=f"not for {task}", certain=False)
    text = item.get("text")
    if task == "fill-mask" and isinstance(text, str) and text.strip():
        _check_mask(found, meta, (*key, "text"), text)


def _check_mask(found: Findings, meta: dict[str, Any], key: Key, text: str) -> None:
    own = meta.get("mask_token")
    masks = [own] if isinstance(own, str) and own else ["[MASK]", "<mask>", "[mask]", "<MASK>", "<extra_id_0>", "<special1>"]
    if not any(mask in text for mask in masks):
        found.add("no-mask", WARNING, key, text, certain=False)


# --- inference ---

WRONG_NAMES = {"k": "top_k", "p": "top_p", "length": "max_new_tokens"}
# Arguments of the generate() function of transformers that no task lists.
GENERATE = frozenset(
    """no_repeat_ngram_size length_penalty encoder_no_repeat_ngram_size num_return_sequences
    diversity_penalty decoder_start_token_id forced_bos_token_id max_time use_cache""".split()
)


def check_inference(meta: dict[str, Any]) -> Findings:
    """All findings about `inference`."""
    found = Findings("inference")
    if "inference" not in meta:
        return found
    value = meta["inference"]
    if value is None:
        found.add("empty", NOTE, ("inference",), value)
    elif is_map(value):
        _check_block(found, meta, value)
    elif not isinstance(value, bool):
        found.add(f"is-{type_name(value)}", ERROR, ("inference",), value, expected=_as_bool(value))
    return found


def _as_bool(value: Any) -> bool | None:
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    return words.get(value.strip().lower()) if isinstance(value, str) else None


def _check_block(found: Findings, meta: dict[str, Any], block: dict[str, Any]) -> None:
    for name in block:
        if name != "parameters":
            found.add("unknown-key", WARNING, ("inference", name), block[name], certain=False)
    if "parameters" not in block:
        return
    parameters = block["parameters"]
    if is_empty(parameters):
        found.add("empty", NOTE, ("inference", "parameters"), parameters)
    elif not is_map(parameters):
        found.add(f"parameters-is-{type_name(parameters)}", ERROR, ("inference", "parameters"), parameters, certain=False)
    else:
        for name, value in parameters.items():
            _check_parameter(found, task_of(meta), name, value)


def _check_parameter(found: Findings, task: str | None, name: str, value: Any) -> None:
    key = ("inference", "parameters", name)
    row = _row(task, name)
    if row is None:
        _check_unlisted(found, task, key, name, value)
        return
    problem = _type_problem(row, value)
    if problem == "quoted-number":
        found.add(problem, WARNING, key, value, expected=_as_number(value), certain=False)
    elif problem:
        found.add(problem, WARNING, key, value, certain=False)
    elif is_number(value) and not _in_range(row, value):
        found.add("out-of-range", WARNING, key, value, certain=False)


def _row(task: str | None, name: str) -> dict[str, Any] | None:
    known = tables()
    row = known.parameters.get(task or "", {}).get(name) or known.generation.get(name)
    if row is None and name in known.card_parameters:
        return {"name": name, "type": known.card_parameters[name]}
    return row


def _check_unlisted(found: Findings, task: str | None, key: Key, name: str, value: Any) -> None:
    known = tables()
    if name in WRONG_NAMES:
        found.add("wrong-name", WARNING, key, value, expected=WRONG_NAMES[name], certain=False)
        return
    if isinstance(value, str) and _as_number(value.strip(" ,;")) is not None:
        found.add("quoted-number", WARNING, key, value, expected=_as_number(value.strip(" ,;")), certain=False)
        return
    anywhere = name in GENERATE or name in known.legacy_parameters
    anywhere = anywhere or any(name in rows for rows in known.parameters.values())
    names = set(known.parameters.get(task or "", {})) | set(known.generation) | set(known.card_parameters)
    close = [] if anywhere else difflib.get_close_matches(name, names, n=1, cutoff=0.8)
    expected = close[0] if close else None
    found.add("unknown-parameter", WARNING if expected else NOTE, key, value, expected=expected, certain=False)


def _as_number(text: Any) -> float | int | None:
    if not isinstance(text, str):
        return None
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _type_problem(row: dict[str, Any], value: Any) -> str | None:
    if "enum" in row:
        return None if value in row["enum"] else "not-in-enum"
    kinds = row["type"].split("|")
    if value is None:
        return "empty-parameter"
    if isinstance(value, str) and "string" not in kinds and _as_number(value.strip(" ,;")) is not None:
        return "quoted-number"
    tests = {
        "integer": is_number(value) and float(value).is_integer(),
        "number": is_number(value),
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "object": is_map(value),
    }
    fits = any(tests.get(kind, isinstance(value, list) if kind.startswith("array") else False) for kind in kinds)
    return None if fits else f"is-{type_name(value)}"


def _in_range(row: dict[str, Any], value: float) -> bool:
    return not (
        ("min" in row and value < row["min"])
        or ("max" in row and value > row["max"])
        or ("above" in row and value <= row["above"])
    )
