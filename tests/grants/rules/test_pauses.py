"""While force majeure lasts, deadlines stand still."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.calendar import istanbul_day, start_of
from grants.rules.pauses import Pause, merged, paused_days, paused_on, resume_due


def span(first: int, end: int | None) -> Pause:
    """A pause of March 2020 by days of the month."""
    return Pause(date(2020, 3, first), date(2020, 3, end) if end else None)


DUE = start_of(date(2020, 3, 20))


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "2020-03-20"),
        ([span(10, 15)], "2020-03-25"),
        ([span(10, 15), span(10, 15)], "2020-03-25"),
        ([span(10, 15), span(12, 18)], "2020-03-28"),
        ([span(12, 14), span(10, 20)], "2020-03-30"),
        ([span(10, 15), span(15, 17)], "2020-03-27"),
        ([span(10, 12), span(14, 15)], "2020-03-23"),
        ([span(10, 15), span(22, 24)], "2020-03-27"),
        ([span(19, 24)], "2020-03-25"),
        ([span(20, 25)], "2020-03-20"),
        ([span(10, 15), span(25, 28)], "2020-03-25"),
        ([span(15, 10)], "2020-03-20"),
        ([span(15, 15)], "2020-03-20"),
    ],
)
def test_a_deadline_starts_again_where_it_stood(pauses: list[Pause], due: str) -> None:
    assert resume_due(DUE, pauses) == start_of(date.fromisoformat(due))
    assert resume_due(DUE, reversed(pauses)) == start_of(date.fromisoformat(due))


@pytest.mark.parametrize(
    ("pauses", "suspended"),
    [
        ([span(10, None)], True),
        ([span(19, None)], True),
        ([span(20, None)], False),
        ([span(5, 10), span(24, None)], True),
        ([span(5, 10), span(25, None)], False),
        ([span(5, None), span(6, 7)], True),
    ],
)
def test_nobody_can_say_when_a_duty_falls_due_while_it_is_suspended(*, pauses: list[Pause], suspended: bool) -> None:
    assert (resume_due(DUE, pauses) is None) is suspended


@pytest.mark.parametrize(
    ("since", "due"), [("2020-03-01", "2020-03-25"), ("2020-03-12", "2020-03-23"), ("2020-03-15", "2020-03-20")]
)
def test_days_of_a_pause_before_the_duty_began_do_not_move_it(since: str, due: str) -> None:
    began = start_of(date.fromisoformat(since)) + timedelta(hours=9)
    assert resume_due(DUE, [span(10, 15)], began) == start_of(date.fromisoformat(due))


@pytest.mark.parametrize(
    ("day", "paused"), [("2020-03-09", False), ("2020-03-10", True), ("2020-03-14", True), ("2020-03-15", False)]
)
def test_a_pause_holds_from_its_first_day_to_before_its_end(*, day: str, paused: bool) -> None:
    assert paused_on(date.fromisoformat(day), [span(10, 15)]) is paused


def test_an_open_pause_holds_for_good() -> None:
    assert paused_on(date(2099, 1, 1), [span(10, None), span(12, 13)])
    assert paused_days([span(10, None)], date(2020, 1, 1)) == 0


def test_spans_that_touch_or_overlap_become_one_and_empty_ones_vanish() -> None:
    assert merged([span(15, 17), span(20, 20), span(10, 15), span(12, 13)]) == (span(10, 17),)
    assert merged([span(10, 12), span(13, None), span(14, 20)]) == (span(10, 12), span(13, None))


def test_a_pause_that_lasts_takes_no_day_from_one_that_has_ended() -> None:
    assert paused_days([span(10, 15), span(12, None)], date(2013, 1, 1)) == paused_days(
        [span(10, 15)], date(2013, 1, 1)
    )


DATES = st.dates(date(2014, 1, 1), date(2024, 12, 31))
PAUSES = st.lists(
    st.builds(lambda day, days: Pause(day, day + timedelta(days=days)), DATES, st.integers(-5, 400)), max_size=6
)


@given(PAUSES, DATES)
def test_a_day_in_two_pauses_counts_once(pauses: list[Pause], since: date) -> None:
    days = {
        pause.starts_on + timedelta(days=number)
        for pause in pauses
        if pause.ends_on
        for number in range((pause.ends_on - pause.starts_on).days)
    }
    assert paused_days(pauses, since) == sum(day >= since for day in days)
    assert all(paused_on(day, pauses) for day in days)
    assert merged(merged(pauses)) == merged(pauses)


@given(PAUSES, DATES, st.integers(0, 86_399))
def test_a_duty_has_as_many_free_days_with_pauses_as_without(pauses: list[Pause], day: date, second: int) -> None:
    began: datetime = start_of(date(2013, 1, 1))
    due = start_of(day) + timedelta(seconds=second)
    moved = resume_due(due, pauses, began)
    assert moved is not None
    before = [pause for pause in merged(pauses) if start_of(pause.starts_on) < moved]
    assert istanbul_day(moved) - istanbul_day(due) == timedelta(days=paused_days(before, date(2013, 1, 1)))
    assert not paused_on(istanbul_day(moved - timedelta(microseconds=1)), pauses) or moved == due
