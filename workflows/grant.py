"""The life of a grant: five to seven years, one run a reporting period; it keeps every deadline and decides none."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.monitoring_events import Deadline
    from grants.contracts.stages import DeadlineKind, GrantOutcome
    from grants.contracts.workflows import HEAR, Fact, FactKind, GrantInput, GrantOutput, WorkflowName

from workflows.hearing import Ears, breathe
from workflows.marks import mark
from workflows.stubs import Steps, ask
from workflows.volumes import give_way


@workflow.defn(name=WorkflowName.GRANT, versioning_behavior=VersioningBehavior.PINNED)
class GrantWorkflow:
    """Waits for the earliest deadline, tells the room that it has come, and takes the room's new list."""

    @workflow.init
    def __init__(self, start: GrantInput) -> None:
        self._start = start
        self._deadlines = start.deadlines
        self._turn = start.turn
        self._ears = Ears(start.heard, start.waiting)
        self._steps = Steps(start.period)

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: GrantInput) -> GrantOutput:  # noqa: ARG002 - kept by __init__
        while True:
            due = min(self._deadlines, key=lambda one: one.at, default=None)
            mark(due.kind if due else "waiting", due.at if due else None)
            kinds = (FactKind.CLOCK_MOVED, FactKind.GRANT_CLOSED)
            fact = await self._ears.next(*kinds, until=due.at if due else None)
            if fact is not None and fact.kind is FactKind.GRANT_CLOSED:
                mark(fact.decision, None)
                return GrantOutput(outcome=GrantOutcome(fact.decision))
            if fact is not None:
                self._move(fact.deadlines, fact.number)
            elif due is not None and await self._fall_due(due):
                await self._next_volume()

    async def _fall_due(self, due: Deadline) -> bool:
        """Whether a reporting period has ended with this deadline."""
        order = rooms.FallDue(
            key=self._steps.key(f"{due.kind}/{due.number}"),
            grant_id=self._start.grant_id,
            kind=due.kind,
            number=due.number,
            at=due.at,
        )
        state = await ask(rooms.fall_due, order)
        self._move(state.deadlines, state.turn)
        if due in self._deadlines:
            await breathe()
            return False
        return due.kind is DeadlineKind.PERIOD_END

    def _move(self, deadlines: tuple[Deadline, ...], turn: int) -> None:
        """Take a newer list; one that was overtaken on the way is old and does not count."""
        if turn >= self._turn:
            self._deadlines, self._turn = deadlines, turn

    async def _next_volume(self) -> None:
        """A new run for the new period: short histories, one volume each, and a place to move to a new build."""
        following = self._start.model_copy(
            update={
                "period": self._start.period + 1,
                "deadlines": self._deadlines,
                "turn": self._turn,
                "heard": self._ears.heard,
                "waiting": self._ears.waiting,
            }
        )
        await give_way(following)
