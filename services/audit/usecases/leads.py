"""Leads: patterns in what people did of late, and what inspectors say to them."""

from datetime import timedelta

from grants.breach import Breach, NotFound
from grants.contracts.desk_events import LeadAnswered
from grants.policy import Action
from runtime.unit import Unit
from services.audit.domain.desk import CaseFile
from services.audit.domain.lead_answers import Answer, Verdict, Weighed, weighed
from services.audit.domain.leads import leads
from services.audit.store import barred, lead_answers
from services.audit.store import desk as store
from services.audit.usecases.rights import allow

LOOKED_BACK = timedelta(days=730)


async def find(unit: Unit) -> tuple[tuple[Weighed, ...], dict[str, CaseFile]]:
    """Leads without the files that the reader is kept from, and what is known of their files. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    found = await _found(unit)
    about = sorted({about for one in found for about in one.lead.about})
    return found, await store.files_of(unit.session, about)


async def answer(unit: Unit, lead_id: str, verdict: Verdict, reason: str) -> Weighed:
    """Keep a lead to follow it up, or dismiss it. The last answer counts, each is on record.

    Raises NotAllowed, NotFound (no such lead, or none any more).
    """
    allow(unit, frozenset(), Action.LEAD_ANSWER)
    known = next((one.lead for one in await _found(unit) if one.lead.id == lead_id), None)
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


async def _found(unit: Unit) -> tuple[Weighed, ...]:
    kept = await barred.files_of(unit.session, unit.actor.person_id)
    traces = await store.traces(unit.session, unit.now - LOOKED_BACK)
    found = leads([trace for trace in traces if trace.about not in kept])
    return weighed(found, await lead_answers.newest(unit.session, [lead.id for lead in found]))
