"""An act on an application, from the held row to the next stage: what all acts of people and workflows share."""

from dataclasses import replace

from grants.policy import Action
from grants.regimes import RuleSet, load
from grants.values import PersonId
from grants.workplan import WorkPlan
from runtime.unit import Unit
from services.application.domain.possible import standing
from services.application.domain.records import ApplicationRecord, PlanVersion
from services.application.domain.stages import Act, after, step
from services.application.store import applications, plans
from services.application.store.reading import missing
from services.application.usecases import rights
from services.application.usecases.moving import end, move


def rules_of(application: ApplicationRecord) -> RuleSet:
    """The rules the application is bound to."""
    return load(application.regime, application.revision)


async def held(unit: Unit, application_id: str, action: Action, act: Act) -> ApplicationRecord:
    """The application, held for this act: the person may do it, and the stage allows it now.

    Raises NotFound, NotAllowed, WrongStage, DeadlinePassed, CompletionUsed.
    """
    application = await applications.locked(unit.session, application_id)
    await rights.allow(unit, action, application)
    step(standing(application), act, unit.now)
    return application


async def take(unit: Unit, application: ApplicationRecord, act: Act, reason: str = "") -> ApplicationRecord:
    """Write the application with its changes, in the stage `act` leads to, with that stage's deadline.

    An act that ends it tells so; `reason` is what the end is put down to.
    """
    now = after(standing(application), act, unit.now, rules_of(application))
    changed = replace(application, completion_used=now.completion_used)
    if now.outcome is not None:
        return await end(unit, changed, now.outcome, reason)
    return await move(unit, changed, now.stage, now.due_at)


async def newest_plan(unit: Unit, application: ApplicationRecord) -> PlanVersion:
    """The plan as it stands. Raises NotFound where none was ever written."""
    plan = await plans.find(unit.session, application.id, application.plan_version)
    if plan is None:
        raise missing("plan", application.id)
    return plan


async def add_version(unit: Unit, application: ApplicationRecord, plan: WorkPlan, why: str) -> ApplicationRecord:
    """Write a plan as the newest version; the record returned names it and is yet to be saved."""
    version = PlanVersion(
        application_id=application.id,
        version=application.plan_version + 1,
        plan=plan,
        total=plan.total,
        requested=plan.grant,
        made_by=PersonId(unit.actor.person_id),
        made_at=unit.now,
        why=why,
    )
    await plans.add(unit.session, version)
    return replace(application, plan_version=version.version)
