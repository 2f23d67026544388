"""Reading what workflows carry, for the engineers' pages of Temporal: by right, and on record; and its erasure."""

from collections.abc import Callable, Sequence

import structlog
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from grants.breach import Breach, NotFound
from grants.contracts.event import FileRead
from grants.contracts.privacy_events import CallPayloadsErased, PayloadsErased
from grants.policy import Action
from grants.values import ApplicationId, CallId
from runtime.auth import system_actor
from runtime.histories import goes_on
from runtime.payload_keys import KeyDestroyed, KeyMissing, KeyShelf
from runtime.payloads import Codec, is_shut, key_of
from runtime.signing import KeyUnsafe
from runtime.unit import Desk, Unit
from services.audit.store import archive, erased_calls, subject_keys, subjects
from services.audit.usecases.record import erase_shared
from services.audit.usecases.rights import allow, at_hand

ACT = "POST /codec/decode"
_log = structlog.get_logger(__name__)


async def read(
    unit: Unit, shelf: KeyShelf | None, payloads: Sequence[Payload], is_news: Callable[[str], bool]
) -> list[Payload]:
    """The same payloads, readable; who reads is told of each file, unless that is no news.

    Nobody reads by this door what the files themselves are closed to the person for.
    Raises NotAllowed, NotFound (erased, or not under a key of ours).
    """
    allow(unit, frozenset(), Action.AUDIT_READ)
    try:
        named = sorted({key_of(one).partition("/")[0] for one in payloads if is_shut(one)})
    except KeyMissing as error:
        raise NotFound(Breach("codec.unreadable", "key", str(error)[:80])) from error
    for subject in named:
        unit.about = subject
        await at_hand(unit, subject)
    try:
        found = await Codec(shelf and shelf.afresh()).decode(payloads)
    except KeyDestroyed as error:
        raise NotFound(Breach("codec.erased", "key", str(error)[:80])) from error
    except (KeyMissing, KeyUnsafe) as error:
        raise NotFound(Breach("codec.unreadable", "key", str(error)[:80])) from error
    for subject in named:
        if is_news(subject):
            unit.tell(FileRead(act=ACT), about=subject)
    return found


async def erase(desk: Desk, shelf: KeyShelf, client: Client) -> int:
    """Destroy the keys of what workflows carried in files whose personal data was erased; how many. Safe to repeat.

    A file waits while a workflow of its goes on: it could not take another step. Those of a call follow the last of
    the applications that were submitted to it.
    """
    async with desk.unit(system_actor("audit")) as unit:
        left = await subject_keys.with_payloads_left(unit.session)
    count = sum([await _erase_one(desk, shelf, client, about) for about in left])
    async with desk.unit(system_actor("audit")) as unit:
        calls = await erased_calls.waiting(unit.session)
    return count + sum([await _erase_call(desk, shelf, client, call_id) for call_id in calls])


async def _erase_one(desk: Desk, shelf: KeyShelf, client: Client, about: str) -> int:
    """The keys first, then that they are: broken off in between, it is done again."""
    if await _goes_on(desk, client, about):
        return 0
    count = await shelf.destroy(about)
    async with desk.unit(system_actor("audit")) as unit:
        if await subject_keys.payloads_erased(unit.session, about, unit.now) and count:
            unit.tell(await _erased(unit, about, count), about=about)
    return count


async def _erased(unit: Unit, about: str, count: int) -> PayloadsErased | CallPayloadsErased:
    """Of a file; or of a call that never had any."""
    if (await subjects.begun(unit.session, [about])).get(about) is subjects.Subject.CALL:
        return CallPayloadsErased(call_id=CallId(about), applications=0, destroyed=count)
    return PayloadsErased(application_id=ApplicationId(about), destroyed=count)


async def _erase_call(desk: Desk, shelf: KeyShelf, client: Client, call_id: str) -> int:
    """What a call's workflows carried tells of its applications: it is kept as long as one of them is."""
    if await _goes_on(desk, client, call_id):
        return 0
    count = await shelf.destroy(call_id)
    async with desk.unit(system_actor("audit")) as unit:
        files = await erased_calls.erased(unit.session, call_id, unit.now)
        if files and count:
            told = CallPayloadsErased(call_id=CallId(call_id), applications=files, destroyed=count)
            unit.tell(told, about=call_id)
        if files:
            await erase_shared(unit, call_id)
    return count


async def _goes_on(desk: Desk, client: Client, about: str) -> bool:
    """Whether a workflow of this file or call could still take a step."""
    async with desk.unit(system_actor("audit")) as unit:
        watched = await archive.not_over(unit.session, about)
    going_on = [one for one in watched if await goes_on(client, one)]
    if going_on:
        _log.warning("erasure_waits", about=about, workflows=going_on)
    return bool(going_on)
