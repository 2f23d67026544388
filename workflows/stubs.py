"""Typed orders to the rooms: each goes to the queue of the room that decides, and is tried until it is answered."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from grants.contracts.activity import ActivityContract, AnswerT, OrderT

_PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))
_TIME_FOR_ONE = timedelta(seconds=30)


async def ask(contract: ActivityContract[OrderT, AnswerT], order: OrderT) -> AnswerT:
    """The room's answer. A refusal is final (ApplicationError); anything else is tried again without limit."""
    answer: AnswerT = await workflow.execute_activity(
        contract.name,
        order,
        task_queue=contract.queue,
        result_type=contract.answer,
        start_to_close_timeout=_TIME_FOR_ONE,
        retry_policy=_PATIENT,
    )
    return answer


class Steps:
    """Numbers the orders of a workflow, so that each has a key of its own that a replay finds again."""

    def __init__(self, volume: int = 1) -> None:
        self._volume = volume
        self._count = 0

    def key(self, name: str) -> str:
        self._count += 1
        return f"{workflow.info().workflow_id}/{self._volume}/{self._count}/{name}"
