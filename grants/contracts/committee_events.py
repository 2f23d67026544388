"""What the evaluation room says of a committee at work: sessions, items, motions, minutes. About: the call id.

Told on as `grants.contracts.evaluation_events`; never for applicants' eyes.
"""

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import DecidedData, EventData, WrittenData
from grants.personal import Public, Words
from grants.values import ApplicationId, CallId, Moment, PersonId


class SlotData(BaseModel):
    """When one application is presented in a session."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    application_id: ApplicationId
    starts_at: Moment
    minutes: int


class PointData(BaseModel):
    """Something the committee wants negotiated about an application."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Words
    text: Words = ""


class ApartData(BaseModel):
    """A member who leaves the room for an application, by what was computed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    application_id: ApplicationId
    person_id: PersonId


class CommitteeSessionCalled(EventData):
    """A session with its whole agenda. members: everyone of the board, who is written to."""

    SUBJECT = "evaluation.committee.session_called"

    call_id: CallId
    number: int
    starts_at: Moment
    ends_at: Moment
    place: Words
    slots: tuple[SlotData, ...]
    members: tuple[PersonId, ...]


class CommitteeSessionChanged(EventData):
    """The same session at another time, in another place or with another agenda; the whole of it, and why.

    version: how often it was changed; only the highest one heard counts.
    """

    SUBJECT = "evaluation.committee.session_changed"

    call_id: CallId
    number: int
    version: int
    starts_at: Moment
    ends_at: Moment
    place: Words
    slots: tuple[SlotData, ...]
    members: tuple[PersonId, ...]
    reason: Words


class CommitteeSessionAttended(EventData):
    SUBJECT = "evaluation.committee.session_attended"

    call_id: CallId
    number: int
    present: tuple[PersonId, ...]


class CommitteeItemOpened(DecidedData):
    """The one in the chair has opened an application for scores and motions. Explained: the quorum."""

    SUBJECT = "evaluation.committee.item_opened"

    call_id: CallId
    application_id: ApplicationId
    number: int
    present: tuple[PersonId, ...] | None = None


class CommitteeItemClosed(EventData):
    """The application was heard: everyone who sits has scored, no motion is left open."""

    SUBJECT = "evaluation.committee.item_closed"

    call_id: CallId
    application_id: ApplicationId
    number: int


class CommitteeMotionRaised(WrittenData):
    """kind: recommend, negotiate or defer."""

    SUBJECT = "evaluation.committee.motion_raised"

    call_id: CallId
    application_id: ApplicationId
    motion: int
    kind: Public
    member_id: PersonId


class CommitteeScored(EventData):
    """That a member gave points, not how many. seal: of them, "" where they were not sealed."""

    SUBJECT = "evaluation.committee.scored"

    call_id: CallId
    application_id: ApplicationId
    member_id: PersonId
    seal: Public = ""


class CommitteeVoted(EventData):
    """That a member voted, not how. seal: of the vote, as above."""

    SUBJECT = "evaluation.committee.voted"

    call_id: CallId
    application_id: ApplicationId
    motion: int
    member_id: PersonId
    seal: Public = ""


class CommitteeMotionDecided(DecidedData):
    """Explained: from the votes, by seats, to the answer."""

    SUBJECT = "evaluation.committee.motion_decided"

    call_id: CallId
    application_id: ApplicationId
    motion: int
    kind: Public
    carried: bool


class CommitteeMotionVoided(EventData):
    """A member left over a conflict; what was decided with that vote has to be put anew."""

    SUBJECT = "evaluation.committee.motion_voided"

    call_id: CallId
    application_id: ApplicationId
    motion: int


class CommitteeDissented(EventData):
    """A member who voted otherwise has put the reason on record."""

    SUBJECT = "evaluation.committee.dissented"

    call_id: CallId
    application_id: ApplicationId
    motion: int
    member_id: PersonId
    text: Words


class CommitteeMinutesPrepared(EventData):
    """document: SHA-256 of the PDF."""

    SUBJECT = "evaluation.committee.minutes_prepared"

    call_id: CallId
    document: Public


class CommitteeMinutesSigned(EventData):
    """document: SHA-256 of what the member signed; of a member in conflict, the minutes without those items."""

    SUBJECT = "evaluation.committee.minutes_signed"

    call_id: CallId
    document: Public
    member_id: PersonId
    is_extract: bool
    is_complete: bool
