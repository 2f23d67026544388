"""Activity reports: filed by the coordinator, accepted or returned by the monitoring officer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import end_of_days_after
from grants.regimes import RuleSet
from grants.rules import in_kind, indicators
from grants.rules.exact import said
from grants.rules.settlement import realised_breaches
from grants.values import ZERO
from services.monitoring.domain import money
from services.monitoring.domain.errors import GrantStageWrong, NoSuchThing, ReportStageWrong
from services.monitoring.domain.facts import GrantFile, IndicatorValue, Report, Spending
from services.monitoring.domain.lines import NOTHING_KNOWN, Known, spending, valued
from services.monitoring.domain.lines import breaches as line_breaches
from services.monitoring.domain.report_facts import LineSaid, SpendingLine
from services.monitoring.domain.states import FILEABLE, GrantStatus, ReportStatus

MOST_REALISED = Decimal(10) ** 15
"""More than this in one grant is a slip of the pen; it also keeps every sum within the column."""
_STANDING = frozenset({ReportStatus.SUBMITTED, ReportStatus.ACCEPTED})
"""Reports whose spending is claimed to be so."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What a report says. spending: (item, realised) without a paper, in the order given; lines: with theirs.

    known: what is on record of the papers of its lines.
    """

    technical: str
    administrative: str
    spending: Sequence[tuple[str, Decimal]]
    indicators: Mapping[str, int]
    financial: str = ""
    lines: Sequence[LineSaid] = ()
    known: Known = NOTHING_KNOWN

    @property
    def every_line(self) -> tuple[LineSaid, ...]:
        """The lines as they are numbered: those with a paper first, then the plain sums."""
        return (*self.lines, *(LineSaid(item, realised) for item, realised in self.spending))


def find(file: GrantFile, number: int) -> Report:
    for report in file.reports:
        if report.number == number:
            return report
    raise NoSuchThing(Breach("monitoring.part_unknown", "report", str(number)))


def submit(file: GrantFile, number: int, filed: Filed, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The report is filed; filed again after a return, it takes the place of what was filed before."""
    report = find(file, number)
    _in_status(report, *FILEABLE)
    _not_closed(file)
    lines = valued(file.grant, number, filed.every_line, rules)
    if wrong := _breaches(file, report, filed, spending(file.grant.id, number, lines), rules):
        raise RulesBroken(*wrong)
    done = replace(
        report,
        status=ReportStatus.SUBMITTED,
        technical=filed.technical,
        administrative=filed.administrative,
        financial=filed.financial,
        submitted_by=by,
        submitted_at=now,
    )
    return recounted(_with_indicators(file.with_report(done), number, filed), number, lines)


def recounted(file: GrantFile, number: int, lines: Iterable[SpendingLine]) -> GrantFile:
    """What a report realised by item, from its lines: what is disallowed of them left out."""
    kept = (one for one in file.spending if one.number != number)
    return replace(file, spending=(*kept, *spending(file.grant.id, number, lines)))


def accept(file: GrantFile, number: int, note: str, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The report is accepted; what was spent counts, and what is earned is computed anew."""
    report = find(file, number)
    _in_status(report, ReportStatus.SUBMITTED)
    _not_closed(file)
    done = replace(report, status=ReportStatus.ACCEPTED, remarks=note, decided_by=by, decided_at=now)
    file = file.with_report(done)
    realised = money.total(money.realised_by_item(file))
    return file.with_grant(realised=realised, earned=money.earned(file, rules))


def give_back(file: GrantFile, number: int, remarks: str, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The report is returned with remarks; the time to file it starts anew."""
    report = find(file, number)
    _in_status(report, ReportStatus.SUBMITTED)
    _not_closed(file)
    done = replace(
        report,
        status=ReportStatus.RETURNED,
        remarks=remarks,
        decided_by=by,
        decided_at=now,
        duty_since=now,
        due_at=end_of_days_after(now, rules.reporting.activity_report.due_days),
    )
    return file.with_report(done)


def refuse_not_fileable(file: GrantFile, number: int) -> None:
    """Raises where this report cannot be filed now, so that nothing needs to be kept of it."""
    _in_status(find(file, number), *FILEABLE)
    _not_closed(file)


def _in_status(report: Report, *wanted: ReportStatus) -> None:
    if report.status not in wanted:
        raise ReportStageWrong.at(report.status, report.number)


def _not_closed(file: GrantFile) -> None:
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)


def _breaches(
    file: GrantFile, report: Report, filed: Filed, sums: Sequence[Spending], rules: RuleSet
) -> tuple[Breach, ...]:
    counted = Counter(item for item, _ in filed.spending)
    twice = sorted(item for item, times in counted.items() if times > 1)
    return (
        *(Breach("report.item_twice", f"spending.{item[:40]}", item[:40], "1", "Destek") for item in twice),
        *realised_breaches(money.items_of(file), {one.item: one.realised for one in sums}),
        *line_breaches(file, report, filed.every_line, rules, filed.known),
        *_size(file, sums),
        *_in_kind(file, report, sums, rules),
        *indicators.breaches(filed.indicators, rules),
    )


def _size(file: GrantFile, sums: Sequence[Spending]) -> tuple[Breach, ...]:
    before = money.total(money.realised_by_item(file, ReportStatus.ACCEPTED, ReportStatus.SUBMITTED))
    after = before + sum((one.realised for one in sums), ZERO)
    if after <= MOST_REALISED:
        return ()
    currency = file.grant.currency
    asked, allowed = said(after, currency), said(MOST_REALISED, currency)
    return (Breach("report.too_much", "spending", asked, allowed, "Destek"),)


def _in_kind(file: GrantFile, report: Report, sums: Sequence[Spending], rules: RuleSet) -> Iterator[Breach]:
    others = {one.number for one in file.reports if one.status in _STANDING and one.number != report.number}
    before = sum((one.in_kind for one in file.spending if one.number in others), ZERO)
    whole = before + sum((one.in_kind for one in sums), ZERO)
    return in_kind.reported_breaches(whole, file.grant.total, rules)


def _with_indicators(file: GrantFile, number: int, filed: Filed) -> GrantFile:
    others = (one for one in file.indicators if one.number != number)
    values = (IndicatorValue(file.grant.id, number, code, value) for code, value in sorted(filed.indicators.items()))
    return replace(file, indicators=(*others, *values))
