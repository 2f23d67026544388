"""What every activity has in common: a name on a room's queue, an order with its key, an answer."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict


class Order(BaseModel):
    """What a workflow asks of a room.

    key: the same order asked again (retry, restart, replay) carries the same key and gets the same answer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str


class Answer(BaseModel):
    """What the room decided. It stands."""

    model_config = ConfigDict(frozen=True, extra="ignore")


OrderT = TypeVar("OrderT", bound=Order)
AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True, slots=True)
class ActivityContract(Generic[OrderT, AnswerT]):
    """One activity: its name, the queue of the room that carries it out, and the two shapes."""

    name: str
    queue: str
    order: type[OrderT]
    answer: type[AnswerT]
