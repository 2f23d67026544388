"""The life of one application: from submission to its one typed end."""

from typing import TypeVar

from temporalio import workflow
from temporalio.common import VersioningBehavior
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from datetime import datetime

    from grants.contracts import activities as rooms
    from grants.contracts.activity import ActivityContract
    from grants.contracts.stages import CommitteeDecision, Outcome, Stage
    from grants.contracts.workflows import (
        HEAR,
        ApplicationInput,
        ApplicationOutput,
        Fact,
        FactKind,
        NegotiationInput,
        PreEvaluationInput,
        PreEvaluationOutput,
        WorkflowName,
        negotiation_workflow_id,
        pre_evaluation_workflow_id,
    )

from workflows.hearing import Ears, breathe
from workflows.marks import mark
from workflows.stubs import Steps, ask

Result = TypeVar("Result")
StageOrder = ActivityContract[rooms.EnterStage, rooms.StageState]
CHILD_ENDS_FIRST = "child-ends-first"
"""Since then an application ends after its child, so that nothing of it is under way once it is over."""


class Ended(Exception):  # noqa: N818 - it is the end, not a fault
    """The application has come to its end."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@workflow.defn(name=WorkflowName.APPLICATION, versioning_behavior=VersioningBehavior.PINNED)
class ApplicationWorkflow:
    """Opens each stage when the one before is done, and asks the room when a deadline has passed."""

    @workflow.init
    def __init__(self, start: ApplicationInput) -> None:
        self._id = start.application_id
        self._ears = Ears()
        self._steps = Steps()

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: ApplicationInput) -> ApplicationOutput:  # noqa: ARG002 - kept by __init__
        try:
            await self._administrative_check()
            await self._pre_evaluation()
            await self._committee()
            await self._negotiation()
            await self._approval()
            await self._founding()
            await self._signing()
        except Ended as end:
            mark(end.outcome, None)
            return ApplicationOutput(outcome=end.outcome)
        raise AssertionError("signing ends the application")

    async def _administrative_check(self) -> None:
        """Admitted; or once sent back for completion, and looked at again; or excluded."""
        due_at = await self._enter(Stage.ADMINISTRATIVE_CHECK)
        while True:
            kinds = (FactKind.ADMITTED, FactKind.COMPLETION_REQUESTED)
            fact = await self._wait(kinds, Stage.ADMINISTRATIVE_CHECK, due_at)
            if fact.kind is FactKind.ADMITTED:
                return
            mark(Stage.COMPLETION, fact.due_at)
            fact = await self._wait((FactKind.COMPLETION_SUBMITTED,), Stage.COMPLETION, fact.due_at)
            mark(Stage.ADMINISTRATIVE_CHECK, fact.due_at)
            due_at = fact.due_at

    async def _pre_evaluation(self) -> None:
        """Evaluators read and score, out of each other's sight; the application goes on or is eliminated."""
        await self._enter(Stage.PRE_EVALUATION)
        result = await self._child(
            WorkflowName.PRE_EVALUATION,
            PreEvaluationInput(application_id=self._id),
            pre_evaluation_workflow_id(self._id),
            PreEvaluationOutput,
        )
        order = rooms.PreEvaluationResult(
            key=self._steps.key("pre-evaluation"), application_id=self._id, passed=result.passed, mean=result.mean
        )
        self._goes_on(await ask(rooms.record_pre_evaluation, order))

    async def _committee(self) -> None:
        """The committee of the call decides on all its applications at once; the call tells the result.

        In reserve it waits for another one: it moves up when somebody before it leaves, or is out.
        """
        state = await self._result(Stage.COMMITTEE)
        while state.stage is Stage.RESERVE:
            mark(Stage.RESERVE, state.due_at)
            state = await self._result(Stage.RESERVE)

    async def _result(self, stage: Stage) -> rooms.StageState:
        fact = await self._wait((FactKind.COMMITTEE_RESULT,), stage, None)
        order = rooms.CommitteeResult(
            key=self._steps.key("committee"),
            application_id=self._id,
            decision=CommitteeDecision(fact.decision),
            total=fact.text,
            rank=fact.number,
            due_at=fact.due_at,
        )
        return self._goes_on(await ask(rooms.record_committee, order))

    async def _negotiation(self) -> None:
        """Both sides agree on the plan, or one declines, or time runs out."""
        state = await self._child(
            WorkflowName.NEGOTIATION,
            NegotiationInput(application_id=self._id),
            negotiation_workflow_id(self._id),
            rooms.StageState,
        )
        self._goes_on(state)

    async def _approval(self) -> None:
        """The Minister approves; a refusal ends the application."""
        due_at = await self._enter(Stage.APPROVAL)
        await self._wait((FactKind.MINISTER_DECIDED,), Stage.APPROVAL, due_at)

    async def _founding(self) -> None:
        """The consortium founds its enterprise in time."""
        due_at = await self._enter(Stage.FOUNDING)
        await self._wait((FactKind.ENTERPRISE_RECORDED,), Stage.FOUNDING, due_at)

    async def _signing(self) -> None:
        """Both sides sign the contract in time."""
        due_at = await self._enter(Stage.SIGNING)
        await self._wait((FactKind.CONTRACT_CONCLUDED,), Stage.SIGNING, due_at)
        raise Ended(Outcome.CONTRACTED)

    async def _enter(self, stage: Stage) -> datetime | None:
        """Open a stage; returns when it is due."""
        state = await self._order(rooms.enter_stage, stage)
        mark(stage, state.due_at)
        return state.due_at

    async def _wait(self, kinds: tuple[FactKind, ...], stage: Stage, due_at: datetime | None) -> Fact:
        """The next of these facts. When the deadline comes first, the room says what follows from it."""
        while True:
            fact = await self._ears.next(*kinds, FactKind.APPLICATION_ENDED, until=due_at)
            if fact is None:
                due_at = await self._lapse(stage, due_at)
            elif fact.kind is FactKind.APPLICATION_ENDED:
                raise Ended(Outcome(fact.decision))
            else:
                return fact

    async def _lapse(self, stage: Stage, due_at: datetime | None) -> datetime | None:
        """A deadline has passed: the new one, or none when the act came in time and its fact is on the way."""
        state = await self._order(rooms.lapse_stage, stage)
        if state.stage is not stage:
            return None
        if state.due_at == due_at:
            await breathe()
        else:
            mark(stage, state.due_at)
        return state.due_at

    async def _order(self, contract: StageOrder, stage: Stage) -> rooms.StageState:
        key = self._steps.key(f"{contract.name}/{stage}")
        return self._goes_on(await ask(contract, rooms.EnterStage(key=key, application_id=self._id, stage=stage)))

    def _goes_on(self, state: rooms.StageState) -> rooms.StageState:
        if state.outcome is not None:
            raise Ended(state.outcome)
        return state

    async def _child(self, name: WorkflowName, start: object, workflow_id: str, result: type[Result]) -> Result:
        """The result of a child; a withdrawal meanwhile cancels it."""
        child = await workflow.start_child_workflow(
            name, start, id=workflow_id, result_type=result, parent_close_policy=ParentClosePolicy.REQUEST_CANCEL
        )
        await workflow.wait_condition(lambda: child.done() or self._ears.has(FactKind.APPLICATION_ENDED))
        if not child.done():
            child.cancel()
            if workflow.patched(CHILD_ENDS_FIRST):
                await workflow.wait_condition(child.done)
            fact = self._ears.pop(FactKind.APPLICATION_ENDED)
            raise Ended(Outcome(fact.decision) if fact else Outcome.WITHDRAWN)
        answer: Result = await child
        return answer
