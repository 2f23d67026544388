"""The Minister's approval, as the Minister's office enters it; by the pack of the call, where it has one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.contracts.application_events import MinisterDecided
from grants.policy import Action
from grants.proof.sealed import hashes
from grants.values import ZERO, PersonId
from runtime.unit import Unit
from services.application.domain.packs import pack_breaches
from services.application.domain.records import ApplicationRecord, ApprovalRecord
from services.application.domain.stages import Act
from services.application.store import approvals, packs, plans
from services.application.store.reading import missing
from services.application.usecases.acting import held, rules_of, take


@dataclass(frozen=True, slots=True)
class Decision:
    """What the Minister decided. number and decided_on: of the paper; reason: asked for when refused."""

    approved: bool
    decided_on: date
    number: str
    reason: str = ""


async def decide(unit: Unit, application_id: str, decision: Decision) -> ApplicationRecord:
    """Enter the decision: approved for what the agreed plan asks, or refused, which ends the application."""
    act = Act.APPROVE if decision.approved else Act.REFUSE
    application = await held(unit, application_id, Action.APPROVAL_DECIDE, act)
    agreed = await plans.find(unit.session, application.id, application.agreed_version or 0)
    if agreed is None:
        raise missing("plan", application.id)
    breaches = [*_breaches(decision, application, istanbul_day(unit.now))]
    if decision.approved:
        pack = await packs.find(unit.session, application.call_id, lock=True)
        breaches += pack_breaches(pack, application.id, agreed.requested, rules_of(application))
    if breaches:
        raise RulesBroken(*breaches)
    amount = agreed.requested if decision.approved else ZERO
    approval = ApprovalRecord(
        application_id=application.id,
        approved=decision.approved,
        number=decision.number,
        decided_on=decision.decided_on,
        amount=amount,
        reason=decision.reason,
        recorded_by=PersonId(unit.actor.person_id),
        recorded_at=unit.now,
    )
    await approvals.add(unit.session, approval)
    event = MinisterDecided(
        application_id=application.id,
        call_id=application.call_id,
        approved=decision.approved,
        number=decision.number,
        decided_on=decision.decided_on,
        amount=amount,
        hashes=hashes("approval", reason=decision.reason),
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    changed = replace(application, approved_amount=amount) if decision.approved else application
    return await take(unit, changed, act, decision.reason)


def _breaches(decision: Decision, application: ApplicationRecord, today: date) -> Iterator[Breach]:
    day = decision.decided_on
    if day > today:
        yield Breach("approval.in_future", "decided_on", str(day), str(today), "Destek")
    submitted = istanbul_day(application.submitted_at or application.created_at)
    if day < submitted:
        yield Breach("approval.before_submission", "decided_on", str(day), str(submitted), "Destek")
    if not decision.approved and not decision.reason:
        yield Breach("approval.reason_missing", "reason", "", "", "Destek")
