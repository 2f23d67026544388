"""What a record says again of a row that was told of before: the row has to agree with both of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grants.proof.tables.book import ROW, Book, Difference, Differs, Key, Row, Table, Told, compared, is_known


@dataclass(slots=True)
class Again:
    """Fields of a row, as a later record says them."""

    name: str
    table: Table
    key: Key
    fields: Mapping[str, Any]
    record: str
    is_whole: bool = False

    def of(self, table: str) -> "Again":
        """The same of one table alone."""
        return self if table == self.name else replace(self, fields={})

    def differences(self, held: Mapping[str, Sequence[Row]]) -> Iterator[Difference]:
        """Where the row says something else; that it is missing is told by what told of it first."""
        told = {name: (value, self.record) for name, value in self.fields.items()}
        rows = {self.key: {ROW: (True, self.record), **told}}
        found = compared(self.name, Table(self.table.key, self.table.order), rows, held.get(self.name, ()))
        yield from (one for one in found if one.kind is not Differs.MISSING)


def told_again(book: Book, told: Told, table: str, key: Key, **fields: Any) -> None:
    """A field that was told before stays as it was told first, and is compared with this, too; another is new."""
    known = {name: value for name, value in fields.items() if book.value(table, key, name) is not None}
    book.put(table, key, told, **{name: value for name, value in fields.items() if name not in known})
    if said := {name: value for name, value in known.items() if is_known(value)}:
        book.beside.append(Again(table, book.tables[table], key, said, told.record))
