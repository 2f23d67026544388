"""A room that answers workflows as a test tells it to: the contract's shapes, no decision of its own."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from temporalio import activity

from grants.contracts import activities as contracts
from grants.contracts.activity import ActivityContract, Answer, Order

ALL = [value for value in vars(contracts).values() if isinstance(value, ActivityContract)]
Script = Callable[[Any], Answer]


@dataclass
class ScriptedRooms:
    """Answers each order by its script and keeps the orders."""

    scripts: dict[str, Script]
    orders: dict[str, list[Order]] = field(default_factory=lambda: defaultdict(list))

    def activities(self, queue: str) -> list[Callable[..., Any]]:
        return [self._activity(contract) for contract in ALL if contract.queue == queue]

    def _activity(self, contract: ActivityContract[Any, Any]) -> Callable[..., Any]:
        async def answer(order: Order) -> Answer:
            self.orders[contract.name].append(order)
            return self.scripts[contract.name](order)

        answer.__annotations__ = {"order": contract.order, "return": contract.answer}
        return activity.defn(name=contract.name)(answer)
