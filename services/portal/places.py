"""Where acts on a grant are done, and which of them fit how a part of it stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from grants.policy import Action
from services.portal.acting import Act
from services.portal.reading_grants import Grant

Can = frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where acts are done. parts: those of the grant it can be about, none where it is the grant as a whole.

    fits: the acts that fit how a part stands, of those open to the person. facts: the template of what is shown.
    """

    acts: tuple[Act, ...]
    facts: str = ""
    parts: Callable[[Grant], Iterable[Any]] | None = None
    key: str = "id"
    fits: Callable[[Grant, Any], Can] | None = None

    def find(self, grant: Grant, part: str) -> Any:
        """The part of that key; none where there is none."""
        parts = self.parts(grant) if self.parts else ()
        return next((one for one in parts if str(getattr(one, self.key)) == part), None)

    def open(self, grant: Grant, part: Any) -> Can:
        """The names of the acts open to the person who asked."""
        actions = self.fits(grant, part) if self.fits and part is not None else frozenset(grant.can)
        return frozenset(act.name for act in self.acts if act.action.value in actions)


def as_said(_: Grant, part: Any) -> Can:
    """The room says it of each part."""
    return frozenset(part.can)


def stands(*statuses: str) -> Callable[[Grant, Any], Can]:
    """All that is open on the grant, while the part stands so."""
    return lambda grant, part: frozenset(grant.can) if part.status in statuses else frozenset()


def is_held(grant: Grant, part: Any) -> Can:
    return frozenset(grant.can) if part.lifted_at is None else frozenset()


def is_unconfirmed(grant: Grant, part: Any) -> Can:
    return frozenset() if part.is_confirmed else frozenset(grant.can)


def of_finding(grant: Grant, part: Any) -> Can:
    """Answered while it is open; decided on until it is closed."""
    closed = {Action.FINDING_ANSWER.value, Action.FINDING_DECIDE.value} if part.status == "closed" else set()
    answered = {Action.FINDING_ANSWER.value} if part.status != "open" else set()
    return frozenset(grant.can) - closed - answered


def of_development(grant: Grant, part: Any) -> Can:
    decided = part.status == "decided"
    none_yet = {Action.DEVELOPMENT_DECIDE.value} if part.status != "submitted" else set()
    return frozenset() if decided else frozenset(grant.can) - none_yet


def of_obligation(grant: Grant, part: Any) -> Can:
    """Looked at while it runs and once it is over; let go while it runs."""
    if part.status not in {"running", "ended"}:
        return frozenset()
    over = {Action.OBLIGATION_RELEASE.value} if part.status == "ended" else set()
    return frozenset(grant.can) - over
