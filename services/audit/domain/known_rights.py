"""With which rights the rooms saw a person, and what of that stands out."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from grants.contracts.event import RightsSeen
from services.audit.domain.desk import Heard
from services.audit.domain.kinds import RIGHTS, room_of
from services.audit.domain.leads import CHANGED, Trace


@dataclass(frozen=True, slots=True)
class KnownRights:
    """What a room told of a person's rights. issued_at: of the token that named them; None: it said none.

    added, gone: against what that room had seen before; first: it had seen nothing.
    """

    event_id: str
    about: str
    room: str
    person_id: str
    roles: list[str]
    organisation: str
    tax_number: str
    issuer: str
    issued_at: datetime | None
    seen_at: datetime
    added: list[str]
    gone: list[str]
    first: bool

    @property
    def given(self) -> tuple[frozenset[str], str, str]:
        """What the person may act by, whoever says so."""
        return frozenset(self.roles), self.organisation, self.tax_number


def known_rights(event: Heard) -> KnownRights | None:
    """What an event tells of that; None where it tells of something else, or in a shape that is not known."""
    if event.type not in RIGHTS:
        return None
    try:
        data = RightsSeen.model_validate(event.data)
    except ValidationError:
        return None
    return KnownRights(
        event_id=event.event_id,
        about=event.about,
        room=room_of(event.type),
        person_id=data.person_id,
        roles=list(data.roles),
        organisation=data.organisation,
        tax_number=data.tax_number,
        issuer=data.issuer,
        issued_at=data.issued_at,
        seen_at=event.at,
        added=list(data.added),
        gone=list(data.gone),
        first=data.first,
    )


def trace_of_change(before: KnownRights | None, now: KnownRights) -> Trace | None:
    """That a person's rights are others than any room saw last; None where they are the same, or the first.

    A token that is older than the rights seen last shows no change: it outlived its own.
    """
    if before is None or before.given == now.given or is_older(now, before):
        return None
    return Trace(now.event_id, now.about, CHANGED, now.person_id, now.seen_at)


def is_older(one: KnownRights, other: KnownRights) -> bool:
    """Whether the token that named these was issued before the other one."""
    return one.issued_at is not None and other.issued_at is not None and one.issued_at < other.issued_at
