"""What follows when a time around the money of a grant is over, and how such a deadline came about."""

from datetime import datetime

from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.decisions.deadline import DeadlineInputs
from grants.rules.deadlines import Due
from services.monitoring.domain import answering, covering, recovering
from services.monitoring.domain.facts import GrantFile

KINDS = frozenset(
    {
        *(DeadlineKind.CLAIM_CORRECTION, DeadlineKind.RECOVERY_REMINDER),
        *(DeadlineKind.GUARANTEE_REMINDER, DeadlineKind.GUARANTEE_END),
    }
)
"""The deadlines of this module."""
PAUSED = frozenset({Due.CLAIM_CORRECTION})
"""What force majeure suspends: what the enterprise has to do, neither what it owes nor what its bank has promised."""


def fall(file: GrantFile, due: Deadline, now: datetime) -> GrantFile:
    """The consequence of one of `KINDS` that stands."""
    match due.kind:
        case DeadlineKind.RECOVERY_REMINDER:
            return recovering.remind(file, due.number, now)
        case DeadlineKind.GUARANTEE_REMINDER:
            return covering.warn(file, due.number, now)
        case DeadlineKind.GUARANTEE_END:
            return covering.end(file, due.number)
        case _:
            return answering.lapse(file, due.number)


def facts(file: GrantFile, due: Deadline, now: datetime) -> tuple[DeadlineInputs, datetime]:
    """What a deadline is reckoned from, and its end as it was set, force majeure aside."""
    given = DeadlineInputs(what=Due(due.kind.value), now=now)
    match due.kind:
        case DeadlineKind.RECOVERY_REMINDER:
            ordered_at = recovering.of_instalment(file, due.number).ordered_at
            return given.model_copy(update={"began_at": ordered_at}), due.at
        case DeadlineKind.GUARANTEE_REMINDER | DeadlineKind.GUARANTEE_END:
            received_at = file.guarantees[due.number - 1].received_at
            return given.model_copy(update={"began_at": received_at}), due.at
        case _:
            claim = answering.at_place(file, due.number)
            return given.model_copy(update={"began_at": claim.answered_at}), claim.correct_by or due.at
