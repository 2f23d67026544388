"""Payment claims: made by the coordinator, approved by one officer, paid by another."""

from dataclasses import dataclass

from grants.contracts.monitoring_events import ClaimApproved, ClaimMade, ClaimPaid
from grants.policy import Action
from grants.regimes.words import Currency
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import money
from services.monitoring.domain.facts import Claim
from services.monitoring.usecases.acting import Act, begin, hold_on, permit, prepared


@dataclass(frozen=True, slots=True)
class Done:
    """A claim as the act left it, in the currency of its grant."""

    claim: Claim
    currency: Currency


async def make_claim(unit: Unit, grant_id: str) -> Done:
    """A claim of all that is earned and not yet claimed."""
    act = await begin(unit, Action.CLAIM_MAKE, grant_id)
    claim = money.make(act.file, new_id(), act.by, act.now)
    explained = money.claim_explained(act.file, act.rules)
    act.change(act.file.with_claim(claim))
    act.say(ClaimMade, claim_id=claim.id, amount=claim.amount, explanations=(explained,))
    await act.keep()
    return Done(claim, act.file.grant.currency)


async def approve_claim(unit: Unit, claim_id: str) -> Done:
    act = await _begin(unit, Action.CLAIM_APPROVE, claim_id)
    claim = money.approve(act.file, claim_id, act.by, act.now)
    act.change(act.file.with_claim(claim))
    act.say(ClaimApproved, claim_id=claim.id, amount=claim.amount)
    await act.keep()
    return Done(claim, act.file.grant.currency)


async def pay_claim(unit: Unit, claim_id: str, payment: money.Payment) -> Done:
    """Paid once: the grant is held while it is decided, and a paid claim is never paid again."""
    act = await _begin(unit, Action.CLAIM_PAY, claim_id)
    act.change(money.pay(act.file, claim_id, payment, act.by, act.now))
    claim = money.find(act.file, claim_id)
    act.say(ClaimPaid, claim_id=claim.id, amount=claim.amount, paid_on=payment.paid_on)
    await act.keep()
    return Done(claim, act.file.grant.currency)


async def _begin(unit: Unit, action: Action, claim_id: str) -> Act:
    act = await hold_on(unit, "claims", claim_id)
    permit(unit, action, act.file.grant, prepared(unit.actor, action, money.find(act.file, claim_id)))
    return act
