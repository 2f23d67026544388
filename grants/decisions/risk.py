"""How great a risk a grant is, signal by signal. Pure. Rules: `grants.rules.risk`."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from grants.decisions.decision import Decision, Finding, Inputs
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import RiskKind
from grants.rules import risk
from grants.rules.risk import RiskLevel

_MOST = 100_000
Told = Annotated[str, StringConstraints(max_length=40)]


class Signal(Inputs):
    """How often a signal was found, and where: numbers of reports and findings, codes of measures."""

    count: int = Field(ge=0, le=_MOST)
    where: tuple[Told, ...] = Field(default=(), max_length=1000)


class RiskInputs(Inputs):
    """signals: what the recorded facts tell; one that is not named was not found."""

    signals: dict[RiskKind, Signal]


def _find(given: RiskInputs, rules: RuleSet) -> Finding:
    reached = risk.score({kind: signal.count for kind, signal in given.signals.items()}, rules)
    return Finding(tuple(_lines(given, reached, rules)), risk.level(reached, rules), {"score": str(reached)})


def _lines(given: RiskInputs, reached: int, rules: RuleSet) -> Iterator[Line]:
    written, source = rules.risk, rules.cite(rules.risk.signals)
    for signal in written.signals.value:
        found = given.signals.get(RiskKind(signal.code), Signal(count=0))
        count = f"{found.count} ({', '.join(found.where)})" if found.where else str(found.count)
        brought = risk.points(signal, found.count)
        told = f"min({signal.most}, max(0, {found.count} - {signal.tolerance}) × {signal.points}) = {brought}"
        yield Line(rule=f"step.risk.{signal.code}", subject=signal.code, asked=count, allowed=told, source=source)
    for name in ("visit", "hold"):
        mark = getattr(written, f"{name}_from")
        rule = f"step.risk.{name}" if reached >= mark.value else f"step.risk.no_{name}"
        yield Line(rule=rule, asked=str(reached), allowed=str(mark.value), source=rules.cite(mark))


RISK = Decision("risk", RiskInputs, RiskLevel, _find)
