"""Reading the programmes' rules: which there are, one as it stands or stood, and what an amendment changed."""

from datetime import date

from grants.breach import Breach, NotFound, RulesBroken
from grants.policy import Action
from grants.regimes import RuleSet, UnknownRegime, UnknownRevision, at, keys, load, revisions
from grants.regimes.telling import Difference, differences
from runtime.unit import Unit
from services.application.usecases.rights import allow_with


async def listed(unit: Unit) -> tuple[tuple[RuleSet, ...], ...]:
    """Every regime with its revisions, oldest first."""
    allow_with(unit, Action.REGIME_READ)
    return tuple(revisions(key) for key in keys())


async def read(unit: Unit, key: str, revision: str | None, day: date | None) -> RuleSet:
    """A regime's newest revision, that of a name, or the one of a day. Raises NotFound, RulesBroken for both."""
    allow_with(unit, Action.REGIME_READ)
    if revision is not None and day is not None:
        raise RulesBroken(Breach("regime.one_way", "at", f"{day}, {revision}", "", "Destek"))
    return _found(key, revision, day)


async def compared(unit: Unit, key: str, before: str, after: str | None) -> tuple[RuleSet, RuleSet, list[Difference]]:
    """Two revisions of a regime and every leaf they say differently; `after` is the newest if left out."""
    allow_with(unit, Action.REGIME_READ)
    old, new = _found(key, before, None), _found(key, after, None)
    return old, new, list(differences(old, new))


def _found(key: str, revision: str | None, day: date | None) -> RuleSet:
    try:
        return at(key, day) if day is not None else load(key, revision)
    except (UnknownRegime, UnknownRevision) as unknown:
        raise NotFound(*unknown.breaches) from unknown
