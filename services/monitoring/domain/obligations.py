"""Duties that outlive the grant: begun with the closing, looked at before their end, over by the calendar.

Which there are and how long they last stands in no paper: values of the regime. Force majeure does not move them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from grants.breach import Breach
from grants.calendar import exclusive_end, istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from grants.regimes.lists import LastingDuty
from grants.regimes.words import CountedFrom
from services.monitoring.domain.derivation import DerivedDate, step
from services.monitoring.domain.errors import DecidedAlready, NoSuchThing
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.obligation_facts import Kept, Obligation, ObligationStatus

_MONTHS_OF_YEAR = 12
_LOOKABLE = frozenset({ObligationStatus.RUNNING, ObligationStatus.ENDED})


def find(file: GrantFile, number: int) -> Obligation:
    for one in file.obligations:
        if one.number == number:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", "obligation", str(number)))


def begin(file: GrantFile, now: datetime, rules: RuleSet) -> GrantFile:
    """The obligations of the regime begin: from the day of the closing, or from the end of support."""
    first = max((one.number for one in file.obligations), default=0) + 1
    for number, rule in enumerate(rules.obligations.kinds.value, first):
        file = file.with_obligation(_begun(file, number, rule, now))
    return file


def look(file: GrantFile, one: Obligation, found: Kept, note: str, by: str, now: datetime) -> GrantFile:
    """An officer has looked whether it was kept; looked at again, the later finding counts."""
    if not may_look(one):
        raise DecidedAlready.of("obligation", one.status)
    return file.with_obligation(replace(one, found=found, note=note, looked_by=by, looked_at=now))


def release(file: GrantFile, one: Obligation, reason: str, by: str, now: datetime) -> GrantFile:
    """An officer lets it go before its end, with a reason."""
    if one.status is not ObligationStatus.RUNNING:
        raise DecidedAlready.of("obligation", one.status)
    released = replace(one, status=ObligationStatus.RELEASED, note=reason, looked_by=by, looked_at=now, ended_at=now)
    return file.with_obligation(released)


def replaced(file: GrantFile, now: datetime) -> GrantFile:
    """The grant is opened again: what runs is replaced by what will begin when it is closed again."""
    for one in file.obligations:
        if one.status is ObligationStatus.RUNNING:
            file = file.with_obligation(replace(one, status=ObligationStatus.REPLACED, ended_at=now))
    return file


def remind(file: GrantFile, number: int, now: datetime) -> GrantFile:
    """The time to look has come."""
    return file.with_obligation(replace(find(file, number), reminded_at=now))


def end(file: GrantFile, number: int, now: datetime) -> GrantFile:
    """Its years are over."""
    return file.with_obligation(replace(find(file, number), status=ObligationStatus.ENDED, ended_at=now))


def dates(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """When each is looked at and over."""
    source = rules.cite(rules.obligations.kinds)
    for one in file.obligations:
        runs = one.status is ObligationStatus.RUNNING
        years = (step("obligation_years", one.since.isoformat(), str(one.years), source),)
        ends = DeadlineKind.OBLIGATION_END if runs else None
        days = str((one.ends_on - one.look_on).days)
        looks = DeadlineKind.OBLIGATION_REMINDER if runs and one.reminded_at is None else None
        before = (*years, step("obligation_look", "", days, source))
        if days != "0":
            yield DerivedDate("obligation_look", start_of(one.look_on), before, one.number, looks, ends=False)
        yield DerivedDate("obligation_end", start_of(one.ends_on), years, one.number, ends)


def may_look(one: Obligation) -> bool:
    """Whether what an officer finds of it still counts."""
    return one.status in _LOOKABLE


def _begun(file: GrantFile, number: int, rule: LastingDuty, now: datetime) -> Obligation:
    since = _since(file, rule, now)
    ends_on = exclusive_end(since, rule.years * _MONTHS_OF_YEAR)
    look_on = max(ends_on - timedelta(days=rule.reminder_days), istanbul_day(now) + timedelta(days=1))
    return Obligation(file.grant.id, number, rule.code, since, rule.years, ends_on, min(look_on, ends_on))


def _since(file: GrantFile, rule: LastingDuty, now: datetime) -> date:
    return istanbul_day(now) if rule.counted_from is CountedFrom.CLOSING else file.grant.support_ends_on
