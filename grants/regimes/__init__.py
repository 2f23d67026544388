"""Regimes: rule sets as dated data, one folder of YAML files each. Reading package data is all that is done here.

The first file of a folder holds the whole regime, each later one says what it changes and from which day.
Every state is a revision that calls and contracts are pinned to; all of them stay loadable.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import ClassVar

from grants.breach import Breach, Refused
from grants.regimes.cited import Bilingual, Cited, Named
from grants.regimes.faults import Fault, FaultyRules
from grants.regimes.model import RuleSet
from grants.regimes.parsing import parse

__all__ = [
    "Bilingual",
    "Cited",
    "Fault",
    "FaultyRules",
    "Named",
    "RuleSet",
    "UnknownRegime",
    "UnknownRevision",
    "at",
    "held_on",
    "keys",
    "load",
    "of_revision",
    "parse",
    "pinned",
    "revisions",
    "texts",
]

_SUFFIX = ".yaml"


class UnknownRegime(Refused):
    """There is no regime of this key."""

    rule: ClassVar[str] = "regime.unknown"


class UnknownRevision(Refused):
    """The regime has no such revision, or was not in force on that day."""

    rule: ClassVar[str] = "regime.unknown_revision"


@cache
def keys() -> tuple[str, ...]:
    """The keys of all regimes, in alphabetical order."""
    folders = (entry for entry in files(__name__).iterdir() if entry.is_dir())
    return tuple(sorted(one.name for one in folders if any(file.name.endswith(_SUFFIX) for file in one.iterdir())))


def texts(key: str) -> tuple[tuple[str, str], ...]:
    """Name and text of each file of a regime, by date. Raises `UnknownRegime`."""
    if key not in keys():
        raise UnknownRegime(
            Breach("regime.unknown", "regime", asked=key[:80], allowed=", ".join(keys()), source="Destek")
        )
    folder = files(__name__).joinpath(key)
    named = sorted((file for file in folder.iterdir() if file.name.endswith(_SUFFIX)), key=lambda file: file.name)
    return tuple((f"{key}/{file.name}", file.read_text(encoding="utf-8")) for file in named)


@cache
def revisions(key: str) -> tuple[RuleSet, ...]:
    """Every revision of a regime, oldest first, read once. Raises `UnknownRegime`, `FaultyRules`."""
    return parse(key, texts(key))


@cache
def load(key: str, revision: str | None = None) -> RuleSet:
    """The rule set of this revision; the newest if none is named. Raises `UnknownRegime`, `UnknownRevision`."""
    made = revisions(key)
    return made[-1] if revision is None else of_revision(made, revision)


def at(key: str, day: date) -> RuleSet:
    """The rule set as it stood on a day. Raises `UnknownRegime`, and `UnknownRevision` before its first day."""
    return held_on(revisions(key), day)


def of_revision(made: Sequence[RuleSet], revision: str) -> RuleSet:
    """The one called so among the revisions of a regime. Raises `UnknownRevision`."""
    found = next((one for one in made if one.revision == revision), None)
    if found is None:
        asked, allowed = f"{made[0].key} {revision}"[:80], ", ".join(one.revision for one in made)
        raise UnknownRevision(Breach("regime.unknown_revision", "revision", asked, allowed, "Destek"))
    return found


def held_on(made: Sequence[RuleSet], day: date) -> RuleSet:
    """The one that held on a day among the revisions of a regime, oldest first. Raises `UnknownRevision`."""
    if day < made[0].since:
        raise UnknownRevision(Breach("regime.not_yet", "at", day.isoformat(), made[0].since.isoformat(), "Destek"))
    return [one for one in made if one.since <= day][-1]


def pinned(pin: str) -> RuleSet:
    """The rule set that "kdp-2014@2015-02-07+1a2b3c4d" names. Raises `UnknownRegime`, `UnknownRevision`."""
    key, _, revision = pin.partition("@")
    return load(key, revision)
