"""What is told of claims that were lowered because less is earned than they ask for."""

from grants.contracts.claim_events import ClaimLowered
from grants.explanation import Explanation
from grants.values import ZERO
from services.monitoring.domain import lowering
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.usecases.acting import Act


def tell_lowered(act: Act, why: Explanation) -> None:
    """One event for each claim the act lowered or let lapse; why: what made less of it earned."""
    for was, now in lowering.lowered(act.before or act.file, act.file):
        left = ZERO if now.status is ClaimStatus.LAPSED else now.amount
        facts = {"before": was.amount, "amount": left, "round": now.round}
        act.say(ClaimLowered, claim_id=now.id, explanations=(why,), **facts)
