"""A file of rules as data, knowing the line on which each part stands. Pure: text in, data out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from grants.regimes.faults import Fault, FaultyRules

Path = tuple[str | int, ...]
"""The way to a part: ("evaluation", "blocks", "value", 0, "maximum")."""

Lines = Mapping[Path, tuple[str, int]]
"""File and line on which each part stands."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its name, what it says, and where each part of it stands."""

    name: str
    data: dict[str, Any]
    lines: Lines = field(repr=False)


def shown(path: Path) -> str:
    """A path for a person: "evaluation.blocks.value[0].maximum"."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def at(lines: Lines, path: Path) -> tuple[str, int]:
    """File and line of a part, or of the nearest part around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines[path]


def read(name: str, text: str) -> Document:
    """The document written in a YAML text. Raises `FaultyRules` where it is none or says a thing twice."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise FaultyRules(
            Fault(name, _line(error), "", "regime.not_yaml", str(getattr(error, "problem", "")))
        ) from error
    except (ValueError, RecursionError) as error:  # a date that is none: 2015-02-30
        raise FaultyRules(Fault(name, 1, "", "regime.not_yaml", str(error))) from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        raise FaultyRules(Fault(name, 1, "", "regime.not_yaml"))
    lines: dict[Path, tuple[str, int]] = {(): (name, 1)}
    twice = [Fault(name, line, shown(path), "regime.twice") for path, line in _walk(node, (), lines, name)]
    if twice:
        raise FaultyRules(*twice)
    return Document(name, data, lines)


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _walk(node: yaml.Node, path: Path, lines: dict[Path, tuple[str, int]], name: str) -> Iterator[tuple[Path, int]]:
    """Note the line of every part; yield each key that stands twice in one mapping."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            if inner in lines:
                yield inner, key.start_mark.line + 1
            lines[inner] = (name, key.start_mark.line + 1)
            yield from _walk(value, inner, lines, name)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            inner = (*path, index)
            lines[inner] = (name, value.start_mark.line + 1)
            yield from _walk(value, inner, lines, name)
