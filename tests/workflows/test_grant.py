"""The grant's workflow holds every deadline for years, one run a period, and takes the room's word for each."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from grants.contracts.activities import FallDue, GrantState
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind, GrantOutcome
from grants.contracts.workflows import FactKind, GrantInput, GrantOutput, WorkflowName, grant_workflow_id
from tests.workflows.conftest import Play, Theatre

pytestmark = pytest.mark.servers

HALF_YEAR = timedelta(days=182)


class FiveYears:
    """A grant as its room keeps it: ten half-years, then the end of support, then the closing."""

    def __init__(self) -> None:
        self.start = datetime.min.replace(tzinfo=UTC)
        self.turn = 0
        self.stands: tuple[Deadline, ...] = ()

    def period(self, number: int) -> Deadline:
        return Deadline(kind=DeadlineKind.PERIOD_END, at=self.start + number * HALF_YEAR, number=number)

    def answer(self, order: FallDue) -> GrantState:
        self.turn += 1
        asked = Deadline(kind=order.kind, number=order.number, at=order.at)
        if asked in self.stands:
            rest = tuple(one for one in self.stands if one != asked)
            self.stands = rest + self.follows(order)
        return GrantState(deadlines=self.stands, turn=self.turn)

    def follows(self, order: FallDue) -> tuple[Deadline, ...]:
        match order.kind:
            case DeadlineKind.PERIOD_END if order.number < 10:
                return (self.period(order.number + 1),)
            case DeadlineKind.PERIOD_END:
                return (Deadline(kind=DeadlineKind.SUPPORT_END, at=order.at),)
            case _:
                return ()


async def begin(theatre: Theatre, room: FiveYears) -> str:
    grant_id = str(uuid4())
    room.start = await theatre.travel.now()
    room.stands = (room.period(1),)
    start = GrantInput(
        grant_id=grant_id,
        application_id=grant_id,
        call_id="c",
        programme="kdp-2014",
        province="Ankara",
        deadlines=room.stands,
    )
    await theatre.start(WorkflowName.GRANT, start, grant_workflow_id(grant_id))
    return grant_id


async def closed(theatre: Theatre, grant_id: str) -> GrantOutcome:
    await theatre.tell(grant_workflow_id(grant_id), FactKind.GRANT_CLOSED, decision="completed", number=99)
    handle = theatre.client.get_workflow_handle(grant_workflow_id(grant_id), result_type=GrantOutput)
    return (await handle.result()).outcome


async def volumes(theatre: Theatre, grant_id: str) -> int:
    """How many runs the grant has had, counted back from the last."""
    count, run_id = 0, ""
    while count == 0 or run_id:
        handle = theatre.client.get_workflow_handle(grant_workflow_id(grant_id), run_id=run_id or None)
        first = (await handle.fetch_history()).events[0]
        run_id = first.workflow_execution_started_event_attributes.continued_execution_run_id
        count += 1
    return count


async def test_five_years_are_ten_volumes_and_each_deadline_is_put_to_the_room_once(play: Play) -> None:
    room = FiveYears()
    theatre = await play({"fall_due": room.answer})
    grant_id = await begin(theatre, room)
    await theatre.travel.forward(11 * HALF_YEAR)
    await theatre.until_ordered("fall_due", 11)
    assert await closed(theatre, grant_id) is GrantOutcome.COMPLETED
    orders = [(order.kind, order.number) for order in theatre.rooms.orders["fall_due"]]
    assert orders == [(DeadlineKind.PERIOD_END, n) for n in range(1, 11)] + [(DeadlineKind.SUPPORT_END, 0)]
    assert len({order.key for order in theatre.rooms.orders["fall_due"]}) == 11
    assert await volumes(theatre, grant_id) == 11, "ten periods and what follows them, a run each"


async def test_a_moved_clock_is_followed(play: Play) -> None:
    room = FiveYears()
    theatre = await play({"fall_due": room.answer})
    grant_id = await begin(theatre, room)
    later = Deadline(kind=DeadlineKind.PERIOD_END, at=room.start + 2 * HALF_YEAR, number=1)
    room.stands = (later,)
    await theatre.tell(grant_workflow_id(grant_id), FactKind.CLOCK_MOVED, deadlines=room.stands, number=1)
    await theatre.travel.forward(HALF_YEAR + timedelta(days=1))
    assert theatre.rooms.orders["fall_due"] == []
    await theatre.travel.to(later.at)
    await theatre.until_ordered("fall_due")
    await closed(theatre, grant_id)


async def test_news_that_was_overtaken_does_not_turn_the_clock_back(play: Play) -> None:
    room = FiveYears()
    theatre = await play({"fall_due": room.answer})
    grant_id = await begin(theatre, room)
    old = Deadline(kind=DeadlineKind.PERIOD_END, at=room.start + timedelta(days=1), number=1)
    await theatre.tell(grant_workflow_id(grant_id), FactKind.CLOCK_MOVED, deadlines=room.stands, number=5)
    await theatre.tell(grant_workflow_id(grant_id), FactKind.CLOCK_MOVED, deadlines=(old,), number=4)
    await theatre.travel.forward(timedelta(days=30))
    assert theatre.rooms.orders["fall_due"] == []
    await closed(theatre, grant_id)
