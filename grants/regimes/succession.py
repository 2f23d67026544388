"""Regimes of one programme follow each other day by day: on no day two of them hold, and between them none is missing.

Pure: the texts of the first files in, faults out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from grants.regimes.faults import Fault
from grants.regimes.history import is_day
from grants.regimes.reading import Document, at, attempt

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Term:
    """The days of a regime. ends_on: None while it is in force."""

    begins_on: date
    ends_on: date | None
    file: Document


def succession(regimes: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[Fault, ...]:
    """What is wrong between the regimes given by key with names and texts of their files.

    Each fault stands at the first day of the later regime. A regime that cannot be read is left out: `parse` says
    what is wrong with it.
    """
    programmes: dict[str, list[_Term]] = {}
    for files in regimes.values():
        for document in (attempt(name, text)[0] for name, text in files):
            if document and (term := _term(document)):
                programmes.setdefault(str(document.data.get("programme")), []).append(term)
    faults = [fault for terms in programmes.values() for fault in _in_a_row(terms)]
    return tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.allowed)))


def _in_a_row(terms: Sequence[_Term]) -> Iterator[Fault]:
    """Each term is held against the one before it that lasts longest."""
    before, *later = sorted(terms, key=lambda one: (one.begins_on, one.file.name))
    for after in later:
        yield from _between(before, after)
        before = max(before, after, key=lambda one: one.ends_on or date.max)


def _term(document: Document) -> _Term | None:
    begins_on, ends_on = document.data.get("valid_from"), document.data.get("valid_to")
    if "amends" in document.data or not is_day(begins_on):
        return None
    return _Term(begins_on, ends_on if is_day(ends_on) else None, document)


def _between(before: _Term, after: _Term) -> Iterator[Fault]:
    name, line = at(after.file.lines, ("valid_from",))
    if before.ends_on is None or before.ends_on >= after.begins_on:
        until = str(before.ends_on or "…")
        yield Fault(
            name, line, "valid_from", "regime.regimes_overlap", str(after.begins_on), f"{before.file.name}: {until}"
        )
    elif before.ends_on + _DAY < after.begins_on:
        yield Fault(name, line, "valid_from", "regime.regimes_gap", str(after.begins_on), str(before.ends_on + _DAY))
