"""The negotiation by code that takes longer for a step than Temporal's worker puts up with."""

from time import sleep

from temporalio import workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.workflows import NegotiationInput, WorkflowName

from workflows.negotiation import NegotiationWorkflow

LONGER = 2.2
"""Seconds: after two a worker breaks a step off."""


@workflow.defn(name=WorkflowName.NEGOTIATION, sandboxed=False, versioning_behavior=VersioningBehavior.PINNED)
class Slow(NegotiationWorkflow):
    @workflow.init
    def __init__(self, start: NegotiationInput) -> None:
        sleep(LONGER)
        super().__init__(start)

    @workflow.run
    async def run(self, start: NegotiationInput) -> rooms.StageState:
        return await super().run(start)
