"""A Python handle on the Node helper `js_load.js`: one process, many texts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Loaded:
    """What one loader made of a text. `line` counts from 0 inside the YAML."""

    ok: bool
    value: Any = None
    error: str | None = None
    line: int | None = None


class JsYaml:
    """Ask js-yaml. Use it as a context manager."""

    def __init__(self) -> None:
        node = os.environ.get("CARDBOT_NODE") or shutil.which("node")
        if node is None:
            raise SystemExit("Node.js is needed: put `node` on the PATH or set CARDBOT_NODE")
        self._process = subprocess.Popen(
            [node, str(Path(__file__).with_name("js_load.js"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._next_id = 0

    def __enter__(self) -> JsYaml:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the helper."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def load(self, text: str) -> Loaded:
        """Load one YAML text with js-yaml."""
        assert self._process.stdin and self._process.stdout
        self._next_id += 1
        try:
            self._process.stdin.write(json.dumps({"id": self._next_id, "yaml": text}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise SystemExit("the Node helper ended; is js-yaml 4 where CARDBOT_NODE_MODULES says?")
        answer = json.loads(line)
        if answer["id"] != self._next_id:
            raise RuntimeError("the Node helper answered another question")
        if answer["ok"]:
            return Loaded(True, value=answer["value"])
        return Loaded(False, error=answer["error"], line=answer.get("line"))
