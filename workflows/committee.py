"""The committee of a call: once for all its applications, until its chair has concluded."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.workflows import HEAR, CommitteeInput, Fact, FactKind, WorkflowName

from workflows.hearing import Ears, breathe
from workflows.stubs import Steps, ask


@workflow.defn(name=WorkflowName.COMMITTEE, versioning_behavior=VersioningBehavior.PINNED)
class CommitteeWorkflow:
    """Puts the applications before the committee, reminds, and brings back the ranking."""

    @workflow.init
    def __init__(self, start: CommitteeInput) -> None:
        self._id = start.call_id
        self._ears = Ears()
        self._steps = Steps()

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: CommitteeInput) -> rooms.CommitteeState:
        opening = rooms.OpenCommittee(key=self._steps.key("open"), call_id=self._id, applications=start.applications)
        state = await ask(rooms.open_committee, opening)
        while not state.concluded:
            due_at = state.due_at
            fact = await self._ears.next(FactKind.COMMITTEE_CONCLUDED, until=due_at)
            order = rooms.CommitteeOrder(key=self._steps.key("advance"), call_id=self._id)
            state = await ask(rooms.advance_committee, order)
            if fact is None and state.due_at == due_at and not state.concluded:
                await breathe()
        return state
