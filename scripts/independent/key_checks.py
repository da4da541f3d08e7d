"""The truth about key names, value types, and the keys that hold ids."""

from __future__ import annotations

import difflib
import re
from typing import Any

from huggingface_hub.utils import HFValidationError, validate_repo_id

from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, type_name
from tables import tables

# Key, the types it may have, and the family of rules that looks at it.
KEYS: dict[str, tuple[str, str]] = {
    "language": ("text list", "language"),
    "language_bcp47": ("text list", "language"),
    "language_details": ("text", "language"),
    "license": ("text list", "license"),
    "license_name": ("text", "license"),
    "license_link": ("text", "license"),
    "license_details": ("text", "license"),
    "library_name": ("text", "library"),
    "tags": ("text list", "tags"),
    "datasets": ("text list", "datasets"),
    "metrics": ("text list", "metrics"),
    "base_model": ("text list", "base-model"),
    "base_model_relation": ("text", "base-model"),
    "new_version": ("text", "base-model"),
    "finetuned_from": ("text", "base-model"),
    "pipeline_tag": ("text", "task"),
    "widget": ("list", "widget"),
    "inference": ("bool map", "inference"),
    "mask_token": ("text", "key"),
    "instance_prompt": ("text null", "key"),
    "co2_eq_emissions": ("number map", "carbon"),
    "model-index": ("list", "eval"),
    "thumbnail": ("text null", "thumbnail"),
    "description": ("text null", "key"),
    "buckets": ("list", "key"),
    "extra_gated_prompt": ("text", "gated"),
    "extra_gated_heading": ("text", "gated"),
    "extra_gated_description": ("text", "gated"),
    "extra_gated_button_content": ("text", "gated"),
    "extra_gated_fields": ("map", "gated"),
    "extra_gated_eu_disallowed": ("bool", "gated"),
}
# These have checks of their own, which look at the type as well.
OWN_TYPE_CHECK = frozenset(
    "language license license_name license_link widget inference co2_eq_emissions model-index tags datasets metrics".split()
)
# A wrong type here is refused by the Hub, or the Hub drops the value.
WRONG_TYPE_IS_ERROR = frozenset("base_model extra_gated_fields pipeline_tag library_name".split())

DATASET_KEYS = frozenset(
    """task_categories task_ids pretty_name size_categories source_datasets annotations_creators
    language_creators multilinguality dataset_info configs config_names train-eval-index viewer
    paperswithcode_id eval_info submission_name""".split()
)
SPACE_KEYS = frozenset(
    """title emoji colorFrom colorTo sdk sdk_version python_version app_file app_port pinned
    short_description models duplicated_from suggested_hardware hf_oauth disable_embedding""".split()
)
# Keys in use that are no slips of the pen.
OTHER_KEYS = DATASET_KEYS | SPACE_KEYS | frozenset(
    """library_tag benchmark results environment gated model_name model_type model_creator quantized_by
    prompt_template arxiv parameters model""".split()
)

CERTAIN_KEYS = {
    "dataset": "datasets", "xdatasets": "datasets", "licenses": "license", "liscence": "license",
    "licence": "license", "lisence": "license", "widgets": "widget", "pipeline": "pipeline_tag",
    "lang": "language", "languages": "language", "library": "library_name", "tag": "tags",
    "metric": "metrics", "base_models": "base_model", "<!-- thumbnail": "thumbnail",
}  # fmt: skip
LIKELY_KEYS = {"task": "pipeline_tag", "tasks": "pipeline_tag"}

TEMPLATE_TEXTS = frozenset(
    {
        "???", "array of dataset identifiers", "url to a thumbnail used in social sharing", "dataset1", "dataset2",
        "metric1", "metric2", "any valid license identifier", "array", "of", "lang1", "lang2", "tag1", "tag2",
    }
)  # fmt: skip


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower()).replace("licence", "license")


def meant_key(name: str) -> tuple[str, bool] | None:
    """The known key that `name` is a slip of, and whether that is certain."""
    if name in KEYS or name in OTHER_KEYS:
        return None
    by_squeezed = {_squeezed(key): key for key in KEYS}
    squeezed = _squeezed(name)
    for certain in (CERTAIN_KEYS.get(name), by_squeezed.get(squeezed), CERTAIN_KEYS.get(squeezed)):
        if certain:
            return certain, True
    if name.lower() in LIKELY_KEYS:
        return LIKELY_KEYS[name.lower()], False
    close = difflib.get_close_matches(name.lower(), KEYS, n=1, cutoff=0.85)
    return (close[0], False) if close else None


def family_of(key: str) -> str:
    """The family of rules that looks at a top-level key."""
    return KEYS[key][1] if key in KEYS else "key"


def check(meta: dict[str, Any]) -> Findings:
    """All findings about names and types of keys."""
    found = Findings("key")
    for name, value in meta.items():
        _check_name(found, meta, name)
        _check_type(found, name, value)
    return found


def _check_name(found: Findings, meta: dict[str, Any], name: str) -> None:
    meant = meant_key(name)
    if meant is None:
        return
    right, certain = meant
    if right in meta:
        found.add("misspelt-beside-right", NOTE, (name,), meta[name], certain=False, note=right)
        return
    rank = ERROR if certain else WARNING
    found.add("misspelt", rank, (name,), meta[name], expected=right, certain=False)


def _check_type(found: Findings, name: str, value: Any) -> None:
    if name not in KEYS or name in OWN_TYPE_CHECK:
        return
    types, family = KEYS[name]
    if is_empty(value):
        found.add("empty", NOTE, (name,), value, family=family)
        return
    if type_name(value) not in types.split():
        rank = ERROR if name in WRONG_TYPE_IS_ERROR else WARNING
        found.add(f"is-{type_name(value)}", rank, (name,), value, family=family, certain=False)


def texts(value: Any, name: str) -> list[tuple[Key, str]]:
    """The texts of a key that holds one text or a list of them."""
    if isinstance(value, str):
        return [((name,), value)] if value.strip() else []
    if isinstance(value, list):
        return [((name, index), item) for index, item in enumerate(value) if isinstance(item, str)]
    return []


def task_for(text: str) -> str | None:
    """The task id that a text means but does not say."""
    known = tables()
    form = re.sub(r"[\s_]+", "-", text.strip().lower())
    if text in known.tasks:
        return None
    return form if form in known.tasks else known.task_aliases.get(text.strip().lower())


def is_repo_id(text: str) -> bool:
    """Whether huggingface_hub takes the text for a repository id."""
    try:
        validate_repo_id(text)
    except HFValidationError:
        return False
    return True


def id_in_url(text: str, kind: str) -> str | None:
    """The id in a URL of the Hub; `kind` is `datasets/` or empty."""
    found = re.fullmatch(rf"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/{kind}([\w.-]+(?:/[\w.-]+)?)/?", text.strip())
    return found[1] if found and is_repo_id(found[1]) else None
