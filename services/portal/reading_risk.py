"""What the portal reads of a grant's risk, of holds on its payments and of visits to it."""

from datetime import date

from grants.explanation import Explanation
from services.portal.reading import Moment, Read, Text, Who


class Assessment(Read):
    """How great a risk the grant was found to be."""

    number: int = 0
    score: int = 0
    level: Text = ""
    assessed_at: Moment = None
    answered_at: Moment = None
    answer: Text = ""
    is_open: bool = False


class Risk(Read):
    """today: how great a risk the grant is now."""

    today: Explanation | None = None
    assessments: tuple[Assessment, ...] = ()


class Hold(Read):
    """ends_on: the first day on which payments are not held."""

    id: Text = ""
    number: int = 0
    reason: Text = ""
    starts_on: date | None = None
    ends_on: date | None = None
    lifted_at: Moment = None
    lift_reason: Text = ""


class Photograph(Read):
    """A picture taken on a visit, with its place in degrees where the device told it."""

    document: str
    taken_at: Moment = None
    latitude: Text = ""
    longitude: Text = ""
    note: Text = ""


class Visit(Read):
    """points: the form, point by point. summary: what was found, or why it was cancelled."""

    id: str
    number: int = 0
    reason: Text = ""
    visitor_id: Who = ""
    status: str
    due_at: Moment = None
    visited_on: date | None = None
    place: Text = ""
    points: dict[str, str] | None = None
    summary: Text = ""
    photographs: tuple[Photograph, ...] = ()
