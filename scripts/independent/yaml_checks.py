"""Read the YAML with both loaders and compare what they make of it."""

from __future__ import annotations

import base64
import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from finding import ERROR, NOTE, WARNING, Findings, Key, is_map, type_name
from js_yaml import Loaded

# PyYAML lets plain Python errors through where a tag does not fit its value (`!!int` with nothing).
PYTHON_FAILS = (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Duplicate:
    """A key that stands twice in one map. Lines count from 0 inside the YAML."""

    key: Key
    first_line: int
    line: int


class DuplicateFinder(yaml.SafeLoader):
    """A safe loader that also remembers the keys that stand twice in a map."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.duplicates: list[Duplicate] = []

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """Compose as usual, then look at the keys."""
        node = super().compose_mapping_node(anchor)
        self._look_at(node)
        return node

    def _look_at(self, node: yaml.MappingNode) -> None:
        seen: dict[str, int] = {}
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == "tag:yaml.org,2002:merge":
                continue
            line = key_node.start_mark.line
            if key_node.value in seen:
                self.duplicates.append(Duplicate((key_node.value,), seen[key_node.value], line))
            seen.setdefault(key_node.value, line)


@dataclass(frozen=True)
class PythonRead:
    """What PyYAML's own safe loader makes of a text."""

    loaded: Loaded
    raw: Any
    note: str | None
    duplicates: list[Duplicate]


def read_with_python(text: str) -> PythonRead:
    """Load with the pure-Python safe loader, which huggingface_hub uses."""
    loader = None
    try:
        loader = DuplicateFinder(text)
        raw = loader.get_single_data()
        value = js_like(raw)
    except PYTHON_FAILS as error:
        return PythonRead(_failed(error), None, _libyaml_note(text), loader.duplicates if loader else [])
    finally:
        if loader is not None:
            loader.dispose()
    return PythonRead(Loaded(True, value=value), raw, None, loader.duplicates)


def _failed(error: Exception) -> Loaded:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return Loaded(False, error=f"{type(error).__name__}: {problem}", line=mark.line if mark else None)


def _libyaml_note(text: str) -> str | None:
    """Say so if the C loader takes what the pure one refuses."""
    if not yaml.__with_libyaml__:
        return None
    try:
        yaml.load(text, yaml.CSafeLoader)
    except PYTHON_FAILS:
        return None
    return "libyaml loads it"


def js_like(value: Any, open_ids: frozenset[int] = frozenset()) -> Any:
    """Write a value of PyYAML in the form that `js_load.js` gives."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"$num": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    if isinstance(value, bytes):
        return {"$binary": base64.b64encode(value).decode()}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"$date": _iso(value)}
    if not isinstance(value, (dict, list, tuple, set)):
        return value
    if id(value) in open_ids:
        raise ValueError("value contains itself")
    inside = open_ids | {id(value)}
    if isinstance(value, dict):
        return {js_key(key): js_like(item, inside) for key, item in value.items()}
    if isinstance(value, set):
        return {js_key(key): None for key in value}
    return [js_like(item, inside) for item in value]


def js_key(key: Any) -> str:
    """A map key as JavaScript would write it."""
    if isinstance(key, str):
        return key
    if key is None:
        return "null"
    if isinstance(key, bool):
        return str(key).lower()
    if isinstance(key, float) and key.is_integer():
        return str(int(key))
    if isinstance(key, (datetime.date, datetime.datetime)):
        return _iso(key)
    return str(key)


def _iso(value: datetime.date) -> str:
    """The form of JavaScript's `toISOString`."""
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc)
    return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"


def differences(js: Any, py: Any, key: Key = ()) -> Iterator[tuple[Key, Any, Any]]:
    """Every place where the two loaders read something different."""
    if is_map(js) and is_map(py):
        for name in js.keys() | py.keys():
            if name in js and name in py:
                yield from differences(js[name], py[name], (*key, name))
            else:
                yield (*key, name), js.get(name), py.get(name)
    elif isinstance(js, list) and isinstance(py, list) and len(js) == len(py):
        for index, (left, right) in enumerate(zip(js, py)):
            yield from differences(left, right, (*key, index))
    elif not _same(js, py):
        yield key, js, py


def _same(js: Any, py: Any) -> bool:
    if type_name(js) != type_name(py):
        return False
    if isinstance(py, int) and isinstance(js, (int, float)) and abs(py) > 2**53:
        return float(py) == float(js)
    return js == py


def check(js: Loaded, py: PythonRead, first_line: int) -> Findings:
    """Findings about the YAML as such. `first_line` is the file line of the block."""
    found = Findings("yaml")
    if not js.ok:
        kind = "duplicate-key" if js.error and "duplicated mapping key" in js.error else "syntax"
        where = None if js.line is None else f"line {first_line + js.line}"
        key = py.duplicates[0].key if kind == "duplicate-key" and py.duplicates else ()
        found.add(kind, ERROR, key, note="; ".join(filter(None, [js.error, where])))
        return found
    if not py.loaded.ok:
        found.add("python-only-error", WARNING, note=py.loaded.error, certain=False)
        return found
    for key, left, right in sorted(differences(js.value, py.loaded.value), key=str):
        rank = NOTE if type_name(left) == "number" and type_name(right) == "text" else WARNING
        found.add(f"js-{type_name(left)}-python-{type_name(right)}", rank, key, left, note=f"PyYAML: {right!r}")
    return found
