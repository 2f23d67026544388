"""An order of a workflow is carried out once for its key; a refusal is final, and what is not there yet is awaited."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import accumulate
from typing import Any
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.common import VersioningBehavior
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from cli.stack.stack import Stack
from grants.breach import Breach, NotYet, RulesBroken
from grants.contracts.activity import ActivityContract, Answer, Order
from grants.contracts.event import EventData
from runtime.room import RoomPlan
from runtime.temporal import SIDE_BY_SIDE, carry_out, connect, run_activities, workflow_worker
from runtime.unit import Unit
from tests.conftest import OpenRoom
from tests.rooms import Room
from workflows.stubs import ask

pytestmark = pytest.mark.servers

PLAN = RoomPlan("notification", "Probe", lambda _: [], {}, {}, {}, lambda _desk, _platform: [])


class Count(Order):
    about: str


class Counted(EventData):
    SUBJECT = "notification.probe.counted"

    number: int


class Sum(Answer):
    number: int


COUNT = ActivityContract("probe_count", "notification-probe", Count, Sum)
OTHER = ActivityContract("probe_other", "notification-probe", Count, Sum)


class Counter:
    """A use case that counts how often it was asked; what it is told to raise it raises first, once each."""

    def __init__(self, *first: Exception) -> None:
        self.number = 0
        self.first = list(first)

    async def __call__(self, unit: Unit, order: Count) -> Sum:
        self.number += 1
        assert (unit.actor.person_id, unit.actor.role) == ("system:workflow", "system")
        unit.tell(Counted(number=self.number), about=order.about)
        if self.first:
            raise self.first.pop(0)
        return Sum(number=self.number)


@pytest.fixture
async def room(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


@pytest.fixture
def order() -> Count:
    return Count(key=str(uuid4()), about=f"thing-{uuid4()}")


async def carried_out(
    room: Room, use_case: Counter, order: Count, contract: ActivityContract[Count, Sum] = COUNT
) -> Sum:
    answer: Sum = await ActivityEnvironment().run(carry_out(room.desk, contract, use_case), order)
    return answer


async def test_the_same_key_gets_the_same_answer_and_acts_once(room: Room, order: Count) -> None:
    use_case = Counter()
    answers = [await carried_out(room, use_case, order) for _ in range(3)]
    assert (answers, use_case.number) == ([Sum(number=1)] * 3, 1)
    assert [event.data for event in await room.told(order.about)] == [{"number": 1}]


async def test_the_same_key_at_the_same_time_acts_once(room: Room, order: Count) -> None:
    use_case = Counter()
    answers = await asyncio.gather(*(carried_out(room, use_case, order) for _ in range(4)))
    assert (answers, use_case.number) == ([Sum(number=1)] * 4, 1)
    assert len(await room.told(order.about)) == 1


async def test_another_key_and_another_order_with_the_same_key_are_asked_anew(room: Room, order: Count) -> None:
    use_case = Counter()
    await carried_out(room, use_case, order)
    assert await carried_out(room, use_case, order.model_copy(update={"key": str(uuid4())})) == Sum(number=2)
    assert await carried_out(room, use_case, order, OTHER) == Sum(number=3)


async def test_a_refusal_is_final_names_its_rule_and_changes_nothing(room: Room, order: Count) -> None:
    use_case = Counter(RulesBroken(Breach("money.overall_cap", "plan", "51", "50", "test")))
    with pytest.raises(ApplicationError) as caught:
        await carried_out(room, use_case, order)
    assert (caught.value.non_retryable, caught.value.type) == (True, "rules_broken")
    (breaches,) = caught.value.details
    assert breaches == [Breach("money.overall_cap", "plan", "51", "50", "test").as_dict()]
    assert await room.told(order.about) == []
    assert await carried_out(room, use_case, order) == Sum(number=2)


async def test_what_is_not_there_yet_is_no_refusal_and_changes_nothing(room: Room, order: Count) -> None:
    with pytest.raises(NotYet):
        await carried_out(room, Counter(NotYet("application")), order)
    assert await room.told(order.about) == []


STEPS: list[str] = []
"""Begun and ended, in order."""


@workflow.defn(sandboxed=False, versioning_behavior=VersioningBehavior.PINNED)
class Crowded:
    """Takes one step, slowly."""

    @workflow.run
    async def run(self) -> None:
        STEPS.append("begun")
        time.sleep(0.1)  # noqa: ASYNC251 - the step itself is slow
        STEPS.append("ended")


async def test_so_many_runs_take_a_step_at_once_as_a_slow_machine_bears(servers: Stack) -> None:
    client, queue, each = await connect(servers.settings), f"crowd-{uuid4()}", range(3 * SIDE_BY_SIDE)
    started = [await client.start_workflow(Crowded.run, id=f"{queue}-{one}", task_queue=queue) for one in each]
    async with workflow_worker(client, queue, [Crowded], "build-7"):
        await asyncio.gather(*(one.result() for one in started))
    under_way = list(accumulate({"begun": 1, "ended": -1}[step] for step in STEPS))
    assert (len(STEPS), under_way[-1]) == (2 * len(each), 0)
    assert max(under_way) <= SIDE_BY_SIDE


@workflow.defn
class Asking:
    """Asks once, as any workflow does."""

    @workflow.run
    async def run(self, order: Count) -> Sum:
        return await ask(COUNT, order)


Run = Callable[[Counter, Count], Awaitable[Any]]


@pytest.fixture
async def through_temporal(servers: Stack, room: Room) -> AsyncIterator[Run]:
    """Has a workflow ask, on the real server, with the room's real worker of activities."""
    client: Client = await connect(servers.settings)
    queue = f"probe-{uuid4()}"
    stop = asyncio.Event()
    working: list[asyncio.Task[None]] = []

    async def run(use_case: Counter, order: Count) -> Any:
        made = [carry_out(room.desk, COUNT, use_case)]
        working.append(asyncio.create_task(run_activities(client, COUNT.queue, made, "build-7", stop)))
        return await client.execute_workflow(Asking.run, order, id=str(uuid4()), task_queue=queue)

    async with Worker(client, task_queue=queue, workflows=[Asking], workflow_runner=UnsandboxedWorkflowRunner()):
        yield run
    stop.set()
    await asyncio.gather(*working)


async def test_a_workflow_is_answered_once_the_room_has_heard_of_it(
    through_temporal: Run, room: Room, order: Count
) -> None:
    use_case = Counter(NotYet("application"), NotYet("application"), ConnectionError("the database is away"))
    assert await through_temporal(use_case, order) == Sum(number=4)
    assert [event.data["number"] for event in await room.told(order.about)] == [4]
