"""The truth about `datasets`, `metrics` and `tags`: lists of ids and of words."""

from __future__ import annotations

import re
from typing import Any

from finding import ERROR, NOTE, WARNING, Findings, Key, is_map, type_name
from tables import tables

# What the templates of the Hub and of transformers have in these places.
TEMPLATE_TEXTS = {
    "datasets": {"???", "array of dataset identifiers", "dataset1", "dataset2"},
    "metrics": {"???", "array of metric identifiers", "metric1", "metric2"},
    "tags": {"???", "tag1", "tag2"},
}
TEMPLATE_TAGS = ["array", "of", "tags"]
# The Hub ignores the whole key if one item is no text.
ALL_OR_NOTHING = ("datasets", "tags")

# Metrics of the `evaluate` library that cards often name.
METRICS = frozenset(
    """accuracy bleu bertscore cer chrf code_eval comet exact_match f1 glue mae meteor mse perplexity precision
    recall rouge sacrebleu sari seqeval squad ter wer matthews_correlation pearsonr spearmanr roc_auc mean_iou""".split()
)
METRIC_NAMES = {
    "f1 score": "f1", "f1-score": "f1", "f1 measure": "f1", "word error rate": "wer",
    "character error rate": "cer", "pearson correlation": "pearsonr", "spearman correlation": "spearmanr",
    "matthew's correlation": "matthews_correlation", "matthews correlation": "matthews_correlation",
    "exact match": "exact_match", "ppl": "perplexity",
}  # fmt: skip

DATASET_ID = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)?")
DATASET_PAGE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/([\w.-]+(?:/[\w.-]+)?)/?", re.ASCII
)
# A tag `prefix:value` for each of these keys, where the value is one that the key takes.
OWN_KEYS = {"license": "license", "language": "language", "dataset": "datasets", "pipeline": "pipeline_tag"}


def check(meta: dict[str, Any]) -> Findings:
    """All findings about the three keys."""
    found = Findings("key")
    for name in TEMPLATE_TEXTS:
        if name in meta:
            _check_shape(found, name, meta[name])
    for key, text in _texts(meta, "datasets"):
        _check_dataset(found, key, text)
    for key, text in _texts(meta, "metrics"):
        _check_metric(found, key, text)
    _check_tags(found, meta)
    return found


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _check_shape(found: Findings, name: str, value: Any) -> None:
    rank = ERROR if name in ALL_OR_NOTHING else WARNING
    if isinstance(value, list):
        _check_items(found, name, value, rank)
    elif _blank(value):
        found.add("empty", NOTE, (name,), value, family=name)
    elif isinstance(value, str):
        if name == "metrics" and value not in TEMPLATE_TEXTS[name]:
            found.add("is-text", NOTE, (name,), value, family=name)
    elif not (is_map(value) and not value):
        found.add(f"is-{type_name(value)}", rank, (name,), value, family=name)


def _check_items(found: Findings, name: str, values: list[Any], rank: str) -> None:
    if values and all(_blank(item) for item in values):
        found.add("empty", NOTE, (name,), values, family=name)
        return
    template = set(TEMPLATE_TEXTS[name])
    if name == "tags" and _holds(values, TEMPLATE_TAGS):
        template |= set(TEMPLATE_TAGS)
    for index, item in enumerate(values):
        key = (name, index)
        if not isinstance(item, str) or not item.strip():
            found.add(f"item-is-{type_name(item)}", rank, key, item, family=name)
        elif item.strip().lower() in template:
            found.add("template-text", WARNING, key, item, family=name)
        elif item in values[:index]:
            found.add("duplicate", NOTE, key, item, family=name)


def _holds(values: list[Any], part: list[str]) -> bool:
    """Whether a list holds another one as it is."""
    return any(values[start : start + len(part)] == part for start in range(len(values)))


def _texts(meta: dict[str, Any], name: str) -> list[tuple[Key, str]]:
    """The texts that say something and are no template's."""
    value = meta.get(name)
    pairs: list[tuple[Key, Any]] = [((name,), value)]
    if isinstance(value, list):
        pairs = [((name, index), item) for index, item in enumerate(value)]
    template = TEMPLATE_TEXTS[name]
    return [
        (key, text)
        for key, text in pairs
        if isinstance(text, str) and text.strip() and text.strip().lower() not in template
    ]


def _check_dataset(found: Findings, key: Key, text: str) -> None:
    if DATASET_ID.fullmatch(text):
        return
    page = DATASET_PAGE.fullmatch(text.strip())
    if page:
        found.add("address", WARNING, key, text, family="datasets", expected=page[1])
        return
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and all(re.fullmatch(r"[\w.-]+/[\w.-]+", part, re.ASCII) for part in parts):
        found.add("several", WARNING, key, text, family="datasets", expected=parts)
        return
    # AutoTrain writes the name of an account where its id belongs; nobody can write better.
    by_tool = re.search(r"/auto(?:nlp|train)-data-", text) is not None
    # Whether a title is more than a note, the documents do not say.
    rank = WARNING if "://" in text else NOTE
    found.add("bad-id", rank, key, text, family="datasets", certain=not by_tool)


def _metric_for(text: str) -> str | None:
    form = text.strip().lower()
    return form if form in METRICS else METRIC_NAMES.get(form)


def _check_metric(found: Findings, key: Key, text: str) -> None:
    if text in METRICS:
        return
    parts = re.split(r"\s*(?:,|;|/|&| and )\s*", text.strip())
    if _metric_for(text):
        found.add("spelt-otherwise", NOTE, key, text, family="metrics", expected=_metric_for(text))
    elif len(parts) > 1 and all(_metric_for(part) for part in parts):
        expected = [_metric_for(part) for part in parts]
        found.add("several", NOTE, key, text, family="metrics", expected=expected)
    elif not re.fullmatch(r"[a-z0-9][a-z0-9_./-]*", text):
        # Which metric is meant, nobody can tell: opinions differ.
        found.add("no-id", NOTE, key, text, family="metrics", certain=False)


def _form(tag: str) -> str:
    return re.sub(r"[\s_]+", "-", tag.strip().lower())


def _check_tags(found: Findings, meta: dict[str, Any]) -> None:
    tags = _texts(meta, "tags")
    texts = [text for _, text in tags]
    tells_task = "pipeline_tag" in meta or any(text in tables().tasks for text in texts)
    forms = {_form(text) for text in texts} & (set(tables().tasks) | tables().subtasks) - {"other"}
    for key, text in tags:
        if _form(text) in tables().tasks and text not in tables().tasks and _form(text) != "other":
            # With a task elsewhere, or several of them, it may be a free word.
            certain = not tells_task and forms == {_form(text)}
            found.add("task-misspelt", NOTE, key, text, family="tags", expected=_form(text), certain=certain)
        _check_prefix(found, meta, key, text, tells_task)
        if "," in text:
            found.add("several", WARNING, key, text, family="tags", certain=False)


def _check_prefix(found: Findings, meta: dict[str, Any], key: Key, tag: str, tells_task: bool) -> None:
    prefix, _, value = tag.partition(":")
    name = OWN_KEYS.get(prefix)
    known = {
        "license": value in tables().licenses,
        "language": value in tables().languages,
        "datasets": DATASET_ID.fullmatch(value) is not None,
        "pipeline_tag": value in tables().tasks,
    }
    if name is None or not known[name]:
        return
    told = name in meta or (name == "pipeline_tag" and tells_task)
    rank = WARNING if name == "license" else NOTE
    found.add("own-key", rank, key, tag, family="tags", expected=value, certain=not told)
