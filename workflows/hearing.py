"""How workflows hear: facts come by one signal, each counts once, and wait in order until they are asked for."""

from collections.abc import Callable
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from datetime import datetime

    from grants.calendar import until as time_until
    from grants.contracts.workflows import Fact, FactKind

REMEMBERED = 200


def _never() -> bool:
    return False


class Ears:
    """The facts a workflow has heard and not yet used, and the ids of those it has heard lately."""

    def __init__(self, heard: tuple[str, ...] = (), waiting: tuple[Fact, ...] = ()) -> None:
        self._heard = dict.fromkeys(heard)
        self._waiting = list(waiting)

    def take_in(self, fact: Fact) -> None:
        """A fact heard twice counts once."""
        if fact.event_id in self._heard:
            return
        self._heard[fact.event_id] = None
        self._waiting.append(fact)

    def has(self, *kinds: FactKind) -> bool:
        return any(fact.kind in kinds for fact in self._waiting)

    def pop(self, *kinds: FactKind) -> Fact | None:
        """The first waiting fact of these kinds, if any."""
        for place, fact in enumerate(self._waiting):
            if fact.kind in kinds:
                return self._waiting.pop(place)
        return None

    async def next(
        self, *kinds: FactKind, until: datetime | None = None, unless: Callable[[], bool] = _never
    ) -> Fact | None:
        """The next fact of these kinds; None when `until` (an absolute instant) comes first, or `unless` holds."""
        timeout = None if until is None else time_until(until, workflow.now())
        try:
            await workflow.wait_condition(lambda: self.has(*kinds) or unless(), timeout=timeout)
        except TimeoutError:
            return None
        return self.pop(*kinds)

    @property
    def heard(self) -> tuple[str, ...]:
        """The ids of the latest facts, for the next run."""
        return tuple(self._heard)[-REMEMBERED:]

    @property
    def waiting(self) -> tuple[Fact, ...]:
        return tuple(self._waiting)


async def breathe() -> None:
    """A pause before asking a room again that found a deadline not yet come: its clock may be a little behind."""
    await workflow.sleep(timedelta(seconds=1))
