"""The administrative check: admitted, sent back once for completion, or excluded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from grants.breach import RulesBroken
from grants.contracts.application_events import (
    ApplicationAdmitted,
    CompletionRequested,
    CompletionSubmitted,
)
from grants.contracts.papers import PaperData
from grants.policy import Action
from grants.proof.sealed import hashes
from grants.values import PersonId
from grants.workplan import WorkPlan
from runtime.unit import Unit
from services.application.domain import readiness
from services.application.domain.records import (
    ApplicationRecord,
    CheckDecision,
    CheckRecord,
    CompletionRecord,
)
from services.application.domain.stages import Act
from services.application.store import calls, checks, consortia
from services.application.store.reading import missing
from services.application.usecases import offers, papers
from services.application.usecases.acting import add_version, held, newest_plan, rules_of, take
from services.application.usecases.snapshot import member_data


async def admit(unit: Unit, application_id: str, note: str = "") -> ApplicationRecord:
    """The application passes the check; the event carries what its evaluators need."""
    application = await held(unit, application_id, Action.CHECK_ADMIT, Act.ADMIT)
    await _decided(unit, application, CheckDecision.ADMITTED, note)
    plan = await newest_plan(unit, application)
    consortium = await consortia.find(unit.session, application.consortium_id)
    admitted = await take(unit, application, Act.ADMIT)
    event = ApplicationAdmitted(
        application_id=application.id,
        call_id=application.call_id,
        consortium_name=consortium.name,
        coordinator_id=application.coordinator_id,
        nace=consortium.nace,
        members=member_data(consortium),
        form=dict(application.form),
        plan=plan.plan.model_dump(mode="json"),
        requested=plan.requested,
        submitted_at=application.submitted_at or application.created_at,
        papers=await papers.for_judges(unit, admitted),
        hashes=hashes("check_record", reason=note),
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    return admitted


async def request_completion(unit: Unit, application_id: str, items: tuple[str, ...]) -> ApplicationRecord:
    """Send the application back once, with the list of what is missing."""
    application = await held(unit, application_id, Action.CHECK_REQUEST_COMPLETION, Act.REQUEST_COMPLETION)
    waiting = await take(unit, application, Act.REQUEST_COMPLETION)
    due_at = waiting.stage_due_at
    if due_at is None:
        raise AssertionError("a completion has an end")
    completion = CompletionRecord(
        application_id=application.id,
        items=items,
        requested_by=PersonId(unit.actor.person_id),
        requested_at=unit.now,
        due_at=due_at,
    )
    await checks.put_completion(unit.session, completion)
    event = CompletionRequested(application_id=application.id, call_id=application.call_id, items=items, due_at=due_at)
    unit.tell(event, about=application.id, regime=application.pinned)
    return waiting


@dataclass(frozen=True, slots=True)
class Missing:
    """What is handed in. written: how often it was written so far, to hand that in; form and plan are none then."""

    note: str
    form: Mapping[str, str] | None = None
    plan: WorkPlan | None = None
    written: int | None = None


async def complete(unit: Unit, application_id: str, handed_in: Missing) -> ApplicationRecord:
    """Hand in what was missing: sections of the form, a new plan, or both. Raises RulesBroken with every breach."""
    application = await held(unit, application_id, Action.CHECK_COMPLETE, Act.COMPLETE)
    completion = await checks.find_completion(unit.session, application.id)
    if completion is None:
        raise missing("completion", application.id)
    note, form, plan = handed_in.note, handed_in.form, handed_in.plan
    if handed_in.written is not None:
        offer = await offers.taken(unit, application, handed_in.written)
        form, plan = offer.form, offer.plan
    changed = replace(application, form={**application.form, **(form or {})})
    await _must_keep_the_rules(unit, changed, plan)
    if plan is not None:
        changed = await add_version(unit, changed, plan, note)
    replaced = _replaced(application.form, form or {})
    done = replace(completion, note=note, submitted_at=unit.now, replaced=replaced)
    await checks.put_completion(unit.session, done)
    await offers.clear(unit, application)
    back = await take(unit, changed, Act.COMPLETE)
    told = _completed(back, done, plan, await papers.hand_in(unit, back))
    unit.tell(told, about=application.id, regime=application.pinned)
    return back


def _completed(
    back: ApplicationRecord, done: CompletionRecord, plan: WorkPlan | None, handed_in: tuple[PaperData, ...]
) -> CompletionSubmitted:
    """What was handed in; without a new plan, the one before stands."""
    written = hashes("completion", note=done.note, replaced=dict(done.replaced or {}))
    written |= hashes("application", form=dict(back.form))
    if plan is not None:
        written |= hashes("plan_version", plan=plan.model_dump(mode="json"), why=done.note)
    return CompletionSubmitted(
        application_id=back.id,
        call_id=back.call_id,
        due_at=back.stage_due_at,
        plan_version=back.plan_version,
        plan_total=plan.total if plan else None,
        requested=plan.grant if plan else None,
        papers=handed_in,
        hashes=written,
    )


def _replaced(before: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """The sections that are other now, as they were."""
    return {name: before.get(name, "") for name, text in form.items() if before.get(name, "") != text}


async def exclude(unit: Unit, application_id: str, reason: str) -> ApplicationRecord:
    """The application fails the check and ends."""
    application = await held(unit, application_id, Action.CHECK_EXCLUDE, Act.EXCLUDE)
    await _decided(unit, application, CheckDecision.EXCLUDED, reason)
    return await take(unit, application, Act.EXCLUDE, reason)


async def _decided(unit: Unit, application: ApplicationRecord, decision: CheckDecision, reason: str) -> None:
    check = CheckRecord(application.id, decision, reason, PersonId(unit.actor.person_id), unit.now)
    await checks.add(unit.session, check)


async def _must_keep_the_rules(unit: Unit, application: ApplicationRecord, plan: WorkPlan | None) -> None:
    call = await calls.find(unit.session, application.call_id)
    consortium = await consortia.find(unit.session, application.consortium_id)
    weighed = plan or (await newest_plan(unit, application)).plan
    breaches = readiness.breaches(consortium, weighed, application.form, rules_of(application), call.minimum_share)
    if breaches:
        raise RulesBroken(*breaches)
