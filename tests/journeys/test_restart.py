"""A whole stack may be stopped in the middle of an application, and later another version be started: all goes on."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from cli.cases import examples
from cli.demo.acts import File, Programme, days
from cli.demo.cast import Cast, until
from cli.demo.story import SCORES
from cli.load import load_inventory, read_inventory
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts import workflows as names
from grants.contracts.stages import Stage
from tests.journeys.evidence import recorded_once, temporal_of

pytestmark = pytest.mark.journey
LEFT_OPEN = timedelta(seconds=20)
"""How much longer the call is open once all is submitted: however long that took, its timer is pending at the stop."""


@dataclass
class UnderWay:
    """One application in an office of its own; what the ledger holds of it and of its call after the second start."""

    data: Path
    file: File
    types: Counter[str]
    of_call: Counter[str]


@asynccontextmanager
async def office(data: Path, build_id: str = "") -> AsyncIterator[tuple[Stack, Cast, Programme]]:
    """A stack as an office runs it, its data kept."""
    env = {"DESTEK_BUILD_ID": build_id} if build_id else {}
    async with Stack(StackOptions(data=data, env=env)) as stack, httpx.AsyncClient(timeout=60) as http:
        cast = Cast(stack.urls, http)
        yield stack, cast, Programme(cast)


async def submitted(data: Path) -> tuple[File, datetime]:
    """An application to a call that is about to close when everything is stopped, and the deadline."""
    async with office(data) as (_, cast, acts):
        await load_inventory(cast, read_inventory(None))
        await acts.register_evaluators()
        now = datetime.now(UTC)
        call_id = await acts.publish_call("Kısa çağrı", now, now + days(30), "50000000.00")
        await acts.call_is(call_id, "open")
        file = await acts.draft(examples.valid()[0], call_id)
        await acts.submit(file)
        closes_at = datetime.now(UTC) + LEFT_OPEN
        await acts.move_deadline(call_id, closes_at, "Kısa çağrı")
    return file, closes_at


@pytest.fixture(scope="module")
async def under_way(tmp_path_factory: pytest.TempPathFactory) -> UnderWay:
    """Stopped with the timer pending, started after the deadline, and taken on to its evaluators."""
    data = tmp_path_factory.mktemp("veri ğ")
    file, closes_at = await submitted(data)
    await asyncio.sleep(max(0.0, (closes_at - datetime.now(UTC)).total_seconds()) + 1)
    async with office(data) as (stack, cast, acts):
        await acts.call_is(file.call_id, "closed")
        await acts.admit(file)
        await acts.at(file, Stage.PRE_EVALUATION)
        await acts.assigned(file, 2)
        types, of_call = [Counter(await recorded_once(cast, stack, one)) for one in (file.application_id, file.call_id)]
    return UnderWay(data, file, types, of_call)


async def test_a_deadline_that_passes_while_nothing_runs_is_kept_at_the_next_start(under_way: UnderWay) -> None:
    assert under_way.of_call["application.call.opened.v1"] == 1
    assert under_way.of_call["application.call.closed.v1"] == 1
    assert under_way.types["application.application.submitted.v1"] == 1
    assert under_way.types["application.application.admitted.v1"] == 1
    entered = under_way.types["application.application.stage_entered.v1"]
    assert entered == 2, "administrative check and pre-evaluation, once each"
    assert under_way.types["evaluation.assignment.made.v1"] == 2


async def test_what_began_on_another_build_goes_on_under_this_one(under_way: UnderWay) -> None:
    file = under_way.file
    async with office(under_way.data, "another-build") as (stack, cast, acts):
        client = await temporal_of(stack)
        here = "TemporalWorkerDeploymentVersion = 'destek:another-build' AND ExecutionStatus = 'Running'"
        waiting = {
            names.call_workflow_id(file.call_id),
            names.application_workflow_id(file.application_id),
            names.pre_evaluation_workflow_id(file.application_id),
        }

        async def adopted() -> bool | None:
            return waiting <= {run.id async for run in client.list_workflows(here)} or None

        await until("the runs are adopted", adopted)
        await acts.pre_evaluate(file, *SCORES)
        await acts.at(file, Stage.COMMITTEE)
        members = await acts.appoint_committee(file.call_id)
        await acts.committee_sits(file.call_id)
        await acts.board_scores([(file, (34, 31, 35, 33, 32))], members)
        await acts.conclude(file.call_id)
        await acts.at(file, Stage.NEGOTIATION)
        page = await acts.read(file)
        assert [step["stage"] for step in page["timeline"] if step["left_at"] is None] == [Stage.NEGOTIATION]
        assert max(Counter(step["stage"] for step in page["timeline"]).values()) == 1
        await recorded_once(cast, stack, file.application_id)
