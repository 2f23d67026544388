"""Drafts: begun for a call that is not over, saved as work in progress, rules broken or not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from grants import regimes
from grants.breach import AlreadyDone, Breach, RulesBroken
from grants.contracts import application_events as events
from grants.contracts.stages import Stage
from grants.policy import Action
from grants.values import ApplicationId, PersonId
from grants.workplan import WorkPlan
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.application.domain import calls as rules_of_calls
from services.application.domain import form as forms
from services.application.domain import papers as rules_of_papers
from services.application.domain import readiness
from services.application.domain.possible import standing
from services.application.domain.records import ApplicationRecord, CallRecord, ConsortiumRecord, PlanVersion
from services.application.domain.stages import wrong_stage
from services.application.store import applications, calls, consortia, papers, plans
from services.application.usecases.rights import allow, allow_with, relations_to


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as saved, with everything that would keep it from being submitted."""

    application: ApplicationRecord
    plan: PlanVersion | None
    warnings: tuple[Breach, ...]


async def begin(unit: Unit, call_id: str, consortium_id: str, title: str) -> ApplicationRecord:
    """Begin the application of a consortium to a call, one only.

    Raises NotFound, NotAllowed, CallNotOpen, AlreadyDone.
    """
    consortium = await consortia.locked(unit.session, consortium_id)
    unit.about = consortium.id
    found = await relations_to(unit, consortium.coordinator_id, consortium.id)
    allow_with(unit, Action.APPLICATION_DRAFT, found)
    call = await calls.shared(unit.session, call_id)
    rules_of_calls.may_draft(call, unit.now)
    application = await add(unit, call, consortium, title)
    told = events.ApplicationDrafted(
        application_id=application.id,
        call_id=application.call_id,
        consortium_id=application.consortium_id,
        application_title=application.title,
    )
    unit.tell(told, about=application.id, regime=application.pinned)
    return application


async def add(unit: Unit, call: CallRecord, consortium: ConsortiumRecord, title: str) -> ApplicationRecord:
    """Write a new application in the draft stage. Raises AlreadyDone where the consortium has one for the call."""
    if await applications.of_consortium(unit.session, call.id, consortium.id) is not None:
        raise AlreadyDone(Breach("application.one_a_call", "consortium_id", consortium.name, "1", "Destek"))
    application = ApplicationRecord(
        id=ApplicationId(new_id()),
        call_id=call.id,
        consortium_id=consortium.id,
        title=title,
        regime=call.regime,
        revision=call.revision,
        coordinator_id=consortium.coordinator_id,
        province=consortium.province,
        stage=Stage.DRAFT,
        created_at=unit.now,
        form={},
    )
    await applications.add(unit.session, application, unit.actor, unit.now)
    return application


async def save(unit: Unit, application_id: str, plan: WorkPlan | None, form: Mapping[str, str] | None) -> Draft:
    """Save the plan, the form or both, while the call takes drafts.

    Raises NotFound, NotAllowed, WrongStage, CallNotOpen; RulesBroken for unknown sections.
    """
    application = await held_draft(unit, application_id)
    if form is not None:
        if wrong := tuple(forms.unknown(form)):
            raise RulesBroken(*wrong)
        application = replace(application, form={**application.form, **form})
        await applications.save(unit.session, application, unit.actor, unit.now)
    if plan is not None:
        await plans.keep_draft(unit.session, version_of(unit, application, plan, plans.DRAFT))
    kept = await plans.find(unit.session, application.id, plans.DRAFT)
    return Draft(application, kept, await shortcomings(unit, application, kept))


async def held_draft(unit: Unit, application_id: str) -> ApplicationRecord:
    """A draft, held to be written while the call takes drafts. Raises NotFound, NotAllowed, WrongStage, CallNotOpen."""
    application = await applications.locked(unit.session, application_id)
    await allow(unit, Action.APPLICATION_DRAFT, application)
    if application.stage is not Stage.DRAFT:
        raise wrong_stage(standing(application), "draft", Stage.DRAFT)
    rules_of_calls.may_draft(await calls.find(unit.session, application.call_id), unit.now)
    return application


async def shortcomings(unit: Unit, application: ApplicationRecord, plan: PlanVersion | None) -> tuple[Breach, ...]:
    """Everything that keeps the application from being submitted as it stands."""
    call = await calls.find(unit.session, application.call_id)
    consortium = await consortia.find(unit.session, application.consortium_id)
    rules = regimes.load(application.regime, application.revision)
    there = await papers.of_application(unit.session, application.id)
    kinds = [one.kind for one in consortium.members]
    wanted = rules_of_papers.asked(kinds, there, rules, has_plan=plan is not None)
    return (
        *readiness.breaches(consortium, plan.plan if plan else None, application.form, rules, call.minimum_share),
        *rules_of_papers.lacking(wanted, rules),
    )


def version_of(unit: Unit, application: ApplicationRecord, plan: WorkPlan, version: int, why: str = "") -> PlanVersion:
    """A version of the plan, made now by the person who acts."""
    return PlanVersion(
        application_id=application.id,
        version=version,
        plan=plan,
        total=plan.total,
        requested=plan.grant,
        made_by=PersonId(unit.actor.person_id),
        made_at=unit.now,
        why=why,
    )
