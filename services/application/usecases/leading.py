"""Who acts for an application once it is a grant, and who belongs to it, as the monitoring room says it: they see the
file here too.

Whoever led it before sees it no more, whatever other role the person holds; nor does a member that left.
"""

from dataclasses import replace
from datetime import datetime

from grants.breach import NotFound, NotYet
from grants.contracts.application_events import ConsortiumChanged
from grants.contracts.plan_events import PlanChanged
from runtime.unit import Unit
from services.application.domain.records import ApplicationRecord
from services.application.store import applications, barred, belonging, consortia


async def plan_changed(unit: Unit, changed: PlanChanged, at: datetime) -> None:
    """Follow the newest version of the plan; heard again, or after a newer one, nothing happens. Raises NotYet."""
    try:
        application = await applications.locked(unit.session, changed.application_id)
    except NotFound as unknown:
        raise NotYet(changed.application_id) from unknown
    if changed.plan_version <= application.led_version:
        return
    led = replace(
        application,
        coordinator_id=changed.coordinator_id,
        representative_id=changed.representative_id,
        led_version=changed.plan_version,
    )
    await applications.save(unit.session, led, unit.actor, unit.now)
    await belonging.follow(unit.session, application.id, changed.members, changed.plan_version, at)
    if led.coordinator_id != application.coordinator_id:
        await _hand_over(unit, application, led)
    for person_id in sorted(_leaders(application) - _leaders(led)):
        await barred.say(unit.session, application.id, person_id, at, barred=True)


async def _hand_over(unit: Unit, before: ApplicationRecord, after: ApplicationRecord) -> None:
    """The consortium has the new coordinator, where it was still led by the one before."""
    consortium_id, now = after.consortium_id, after.coordinator_id
    if await consortia.hand_over(unit.session, consortium_id, before.coordinator_id, now):
        told = ConsortiumChanged(consortium_id=consortium_id, coordinator_id=now)
        unit.tell(told, about=consortium_id)


def _leaders(application: ApplicationRecord) -> frozenset[str]:
    return frozenset({application.coordinator_id, application.representative_id} - {""})
