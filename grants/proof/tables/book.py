"""Tables as the records make them, row by row and field by field, and where the tables of a room say something else."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from grants.calendar import istanbul_day
from grants.iban import masked
from grants.proof.chain import Link
from grants.proof.sealed import Hashed, Sealed
from grants.proof.veil import VEILED

Row = Mapping[str, Any]
Key = tuple[Any, ...]
BOOKS = "ledger_entry"
"""The table that is kept in double entry."""
NOTHING = ("0", "0.00")
"""Amounts of nothing, as text."""
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
    """One record, opened as far as it goes. by: who acted; unknown where that was erased."""

    record: str
    type: str
    about: str
    at: datetime
    by: Any
    role: str
    regime: str
    data: Mapping[str, Any]

    def due(self, kind: str, number: int = 0) -> str | None:
        """When something falls due, of an event that carries everything that does."""
        found = (one for one in self.data.get("deadlines", ()) if one["kind"] == kind and one["number"] == number)
        return next((str(one["at"]) for one in found), None)


@dataclass(frozen=True, slots=True)
class Table:
    """How the rows of a table are known.

    key: the columns that tell them apart within one file. order: instead, the columns by whose order they are counted,
    from 1. whole: every row was told of. but: of a whole table, those that are never told of.
    """

    key: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    whole: bool = False
    but: Callable[[Row], bool] = field(default=lambda _: False)

    def rows(self, held: Iterable[Row]) -> dict[Key, Row]:
        """The rows of one file by their keys."""
        if self.order:
            ordered = sorted(held, key=lambda row: tuple(str(row[name]) for name in self.order))
            return {(number,): row for number, row in enumerate(ordered, 1)}
        return {tuple(row[name] for name in self.key): row for row in held}


@dataclass(frozen=True, slots=True)
class Masked:
    """An account number of which only the ends were told."""

    text: str


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


@dataclass(slots=True)
class Book:
    """Tables written from records. Each value remembers the record that told it.

    balances: what accounts of the books hold. kept: what a later record needs of an earlier one.
    """

    tables: Mapping[str, Table]
    rows: dict[str, dict[Key, dict[str, tuple[Any, str]]]] = field(default_factory=dict)
    totals: dict[Total, tuple[Decimal, str]] = field(default_factory=dict)
    balances: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    means: dict[Mean, tuple[Fraction, str]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

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
        for name, table in self.tables.items():
            yield from self._of_table(name, table, held.get(name, ()))
        yield from self._of_sums(held)

    def _of_sums(self, held: Mapping[str, Sequence[Row]]) -> Iterator[Difference]:
        """What rows come to together."""
        for total, (told, record) in self.totals.items():
            found = total.of(held.get(total.table, ()))
            if found != told:
                kind = Differs.SUM if total.plus else Differs.COUNT
                where = ", ".join(str(value) for _, value in total.where)
                yield Difference(kind, total.table, where, total.name, _said(told), _said(found), record)
        for account, (told, record) in self.balances.items():
            found = _balance(account, held.get(BOOKS, ()))
            if found != told:
                yield Difference(Differs.SUM, BOOKS, account, "debit - credit", _said(told), _said(found), record)
        for mean, (wanted, record) in self.means.items():
            came = mean.of(held.get(mean.table, ()))
            if came != wanted:
                yield Difference(Differs.SUM, mean.table, "", f"mean of {mean.name}", str(wanted), str(came), record)

    def _of_table(self, name: str, table: Table, held: Sequence[Row]) -> Iterator[Difference]:
        told, rows = self.rows.get(name, {}), table.rows(held)
        for key, fields in told.items():
            row = rows.get(key)
            if row is None:
                yield Difference(Differs.MISSING, name, _named(key), ROW, "", "", fields[ROW][1])
                continue
            for field_name, (value, record) in fields.items():
                if field_name != ROW and not _agrees(value, row, field_name):
                    said = (_said(value), _said(row.get(field_name)))
                    yield Difference(Differs.VALUE, name, _named(key), field_name, *said, record)
        if table.whole:
            for key, row in rows.items():
                if key not in told and not table.but(row):
                    yield Difference(Differs.UNTOLD, name, _named(key), ROW, "", "", "")


Handler = Callable[[Book, Told], None]
"""What one kind of event says of the tables."""


def written(tables: Mapping[str, Table], handlers: Mapping[str, Handler], links: Iterable[Link], own: str = "") -> Book:
    """The tables of a room as these records make them. own: the file, where they are of its call as well."""
    book = Book(tables, kept={"own": own})
    for link in links:
        handler = handlers.get(link.type)
        if handler is not None:
            handler(book, told_by(link))
    return book


def _agrees(told: Any, row: Row, name: str) -> bool:
    return told.fits(row) if isinstance(told, Sealed | Hashed) else same(told, row.get(name))


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
    )


def parts_of(pin: str) -> tuple[str, str]:
    """The key and the revision of rules, as events name both."""
    key, _, revision = pin.partition("@")
    return key, revision


def is_known(value: Any) -> bool:
    """Whether it was opened: what is veiled says nothing."""
    return not (isinstance(value, Mapping) and set(value) == {VEILED})


def last_day_before(at: str) -> str:
    """The last Istanbul day before an exclusive end."""
    return (istanbul_day(datetime.fromisoformat(at)) - timedelta(days=1)).isoformat()


def day_of(at: str) -> str:
    """The Istanbul day of an instant."""
    return istanbul_day(datetime.fromisoformat(at)).isoformat()


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def same(told: Any, held: Any) -> bool:
    """Whether a field says what was told: instants by their moment, all else as it is; what was erased says nothing."""
    match told, held:
        case Masked(), str():
            return masked(held) == told.text
        case datetime(), _:
            return _instant(held) == told
        case dict(), _:
            return not is_known(told) or (isinstance(held, dict) and _same_form(told, held))
        case list(), list():
            return len(told) == len(held) and all(map(same, told, held))
        case str(), str():
            return told == held or _same_instant(told, held)
        case _:
            return bool(told == held)


def _same_form(told: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Name by name; what a form has gained since it was told stands there empty."""
    more = held.keys() - told.keys()
    found = all(name in held and same(value, held[name]) for name, value in told.items())
    return found and all(not held[name] or held[name] in NOTHING for name in more)


def _same_instant(one: str, other: str) -> bool:
    found = _instant(one)
    return found is not None and found == _instant(other)


def _instant(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def _named(key: Key) -> str:
    return " / ".join(str(part) for part in key) or "1"


def _said(value: Any) -> str:
    """A value on one line; a plan is long, and its beginning tells nobody anything."""
    if isinstance(value, Masked):
        return value.text
    if isinstance(value, Sealed):
        return value.seal
    if isinstance(value, Hashed):
        return value.digest
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)
