"""Leads: patterns in what people did of late, and what inspectors say to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from grants.breach import Breach, NotFound
from grants.contracts.desk_events import LeadAnswered
from grants.policy import Action
from runtime.unit import Unit
from services.audit.domain.desk import CaseFile
from services.audit.domain.lead_answers import Answer, Verdict, Weighed, weighed
from services.audit.domain.leads import leads
from services.audit.store import desk as store
from services.audit.store import lead_answers
from services.audit.store.desk import Traces
from services.audit.usecases.rights import allow, kept_from

LOOKED_BACK = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Shown:
    """Leads, and what is known of their files. regimes: under which the amounts of these stand.

    since: from when on acts were looked through; is_cut: not all since.
    """

    leads: tuple[Weighed, ...]
    files: dict[str, CaseFile]
    regimes: dict[str, str]
    since: datetime
    is_cut: bool


async def find(unit: Unit) -> Shown:
    """Leads without the files that the reader is kept from. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    traces = await _traces(unit)
    found = await _found(unit, traces)
    about = sorted({about for one in found for about in one.lead.about})
    files, regimes = await store.files_of(unit.session, about), await store.regimes_of(unit.session, about)
    return Shown(found, files, regimes, traces.since, traces.is_cut)


async def answer(unit: Unit, lead_id: str, verdict: Verdict, reason: str) -> Weighed:
    """Keep a lead to follow it up, or dismiss it. The last answer counts, each is on record.

    Raises NotAllowed, NotFound (no such lead, or none any more).
    """
    allow(unit, frozenset(), Action.LEAD_ANSWER)
    known = next((one.lead for one in await _found(unit, await _traces(unit)) if one.lead.id == lead_id), None)
    if known is None:
        raise NotFound(Breach("missing.lead", "lead_id", lead_id[:80]))
    said = Answer(lead_id, verdict, reason, known.evidence, unit.actor.person_id, unit.now)
    await lead_answers.add(unit.session, said)
    told = LeadAnswered(
        lead_id=lead_id,
        kind=known.kind.value,
        persons=known.persons,
        verdict=verdict.value,
        evidence=known.evidence,
        reason=reason,
    )
    unit.tell(told, about=lead_id)
    return Weighed(known, said)


async def _traces(unit: Unit) -> Traces:
    return await store.traces(unit.session, unit.now - LOOKED_BACK)


async def _found(unit: Unit, traces: Traces) -> tuple[Weighed, ...]:
    found = leads(traces.found)
    if kept := await kept_from(unit, {about for lead in found for about in lead.about}):
        found = leads([trace for trace in traces.found if trace.about not in kept])
    return weighed(found, await lead_answers.newest(unit.session, [lead.id for lead in found]))
