"""The life of a call: it opens and closes at its time, waits for its applications, and has the committee decide."""

import asyncio

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
from workflows.volumes import give_way, is_full

CallOrder = ActivityContract[rooms.CallOrder, rooms.CallState]
TOLD_AT_ONCE = 50


@workflow.defn(name=WorkflowName.CALL, versioning_behavior=VersioningBehavior.PINNED)
class CallWorkflow:
    """Opens, closes, joins (every application past pre-evaluation), and splits again (each gets its result).

    Each application costs a few events of history, so a large call is told in several runs: between any two facts
    a run may give way to the next, except while the committee sits.
    """

    @workflow.init
    def __init__(self, start: CallInput) -> None:
        self._start = start
        self._id = start.call_id
        self._ears = Ears(start.heard, start.waiting)
        self._steps = Steps(start.volume)
        self._closes_at = start.closes_at
        self._opened = start.opened
        self._ready = set(start.ready)
        self._out = set(start.out)
        self._placed = start.placed
        self._closed(start.applications)

    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None:
        match fact.kind:
            case FactKind.APPLICATION_READY:
                self._ready.add(fact.about)
                self._awaited.discard(fact.about)
            case FactKind.APPLICATION_ENDED:
                self._out.add(fact.about)
                self._awaited.discard(fact.about)
            case _:
                self._ears.take_in(fact)

    @workflow.run
    async def run(self, start: CallInput) -> None:  # noqa: ARG002 - kept by __init__
        if not self._opened:
            await self._opens()
        if self._applications is None:
            await self._closes()
        if self._placed is None:
            await self._joins()
            await self._committee()
        await self._splits()
        mark("concluded", None)

    async def _opens(self) -> None:
        mark(rooms.CallStatus.PUBLISHED, self._start.opens_at)
        await self._ears.next(until=self._start.opens_at)
        state = await self._ask(rooms.open_call)
        while state.status is rooms.CallStatus.PUBLISHED:
            await breathe()
            state = await self._ask(rooms.open_call)
        self._opened = True

    async def _closes(self) -> None:
        """Wait for the deadline, wherever it is moved to, and learn what was submitted."""
        while self._applications is None:
            mark(rooms.CallStatus.OPEN, self._closes_at)
            moved = await self._ears.next(FactKind.DEADLINE_MOVED, until=self._closes_at, unless=self._is_full)
            if moved is not None and moved.due_at is not None:
                self._closes_at = moved.due_at
            elif self._is_full():
                await self._next_volume()
            else:
                await self._close()

    async def _close(self) -> None:
        state = await self._ask(rooms.close_call)
        if state.status is rooms.CallStatus.CLOSED:
            self._closed(state.applications)
            return
        if state.closes_at == self._closes_at:
            await breathe()
        self._closes_at = state.closes_at

    def _closed(self, applications: tuple[ApplicationId, ...] | None) -> None:
        """Those submitted, and those of them still awaited; nobody is awaited while the call is not closed."""
        self._applications = applications
        self._awaited = set(applications or ()) - self._ready - self._out

    async def _joins(self) -> None:
        """Until each application that is still in has come before the committee; no other is waited for."""
        mark("pre_evaluation", None)
        await workflow.wait_condition(lambda: not self._awaited or self._is_full())
        if self._awaited:
            await self._next_volume()

    async def _committee(self) -> None:
        """The committee ranks all that are in."""
        standing = self._standing()
        if not standing:
            self._placed = ()
            return
        mark("committee", None)
        state = await workflow.execute_child_workflow(
            WorkflowName.COMMITTEE,
            CommitteeInput(call_id=self._id, applications=standing),
            id=committee_workflow_id(self._id),
            result_type=rooms.CommitteeState,
        )
        self._placed = state.placed

    def _standing(self) -> tuple[ApplicationId, ...]:
        return tuple(one for one in self._applications or () if one not in self._out)

    async def _splits(self) -> None:
        """Each application hears its own result; many at once, so that none waits for all before it."""
        while self._placed:
            now = self._placed[:TOLD_AT_ONCE]
            await asyncio.gather(*(self._tell(one) for one in now))
            self._placed = self._placed[TOLD_AT_ONCE:]
            if self._placed and self._is_full():
                await self._next_volume()

    async def _tell(self, place: rooms.Placement) -> None:
        fact = Fact(
            event_id=f"{committee_workflow_id(self._id)}/{place.application_id}",
            kind=FactKind.COMMITTEE_RESULT,
            at=workflow.now(),
            decision=place.decision,
            number=place.rank,
            text=place.total,
            due_at=place.due_at,
        )
        handle = workflow.get_external_workflow_handle(application_workflow_id(place.application_id))
        try:
            await handle.signal(HEAR, fact)
        except FailureError:
            workflow.logger.info("application %s has ended before its result", place.application_id)

    def _is_full(self) -> bool:
        return is_full(self._start.events_a_run)

    async def _next_volume(self) -> None:
        """A new run with what matters still: of a closed call just those in, of a concluded one just their results."""
        standing = () if self._placed else self._standing()
        closed = self._applications is not None
        following = self._start.model_copy(
            update={
                "closes_at": self._closes_at,
                "volume": self._start.volume + 1,
                "opened": self._opened,
                "applications": standing if closed else None,
                "ready": tuple(sorted(self._ready & set(standing) if closed else self._ready)),
                "out": () if closed else tuple(sorted(self._out)),
                "placed": self._placed,
                "heard": self._ears.heard,
                "waiting": self._ears.waiting,
            }
        )
        await give_way(following)

    async def _ask(self, contract: CallOrder) -> rooms.CallState:
        return await ask(contract, rooms.CallOrder(key=self._steps.key(contract.name), call_id=self._id))
