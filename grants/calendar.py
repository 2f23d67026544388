"""Calendar arithmetic: Istanbul days, calendar years with 29 February, working days. Pure.

Ends are exclusive instants: a support period of five years from 2 May 2017 ends at the first instant of
2 May 2022 in Istanbul, so its last day is 1 May 2022.
"""

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
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


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


def end_of_working_days_after(
    moment: datetime, days: int, holidays: frozenset[date] = frozenset()
) -> datetime:
    """The exclusive end, in UTC, of the working day that lies `days` working days after `moment`."""
    return start_of(add_working_days(istanbul_day(moment), days, holidays) + timedelta(days=1))


def until(due: datetime, now: datetime) -> timedelta:
    """How long from `now` to `due`; never negative."""
    return max(due - now, timedelta())
