"""What stands behind the numbers of a report: the bodies, structures and products that its indicators count.

A body is known across grants by its tax number; one listed without a number is the one of that name. A structure or
a product belongs to its grant. So whoever takes part in two grants counts once for the programme.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grants.breach import Breach, RulesBroken
from grants.regimes import RuleSet
from grants.turkish import turkish_key
from services.monitoring.domain.errors import GrantStageWrong, ReportStageWrong
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.reporting import find
from services.monitoring.domain.states import FILEABLE, GrantStatus, ReportStatus

_LISTABLE = FILEABLE | {ReportStatus.SUBMITTED}


class EvidenceKind(StrEnum):
    """What is listed. A firm and any other body are known by their tax number, a university by its name too."""

    FIRM = "firm"
    UNIVERSITY = "university"
    BODY = "body"
    STRUCTURE = "structure"
    PRODUCT = "product"


_NUMBERED = frozenset({EvidenceKind.FIRM, EvidenceKind.BODY})
_OF_ITS_GRANT = frozenset({EvidenceKind.STRUCTURE, EvidenceKind.PRODUCT})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a measure counts. note: what shows it, like an agreement or a certificate with its date."""

    code: str
    kind: EvidenceKind
    name: str
    tax_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """An entry of a grant's report. name_key: the name as names are compared; own: whether it belongs to its grant."""

    grant_id: str
    number: int
    code: str
    place: int
    kind: EvidenceKind
    name: str
    name_key: str
    tax_number: str
    own: bool
    note: str


def listed(file: GrantFile, number: int, entries: Sequence[Entry], rules: RuleSet) -> tuple[Evidence, ...]:
    """The list as it is kept. It may be given until the report is decided. Raises `RulesBroken` with every fault."""
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)
    report = find(file, number)
    if report.status not in _LISTABLE:
        raise ReportStageWrong.at(report.status, number)
    if wrong := (*_wrong(entries, rules), *_too_many(file, number, entries)):
        raise RulesBroken(*wrong)
    return tuple(
        Evidence(
            file.grant.id,
            number,
            one.code,
            place,
            one.kind,
            one.name,
            turkish_key(one.name),
            one.tax_number,
            one.kind in _OF_ITS_GRANT,
            one.note,
        )
        for place, one in enumerate(entries, 1)
    )


def _wrong(entries: Sequence[Entry], rules: RuleSet) -> Iterator[Breach]:
    codes, source = {measure.code for measure in rules.measures}, rules.cite(rules.indicators)
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(entries):
        if one.code not in codes:
            yield Breach("indicator.unknown", f"entries[{index}].code", one.code, ", ".join(sorted(codes)), source)
        if one.kind in _NUMBERED and not one.tax_number:
            yield Breach("evidence.tax_number", f"entries[{index}].tax_number", one.name, "", "Destek")
        if one.kind in _OF_ITS_GRANT and one.tax_number:
            yield Breach("evidence.no_tax_number", f"entries[{index}].tax_number", one.name, "", "Destek")
        key = (one.code, one.tax_number or turkish_key(one.name))
        if key in seen:
            yield Breach("evidence.twice", f"entries[{index}]", one.name, one.code, "Destek")
        seen.add(key)


def _too_many(file: GrantFile, number: int, entries: Sequence[Entry]) -> Iterator[Breach]:
    """No more is listed than the report says there is, where it says it already."""
    reported = {one.code: one.value for one in file.indicators if one.number == number}
    for code, count in sorted(Counter(one.code for one in entries).items()):
        if code in reported and count > reported[code]:
            yield Breach("evidence.more", f"entries.{code}", str(count), str(reported[code]), "Destek")
