"""What is earned, claimed, paid and finally due. In the currency of the grant."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.exact import said
from grants.rules.settlement import Item, Settlement, interim, payable, settle
from grants.values import ZERO
from services.monitoring.domain.errors import ClaimStageWrong, GrantStageWrong, NoSuchThing, NothingToClaim, PaidAlready
from services.monitoring.domain.facts import Claim, GrantFile
from services.monitoring.domain.states import UNDER_WAY, ClaimStatus, GrantStatus, ReportStatus

_COUNTS = frozenset({ClaimStatus.MADE, ClaimStatus.APPROVED, ClaimStatus.PAID})
_CLAIMABLE = UNDER_WAY | {GrantStatus.CLOSING}


@dataclass(frozen=True, slots=True)
class Payment:
    """How a claim was paid: the day and the reference of the payment order."""

    paid_on: date
    reference: str


def items_of(file: GrantFile) -> tuple[Item, ...]:
    return tuple(
        Item(item.key, item.cost, item.grant, item.activity, item.cost_head, item.domestic_goods) for item in file.items
    )


def realised_by_item(file: GrantFile, *statuses: ReportStatus) -> dict[str, Decimal]:
    """What was spent by item, over all reports of these statuses (accepted ones if none is named)."""
    wanted = statuses or (ReportStatus.ACCEPTED,)
    numbers = {report.number for report in file.reports if report.status in wanted}
    sums: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in file.spending:
        if line.number in numbers:
            sums[line.item] += line.realised
    return dict(sums)


def total(amounts: Mapping[str, Decimal]) -> Decimal:
    return sum(amounts.values(), ZERO)


def earned(file: GrantFile, rules: RuleSet) -> Decimal:
    """What accepted spending has earned so far, never above what was approved."""
    return interim(items_of(file), realised_by_item(file), ZERO, rules, file.grant.approved).earned


def claimed(file: GrantFile) -> Decimal:
    """Everything asked for so far, paid or not."""
    return sum((claim.amount for claim in file.claims if claim.status in _COUNTS), ZERO)


def claimable(file: GrantFile, rules: RuleSet | None = None) -> Decimal:
    """What may be claimed now: earned, not kept back and not yet claimed. rules: those the grant lives under."""
    return max(ZERO, payable(file.grant.earned, rules or file.grant.rules) - claimed(file))


def claim_explained(file: GrantFile, rules: RuleSet) -> Explanation:
    """How what is earned and what may be claimed come about, as things stand."""
    return explain("claim", _spending(file, claimed(file)), rules)


def settlement_explained(file: GrantFile, rules: RuleSet) -> Explanation:
    """How `final_settlement` comes about."""
    return explain("settlement", _spending(file, file.grant.paid), rules)


def _spending(file: GrantFile, paid: Decimal) -> dict[str, object]:
    """What both are made of."""
    items = [
        {
            "key": item.key,
            "cost": item.cost,
            "grant": item.grant,
            "activity": item.activity or None,
            "cost_head": item.cost_head or None,
            "domestic_goods": item.domestic_goods,
        }
        for item in file.items
    ]
    return {"items": items, "realised": realised_by_item(file), "paid": paid, "approved": file.grant.approved}


def may_claim(file: GrantFile) -> bool:
    """Whether interim claims can still be made and approved; after that the settlement pays."""
    return file.grant.status in _CLAIMABLE and file.grant.closing_submitted_at is None


def make(file: GrantFile, claim_id: str, by: str, now: datetime) -> Claim:
    """A claim of everything payable now. Raises `NothingToClaim` with the numbers."""
    if not may_claim(file):
        raise GrantStageWrong.at(file.grant.status)
    amount = claimable(file)
    if not amount:
        raise NothingToClaim(
            Breach("claim.nothing", "amount", _said(file, claimed(file)), _said(file, file.grant.earned), "Destek"),
        )
    accepted = (report.number for report in file.reports if report.status is ReportStatus.ACCEPTED)
    return Claim(claim_id, file.grant.id, max(accepted, default=0), amount, by, now)


def find(file: GrantFile, claim_id: str) -> Claim:
    for claim in file.claims:
        if claim.id == claim_id:
            return claim
    raise NoSuchThing(Breach("monitoring.part_unknown", "claim", claim_id))


def approve(file: GrantFile, claim_id: str, by: str, now: datetime) -> Claim:
    claim = find(file, claim_id)
    _in_status(claim, ClaimStatus.MADE)
    _not_replaced_by_settlement(file, claim)
    return replace(claim, status=ClaimStatus.APPROVED, approved_by=by, approved_at=now)


def pay(file: GrantFile, claim_id: str, payment: Payment, by: str, now: datetime) -> GrantFile:
    """The claim is paid, once, within what was earned (the last one: within the settlement)."""
    claim = find(file, claim_id)
    if claim.status is ClaimStatus.PAID:
        raise PaidAlready(Breach("claim.paid_before", "claim", claim.payment_ref, f"{claim.paid_on}"))
    _in_status(claim, ClaimStatus.APPROVED)
    _not_replaced_by_settlement(file, claim)
    wrong = (*_day_breaches(claim, payment.paid_on, now), *_ceiling_breaches(file, claim))
    if wrong:
        raise RulesBroken(*wrong)
    done = replace(
        claim,
        status=ClaimStatus.PAID,
        paid_by=by,
        paid_at=now,
        paid_on=payment.paid_on,
        payment_ref=payment.reference,
    )
    return file.with_claim(done).with_grant(paid=file.grant.paid + claim.amount)


def final_settlement(file: GrantFile, rules: RuleSet) -> Settlement:
    """The settlement on everything accepted, never above what was approved."""
    return settle(items_of(file), realised_by_item(file), file.grant.paid, rules, file.grant.approved)


def _in_status(claim: Claim, wanted: ClaimStatus) -> None:
    if claim.status is not wanted:
        raise ClaimStageWrong.at(claim.status)


def _not_replaced_by_settlement(file: GrantFile, claim: Claim) -> None:
    """Once a grant is ended or closed, only what the settlement leaves is paid."""
    if not claim.final and file.grant.status not in _CLAIMABLE:
        raise GrantStageWrong.at(file.grant.status)


def _day_breaches(claim: Claim, paid_on: date, now: datetime) -> tuple[Breach, ...]:
    today = istanbul_day(now)
    first = istanbul_day(claim.approved_at or claim.prepared_at)
    if first <= paid_on <= today:
        return ()
    return (Breach("claim.paid_on", "paid_on", paid_on.isoformat(), f"{first} - {today}", "Destek"),)


def _ceiling_breaches(file: GrantFile, claim: Claim) -> tuple[Breach, ...]:
    final = claim.final and file.settlement is not None
    ceiling = file.settlement.allowed if final and file.settlement else payable(file.grant.earned, file.grant.rules)
    ceiling = min(ceiling, file.grant.approved)
    after = file.grant.paid + claim.amount
    if after <= ceiling:
        return ()
    return (Breach("claim.above_earned", "amount", _said(file, after), _said(file, ceiling), "Destek"),)


def _said(file: GrantFile, amount: Decimal) -> str:
    return said(amount, file.grant.currency)
