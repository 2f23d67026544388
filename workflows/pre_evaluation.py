"""Independent pre-evaluation: evaluators side by side, out of each other's sight, until the room has decided."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.workflows import (
        HEAR,
        Fact,
        FactKind,
        PreEvaluationInput,
        PreEvaluationOutput,
        WorkflowName,
    )

from workflows.hearing import Ears, breathe
from workflows.stubs import Steps, ask


@workflow.defn(name=WorkflowName.PRE_EVALUATION, versioning_behavior=VersioningBehavior.PINNED)
class PreEvaluationWorkflow:
    """Has evaluators assigned, waits for the last awaited assessment, and asks what follows."""

    @workflow.init
    def __init__(self, start: PreEvaluationInput) -> None:
        self._id = start.application_id
        self._ears = Ears()
        self._steps = Steps()

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: PreEvaluationInput) -> PreEvaluationOutput:  # noqa: ARG002 - kept by __init__
        state = await ask(rooms.open_pre_evaluation, self._order("open"))
        while not state.decided:
            due_at = state.due_at
            fact = await self._ears.next(FactKind.ASSIGNMENT_CHANGED, until=due_at)
            while self._ears.pop(FactKind.ASSIGNMENT_CHANGED):
                pass  # what several say at once is answered once
            state = await ask(rooms.advance_pre_evaluation, self._order("advance"))
            if fact is None and state.due_at == due_at and not state.decided:
                await breathe()
        return PreEvaluationOutput(passed=state.passed, mean=state.mean)

    def _order(self, name: str) -> rooms.PreEvaluationOrder:
        return rooms.PreEvaluationOrder(key=self._steps.key(name), application_id=self._id)
