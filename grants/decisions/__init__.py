"""Every automatic decision of the programme, told so that anybody can make it again. Pure.

`explain` decides from raw JSON or from the inputs' model; `recompute` makes a recorded decision again under
the regime it was pinned to, or under another one; `differences` says where two answers part.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import ValidationError

from grants.breach import Breach, Refused, RulesBroken
from grants.decisions.addendum import ADDENDUM
from grants.decisions.board import BOARD_VOTE, QUORUM
from grants.decisions.calibration import CALIBRATION
from grants.decisions.change import CHANGE
from grants.decisions.choice import CHOICE
from grants.decisions.claim import CLAIM
from grants.decisions.combination import COMBINATION
from grants.decisions.conflict import CONFLICT
from grants.decisions.consortium import CONSORTIUM
from grants.decisions.deadline import DEADLINE
from grants.decisions.decision import Decision, Inputs
from grants.decisions.development import DEVELOPMENT
from grants.decisions.disallowance import DISALLOWANCE
from grants.decisions.evaluation import EVALUATION
from grants.decisions.extension import EXTENSION
from grants.decisions.lines import LINES
from grants.decisions.plan import PLAN
from grants.decisions.pre_evaluation import PRE_EVALUATION
from grants.decisions.ranking import PLACEMENT, RANKING
from grants.decisions.reach import REACH
from grants.decisions.recovery import RECOVERY
from grants.decisions.reserve import RESERVE
from grants.decisions.risk import RISK
from grants.decisions.settlement import SETTLEMENT
from grants.decisions.voting import MEMBERSHIP, MOTION
from grants.explanation import Explanation, Line
from grants.regimes import RuleSet, pinned

__all__ = ["DECISIONS", "Decision", "Inputs", "UnknownDecision", "differences", "explain", "recompute"]

_EVERY: tuple[Decision[Any], ...] = (
    CONSORTIUM,
    PLAN,
    CHOICE,
    EVALUATION,
    PRE_EVALUATION,
    CALIBRATION,
    CONFLICT,
    MEMBERSHIP,
    BOARD_VOTE,
    QUORUM,
    MOTION,
    RANKING,
    PLACEMENT,
    COMBINATION,
    RESERVE,
    REACH,
    DEADLINE,
    EXTENSION,
    ADDENDUM,
    CHANGE,
    RISK,
    LINES,
    DEVELOPMENT,
    CLAIM,
    DISALLOWANCE,
    SETTLEMENT,
    RECOVERY,
)

DECISIONS: Mapping[str, Decision[Any]] = MappingProxyType({one.name: one for one in _EVERY})
"""Every kind of decision by name, in the order of a grant's life."""

_MOST_FAULTS = 100
_MOST_BITS = 300


class UnknownDecision(Refused):
    """There is no decision of this name."""

    rule: ClassVar[str] = "input.decision"


def explain(name: str, inputs: Inputs | Mapping[str, Any], rules: RuleSet) -> Explanation:
    """Decide and tell how. Raises `UnknownDecision`, and `RulesBroken` naming every field that cannot be read."""
    decision = _named(name)
    try:
        given = inputs if isinstance(inputs, decision.inputs) else decision.inputs.model_validate(inputs)
    except ValidationError as error:
        raise RulesBroken(*_faults(error)) from error
    return decision.decide(given, rules)


def recompute(explanation: Explanation, rules: RuleSet | None = None) -> Explanation:
    """The same inputs decided again: under the regime they were pinned to, unless another is given.

    Raises `UnknownDecision`, `UnknownRegime`, `UnknownRevision`, and `RulesBroken` on inputs that are none.
    """
    return explain(explanation.decision, explanation.inputs, rules or pinned(explanation.regime))


def differences(recorded: Explanation, recomputed: Explanation) -> tuple[Breach, ...]:
    """Where two explanations part: the recorded text as asked, the recomputed one as allowed; none if equal."""
    return tuple(_differences(recorded, recomputed))


def _named(name: str) -> Decision[Any]:
    if name not in DECISIONS:
        raise UnknownDecision(Breach("input.decision", "kind", name[:40], ", ".join(DECISIONS), "Destek"))
    return DECISIONS[name]


def _faults(error: ValidationError) -> Iterator[Breach]:
    known = {"missing": "input.missing", "extra_forbidden": "input.strange"}
    for one in error.errors(include_url=False, include_context=False)[:_MOST_FAULTS]:
        kind = str(one["type"])
        asked = "" if kind == "missing" else _shown(one["input"])
        yield Breach(known.get(kind, "input.shape"), _path(one["loc"]), asked, str(one["msg"])[:200], "Destek")


def _shown(value: object) -> str:
    """What was given, as far as it fits a message; an integer of thousands of digits has no text."""
    short = isinstance(value, str | bool | float) or (isinstance(value, int) and value.bit_length() < _MOST_BITS)
    return str(value)[:100] if short else ""


def _path(location: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part[:60]}" for part in location)
    return text.removeprefix(".")


def _differences(recorded: Explanation, recomputed: Explanation) -> Iterator[Breach]:
    for field in ("decision", "regime", "outcome"):
        one, other = str(getattr(recorded, field)), str(getattr(recomputed, field))
        if one != other:
            yield _difference(field, one, other)
    for name in sorted(recorded.inputs.keys() | recomputed.inputs.keys()):
        yield from _part(f"inputs.{name}", recorded.inputs.get(name), recomputed.inputs.get(name))
    for name in sorted(recorded.figures.keys() | recomputed.figures.keys()):
        yield from _part(f"figures.{name}", recorded.figures.get(name), recomputed.figures.get(name))
    for index in range(max(len(recorded.steps), len(recomputed.steps))):
        yield from _part(f"steps[{index}]", _step(recorded, index), _step(recomputed, index))


def _part(subject: str, one: object, other: object) -> Iterator[Breach]:
    if one != other:
        yield _difference(subject, "" if one is None else str(one), "" if other is None else str(other))


def _step(explanation: Explanation, index: int) -> str | None:
    return _said(explanation.steps[index]) if index < len(explanation.steps) else None


def _said(line: Line) -> str:
    return "; ".join((line.rule, line.subject, line.asked, line.allowed, line.source, "=" if line.held else "≠"))


def _difference(subject: str, one: str, other: str) -> Breach:
    return Breach("explanation.differs", subject, one[:300], other[:300], "Destek")
