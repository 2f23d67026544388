"""Random lives of grants, lived with the real workflows on one clock that travels.

The room behind them is the domain itself, in memory: a file a life, the real rules, every law asserted at every step.
One life alone, where one failed: `python -m tests.workflows.lives SEED`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from pydantic import BaseModel
from temporalio import activity
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker, WorkflowRunner

from cli.stack.options import ATTRIBUTES
from grants.contracts import activities as rooms
from grants.contracts import queues
from grants.contracts.activities import FallDue, GrantState
from grants.contracts.grant_event import ClockMoved
from grants.contracts.workflows import HEAR
from runtime.embedded.ports import free_port
from runtime.embedded.supervise import Supervisor
from runtime.embedded.temporal import TestServer, prepare
from tests.services.monitoring import (
    lives_clock,
    lives_end,
    lives_milestones,
    lives_money,
    lives_owed,
    lives_plan,
    lives_reports,
)
from tests.workflows.clockwork import Clockwork
from tests.workflows.conftest import Travel
from tests.workflows.lived import ANEW, Lived
from tests.workflows.watched import COMPLETED, Watch, WatchedRunner
from workflows.grant import GrantWorkflow
from workflows.obligations import ObligationsWorkflow
from workflows.routes import ROUTES, Heard, Start, Tell

TOPICS = (lives_clock, lives_reports, lives_money, lives_owed, lives_plan, lives_milestones, lives_end)
"""What the people of a life can do; each topic registers its acts and laws when it is read."""
PATIENCE = 180
ALL_IN_MIND = 10_000
KINDS = [GrantWorkflow, ObligationsWorkflow]
BUILD = "test"
"""Said, as it would else be reckoned from every module there is."""


class Clock(Protocol):
    """Where workflows run and time leaps: a server, or the clockwork."""

    async def to(self, moment: datetime) -> None: ...

    async def start(self, name: str, start: BaseModel, workflow_id: str) -> None: ...

    async def signal(self, workflow_id: str, name: str, argument: BaseModel) -> bool:
        """Whether it was there to hear it."""


class World:
    """Lives that share a clock. faults: what went wrong, by seed; such a life goes no further.

    loop: given where workflows take their steps beside it, in threads of their own.
    """

    def __init__(self, seeds: Iterable[int], loop: asyncio.AbstractEventLoop | None = None) -> None:
        self.watch = Watch(self._stirred if loop is None else partial(loop.call_soon_threadsafe, self._stirred))
        self.lives = {one.id: one for one in (Lived(seed, self.watch) for seed in seeds)}
        self.faults: dict[int, str] = {}
        self._patience = 0 if loop is None else PATIENCE

    @property
    def runner(self) -> WorkflowRunner:
        """Without the sandbox, which would read every module anew for each of thousands of runs; what it forbids is
        found where the same workflows are tested in it.
        """
        return WatchedRunner(self.watch)

    async def live(self, clock: Clock) -> None:
        """All of them, until each is over. The clock goes from one day on which somebody acts to the next; what falls
        due on the way the workflows bring to the room by themselves, each at its time.
        """
        self._clock = clock
        living = list(self.lives.values())
        while living:
            moment = min(one.stop for one in living)
            await clock.to(moment)
            await asyncio.gather(*(self._step(one) for one in living if one.stop <= moment))
            living = [one for one in living if not one.over and one.seed not in self.faults]

    def answer(self, order: FallDue, at: datetime) -> GrantState:
        """The room's, kept where it fails."""
        one = self.lives[order.grant_id]
        with one.watched():
            return one.answer(order, at)
        return GrantState(deadlines=(), turn=order.at.year * 1000)

    def _stirred(self, workflow_id: str) -> None:
        one = self.lives[workflow_id.split("/")[1]]
        with one.watched():
            one.looked_at(workflow_id)

    async def _step(self, one: Lived) -> None:
        """One life at one of its stops."""
        try:
            if one.begun:
                await self._still(one)
                await self._act(one)
            else:
                await self._tell(one, one.opened())
            await self._still(one)
            one.go_on()
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is told with its life, and the others go on
            self.faults[one.seed] = f"{fault!r}: {one}"

    async def _act(self, one: Lived) -> None:
        """News comes in order, now and then overtaken by newer news."""
        waiting: list[ClockMoved] = []
        for news in one.acts():
            waiting.append(news)
            if isinstance(news, ANEW):
                await self._tell(one, *waiting)
            elif one.comes_now or one.dice.randrange(4):
                await self._tell(one, *reversed(waiting))
            else:
                continue
            waiting.clear()
            if one.comes_now:
                await self._still(one)
        await self._tell(one, *reversed(waiting))

    async def _tell(self, one: Lived, *told: ClockMoved) -> None:
        for news in told:
            heard = Heard(f"{one.id}/{news.turn}", one.life.now, by_system=False)
            for step in ROUTES[type(news)](heard, news):
                match step:
                    case Start():
                        await self._clock.start(step.name, step.start, step.workflow_id)
                    case Tell():
                        await self._signal(one, step)

    async def _signal(self, one: Lived, step: Tell) -> None:
        """A fact, now and then twice; to a workflow that is over nobody can tell any more, nor if it ends meanwhile."""
        for _ in range(1 if one.dice.randrange(6) else 2):
            waits = self.watch.latest(step.workflow_id)
            if waits is None or waits.ended != COMPLETED:
                one.news[step.workflow_id].append(step.fact.event_id)
                if not await self._clock.signal(step.workflow_id, HEAR, step.fact):
                    one.news[step.workflow_id].pop()

    async def _still(self, one: Lived) -> None:
        """By clockwork it stands still at once or never."""
        try:
            async with asyncio.timeout(self._patience):
                while not one.stands_still():
                    one.stirred.clear()
                    await one.stirred.wait()
        except TimeoutError:
            raise AssertionError("what is to come is not what is waited for") from None


class Server:
    """A time-skipping server of one's own. Nothing is put out of mind, so that nothing is replayed without need."""

    def __init__(self, client: Client) -> None:
        self._client, self._travel = client, Travel(client)
        self.to = self._travel.to

    async def start(self, name: str, start: BaseModel, workflow_id: str) -> None:
        await self._client.start_workflow(name, start, id=workflow_id, task_queue=queues.WORKFLOWS)

    async def signal(self, workflow_id: str, name: str, argument: BaseModel) -> bool:
        try:
            await self._client.get_workflow_handle(workflow_id).signal(name, argument)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return True

    def workers(self, runner: WorkflowRunner, answer: Callable[[FallDue, datetime], GrantState]) -> tuple[Worker, ...]:
        @activity.defn(name=rooms.fall_due.name)
        async def fall_due(order: FallDue) -> GrantState:
            return answer(order, activity.info().scheduled_time)

        keeps = Worker(
            self._client,
            task_queue=queues.WORKFLOWS,
            workflows=KINDS,
            workflow_runner=runner,
            max_cached_workflows=ALL_IN_MIND,
            build_id=BUILD,
            debug_mode=True,  # no step is broken off after two seconds: the machine may be busy
        )
        return keeps, Worker(self._client, task_queue=queues.MONITORING, activities=[fall_due], build_id=BUILD)


async def on_a_server(seeds: Iterable[int]) -> World:
    """Lived with a worker on a time-skipping server, many side by side."""
    world = World(seeds, asyncio.get_running_loop())
    async with AsyncExitStack() as closing:
        folder = Path(closing.enter_context(TemporaryDirectory()))
        server = Server(await closing.enter_async_context(travelling(folder)))
        for worker in server.workers(world.runner, world.answer):
            await closing.enter_async_context(worker)
        await world.live(server)
    return world


async def by_clockwork(seeds: Iterable[int]) -> World:
    """Lived without a server, one after the other."""
    world = World(seeds)
    with Clockwork(KINDS, world.runner, world.answer) as clockwork:
        await world.live(clockwork)
    return world


@asynccontextmanager
async def travelling(folder: Path) -> AsyncIterator[Client]:
    """A time-skipping server and a client that traces nothing."""
    server, supervisor = TestServer(free_port()), Supervisor(folder)
    try:
        await supervisor.start(server.spec())
        await prepare(server.address, "destek", ATTRIBUTES)
        yield await Client.connect(server.address, namespace="destek", data_converter=pydantic_data_converter)
    finally:
        await supervisor.stop(list(supervisor.children))
        supervisor.close()


async def lived(seeds: Iterable[int], how: Callable[[Iterable[int]], Awaitable[World]] = by_clockwork) -> World:
    """Every life to its end. Raises AssertionError that names the seed of each that went wrong."""
    world = await how(seeds)
    told = "\n".join(f"life {seed}: {fault}" for seed, fault in world.faults.items())
    assert not told, f"{told}\nalone: python -m tests.workflows.lives SEED, with --server on a server"
    return world


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:] if word != "--server"]
    asyncio.run(lived(asked, on_a_server if "--server" in sys.argv else by_clockwork))
