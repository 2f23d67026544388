"""What the portal reads of a committee at work, as far as the person may see it."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.explanation import Explanation
from services.portal.reading import Moment, Read, Text

_SITTING = frozenset({"full_member", "substitute"})


class Slot(Read):
    """An application on an agenda."""

    application_id: Text = ""
    consortium_name: Text = ""
    starts_at: Moment = None
    minutes: int = 0
    state: Text = ""


class Session(Read):
    """A session. present: none before attendance."""

    number: int
    starts_at: Moment = None
    ends_at: Moment = None
    place: Text = ""
    reason: Text = ""
    present: tuple[str, ...] | None = None
    slots: tuple[Slot, ...] = ()


class Sessions(Read):
    """All of them. unscheduled: applications on no agenda; required: whether each needs a place on one.

    minutes: hash of what this reader may read.
    """

    required: bool = False
    sessions: tuple[Session, ...] = ()
    unscheduled: tuple[str, ...] = ()
    minutes: Text = ""
    complete: bool = False


class Seat(Read):
    """Why a member sits for an application, or does not."""

    person_id: Text = ""
    name: Text = ""
    reason: Text = ""


class Point(Read):
    """A point to negotiate."""

    title: Text = ""
    text: Text = ""


class Motion(Read):
    """votes, dissent: by person, once decided."""

    number: int
    kind: Text = ""
    text: Text = ""
    conditions: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    state: Text = ""
    member_id: Text = ""
    awaited: tuple[str, ...] = ()
    own_vote: Text = ""
    votes: Mapping[str, str] = MappingProxyType({})
    dissent: Mapping[str, str] = MappingProxyType({})
    explanation: Explanation | None = None


class Hearing(Read):
    """One application before the committee."""

    consortium_name: Text = ""
    number: int | None = None
    state: Text = ""
    presiding: Text = ""
    seats: tuple[Seat, ...] = ()
    awaited: tuple[str, ...] = ()
    quorum: Explanation | None = None
    motions: tuple[Motion, ...] = ()

    def sits(self, person_id: str) -> bool:
        """Whether somebody sits for it."""
        return any(one.person_id == person_id and one.reason in _SITTING for one in self.seats)

    @property
    def attended(self) -> bool:
        """Whether it is known who is there: before, nobody is."""
        return any(one.reason != "absent" for one in self.seats)

    def motion(self, number: int) -> Motion | None:
        return next((one for one in self.motions if one.number == number), None)

    def name(self, person_id: str) -> str:
        return next((one.name for one in self.seats if one.person_id == person_id), person_id)


class Signature(Read):
    """One under the minutes."""

    person_id: Text = ""
    name: Text = ""
    signed_at: Moment = None


class Minutes(Read):
    """How the minutes stand. document: hash of what this reader may read and sign; is_extract: less than the whole."""

    document: Text = ""
    is_extract: bool = False
    complete: bool = False
    signatures: tuple[Signature, ...] = ()
