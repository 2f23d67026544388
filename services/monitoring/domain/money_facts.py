"""Facts around the money of one grant: claims, where it is paid to, what covers an advance, what is taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from grants.values import ZERO
from services.monitoring.domain.states import ClaimStatus


class GuaranteeStatus(StrEnum):
    """held: it covers what is still open. returned: nothing is open any more. ended: its last day has passed."""

    HELD = "held"
    RETURNED = "returned"
    ENDED = "ended"


class RecoveryStatus(StrEnum):
    """late: an instalment was due and is not covered by what came in."""

    OPEN = "open"
    LATE = "late"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Claim:
    """number: the last report it rests on. final: what the settlement leaves to pay. advance: paid ahead of reports.

    What it takes of the grant is its amount, what is set off of the advance, and what is retained until closing; both
    are less than nothing where a change of rules gives some of it back. countersigned: above the limit of the regime.
    round: 1, and one more each time it was sent again. remarks: why it was returned or refused, by whom and when
    (`answered`); correct_by: until when it can be sent again, as set then. note: what was put right.
    """

    id: str
    grant_id: str
    number: int
    amount: Decimal
    prepared_by: str
    prepared_at: datetime
    status: ClaimStatus = ClaimStatus.MADE
    final: bool = False
    advance: bool = False
    set_off: Decimal = ZERO
    retained: Decimal = ZERO
    countersigned_by: str = ""
    countersigned_at: datetime | None = None
    order_id: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    paid_by: str = ""
    paid_at: datetime | None = None
    paid_on: date | None = None
    payment_ref: str = ""
    round: int = 1
    remarks: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    correct_by: datetime | None = None
    note: str = ""


class DisallowedOn(StrEnum):
    """On what ground accepted spending is disallowed: a finding of an audit or a visit, or the officer's own."""

    AUDIT = "audit"
    VISIT = "visit"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Disallowance:
    """What of one line of an accepted report was disallowed. finding: its number; 0 on the officer's own ground."""

    grant_id: str
    number: int
    report: int
    line: int
    item: str
    amount: Decimal
    ground: DisallowedOn
    finding: int
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """A bank account of the enterprise. It is paid to only once somebody else has confirmed it."""

    id: str
    grant_id: str
    iban: str
    holder: str
    recorded_by: str
    recorded_at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A paper that covers an advance. valid_until: the last day on which it can be called in."""

    id: str
    grant_id: str
    reference: str
    issuer: str
    amount: Decimal
    valid_until: date
    received_by: str
    received_at: datetime
    status: GuaranteeStatus = GuaranteeStatus.HELD
    returned_by: str = ""
    returned_at: datetime | None = None
    warned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is taken back: by the settlement, or on the way for spending `disallowed`. reference: what the enterprise
    writes on its payments.
    """

    id: str
    grant_id: str
    reference: str
    amount: Decimal
    ordered_by: str
    ordered_at: datetime
    ordered_on: date
    status: RecoveryStatus = RecoveryStatus.OPEN
    planned_by: str = ""
    planned_at: datetime | None = None
    disallowed: bool = False


@dataclass(frozen=True, slots=True)
class Instalment:
    """due_on: the last day on which it is in time. late_at: when it was found not to be covered.
    reminded_at: when it was told that it falls due.

    number: counts those of the grant, over all that is taken back.
    """

    grant_id: str
    number: int
    recovery_id: str
    amount: Decimal
    due_on: date
    late_at: datetime | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in. reference: the bank's, which makes it one payment however often it is told."""

    id: str
    grant_id: str
    recovery_id: str
    reference: str
    amount: Decimal
    received_on: date
    interest: Decimal
    principal: Decimal
    recorded_by: str
    recorded_at: datetime
