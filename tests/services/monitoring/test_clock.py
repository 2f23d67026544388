"""What falls due, derived from the facts: calendar tables at their boundaries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from grants.breach import RulesBroken
from grants.calendar import start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.regimes.words import ExtensionGround
from services.monitoring.domain import ending, extending, falls, pausing
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.errors import ExtensionPending, GrantStageWrong, NoticeMissing
from services.monitoring.domain.facts import Extension, ForceMajeure, GrantFile
from services.monitoring.domain.states import (
    ForceMajeureStatus,
    GrantStatus,
    NoticeStatus,
    ReportStatus,
)
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import RULES, due, file_of

PERIOD, REPORT, SUPPORT = DeadlineKind.PERIOD_END, DeadlineKind.REPORT_DUE, DeadlineKind.SUPPORT_END
CURE, CLOSING = DeadlineKind.CURE_END, DeadlineKind.CLOSING_DUE


def on(year: int, month: int, day: int) -> datetime:
    """The first instant of an Istanbul day."""
    return start_of(date(year, month, day))


def paused(file: GrantFile, starts_on: date, ended_on: date | None, name: str = "f") -> GrantFile:
    """With force majeure accepted, and ended if a day is given."""
    status = ForceMajeureStatus.ACCEPTED if ended_on is None else ForceMajeureStatus.ENDED
    at = start_of(starts_on)
    return file.with_force_majeure(
        ForceMajeure(name, "g", starts_on, "flood", "report", "c", at, status=status, ended_on=ended_on)
    )


def fallen(file: GrantFile, until: datetime) -> GrantFile:
    """After everything that falls due up to an instant has fallen."""
    while (due := deadlines(file, RULES)) and due[0].at <= until:
        file = falls.fall(file, due[0], due[0].at, RULES)
    return file


def asked(new_end: date, asked_on: date, ground: ExtensionGround = ExtensionGround.TECHNICAL) -> Extension:
    return Extension("e", "g", ground, new_end, "late delivery", "c", start_of(asked_on), asked_on)


@pytest.mark.parametrize(
    ("signed", "first_period", "support", "ceiling"),
    [
        (date(2017, 5, 2), on(2017, 11, 2), on(2022, 5, 2), date(2024, 5, 2)),
        (date(2024, 2, 29), on(2024, 8, 29), on(2029, 3, 1), date(2031, 3, 1)),
        (date(2023, 8, 31), on(2024, 3, 1), on(2028, 8, 31), date(2030, 8, 31)),
    ],
)
def test_a_contract_sets_the_first_period_the_end_of_support_and_the_ceiling(
    signed: date, first_period: datetime, support: datetime, ceiling: date
) -> None:
    file = file_of(signed)
    found = deadlines(file, RULES)
    assert found[0] == Deadline(kind=PERIOD, at=first_period, number=1)
    assert due(found, SUPPORT) == support
    assert file.grant.ceiling_ends_on == ceiling


def test_ten_periods_of_six_months_follow_one_another_without_a_gap() -> None:
    file = fallen(file_of(date(2024, 2, 29)), on(2029, 3, 1))
    spans = [(report.period_starts_on, report.period_ends_on) for report in file.reports]
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
    assert spans[0][0] == date(2024, 2, 29)
    assert spans[-1][1] == date(2029, 3, 1)
    assert len(spans) == 10
    assert file.grant.status is GrantStatus.CLOSING


def test_a_period_that_ends_opens_its_report_with_thirty_days_and_begins_the_next() -> None:
    file = fallen(file_of(date(2027, 3, 1)), on(2027, 9, 1))
    assert file.reports[0].status is ReportStatus.OPEN
    assert due(deadlines(file, RULES), REPORT, 1) == on(2027, 10, 1)
    assert due(deadlines(file, RULES), PERIOD, 2) == on(2028, 3, 1)


def test_a_period_that_is_learnt_late_to_have_ended_leaves_the_full_time_to_report() -> None:
    file = file_of(date(2027, 3, 1))
    late = falls.fall(file, deadlines(file, RULES)[0], datetime(2027, 12, 24, 9, tzinfo=UTC), RULES)
    assert late.reports[0].period_ends_on == date(2027, 9, 1)
    assert due(deadlines(late, RULES), REPORT, 1) == on(2028, 1, 23)


def test_a_report_not_filed_in_time_is_late_and_falls_due_no_more() -> None:
    file = fallen(file_of(date(2027, 3, 1)), on(2027, 10, 1))
    assert file.reports[0].status is ReportStatus.LATE
    assert due(deadlines(file, RULES), REPORT, 1) is None


@pytest.mark.parametrize(
    ("starts_on", "ended_on", "period_end", "why"),
    [
        (date(2027, 4, 1), date(2027, 5, 1), on(2027, 10, 1), "thirty days inside the period"),
        (date(2027, 8, 31), date(2027, 9, 10), on(2027, 9, 11), "over the boundary: it starts again where it stood"),
        (date(2027, 9, 1), date(2027, 9, 10), on(2027, 9, 1), "from the boundary on: too late to move it"),
        (date(2027, 4, 1), None, None, "while it lasts nobody can say"),
        (date(2027, 4, 1), date(2027, 4, 1), on(2027, 9, 1), "a pause of no day moves nothing"),
    ],
)
def test_force_majeure_moves_the_end_of_a_period(
    starts_on: date, ended_on: date | None, period_end: datetime | None, why: str
) -> None:
    found = deadlines(paused(file_of(date(2027, 3, 1)), starts_on, ended_on), RULES)
    assert due(found, PERIOD, 1) == period_end, why


def test_overlapping_pauses_count_once() -> None:
    file = paused(file_of(date(2027, 3, 1)), date(2027, 4, 1), date(2027, 4, 21), "a")
    both = paused(file, date(2027, 4, 11), date(2027, 5, 1), "b")
    assert due(deadlines(both, RULES), PERIOD, 1) == on(2027, 10, 1)
    one_lasts = paused(file, date(2027, 4, 11), None, "b")
    assert due(deadlines(one_lasts, RULES), PERIOD, 1) is None


def test_the_end_of_support_is_not_moved_by_force_majeure() -> None:
    for ended_on in (date(2028, 4, 1), None):
        found = deadlines(paused(file_of(date(2027, 3, 1)), date(2027, 4, 1), ended_on), RULES)
        assert due(found, SUPPORT) == on(2032, 3, 1)


def test_a_pause_over_the_day_a_report_is_due_gives_back_the_days_that_were_left() -> None:
    file = fallen(file_of(date(2027, 3, 1)), on(2027, 9, 1))
    lasting = paused(file, date(2027, 9, 21), None)
    assert due(deadlines(lasting, RULES), REPORT, 1) is None
    over = paused(file, date(2027, 9, 21), date(2027, 12, 1))
    assert due(deadlines(over, RULES), REPORT, 1) == on(2027, 12, 11)


def test_days_of_a_pause_before_the_duty_began_do_not_move_it() -> None:
    file = fallen(paused(file_of(date(2027, 3, 1)), date(2027, 4, 1), date(2027, 5, 1)), on(2027, 10, 1))
    assert due(deadlines(file, RULES), REPORT, 1) == on(2027, 10, 31)


def test_support_ends_by_the_calendar_while_force_majeure_lasts_and_the_closing_waits_for_its_end() -> None:
    file = paused(file_of(date(2027, 3, 1)), date(2031, 1, 10), None)
    ended = fallen(file, on(2032, 3, 1))
    assert ended.grant.status is GrantStatus.CLOSING
    assert ended.period is None
    assert ended.reports[-1].period_ends_on == date(2032, 3, 1)
    assert due(deadlines(ended, RULES), CLOSING) is None
    over = paused(ended, date(2031, 1, 10), date(2032, 4, 1))
    assert due(deadlines(over, RULES), CLOSING) == on(2032, 5, 30) + timedelta(days=31)


def test_accepted_force_majeure_takes_back_lateness_it_explains_and_no_other() -> None:
    late = fallen(file_of(date(2027, 3, 1)), on(2027, 10, 1))
    now = on(2027, 10, 20)
    for starts_on, status in ((date(2027, 9, 30), ReportStatus.OPEN), (date(2027, 10, 1), ReportStatus.LATE)):
        one = ForceMajeure("f", "g", starts_on, "flood", "report", "c", now)
        declared = pausing.declare(late, one)
        accepted = pausing.decide(declared, one, "m", now, RULES, accepted=True, reason="seen")
        assert accepted.reports[0].status is status
        assert accepted.grant.status is GrantStatus.PAUSED
        refused = pausing.decide(declared, one, "m", now, RULES, accepted=False, reason="not seen")
        assert refused.reports[0].status is ReportStatus.LATE
        assert deadlines(refused, RULES) == deadlines(late, RULES)


def test_the_grant_runs_again_only_when_the_last_force_majeure_is_over() -> None:
    now = on(2027, 6, 1)
    file = paused(paused(file_of(), date(2027, 4, 1), None, "a"), date(2027, 4, 11), None, "b")
    file = file.with_grant(status=GrantStatus.PAUSED)
    first = pausing.end(file, file.force_majeure[0], date(2027, 5, 1), now, RULES)
    assert first.grant.status is GrantStatus.PAUSED
    both = pausing.end(first, first.force_majeure[1], date(2027, 5, 11), now, RULES)
    assert both.grant.status is GrantStatus.IN_FORCE
    assert due(deadlines(both, RULES), PERIOD, 1) == on(2027, 9, 1) + timedelta(days=40)


@pytest.mark.parametrize(
    ("starts_on", "fits"),
    [
        (date(2027, 2, 28), False),
        (date(2027, 3, 1), True),
        (date(2027, 6, 1), True),
        (date(2027, 6, 2), False),
    ],
)
def test_force_majeure_is_declared_from_the_contract_to_today(starts_on: date, fits: bool) -> None:  # noqa: FBT001
    one = ForceMajeure("f", "g", starts_on, "flood", "report", "c", on(2027, 6, 1))
    if fits:
        assert pausing.declare(file_of(date(2027, 3, 1)), one).force_majeure == (one,)
    else:
        with pytest.raises(RulesBroken):
            pausing.declare(file_of(date(2027, 3, 1)), one)


@pytest.mark.parametrize(
    ("new_end", "asked_on", "rules"),
    [
        (date(2024, 5, 2), date(2022, 5, 1), ()),
        (date(2024, 5, 3), date(2022, 5, 1), ("extension.months", "extension.ceiling")),
        (date(2023, 5, 2), date(2022, 5, 2), ("extension.late",)),
        (date(2022, 5, 2), date(2021, 5, 2), ("extension.not_longer",)),
        (date(2024, 5, 3), date(2022, 5, 2), ("extension.late", "extension.months", "extension.ceiling")),
    ],
)
def test_an_extension_stays_within_seven_years_and_is_asked_for_in_time(
    new_end: date, asked_on: date, rules: tuple[str, ...]
) -> None:
    file = file_of(date(2017, 5, 2))
    if not rules:
        assert extending.ask(file, asked(new_end, asked_on), RULES).extensions[0].new_end == new_end
        return
    with pytest.raises(RulesBroken) as refused:
        extending.ask(file, asked(new_end, asked_on), RULES)
    assert tuple(breach.rule for breach in refused.value.breaches) == rules


def test_one_extension_is_asked_for_at_a_time() -> None:
    file = extending.ask(file_of(), asked(date(2033, 3, 1), date(2028, 1, 1)), RULES)
    with pytest.raises(ExtensionPending):
        extending.ask(file, replace(asked(date(2033, 3, 1), date(2028, 1, 1)), id="e2"), RULES)


def test_a_granted_extension_moves_the_end_and_the_last_period_with_it() -> None:
    now = on(2032, 2, 1)
    file = fallen(file_of(date(2027, 3, 1)), now)
    one = asked(date(2032, 12, 1), date(2032, 2, 1))
    file = extending.decide(
        extending.ask(file, one, RULES), one, "m", now, RULES, granted=True, reason="delivery is late"
    )
    file = fallen(file, on(2032, 12, 1))
    assert [report.period_ends_on for report in file.reports[-2:]] == [date(2032, 9, 1), date(2032, 12, 1)]
    assert file.grant.ceiling_ends_on == date(2034, 3, 1)


def test_an_extension_asked_in_time_may_be_granted_after_the_end_and_a_new_period_begins_there() -> None:
    one = asked(date(2033, 3, 1), date(2032, 2, 1))
    file = extending.ask(fallen(file_of(date(2027, 3, 1)), on(2032, 2, 1)), one, RULES)
    ended = fallen(file, on(2032, 3, 1))
    assert ended.grant.status is GrantStatus.CLOSING
    again = extending.decide(ended, one, "m", on(2032, 3, 15), RULES, granted=True, reason="accepted")
    assert again.grant.status is GrantStatus.IN_FORCE
    assert again.period is not None
    assert again.period.period_starts_on == date(2032, 3, 1)
    assert due(deadlines(again, RULES), CLOSING) is None
    assert due(deadlines(again, RULES), SUPPORT) == on(2033, 3, 1)


def test_the_cure_time_of_a_notice_is_suspended_like_every_deadline() -> None:
    now = datetime(2027, 4, 1, 9, tzinfo=UTC)
    file = ending.give_notice(file_of(date(2027, 3, 1)), "n", "no report", 30, "m", now)
    assert due(deadlines(file, RULES), CURE, 1) == on(2027, 5, 2)
    over = paused(file, date(2027, 4, 11), date(2027, 4, 21))
    assert due(deadlines(over, RULES), CURE, 1) == on(2027, 5, 12)
    expired = fallen(file, on(2027, 5, 2))
    assert expired.notices[0].status is NoticeStatus.EXPIRED
    assert expired.grant.status is GrantStatus.IN_FORCE


def test_a_closed_grant_has_nothing_that_falls_due() -> None:
    file = fallen(file_of(date(2027, 3, 1)), on(2028, 3, 1))
    assert deadlines(file.with_grant(status=GrantStatus.CLOSED), RULES) == ()


def test_an_overdue_closing_is_reminded_of_with_a_new_date_each_time() -> None:
    file = fallen(file_of(date(2027, 3, 1)), on(2032, 3, 1))
    first = due(deadlines(file, RULES), CLOSING)
    assert first == on(2032, 5, 30)
    file = fallen(file, first)
    assert file.grant.closing_reminders == 1
    assert due(deadlines(file, RULES), CLOSING) == on(2032, 8, 29)


def test_no_force_majeure_is_declared_once_a_grant_was_terminated() -> None:
    file = file_of().with_grant(status=GrantStatus.TERMINATED)
    with pytest.raises(GrantStageWrong):
        pausing.declare(file, ForceMajeure("f", "g", date(2027, 3, 2), "x", "y", "c", on(2027, 4, 1)))


def test_a_breach_ends_a_grant_without_a_warning_only_where_the_regime_asks_for_none() -> None:
    now = on(2028, 6, 1)
    ground = "breach"
    with pytest.raises(NoticeMissing):
        ending.terminate(file_of(), ground, "not carried out", now, RULES)
    unwarned = changed(RULES, {"notices.written_warning": False})
    ended = ending.terminate(file_of(), ground, "not carried out", now, unwarned)
    assert ended.grant.status is GrantStatus.TERMINATED
