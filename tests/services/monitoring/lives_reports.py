"""Reports and money in a random life, and what always holds of them."""

from collections import defaultdict
from decimal import Decimal

from grants.regimes.words import CapTest
from grants.values import ZERO
from services.monitoring.domain import money, paying, reporting
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.reporting import Filed
from services.monitoring.domain.states import FILEABLE, ClaimStatus, GrantStatus, ReportStatus
from tests.services.monitoring.life import INDICATORS
from tests.services.monitoring.lives import Life, act, law

_OUT = frozenset({ClaimStatus.ORDERED, ClaimStatus.PAID})
AMOUNTS = (Decimal("0.00"), Decimal("0.01"), Decimal("33.33"), Decimal("120.00"), Decimal("999.99"), Decimal("2500.00"))


def _purse(life: Life) -> tuple[Decimal, ...]:
    """In half of the lives little is spent: then less is due in the end than was paid on the way. Where what is paid is
    ordered back, much is spent: then all is paid, and earned anew.
    """
    if life.in_full:
        return AMOUNTS[3:]
    return AMOUNTS[1:4] if life.file.grant.starts_on.day % 2 else AMOUNTS


@act("report.submit", weight=8)
def submit(life: Life) -> GrantFile | None:
    for report in life.file.reports:
        if report.status in FILEABLE and life.chance(8):
            spending = tuple((item.key, life.dice.choice(_purse(life))) for item in life.file.items if life.chance(7))
            filed = Filed("done", "as planned", spending, INDICATORS)
            return reporting.submit(life.file, report.number, filed, "coordinator", life.now, life.rules)
    return None


@act("report.decide", weight=8)
def decide(life: Life) -> GrantFile | None:
    for report in life.file.reports:
        if report.status is ReportStatus.SUBMITTED:
            if life.chance(8):
                return reporting.accept(life.file, report.number, "", "officer", life.now, life.rules)
            return reporting.give_back(life.file, report.number, "again", "officer", life.now, life.rules)
    return None


@act("claim.make", weight=3)
def make(life: Life) -> GrantFile | None:
    claim = money.make(life.file, life.new_id("claim"), "coordinator", life.now, life.rules)
    return life.file.with_claim(claim)


@act("claim.approve", weight=4)
def approve(life: Life) -> GrantFile | None:
    for claim in life.file.claims:
        if claim.status is ClaimStatus.MADE:
            return life.file.with_claim(paying.approve(life.file, claim.id, "officer", life.now, life.rules))
    return None


@act("claim.pay", weight=5)
def pay(life: Life) -> GrantFile | None:
    """Any claim, paid or not: what was paid once is refused."""
    if not life.file.claims:
        return None
    claim = life.dice.choice(life.file.claims)
    return paying.pay(life.file, claim.id, paying.Payment(life.today, "EFT"), "finance", life.now, life.rules)


@law("what is earned is never more than was approved")
def earned_within_approved(life: Life) -> bool:
    return ZERO <= life.file.grant.earned <= life.file.grant.approved


@law("what was paid is the sum of the claims paid; what of it has not come back is never more than was approved")
def paid_is_what_was_claimed(life: Life) -> bool:
    paid = sum((claim.amount for claim in life.file.claims if claim.status is ClaimStatus.PAID), ZERO)
    back = sum((one.principal for one in life.file.receipts), ZERO)
    return paid == life.file.grant.paid and paid - back <= life.file.grant.approved


@law(
    "when a claim is ordered or paid, all that has gone out is earned by then, but for an advance and what is to return"
)
def gone_out_was_earned(life: Life) -> bool:
    """By the settlement, where one stands. What is to come back and has not stays within what was approved."""
    file, out = life.file, {claim.id for claim in life.before.claims if claim.status in _OUT}
    gone = [claim for claim in file.claims if claim.status in _OUT]
    if all(claim.id in out for claim in gone):
        return True
    whole, ordered_back = (
        sum((claim.amount for claim in gone), ZERO),
        [one for one in file.recoveries if one.disallowed],
    )
    back = sum((one.amount for one in ordered_back), ZERO)
    came = sum((one.principal for one in file.receipts), ZERO)
    most = file.settlement.allowed if file.settlement else file.grant.earned + money.ahead_open(file, _OUT)
    return whole - back <= most and whole - came <= file.grant.approved


@law("before the settlement no more was paid than was earned, but for an advance and what was disallowed or lost since")
def paid_was_earned(life: Life) -> bool:
    """Lost: by addenda whose rules let less be earned."""
    grant, lost = life.file.grant, sum((one.amount for one in life.file.disallowances), ZERO)
    for addendum in life.file.addenda:
        earned = [one for one in addendum.effect["amounts"] if one["name"] == "earned"]
        lost += sum((max(ZERO, Decimal(one["before"]) - Decimal(one["after"])) for one in earned), ZERO)
    return grant.status is GrantStatus.CLOSED or grant.paid <= grant.earned + money.still_ahead(life.file) + lost


@law("a claim once paid stays paid, by the same amount")
def paid_stays_paid(life: Life) -> bool:
    now = {claim.id: claim for claim in life.file.claims}
    return all(
        now[claim.id].status is ClaimStatus.PAID and now[claim.id].amount == claim.amount
        for claim in life.before.claims
        if claim.status is ClaimStatus.PAID
    )


@law("a settlement allows neither more than the share of the whole nor more than the share of any item")
def within_both_caps(life: Life) -> bool:
    if life.file.spending == life.before.spending and life.file.reports == life.before.reports:
        return True
    realised: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    accepted = {report.number for report in life.file.reports if report.status is ReportStatus.ACCEPTED}
    for line in life.file.spending:
        if line.number in accepted:
            realised[line.item] += line.realised
    found, rules = money.final_settlement(life.file, life.rules).allowed, life.rules.money
    overall = rules.overall_cap.value if CapTest.SETTLEMENT in rules.overall_tested.value else None
    item = rules.item_cap.value
    of_all = overall is None or found * 100 <= overall * sum(realised.values(), ZERO)
    of_items = item is None or found * 100 <= item * sum(realised.values(), ZERO)
    return of_all and of_items and found <= life.file.grant.approved
