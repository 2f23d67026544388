"""An extension held against the regime. Pure. Rules: `grants.rules.duration`. Ends are exclusive days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from grants.decisions.decision import Check, Checked, Decision, Finding, Inputs, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import ExtensionGround
from grants.rules.duration import after_force_majeure, ceiling_end, extension_breaches, furthest_end
from grants.rules.pauses import Pause, paused_days

Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2190, 12, 31))]
_MOST_PAUSES = 500


class Span(Inputs):
    """Force majeure from its first day to, and without, `ends_on`; none while it lasts."""

    starts_on: Day
    ends_on: Day | None = None


class ExtensionInputs(Inputs):
    """asked_end, current_end: the first day without support. contract_day: from which support runs.

    force_majeure_ended_on: the first day without force majeure; none while it lasts or where there was none.
    """

    asked_end: Day
    current_end: Day
    contract_day: Day
    ground: ExtensionGround
    asked_on: Day
    amount_changed: bool = False
    force_majeure_ended_on: Day | None = None
    pauses: tuple[Span, ...] = Field(default=(), max_length=_MOST_PAUSES)

    @property
    def spans(self) -> tuple[Pause, ...]:
        return tuple(Pause(one.starts_on, one.ends_on) for one in self.pauses)


def _find(given: ExtensionInputs, rules: RuleSet) -> Finding:
    broken = extension_breaches(
        given.asked_end,
        given.current_end,
        given.contract_day,
        given.ground,
        given.amount_changed,
        given.asked_on,
        given.force_majeure_ended_on,
        rules,
        pauses=given.spans,
    )
    latest = min(furthest_end(given.contract_day, rules, given.spans), _ceiling(given, rules))
    figures = {"last_day": _last(given.asked_end), "latest_day": _last(latest)}
    return Finding(steps(broken, _checks(given, rules)), Checked.of(broken), figures)


def _ceiling(given: ExtensionInputs, rules: RuleSet) -> date:
    return ceiling_end(given.contract_day, rules, given.spans)


def _checks(given: ExtensionInputs, rules: RuleSet) -> Iterator[Check]:
    duration, asked = rules.duration, _last(given.asked_end)
    grounds = duration.extension_grounds
    listed = ", ".join(sorted(grounds.value))
    yield Check(_line("ground", "ground", given.ground.value, listed, rules.cite(grounds)), ("extension.ground",))
    if duration.extension_same_amount.value:
        source = rules.cite(duration.extension_same_amount)
        yield Check(_line("same_amount", "amount", "", "", source), ("extension.more_money",))
    if duration.extension_before_end.value:
        source = rules.cite(duration.extension_before_end)
        line = _line("in_time", "asked_on", given.asked_on.isoformat(), _last(given.current_end), source)
        yield Check(line, ("extension.late",))
    longer = _line("longer", "asked_end", asked, _last(given.current_end), "Destek")
    yield Check(longer, ("extension.not_longer",))
    yield from _far(given, rules)


def _far(given: ExtensionInputs, rules: RuleSet) -> Iterator[Check]:
    """How far support may be moved: by months, by years, and from the end of force majeure."""
    duration, asked = rules.duration, _last(given.asked_end)
    if given.pauses:
        days, counted = str(paused_days(given.spans, given.contract_day)), duration.pauses_count_in_ceiling
        name = "pauses_counted" if counted.value else "pauses_not_counted"
        yield Check(_line(name, "pauses", days, "", rules.cite(counted)))
    months, years, base = duration.extension_months_max, duration.ceiling_years, duration.base_years.value
    furthest, ceiling = furthest_end(given.contract_day, rules, given.spans), _ceiling(given, rules)
    from_contract = f"{_last(furthest)} ({given.contract_day.isoformat()} + {base} × 12 + {months.value})"
    yield Check(_line("months", "asked_end", asked, from_contract, rules.cite(months)), ("extension.months",))
    by_years = f"{_last(ceiling)} ({given.contract_day.isoformat()} + {years.value} × 12)"
    yield Check(_line("ceiling", "asked_end", asked, by_years, rules.cite(years)), ("extension.ceiling",))
    ended = given.force_majeure_ended_on
    if given.ground is ExtensionGround.FORCE_MAJEURE:
        allowed = f"{_last(after_force_majeure(ended, rules))} ({ended.isoformat()} + {months.value})" if ended else ""
        line = _line("force_majeure", "asked_end", asked, allowed, rules.cite(months))
        yield Check(line, ("extension.force_majeure_lasts", "extension.force_majeure_months"))


def _last(exclusive: date) -> str:
    return (exclusive - timedelta(days=1)).isoformat()


def _line(name: str, subject: str, asked: str, allowed: str, source: str) -> Line:
    return Line(rule=f"step.extension.{name}", subject=subject, asked=asked, allowed=allowed, source=source)


EXTENSION = Decision("extension", ExtensionInputs, Checked, _find)
