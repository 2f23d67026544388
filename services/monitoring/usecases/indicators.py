"""Evidence behind the numbers of a report, and the programme's targets against what all grants reached."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from grants.breach import Breach, NotAllowed
from grants.contracts.indicator_events import EvidenceEntry, EvidenceListed
from grants.policy import Action, decide
from grants.regimes import load
from runtime.unit import Unit
from services.monitoring.domain import evidence
from services.monitoring.domain.errors import NoSuchThing
from services.monitoring.domain.evidence import Entry, Evidence
from services.monitoring.domain.totals import MeasureTotal, regimes_of, totals
from services.monitoring.store import evidence as store
from services.monitoring.store.evidence import Within
from services.monitoring.usecases.acting import begin, read_file


async def list_evidence(unit: Unit, grant_id: str, number: int, entries: Sequence[Entry]) -> tuple[Evidence, ...]:
    """What stands behind the numbers of a report, instead of what was listed with it before."""
    act = await begin(unit, Action.REPORT_SUBMIT, grant_id)
    found = evidence.listed(act.file, number, entries, act.rules)
    counts = dict(sorted(Counter(one.code for one in entries).items()))
    act.say(EvidenceListed, number=number, listed=counts, entries=tuple(map(_entry, found)))
    await act.keep()
    await store.put(unit.session, grant_id, number, found)
    return found


def _entry(one: Evidence) -> EvidenceEntry:
    shown = {"name": one.name, "name_key": one.name_key, "tax_number": one.tax_number, "note": one.note}
    return EvidenceEntry(place=one.place, code=one.code, kind=one.kind.value, own=one.own, **shown)


async def read_evidence(unit: Unit, grant_id: str, number: int) -> list[Evidence]:
    await read_file(unit, grant_id)
    return await store.of_report(unit.session, grant_id, number)


@dataclass(frozen=True, slots=True)
class ProgrammeTotals:
    """What the grants of a programme reached. left_out: grants not counted, because the reader is kept from them."""

    measures: tuple[MeasureTotal, ...]
    left_out: int


async def programme_totals(unit: Unit, programme: str) -> ProgrammeTotals:
    """Each measure of a programme against its target, over all its grants but those the reader is kept from.

    Raises `NotAllowed`, `NoSuchThing`.
    """
    if decide(unit.actor.roles, Action.INDICATORS_READ, frozenset()) is None:
        raise NotAllowed(Breach("not_allowed", "", Action.INDICATORS_READ.value))
    regimes = regimes_of(programme)
    if not regimes:
        raise NoSuchThing(Breach("evidence.programme_unknown", "programme", programme, "", "Destek"))
    within = Within(regimes, unit.actor.person_id)
    counts, growth = await store.counts(unit.session, within), await store.growth(unit.session, within)
    return ProgrammeTotals(totals(load(regimes[0]), counts, growth), await store.left_out(unit.session, within))
