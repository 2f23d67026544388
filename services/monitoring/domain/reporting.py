"""Activity reports: filed by the coordinator, accepted or returned by the monitoring officer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import end_of_days_after
from grants.regimes import RuleSet
from grants.rules import indicators
from grants.rules.exact import said
from grants.rules.settlement import realised_breaches
from services.monitoring.domain import money
from services.monitoring.domain.errors import GrantStageWrong, NoSuchThing, ReportStageWrong
from services.monitoring.domain.facts import GrantFile, IndicatorValue, Report, Spending
from services.monitoring.domain.states import FILEABLE, GrantStatus, ReportStatus

MOST_REALISED = Decimal(10) ** 15
"""More than this in one grant is a slip of the pen; it also keeps every sum within the column."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What a report says. spending: (item, realised) in the order given."""

    technical: str
    administrative: str
    spending: Sequence[tuple[str, Decimal]]
    indicators: Mapping[str, int]


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
    if wrong := _breaches(file, filed, rules):
        raise RulesBroken(*wrong)
    done = replace(
        report,
        status=ReportStatus.SUBMITTED,
        technical=filed.technical,
        administrative=filed.administrative,
        submitted_by=by,
        submitted_at=now,
    )
    return _with_numbers(file.with_report(done), number, filed)


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


def _in_status(report: Report, *wanted: ReportStatus) -> None:
    if report.status not in wanted:
        raise ReportStageWrong.at(report.status, report.number)


def _not_closed(file: GrantFile) -> None:
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)


def _breaches(file: GrantFile, filed: Filed, rules: RuleSet) -> tuple[Breach, ...]:
    counted = Counter(item for item, _ in filed.spending)
    twice = sorted(item for item, times in counted.items() if times > 1)
    return (
        *(Breach("report.item_twice", f"spending.{item[:40]}", item[:40], "1", "Destek") for item in twice),
        *realised_breaches(money.items_of(file), dict(filed.spending)),
        *_size(file, filed),
        *indicators.breaches(filed.indicators, rules),
    )


def _size(file: GrantFile, filed: Filed) -> tuple[Breach, ...]:
    before = money.total(money.realised_by_item(file, ReportStatus.ACCEPTED, ReportStatus.SUBMITTED))
    after = before + sum(amount for _, amount in filed.spending)
    if after <= MOST_REALISED:
        return ()
    currency = file.grant.currency
    asked, allowed = said(after, currency), said(MOST_REALISED, currency)
    return (Breach("report.too_much", "spending", asked, allowed, "Destek"),)


def _with_numbers(file: GrantFile, number: int, filed: Filed) -> GrantFile:
    grant_id = file.grant.id
    kept = (line for line in file.spending if line.number != number)
    lines = (Spending(grant_id, number, item, realised) for item, realised in filed.spending)
    others = (one for one in file.indicators if one.number != number)
    values = (IndicatorValue(grant_id, number, code, value) for code, value in sorted(filed.indicators.items()))
    return replace(file, spending=(*kept, *lines), indicators=(*others, *values))
