"""How long support lasts: five years, at most two more without more money, never beyond seven.

Source: OSTİM Clean Technologies project page, "Destek Süresi" ([S] 000…). Ends are exclusive days: five
years from 2 May 2017 end before 2 May 2022. That the seven years run by the calendar, pauses included, is
in no paper: a default of the regime.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from grants.breach import Breach
from grants.calendar import exclusive_end
from grants.regimes import RuleSet
from grants.regimes.cited import Cited
from grants.regimes.words import ExtensionGround
from grants.rules.pauses import Pause, paused_days, resume_due

__all__ = [
    "ExtensionGround",
    "Pause",
    "Period",
    "ceiling_end",
    "extension_breaches",
    "reporting_periods",
    "resume_due",
    "support_end",
]

_MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: from its first day to, and without, `ends_on`. Numbers start at 1."""

    number: int
    starts_on: date
    ends_on: date


def support_end(contract_day: date, rules: RuleSet) -> date:
    """The first day without support, as contracted."""
    return exclusive_end(contract_day, rules.duration.base_years.value * _MONTHS_OF_YEAR)


def ceiling_end(contract_day: date, rules: RuleSet, pauses: Iterable[Pause] = ()) -> date:
    """The first day on which support is over whatever happened.

    Pauses move it only under a regime in which they do not count, and only once they have ended.
    """
    end = exclusive_end(contract_day, rules.duration.ceiling_years.value * _MONTHS_OF_YEAR)
    return end + _not_counted(contract_day, rules, pauses)


def furthest_end(contract_day: date, rules: RuleSet, pauses: Iterable[Pause] = ()) -> date:
    """The first day on which support is over when every month of extension is given; the ceiling aside."""
    months = rules.duration.base_years.value * _MONTHS_OF_YEAR + rules.duration.extension_months_max.value
    return exclusive_end(contract_day, months) + _not_counted(contract_day, rules, pauses)


def after_force_majeure(ended_on: date, rules: RuleSet) -> date:
    """The first day on which support is over when it is extended on the ground of force majeure."""
    return exclusive_end(ended_on, rules.duration.extension_months_max.value)


def _not_counted(contract_day: date, rules: RuleSet, pauses: Iterable[Pause]) -> timedelta:
    """The paused time that the regime takes out of the years support may last."""
    if rules.duration.pauses_count_in_ceiling.value:
        return timedelta()
    return timedelta(days=paused_days(pauses, contract_day))


def extension_breaches(  # noqa: PLR0913 - the facts of one request, each of which the rule names
    asked_end: date,
    current_end: date,
    contract_day: date,
    ground: ExtensionGround,
    amount_changed: bool,  # noqa: FBT001 - a fact of the request, not a switch
    asked_on: date,
    force_majeure_ended_on: date | None,
    rules: RuleSet,
    *,
    pauses: Iterable[Pause] = (),
) -> tuple[Breach, ...]:
    """Everything that is wrong with an extension. Ends are exclusive days.

    force_majeure_ended_on: first day without it; None while it lasts or where there was none.
    """
    pauses = tuple(pauses)
    return (
        *_request(ground, amount_changed, asked_on, current_end, rules),
        *_longer(asked_end, current_end),
        *_span(asked_end, contract_day, rules, pauses),
        *_force_majeure(asked_end, ground, asked_on, force_majeure_ended_on, rules),
    )


def _request(
    ground: ExtensionGround,
    amount_changed: bool,  # noqa: FBT001 - see extension_breaches
    asked_on: date,
    current_end: date,
    rules: RuleSet,
) -> Iterator[Breach]:
    duration = rules.duration
    if ground not in duration.extension_grounds.value:
        listed = ", ".join(sorted(duration.extension_grounds.value))
        yield Breach("extension.ground", "ground", ground.value, listed, rules.cite(duration.extension_grounds))
    if amount_changed and duration.extension_same_amount.value:
        yield Breach("extension.more_money", "amount", source=rules.cite(duration.extension_same_amount))
    if asked_on >= current_end and duration.extension_before_end.value:
        source = rules.cite(duration.extension_before_end)
        yield Breach("extension.late", "asked_on", asked_on.isoformat(), _last_day(current_end), source)


def _longer(asked_end: date, current_end: date) -> Iterator[Breach]:
    if asked_end <= current_end:
        yield Breach("extension.not_longer", "asked_end", _last_day(asked_end), _last_day(current_end), "Destek")


def _span(asked_end: date, contract_day: date, rules: RuleSet, pauses: Iterable[Pause]) -> Iterator[Breach]:
    furthest, ceiling = furthest_end(contract_day, rules, pauses), ceiling_end(contract_day, rules, pauses)
    if asked_end > furthest:
        yield _too_far("extension.months", asked_end, furthest, rules.duration.extension_months_max, rules)
    if asked_end > ceiling:
        yield _too_far("extension.ceiling", asked_end, ceiling, rules.duration.ceiling_years, rules)


def _force_majeure(
    asked_end: date, ground: ExtensionGround, asked_on: date, ended_on: date | None, rules: RuleSet
) -> Iterator[Breach]:
    """On this ground the time is counted from the day force majeure was over."""
    if ground is not ExtensionGround.FORCE_MAJEURE:
        return
    months = rules.duration.extension_months_max
    if ended_on is None or ended_on > asked_on:
        asked = ended_on.isoformat() if ended_on else ""
        source = rules.cite(rules.duration.extension_grounds)
        yield Breach("extension.force_majeure_lasts", "ground", asked, asked_on.isoformat(), source)
    elif asked_end > (furthest := after_force_majeure(ended_on, rules)):
        yield _too_far("extension.force_majeure_months", asked_end, furthest, months, rules)


def _too_far(rule: str, asked_end: date, furthest: date, leaf: Cited[int], rules: RuleSet) -> Breach:
    return Breach(rule, "asked_end", _last_day(asked_end), _last_day(furthest), rules.cite(leaf))


def _last_day(exclusive: date) -> str:
    return (exclusive - timedelta(days=1)).isoformat()


def reporting_periods(contract_day: date, support_end: date, rules: RuleSet) -> tuple[Period, ...]:
    """The periods reported on, without a gap from contract to end of support; the last may be short."""
    months = rules.reporting.activity_report.period_months
    periods: list[Period] = []
    starts_on = contract_day
    while starts_on < support_end:
        number = len(periods) + 1
        ends_on = min(exclusive_end(contract_day, months * number), support_end)
        periods.append(Period(number, starts_on, ends_on))
        starts_on = ends_on
    return tuple(periods)
