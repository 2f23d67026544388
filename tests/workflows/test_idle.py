"""An open grant to which nothing happens does nothing: what a thousand of them cost is what a thousand timers cost."""

from datetime import UTC, datetime, timedelta

from grants.contracts.activities import FallDue, GrantState
from grants.contracts.grant_event import Deadline
from grants.contracts.stages import DeadlineKind
from grants.contracts.workflows import GrantInput, WorkflowName, grant_workflow_id
from tests.workflows.clockwork import Clockwork
from tests.workflows.watched import Watch, WatchedRunner
from workflows.grant import GrantWorkflow

OPENED = datetime(2027, 3, 1, tzinfo=UTC)
PERIOD_END = Deadline(kind=DeadlineKind.PERIOD_END, at=OPENED + timedelta(days=182), number=1)
LATER = Deadline(kind=DeadlineKind.SUPPORT_END, at=OPENED + timedelta(days=1826), number=1)
OPEN_GRANT = GrantInput(
    grant_id="g",
    application_id="g",
    call_id="c",
    programme="kdp-2014",
    province="Ankara",
    deadlines=(PERIOD_END, LATER),
)
ID = grant_workflow_id("g")


async def test_from_one_date_to_the_next_an_open_grant_takes_no_step_and_holds_one_timer() -> None:
    steps: list[str] = []
    orders: list[FallDue] = []
    watch = Watch(steps.append)

    def answer(order: FallDue, _: datetime) -> GrantState:
        orders.append(order)
        return GrantState(turn=10, deadlines=(LATER,))

    with Clockwork([GrantWorkflow], WatchedRunner(watch), answer) as clock:
        await clock.to(OPENED)
        await clock.start(WorkflowName.GRANT, OPEN_GRANT, ID)
        begun = len(steps)
        for day in range(182):
            await clock.to(OPENED + timedelta(days=day))
        assert (len(steps), orders) == (begun, [])
        waits = watch.latest(ID)
        assert waits is not None
        assert list(waits.timers.values()) == [PERIOD_END.at]
        await clock.to(PERIOD_END.at)
        assert [order.kind for order in orders] == [DeadlineKind.PERIOD_END]
        assert len(steps) > begun
