"""Every date of a grant at its boundaries, and that the steps it is told by add up to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.breach import RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from grants.regimes.words import ExtensionGround
from grants.values import ZERO
from runtime.explained import steps_said
from runtime.messages import LANGUAGES, catalogue
from services.monitoring.domain import ending, extending, falls, holds, pausing, visiting
from services.monitoring.domain.audit_facts import Finding, Severity
from services.monitoring.domain.clock import deadlines, derive
from services.monitoring.domain.derivation import DerivedDate
from services.monitoring.domain.facts import Extension, ForceMajeure, GrantFile
from services.monitoring.domain.milestone_facts import Milestone
from services.monitoring.domain.report_facts import DevelopmentReport, DevelopmentStatus
from services.monitoring.domain.states import ForceMajeureStatus, GrantStatus, NoticeStatus, ReportStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import RULES, due, file_of

PERIOD, REPORT, SUPPORT = DeadlineKind.PERIOD_END, DeadlineKind.REPORT_DUE, DeadlineKind.SUPPORT_END
SIGNED = date(2027, 3, 1)
NOT_COUNTED = changed(RULES, {"duration.pauses_count_in_ceiling": False})


def on(year: int, month: int, day: int) -> datetime:
    return start_of(date(year, month, day))


def one_of(file: GrantFile, name: str, number: int = 0, rules: RuleSet = RULES) -> DerivedDate:
    (found,) = [one for one in derive(file, rules) if (one.name, one.number) == (name, number)]
    return found


def quarterly() -> RuleSet:
    kinds = [one.model_copy(update={"period_months": 3}).model_dump() for one in RULES.reporting.kinds.value]
    return changed(RULES, {"reporting.kinds": kinds})


def fallen(file: GrantFile, until: datetime, rules: RuleSet = RULES) -> GrantFile:
    while (found := deadlines(file, rules)) and found[0].at <= until:
        file = falls.fall(file, found[0], found[0].at, rules)
    return file


def paused(file: GrantFile, *spans: tuple[date, date | None]) -> GrantFile:
    for number, (first, over) in enumerate(spans):
        status = ForceMajeureStatus.ACCEPTED if over is None else ForceMajeureStatus.ENDED
        one = ForceMajeure(f"f{number}", "g", first, "flood", "r", "c", start_of(first), status=status, ended_on=over)
        file = file.with_force_majeure(one)
    return file


def declared(file: GrantFile, begun: date, now: datetime, rules: RuleSet = RULES) -> GrantFile:
    """Force majeure that began some time ago, declared and accepted now."""
    one = ForceMajeure("late", "g", begun, "flood", "report", "c", now)
    file = pausing.declare(file, one)
    return pausing.decide(file, pausing.find(file, "late"), "m", now, rules, accepted=True, reason="seen")


@pytest.mark.parametrize(
    ("signed", "quarters", "support", "ceiling"),
    [
        (date(2028, 2, 29), ("2028-05-29", "2028-08-29", "2028-11-29", "2029-03-01"), "2033-03-01", "2035-03-01"),
        (date(2027, 2, 28), ("2027-05-28", "2027-08-28", "2027-11-28", "2028-02-28"), "2032-02-28", "2034-02-28"),
        (date(2027, 11, 30), ("2028-03-01", "2028-05-30", "2028-08-30", "2028-11-30"), "2032-11-30", "2034-11-30"),
        (date(2027, 8, 31), ("2027-12-01", "2028-03-01", "2028-05-31", "2028-08-31"), "2032-08-31", "2034-08-31"),
        (date(2027, 12, 31), ("2028-03-31", "2028-07-01", "2028-10-01", "2028-12-31"), "2032-12-31", "2034-12-31"),
    ],
)
def test_quarters_and_years_end_where_the_calendar_says_in_leap_years_and_at_the_ends_of_months(
    signed: date, quarters: tuple[str, ...], support: str, ceiling: str
) -> None:
    rules, file = quarterly(), file_of(signed)
    ends = []
    while len(ends) < len(quarters):
        ends.append(str(one_of(file, "period_end", len(ends) + 1, rules).on))
        file = fallen(file, deadlines(file, rules)[0].at, rules)
        file = replace(file, reports=file.reports[-1:])
    assert tuple(ends) == quarters
    assert str(one_of(file, "support_ends_on", rules=rules).on) == support
    assert str(one_of(file, "ceiling_ends_on", rules=rules).on) == ceiling


@pytest.mark.parametrize(
    ("spans", "ends"),
    [
        (((date(2027, 4, 1), date(2027, 4, 11)),), date(2027, 9, 11)),
        (((date(2027, 4, 1), date(2027, 4, 11)), (date(2027, 4, 1), date(2027, 4, 11))), date(2027, 9, 11)),
        (((date(2027, 4, 1), date(2027, 4, 21)), (date(2027, 4, 6), date(2027, 4, 11))), date(2027, 9, 21)),
        (((date(2027, 4, 1), date(2027, 4, 11)), (date(2027, 4, 11), date(2027, 4, 21))), date(2027, 9, 21)),
        (((date(2027, 4, 1), date(2027, 4, 11)), (date(2027, 4, 10), date(2027, 4, 21))), date(2027, 9, 21)),
        (((date(2027, 8, 30), date(2027, 9, 9)), (date(2027, 9, 9), date(2027, 9, 10))), date(2027, 9, 12)),
        (((date(2027, 8, 22), date(2027, 9, 1)), (date(2027, 9, 10), date(2027, 9, 11))), date(2027, 9, 12)),
        (((date(2027, 8, 22), date(2027, 9, 1)), (date(2027, 9, 11), date(2027, 9, 12))), date(2027, 9, 11)),
        (((date(2027, 4, 1), date(2027, 4, 11)), (date(2027, 4, 5), None)), None),
        (((date(2027, 4, 1), date(2027, 4, 11)), (date(2027, 9, 11), None)), date(2027, 9, 11)),
    ],
    ids=[
        *("one", "twice the same", "one within the other", "one after the other", "overlapping by a day"),
        *("over the boundary, touching", "a second before the moved end", "a second on the moved end"),
        *("an overlapping one lasts", "one lasts from the moved end on"),
    ],
)
def test_overlapping_force_majeure_moves_a_period_by_each_day_once(
    spans: tuple[tuple[date, date | None], ...], ends: date | None
) -> None:
    for order in (spans, spans[::-1]):
        assert one_of(paused(file_of(SIGNED), *order), "period_end", 1).on == ends


def test_force_majeure_accepted_long_after_it_began_leaves_what_ended_and_moves_what_runs() -> None:
    now = on(2027, 12, 1)
    file = fallen(file_of(SIGNED), now)
    assert [report.period_ends_on for report in file.reports] == [date(2027, 9, 1), None]
    lasts = declared(file, date(2027, 8, 12), now)
    assert (lasts.grant.status, one_of(lasts, "period_end", 2).at) == (GrantStatus.PAUSED, None)
    over = pausing.end(lasts, pausing.find(lasts, "late"), date(2027, 9, 11), now, RULES)
    assert over.reports[0].period_ends_on == date(2027, 9, 1), "the period that ended stays ended"
    assert one_of(over, "period_end", 2).on == date(2028, 3, 31), "the running one has all thirty days"
    assert due(deadlines(over, RULES), SUPPORT) == on(2032, 3, 1)


@pytest.mark.parametrize(
    ("begun", "over", "status"),
    [
        (date(2027, 9, 20), None, ReportStatus.OPEN),
        (date(2027, 9, 30), date(2027, 10, 14), ReportStatus.OPEN),
        (date(2027, 9, 30), date(2027, 10, 13), ReportStatus.LATE),
        (date(2027, 10, 1), None, ReportStatus.LATE),
    ],
    ids=["it lasts", "it gives a day more than has passed", "its days have passed too", "it began when all was over"],
)
def test_lateness_is_taken_back_just_where_force_majeure_moves_the_day_past_today(
    begun: date, over: date | None, status: ReportStatus
) -> None:
    now = on(2027, 10, 14)
    file = fallen(file_of(SIGNED), now)
    assert file.reports[0].was_late
    file = declared(file, begun, now)
    if over is not None:
        file = pausing.end(file, pausing.find(file, "late"), over, now, RULES)
    file = fallen(file, now)
    assert file.reports[0].status is status


@pytest.mark.parametrize(("over", "is_late"), [(None, False), (date(2027, 6, 2), False), (date(2027, 6, 1), True)])
def test_a_milestone_and_an_answer_are_late_no_more_just_where_force_majeure_moves_their_day_past_today(
    over: date | None, *, is_late: bool
) -> None:
    now = on(2027, 6, 11)
    finding = Finding("g", 1, 1, "Fatura", Severity.MINOR, ZERO, on(2027, 5, 1), on(2027, 6, 1))
    asked = DevelopmentReport("g", 1, SIGNED, SIGNED, on(2027, 5, 1), on(2027, 5, 1), on(2027, 6, 1))
    milestone = Milestone("g", "M1", 1, "Açılış", 1)
    file = replace(file_of(SIGNED), findings=(finding,), development=(asked,), milestones=(milestone,))

    def late(file: GrantFile) -> tuple[bool, bool, bool]:
        is_open = file.development[0].status is DevelopmentStatus.OPEN
        return file.findings[0].was_late, not is_open, file.milestones[0].late_since is not None

    file = fallen(file, now)
    assert late(file) == (True, True, True)
    file = declared(file, date(2027, 5, 22), now)
    assert late(file) == (False, False, False)
    if over is not None:
        file = pausing.end(file, pausing.find(file, "late"), over, now, RULES)
    assert late(fallen(file, now)) == (is_late,) * 3


def test_a_notice_that_expired_runs_again_where_force_majeure_explains_it() -> None:
    file = ending.give_notice(file_of(SIGNED), "n", "no report", 30, "m", on(2027, 4, 1))
    now = on(2027, 5, 20)
    expired = fallen(file, now)
    assert expired.notices[0].status is NoticeStatus.EXPIRED
    running = declared(expired, date(2027, 4, 20), now)
    assert (running.notices[0].status, one_of(running, "cure_end", 1).at) == (NoticeStatus.RUNNING, None)
    assert declared(expired, date(2027, 5, 2), now).notices[0].status is NoticeStatus.EXPIRED


def test_force_majeure_learnt_of_after_the_end_moves_the_closing_and_not_the_support() -> None:
    now = on(2032, 3, 21)
    file = fallen(file_of(SIGNED), now)
    assert one_of(file, "closing_due").on == date(2032, 5, 30)
    lasts = declared(file, date(2032, 2, 1), now)
    assert (lasts.grant.status, one_of(lasts, "closing_due").at) == (GrantStatus.CLOSING, None)
    over = pausing.end(lasts, pausing.find(lasts, "late"), date(2032, 3, 21), now, RULES)
    assert one_of(over, "closing_due").on == date(2032, 6, 19), "twenty days of it lie in the time for the closing"
    assert over.grant.support_ends_on == date(2032, 3, 1)


LAST_MOMENT = datetime(2032, 2, 29, 20, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked_at", "in_time"),
    [
        (LAST_MOMENT, True),
        (LAST_MOMENT + timedelta(microseconds=1), False),
        (datetime(2032, 2, 29, 0, 0, tzinfo=UTC), True),
        (datetime(2032, 2, 28, 21, 0, tzinfo=UTC), True),
        (datetime(2032, 2, 29, 23, 59, tzinfo=UTC), False),
    ],
    ids=[
        "last instant in Istanbul",
        "first instant after",
        "the last day",
        "its first instant",
        "still February in UTC",
    ],
)
def test_an_extension_is_asked_up_to_the_last_instant_in_istanbul(asked_at: datetime, *, in_time: bool) -> None:
    file = fallen(file_of(SIGNED), asked_at)
    one = Extension(
        "e", "g", ExtensionGround.TECHNICAL, date(2033, 3, 1), "late", "c", asked_at, istanbul_day(asked_at)
    )
    if in_time:
        assert extending.ask(file, one, RULES).extensions == (one,)
        return
    with pytest.raises(RulesBroken) as refused:
        extending.ask(file, one, RULES)
    assert [breach.rule for breach in refused.value.breaches] == ["extension.late"]


@pytest.mark.parametrize(
    ("rules", "over", "new_end", "fits"),
    [
        (RULES, None, date(2034, 3, 1), True),
        (RULES, None, date(2034, 3, 2), False),
        (RULES, date(2028, 1, 11), date(2034, 3, 1), True),
        (RULES, date(2028, 1, 11), date(2034, 3, 2), False),
        (NOT_COUNTED, None, date(2034, 3, 2), False),
        (NOT_COUNTED, date(2028, 1, 11), date(2034, 3, 11), True),
        (NOT_COUNTED, date(2028, 1, 11), date(2034, 3, 12), False),
    ],
)
def test_an_extension_past_the_ceiling_by_a_day_is_refused_whether_pauses_count_or_not(
    rules: RuleSet, over: date | None, new_end: date, *, fits: bool
) -> None:
    now = on(2030, 1, 1)
    file = file_of(SIGNED)
    if over is not None:
        file = declared(file, date(2028, 1, 1), on(2028, 1, 11), rules)
        file = pausing.end(file, pausing.find(file, "late"), over, on(2028, 1, 11), rules)
    one = Extension("e", "g", ExtensionGround.TECHNICAL, new_end, "late", "c", now, date(2030, 1, 1))
    if not fits:
        with pytest.raises(RulesBroken) as refused:
            extending.ask(file, one, rules)
        assert "extension.ceiling" in {breach.rule for breach in refused.value.breaches}
        return
    longer = extending.decide(extending.ask(file, one, rules), one, "m", now, rules, granted=True, reason="accepted")
    derived = one_of(longer, "support_ends_on", rules=rules)
    assert derived.on == longer.grant.support_ends_on == longer.grant.ceiling_ends_on == new_end
    assert [step.rule for step in derived.steps] == ["step.date.base_years", "step.date.extended"]
    assert one_of(longer, "ceiling_ends_on", rules=rules).on == new_end


SPANS = st.lists(
    st.tuples(st.dates(date(2027, 3, 1), date(2032, 12, 31)), st.integers(1, 200)).map(
        lambda one: (one[0], one[0] + timedelta(days=one[1]))
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(SPANS, st.dates(date(2027, 3, 1), date(2032, 6, 1)))
def test_the_steps_of_each_date_add_up_to_it(spans: list[tuple[date, date]], until: date) -> None:
    free = fallen(file_of(SIGNED), start_of(until))
    file = paused(free, *spans)
    without = {(one.name, one.number): one for one in derive(free, RULES)}
    for one in derive(file, RULES):
        base = without[one.name, one.number]
        days = sum(int(step.allowed) for step in one.steps if step.rule == "step.date.paused")
        bounded = any(step.rule == "step.date.support_ends_before" for step in (*one.steps, *base.steps))
        assert one.at is not None
        assert base.at is not None
        assert bounded or istanbul_day(one.at) - istanbul_day(base.at) == timedelta(days=days), one
        assert days == 0 or one.steps[: len(base.steps)] == base.steps


@settings(max_examples=60, deadline=None)
@given(SPANS, st.randoms(use_true_random=False), st.integers(1, 100))
def test_neither_the_order_of_recording_nor_a_split_of_a_span_moves_a_date(
    spans: list[tuple[date, date]], dice: object, cut: int
) -> None:
    file = fallen(file_of(SIGNED), on(2028, 5, 1))
    whole = [one.at for one in derive(paused(file, *spans), RULES)]
    halves = [half for first, over in spans for half in _cut(first, over, cut)]
    dice.shuffle(halves)  # type: ignore[attr-defined] # a Random of hypothesis
    assert [one.at for one in derive(paused(file, *halves), RULES)] == whole


def _cut(first: date, over: date, days: int) -> list[tuple[date, date]]:
    middle = min(first + timedelta(days=days), over)
    return [(first, middle), (middle, over)] if middle < over else [(first, over)]


def visited(last_day: date | None = None) -> GrantFile:
    """A visit planned, and payments held, on the first of April."""
    file = visiting.plan(file_of(SIGNED), "v", "uzman", "risk", last_day, "m", on(2027, 4, 1), RULES)
    return holds.order(file, "h", "risk", last_day, "m", on(2027, 4, 1), RULES)


@pytest.mark.parametrize(
    ("spans", "ends"),
    [
        ((), date(2027, 6, 1)),
        (((date(2027, 3, 1), date(2027, 4, 1)),), date(2027, 6, 1)),
        (((date(2027, 3, 1), date(2027, 4, 2)),), date(2027, 6, 2)),
        (((date(2027, 4, 10), date(2027, 4, 20)), (date(2027, 4, 15), date(2027, 4, 25))), date(2027, 6, 16)),
        (((date(2027, 5, 31), date(2027, 6, 3)),), date(2027, 6, 4)),
        (((date(2027, 6, 1), None),), date(2027, 6, 1)),
        (((date(2027, 5, 31), None),), None),
    ],
    ids=["none", "over before", "its last day counts", "two that overlap", "on the last day", "after it", "it lasts"],
)
def test_the_day_of_a_visit_waits_for_force_majeure_and_the_end_of_a_hold_does_not(
    spans: tuple[tuple[date, date | None], ...], ends: date | None
) -> None:
    file = paused(visited(), *spans)
    assert one_of(file, "visit_due", 1).on == ends
    moved = visiting.due_at(file, file.visits[0])
    assert (istanbul_day(moved) if moved else None) == ends
    hold = one_of(file, "hold_end", 1)
    assert (hold.on, hold.on) == (date(2027, 5, 31), file.holds[0].ends_on)
    overlaps = any(over is None or over > date(2027, 4, 1) for begun, over in spans if begun < date(2027, 5, 31))
    assert ("step.date.by_the_calendar" in {step.rule for step in hold.steps}) == overlaps


@pytest.mark.parametrize(
    ("last_day", "visit", "hold"),
    [
        (None, "step.date.visit_days", "step.date.hold_days"),
        (date(2027, 5, 31), "step.date.visit_days", "step.date.hold_named"),
        (date(2027, 5, 30), "step.date.visit_named", "step.date.hold_days"),
        (date(2027, 4, 1), "step.date.visit_named", "step.date.hold_named"),
    ],
)
def test_a_day_somebody_named_is_told_as_theirs_and_not_as_the_regimes(
    last_day: date | None, visit: str, hold: str
) -> None:
    file = visited(last_day)
    assert [step.rule for step in one_of(file, "visit_due", 1).steps] == [visit]
    assert [step.rule for step in one_of(file, "hold_end", 1).steps] == [hold]


def test_a_hold_ends_on_the_day_it_is_lifted_and_a_visit_has_no_day_once_it_is_cancelled() -> None:
    now = on(2027, 4, 20)
    file = visiting.cancel(holds.lift(visited(), "h", "closed", "m", now), "v", "seen", "m", now)
    lifted = one_of(file, "hold_end", 1)
    assert (lifted.on, lifted.ends, holds.in_force(file, date(2027, 4, 20))) == (date(2027, 4, 20), False, ())
    assert holds.in_force(file, date(2027, 4, 19)) == file.holds
    assert "visit_due" not in {one.name for one in derive(file, RULES)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_date_of_a_closed_grant_is_told_in_words(language: str) -> None:
    texts = catalogue("grants")
    file = ending.give_notice(visited(), "n", "late", 30, "m", on(2027, 5, 1))
    named = holds.order(visited(date(2027, 4, 9)), "h", "risk", None, "m", on(2027, 4, 1), RULES)
    named = holds.lift(named, "h", "closed", "m", on(2027, 4, 2))
    file = replace(file, visits=(*file.visits, *named.visits), holds=(*file.holds, *named.holds))
    file = fallen(paused(file, (date(2027, 4, 1), date(2027, 5, 3)), (date(2028, 1, 1), None)), on(2032, 3, 1))
    for one in derive(file, NOT_COUNTED):
        assert texts.knows(f"date_name.{one.name}", language), one.name
        for step, said in zip(one.steps, steps_said(texts, language, one.steps), strict=True):
            assert texts.knows(step.rule, language), step.rule
            assert "{" not in said.text
            assert said.text != step.rule
