"""The leaves of a rule set in the order of its file: path, value, where it stands, from when to when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from cli.rules.saying import Voice
from grants.regimes import Bilingual, Cited, Named, RuleSet
from grants.regimes.words import Background, MemberKind

HEAD = ("programme", "instrument", "valid_from", "valid_to")
"""What stands above the sections of a file."""

_NAME = "rule_name."
_FAMILIES: dict[type, str] = {MemberKind: "member_kind", Background: "background"}
_COST_HEADS = frozenset({"head", "heads"})
_NO_RULE = frozenset({"key", "revision", "since", *HEAD})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a rule set by its path, like "money.overall_cap" or "catalogue.groups.K1.activities"."""

    path: str
    cited: Cited[Any]

    @property
    def section(self) -> str:
        return self.path.partition(".")[0]


def sections() -> tuple[str, ...]:
    """The names of all sections, in the order of a file."""
    return tuple(name for name in RuleSet.model_fields if name not in _NO_RULE)


def leaves(rules: RuleSet, section: str = "") -> Iterator[Leaf]:
    """Every leaf; of one section if named."""
    for name in sections():
        if section in {"", name}:
            yield from _below(getattr(rules, name), name)


def _below(part: object, path: str) -> Iterator[Leaf]:
    if isinstance(part, Cited):
        yield Leaf(path, part)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _below(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, tuple):
        for one in part:
            if isinstance(one, Named):
                yield from _below(one, f"{path}.{one.code}")


def title(voice: Voice, path: str) -> str:
    """What a leaf or a section is called; the code of a group stands behind the name of its list."""
    if voice.knows(_NAME + path):
        return voice.say(_NAME + path)
    *front, code, last = path.split(".")
    key = _NAME + ".".join((*front, last))
    return f"{voice.say(key)} {code}" if voice.knows(key) else path


def said(voice: Voice, value: object) -> str:
    """A value for people: one line, or a line for each of a list."""
    match value:
        case None:
            return voice.say("rule_word.none")
        case bool():
            return voice.say(f"rule_word.{'yes' if value else 'no'}")
        case tuple():
            return _list(voice, value)
        case frozenset():
            return ", ".join(sorted(said(voice, one) for one in value)) or voice.say("rule_word.nothing")
        case _:
            return _one(voice, value)


def _one(voice: Voice, value: object) -> str:
    match value:
        case StrEnum():
            return voice.say(f"{_FAMILIES.get(type(value), 'rule_word')}.{value.value}")
        case Bilingual():
            return value.said_in(voice.language)
        case BaseModel():
            return _fields(voice, value)
        case date():
            return voice.day(value)
        case _:
            return str(value)


def _list(voice: Voice, values: tuple[object, ...]) -> str:
    together = "\n" if any(isinstance(one, BaseModel) for one in values) else ", "
    return together.join(said(voice, one) for one in values) or voice.say("rule_word.nothing")


def _fields(voice: Voice, part: BaseModel) -> str:
    """A code and its name, then what else is fixed for it: "K1.01 Founding …", "renovation: share 5, basis planned"."""
    lead = f"{part.code} {part.names.said_in(voice.language)}" if isinstance(part, Named) else ""
    given = ((name, getattr(part, name)) for name in type(part).model_fields if name not in {"code", "names"})
    more = "; ".join(
        f"{voice.say(f'rule_field.{name}')} {_field(voice, name, value).replace(chr(10), ' / ')}"
        for name, value in given
        if value not in (None, ())
    )
    return ": ".join(text for text in (lead, more) if text)


def _field(voice: Voice, name: str, value: object) -> str:
    """The value of a field; a cost head by its name."""
    codes = value if isinstance(value, tuple) else (value,)
    if name not in _COST_HEADS:
        return said(voice, value)
    return ", ".join(voice.say(f"cost_head.{one}") if voice.knows(f"cost_head.{one}") else str(one) for one in codes)


def source(voice: Voice, cited: Cited[Any]) -> str:
    """Where a value stands; of a default it is said that it is none of the law."""
    return voice.say("rules.default") if cited.is_default else cited.source


def days(voice: Voice, cited: Cited[Any]) -> str:
    """From which day to which."""
    return f"{voice.day(cited.valid_from)} – {voice.day(cited.valid_to)}".rstrip()
