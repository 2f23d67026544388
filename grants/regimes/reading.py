"""A file of rules as data, knowing the line on which each part stands. Pure: text in, data out.

Only what rules need is read: text, whole numbers, true and false, days, lists, named parts. What two programs
could read as two things is refused: a number with a point or a leading zero, a key that stands twice, an anchor.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from grants.regimes.faults import Fault, FaultyRules

LONGEST_TEXT = 256 * 1024
DEEPEST = 20
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIKE_A_NUMBER = re.compile(r"[-+]?[_.]*[0-9][0-9_.]*(e[-+]?[0-9]+)?|[-+]?\.inf|\.nan", re.IGNORECASE)
_TEXT = "tag:yaml.org,2002:str"

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
    """The document written in a YAML text. Raises `FaultyRules` with everything that cannot be read."""
    document, faults = attempt(name, text)
    if document is None or faults:
        raise FaultyRules(*faults)
    return document


def attempt(name: str, text: str) -> tuple[Document | None, tuple[Fault, ...]]:
    """What can be read of a YAML text, none if it is no document at all, and everything that cannot."""
    if len(text) > LONGEST_TEXT:
        return None, (Fault(name, 1, "", "regime.too_long", str(len(text)), str(LONGEST_TEXT)),)
    try:
        node = _composed(text)
    except yaml.YAMLError as error:
        return None, (_unreadable(name, text, error),)
    except UnicodeEncodeError as error:  # half of a sign that takes two
        line = text.count("\n", 0, error.start) + 1
        return None, (Fault(name, line, "", "regime.not_yaml", "", "key: value"),)
    if not isinstance(node, yaml.MappingNode):
        return None, (Fault(name, 1, "", "regime.not_yaml", "", "key: value"),)
    reader = _Reader(name)
    data = reader.mapping(node, ())
    return Document(name, data, reader.lines), tuple(reader.faults)


class _Refused(yaml.YAMLError):
    """YAML that a file of rules does not use."""

    def __init__(self, rule: str, line: int, asked: str, allowed: str = "") -> None:
        super().__init__(rule)
        self.rule, self.line, self.asked, self.allowed = rule, line, asked, allowed


def _composed(text: str) -> yaml.Node | None:
    """The parts of a text as libyaml finds them: ten times as fast as the same in Python.

    Every single value is taken as text. Looked through before anything is built: no anchor, so that a small
    text cannot stand for a huge one, and no deeper than rules go.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if anchor := getattr(event, "anchor", None):
            raise _Refused("regime.anchor", line, str(anchor))
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            if depth >= DEEPEST:
                raise _Refused("regime.too_deep", line, str(depth + 1), str(DEEPEST))
            depth += isinstance(event, yaml.CollectionStartEvent)
    return yaml.compose(text, Loader=yaml.CBaseLoader)


def _unreadable(name: str, text: str, error: yaml.YAMLError) -> Fault:
    match error:
        case _Refused():
            return Fault(name, error.line, "", error.rule, error.asked, error.allowed)
        case yaml.MarkedYAMLError() if error.problem_mark is not None:
            line = max(1, min(error.problem_mark.line + 1, len(text.splitlines())))
            return Fault(name, line, "", "regime.not_yaml", error.problem or "", "key: value")
        case yaml.reader.ReaderError():
            line = text.count("\n", 0, error.position) + 1
            return Fault(name, line, "", "regime.not_yaml", str(error.reason), "key: value")
        case _:
            return Fault(name, 1, "", "regime.not_yaml", "", "key: value")


class _Reader:
    """Reads one file, noting the line of each part and everything that cannot be read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, tuple[str, int]] = {(): (name, 1)}
        self.faults: list[Fault] = []

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key, path, "regime.key")
            elif key.value in made:
                self._fault(key, (*path, key.value), "regime.twice", key.value)
            else:
                inner = (*path, key.value)
                self.lines[inner] = (self.name, key.start_mark.line + 1)
                made[key.value] = self._part(value, inner)
        return made

    def _part(self, node: yaml.Node, path: Path) -> Any:
        match node:
            case yaml.MappingNode():
                return self.mapping(node, path)
            case yaml.SequenceNode():
                for index, one in enumerate(node.value):
                    self.lines[(*path, index)] = (self.name, one.start_mark.line + 1)
                return [self._part(one, (*path, index)) for index, one in enumerate(node.value)]
            case _:
                return self._single(node, path)

    def _single(self, node: yaml.Node, path: Path) -> Any:
        text = str(node.value)
        if node.tag not in {_TEXT, "!"}:
            self._fault(node, path, "regime.tag", str(node.tag))
        if getattr(node, "style", None) or node.tag == "!":
            return text
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if _WHOLE.fullmatch(text):
            return int(text)
        return self._day(node, text, path) if _DAY.fullmatch(text) else self._text(node, text, path)

    def _day(self, node: yaml.Node, text: str, path: Path) -> date | str:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._fault(node, path, "regime.no_date", text)
            return text

    def _text(self, node: yaml.Node, text: str, path: Path) -> str:
        if _LIKE_A_NUMBER.fullmatch(text):
            self._fault(node, path, "regime.number", text, f'"{text[:80]}"')
        return text

    def _fault(self, node: yaml.Node, path: Path, rule: str, asked: str = "", allowed: str = "") -> None:
        self.faults.append(Fault(self.name, node.start_mark.line + 1, shown(path), rule, asked, allowed))
