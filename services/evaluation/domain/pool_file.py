"""The pool of evaluators as a table of text (CSV): read whole, or refused with everything that is wrong.

The first line names the columns, in Turkish or English, in any order; "Ad Soyad", "AD_SOYAD" and "ad soyad" are
one. Columns are parted by commas or, as a Turkish Excel writes them, by semicolons. Several values in one cell
are parted by "|". A person stands in one line.

| English             | Türkçe               | what stands there                                                 |
|---------------------|----------------------|-------------------------------------------------------------------|
| person_id           | kisi_no              | id at the sign-in provider; needed                                |
| name                | ad_soyad             | needed                                                            |
| email, address      | e_posta, adres       |                                                                   |
| employer            | kurum                | name of the employer                                              |
| employer_tax_number | kurum_vergi_no       | 10 or 11 digits                                                   |
| nace                | nace                 | fields of expertise: 28.11|27                                     |
| topics              | konular              | döküm|ısıl işlem                                                  |
| languages           | diller               | tr|en                                                             |
| degrees             | dereceler            | one or more                                                       |
| availability        | musaitlik            | spans of days: 2027-01-01..2027-06-30, or 01.01.2027..30.06.2027  |
| load_limit          | is_siniri            | most files open at once                                           |
| declared            | beyan_edilen_baglar  | tax numbers of bodies the person has a tie with                   |
| projects            | projeler             | title::partner                                                    |
| contract_number     | sozlesme_no          | of one contract; others of the person stay as they are            |
| contract_since      | sozlesme_baslangici  | first day                                                         |
| contract_until      | sozlesme_bitisi      | last day                                                          |
| contract_fee        | dosya_ucreti         | fee for each file in lira: 1500.00 or 1500,00                     |
| active              | etkin                | yes, no, evet or hayır; yes if empty                              |
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from grants.breach import Breach, RulesBroken
from grants.rules.conflicts import folded
from services.evaluation.domain.pool import ContractTerms, Fact, Personal, Profile, Registration

MOST_PERSONS: Final = 5_000
MOST_FAULTS: Final = 500
_SOURCE: Final = "Destek"
_PARTS: Final = "|"
_CONTRACT: Final = "contract_"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})\.(\d{2})\.(\d{4})", re.ASCII)
_LIRA = re.compile(r"\d{1,16}([.,]\d{1,2})?", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_YES, _NO = frozenset({"", "yes", "evet", "1", "true"}), frozenset({"no", "hayir", "0", "false"})

COLUMNS: Final[Mapping[str, str]] = {
    "person_id": "kisi_no",
    "name": "ad_soyad",
    "email": "e_posta",
    "address": "adres",
    "employer": "kurum",
    "employer_tax_number": "kurum_vergi_no",
    "nace": "nace",
    "topics": "konular",
    "languages": "diller",
    "degrees": "dereceler",
    "availability": "musaitlik",
    "load_limit": "is_siniri",
    "declared": "beyan_edilen_baglar",
    "projects": "projeler",
    "contract_number": "sozlesme_no",
    "contract_since": "sozlesme_baslangici",
    "contract_until": "sozlesme_bitisi",
    "contract_fee": "dosya_ucreti",
    "active": "etkin",
}
"""Each column in English and Turkish."""

_NEEDED: Final = ("person_id", "name")
_SAYABLE: Final = frozenset({"nace", "topics", "languages", "availability", "load_limit", "active"})
"""Columns whose cells may be repeated in a refusal, which stays on record; the others tell of the person."""


FactT = TypeVar("FactT", bound=Fact)


class _UnreadableError(ValueError):
    """A cell that cannot be read."""


def read(text: str) -> tuple[Registration, ...]:
    """Everyone the table names, in its order. Raises RulesBroken with everything that is wrong."""
    faults: list[Breach] = []
    people: list[Registration] = []
    seen: set[str] = set()
    for line, cells in _lines(text, faults):
        said = _person(line, cells, faults)
        if said is None:
            continue
        who = said.profile.person_id
        if who in seen:
            faults.append(_fault("pool.person_twice", line, "person_id", who))
        seen.add(who)
        people.append(said)
    if not people and not faults:
        faults.append(Breach("pool.empty", "csv", source=_SOURCE))
    if faults:
        raise RulesBroken(*_cut(faults))
    return tuple(people)


def _cut(faults: Sequence[Breach]) -> tuple[Breach, ...]:
    more = len(faults) - MOST_FAULTS
    if more <= 0:
        return tuple(faults)
    return (*faults[:MOST_FAULTS], Breach("pool.more_faults", "csv", str(more), source=_SOURCE))


def _lines(text: str, faults: list[Breach]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Number and cells of each line that is whole, by column."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text), strict=True)
    try:
        columns = _header(next(reader, []), faults)
        if columns is None:
            return
        for count, cells in enumerate(row for row in reader if any(cell.strip() for cell in row)):
            if count >= MOST_PERSONS:
                faults.append(_fault("pool.too_many", reader.line_num, "", allowed=str(MOST_PERSONS)))
                return
            if len(cells) != len(columns):
                faults.append(_fault("pool.cells", reader.line_num, "", str(len(cells)), str(len(columns))))
                continue
            yield reader.line_num, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
    except csv.Error:
        faults.append(_fault("pool.unreadable", reader.line_num, ""))


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _header(cells: Sequence[str], faults: list[Breach]) -> tuple[str, ...] | None:
    """The columns in their order, or none and every fault of the line that names them."""
    known = {folded(word): name for name, turkish in COLUMNS.items() for word in (name, turkish)}
    names = [known.get(folded(cell), "") for cell in cells]
    wrong = [
        _fault("pool.column_unknown", 1, cell.strip()[:60] or str(place + 1))
        for place, (cell, name) in enumerate(zip(cells, names, strict=True))
        if not name
    ]
    wrong += [_fault("pool.column_twice", 1, name) for name in COLUMNS if names.count(name) > 1]
    wrong += [_fault("pool.column_missing", 1, name) for name in _NEEDED if name not in names]
    faults += wrong
    return None if wrong else tuple(names)


def _person(line: int, cells: Mapping[str, str], faults: list[Breach]) -> Registration | None:
    said: dict[str, Any] = {}
    bad: list[str] = [name for name in _NEEDED if not cells[name]]
    for name, cell in cells.items():
        if cell or name == "active":
            _read_cell(name, cell, said, bad)
    made = _made(said, bad)
    faults += [_cell_fault(line, name, cells) for name in COLUMNS if name in bad]
    return made


def _read_cell(name: str, cell: str, said: dict[str, Any], bad: list[str]) -> None:
    try:
        said[name] = _READ.get(name, str)(cell)
    except _UnreadableError:
        bad.append(name)


def _made(said: Mapping[str, Any], bad: list[str]) -> Registration | None:
    """The registration the cells make; or none, and every column that keeps it from being one."""
    terms = {name.removeprefix(_CONTRACT): cell for name, cell in said.items() if name.startswith(_CONTRACT)}
    profile = _checked(Profile, said, bad)
    personal = _checked(Personal, said, bad)
    contract = _checked(ContractTerms, terms, bad, _CONTRACT) if terms else None
    if bad or profile is None or personal is None:
        return None
    return Registration(profile=profile, personal=personal, contracts=(contract,) if contract else ())


def _checked(kind: type[FactT], said: Mapping[str, Any], bad: list[str], prefix: str = "") -> FactT | None:
    """A fact from the cells of its own columns; what is wrong is added by column."""
    try:
        return kind(**{name: cell for name, cell in said.items() if name in kind.model_fields})
    except ValidationError as error:
        places = [one["loc"] for one in error.errors(include_url=False, include_input=False)]
        bad += [f"{prefix}{place[0] if place else 'until'}" for place in places]
        return None


def _cell_fault(line: int, name: str, cells: Mapping[str, str]) -> Breach:
    asked = cells.get(name, "")[:60] if name in _SAYABLE else ""
    return _fault(f"pool.cell.{name}", line, name, asked)


def _fault(rule: str, line: int, column: str, asked: str = "", allowed: str = "") -> Breach:
    """subject: line and column as in "12:nace"."""
    return Breach(rule, f"{line}:{column}", asked, allowed, _SOURCE)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_PARTS) if part.strip()]


def _day(text: str) -> date:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise _UnreadableError
    year, month, day, late_day, late_month, late_year = match.groups()
    try:
        return date(int(year or late_year), int(month or late_month), int(day or late_day))
    except ValueError as error:
        raise _UnreadableError from error


def _spans(cell: str) -> list[dict[str, date]]:
    spans = []
    for part in _parts(cell):
        since, parted, until = part.partition("..")
        if not parted:
            raise _UnreadableError
        spans.append({"since": _day(since), "until": _day(until)})
    return spans


def _projects(cell: str) -> list[dict[str, str]]:
    pairs = [part.partition("::") for part in _parts(cell)]
    return [{"title": title, "partner": partner} for title, _, partner in pairs]


def _count(cell: str) -> int:
    if _COUNT.fullmatch(cell) is None:
        raise _UnreadableError
    return int(cell)


def _fee(cell: str) -> str:
    if _LIRA.fullmatch(cell) is None:
        raise _UnreadableError
    return cell.replace(",", ".")


def _truth(cell: str) -> bool:
    said = folded(cell)
    if said not in _YES | _NO:
        raise _UnreadableError
    return said in _YES


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "nace": _parts,
    "topics": _parts,
    "languages": _parts,
    "degrees": _parts,
    "declared": _parts,
    "availability": _spans,
    "projects": _projects,
    "load_limit": _count,
    "contract_since": _day,
    "contract_until": _day,
    "contract_fee": _fee,
    "active": _truth,
}
