"""How an application moves: to another stage, or to its end. Written once, used by every act."""

from dataclasses import replace
from datetime import datetime

from grants.contracts.application_events import ApplicationEnded
from grants.contracts.stages import Outcome, Stage
from runtime.unit import Unit
from services.application.domain.records import ApplicationRecord
from services.application.store import applications


async def move(
    unit: Unit, application: ApplicationRecord, stage: Stage, due_at: datetime | None = None
) -> ApplicationRecord:
    """Write the application with every change made to it, in this stage. The caller tells the event."""
    moved = replace(application, stage=stage, stage_due_at=due_at)
    await applications.save(unit.session, moved, unit.actor, unit.now)
    return moved


async def end(unit: Unit, application: ApplicationRecord, outcome: Outcome, reason: str = "") -> ApplicationRecord:
    """Bring the application to its end and tell everybody."""
    ended = await move(unit, replace(application, outcome=outcome, outcome_reason=reason), Stage.ENDED)
    event = ApplicationEnded(
        application_id=application.id,
        call_id=application.call_id,
        outcome=outcome,
        stage=application.stage,
        reason=reason,
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    return ended
