"""Asking the command: its exit code and what it says, and files to ask about."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from cli.main import program

REGIME = "kdp-2014"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said. A trace of the program would have been raised."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.out))


def ask(*words: object, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Said:
    """`destek rules WORDS…` in this process."""
    answer = CliRunner().invoke(program("rules"), ["rules", *map(str, words)], input=stdin, env=env)
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return Said(answer.exit_code, answer.stdout, answer.stderr)


def written(folder: Path, name: str, content: object) -> Path:
    """A file with this text, these bytes, or this as JSON."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def amendment(folder: Path, changes: Mapping[str, object], day: str = "2016-01-01", name: str = "draft.yaml") -> Path:
    """A draft that changes these leaves of the regime from a day on, by JSON, which is YAML too."""
    leaves = {path: {"value": value, "source": "default"} for path, value in changes.items()}
    text = f"amends: {REGIME}\ninstrument: Taslak\nvalid_from: {day}\nchanges: {json.dumps(leaves)}\n"
    return written(folder, name, text)
