"""The reserve of a call: kept until nobody is in it any more, or its days are over."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.workflows import HEAR, Fact, FactKind, ReserveInput, WorkflowName

from workflows.hearing import Ears, breathe
from workflows.marks import mark
from workflows.stubs import Steps, ask


@workflow.defn(name=WorkflowName.RESERVE, versioning_behavior=VersioningBehavior.PINNED)
class ReserveWorkflow:
    """Keeps the reserve's time. Who moves up is the room's to say, at once when somebody leaves."""

    @workflow.init
    def __init__(self, start: ReserveInput) -> None:  # noqa: ARG002 - the run has it
        self._ears = Ears()
        self._steps = Steps()

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: ReserveInput) -> None:
        state = rooms.ReserveState(closed=False, due_at=start.until)
        while not state.closed:
            due_at = state.due_at
            mark("reserve", due_at)
            if await self._ears.next(FactKind.RESERVE_CLOSED, until=due_at):
                break
            state = await ask(
                rooms.lapse_reserve, rooms.ReserveOrder(key=self._steps.key("lapse"), call_id=start.call_id)
            )
            if state.due_at == due_at and not state.closed:
                await breathe()
        mark("concluded", None)
