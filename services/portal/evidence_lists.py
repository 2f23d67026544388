"""A list of evidence as a table of a spreadsheet, read as it comes: Turkish Excel writes `;` between cells, and text in
Windows-1254 or in UTF-8 with a mark before it. What a cell says is for the room to judge; which line it stood in is
kept, so that what is wrong is told by line and column.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from grants.turkish import turkish_key

COLUMNS = ("code", "kind", "name", "tax_number", "note")
NEEDED = ("code", "kind", "name")
_SEPARATORS = ";\t,"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
Words = Mapping[str, str]
"""What a person writes, by its key (`key_of`), and what the room calls it."""


class NoTable(Exception):  # noqa: N818 - says what is the matter
    """It cannot be read as a table. why: `portal.evidence.no_<why>`; about: what is missing, or the line."""

    def __init__(self, why: str, about: str = "") -> None:
        self.why, self.about = why, about
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Table:
    """entries: as the room is sent them. lines: where each stood in the file."""

    entries: tuple[dict[str, str], ...]
    lines: tuple[int, ...]

    def place(self, name: str) -> tuple[int, str] | None:
        """Line and column of what the room means by a path such as entries[3].tax_number."""
        row, _, column = name.removeprefix("entries[").partition("]")
        if not name.startswith("entries[") or not row.isdigit() or int(row) >= len(self.lines):
            return None
        return self.lines[int(row)], column.removeprefix(".")


def key_of(text: str) -> str:
    """As words are compared: without capitals, Turkish ones too, and without what stands between them."""
    return "".join(one for one in turkish_key(text) if one.isalnum())


def read_table(content: bytes, columns: Words, values: Mapping[str, Words]) -> Table:
    """The table of a file. values: by column, what words in it stand for. Raises NoTable."""
    text = _text(content)
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise NoTable("broken", str(reader.line_num)) from error
    if not rows:
        raise NoTable("rows")
    names = _names(rows[0][1], columns)
    return Table(tuple(_entry(names, row, values) for _, row in rows[1:]), tuple(line for line, _ in rows[1:]))


def written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as Turkish Excel opens it; no cell begins as a formula does."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _text(content: bytes) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "cp1254"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NoTable("text")


def _names(head: Sequence[str], columns: Words) -> tuple[str, ...]:
    names = tuple(columns.get(key_of(cell), "") for cell in head)
    if missing := [one for one in NEEDED if one not in names]:
        raise NoTable("columns", ",".join(missing))
    return names


def _entry(names: Sequence[str], row: Sequence[str], values: Mapping[str, Words]) -> dict[str, str]:
    found = {}
    for name, cell in zip(names, row, strict=False):
        said = cell.strip()
        if name and said:
            found[name] = values.get(name, {}).get(key_of(said), said)
    return found
