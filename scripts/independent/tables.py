"""The reference tables, read from the folder named by CARDBOT_REFERENCE."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Tables:
    """The tables as sets and maps."""

    licenses: dict[str, dict[str, Any]]
    license_aliases: dict[str, str]
    iso639_1: dict[str, str]
    iso639_3: dict[str, str]
    special_languages: frozenset[str]
    alpha3_to_alpha2: dict[str, str]
    seen_languages: dict[str, Any]
    tasks: dict[str, int]
    subtasks: frozenset[str]
    old_tasks: dict[str, str | None]
    task_aliases: dict[str, str]
    libraries: frozenset[str]
    parameters: dict[str, dict[str, dict[str, Any]]]
    generation: dict[str, dict[str, Any]]
    card_parameters: dict[str, str]
    legacy_parameters: dict[str, str]
    carbon: dict[str, Any]

    @property
    def languages(self) -> set[str]:
        """Every language id that the Hub knows."""
        return set(self.iso639_1) | set(self.iso639_3) | self.special_languages


def folder() -> Path:
    """Where the tables lie."""
    named = os.environ.get("CARDBOT_REFERENCE")
    if not named:
        raise SystemExit("say where the reference tables lie: --reference FOLDER or CARDBOT_REFERENCE")
    return Path(named)


def _read(name: str) -> dict[str, Any]:
    return json.loads((folder() / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Read the tables once."""
    return Tables(**_licenses(), **_languages(), **_tasks(), **_libraries(), **_parameters(), carbon=_read("carbon.json"))


def _licenses() -> dict[str, Any]:
    data = _read("licenses.json")
    aliases = {}
    for row in data["wrong_values_in_corpus"]:
        if row["right"]:
            aliases[row["seen"].lower()] = row["right"]
    aliases |= {seen.lower(): right for seen, right in data["aliases_not_measured"].items()}
    return {"licenses": {row["id"]: row for row in data["licenses"]}, "license_aliases": aliases}


def _languages() -> dict[str, Any]:
    data = _read("languages.json")
    return {
        "iso639_1": data["iso639_1"],
        "iso639_3": data["iso639_3"],
        "special_languages": frozenset(row["id"] for row in data["special"]),
        "alpha3_to_alpha2": data["alpha3_to_alpha2"],
        "seen_languages": {row["seen"]: row["right"] for row in data["wrong_values_in_corpus"]},
    }


def _tasks() -> dict[str, Any]:
    data = _read("pipeline-tags.json")
    rows = data["pipeline_tags"]
    aliases = {row["seen"].lower(): row["right"] for row in data["task_names_misspelt_in_tags"]}
    return {
        "tasks": {row["tag"]: row["rank"] for row in rows},
        "subtasks": frozenset(name for row in rows for name in row.get("subtasks", [])),
        "old_tasks": {row["tag"]: row["now"] for row in data["removed_or_never_valid"]},
        "task_aliases": aliases | data["aliases_not_measured"],
    }


def _libraries() -> dict[str, Any]:
    return {"libraries": frozenset(row["key"] for row in _read("libraries.json")["libraries"])}


def _parameters() -> dict[str, Any]:
    data = _read("inference-parameters.json")
    by_name = {
        task: {row["name"]: row for row in entry["parameters"]} for task, entry in data["tasks"].items()
    }
    return {
        "parameters": by_name,
        "generation": {row["name"]: row for row in data["generation"]},
        "card_parameters": data["card_type"]["parameters"],
        "legacy_parameters": {row["name"]: row["note"] for row in data["legacy_in_corpus"]},
    }
