"""What the monitoring room has of no grant: payment orders, bank statements, appropriations, each by its own id."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from grants.contracts import payment_events as said
from grants.proof.accounts import Account
from grants.proof.tables.book import Book, Handler, Table, Told, by_type, is_known

ORDER, STATEMENT, LINE, APPROPRIATION = "payment_order", "bank_statement", "bank_line", "appropriation"
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        ORDER: Table(key=("id",), whole=True),
        STATEMENT: Table(key=("id",), whole=True),
        LINE: Table(order=("id",), whole=True),
        APPROPRIATION: Table(key=("programme", "year"), whole=True),
    }
)
_OF_AN_ORDER = ("count", "total", "currency", "execute_on", "sha256")
_OF_A_LINE = ("direction", "amount", "booked_on", "document")


def account(data: Mapping[str, Any], salt: str, after: str = "") -> Account:
    """An account as an event tells it."""
    digest = data.get("account_digest") or ""
    return Account(data["account"], digest if is_known(digest) else "", salt, after)


def ordered(book: Book, told: Told) -> None:
    """The order; of its file the hash is shown."""
    data, key = told.data, (told.data["order_id"],)
    facts = {name: data[name] for name in _OF_AN_ORDER} | {"content": data["sha256"], "status": "made"}
    by = {"made_by": told.by, "made_at": told.at, "cancelled_by": "", "cancelled_at": None, "reason": ""}
    book.put(ORDER, key, told, **facts, **by)
    if data.get("account") and is_known(data["account"]):
        book.put(ORDER, key, told, account=account(data, data["order_id"]))


def cancelled(book: Book, told: Told) -> None:
    by = {"cancelled_by": told.by, "cancelled_at": told.at, "reason": told.data["reason"]}
    book.change(ORDER, (told.data["order_id"],), told, status="cancelled", **by)


def booked(book: Book, told: Told) -> None:
    book.change(ORDER, (told.data["order_id"],), told, status="booked")


def reconciled(book: Book, told: Told) -> None:
    """What counted of a statement; uploaded again, only what did not count before. Of old it was not told what."""
    data, key = told.data, (told.data["statement_id"],)
    if not book.keys(STATEMENT):
        facts = {name: data[name] for name in ("number", "lines")}
        book.put(STATEMENT, key, told, **facts, read_by=told.by, read_at=told.at)
    if is_known(data["account"]):
        book.change(STATEMENT, key, told, account=account(data, key[0]))
    if data.get("settled_lines") is None:
        book.doubtful.add(LINE)
        return
    lines = book.kept.setdefault("lines", [])
    lines += data["settled_lines"]
    for number, one in enumerate(sorted(lines, key=lambda one: str(one["reference"])), 1):
        facts = {name: one[name] for name in _OF_A_LINE}
        book.put(LINE, (number,), told, **facts, statement_id=key[0])
        if is_known(data["account"]):
            book.put(LINE, (number,), told, id=account(data, key[0], f"/{one['reference']}"))


def appropriated(book: Book, told: Told) -> None:
    """The amount from now on; that it ran low is forgotten until it does again."""
    facts = {name: told.data[name] for name in ("amount", "source")}
    by = {"recorded_by": told.by, "recorded_at": told.at, "warned_at": None, "warned_grant": None}
    book.put(APPROPRIATION, _year(told), told, **facts, **by)


def drawn(book: Book, told: Told) -> None:
    book.put(APPROPRIATION, _year(told), told, warned_at=told.at, warned_grant=told.data["grant_id"])


def _year(told: Told) -> tuple[str, int]:
    return (told.data["programme"], told.data["year"])


HANDLERS: Mapping[str, Handler] = by_type(
    {
        said.PaymentOrderMade: ordered,
        said.PaymentOrderCancelled: cancelled,
        said.PaymentOrderBooked: booked,
        said.BankStatementReconciled: reconciled,
        said.AppropriationRecorded: appropriated,
        said.AppropriationDrawn: drawn,
    }
)
