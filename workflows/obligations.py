"""What outlives a grant once it is closed: obligations for years, money that is to come back.

A workflow of its own and not a longer life of the grant's: the closing is then an end that every build knows, whatever
falls due later, and a grant whose run is pinned to an old build has its obligations kept by the newest one.

It lives as long as the grant can still get a date: while money is to come back, a guarantee may be taken in years after
all instalments were late. Nothing is started anew then, so runs, their volumes and their trace go on without a gap.
"""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts.workflows import (
        HEAR,
        Fact,
        FactKind,
        ObligationsInput,
        ObligationsOutput,
        WorkflowName,
    )

from workflows.falling_due import DueList
from workflows.hearing import Ears
from workflows.marks import mark
from workflows.stubs import Steps
from workflows.volumes import give_way

ASLEEP = timedelta(days=366)
"""How long a run may wait for one date: then it begins anew, on the newest build there is."""


@workflow.defn(name=WorkflowName.OBLIGATIONS, versioning_behavior=VersioningBehavior.PINNED)
class ObligationsWorkflow:
    """Waits for the earliest date, tells the room that it has come, and is over when nothing falls due or can."""

    @workflow.init
    def __init__(self, start: ObligationsInput) -> None:
        self._start = start
        steps, more = Steps(start.volume), start.more_may_come
        self._due = DueList(start.grant_id, start.deadlines, start.turn, steps, more_may_come=more)
        self._ears = Ears(start.heard, start.waiting)

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: ObligationsInput) -> ObligationsOutput:  # noqa: ARG002 - kept by __init__
        wakes_at = workflow.now() + ASLEEP
        while not self._due.is_over or self._ears.has(FactKind.CLOCK_MOVED, FactKind.GRANT_REOPENED):
            due = self._due.earliest
            mark(due.kind if due else "waiting", due.at if due else None)
            until = min(due.at, wakes_at) if due else wakes_at
            fact = await self._ears.next(FactKind.CLOCK_MOVED, FactKind.GRANT_REOPENED, until=until)
            if fact is not None and fact.kind is FactKind.GRANT_REOPENED:
                mark("reopened", None)
                return ObligationsOutput(reopened=True)
            if fact is not None:
                self._due.move(fact.deadlines, fact.number, more_may_come=fact.more_may_come)
            elif due is not None and due.at <= until:
                await self._due.fall(due)
            else:
                await self._next_volume()
        mark("over", None)
        return ObligationsOutput(reopened=False)

    async def _next_volume(self) -> None:
        following = {
            "volume": self._start.volume + 1,
            "deadlines": self._due.deadlines,
            "turn": self._due.turn,
            "more_may_come": self._due.more_may_come,
            "heard": self._ears.heard,
            "waiting": self._ears.waiting,
        }
        await give_way(self._start.model_copy(update=following))
