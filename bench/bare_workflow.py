"""The least a workflow can do: hear a signal, ask for an activity, again and again."""

from datetime import timedelta

from temporalio import workflow

STEP = "step"
ECHO = "bench-echo"


@workflow.defn(name="BareWorkflow")
class BareWorkflow:
    """At most ten history events a step: the signal, two workflow tasks of three events, the activity's three."""

    def __init__(self) -> None:
        self._heard = 0

    @workflow.signal(name=STEP)
    def step(self) -> None:
        self._heard += 1

    @workflow.run
    async def run(self, steps: int) -> int:
        for done in range(steps):
            await workflow.wait_condition(lambda done=done: self._heard > done)  # type: ignore[misc]
            await workflow.execute_activity(ECHO, done, start_to_close_timeout=timedelta(seconds=30))
        return steps
