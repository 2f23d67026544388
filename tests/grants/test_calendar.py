"""Istanbul days, months with missing days, working days, exclusive ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.calendar import (
    add_months,
    add_working_days,
    end_of_days_after,
    end_of_working_days_after,
    exclusive_end,
    istanbul_day,
    moved_by_days,
    start_of,
    until,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2017-05-02", 60, "2022-05-02"),
        ("2017-05-02", 84, "2024-05-02"),
        ("2020-02-29", 60, "2025-03-01"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2020-02-28", 60, "2025-02-28"),
        ("2021-08-31", 6, "2022-03-01"),
        ("2021-10-31", 1, "2021-12-01"),
        ("2021-12-31", 12, "2022-12-31"),
        ("2021-01-01", 0, "2021-01-01"),
    ],
)
def test_a_span_of_months_ends_before_this_day(day: str, months: int, end: str) -> None:
    assert exclusive_end(date.fromisoformat(day), months) == date.fromisoformat(end)


@given(DAYS, st.integers(0, 400))
def test_the_last_day_of_a_span_is_never_after_its_day_of_the_month(day: date, months: int) -> None:
    last = exclusive_end(day, months) - timedelta(days=1)
    assert last < add_months(day, months) + timedelta(days=1)
    assert add_months(day, months).day == min(day.day, add_months(day, months).day)


@given(DAYS, st.integers(0, 200), st.integers(1, 200))
def test_a_longer_span_ends_later(day: date, months: int, more: int) -> None:
    assert exclusive_end(day, months) < exclusive_end(day, months + more)


def test_the_last_month_of_the_calendar_is_counted_too() -> None:
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2017-08-11T20:59:59+00:00", "2017-08-11"),
        ("2017-08-11T21:00:00+00:00", "2017-08-12"),
        ("2015-07-03T20:59:59+00:00", "2015-07-03"),
        ("2016-01-01T21:59:59+00:00", "2016-01-01"),
        ("2016-01-01T22:00:00+00:00", "2016-01-02"),
    ],
)
def test_the_day_is_the_one_in_istanbul(moment: str, day: str) -> None:
    assert istanbul_day(datetime.fromisoformat(moment)) == date.fromisoformat(day)


@given(DAYS)
def test_a_day_starts_at_its_first_instant(day: date) -> None:
    assert istanbul_day(start_of(day)) == day
    assert istanbul_day(start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "days", "holidays", "end"),
    [
        ("2017-08-11", 1, (), "2017-08-14"),
        ("2017-08-12", 1, (), "2017-08-14"),
        ("2017-08-11", 10, (), "2017-08-25"),
        ("2017-08-29", 1, ("2017-08-30",), "2017-08-31"),
        ("2017-08-30", 0, ("2017-08-30",), "2017-08-30"),
    ],
)
def test_working_days_skip_weekends_and_given_holidays(
    day: str, days: int, holidays: tuple[str, ...], end: str
) -> None:
    off = frozenset(map(date.fromisoformat, holidays))
    assert add_working_days(date.fromisoformat(day), days, off) == date.fromisoformat(end)


def test_a_deadline_of_days_ends_with_the_last_istanbul_day() -> None:
    just_before_midnight = datetime(2017, 8, 11, 20, 59, tzinfo=UTC)
    assert end_of_days_after(just_before_midnight, 30) == datetime(2017, 9, 10, 21, tzinfo=UTC)
    assert end_of_working_days_after(just_before_midnight, 10) == datetime(2017, 8, 25, 21, tzinfo=UTC)


def test_moving_by_days_keeps_the_time_of_day_in_istanbul_when_clocks_change() -> None:
    start = start_of(date(2016, 3, 20))
    assert moved_by_days(start, 14) == start_of(date(2016, 4, 3))


def test_time_left_is_never_negative() -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC)
    assert until(now + timedelta(hours=1), now) == timedelta(hours=1)
    assert until(now - timedelta(hours=1), now) == timedelta()
