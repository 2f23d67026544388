"""Payment claims: made by the coordinator, approved by one officer or two, paid by another."""

from dataclasses import dataclass
from decimal import Decimal

from grants.contracts.monitoring_events import ClaimApproved, ClaimMade, ClaimPaid
from grants.contracts.payment_events import ClaimSeconded
from grants.policy import Action
from grants.regimes.words import Currency
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import covering, money, paying
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.usecases.acting import Act, begin, hold_on, permit, prepared
from services.monitoring.usecases.covering import tell_returned


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
    act.say(
        ClaimMade,
        claim_id=claim.id,
        amount=claim.amount,
        set_off=max(Decimal(0), claim.set_off),
        explanations=(explained,),
    )
    return await _done(act, claim)


async def ask_advance(unit: Unit, grant_id: str, amount: Decimal | None) -> Done:
    """An advance before anything was claimed; without an amount, the most that the rules allow."""
    act = await begin(unit, Action.ADVANCE_ASK, grant_id)
    claim = money.take_ahead(act.file, new_id(), amount, act.by, act.now, act.rules)
    act.change(act.file.with_claim(claim))
    act.say(ClaimMade, claim_id=claim.id, amount=claim.amount, advance=True)
    return await _done(act, claim)


async def approve_claim(unit: Unit, claim_id: str) -> Done:
    """Approved; above the limit of the rules a second approval is waited for."""
    act = await _begin(unit, Action.CLAIM_APPROVE, claim_id)
    claim = paying.approve(act.file, claim_id, act.by, act.now, act.rules)
    act.change(act.file.with_claim(claim))
    limit = act.rules.money.second_approval_above.value
    if claim.status is ClaimStatus.SECONDED and limit is not None:
        act.say(ClaimSeconded, claim_id=claim.id, amount=claim.amount, limit=limit)
    else:
        act.say(ClaimApproved, claim_id=claim.id, amount=claim.amount)
    return await _done(act, claim)


async def countersign_claim(unit: Unit, claim_id: str) -> Done:
    act = await _begin(unit, Action.CLAIM_COUNTERSIGN, claim_id)
    claim = paying.countersign(act.file, claim_id, act.by, act.now, act.rules)
    act.change(act.file.with_claim(claim))
    act.say(ClaimApproved, claim_id=claim.id, amount=claim.amount)
    return await _done(act, claim)


async def pay_claim(unit: Unit, claim_id: str, payment: paying.Payment) -> Done:
    """Paid once: the grant is held while it is decided, and a paid claim is never paid again.

    Guarantees that cover nothing any more, the advance being set off, go back with it.
    """
    act = await _begin(unit, Action.CLAIM_PAY, claim_id)
    paid = paying.pay(act.file, claim_id, payment, act.by, act.now, act.rules)
    act.change(covering.free_all(paid, act.by, act.now, act.rules))
    claim = money.find(act.file, claim_id)
    act.say(ClaimPaid, claim_id=claim.id, amount=claim.amount, paid_on=payment.paid_on, reference=payment.reference)
    tell_returned(act)
    return await _done(act, claim)


async def _done(act: Act, claim: Claim) -> Done:
    await act.keep()
    return Done(claim, act.file.grant.currency)


async def _begin(unit: Unit, action: Action, claim_id: str) -> Act:
    act = await hold_on(unit, "claims", claim_id)
    permit(unit, action, act.file.grant, prepared(unit.actor, action, money.find(act.file, claim_id)))
    return act
