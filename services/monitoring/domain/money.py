"""What is earned, claimed and finally due. In the currency of the grant."""

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
from grants.rules.advances import most_ahead, set_off, to_cover
from grants.rules.exact import said
from grants.rules.settlement import Item, Settlement, interim, payable, settle
from grants.values import ZERO
from services.monitoring.domain.errors import GrantStageWrong, NoSuchThing, NothingToClaim, PaymentUnderWay
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim, GuaranteeStatus
from services.monitoring.domain.states import UNDER_WAY, ClaimStatus, GrantStatus, ReportStatus

COUNTS = frozenset(ClaimStatus) - {ClaimStatus.LAPSED, ClaimStatus.REFUSED}
RECOGNISED = frozenset({ClaimStatus.APPROVED, ClaimStatus.ORDERED, ClaimStatus.PAID})
"""Claims that the Ministry owes or has paid."""
GONE_OUT = frozenset({ClaimStatus.ORDERED, ClaimStatus.PAID})
"""Claims paid, or told to the bank to be paid: no other payment may count on what they take."""
CLAIMABLE = UNDER_WAY | {GrantStatus.CLOSING}


@dataclass(frozen=True, slots=True)
class Taken:
    """What claims took of the grant: paid out, set off of the advance, and kept back."""

    amount: Decimal = ZERO
    set_off: Decimal = ZERO
    retained: Decimal = ZERO

    @property
    def whole(self) -> Decimal:
        return self.amount + self.set_off + self.retained


def items_of(file: GrantFile) -> tuple[Item, ...]:
    """The items as approved, with what of their accepted spending was borne in kind."""
    in_kind = in_kind_by_item(file)
    return tuple(
        Item(
            item.key,
            item.cost,
            item.grant,
            item.activity,
            item.cost_head,
            item.domestic_goods,
            in_kind.get(item.key, ZERO),
        )
        for item in file.items
    )


def in_kind_by_item(file: GrantFile) -> dict[str, Decimal]:
    """What of accepted spending was borne in kind; items without any left out."""
    accepted = {report.number for report in file.reports if report.status is ReportStatus.ACCEPTED}
    sums: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in file.spending:
        if line.number in accepted and line.in_kind:
            sums[line.item] += line.in_kind
    return dict(sums)


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


def taken(file: GrantFile, statuses: frozenset[ClaimStatus] = COUNTS) -> Taken:
    """What claims on reports in these statuses took of the grant."""
    claims = [one for one in file.claims if one.status in statuses and not one.final and not one.advance]
    return Taken(
        sum((one.amount for one in claims), ZERO),
        sum((one.set_off for one in claims), ZERO),
        sum((one.retained for one in claims), ZERO),
    )


def ahead(file: GrantFile, statuses: frozenset[ClaimStatus] = COUNTS) -> Decimal:
    """What is to be paid or was paid ahead."""
    return sum((one.amount for one in file.claims if one.advance and one.status in statuses), ZERO)


def ahead_open(file: GrantFile, statuses: frozenset[ClaimStatus] = RECOGNISED) -> Decimal:
    """What of the advance has not been set off."""
    return ahead(file, statuses) - taken(file, statuses).set_off


def back_on_the_way(file: GrantFile) -> Decimal:
    """What was ordered back for spending disallowed, come in or not: no claim stands for it any more."""
    return sum((one.amount for one in file.recoveries if one.disallowed), ZERO)


def came_back(file: GrantFile) -> Decimal:
    """What has come in of what was ordered back on the way, interest left out."""
    named = {one.id for one in file.recoveries if one.disallowed}
    return sum((one.principal for one in file.receipts if one.recovery_id in named), ZERO)


def paid_net(file: GrantFile) -> Decimal:
    """What was paid, less what was ordered back on the way."""
    return file.grant.paid - back_on_the_way(file)


def claimed(file: GrantFile) -> Decimal:
    """Everything asked for on reports so far, paid or not."""
    return taken(file).amount


def claimable(file: GrantFile, rules: RuleSet | None = None) -> Decimal:
    """What may be claimed now: earned, not kept back, not set off and not yet claimed. rules: those the grant lives
    under.
    """
    return max(ZERO, _next(file, rules or file.grant.rules).amount)


def _next(file: GrantFile, rules: RuleSet) -> Taken:
    """What a claim would take now; less than nothing where earlier ones took more."""
    done, free = taken(file), payable(file.grant.earned, rules)
    borne = set_off(file.grant.earned, ahead(file), file.grant.approved)
    taken_net = done.amount - back_on_the_way(file)
    return Taken(free - borne - taken_net, borne - done.set_off, file.grant.earned - free - done.retained)


def claim_explained(file: GrantFile, rules: RuleSet) -> Explanation:
    """How what is earned and what may be claimed come about, as things stand."""
    asked = claimed(file) - back_on_the_way(file)
    return explain("claim", spending(file, asked) | {"advance": ahead(file) or None}, rules)


def settlement_explained(file: GrantFile, rules: RuleSet) -> Explanation:
    """How `final_settlement` comes about."""
    parts = {"advance_open": still_ahead(file) or None, "kept_back": kept_back(file) or None}
    return explain("settlement", spending(file, paid_net(file)) | parts, rules)


def still_ahead(file: GrantFile) -> Decimal:
    """What was paid ahead and no paid claim has set off."""
    return max(ZERO, ahead_open(file, frozenset({ClaimStatus.PAID})))


def kept_back(file: GrantFile) -> Decimal:
    """What was earned, counted in a paid claim, and kept back until closing."""
    return max(ZERO, taken(file, frozenset({ClaimStatus.PAID})).retained)


def spending(file: GrantFile, paid: Decimal) -> dict[str, object]:
    """What both are made of."""
    in_kind = in_kind_by_item(file)
    items = [
        {
            "key": item.key,
            "cost": item.cost,
            "grant": item.grant,
            "activity": item.activity or None,
            "cost_head": item.cost_head or None,
            "domestic_goods": item.domestic_goods,
            "in_kind": in_kind.get(item.key),
        }
        for item in file.items
    ]
    return {"items": items, "realised": realised_by_item(file), "paid": paid, "approved": file.grant.approved}


def may_claim(file: GrantFile) -> bool:
    """Whether interim claims can still be made and approved; after that the settlement pays."""
    return file.grant.status in CLAIMABLE and file.grant.closing_submitted_at is None


def over_claimed(file: GrantFile, rules: RuleSet) -> Decimal:
    """How much more claims ask for than may be paid."""
    return max(ZERO, -_next(file, rules).amount)


def reckoned(file: GrantFile, claim_id: str, by: str, now: datetime, rules: RuleSet) -> Claim:
    """A claim of everything payable, wherever the grant stands. Raises `NothingToClaim` with the numbers."""
    part = _next(file, rules)
    if part.amount <= ZERO:
        raise NothingToClaim(
            Breach("claim.nothing", "amount", _said(file, claimed(file)), _said(file, file.grant.earned), "Destek"),
        )
    accepted = (report.number for report in file.reports if report.status is ReportStatus.ACCEPTED)
    number = max(accepted, default=0)
    return Claim(claim_id, file.grant.id, number, part.amount, by, now, set_off=part.set_off, retained=part.retained)


def make(file: GrantFile, claim_id: str, by: str, now: datetime, rules: RuleSet | None = None) -> Claim:
    """A claim of everything payable now. Raises `NothingToClaim` with the numbers."""
    if not may_claim(file):
        raise GrantStageWrong.at(file.grant.status)
    return reckoned(file, claim_id, by, now, rules or file.grant.rules)


def may_take_ahead(file: GrantFile, rules: RuleSet) -> bool:
    """Whether an advance can still be asked for: the rules know one, and nothing was claimed yet."""
    counting = any(claim.status in COUNTS for claim in file.claims)
    return bool(rules.money.advance.value) and file.grant.status in UNDER_WAY and not counting


def take_ahead(file: GrantFile, claim_id: str, amount: Decimal | None, by: str, now: datetime, rules: RuleSet) -> Claim:
    """An advance, at most what the rules allow, which is also asked for where no amount is named."""
    if file.grant.status not in UNDER_WAY:
        raise GrantStageWrong.at(file.grant.status)
    most = most_ahead(file.grant.approved, rules)
    asked = most if amount is None else amount
    if wrong := tuple(_ahead_breaches(file, asked, most, rules)):
        raise RulesBroken(*wrong)
    return Claim(claim_id, file.grant.id, 0, asked, by, now, advance=True)


def _ahead_breaches(file: GrantFile, asked: Decimal, most: Decimal, rules: RuleSet) -> list[Breach]:
    source, found = rules.cite(rules.money.advance), []
    if not ZERO < asked <= most:
        found.append(Breach("advance.amount", "amount", _said(file, asked), _said(file, most), source))
    counting = sum(claim.status in COUNTS for claim in file.claims)
    if counting:
        found.append(Breach("advance.first", "amount", str(counting), "0", source))
    return found


def uncovered(file: GrantFile, day: date, rules: RuleSet) -> tuple[Breach, ...]:
    """Whether the guarantees that are held and valid on this day cover the advance."""
    held = sum(
        (one.amount for one in file.guarantees if one.status is GuaranteeStatus.HELD and one.valid_until >= day), ZERO
    )
    needed = to_cover(ahead(file), rules)
    if held >= needed:
        return ()
    source = rules.cite(rules.money.guarantee)
    return (Breach("advance.guarantee", "guarantee", _said(file, held), _said(file, needed), source),)


def find(file: GrantFile, claim_id: str) -> Claim:
    for claim in file.claims:
        if claim.id == claim_id:
            return claim
    raise NoSuchThing(Breach("monitoring.part_unknown", "claim", claim_id))


def refuse_under_way(file: GrantFile) -> None:
    """Raises `PaymentUnderWay` with each claim the bank has yet to answer: what was ordered is paid as it stands."""
    if ordered := [claim for claim in file.claims if claim.status is ClaimStatus.ORDERED]:
        named = (Breach("closing.ordered", f"claims[{one.number}]", one.id, one.order_id, "Destek") for one in ordered)
        raise PaymentUnderWay(*named)


def ceiling_breaches(file: GrantFile, claim: Claim, rules: RuleSet) -> tuple[Breach, ...]:
    """Whether paying this claim would pass what was earned, settled, allowed ahead, or approved at all. What was
    ordered of other claims counts as paid; what was ordered back and has not come in is still with the enterprise.
    """
    others, settled = replace(file, claims=tuple(one for one in file.claims if one.id != claim.id)), file.settlement
    ordered = sum((one.amount for one in others.claims if one.status is ClaimStatus.ORDERED), ZERO)
    if claim.final and settled is not None:
        before, ceiling = paid_net(file) + ordered, settled.allowed
    elif claim.advance:
        before, ceiling = ahead(others, GONE_OUT), most_ahead(file.grant.approved, rules)
    else:
        done = taken(others, GONE_OUT)
        before = done.amount + done.set_off + claim.set_off - back_on_the_way(file)
        ceiling = payable(file.grant.earned, rules)
    whole = file.grant.paid - came_back(file) + ordered
    found = {"claim.above_earned": (before, ceiling), "claim.above_approved": (whole, file.grant.approved)}
    for name, (gone, most) in found.items():
        if gone + claim.amount > most:
            return (Breach(name, "amount", _said(file, gone + claim.amount), _said(file, most), "Destek"),)
    return ()


def day_breaches(claim: Claim, paid_on: date, now: datetime) -> tuple[Breach, ...]:
    today = istanbul_day(now)
    first = istanbul_day(claim.countersigned_at or claim.approved_at or claim.prepared_at)
    if first <= paid_on <= today:
        return ()
    return (Breach("claim.paid_on", "paid_on", paid_on.isoformat(), f"{first} - {today}", "Destek"),)


def final_settlement(file: GrantFile, rules: RuleSet) -> Settlement:
    return settle(items_of(file), realised_by_item(file), paid_net(file), rules, file.grant.approved)


def _said(file: GrantFile, amount: Decimal) -> str:
    return said(amount, file.grant.currency)
