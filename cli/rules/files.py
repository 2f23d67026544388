"""Files people hand in: read within bounds, and refused by field and rule; nothing in a file makes a trace."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, cast

import yaml

from grants.breach import Breach, Refused

MOST_BYTES = 4_000_000
MOST_DEPTH = 60
STDIN = "-"
_SHOWN = 120


class CannotRead(Refused):
    """What was handed in is no file, no text, or not of the shape that is asked for. Exit code 2."""

    rule = "file.unreadable"


def refuse(rule: str, subject: str = "", asked: object = "", allowed: object = "") -> NoReturn:
    """Raises `CannotRead` with one breach."""
    raise CannotRead(Breach(rule, subject, str(asked)[:_SHOWN], str(allowed)[:_SHOWN], "Destek"))


def text_of(name: str) -> str:
    """The text of a file, or what comes in for "-". Raises `CannotRead`."""
    try:
        content = sys.stdin.buffer.read(MOST_BYTES + 1) if name == STDIN else _content(Path(name))
    except (OSError, ValueError) as error:
        refuse("file.unreadable", name, getattr(error, "strerror", None) or error)
    if len(content) > MOST_BYTES:
        refuse("file.too_big", name, "", MOST_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse("file.not_text", name, error.start)


def _content(path: Path) -> bytes:
    if not path.exists():
        refuse("file.missing", str(path), path)
    if not path.is_file():
        refuse("file.not_a_file", str(path), path)
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def json_of(name: str) -> dict[str, Any]:
    """The JSON object in a file: each key once, numbers finite, not deeper than 60. Raises `CannotRead`."""
    text = text_of(name)
    try:
        found = json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        refuse("file.not_json", name, f"{error.lineno}:{error.colno}")
    except (ValueError, RecursionError):  # an integer of thousands of digits; brackets without end
        refuse("file.too_deep", name, "", MOST_DEPTH)
    if not isinstance(found, dict):
        refuse("file.no_object", name, type(found).__name__)
    if any(depth > MOST_DEPTH for depth in _depths(found)):
        refuse("file.too_deep", name, "", MOST_DEPTH)
    return cast("dict[str, Any]", found)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            refuse("file.key_twice", key, key)
        found[key] = value
    return found


def _no_number(text: str) -> NoReturn:
    refuse("file.no_number", "", text)


def _depths(part: object) -> Iterator[int]:
    """How deep each part lies, found without recursion."""
    waiting = [(part, 1)]
    while waiting:
        one, depth = waiting.pop()
        yield depth
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += [(each, depth + 1) for each in inner]


def yaml_of(name: str) -> str:
    """The text of a file of rules. Raises `CannotRead`; also where it repeats a part by reference.

    References may grow a small file without end, and rules are read by people: each part is written out.
    """
    text = text_of(name)
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                refuse("file.reference", name, f"*{event.anchor}", _line(event))
            depth += _deeper(event)
            if depth > MOST_DEPTH:
                refuse("file.too_deep", name, "", MOST_DEPTH)
    except yaml.YAMLError:
        return text  # what is wrong with it, the reader of rules says with its line
    return text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _deeper(event: yaml.Event) -> int:
    if isinstance(event, yaml.CollectionStartEvent):
        return 1
    return -1 if isinstance(event, yaml.CollectionEndEvent) else 0
