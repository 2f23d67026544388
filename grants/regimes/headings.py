"""The headings of a regime's files: which is the first, what the others amend, and from which days. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from grants.regimes.faults import Fault
from grants.regimes.history import is_day
from grants.regimes.reading import Document, Path, at, shown

_OF_AMENDMENT = frozenset({"amends", "instrument", "valid_from", "changes"})
_A_DAY = "2014-03-25"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a regime by their headings. first: None where there is not just one. amendments: by date.

    Only amendments that can be put in order are among them; the first file has a day in any case.
    """

    first: Document | None
    amendments: tuple[Document, ...]
    last_day: date | None
    faults: tuple[Fault, ...]


def headings(key: str, documents: Sequence[Document]) -> Files:
    """The files in their order, and everything that is wrong with their headings."""
    firsts = [one for one in documents if "amends" not in one.data]
    amending = [one for one in documents if "amends" in one.data]
    faults = [*_firsts(key, documents, firsts), *(fault for one in documents for fault in _heading(one))]
    for one in amending:
        faults += _amendment(key, one)
    usable = sorted((one for one in amending if _is_usable(key, one)), key=lambda one: (_day(one), one.name))
    if len(firsts) != 1:
        return Files(None, (), None, tuple(faults))
    (first,) = firsts
    ends_on = first.data.get("valid_to")
    last_day = ends_on if is_day(ends_on) else None
    wrong = {fault.file: fault for fault in _order(first, usable, last_day)}
    ordered = tuple(one for one in usable if one.name not in wrong)
    if not is_day(first.data.get("valid_from")):
        earliest = min((_day(one) for one in ordered), default=date.min)
        first = replace(first, data=first.data | {"valid_from": earliest})
    return Files(first, ordered, last_day, (*faults, *wrong.values()))


def _firsts(key: str, documents: Sequence[Document], firsts: Sequence[Document]) -> Iterator[Fault]:
    if not firsts:
        yield Fault(documents[0].name if documents else key, 1, "amends", "regime.no_first_file", key)
    yield from (_fault(one, (), "regime.two_first_files", one.name, firsts[0].name) for one in firsts[1:])


def _heading(document: Document) -> Iterator[Fault]:
    """What every file begins with: the instrument and the first day."""
    instrument, begins_on = document.data.get("instrument"), document.data.get("valid_from")
    if not isinstance(instrument, str) or not instrument.strip():
        yield _fault(document, ("instrument",), "regime.no_instrument", str(instrument or ""))
    if not is_day(begins_on):
        yield _fault(document, ("valid_from",), "regime.no_date", str(begins_on or ""), _A_DAY)
    ends_on = document.data.get("valid_to")
    if "amends" not in document.data and not (is_day(ends_on) or (ends_on is None and "valid_to" in document.data)):
        yield _fault(document, ("valid_to",), "regime.no_date", str(ends_on or ""), f"{_A_DAY}, null")


def _amendment(key: str, one: Document) -> Iterator[Fault]:
    if one.data["amends"] != key:
        yield _fault(one, ("amends",), "regime.amends_other", str(one.data["amends"]), key)
    yield from (_fault(one, (name,), "regime.strange", name) for name in one.data if name not in _OF_AMENDMENT)
    if not isinstance(one.data.get("changes"), dict) or not one.data["changes"]:
        yield _fault(one, ("changes",), "regime.changes_nothing")


def _is_usable(key: str, one: Document) -> bool:
    changes = one.data.get("changes")
    return one.data["amends"] == key and is_day(one.data.get("valid_from")) and isinstance(changes, dict)


def _day(document: Document) -> date:
    day: date = document.data["valid_from"]
    return day


def _order(first: Document, amendments: Sequence[Document], last_day: date | None) -> Iterator[Fault]:
    """Amendments on a day that another file has, or on which the regime is not in force."""
    begins_on = first.data.get("valid_from")
    taken = {begins_on: first.name} if is_day(begins_on) else {}
    for one in amendments:
        day = _day(one)
        if day in taken:
            yield _fault(one, ("valid_from",), "regime.overlap", str(day), taken[day])
        elif (is_day(begins_on) and day < begins_on) or (last_day and day > last_day):
            yield _fault(one, ("valid_from",), "regime.outside", str(day), f"{begins_on} – {last_day or ''}".strip())
        taken.setdefault(day, one.name)


def _fault(document: Document, path: Path, rule: str, asked: str = "", allowed: str = "") -> Fault:
    name, line = at(document.lines, path)
    return Fault(name, line, shown(path), rule, asked, allowed)
