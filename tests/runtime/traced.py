"""A workflow that asks one thing of one activity, to follow a trace through it."""

from datetime import timedelta

from temporalio import activity, workflow
from temporalio.common import VersioningBehavior

with workflow.unsafe.imports_passed_through():
    from runtime.telemetry import trace_parent


@activity.defn
async def where_am_i() -> str:
    return trace_parent()


@workflow.defn(name="Traced", versioning_behavior=VersioningBehavior.PINNED)
class Traced:
    @workflow.run
    async def run(self) -> str:
        return await workflow.execute_activity(where_am_i, start_to_close_timeout=timedelta(seconds=10))
