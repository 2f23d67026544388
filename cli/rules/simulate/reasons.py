"""Why an application fares otherwise, or gets another amount: the steps in which two explanations part. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grants.explanation import Explanation, Line

_BALANCE = frozenset({"step.settlement.due", "step.settlement.recover"})
"""What is left to pay or to take back: it follows from the amount, and is no reason of it."""


class Side(StrEnum):
    """Under which rules a step stands: those of the record, or the draft."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step that stands under one of the two only."""

    decision: str
    side: Side
    line: Line


def parting(before: Sequence[Explanation], after: Sequence[Explanation]) -> tuple[Reason, ...]:
    """Where two ways through the same decisions part: around what is broken under one of the two."""
    names = dict.fromkeys(one.decision for one in (*before, *after))
    return tuple(reason for name in names for reason in _around_breaches(_named(name, before), _named(name, after)))


def amounts(before: Explanation | None, after: Explanation | None) -> tuple[Reason, ...]:
    """Where two settlements part, line by line; none unless there are two."""
    if before is None or after is None:
        return ()
    return tuple(reason for reason in _apart(before, after) if reason.line.rule not in _BALANCE)


def _named(name: str, told: Sequence[Explanation]) -> Explanation | None:
    return next((one for one in told if one.decision == name), None)


def _around_breaches(before: Explanation | None, after: Explanation | None) -> Iterator[Reason]:
    if before is None or after is None:
        for side, one in ((Side.BEFORE, before), (Side.AFTER, after)):
            if one is not None:
                yield from (Reason(one.decision, side, line) for line in one.broken)
        return
    broken = {line.subject for line in (*before.broken, *after.broken)}
    yield from (reason for reason in _apart(before, after) if reason.line.subject in broken)


def _apart(before: Explanation, after: Explanation) -> Iterator[Reason]:
    yield from (Reason(before.decision, Side.BEFORE, line) for line in before.steps if line not in after.steps)
    yield from (Reason(after.decision, Side.AFTER, line) for line in after.steps if line not in before.steps)
