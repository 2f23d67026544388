"""The negotiation with its two steps exchanged: it waits before it asks. Once as it stands, once under a version."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.stages import Stage
    from grants.contracts.workflows import FactKind, NegotiationInput, WorkflowName

from workflows.negotiation import NegotiationWorkflow
from workflows.stubs import ask

WAIT = timedelta(days=30)


class Waiting(NegotiationWorkflow):
    async def wait_and_ask(self) -> rooms.StageState:
        if await self._ears.next(FactKind.AGREED, until=workflow.now() + WAIT):
            return rooms.StageState(stage=Stage.AGREED)
        return await ask(rooms.enter_stage, self._order("open"))


@workflow.defn(name=WorkflowName.NEGOTIATION, versioning_behavior=VersioningBehavior.PINNED)
class Reordered(Waiting):
    @workflow.init
    def __init__(self, start: NegotiationInput) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: NegotiationInput) -> rooms.StageState:
        return await self.wait_and_ask()


@workflow.defn(name=WorkflowName.NEGOTIATION, versioning_behavior=VersioningBehavior.PINNED)
class Versioned(Waiting):
    @workflow.init
    def __init__(self, start: NegotiationInput) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: NegotiationInput) -> rooms.StageState:
        return await self.wait_and_ask() if workflow.patched("waits before it asks") else await super().run(start)
