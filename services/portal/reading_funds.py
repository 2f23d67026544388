"""What the portal reads of a grant's money on its way: accounts, guarantees, what stops it, what comes back, books."""

from datetime import date

from pydantic import Field

from grants.explanation import Explanation
from services.portal.reading import Amount, Moment, Read, Text


class BankAccount(Read):
    """An account of the enterprise, its middle left out."""

    id: Text = ""
    account: Text = ""
    holder: Text = ""
    is_confirmed: bool = False
    is_paid_to: bool = False


class Guarantee(Read):
    """A paper that covers an advance."""

    id: Text = ""
    reference: Text = ""
    issuer: Text = ""
    amount: Amount = None
    valid_until: date | None = None
    status: str


class Stop(Read):
    """Something that stops payments, by the names of a breach."""

    rule: str
    subject: Text = ""
    asked: Text = ""
    allowed: Text = ""
    source: Text = ""


class Instalment(Read):
    """due_on: the last day on which it is in time."""

    number: int
    amount: Amount = None
    due_on: date | None = None
    late_at: Moment = None


class Receipt(Read):
    """Money that came in."""

    amount: Amount = None
    received_on: date | None = None
    interest: Amount = None
    principal: Amount = None


class Recovery(Read):
    """What is taken back. reference: what the enterprise writes on its payments. principal, interest: left on `day`."""

    reference: Text = ""
    amount: Amount = None
    status: str
    instalments: tuple[Instalment, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    day: date | None = None
    principal: Amount = None
    interest: Amount = None
    owed: Amount = None
    disallowed: bool = False
    explanation: Explanation | None = None


class Disallowance(Read):
    """What of one line of an accepted report was disallowed."""

    report: int
    line: int
    item: Text = ""
    amount: Amount = None
    ground: str
    finding: int = 0
    reason: Text = ""
    decided_at: Moment = None


class Entry(Read):
    """An amount from one account of the books to another."""

    at: Moment = None
    act: str
    debit: str
    credit: str
    amount: Amount = None


class Funds(Read):
    """ahead: paid ahead and not set off; retained: kept back until closing; covered: by guarantees, of `needed`."""

    ahead: Amount = None
    retained: Amount = None
    covered: Amount = None
    needed: Amount = None
    accounts: tuple[BankAccount, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    stops: tuple[Stop, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    disallowances: tuple[Disallowance, ...] = ()
    balances: dict[str, Amount] = Field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
