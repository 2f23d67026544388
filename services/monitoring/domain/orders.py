"""Payment orders, and what each movement the bank tells of means for them. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from services.monitoring.domain.camt053 import BankLine
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus

_RECOVERY = re.compile(r"\bGA[0-9A-F]{12}\b", re.ASCII)


class OrderStatus(StrEnum):
    """booked: the bank has paid all of it. cancelled: what it had not paid by then will be ordered anew."""

    MADE = "made"
    BOOKED = "booked"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What came of one movement. The first two have changed something; the others, but for `known`, somebody has to
    look at.

    known: told before. duplicate: its claim was paid by another movement. cancelled: its order was cancelled.
    returned: money of ours has come back. refused: more than is owed, or of a day that cannot be.
    """

    PAID = "paid"
    RECEIVED = "received"
    KNOWN = "known"
    PENDING = "pending"
    UNKNOWN = "unknown"
    NO_REFERENCE = "no_reference"
    DUPLICATE = "duplicate"
    AMOUNT = "amount"
    CURRENCY = "currency"
    ACCOUNT = "account"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    REFUSED = "refused"


SETTLING = frozenset({Outcome.PAID, Outcome.RECEIVED})
FINE = SETTLING | {Outcome.KNOWN, Outcome.PENDING}


@dataclass(frozen=True, slots=True)
class Order:
    """A file for the bank, without its content. made_by does not cancel it alone."""

    id: str
    currency: str
    account: str
    execute_on: date
    total: Decimal
    count: int
    sha256: str
    status: OrderStatus
    made_by: str
    made_at: datetime
    cancelled_by: str = ""
    cancelled_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OrderedClaim:
    """A claim in an order, with the account it is paid to."""

    order_id: str
    claim_id: str
    grant_id: str
    amount: Decimal
    iban: str
    holder: str
    status: OrderStatus


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one line. document: the claim or recovery it is about. expected: what it should have been."""

    line: BankLine
    outcome: Outcome
    document: str = ""
    expected: str = ""


def claim_of(line: BankLine) -> str:
    """The id of the claim a movement names, or ""."""
    try:
        return str(UUID(hex=line.end_to_end))
    except ValueError:
        return ""


def recovery_of(line: BankLine) -> str:
    """The reference of the recovery a payment names, or ""."""
    found = _RECOVERY.search(line.end_to_end.upper()) or _RECOVERY.search(line.about.upper())
    return found.group() if found else ""


def of_debit(line: BankLine, claim: Claim | None, currency: str, order: Order | None) -> Answered:
    """What money that left the account means for the claim it names. order: the one the claim is in."""
    if claim is None:
        return Answered(line, Outcome.UNKNOWN)
    if claim.status is ClaimStatus.PAID:
        return Answered(line, Outcome.DUPLICATE, claim.id, claim.payment_ref)
    if claim.status is not ClaimStatus.ORDERED or order is None:
        return Answered(line, Outcome.CANCELLED, claim.id, claim.status.value)
    if line.currency != currency:
        return Answered(line, Outcome.CURRENCY, claim.id, currency)
    if line.amount != claim.amount:
        return Answered(line, Outcome.AMOUNT, claim.id, f"{claim.amount:.2f}")
    return Answered(line, Outcome.PAID, claim.id)
