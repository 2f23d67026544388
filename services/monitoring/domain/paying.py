"""A claim on its way to the bank: approved by one, by a second above the limit, ordered or paid by another, once."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.regimes import RuleSet
from grants.rules.exact import said
from services.monitoring.domain import money
from services.monitoring.domain.errors import ClaimStageWrong, FourEyes, GrantStageWrong, PaidAlready
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.domain.stops import refuse_stopped


@dataclass(frozen=True, slots=True)
class Payment:
    """How a claim was paid: the day and the reference of the payment order."""

    paid_on: date
    reference: str


def needs_second(claim: Claim, rules: RuleSet) -> bool:
    """Whether the claim is above the limit up to which one approval is enough."""
    limit = rules.money.second_approval_above.value
    return limit is not None and claim.amount > limit


def approve(file: GrantFile, claim_id: str, by: str, now: datetime, rules: RuleSet | None = None) -> Claim:
    """Approved; above the limit it then waits for a second approval."""
    claim, under = money.find(file, claim_id), rules or file.grant.rules
    _in_status(claim, ClaimStatus.MADE)
    _other_than(by, claim.prepared_by)
    _free_to_go(file, claim, now, under)
    status = ClaimStatus.SECONDED if needs_second(claim, under) else ClaimStatus.APPROVED
    return replace(claim, status=status, approved_by=by, approved_at=now)


def countersign(file: GrantFile, claim_id: str, by: str, now: datetime, rules: RuleSet | None = None) -> Claim:
    """The second approval, by neither who made the claim nor who approved it first."""
    claim = money.find(file, claim_id)
    _in_status(claim, ClaimStatus.SECONDED)
    _other_than(by, claim.prepared_by, claim.approved_by)
    _free_to_go(file, claim, now, rules or file.grant.rules)
    return replace(claim, status=ClaimStatus.APPROVED, countersigned_by=by, countersigned_at=now)


def order(file: GrantFile, claim_id: str, order_id: str, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The claim goes into a payment order; until the bank has answered nobody else pays it."""
    claim = _payable(file, claim_id, by)
    _free_to_go(file, claim, now, rules)
    if wrong := money.ceiling_breaches(file, claim, rules):
        raise RulesBroken(*wrong)
    return file.with_claim(replace(claim, status=ClaimStatus.ORDERED, order_id=order_id, paid_by=by))


def take_back(file: GrantFile, claim_id: str) -> GrantFile:
    """The order was cancelled before the bank carried it out: the claim can be ordered again."""
    claim = money.find(file, claim_id)
    _in_status(claim, ClaimStatus.ORDERED)
    return file.with_claim(replace(claim, status=ClaimStatus.APPROVED, order_id="", paid_by=""))


def booked(file: GrantFile, claim_id: str, payment: Payment, now: datetime) -> GrantFile:
    """The bank has carried out the order of this claim."""
    claim = money.find(file, claim_id)
    if claim.status is ClaimStatus.PAID:
        raise _paid_before(claim)
    _in_status(claim, ClaimStatus.ORDERED)
    return _paid(file, claim, payment, claim.paid_by, now)


def pay(
    file: GrantFile, claim_id: str, payment: Payment, by: str, now: datetime, rules: RuleSet | None = None
) -> GrantFile:
    """The claim is paid by hand, once, within what was earned (the last one: within the settlement)."""
    claim, under = _payable(file, claim_id, by), rules or file.grant.rules
    _free_to_go(file, claim, now, under)
    wrong = (*money.day_breaches(claim, payment.paid_on, now), *money.ceiling_breaches(file, claim, under))
    if wrong:
        raise RulesBroken(*wrong)
    return _paid(file, claim, payment, by, now)


def _payable(file: GrantFile, claim_id: str, by: str) -> Claim:
    claim = money.find(file, claim_id)
    if claim.status is ClaimStatus.PAID:
        raise _paid_before(claim)
    _in_status(claim, ClaimStatus.APPROVED)
    _other_than(by, claim.prepared_by, claim.approved_by, claim.countersigned_by)
    return claim


def _paid(file: GrantFile, claim: Claim, payment: Payment, by: str, now: datetime) -> GrantFile:
    done = replace(
        claim,
        status=ClaimStatus.PAID,
        paid_by=by,
        paid_at=now,
        paid_on=payment.paid_on,
        payment_ref=payment.reference,
    )
    return file.with_claim(done).with_grant(paid=file.grant.paid + claim.amount)


def _paid_before(claim: Claim) -> PaidAlready:
    return PaidAlready(Breach("claim.paid_before", "claim", claim.payment_ref, f"{claim.paid_on}"))


def _free_to_go(file: GrantFile, claim: Claim, now: datetime, rules: RuleSet) -> None:
    """Once a grant is ended or closed, only what the settlement leaves is paid; an advance needs its guarantee."""
    if not claim.final and file.grant.status not in money.CLAIMABLE:
        raise GrantStageWrong.at(file.grant.status)
    day = istanbul_day(now)
    refuse_stopped(file, day, rules)
    if claim.advance and (wrong := money.uncovered(file, day, rules)):
        raise RulesBroken(*wrong)


def _in_status(claim: Claim, wanted: ClaimStatus) -> None:
    if claim.status is not wanted:
        raise ClaimStageWrong.at(claim.status)


def _other_than(by: str, *earlier: str) -> None:
    if by in earlier:
        raise FourEyes(Breach("claim.four_eyes", "claim", by, "", "Destek"))


def limit_said(rules: RuleSet) -> str:
    """The amount up to which one approval is enough; "" where it always is."""
    limit = rules.money.second_approval_above.value
    return "" if limit is None else said(limit, rules.money.currency.value)
