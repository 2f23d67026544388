"""Submission: membership, plan, form and time are tested together, and the plan becomes version 1."""

from dataclasses import replace

from grants.breach import RulesBroken
from grants.contracts.application_events import ApplicationSubmitted
from grants.contracts.papers import PaperData
from grants.explanation import Explanation
from grants.policy import Action
from grants.proof.sealed import hashes
from runtime.unit import Unit
from services.application.domain import calls as rules_of_calls
from services.application.domain import explaining
from services.application.domain.readiness import NO_PLAN
from services.application.domain.records import ApplicationRecord, ConsortiumRecord, PlanVersion
from services.application.domain.stages import Act
from services.application.store import calls, consortia, plans
from services.application.usecases import papers
from services.application.usecases.acting import held, rules_of, take
from services.application.usecases.drafting import shortcomings, version_of

FIRST = 1


async def submit(unit: Unit, application_id: str) -> ApplicationRecord:
    """Submit a draft. Raises NotFound, NotAllowed, WrongStage, CallNotOpen, RulesBroken with every breach."""
    application = await held(unit, application_id, Action.APPLICATION_SUBMIT, Act.SUBMIT)
    call = await calls.shared(unit.session, application.call_id)
    rules_of_calls.may_submit(call, unit.now)
    consortium = await consortia.locked(unit.session, application.consortium_id)
    draft = await plans.find(unit.session, application.id, plans.DRAFT)
    if wrong := await shortcomings(unit, application, draft):
        raise RulesBroken(*wrong)
    plan = version_of(unit, application, draft.plan if draft else NO_PLAN, FIRST)
    await plans.add(unit.session, plan)
    written = replace(application, plan_version=FIRST, submitted_at=unit.now)
    submitted = await take(unit, written, Act.SUBMIT)
    handed_in = await papers.hand_in(unit, submitted)
    rules = rules_of(submitted)
    explained = (explaining.consortium(consortium, rules), explaining.plan(plan.plan, rules, call.minimum_share))
    unit.tell(_told(submitted, consortium, plan, explained, handed_in), about=submitted.id, regime=submitted.pinned)
    return submitted


def _told(
    application: ApplicationRecord,
    consortium: ConsortiumRecord,
    plan: PlanVersion,
    explanations: tuple[Explanation, ...],
    handed_in: tuple[PaperData, ...],
) -> ApplicationSubmitted:
    return ApplicationSubmitted(
        application_id=application.id,
        call_id=application.call_id,
        consortium_id=consortium.id,
        consortium_name=consortium.name,
        province=application.province,
        programme=application.regime,
        plan_version=plan.version,
        plan_total=plan.total,
        requested=plan.requested,
        papers=handed_in,
        explanations=explanations,
        hashes={
            **hashes("application", form=dict(application.form)),
            **hashes("plan_version", plan=plan.plan.model_dump(mode="json")),
        },
    )
