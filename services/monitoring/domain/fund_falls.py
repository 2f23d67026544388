"""What follows when a time around the money of a grant is over, and how such a deadline came about."""

from datetime import datetime

from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.decisions.deadline import DeadlineInputs
from grants.rules.deadlines import Due
from services.monitoring.domain import answering
from services.monitoring.domain.facts import GrantFile

KINDS = frozenset({DeadlineKind.CLAIM_CORRECTION})
"""The deadlines of this module."""
PAUSED = frozenset({Due.CLAIM_CORRECTION})
"""What force majeure suspends: what the enterprise has to do."""


def fall(file: GrantFile, due: Deadline) -> GrantFile:
    """The consequence of one of `KINDS` that stands."""
    return answering.lapse(file, due.number)


def facts(file: GrantFile, due: Deadline, now: datetime) -> tuple[DeadlineInputs, datetime]:
    """What a deadline is reckoned from, and its end as it was set, force majeure aside."""
    claim = answering.at_place(file, due.number)
    return DeadlineInputs(what=Due(due.kind.value), now=now, began_at=claim.answered_at), claim.correct_by or due.at
