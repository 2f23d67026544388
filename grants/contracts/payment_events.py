"""What the monitoring room says of money on its way. Told on as `grants.contracts.monitoring_events`.

About: the application id of the grant; an order, a statement or an appropriation that concerns many by its own id.
Account numbers travel with their middle left out.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved, GrantEvent
from grants.personal import Contact, Public, Words
from grants.values import GrantId, Money


class ClaimSeconded(GrantEvent):
    """Approved by one; it is above `limit`, so another has to approve it too."""

    SUBJECT = "monitoring.claim.seconded"

    claim_id: Public
    amount: Money
    limit: Money


class OrderFacts(BaseModel):
    """The payment order a claim is in, with all it pays. account: it is paid from. sha256: of the file for the bank.

    account_digest: of the whole account (`grants.proof.accounts`); "" where a room of before did not tell it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    account: Contact
    currency: Public
    execute_on: date
    count: int
    total: Money
    sha256: Public
    account_digest: Contact = ""


class ClaimOrdered(GrantEvent):
    """The claim is in a payment order for the bank. account, holder: who is to be paid.

    They and the order are unknown where a room of before did not tell them.
    """

    SUBJECT = "monitoring.claim.ordered"
    ELSEWHERE = frozenset({"account", "holder", "order"})

    claim_id: Public
    order_id: Public
    amount: Money
    account: Contact = ""
    holder: Contact = ""
    order: OrderFacts | None = None


class ClaimReleased(GrantEvent):
    """Its payment order was cancelled: the claim can be ordered again."""

    SUBJECT = "monitoring.claim.released"

    claim_id: Public
    order_id: Public
    amount: Money


class PaymentOrderMade(EventData):
    """A file for the bank. sha256: of the file as it was made. account: it is paid from; with its digest, as in
    `OrderFacts`; "" where a room of before did not tell them.
    """

    SUBJECT = "monitoring.payment_order.made"

    order_id: Public
    count: int
    total: Money
    currency: Public
    execute_on: date
    sha256: Public
    account: Contact = ""
    account_digest: Contact = ""


class PaymentOrderDownloaded(EventData):
    SUBJECT = "monitoring.payment_order.downloaded"

    order_id: Public
    sha256: Public


class PaymentOrderCancelled(EventData):
    SUBJECT = "monitoring.payment_order.cancelled"

    order_id: Public
    reason: Words


class PaymentOrderBooked(EventData):
    """The bank has paid all of it, as this statement says."""

    SUBJECT = "monitoring.payment_order.booked"

    order_id: Public
    statement_id: Public


class SettledLine(BaseModel):
    """A movement of a statement that counted. reference: the bank's. document: the claim or the recovery it is of."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: Words
    direction: Public
    amount: Money
    booked_on: date
    document: Public


class BankStatementReconciled(EventData):
    """settled: lines that paid a claim or came in for a recovery; left: lines somebody has to look at.

    settled_lines: the former, each that counted for the first time; none where a room of before did not tell them.
    account_digest: of the whole account.
    """

    SUBJECT = "monitoring.bank_statement.reconciled"

    statement_id: Public
    number: Public
    account: Contact
    lines: int
    settled: int
    left: int
    settled_lines: tuple[SettledLine, ...] | None = None
    account_digest: Contact = ""


class AccountRecorded(GrantEvent):
    """holder: as the bank knows it; account_digest: of the whole account; "" where a room of before did not tell it."""

    SUBJECT = "monitoring.account.recorded"
    ELSEWHERE = frozenset({"holder", "account_digest"})

    account_id: Public
    account: Contact
    holder: Contact = ""
    account_digest: Contact = ""


class AccountConfirmed(GrantEvent):
    SUBJECT = "monitoring.account.confirmed"
    ELSEWHERE = frozenset({"account_digest"})

    account_id: Public
    account: Contact
    account_digest: Contact = ""


class GuaranteeReceived(ClockMoved):
    """reference, issuer: of the paper; "" where a room of before did not tell them."""

    SUBJECT = "monitoring.guarantee.received"
    ELSEWHERE = frozenset({"reference", "issuer"})

    guarantee_id: Public
    amount: Money
    valid_until: date
    reference: Words = ""
    issuer: Words = ""


class GuaranteeReturned(ClockMoved):
    SUBJECT = "monitoring.guarantee.returned"

    guarantee_id: Public
    amount: Money


class GuaranteeWarned(ClockMoved, DecidedData):
    """A guarantee is about to end. open: of the advance and not set off yet. Explained: why now."""

    SUBJECT = "monitoring.guarantee.warned"

    guarantee_id: Public
    amount: Money
    valid_until: date
    open: Money


class GuaranteeEnded(ClockMoved, DecidedData):
    """The last day of a guarantee has passed. uncovered: of the advance; while it is, nothing is paid.

    Explained: that its time is over.
    """

    SUBJECT = "monitoring.guarantee.ended"

    guarantee_id: Public
    amount: Money
    valid_until: date
    uncovered: Money


class AppropriationRecorded(EventData):
    """source: the paper that appropriates it."""

    SUBJECT = "monitoring.appropriation.recorded"

    programme: Public
    year: int
    amount: Money
    source: Words


class AppropriationWarned(GrantEvent):
    """A year's appropriation runs out. The grant: the one whose claim brought it there."""

    SUBJECT = "monitoring.appropriation.warned"

    programme: Public
    year: int
    amount: Money
    used: Money


class AppropriationDrawn(EventData):
    """The same, said of the appropriation itself. The grant: the one whose claim brought it there."""

    SUBJECT = "monitoring.appropriation.drawn"

    programme: Public
    year: int
    amount: Money
    used: Money
    grant_id: GrantId


class RecoveryPlanned(ClockMoved):
    SUBJECT = "monitoring.recovery.planned"

    recovery_id: Public
    instalments: int
    first_due_on: date


class RecoveryReceived(ClockMoved, DecidedData):
    """Money came back. left: of the sum and its interest, on that day. Explained: the account of that day.

    received_on, reference: as the bank says; none where a room of before did not tell them.
    """

    SUBJECT = "monitoring.recovery.received"
    ELSEWHERE = frozenset({"received_on", "reference"})

    recovery_id: Public
    amount: Money
    interest: Money
    principal: Money
    left: Money
    received_on: date | None = None
    reference: Words = ""


class RecoveryReminded(ClockMoved, DecidedData):
    """An instalment falls due soon. Explained: why now."""

    SUBJECT = "monitoring.recovery.reminded"

    recovery_id: Public
    number: int
    amount: Money
    due_on: date


class RecoveryLate(ClockMoved, DecidedData):
    """An instalment was due and is not covered. Explained: the account of that day."""

    SUBJECT = "monitoring.recovery.late"

    recovery_id: Public
    number: int
    due_on: date


EVENTS: tuple[type[EventData], ...] = (
    ClaimSeconded,
    ClaimOrdered,
    ClaimReleased,
    PaymentOrderMade,
    PaymentOrderDownloaded,
    PaymentOrderCancelled,
    PaymentOrderBooked,
    BankStatementReconciled,
    AccountRecorded,
    AccountConfirmed,
    GuaranteeReceived,
    GuaranteeReturned,
    GuaranteeWarned,
    GuaranteeEnded,
    AppropriationRecorded,
    AppropriationWarned,
    AppropriationDrawn,
    RecoveryPlanned,
    RecoveryReceived,
    RecoveryReminded,
    RecoveryLate,
)
