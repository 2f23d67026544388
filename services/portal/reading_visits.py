"""What the portal reads of the visits a person is to make."""

from services.portal.reading import Listing, Moment, Read, Text
from services.portal.reading_risk import Visit


class Draft(Read):
    """typed: the form field by field."""

    typed: dict[str, str] = {}  # noqa: RUF012 - frozen
    kept_at: Moment = None


class ToVisit(Visit):
    """A visit with the grant it goes to."""

    grant_id: Text = ""
    consortium_name: Text = ""
    enterprise_name: Text = ""
    province: Text = ""
    latitude: Text = ""
    longitude: Text = ""
    draft: Draft | None = None


class Planned(Read):
    """A visit in a list."""

    id: str
    number: int = 0
    reason: Text = ""
    due_at: Moment = None
    consortium_name: Text = ""
    enterprise_name: Text = ""
    province: Text = ""


class PlannedVisits(Listing):
    """The visits a person is to make."""

    entries: tuple[Planned, ...]
