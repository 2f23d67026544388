"""Tables as the records make them, row by row and field by field, and where the tables of a room say something else."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Protocol

from grants.calendar import istanbul_day
from grants.contracts.event import EventData
from grants.proof.chain import Link
from grants.proof.tables.agreeing import agrees, is_veiled, said

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Rows = dict[Key, dict[str, tuple[Any, str]]]
"""What was told of the rows of a table, each value with the record that told it; `ROW`: that there is one."""
BOOKS = "ledger_entry"
"""The table that is kept in double entry."""
ROW = ""
"""As the name of a field: the row itself."""


class Differs(StrEnum):
    """How a table and the records differ.

    missing: a row that was told of is not there. untold: a row is there that was never told of, or was taken out.
    value: a field says something else. sum, count: rows do not come to what was told of them together.
    """

    MISSING = "missing"
    UNTOLD = "untold"
    VALUE = "value"
    SUM = "sum"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where they differ. field: of the row, or what was summed. record: the one that told it, by its chain
    and its number; "" where none did.
    """

    kind: Differs
    table: str
    row: str
    field: str
    told: str
    held: str
    record: str


@dataclass(frozen=True, slots=True)
class Told:
    """One record, opened as far as it goes. by: who acted; unknown where that was erased. id: of its event."""

    record: str
    type: str
    about: str
    at: datetime
    by: Any
    role: str
    regime: str
    data: Mapping[str, Any]
    id: str = ""

    def due(self, kind: str, number: int = 0) -> str | None:
        """When something falls due, of an event that carries everything that does."""
        found = (one for one in self.data.get("deadlines", ()) if one["kind"] == kind and one["number"] == number)
        return next((str(one["at"]) for one in found), None)


@dataclass(frozen=True, slots=True)
class Table:
    """How the rows of a table are known.

    key: the columns that tell them apart within one file. order: instead, the columns by whose order they are counted,
    from 1. whole: every row was told of; since: of files of which more was told from the first day on (`Compares`).
    but: of a whole table, those that are never told of.
    """

    key: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    whole: bool = False
    since: bool = False
    but: Callable[[Row], bool] = field(default=lambda _: False)

    def rows(self, held: Iterable[Row]) -> dict[Key, Row]:
        """The rows of one file by their keys."""
        if self.order:
            ordered = sorted(held, key=lambda row: tuple(str(row[name]) for name in self.order))
            return {(number,): row for number, row in enumerate(ordered, 1)}
        return {tuple(row[name] for name in self.key): row for row in held}


@dataclass(frozen=True, slots=True)
class Total:
    """What rows of a table come to together: `plus` less `minus`, over the rows in which all of `where` is so.

    Without `plus`, their count.
    """

    table: str
    name: str
    where: tuple[tuple[str, Any], ...]
    plus: str = ""
    minus: str = ""

    def of(self, held: Iterable[Row]) -> Decimal:
        rows = [row for row in held if all(row.get(name) == value for name, value in self.where)]
        if not self.plus:
            return Decimal(len(rows))
        less = sum((Decimal(str(row[self.minus])) for row in rows), Decimal(0)) if self.minus else Decimal(0)
        return sum((Decimal(str(row[self.plus])) for row in rows), Decimal(0)) - less


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a column over the rows of a table."""

    table: str
    name: str

    def of(self, held: Sequence[Row]) -> Fraction:
        return sum((Fraction(row[self.name]) for row in held), Fraction(0)) / max(len(held), 1)


class Compares(Protocol):
    """More that is held against the tables than a book's own rows. is_whole: from the first day of the file on."""

    is_whole: bool

    def differences(self, held: Mapping[str, Sequence[Row]]) -> "Iterator[Difference]":
        """Everything in which the tables of the room say something else."""

    def of(self, table: str) -> "Compares":
        """The same of one table alone."""


@dataclass(slots=True)
class Book:
    """Tables written from records. Each value remembers the record that told it.

    balances: what accounts of the books hold. kept: what a later record needs of an earlier one. doubtful: tables of
    which records of before said that something changed, not what: a row there may or may not have been told.
    """

    tables: Mapping[str, Table]
    rows: dict[str, Rows] = field(default_factory=dict)
    totals: dict[Total, tuple[Decimal, str]] = field(default_factory=dict)
    balances: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    means: dict[Mean, tuple[Fraction, str]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    beside: "list[Compares]" = field(default_factory=list)

    def put(self, table: str, key: Key, told: Told, **fields: Any) -> None:
        """A row is there and says this; what is veiled and not opened says nothing."""
        row = self.rows.setdefault(table, {}).setdefault(key, {})
        row.setdefault(ROW, (True, told.record))
        for name, value in fields.items():
            if is_known(value):
                row[name] = (value, told.record)
            else:
                row.pop(name, None)

    def change(self, table: str, key: Key, told: Told, **fields: Any) -> None:
        """The same of a row that was told of before; of another, nothing."""
        if key in self.rows.get(table, {}):
            self.put(table, key, told, **fields)

    def drop(self, table: str, *keys: Key) -> None:
        """Rows that are taken out; all of them where none is named."""
        for key in keys or tuple(self.rows.get(table, {})):
            self.rows.get(table, {}).pop(key, None)

    def forget(self, table: str, key: Key, *fields: str) -> None:
        """What these say now was not told."""
        row = self.rows.get(table, {}).get(key, {})
        for name in fields:
            row.pop(name, None)

    def value(self, table: str, key: Key, name: str) -> Any:
        """What a field says by what was told; None where that was nothing."""
        return self.rows.get(table, {}).get(key, {}).get(name, (None, ""))[0]

    def keys(self, table: str, **having: Any) -> list[Key]:
        """The rows that say this, in the order in which they were told."""
        rows = self.rows.get(table, {})
        return [
            key
            for key, row in rows.items()
            if all(row.get(name, (None, ""))[0] == value for name, value in having.items())
        ]

    def total(self, total: Total, value: Any, told: Told) -> None:
        if is_known(value):
            self.totals[total] = (Decimal(str(value)), told.record)

    def add(self, total: Total, value: Any, told: Told) -> None:
        """So much more than was told before."""
        self.totals[total] = (self.totals.get(total, (Decimal(0), ""))[0] + Decimal(str(value)), told.record)

    def forget_total(self, total: Total) -> None:
        self.totals.pop(total, None)

    def forget_totals(self, *tables: str) -> None:
        """What rows of these tables come to together was not told."""
        for total in [one for one in self.totals if one.table in tables]:
            self.forget_total(total)

    def differences(self, held: Mapping[str, Sequence[Row]]) -> Iterator[Difference]:
        """Everything in which the tables of the room say something else; a table that is not there is empty."""
        found = {(one.kind, one.table, one.row, one.field): one for one in self._differences(held)}
        yield from found.values()

    def of(self, name: str) -> "Book":
        """The same of one table alone."""
        return replace(
            self,
            tables={name: self.tables[name]},
            totals={total: said for total, said in self.totals.items() if total.table == name},
            balances=self.balances if name == BOOKS else {},
            means={mean: said for mean, said in self.means.items() if mean.table == name},
            beside=[more.of(name) for more in self.beside],
        )

    def _differences(self, held: Mapping[str, Sequence[Row]]) -> Iterator[Difference]:
        is_told = any(one.is_whole for one in self.beside)
        for name, table in self.tables.items():
            is_whole = (table.whole or (table.since and is_told)) and name not in self.doubtful
            yield from compared(name, replace(table, whole=is_whole), self.rows.get(name, {}), held.get(name, ()))
        yield from self._of_sums(held)
        for more in self.beside:
            yield from more.differences(held)

    def _of_sums(self, held: Mapping[str, Sequence[Row]]) -> Iterator[Difference]:
        """What rows come to together."""
        for total, (told, record) in self.totals.items():
            found = total.of(held.get(total.table, ()))
            if found != told:
                kind = Differs.SUM if total.plus else Differs.COUNT
                where = ", ".join(str(value) for _, value in total.where)
                yield Difference(kind, total.table, where, total.name, said(told), said(found), record)
        for account, (told, record) in self.balances.items():
            found = _balance(account, held.get(BOOKS, ()))
            if found != told:
                yield Difference(Differs.SUM, BOOKS, account, "debit - credit", said(told), said(found), record)
        for mean, (wanted, record) in self.means.items():
            came = mean.of(held.get(mean.table, ()))
            if came != wanted:
                yield Difference(Differs.SUM, mean.table, "", f"mean of {mean.name}", str(wanted), str(came), record)


def compared(name: str, table: Table, told: Rows, held: Sequence[Row]) -> Iterator[Difference]:
    """Where the rows of a table say something else than was told of them."""
    rows = table.rows(held)
    for key in (one for one in told if one not in rows):
        yield Difference(Differs.MISSING, name, _named(key), ROW, "", "", told[key][ROW][1])
    for key, row in rows.items():
        for field_name, (value, record) in told.get(key, {}).items():
            if field_name != ROW and not agrees(value, row, field_name):
                both = (said(value), said(row.get(field_name)))
                yield Difference(Differs.VALUE, name, _named(key), field_name, *both, record)
    if table.whole:
        yield from _untold(name, table, told, held)


def _untold(name: str, table: Table, told: Rows, held: Sequence[Row]) -> Iterator[Difference]:
    """Rows that were never told of, and rows that stand there twice."""
    rows = table.rows(held)
    for key, row in rows.items():
        if key not in told and not table.but(row):
            yield Difference(Differs.UNTOLD, name, _named(key), ROW, "", "", "")
    if len(rows) < len(held):
        yield Difference(Differs.UNTOLD, name, "", ROW, "", "", "")


Handler = Callable[[Book, Told], None]
"""What one kind of event says of the tables."""


def by_type(handlers: Mapping[type[EventData], Handler]) -> Mapping[str, Handler]:
    """The same by the types that records carry."""
    return MappingProxyType({one.type_name(): handler for one, handler in handlers.items()})


def written(tables: Mapping[str, Table], handlers: Mapping[str, Handler], links: Iterable[Link], own: str = "") -> Book:
    """The tables of a room as these records make them. own: the file, where they are of its call as well."""
    book = Book(tables, kept={"own": own})
    for link in links:
        handler = handlers.get(link.type)
        if handler is not None:
            handler(book, told_by(link))
    return book


def plus(one: str, other: str) -> str:
    """Two amounts together, as text."""
    return str(Decimal(one) + Decimal(other))


def _balance(account: str, held: Iterable[Row]) -> Decimal:
    """What an account of a ledger in double entry holds."""
    found = Decimal(0)
    for row in held:
        signs = (row["debit"] == account) - (row["credit"] == account)
        found += signs * Decimal(str(row["amount"]))
    return found


def told_by(link: Link) -> Told:
    """A record as these modules read it. Raises ValueError where it cannot be opened."""
    event = link.opened().event
    at = datetime.fromisoformat(event["time"])
    return Told(
        record=f"{link.about}#{link.chain_index}",
        type=link.type,
        about=str(event["subject"]),
        at=at,
        by=event.get("actorid", ""),
        role=str(event.get("actorrole", "")),
        regime=str(event.get("regime", "")),
        data=event["data"],
        id=str(event["id"]),
    )


def parts_of(pin: str) -> tuple[str, str]:
    """The key and the revision of rules, as events name both."""
    key, _, revision = pin.partition("@")
    return key, revision


def is_known(value: Any) -> bool:
    """Whether it was opened: what is veiled says nothing."""
    return not is_veiled(value)


def last_day_before(at: str) -> str:
    """The last Istanbul day before an exclusive end."""
    return (istanbul_day(datetime.fromisoformat(at)) - timedelta(days=1)).isoformat()


def day_of(at: str) -> str:
    """The Istanbul day of an instant."""
    return istanbul_day(datetime.fromisoformat(at)).isoformat()


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _named(key: Key) -> str:
    return " / ".join(str(part) for part in key) or "1"
