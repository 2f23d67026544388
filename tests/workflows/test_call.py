"""The call's workflow keeps the calendar, joins its applications before the committee, and hands out results."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from grants.contracts.activities import CallState, CallStatus, CommitteeState, Placement
from grants.contracts.stages import CommitteeDecision
from grants.contracts.workflows import CallInput, FactKind, WorkflowName, call_workflow_id, committee_workflow_id
from tests.workflows.conftest import Play, Theatre
from tests.workflows.scripted import Script

pytestmark = pytest.mark.servers


class Calendar:
    """A call as its room keeps it: it opens and closes only when its time has come."""

    def __init__(self, applications: tuple[str, ...] = ()) -> None:
        self.applications = applications
        self.opens_at = self.closes_at = datetime.min.replace(tzinfo=UTC)

    def opened(self, _: object) -> CallState:
        return CallState(status=CallStatus.OPEN, opens_at=self.opens_at, closes_at=self.closes_at)

    def closed(self, _: object) -> CallState:
        return CallState(
            status=CallStatus.CLOSED,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            applications=self.applications,
        )

    def scripts(self) -> dict[str, Script]:
        return {
            "open_call": self.opened,
            "close_call": self.closed,
            "open_committee": lambda _: CommitteeState(concluded=False),
            "advance_committee": lambda _: CommitteeState(concluded=True, placed=self.placed()),
        }

    def placed(self) -> tuple[Placement, ...]:
        return tuple(
            Placement(application_id=one, decision=CommitteeDecision.SELECTED, total="80", rank=rank)
            for rank, one in enumerate(self.applications, 1)
        )


async def publish(theatre: Theatre, calendar: Calendar, days: int = 30) -> str:
    call_id = str(uuid4())
    now = await theatre.travel.now()
    calendar.opens_at, calendar.closes_at = now + timedelta(days=1), now + timedelta(days=days)
    start = CallInput(call_id=call_id, programme="kdp-2014", opens_at=calendar.opens_at, closes_at=calendar.closes_at)
    await theatre.start(WorkflowName.CALL, start, call_workflow_id(call_id))
    return call_id


async def finished(theatre: Theatre, call_id: str) -> None:
    await theatre.client.get_workflow_handle(call_workflow_id(call_id)).result()


async def test_it_opens_and_closes_at_its_time(play: Play) -> None:
    calendar = Calendar()
    theatre = await play(calendar.scripts())
    call_id = await publish(theatre, calendar)
    assert theatre.rooms.orders["open_call"] == []
    await theatre.travel.to(calendar.opens_at)
    await theatre.until_ordered("open_call")
    assert theatre.rooms.orders["close_call"] == []
    await theatre.travel.to(calendar.closes_at)
    await finished(theatre, call_id)
    assert len(theatre.rooms.orders["close_call"]) == 1
    assert theatre.rooms.orders["open_committee"] == [], "nothing was submitted, so no committee sits"


async def test_a_moved_deadline_is_followed(play: Play) -> None:
    calendar = Calendar()
    theatre = await play(calendar.scripts())
    call_id = await publish(theatre, calendar)
    await theatre.travel.to(calendar.opens_at)
    await theatre.until_ordered("open_call")
    first = calendar.closes_at
    calendar.closes_at = first + timedelta(days=35)
    await theatre.tell(call_workflow_id(call_id), FactKind.DEADLINE_MOVED, due_at=calendar.closes_at)
    await theatre.travel.to(first + timedelta(days=1))
    assert theatre.rooms.orders["close_call"] == []
    await theatre.travel.to(calendar.closes_at)
    await finished(theatre, call_id)


async def test_a_call_that_still_has_drafts_to_end_is_asked_to_close_until_it_has(play: Play) -> None:
    calendar = Calendar()
    theatre = await play({**calendar.scripts(), "close_call": lambda _: closing.pop(0)(None)})
    closing = [calendar.opened, calendar.opened, calendar.closed]
    call_id = await publish(theatre, calendar)
    await theatre.travel.to(calendar.closes_at)
    await finished(theatre, call_id)
    orders = theatre.rooms.orders["close_call"]
    assert len({order.key for order in orders}) == len(orders) == 3


async def test_the_committee_waits_for_exactly_those_it_must(play: Play) -> None:
    calendar = Calendar(("a", "b", "c"))
    theatre = await play(calendar.scripts())
    call_id = await publish(theatre, calendar)
    await theatre.travel.to(calendar.closes_at)
    await theatre.until_ordered("close_call")
    workflow_id = call_workflow_id(call_id)
    await theatre.tell(workflow_id, FactKind.APPLICATION_READY, about="a")
    await theatre.tell(workflow_id, FactKind.APPLICATION_ENDED, about="b")
    assert theatre.rooms.orders["open_committee"] == []
    await theatre.tell(workflow_id, FactKind.APPLICATION_READY, about="c")
    await theatre.until_ordered("open_committee")
    assert theatre.rooms.orders["open_committee"][0].applications == ("a", "c")
    await theatre.tell(committee_workflow_id(call_id), FactKind.COMMITTEE_CONCLUDED)
    await finished(theatre, call_id)


async def test_an_application_that_ended_before_its_result_stops_nobody(play: Play) -> None:
    calendar = Calendar(("nobody-there",))
    theatre = await play(calendar.scripts())
    call_id = await publish(theatre, calendar)
    await theatre.travel.to(calendar.closes_at)
    await theatre.tell(call_workflow_id(call_id), FactKind.APPLICATION_READY, about="nobody-there")
    await theatre.until_ordered("open_committee")
    await theatre.tell(committee_workflow_id(call_id), FactKind.COMMITTEE_CONCLUDED)
    await finished(theatre, call_id)
