"""A negotiation that sleeps before it opens: another order of steps under the same name."""

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts.workflows import HEAR, Fact, NegotiationInput, WorkflowName


@workflow.defn(name=WorkflowName.NEGOTIATION, versioning_behavior=VersioningBehavior.PINNED)
class Hasty:
    @workflow.signal(name=HEAR)
    def hear(self, fact: Fact) -> None: ...

    @workflow.run
    async def run(self, start: NegotiationInput) -> None:
        await workflow.sleep(1)
