"""What the board of a call means for an application, as frozen records. Who sits there is not among it."""

from dataclasses import dataclass
from datetime import datetime

from grants.values import ApplicationId, CallId


@dataclass(frozen=True, slots=True)
class Presentation:
    """When and where the coordinator presents the application. session: number of the board's session."""

    application_id: ApplicationId
    call_id: CallId
    session: int
    starts_at: datetime
    minutes: int
    place: str


@dataclass(frozen=True, slots=True)
class BoardPoint:
    """Something the board wants negotiated."""

    title: str
    text: str = ""
