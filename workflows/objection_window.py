"""The days in which one may object to a decision: kept, and closed by the room when they are over."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.workflows import HEAR, Fact, ObjectionWindowInput, WorkflowName

from workflows.hearing import Ears, breathe
from workflows.marks import mark
from workflows.stubs import Steps, ask


@workflow.defn(name=WorkflowName.OBJECTION_WINDOW, versioning_behavior=VersioningBehavior.PINNED)
class ObjectionWindowWorkflow:
    """Waits for the end of the days to object. An objection made meanwhile changes nothing about that end."""

    @workflow.init
    def __init__(self, start: ObjectionWindowInput) -> None:  # noqa: ARG002 - the run has it
        self._ears = Ears()
        self._steps = Steps()

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: ObjectionWindowInput) -> None:
        state = rooms.WindowState(closed=False, due_at=start.until)
        while not state.closed:
            due_at = state.due_at
            mark("objection_window", due_at)
            await self._ears.next(until=due_at)
            key = self._steps.key("close")
            state = await ask(
                rooms.close_objection_window, rooms.WindowOrder(key=key, application_id=start.application_id)
            )
            if state.due_at == due_at and not state.closed:
                await breathe()
        mark("concluded", None)
