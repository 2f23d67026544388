"""What each reader is shown of a committee at work. What the reader must not see is left out, not only unnamed."""

from grants.explanation import Explanation
from grants.rules.quorum import Seat
from grants.rules.voting import Vote
from grants.values import Line, Moment
from services.evaluation.domain.motions import MotionKind, MotionState, Point
from services.evaluation.domain.sessions import SlotState
from services.evaluation.usecases.views import View


class SlotView(View):
    """An application on the agenda."""

    application_id: str
    consortium_name: str
    starts_at: Moment
    minutes: int
    state: SlotState


class SessionView(View):
    """present: who was found there, none before attendance. reason: of the last change."""

    number: int
    starts_at: Moment
    ends_at: Moment
    place: str
    reason: str
    present: tuple[str, ...] | None
    slots: tuple[SlotView, ...]


class SessionsView(View):
    """Every session of a committee. unscheduled: applications on no agenda; required: whether each needs one.

    minutes: hash of the minutes this reader may have, once they are prepared; complete: they are signed as needed.
    """

    call_id: str
    required: bool
    sessions: tuple[SessionView, ...]
    unscheduled: tuple[str, ...]
    minutes: str | None = None
    complete: bool = False


class SeatReason(View):
    """Why a person sits for an application, or does not."""

    person_id: str
    name: str
    reason: Seat


class MotionView(View):
    """own_vote: the reader's. votes, dissent: by member, once decided. explanation: from the votes to the answer."""

    number: int
    kind: MotionKind
    text: str
    conditions: tuple[str, ...]
    points: tuple[Point, ...]
    member_id: str
    state: MotionState
    put_at: Moment
    awaited: tuple[str, ...]
    own_vote: Vote | None = None
    votes: dict[str, Vote]
    dissent: dict[str, str]
    explanation: Explanation | None


class HearingView(View):
    """One application before the committee. presiding: who is in the chair for it; awaited: whose points lack.

    state, number: of its place on an agenda, none where it has none. points, conditions: what was carried.
    """

    application_id: str
    consortium_name: str
    number: int | None
    state: SlotState | None
    presiding: str | None
    seats: tuple[SeatReason, ...]
    quorum: Explanation
    awaited: tuple[str, ...]
    motions: tuple[MotionView, ...]
    points: tuple[Point, ...]
    conditions: tuple[str, ...]


class SignatureView(View):
    """One signature under the minutes."""

    person_id: str
    name: str
    signed_at: Moment


class MissingView(View):
    """What the minutes still lack, by rule."""

    rule: Line
    asked: str
    allowed: str


class MinutesView(View):
    """document: SHA-256 of the PDF this reader may read and sign; an extract where the reader had to leave."""

    call_id: str
    document: str
    is_extract: bool
    complete: bool
    missing: tuple[MissingView, ...]
    signatures: tuple[SignatureView, ...]
