"""What falls due for a grant, as a workflow holds it: the room's list, its age, and how the room is told."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from grants.contracts import activities as rooms
    from grants.contracts.grant_event import Deadline

from workflows.hearing import breathe
from workflows.stubs import Steps, ask


class DueList:
    """The deadlines of a grant. turn: counts the room's changes, so that an older list is known as such.

    more_may_come: whether a closed grant can still get some, though it may have none now.
    """

    def __init__(
        self, grant_id: str, deadlines: tuple[Deadline, ...], turn: int, steps: Steps, *, more_may_come: bool = False
    ) -> None:
        self.deadlines, self.turn, self.more_may_come = deadlines, turn, more_may_come
        self._grant_id, self._steps = grant_id, steps

    @property
    def earliest(self) -> Deadline | None:
        return min(self.deadlines, key=lambda one: one.at, default=None)

    @property
    def is_over(self) -> bool:
        """Whether nothing falls due any more, and nothing can."""
        return not self.deadlines and not self.more_may_come

    def move(self, deadlines: tuple[Deadline, ...], turn: int, *, more_may_come: bool = False) -> None:
        """Take a newer list; one that was overtaken on the way is old and does not count."""
        if turn >= self.turn:
            self.deadlines, self.turn, self.more_may_come = deadlines, turn, more_may_come

    async def fall(self, due: Deadline) -> bool:
        """Tell the room that a deadline has come and take its new list; whether the deadline is settled."""
        order = rooms.FallDue(
            key=self._steps.key(f"{due.kind}/{due.number}"),
            grant_id=self._grant_id,
            kind=due.kind,
            number=due.number,
            at=due.at,
        )
        state = await ask(rooms.fall_due, order)
        self.move(state.deadlines, state.turn, more_may_come=state.more_may_come)
        if due in self.deadlines:
            await breathe()
            return False
        return True
