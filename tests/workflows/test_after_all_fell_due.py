"""A closed grant of which nothing falls due is waited on for as long as it can still get a date, run after run."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel

from grants.contracts.activities import FallDue, GrantState
from grants.contracts.grant_event import Deadline
from grants.contracts.stages import DeadlineKind
from grants.contracts.workflows import HEAR, Fact, FactKind, ObligationsInput, WorkflowName, obligations_workflow_id
from tests.workflows.clockwork import Clockwork
from tests.workflows.watched import COMPLETED, Watch, WatchedRunner
from workflows.obligations import ASLEEP, ObligationsWorkflow

CLOSED = datetime.fromisoformat("2030-01-01T00:00:00+00:00")
START = ObligationsInput(grant_id="g", application_id="g", deadlines=(), turn=5)
ID = obligations_workflow_id("g")


class Waiting:
    """A grant that was closed, on a clock that leaps."""

    def __init__(self, **start: object) -> None:
        self.asked: list[tuple[str, datetime]] = []
        self.watch = Watch(lambda _: None)
        self.clock = Clockwork([ObligationsWorkflow], WatchedRunner(self.watch), self._answer)
        self._start = START.model_copy(update=start)

    async def __aenter__(self) -> Self:
        self.clock.__enter__()
        await self.clock.to(CLOSED)
        await self.clock.start(WorkflowName.OBLIGATIONS, self._start, ID)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.clock.__exit__()

    async def hears(self, turn: int, *deadlines: Deadline, more_may_come: bool) -> None:
        fact = Fact(event_id=f"e{turn}", kind=FactKind.CLOCK_MOVED, at=CLOSED, number=turn)
        await self._tell(fact.model_copy(update={"deadlines": deadlines, "more_may_come": more_may_come}))

    async def reopened(self) -> None:
        await self._tell(Fact(event_id="r", kind=FactKind.GRANT_REOPENED, at=CLOSED))

    @property
    def ended(self) -> str:
        latest = self.watch.latest(ID)
        assert latest is not None
        return latest.ended

    @property
    def volumes(self) -> int:
        return len(self.watch.runs[ID])

    async def _tell(self, said: BaseModel) -> None:
        await self.clock.signal(ID, HEAR, said)

    def _answer(self, order: FallDue, at: datetime) -> GrantState:
        self.asked.append((order.key, at))
        return GrantState(turn=100 * len(self.asked), more_may_come=True)


def guarantee_ends(number: int, days: int) -> Deadline:
    return Deadline(kind=DeadlineKind.GUARANTEE_END, at=CLOSED + timedelta(days=days), number=number)


async def test_where_nothing_falls_due_and_nothing_can_it_is_over_at_once() -> None:
    async with Waiting() as one:
        assert (one.ended, one.volumes) == (COMPLETED, 1)


async def test_a_date_that_comes_years_after_the_last_one_is_waited_for_and_each_order_has_a_key_of_its_own() -> None:
    async with Waiting(more_may_come=True) as one:
        await one.clock.to(CLOSED + 3 * ASLEEP + timedelta(days=1))
        assert (one.ended, one.volumes) == ("", 4), "a run a year, each knowing that more may come"
        first, second = guarantee_ends(1, 1200), guarantee_ends(2, 1300)
        await one.hears(6, first, more_may_come=True)
        await one.clock.to(first.at)
        await one.hears(200, second, more_may_come=True)
        await one.clock.to(second.at)
        assert [at for _, at in one.asked] == [first.at, second.at]
        assert len({key for key, _ in one.asked}) == len(one.asked)
        assert one.ended == "", "the room says that more may come"
        await one.hears(300, more_may_come=False)
        assert one.ended == COMPLETED, "all the money has come back"


async def test_old_news_does_not_end_it() -> None:
    async with Waiting(more_may_come=True) as one:
        await one.hears(4, more_may_come=False)
        assert one.ended == ""


async def test_a_grant_opened_again_while_nothing_falls_due_ends_it() -> None:
    async with Waiting(more_may_come=True) as one:
        await one.reopened()
        assert one.ended == COMPLETED
