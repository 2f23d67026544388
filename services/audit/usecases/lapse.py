"""What is personal and of no file goes by itself, years after it was told; so does what a finished erasure left behind.

A file, a call and a consortium are erased as one, each on its own ground. Whatever else is on record (who was seen with
which rights, who drew a sample and what was said to a lead, who read a list or was refused, whose payment order it is,
who was taken into the pool, and who looked at a file after it was erased) stands under a key that serves for a year.
Once the youngest record under it is old enough, the key is destroyed, and its chain says so. A sample and a lead stay
as long as one of the files they are about. A call nobody applied to goes as a call whose files were all erased: once
its rules keep its records no more.
"""

import json
from datetime import datetime, timedelta

import structlog

from grants.calendar import add_months, istanbul_day, start_of
from grants.contracts.kinds import EMPTIED, SHREDDED
from grants.contracts.privacy_events import CallPayloadsErased, PayloadsErased, PersonalDataLapsed
from grants.proof.erasures import MONTHS, Erasures, Files
from runtime.auth import system_actor
from runtime.unit import Desk, Unit
from services.audit.store import desk, ledger
from services.audit.store import lapsing as store
from services.audit.store.lapsing import Old
from services.audit.store.ledger import readied
from services.audit.store.subjects import Subject, kept
from services.audit.usecases.record import erase_shared

BY_ITSELF = EMPTIED | SHREDDED | {one.type_name() for one in (PersonalDataLapsed, PayloadsErased, CallPayloadsErased)}
"""What is said of an end: where the system says it nobody is named in it, and it needs no end of its own."""
CLOCKS_APART = timedelta(days=1)
"""An event may have happened so long after it was recorded, by the clocks of two machines."""
_log = structlog.get_logger(__name__)


async def forget(of: Desk, years: int) -> int:
    """One round over all keys that have served; how many were destroyed. years: for how long all is kept."""
    now = await of.clock.now()
    until = start_of(add_months(istanbul_day(now), -years * MONTHS)) - CLOCKS_APART
    after, count = Old("", 0), 0
    while True:
        async with of.unit(system_actor("audit")) as unit:
            found = await store.old_keys(unit.session, until, after)
            subjects = await kept(unit.session, {one.about for one in found})
        for one in found:
            count += await _end(of, one, subjects.get(one.about), until, years)
        if not found:
            return count
        after = found[-1]


async def _end(of: Desk, old: Old, what: Subject | None, until: datetime, years: int) -> bool:
    """What is kept together with its file waits for that; of calls those that never had one go here."""
    async with of.unit(system_actor("audit")) as unit:
        if what is None:
            return await _lapse(unit, old, until, years)
        return what is Subject.CALL and await _unused(unit, old.about)


async def _lapse(unit: Unit, old: Old, until: datetime, years: int) -> bool:
    if await store.serves(unit.session, old, until) or not await store.says_more(unit.session, old, BY_ITSELF):
        return False
    if await store.is_looked_into(unit.session, old.about):
        return False
    await unit.lock("ledger")
    last = await store.last_under(unit.session, old)
    if last is None or not await store.destroy(unit.session, old, unit.actor.person_id, unit.now):
        return False
    await store.forget(unit.session, old.about, last.recorded_at)
    unit.tell(PersonalDataLapsed(upto=last.chain_index, years=years, destroyed=1), about=old.about)
    event = unit.told[-1][1]
    await ledger.add(unit, [readied(event, json.loads(event.canonical()))])
    _log.info("lapsed", about=old.about, upto=last.chain_index)
    return True


async def _unused(unit: Unit, call_id: str) -> bool:
    """Whether a call that never had a file was erased now: by the very rule that whoever checks the ledger goes by."""
    if await desk.of_call(unit.session, call_id):
        return False
    known = Erasures(call_id, Files(whole=True))
    async for links in ledger.whole_chain(unit.session, call_id):
        known.follow(links)
    if known.unused_from is None or istanbul_day(unit.now) < known.unused_from:
        return False
    await erase_shared(unit, call_id)
    return True
