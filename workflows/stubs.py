"""Typed orders to the rooms: each goes to the queue of the room that decides, and is tried until it is answered."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from grants.contracts.activity import ActivityContract, AnswerT, OrderT

from workflows.marks import mark

_PATIENT = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))
_TIME_FOR_ONE = timedelta(seconds=30)
_LOOKED_AT = timedelta(hours=1)


async def ask(contract: ActivityContract[OrderT, AnswerT], order: OrderT) -> AnswerT:
    """The room's answer, however long it takes.

    Trouble is tried again without limit. A refusal of an order that the story foresees is a fault somebody has to
    look at: the workflow shows itself as blocked and asks again later, and never ends over it.
    """
    while True:
        try:
            return await _asked(contract, order)
        except ActivityError as error:
            if not isinstance(error.cause, ApplicationError):
                raise
            workflow.logger.error("%s was refused: %s", contract.name, error.cause)
            mark("blocked", None)
            await workflow.sleep(_LOOKED_AT)


async def _asked(contract: ActivityContract[OrderT, AnswerT], order: OrderT) -> AnswerT:
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
