"""Claims that are not approved as they stand: refused, returned, sent again, lapsed."""

from decimal import Decimal

from grants.contracts.claim_events import ClaimLapsed, ClaimRefused, ClaimResubmitted, ClaimReturned
from grants.contracts.monitoring_events import Deadline
from grants.explanation import Explanation
from grants.policy import Action
from grants.values import ZERO
from runtime.unit import Unit
from services.monitoring.domain import answering, money
from services.monitoring.usecases.acting import Act, begin_on
from services.monitoring.usecases.claims import Done

CLAIMS = "claims"


async def refuse_claim(unit: Unit, claim_id: str, reason: str) -> Done:
    """The claim is ended; what it asked for can be claimed anew."""
    act = await begin_on(unit, Action.CLAIM_REFUSE, CLAIMS, claim_id)
    claim = answering.refuse(act.file, claim_id, reason, act.by, act.now)
    act.change(act.file.with_claim(claim))
    act.say(ClaimRefused, claim_id=claim.id, amount=claim.amount, reason=reason)
    await act.keep()
    return Done(claim, act.file.grant.currency)


async def return_claim(unit: Unit, claim_id: str, remarks: str) -> Done:
    """Back to the coordinator, who puts it right and sends it again."""
    act = await begin_on(unit, Action.CLAIM_RETURN, CLAIMS, claim_id)
    claim = answering.give_back(act.file, claim_id, remarks, act.by, act.now, act.rules)
    act.change(act.file.with_claim(claim))
    until = answering.due_at(act.file, claim)
    act.say(ClaimReturned, claim_id=claim.id, amount=claim.amount, remarks=remarks, due_at=until)
    await act.keep()
    return Done(claim, act.file.grant.currency)


async def send_again(unit: Unit, claim_id: str, note: str, amount: Decimal | None = None) -> Done:
    """For what is payable now; everybody whose approval it needs decides anew."""
    act = await begin_on(unit, Action.CLAIM_SEND_AGAIN, CLAIMS, claim_id)
    claim = answering.send_again(act.file, claim_id, note, amount, act.by, act.now, act.rules)
    others = answering.without(act.file, claim_id)
    act.change(act.file.with_claim(claim))
    act.say(
        ClaimResubmitted,
        claim_id=claim.id,
        round=claim.round,
        amount=claim.amount,
        note=note,
        advance=claim.advance,
        set_off=max(ZERO, claim.set_off),
        explanations=() if claim.advance else (money.claim_explained(others, act.rules),),
    )
    await act.keep()
    return Done(claim, act.file.grant.currency)


def tell_lapsed(act: Act, due: Deadline, why: Explanation) -> None:
    """Tell of a claim that was not sent again in time."""
    claim = answering.at_place(act.file, due.number)
    act.say(ClaimLapsed, claim_id=claim.id, amount=claim.amount, explanations=(why,))
