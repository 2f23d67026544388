"""One workflow in two builds: the same, and one that takes other steps."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import VersioningBehavior


@workflow.defn(name="Greeter", versioning_behavior=VersioningBehavior.PINNED)
class Greeter:
    def __init__(self) -> None:
        self.name = ""
        self.begun = False

    @workflow.signal
    def greet(self, name: str) -> None:
        self.name = name

    @workflow.query
    def waiting(self) -> bool:
        return self.begun

    @workflow.run
    async def run(self) -> str:
        await workflow.sleep(timedelta(milliseconds=10))
        self.begun = True
        await workflow.wait_condition(lambda: bool(self.name))
        return f"Merhaba {self.name}"


@workflow.defn(name="Greeter", versioning_behavior=VersioningBehavior.PINNED)
class OtherGreeter:
    @workflow.run
    async def run(self) -> str:
        return await workflow.execute_activity("ask", result_type=str, start_to_close_timeout=timedelta(seconds=5))
