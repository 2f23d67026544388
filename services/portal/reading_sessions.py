"""What the portal reads of a committee at work, as far as the person may see it."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.explanation import Explanation
from services.portal.reading import Moment, Read, Text


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
    place: Text = ""
    reason: Text = ""
    present: tuple[str, ...] | None = None
    slots: tuple[Slot, ...] = ()


class Sessions(Read):
    """All of them. unscheduled: applications on no agenda; minutes: hash of what this reader may read."""

    sessions: tuple[Session, ...] = ()
    unscheduled: tuple[str, ...] = ()
    minutes: Text = ""
    complete: bool = False


class Seat(Read):
    """Why a member sits for an application, or does not."""

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
    own_vote: Text = ""
    votes: Mapping[str, str] = MappingProxyType({})
    dissent: Mapping[str, str] = MappingProxyType({})
    explanation: Explanation | None = None


class Hearing(Read):
    """One application before the committee."""

    consortium_name: Text = ""
    state: Text = ""
    presiding: Text = ""
    seats: tuple[Seat, ...] = ()
    quorum: Explanation | None = None
    motions: tuple[Motion, ...] = ()
