"""Say what kind of file this is, by simple signs."""

from __future__ import annotations

import re
from typing import Any

from key_checks import DATASET_KEYS, meant_key

MODEL_SIGNS = frozenset(
    """pipeline_tag library_name base_model base_model_relation model-index model_index widget inference
    mask_token co2_eq_emissions instance_prompt new_version datasets metrics license_link""".split()
)
# With one of these a Space or dataset card is doubtful.
STRONG_SIGNS = frozenset({"pipeline_tag", "library_name", "base_model", "model-index", "widget", "inference"})
DATASET_SIGNS = DATASET_KEYS - {"viewer", "configs"}
SHARED = frozenset({"language", "license", "tags", "thumbnail", "license_name"})
DOC_SIGNS = frozenset(
    """layout permalink date draft weight description slug author categories keywords aliases topic_id
    snippet labels assignees allowed-tools argument-hint user-invocable title name""".split()
)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def kind_of(meta: Any, block: str | None, body: str) -> str:
    """model-card, dataset-card, space-card, template, docs or unknown."""
    if block is not None and JINJA.search(block):
        return "template"
    keys = set(meta) if isinstance(meta, dict) else _keys_by_line(block or "")
    surely_model = bool(keys & STRONG_SIGNS)
    if "sdk" in keys and keys & {"emoji", "colorFrom", "colorTo", "app_file", "app_port", "title"}:
        return "unknown" if surely_model else "space-card"
    models = len(keys & MODEL_SIGNS)
    if _is_dataset(len(keys & DATASET_SIGNS), models, body):
        return "unknown" if surely_model else "dataset-card"
    if models:
        return "model-card"
    if keys & DOC_SIGNS and not {"language", "license"} <= keys:
        return "docs"
    if not keys:
        return "unknown"
    return "unknown" if keys <= SHARED else _by_slips(keys)


def _keys_by_line(block: str) -> set[str]:
    """The keys of a block that no loader takes."""
    return set(re.findall(r"^([A-Za-z_][\w-]*):", block, re.MULTILINE))


def _is_dataset(datasets: int, models: int, body: str) -> bool:
    says_so = re.search(r"^#+ *(?:Dataset Card\b|Dataset Summary\b|Dataset Description\b)", body, re.MULTILINE)
    if says_so:
        return datasets >= models
    return datasets > models


def _by_slips(keys: set[str]) -> str:
    """Unknown keys only: a slip of a model key still tells a model card."""
    meant = {found[0] for found in map(meant_key, keys) if found}
    return "model-card" if meant & MODEL_SIGNS else "unknown"
