"""Negotiation over the work plan, in rounds, until agreed, declined or out of time."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.stages import Stage
    from grants.contracts.workflows import HEAR, Fact, FactKind, NegotiationInput, WorkflowName

from workflows.hearing import Ears, breathe
from workflows.stubs import Steps, ask


@workflow.defn(name=WorkflowName.NEGOTIATION, versioning_behavior=VersioningBehavior.PINNED)
class NegotiationWorkflow:
    """Opens the negotiation and keeps its time. The parent cancels it when the application ends otherwise."""

    @workflow.init
    def __init__(self, start: NegotiationInput) -> None:
        self._id = start.application_id
        self._ears = Ears()
        self._steps = Steps()

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: NegotiationInput) -> rooms.StageState:  # noqa: ARG002 - kept by __init__
        state = await ask(rooms.enter_stage, self._order("open"))
        while state.stage is Stage.NEGOTIATION and state.outcome is None:
            due_at = state.due_at
            if await self._ears.next(FactKind.AGREED, until=due_at):
                return rooms.StageState(stage=Stage.AGREED)
            state = await ask(rooms.lapse_stage, self._order("lapse"))
            if state.due_at == due_at:
                await breathe()
        return state

    def _order(self, name: str) -> rooms.EnterStage:
        return rooms.EnterStage(key=self._steps.key(name), application_id=self._id, stage=Stage.NEGOTIATION)
