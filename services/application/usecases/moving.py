"""How an application moves: to another stage, or to its end. Written once, used by every act."""

from dataclasses import replace
from datetime import datetime

from grants.contracts.application_events import ApplicationEnded
from grants.contracts.stages import Outcome, Stage
from grants.explanation import Explanation
from runtime.unit import Unit
from services.application.domain.records import ApplicationRecord
from services.application.store import applications


async def move(
    unit: Unit, application: ApplicationRecord, stage: Stage, due_at: datetime | None = None
) -> ApplicationRecord:
    """Write the application with every change made to it, in this stage. The caller tells the event.

    A stage that is entered, or an end that is moved, lets the time run anew from now.
    """
    same = application.stage is stage and application.stage_due_at == due_at
    since = application.stage_due_since if same else unit.now
    moved = replace(application, stage=stage, stage_due_at=due_at, stage_due_since=since if due_at else None)
    await applications.save(unit.session, moved, unit.actor, unit.now)
    return moved


async def end(
    unit: Unit, application: ApplicationRecord, outcome: Outcome, reason: str = "", *explained: Explanation
) -> ApplicationRecord:
    """Bring the application to its end and tell everybody. explained: where nobody decided it, how it came about."""
    ended = await move(unit, replace(application, outcome=outcome, outcome_reason=reason), Stage.ENDED)
    event = ApplicationEnded(
        application_id=application.id,
        call_id=application.call_id,
        outcome=outcome,
        stage=application.stage,
        reason=reason,
        explanations=explained,
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    return ended
