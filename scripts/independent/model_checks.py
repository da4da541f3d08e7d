"""The truth about task, library, base model, new version, thumbnail and the form of a gated model."""

from __future__ import annotations

import difflib
import re
from typing import Any
from urllib.parse import urlsplit

from finding import ERROR, NOTE, WARNING, Findings, Key, is_empty, type_name
from key_checks import TEMPLATE_TEXTS, id_in_url, is_repo_id, task_for, texts
from tables import tables

RELATIONS = ("adapter", "merge", "quantized", "finetune")
FIELD_TYPES = ("text", "checkbox", "date_picker", "country", "ip_location")
NO_MODEL = re.compile(r"(?i)none|n/?a|null|unknown|tbd|todo|\?+|-+|scratch|(from )?scratch|your[-_ /].*|<.*>|\[?more information needed\]?")
LOCAL = re.compile(r"(?i)(file://|\.{1,2}[/\\]|[/~\\]|[a-z]:[/\\]).*|.*\\.*|(.*/)?checkpoint-\d+|(results|outputs?|checkpoints|runs|tmp)/.*")
# What separates several ids in one text.
BETWEEN = re.compile(r"\s*[,;|&+\n]\s*|\s+and\s+|\s+")
PERMISSIVE = frozenset("permissive public-domain".split())
IMAGE = re.compile(r"(?i)\.(png|jpe?g|gif|webp|svg|bmp|avif)$")


def check(meta: dict[str, Any]) -> Findings:
    """All findings about these keys; wrong types and empty values are told with the names of keys."""
    found = Findings("key")
    _check_task(found, meta.get("pipeline_tag"))
    _check_library(found, meta.get("library_name"))
    _check_base_model(found, meta)
    _check_license_of_base(found, meta)
    _check_thumbnail(found, meta.get("thumbnail"))
    _check_fields(found, meta.get("extra_gated_fields"))
    return found


def _says(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_task(found: Findings, value: Any) -> None:
    known = tables()
    if not _says(value) or value in known.tasks:
        return
    old = value in known.old_tasks and task_for(value) is None
    kind, rank = ("removed", NOTE) if old else ("unknown", WARNING)
    note = known.old_tasks.get(value)
    found.add(kind, rank, ("pipeline_tag",), value, family="task", expected=task_for(value), note=note, certain=False)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def _check_library(found: Findings, value: Any) -> None:
    known = tables().libraries
    if not _says(value) or value in known:
        return
    # A version, an extra, the folder of a repository: what is left must be the name of a library.
    name = re.split(r"[\s=<>~!\[(@]", value.strip().rstrip("/").split("/")[-1])[0]
    right = {_plain(library): library for library in known}.get(_plain(name))
    if right is None:
        close = difflib.get_close_matches(value.lower(), known, n=1, cutoff=0.93)
        digits = re.sub(r"\D", "", value)
        right = close[0] if close and re.sub(r"\D", "", close[0]) == digits else None
    if right:
        found.add("misspelt", WARNING, ("library_name",), value, family="library", expected=right, certain=False)


def _check_base_model(found: Findings, meta: dict[str, Any]) -> None:
    value = meta.get("base_model")
    seen: set[str] = set()
    for key, text in texts(value, "base_model"):
        _check_id(found, key, text, ERROR)
        if text.strip().lower() in seen:
            # One finding tells all of them.
            found.add("duplicate", NOTE, key[:1], text, family="base-model")
        seen.add(text.strip().lower())
    if isinstance(value, list) and not all(is_empty(item) for item in value):
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                found.add(f"item-is-{type_name(item)}", ERROR, ("base_model", index), item, family="base-model")
    newer = meta.get("new_version")
    if _says(newer):
        _check_id(found, ("new_version",), newer, WARNING)
    relation = meta.get("base_model_relation")
    if _says(relation) and relation not in RELATIONS:
        stem = {_plain(name)[:5]: name for name in RELATIONS}.get(_plain(relation)[:5])
        found.add("bad-relation", WARNING, ("base_model_relation",), relation, family="base-model", expected=stem, certain=False)
    elif _says(relation) and "base_model" not in meta:
        found.add("relation-alone", NOTE, ("base_model_relation",), relation, family="base-model")
    if _says(meta.get("finetuned_from")):
        found.add("old-key", NOTE, ("finetuned_from",), meta["finetuned_from"], family="base-model")


def _check_id(found: Findings, key: Key, text: str, rank: str) -> None:
    plain = text.strip()
    if not plain:
        return
    more: dict[str, Any] = {"family": "base-model"}
    if NO_MODEL.fullmatch(plain):
        found.add("no-model", WARNING, key, text, **more)
    elif LOCAL.fullmatch(plain):
        found.add("local-path", WARNING if is_repo_id(text) else rank, key, text, **more)
    elif not is_repo_id(text):
        parts = [part for part in BETWEEN.split(plain) if part]
        several = len(parts) > 1 and all(is_repo_id(part) and "/" in part for part in parts)
        expected = parts if several else id_in_url(text, "")
        found.add("several" if several else "bad-id", rank, key, text, expected=expected, **more)


def license_of_weights(model: str) -> str | None:
    """The licence that goes with Meta's Llama and Google's Gemma; the version stands in the name."""
    name = model.lower()
    llama = re.match(r"meta-llama/(?:meta-)?llama-([2-4](?:\.\d)?)-", name)
    copy = re.match(r"(?:unsloth|nousresearch)/(?:meta-)?llama-([23](?:\.\d)?)-\d+b(?![a-z])", name)
    found = llama or copy
    if found:
        return f"llama{found[1]}"
    if re.match(r"(?:meta-llama|codellama|unsloth|nousresearch)/codellama-", name):
        return "llama2"
    if re.match(r"google/(?:code|pali|recurrent|shield|embedding)gemma2?-", name):
        return "gemma"
    return "gemma" if re.match(r"(?:google|unsloth)/gemma-(?:1\.1-|[23]n?-|[27]b)", name) else None


def _check_license_of_base(found: Findings, meta: dict[str, Any]) -> None:
    models = [text.strip() for _, text in texts(meta.get("base_model"), "base_model")]
    wanted = {license_of_weights(id_in_url(model, "") or model) for model in models} - {None}
    declared = texts(meta.get("license"), "license")
    if not wanted or wanted & {text for _, text in declared}:
        return
    for key, text in declared:
        row = tables().licenses.get(text)
        version = len(models) == 1 and re.sub(r"[\d.]", "", text) == "llama" and text.startswith("llama")
        if row and (row.get("family") in PERMISSIVE or version and "gemma" not in wanted):
            expected = next(iter(wanted)) if len(wanted) == 1 and len(declared) == 1 else None
            found.add("license-of-base", WARNING, key, text, family="base-model", expected=expected)
            return


def _check_thumbnail(found: Findings, value: Any) -> None:
    if not _says(value):
        return
    key, text = ("thumbnail",), value.strip()
    if text in TEMPLATE_TEXTS or text.lower() in ("null", "none"):
        found.add("template-text", WARNING, key, value, family="thumbnail")
    elif not re.match(r"https?://[^\s/]+", text):
        found.add("no-url", WARNING, key, value, family="thumbnail", certain=False)
    elif _is_page(text):
        found.add("web-page", WARNING, key, value, family="thumbnail", certain=False)


def _is_page(text: str) -> bool:
    """Pages of GitHub, of the Hub and of Imgur; any other address may be that of an image."""
    url = urlsplit(text)
    parts = [part for part in url.path.split("/") if part]
    image = IMAGE.search(url.path) is not None
    if url.hostname in ("github.com", "www.github.com"):
        blob = len(parts) > 3 and parts[2] == "blob" and "raw=" not in url.query
        return blob or (len(parts) <= 2 and not image)
    if url.hostname in ("huggingface.co", "hf.co"):
        if "blob" in parts[2:4]:
            return True
        own = bool(parts) and parts[0] not in ("front", "datasets", "spaces", "avatars", "blog", "docs", "landing")
        return own and (len(parts) <= 2 and not image or len(parts) == 3 and image)
    return url.hostname in ("imgur.com", "www.imgur.com") and not image and bool(parts)


def _check_fields(found: Findings, fields: Any) -> None:
    if type_name(fields) != "map":
        return
    for name, field in fields.items():
        is_map = type_name(field) == "map"
        kind = field.get("type") if is_map else field
        key: Key = ("extra_gated_fields", name)
        if kind in FIELD_TYPES if isinstance(kind, str) else False:
            continue
        if kind != "select":
            found.add("bad-type", WARNING, key, field, family="gated", certain=False)
            continue
        options = field.get("options") if is_map else None
        if not isinstance(options, list) or not options or not all(_is_option(option) for option in options):
            found.add("bad-options", WARNING, key, field, family="gated", certain=False)


def _is_option(option: Any) -> bool:
    if type_name(option) == "map":
        return _says(option.get("label")) and _says(option.get("value"))
    return _says(option)
