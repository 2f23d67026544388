"""Calendar arithmetic: Istanbul days, calendar years with 29 February, working days. Pure.

Ends are exclusive instants: a support period of five years from 2 May 2017 ends at the first instant of
2 May 2022 in Istanbul, so its last day is 1 May 2022.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")
_SATURDAY = 5


def istanbul_day(moment: datetime) -> date:
    """The day it is in Istanbul at this instant."""
    return moment.astimezone(ISTANBUL).date()


def start_of(day: date) -> datetime:
    """The first instant of a day in Istanbul, in UTC."""
    return datetime.combine(day, time.min, ISTANBUL).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of that month where it has no such day."""
    year, month = _month_after(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def exclusive_end(day: date, months: int) -> date:
    """The first day after a span of `months` months that starts with `day`.

    Where the month has no such day, the span runs to the end of that month: five years from 29 February
    2020 end before 1 March 2025, so their last day is 28 February.
    """
    end = add_months(day, months)
    return end if end.day == day.day else end + timedelta(days=1)


def _month_after(day: date, months: int) -> tuple[int, int]:
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, index + 1


def add_working_days(day: date, days: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day that is `days` working days (Monday to Friday, no holiday) after `day`."""
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            days -= 1
    return day


def end_of_days_after(moment: datetime, days: int) -> datetime:
    """The exclusive end, in UTC, of the Istanbul day that lies `days` calendar days after `moment`."""
    return start_of(istanbul_day(moment) + timedelta(days=days + 1))


def end_of_working_days_after(moment: datetime, days: int, holidays: frozenset[date] = frozenset()) -> datetime:
    """The exclusive end, in UTC, of the working day that lies `days` working days after `moment`."""
    return start_of(add_working_days(istanbul_day(moment), days, holidays) + timedelta(days=1))


def moved_by_days(moment: datetime, days: int) -> datetime:
    """The same time of day in Istanbul, `days` calendar days later, in UTC."""
    return (moment.astimezone(ISTANBUL) + timedelta(days=days)).astimezone(UTC)


def until(due: datetime, now: datetime) -> timedelta:
    """How long from `now` to `due`; never negative."""
    return max(due - now, timedelta())
