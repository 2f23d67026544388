"""The life of a grant: five to seven years, one run a reporting period; it keeps every deadline and decides none."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts.stages import DeadlineKind, GrantOutcome
    from grants.contracts.workflows import HEAR, Fact, FactKind, GrantInput, GrantOutput, WorkflowName

from workflows.falling_due import DueList
from workflows.hearing import Ears
from workflows.marks import mark
from workflows.stubs import Steps
from workflows.volumes import give_way


@workflow.defn(name=WorkflowName.GRANT, versioning_behavior=VersioningBehavior.PINNED)
class GrantWorkflow:
    """Waits for the earliest deadline, tells the room that it has come, and takes the room's new list."""

    @workflow.init
    def __init__(self, start: GrantInput) -> None:
        self._start = start
        self._due = DueList(start.grant_id, start.deadlines, start.turn, Steps(start.period))
        self._ears = Ears(start.heard, start.waiting)

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: GrantInput) -> GrantOutput:  # noqa: ARG002 - kept by __init__
        while True:
            due = self._due.earliest
            mark(due.kind if due else "waiting", due.at if due else None)
            kinds = (FactKind.CLOCK_MOVED, FactKind.GRANT_CLOSED)
            fact = await self._ears.next(*kinds, until=due.at if due else None)
            if fact is not None and fact.kind is FactKind.GRANT_CLOSED:
                mark(fact.decision, None)
                return GrantOutput(outcome=GrantOutcome(fact.decision))
            if fact is not None:
                self._due.move(fact.deadlines, fact.number)
            elif due is not None and await self._due.fall(due) and due.kind is DeadlineKind.PERIOD_END:
                await self._next_volume()

    async def _next_volume(self) -> None:
        """A new run for the new period: short histories, one volume each, and a place to move to a new build."""
        following = self._start.model_copy(
            update={
                "period": self._start.period + 1,
                "deadlines": self._due.deadlines,
                "turn": self._due.turn,
                "heard": self._ears.heard,
                "waiting": self._ears.waiting,
            }
        )
        await give_way(following)
