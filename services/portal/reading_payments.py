"""What the portal reads of payment orders, of what a programme may spend in a year, and of what it has reached."""

from datetime import date

from services.portal.reading import Amount, Listing, Moment, Read, Text
from services.portal.reading_evaluation import Names


class OrderLine(Read):
    """A file for the bank. count: how many payments are in it."""

    id: str
    currency: Text = ""
    account: Text = ""
    execute_on: date | None = None
    total: Amount = None
    count: int = 0
    status: Text = ""
    made_at: Moment = None
    cancelled_at: Moment = None
    reason: Text = ""


class Orders(Listing):
    """The newest first."""

    entries: tuple[OrderLine, ...]


class Ordered(Read):
    """One payment of an order."""

    grant_id: Text = ""
    amount: Amount = None
    iban: Text = ""
    holder: Text = ""
    status: Text = ""


class Order(OrderLine):
    claims: tuple[Ordered, ...] = ()


class Movement(Read):
    """A movement on a bank statement, and what came of it. document: the claim or the recovery it is of."""

    place: Text = ""
    reference: Text = ""
    is_debit: bool = False
    amount: Amount = None
    currency: Text = ""
    booked_on: date | None = None
    outcome: Text = ""
    expected: Text = ""


class Statement(Read):
    number: Text = ""
    account: Text = ""
    lines: tuple[Movement, ...] = ()


class Statements(Read):
    """What a bank's file said: each of its statements."""

    entries: tuple[Statement, ...] = ()


class Payable(Read):
    """A task of finance; part: of a claim that waits to be paid, its id."""

    kind: str
    part: Text = ""
    grant_id: Text = ""
    consortium_name: Text = ""
    number: int | None = None
    amount: Amount = None
    currency: Text = ""


class Payables(Listing):
    entries: tuple[Payable, ...]


class Appropriation(Read):
    """What a programme may spend in a budget year. committed: approved and not paid."""

    programme: Text = ""
    year: int = 0
    amount: Amount = None
    committed: Amount = None
    paid: Amount = None
    left: Amount = None
    currency: Text = ""
    source: Text = ""
    is_low: bool = False
    kept_from: int = 0


class Appropriations(Listing):
    entries: tuple[Appropriation, ...]


class Point(Read):
    """The reported numbers of all grants at the end of a year."""

    year: int
    growth: int = 0
    reached: int = 0


class Measure(Read):
    """One measure of a programme; target, shortfall: none where it sets none."""

    code: Text = ""
    names: Names = Names()
    target: int | None = None
    reported: int = 0
    distinct: int = 0
    twice: int = 0
    unlisted: int = 0
    counted: int = 0
    shortfall: int | None = None
    trend: tuple[Point, ...] = ()


class Totals(Read):
    programme: Text = ""
    measures: tuple[Measure, ...] = ()
    left_out: int = 0
