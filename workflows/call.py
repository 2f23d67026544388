"""The life of a call: it opens and closes at its time, waits for its applications, and has the committee decide."""

from temporalio import workflow
from temporalio.common import VersioningBehavior
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.activity import ActivityContract
    from grants.contracts.workflows import (
        HEAR,
        CallInput,
        CommitteeInput,
        Fact,
        FactKind,
        WorkflowName,
        application_workflow_id,
        committee_workflow_id,
    )
    from grants.values import ApplicationId

from workflows.hearing import Ears, breathe
from workflows.marks import mark
from workflows.stubs import Steps, ask

CallOrder = ActivityContract[rooms.CallOrder, rooms.CallState]


@workflow.defn(name=WorkflowName.CALL, versioning_behavior=VersioningBehavior.PINNED)
class CallWorkflow:
    """Opens, closes, joins (every application past pre-evaluation), and splits again (each gets its result)."""

    @workflow.init
    def __init__(self, start: CallInput) -> None:
        self._id = start.call_id
        self._ears = Ears()
        self._steps = Steps()
        self._ready: set[str] = set()
        self._out: set[str] = set()

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        match fact.kind:
            case FactKind.APPLICATION_READY:
                self._ready.add(fact.about)
            case FactKind.APPLICATION_ENDED:
                self._out.add(fact.about)
            case _:
                self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: CallInput) -> None:
        await self._opens(start)
        applications = await self._closes()
        mark("pre_evaluation", None)
        await workflow.wait_condition(lambda: set(applications) <= self._ready | self._out)
        standing = tuple(one for one in applications if one not in self._out)
        if standing:
            mark("committee", None)
            await self._committee(standing)
        mark("concluded", None)

    async def _opens(self, start: CallInput) -> None:
        self._closes_at = start.closes_at
        mark(rooms.CallStatus.PUBLISHED, start.opens_at)
        await self._ears.next(until=start.opens_at)
        state = await self._ask(rooms.open_call)
        while state.status is rooms.CallStatus.PUBLISHED:
            await breathe()
            state = await self._ask(rooms.open_call)

    async def _closes(self) -> tuple[ApplicationId, ...]:
        """Wait for the deadline, wherever it is moved to. Returns what was submitted."""
        while True:
            mark(rooms.CallStatus.OPEN, self._closes_at)
            moved = await self._ears.next(FactKind.DEADLINE_MOVED, until=self._closes_at)
            if moved is not None and moved.due_at is not None:
                self._closes_at = moved.due_at
                continue
            state = await self._ask(rooms.close_call)
            if state.status is rooms.CallStatus.CLOSED:
                return state.applications
            if state.closes_at == self._closes_at:
                await breathe()
            self._closes_at = state.closes_at

    async def _committee(self, standing: tuple[ApplicationId, ...]) -> None:
        """The committee ranks all; each application hears its own result."""
        state = await workflow.execute_child_workflow(
            WorkflowName.COMMITTEE,
            CommitteeInput(call_id=self._id, applications=standing),
            id=committee_workflow_id(self._id),
            result_type=rooms.CommitteeState,
        )
        for place in state.placed:
            fact = Fact(
                event_id=f"{committee_workflow_id(self._id)}/{place.application_id}",
                kind=FactKind.COMMITTEE_RESULT,
                at=workflow.now(),
                decision=place.decision,
                number=place.rank,
                text=place.total,
            )
            await self._tell(place.application_id, fact)

    async def _tell(self, application_id: ApplicationId, fact: Fact) -> None:
        handle = workflow.get_external_workflow_handle(application_workflow_id(application_id))
        try:
            await handle.signal(HEAR, fact)
        except FailureError:
            workflow.logger.info("application %s has ended before its result", application_id)

    async def _ask(self, contract: CallOrder) -> rooms.CallState:
        return await ask(contract, rooms.CallOrder(key=self._steps.key(contract.name), call_id=self._id))
