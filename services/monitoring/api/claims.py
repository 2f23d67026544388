"""Payment claims over HTTP."""

from dataclasses import asdict
from datetime import date

from fastapi import APIRouter

from grants.regimes.words import Currency
from grants.values import Line, Moment, Money
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Empty, Key, TheUnit
from services.monitoring.domain.money import Payment
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.usecases import claims

router = APIRouter(route_class=Door, tags=["claims"])


class PaymentIn(Asked):
    """paid_on: the day of the payment order, not after today. reference: its number."""

    paid_on: date
    reference: Line


class ClaimOut(Answered):
    """number: the last report the claim rests on. final: what the settlement leaves to pay."""

    id: str
    grant_id: str
    number: int
    amount: Money
    currency: Currency
    status: ClaimStatus
    final: bool
    prepared_at: Moment
    approved_at: Moment | None
    paid_on: date | None
    payment_ref: str


@router.post("/grants/{grant_id}/claims", status_code=201)
async def make(grant_id: Key, asked: Empty, unit: TheUnit) -> ClaimOut:  # noqa: ARG001 - an empty body is asked for
    """Claim everything that is earned and not yet claimed."""
    return _out(await claims.make_claim(unit, grant_id))


@router.post("/claims/{claim_id}/approve")
async def approve(claim_id: Key, asked: Empty, unit: TheUnit) -> ClaimOut:  # noqa: ARG001 - an empty body is asked for
    return _out(await claims.approve_claim(unit, claim_id))


@router.post("/claims/{claim_id}/pay")
async def pay(claim_id: Key, asked: PaymentIn, unit: TheUnit) -> ClaimOut:
    """Record the payment; once, and by another person than who approved the claim."""
    payment = Payment(asked.paid_on, asked.reference)
    return _out(await claims.pay_claim(unit, claim_id, payment))


def _out(done: claims.Done) -> ClaimOut:
    return ClaimOut.model_validate({**asdict(done.claim), "currency": done.currency})
