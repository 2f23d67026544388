"""How an event of a time that ran out hangs on the decision about that time."""

from datetime import datetime

from grants.decisions.deadline import CONSEQUENCES
from grants.proof.bound.tie import Check, Part, Seen, Source, Tied, tied
from grants.rules.deadlines import Due


def fell(*dues: Due, optional: bool = False, **fields: Source | Tied) -> Part:
    """One of these times was over when the event was told."""
    checks = {"explanation.inputs.what": _of(frozenset(dues)), "explanation.inputs.now": _then}
    words = frozenset(CONSEQUENCES[one].value for one in dues)
    return Part("deadline", tied(fields), words, optional, checks)


def looked_at(due: Due, **fields: Source | Tied) -> Part:
    """What is told of this time when the event was told, whether it is over or not."""
    checks = {"explanation.inputs.what": _of(frozenset({due})), "explanation.inputs.now": _then}
    return Part("deadline", tied(fields), checks=checks)


def _of(dues: frozenset[Due]) -> Check:
    def check(seen: Seen) -> tuple[str, str]:
        what = str(seen.explanation.inputs.get("what", ""))
        return ("", "") if not seen.is_open or what in dues else (what, ", ".join(sorted(dues)))

    return check


def _then(seen: Seen) -> tuple[str, str]:
    """It was looked at when the event says that it happened."""
    now = str(seen.explanation.inputs.get("now", ""))
    if not seen.is_open or not seen.time or _same(now, seen.time):
        return "", ""
    return now, seen.time


def _same(one: str, other: str) -> bool:
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return False
