"""What this room keeps of the approval packs of the evaluation room."""

from dataclasses import replace
from datetime import datetime

from grants.contracts.pack_events import ApprovalPackClosed, ApprovalPackOpened
from runtime.unit import Unit
from services.application.domain.packs import ApprovalPack
from services.application.store import packs


async def opened(unit: Unit, told: ApprovalPackOpened) -> None:
    """From now on approvals wait for this pack."""
    before = await packs.find(unit.session, told.call_id, lock=True)
    if before is None:
        await packs.save(unit.session, ApprovalPack(told.call_id, told.number, is_open=True))
    elif told.number > before.number:
        await packs.save(unit.session, replace(before, number=told.number, is_open=True))


async def closed(unit: Unit, told: ApprovalPackClosed, at: datetime) -> None:
    """The newest closed pack stands. at: when it was closed."""
    before = await packs.find(unit.session, told.call_id, lock=True)
    if before is not None and told.number <= before.closed:
        return
    newest = max(told.number, before.number if before else 0)
    after = ApprovalPack(
        call_id=told.call_id,
        number=newest,
        is_open=newest > told.number,
        closed=told.number,
        document=told.document,
        funded=tuple((one.application_id, one.amount) for one in told.funded),
        agreed=told.agreed,
        disagreed=told.disagreed,
        closed_at=at,
    )
    await packs.save(unit.session, after)
