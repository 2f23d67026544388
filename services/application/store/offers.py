"""What is written to be handed in later, in the database."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.values import ApplicationId, PersonId
from grants.workplan import WorkPlan
from services.application.domain.records import OfferRecord
from services.application.models import OfferRow


async def find(session: AsyncSession, application_id: ApplicationId) -> OfferRecord:
    """What is written of an application; nothing where nothing was."""
    row = await session.get(OfferRow, application_id, populate_existing=True)
    if row is None:
        return OfferRecord(application_id)
    plan = None if row.plan is None else WorkPlan.model_validate(row.plan)
    return OfferRecord(application_id, row.count, plan, dict(row.form))


async def keep(session: AsyncSession, offer: OfferRecord, by: PersonId, now: datetime) -> OfferRecord:
    """Put this in place of what was written before; as it is counted then."""
    kept = replace(offer, count=offer.count + 1)
    said = {
        "count": kept.count,
        "plan": None if kept.plan is None else kept.plan.model_dump(mode="json"),
        "form": dict(kept.form),
        "kept_by": by,
        "kept_at": now,
    }
    statement = insert(OfferRow).values(application_id=kept.application_id, **said)
    await session.execute(statement.on_conflict_do_update(index_elements=["application_id"], set_=said))
    return kept
