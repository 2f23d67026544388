"""Payment claims over HTTP."""

from dataclasses import asdict
from datetime import date

from fastapi import APIRouter

from grants.regimes.words import Currency
from grants.values import Line, Moment, Money, Prose
from runtime.http.door import Door, triable
from services.monitoring.api.shapes import Answered, Asked, Balance, Empty, Key, TheUnit
from services.monitoring.domain.paying import Payment
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.usecases import answering, claims

router = APIRouter(route_class=Door, tags=["claims"])


class PaymentIn(Asked):
    """paid_on: the day of the payment order, not after today. reference: its number."""

    paid_on: date
    reference: Line


class AdvanceIn(Asked):
    """amount: without it, the most that the rules allow."""

    amount: Money | None = None


class ReasonIn(Asked):
    """Why a claim is refused, or what is to be put right."""

    reason: Prose


class AgainIn(Asked):
    """note: what was put right. amount: of an advance alone; of any other claim it is reckoned."""

    note: Prose
    amount: Money | None = None


class ClaimOut(Answered):
    """number: the last report the claim rests on. final: what the settlement leaves to pay. advance: paid ahead.

    set_off: of the advance; retained: until closing. Less than nothing where a change of rules gives some of it back.
    round: how often it was sent. remarks: why it was returned or refused. correct_by: until when it can be sent again,
    as set then. note: what was put right.
    """

    id: str
    grant_id: str
    number: int
    amount: Money
    currency: Currency
    status: ClaimStatus
    final: bool
    advance: bool
    set_off: Balance
    retained: Balance
    prepared_at: Moment
    approved_at: Moment | None
    countersigned_at: Moment | None
    order_id: str
    paid_on: date | None
    payment_ref: str
    round: int
    remarks: str
    answered_at: Moment | None
    correct_by: Moment | None
    note: str


@router.post("/grants/{grant_id}/claims", status_code=201)
async def make(grant_id: Key, asked: Empty, unit: TheUnit) -> ClaimOut:  # noqa: ARG001 - an empty body is asked for
    """Claim everything that is earned and not yet claimed."""
    return _out(await claims.make_claim(unit, grant_id))


@router.post("/grants/{grant_id}/advance", status_code=201)
async def advance(grant_id: Key, asked: AdvanceIn, unit: TheUnit) -> ClaimOut:
    """Ask for an advance, where the rules know one and nothing was claimed yet."""
    return _out(await claims.ask_advance(unit, grant_id, asked.amount))


@router.post("/claims/{claim_id}/approve")
async def approve(claim_id: Key, asked: Empty, unit: TheUnit) -> ClaimOut:  # noqa: ARG001 - an empty body is asked for
    """Approve; above the limit of the rules the claim then waits for a second approval."""
    return _out(await claims.approve_claim(unit, claim_id))


@router.post("/claims/{claim_id}/countersign")
async def countersign(claim_id: Key, asked: Empty, unit: TheUnit) -> ClaimOut:  # noqa: ARG001 - an empty body is asked for
    """The second approval of a claim above the limit."""
    return _out(await claims.countersign_claim(unit, claim_id))


@router.post("/claims/{claim_id}/return")
async def returned(claim_id: Key, asked: ReasonIn, unit: TheUnit) -> ClaimOut:
    """Back to the coordinator, with what is to be put right."""
    return _out(await answering.return_claim(unit, claim_id, asked.reason))


@router.post("/claims/{claim_id}/refuse")
@triable
async def refused(claim_id: Key, asked: ReasonIn, unit: TheUnit) -> ClaimOut:
    """End the claim; what it asked for is paid by a new claim only."""
    return _out(await answering.refuse_claim(unit, claim_id, asked.reason))


@router.post("/claims/{claim_id}/send-again")
async def sent_again(claim_id: Key, asked: AgainIn, unit: TheUnit) -> ClaimOut:
    """Send a returned claim again, for what is payable now."""
    return _out(await answering.send_again(unit, claim_id, asked.note, asked.amount))


@router.post("/claims/{claim_id}/pay")
async def pay(claim_id: Key, asked: PaymentIn, unit: TheUnit) -> ClaimOut:
    """Record a payment made by hand; once, and by another person than who approved the claim."""
    payment = Payment(asked.paid_on, asked.reference)
    return _out(await claims.pay_claim(unit, claim_id, payment))


def _out(done: claims.Done) -> ClaimOut:
    return ClaimOut.model_validate({**asdict(done.claim), "currency": done.currency})
