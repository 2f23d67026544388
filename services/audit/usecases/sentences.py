"""An event as a sentence for people: from the catalogues, with its own amounts, dates and decisions."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import ValidationError

from grants.contracts.event import ActRefused, EventData, FileRead, RightsSeen
from grants.regimes.telling import currency_of
from runtime import spoken
from runtime.messages import Catalogue
from services.audit.domain.kinds import KINDS
from services.audit.domain.views import RANKING, Scene

EXCLUSIVE_DAYS = frozenset({"support_ends_on", "ceiling_ends_on", "new_end"})
"""First days after a span; people are told its last day."""

ENDS = frozenset({"due_at", "closes_at", "cure_until"})
"""Instants before which something has to be done."""


_EXACT = re.compile(r"-?\d+\.\d+")
_SAYS_NOTHING = ("_id", "_hash", "seal")
"""How names of fields end that say nothing to a person."""
POINTS = frozenset({"mean", "total"})
"""Fields that hold exact points as text, where they are no money."""
PEOPLE = frozenset({"evaluator_id", "person_id", "instead_of"})
"""Fields that hold a person a sentence may speak of."""
CODES = frozenset({"decision", "side", "rule", "ground", "cause", "severity", "kind", "method", "found", "verdict"})
"""Fields that hold a word of a closed list; people read its own text."""


def sentence(texts: Catalogue, language: str, scene: Scene) -> str:
    """What happened, in Turkish or English; and since when it is on record, where that is long after."""
    said = _sentence(texts, language, scene)
    if not said or scene.late is None:
        return said
    return texts.say(language, "story.late", asked=said, allowed=spoken.moment(language, scene.late))


def _sentence(texts: Catalogue, language: str, scene: Scene) -> str:
    kind = KINDS.get(scene.what)
    values = _values(kind, scene)
    key = _key(texts, kind, values)
    currency = currency_of(scene.regime)
    said = {name: _said(texts, language, name, value, currency) for name, value in values.items() if value is not None}
    if kind is FileRead:
        said["act"] = _shows(texts, language, str(scene.data.get("act", "")))
    if kind is ActRefused:
        said["act"] = _tried(texts, language, str(scene.data.get("act", "")))
    if kind is RightsSeen:
        said |= {name: rights(texts, language, scene.data.get(name)) for name in ("added", "gone")}
    return texts.say(language, key, **{"type": scene.what, **said}).strip()


def people(scene: Scene, said: str) -> tuple[str, ...]:
    """The ids of people that stand in a sentence, for whoever knows them by name."""
    ids = (value for name, value in scene.data.items() if name in PEOPLE and isinstance(value, str))
    return tuple(dict.fromkeys(one for one in ids if one and one in said))


def numbers(scene: Scene) -> dict[str, str]:
    """The amounts, dates, counts and decisions of an event, as exact text; no ids, no seals, no plans, no prose."""
    values = {name: value for name, value in scene.data.items() if not name.endswith(_SAYS_NOTHING)}
    return {name: _exact(value) for name, value in values.items() if isinstance(value, str | int) and value != ""}


def _exact(value: str | int) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)[:500]


def _values(kind: type[EventData] | None, scene: Scene) -> Mapping[str, Any]:
    """The typed values; the plain ones where a kind, or its shape, is not known (or was cut for this reader)."""
    if kind is None or scene.what == RANKING:
        return scene.data
    try:
        return {name: value for name, value in kind.model_validate(scene.data)}  # noqa: C416 - a field may be called `keys`
    except ValidationError:
        return scene.data


def _key(texts: Catalogue, kind: type[EventData] | None, values: Mapping[str, Any]) -> str:
    if kind is None:
        return "story.unknown"
    key = f"story.{kind.SUBJECT.removeprefix('{room}.')}"
    for name, value in values.items():
        variant = f"{key}.{name}.{'yes' if value else 'no'}"
        if (value in (None, "", 0) or isinstance(value, bool)) and texts.knows(variant):
            return variant
    return key if texts.knows(key) else "story.unknown"


def _said(texts: Catalogue, language: str, name: str, value: object, currency: str) -> str:
    match value:
        case Enum():
            return texts.say(language, f"story.word.{value.value}")
        case Decimal():
            return spoken.money(language, value, currency)
        case datetime():
            return (spoken.end if name in ENDS else spoken.moment)(language, value)
        case date():
            return (spoken.last_day if name in EXCLUSIVE_DAYS else spoken.day)(language, value)
        case tuple() | list():
            return str(len(value))
        case _:
            return _word(texts, language, name, str(value))


def _word(texts: Catalogue, language: str, name: str, value: str) -> str:
    """Codes have words of their own, and a reason may be a key; other text stands as it is."""
    if name in POINTS and _EXACT.fullmatch(value):
        return value.replace(".", ",") if language == "tr" else value
    if name == "reason":
        return texts.say(language, value)
    for key in (f"story.word.{value}", f"problem.{value}") if name in CODES else ():
        if texts.knows(key):
            return texts.say(language, key)
    return value


def _tried(texts: Catalogue, language: str, act: str) -> str:
    """What somebody wanted to do, by the last fixed part of its door; the address stays in the event."""
    key = "story.tried.read" if act.startswith("GET ") else f"story.tried.{_last_of(act)}"
    return texts.say(language, key if texts.knows(key) else "story.tried.other")


def _last_of(act: str) -> str:
    """The last fixed part of an address: "GET /applications/{id}/ledger" → ledger; "" where it has none."""
    parts = [part for part in act.rpartition(" ")[2].split("/") if part and not part.startswith("{")]
    return parts[-1].partition(".")[0].replace("-", "_") if parts else ""


def _shows(texts: Catalogue, language: str, act: str) -> str:
    """What a door shows, by the last fixed part of its address: "GET /applications/{id}/ledger" shows the ledger."""
    key = f"story.shows.{_last_of(act)}"
    return texts.say(language, key if texts.knows(key) else "story.shows.other")


def rights(texts: Catalogue, language: str, named: object) -> str:
    """Rights as "role:inspector" names them, in words."""
    found = [_right(texts, language, str(one)) for one in named] if isinstance(named, list | tuple) else []
    return ", ".join(found) or texts.say(language, "rights.none")


def _right(texts: Catalogue, language: str, named: str) -> str:
    what, _, name = named.partition(":")
    if not texts.knows(f"rights.{what}"):
        return named
    known = what == "role" and texts.knows(f"role.{name}")
    return texts.say(language, f"rights.{what}", asked=texts.say(language, f"role.{name}") if known else name)
