"""Facts around the money of one grant: where it is paid to, what covers an advance, and what is taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class GuaranteeStatus(StrEnum):
    """held: it covers what is still open. returned: nothing is open any more."""

    HELD = "held"
    RETURNED = "returned"


class RecoveryStatus(StrEnum):
    """late: an instalment was due and is not covered by what came in."""

    OPEN = "open"
    LATE = "late"
    PAID = "paid"


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


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the settlement takes back. reference: what the enterprise writes on its payments."""

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


@dataclass(frozen=True, slots=True)
class Instalment:
    """due_on: the last day on which it is in time. late_at: when it was found not to be covered."""

    grant_id: str
    number: int
    amount: Decimal
    due_on: date
    late_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in. reference: the bank's, which makes it one payment however often it is told."""

    id: str
    grant_id: str
    reference: str
    amount: Decimal
    received_on: date
    interest: Decimal
    principal: Decimal
    recorded_by: str
    recorded_at: datetime
