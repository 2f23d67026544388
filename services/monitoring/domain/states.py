"""The states of a grant and of everything in it."""

from enum import StrEnum


class GrantStatus(StrEnum):
    """paused: force majeure was accepted and lasts. closing, terminated: the settlement is awaited."""

    IN_FORCE = "in_force"
    PAUSED = "paused"
    CLOSING = "closing"
    TERMINATED = "terminated"
    CLOSED = "closed"


class ReportStatus(StrEnum):
    """awaited: its period still runs. late: past its date, and may still be filed."""

    AWAITED = "awaited"
    OPEN = "open"
    LATE = "late"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class ClaimStatus(StrEnum):
    """seconded: approved, and above the limit from which another has to approve it too. ordered: a payment order was
    made and the bank's answer is awaited. returned: to be put right and sent again. refused: ended, and what it asked
    for can be claimed anew. lapsed: not paid when the grant was settled and taken up there, or not sent again in time.
    """

    MADE = "made"
    SECONDED = "seconded"
    APPROVED = "approved"
    ORDERED = "ordered"
    PAID = "paid"
    RETURNED = "returned"
    REFUSED = "refused"
    LAPSED = "lapsed"


class ForceMajeureStatus(StrEnum):
    DECLARED = "declared"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"


class ExtensionStatus(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class NoticeStatus(StrEnum):
    """expired: not cured in time; what follows is an officer's decision."""

    RUNNING = "running"
    EXPIRED = "expired"
    CURED = "cured"


class AuditStatus(StrEnum):
    """released: another auditor was charged before this one reported."""

    ASSIGNED = "assigned"
    REPORTED = "reported"
    RELEASED = "released"


UNDER_WAY = frozenset({GrantStatus.IN_FORCE, GrantStatus.PAUSED})
FILEABLE = frozenset({ReportStatus.OPEN, ReportStatus.LATE, ReportStatus.RETURNED})
