"""Any process can be killed and the bus can be gone: nothing is lost, and nothing happens twice."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from cli.cases import examples
from cli.demo.acts import APPLICATION, File, Programme, days
from cli.demo.cast import Cast, until
from cli.load import load_inventory, read_inventory
from cli.stack.stack import Stack
from grants.contracts.stages import Stage
from runtime.embedded.supervise import State
from tests.journeys.evidence import recorded_once, started, temporal_of

pytestmark = pytest.mark.journey
WORKER = "application-worker"


async def file_of(cast: Cast, number: int) -> tuple[Programme, File]:
    """A draft ready to be submitted, in an open call of its own."""
    await load_inventory(cast, read_inventory(None))
    acts = Programme(cast)
    now = datetime.now(UTC)
    call_id = await acts.publish_call(f"Örnek {uuid4()}", now, now + days(30), "50000000.00")
    await acts.call_is(call_id, "open")
    return acts, await acts.draft(examples.valid()[number], call_id)


def killed(stack: Stack, name: str) -> int:
    """Kill a process where it stands; how often it had been started again before."""
    before = stack.child(name).restarts
    stack.child(name).kill()
    return before


async def back(stack: Stack, name: str, before: int) -> None:
    """Wait until a killed process is there again."""
    child = stack.child(name)

    async def look() -> bool | None:
        return (child.state is State.READY and child.restarts > before) or None

    await until(f"{name} is back", look)


async def test_a_killed_workflow_worker_loses_nothing_and_repeats_nothing(apart: Stack, cast: Cast) -> None:
    acts, file = await file_of(cast, 0)
    await acts.register_evaluators()
    await acts.submit(file)
    await acts.at(file, Stage.ADMINISTRATIVE_CHECK)
    before = killed(apart, "workflows")
    await acts.admit(file)
    await back(apart, "workflows", before)
    await acts.at(file, Stage.PRE_EVALUATION)
    await acts.assigned(file, 2)
    types = await recorded_once(cast, apart, file.application_id)
    assert types.count("application.application.admitted.v1") == 1
    assert types.count("evaluation.assignment.made.v1") == 2
    entered = [one for one in types if one == "application.application.stage_entered.v1"]
    assert len(entered) == 2, "administrative check and pre-evaluation, once each"


async def test_submissions_throughout_ten_seconds_without_the_bus_count_once_each(apart: Stack, cast: Cast) -> None:
    acts, first = await file_of(cast, 1)
    files = [first, *[await acts.draft(examples.valid()[number], first.call_id) for number in (3, 4)]]
    await apart.stop_part("nats")
    gone_at = asyncio.get_running_loop().time()
    for file in files:
        await submitted_twice(cast, file)
        await asyncio.sleep(3)
    await asyncio.sleep(max(0.0, gone_at + 10 - asyncio.get_running_loop().time()))
    assert {(await acts.read(file))["stage"] for file in files} == {Stage.SUBMITTED}
    await apart.start_part("nats")
    client = await temporal_of(apart)
    for file in files:
        await acts.at(file, Stage.ADMINISTRATIVE_CHECK)
        types = await recorded_once(cast, apart, file.application_id)
        assert types.count("application.application.submitted.v1") == 1
        assert types.count("application.application.stage_entered.v1") == 1
        assert await started(client, file.application_id) == 1


async def submitted_twice(cast: Cast, file: File) -> None:
    """Submit, and ask again with the same key, as someone does who saw no answer: it is the same one."""
    key = str(uuid4())
    first, again = [
        await cast.try_post(file.coordinator, APPLICATION, f"{file.path}/submit", key=key) for _ in range(2)
    ]
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()


async def test_a_room_worker_killed_three_times_on_the_way_loses_nothing_and_repeats_nothing(
    apart: Stack, cast: Cast
) -> None:
    acts, file = await file_of(cast, 5)
    await acts.register_evaluators()
    await acts.submit(file)
    before = killed(apart, WORKER)
    await acts.at(file, Stage.ADMINISTRATIVE_CHECK)
    await back(apart, WORKER, before)
    before = killed(apart, WORKER)
    await acts.admit(file)
    await back(apart, WORKER, before)
    before = killed(apart, WORKER)
    await acts.at(file, Stage.PRE_EVALUATION)
    await back(apart, WORKER, before)
    await acts.assigned(file, 2)
    types = await recorded_once(cast, apart, file.application_id)
    assert types.count("application.application.submitted.v1") == 1
    assert types.count("application.application.admitted.v1") == 1
    assert types.count("application.application.stage_entered.v1") == 2
    assert types.count("evaluation.assignment.made.v1") == 2
    assert await started(await temporal_of(apart), file.application_id) == 1
    page = await acts.read(file)
    assert max(Counter(step["stage"] for step in page["timeline"]).values()) == 1


async def test_an_act_on_a_call_that_is_over_is_refused_with_its_reason(cast: Cast) -> None:
    acts = Programme(cast)
    now = datetime.now(UTC)
    call_id = await acts.publish_call("Kısa çağrı", now, now + days(30), "1000000.00")
    await acts.call_is(call_id, "open")
    file = await acts.draft(examples.valid()[2], call_id)
    await acts.move_deadline(call_id, datetime.now(UTC) + timedelta(seconds=5), "Kısa çağrı")
    await acts.call_is(call_id, "closed")
    late = await cast.try_post(file.coordinator, APPLICATION, f"{file.path}/submit")
    assert late.status_code == 409
    assert late.json()["errors"][0]["rule"]
