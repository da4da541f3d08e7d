"""The scores that a card or a file of `.eval_results/` reports, as huggingface_hub reads them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from huggingface_hub import parse_eval_result_entries
from huggingface_hub.repocard_data import model_index_to_eval_results


@dataclass(frozen=True)
class Score:
    """What was measured, by which metric, and the number; a text that is none stays a text."""

    identity: str
    metric: str
    value: float | str


def of_model_index(index: Any) -> list[Score]:
    """The scores of a `model-index`; what huggingface_hub can't read is read by hand."""
    if index is None:
        return []
    try:
        _, results = model_index_to_eval_results(index)
    except Exception:  # any failure at all
        return by_hand(index)
    return _scores(
        (
            (
                *(one.task_type, one.dataset_type, one.dataset_config, one.dataset_split, one.dataset_revision),
                *(one.dataset_args, one.metric_type, one.metric_name, one.metric_config, one.metric_args),
            ),
            one.metric_type,
            one.metric_value,
        )
        for one in results
    )


def _maps(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def by_hand(index: Any) -> list[Score]:
    """The scores of a `model-index` in which something is missing."""
    return _scores(
        (
            ([result.get(name) for name in ("task", "dataset")], {**metric, "value": None}),
            metric.get("type"),
            metric.get("value"),
        )
        for model in _maps(index)
        for result in _maps(model.get("results"))
        for metric in _maps(result.get("metrics"))
    )


def of_file(entries: Any) -> list[Score] | None:
    """The scores of a file of results; None if huggingface_hub can't read it."""
    try:
        results = parse_eval_result_entries(entries or [])
    except Exception:  # any failure at all is the answer
        return None
    return _scores(
        ((one.dataset_id, one.task_id, one.dataset_revision, one.notes, one.source_url), "", one.value) for one in results
    )


def _scores(parts: Any) -> list[Score]:
    scores = []
    for identity, metric, value in parts:
        number = _number(value)
        if number is not None:
            scores.append(Score(json.dumps(identity, default=str, sort_keys=True), str(metric), number))
    return scores


def _number(value: Any) -> float | str | None:
    """The number that a value is or means; None if it reports nothing."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = str(value).strip().removesuffix("%").strip().replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return re.sub(r"\s", "", text) if re.search(r"\d", text) else None
