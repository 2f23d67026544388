"""Any process can be killed and the bus can be gone: nothing is lost, and nothing happens twice."""

import asyncio
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

pytestmark = pytest.mark.journey


async def file_of(cast: Cast, number: int) -> tuple[Programme, File]:
    """A draft ready to be submitted, in an open call of its own."""
    await load_inventory(cast, read_inventory(None))
    acts = Programme(cast)
    now = datetime.now(UTC)
    call_id = await acts.publish_call(f"Örnek {uuid4()}", now, now + days(30), "50000000.00")
    await acts.call_is(call_id, "open")
    return acts, await acts.draft(examples.valid()[number], call_id)


async def story(cast: Cast, file: File) -> list[str]:
    """What the ledger holds of an application, as event types in order."""
    rows = await cast.get("mufettis", "audit", f"{file.path}/ledger")
    entries = rows["entries"] if isinstance(rows, dict) else rows
    return [row["type"] for row in entries]


async def test_a_killed_workflow_worker_loses_nothing_and_repeats_nothing(apart: Stack, cast: Cast) -> None:
    acts, file = await file_of(cast, 0)
    await acts.register_evaluators()
    await acts.submit(file)
    await acts.at(file, Stage.ADMINISTRATIVE_CHECK)
    before = apart.record.children["workflows"].restarts
    apart.child("workflows").kill()
    await acts.admit(file)

    async def restarted() -> bool | None:
        child = apart.record.children["workflows"]
        return True if child.restarts > before and child.state == State.READY else None

    await until("the workflow worker is back", restarted)
    await acts.at(file, Stage.PRE_EVALUATION)
    await acts.assigned(file, 2)

    async def told() -> list[str] | None:
        types = await story(cast, file)
        return types if types.count("evaluation.assignment.made.v1") >= 2 else None

    types = await until("the ledger has heard of both evaluators", told)
    assert types.count("application.application.admitted.v1") == 1
    assert types.count("evaluation.assignment.made.v1") == 2
    entered = [one for one in types if one == "application.application.stage_entered.v1"]
    assert len(entered) == 2, "administrative check and pre-evaluation, once each"


async def test_a_submission_while_the_bus_is_gone_is_kept_and_goes_on(apart: Stack, cast: Cast) -> None:
    acts, file = await file_of(cast, 1)
    await apart.stop_part("nats")
    key = str(uuid4())
    first = await cast.try_post(file.coordinator, APPLICATION, f"{file.path}/submit", key=key)
    assert first.status_code == 200
    again = await cast.try_post(file.coordinator, APPLICATION, f"{file.path}/submit", key=key)
    assert again.status_code == 200
    assert again.json() == first.json()
    await asyncio.sleep(10)
    assert (await acts.read(file))["stage"] == Stage.SUBMITTED
    await apart.start_part("nats")
    await acts.at(file, Stage.ADMINISTRATIVE_CHECK)

    async def told() -> list[str] | None:
        types = await story(cast, file)
        return types if "application.application.stage_entered.v1" in types else None

    types = await until("the ledger has caught up", told)
    assert types.count("application.application.submitted.v1") == 1


async def test_an_act_on_a_call_that_is_over_is_refused_with_its_reason(cast: Cast) -> None:
    acts = Programme(cast)
    now = datetime.now(UTC)
    call_id = await acts.publish_call("Kısa çağrı", now, now + timedelta(seconds=3), "1000000.00")
    await acts.call_is(call_id, "open")
    file = await acts.draft(examples.valid()[2], call_id)
    await acts.call_is(call_id, "closed")
    late = await cast.try_post(file.coordinator, APPLICATION, f"{file.path}/submit")
    assert late.status_code == 409
    assert late.json()["errors"][0]["rule"]
