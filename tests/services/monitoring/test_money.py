"""Money of a grant: laws that hold whatever is reported, accepted, claimed and paid."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from grants.breach import RulesBroken
from grants.calendar import start_of
from grants.contracts.stages import GrantOutcome
from grants.regimes import RuleSet
from grants.values import ZERO
from services.monitoring.domain import (
    closing,
    disallowing,
    ending,
    falls,
    ledger,
    lines,
    money,
    paying,
    recovering,
    reporting,
)
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.closing_facts import ClosingSaid
from services.monitoring.domain.errors import (
    ClaimStageWrong,
    GrantStageWrong,
    NothingToClaim,
    PaidAlready,
)
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim, DisallowedOn
from services.monitoring.domain.report_facts import LineSaid
from services.monitoring.domain.states import ClaimStatus, GrantStatus, ReportStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import INDICATORS, ITEMS, RULES, file_of

AMOUNTS = st.decimals(min_value=0, max_value=5000, places=2)
TODAY = date(2032, 6, 1)
NOW = start_of(TODAY) + timedelta(hours=9)
PAYMENT = paying.Payment(TODAY, "EFT")
RECOVERING = changed(RULES, {"recovery.disallowed": "recover"})


def filed(**realised: Decimal) -> reporting.Filed:
    return reporting.Filed("t", "a", tuple(realised.items()), INDICATORS)


def after_support(approved: str = "2000.00") -> GrantFile:
    """A grant whose ten reports are all open and whose closing is awaited."""
    file = file_of(approved=approved)
    while file.grant.status is GrantStatus.IN_FORCE:
        due = next(one for one in deadlines(file, RULES) if one.kind in {"period_end", "support_end"})
        file = falls.fall(file, due, due.at, RULES)
    return file


def reported(file: GrantFile, number: int, **realised: Decimal) -> GrantFile:
    file = reporting.submit(file, number, filed(**realised), "coordinator", NOW, RULES)
    return reporting.accept(file, number, "", "monitor", NOW, RULES)


def settled(file: GrantFile) -> GrantFile:
    for report in file.reports:
        if report.status is not ReportStatus.ACCEPTED:
            if report.status is not ReportStatus.SUBMITTED:
                file = reporting.submit(file, report.number, filed(), "coordinator", NOW, RULES)
            file = reporting.accept(file, report.number, "", "monitor", NOW, RULES)
    file = closing.submit(file, ClosingSaid("done"), "coordinator", NOW)
    file = closing.accept(file, "", "monitor", NOW)
    return ending.settle(file, ending.Settler("monitor", NOW, "last"), RULES)


def disallowed(file: GrantFile, number: int, part: int, recovery_id: str, rules: RuleSet) -> GrantFile:
    """So many hundredths of every item of an accepted report are disallowed."""
    sums = [(one.item, one.realised) for one in file.spending if one.number == number and one.realised]
    known = lines.valued(file.grant, number, [LineSaid(item, amount) for item, amount in sums], rules)
    share = [(one.counted * part / 100).quantize(Decimal("0.01"), rounding="ROUND_UP") for one in known]
    told = [lines.Disallowed(one.line, "No", amount) for one, amount in zip(known, share, strict=True)]
    if not told:
        return file
    left, taken = lines.disallow_more(known, told, rules)
    ground = disallowing.Ground(DisallowedOn.OFFICER)
    made = disallowing.Decided(number, left, taken, ground, "monitor", NOW)
    return disallowing.disallow(file, made, recovery_id, rules)


class Payments(RuleBasedStateMachine):
    """Reports, claims and payments in any order, then the settlement."""

    def __init__(self) -> None:
        super().__init__()
        self.file = after_support()
        self.paid: dict[str, Decimal] = {}
        self.books = list(ledger.entries_between(None, self.file))
        self.known = self.file

    @property
    def open(self) -> bool:
        return self.file.grant.status is GrantStatus.CLOSING

    def in_status(self, *wanted: ReportStatus) -> list[int]:
        return [report.number for report in self.file.reports if report.status in wanted]

    @precondition(lambda self: self.open and self.in_status(ReportStatus.OPEN, ReportStatus.RETURNED))
    @rule(one=AMOUNTS, two=AMOUNTS)
    def file_report(self, one: Decimal, two: Decimal) -> None:
        number = self.in_status(ReportStatus.OPEN, ReportStatus.RETURNED)[0]
        self.file = reporting.submit(self.file, number, filed(I1=one, I2=two), "coordinator", NOW, RULES)

    @precondition(lambda self: self.open and self.in_status(ReportStatus.SUBMITTED))
    @rule(accepted=st.booleans())
    def decide_report(self, accepted: bool) -> None:  # noqa: FBT001
        number = self.in_status(ReportStatus.SUBMITTED)[0]
        if accepted:
            self.file = reporting.accept(self.file, number, "", "monitor", NOW, RULES)
        else:
            self.file = reporting.give_back(self.file, number, "again", "monitor", NOW, RULES)

    @precondition(lambda self: self.open)
    @rule()
    def claim(self) -> None:
        left = money.claimable(self.file)
        try:
            claim = money.make(self.file, f"c{len(self.file.claims)}", "coordinator", NOW)
        except NothingToClaim:
            assert left == ZERO
        else:
            assert claim.amount == left > ZERO
            self.file = self.file.with_claim(claim)

    @rule(pick=st.integers(0, 20))
    def approve(self, pick: int) -> None:
        if not self.file.claims:
            return
        claim = self.file.claims[pick % len(self.file.claims)]
        try:
            self.file = self.file.with_claim(paying.approve(self.file, claim.id, "monitor", NOW))
        except (ClaimStageWrong, GrantStageWrong):
            assert claim.status is not ClaimStatus.MADE or not self.open

    @rule(pick=st.integers(0, 20))
    def pay(self, pick: int) -> None:
        if not self.file.claims:
            return
        claim = self.file.claims[pick % len(self.file.claims)]
        try:
            self.file = paying.pay(self.file, claim.id, PAYMENT, "finance", NOW)
        except (ClaimStageWrong, GrantStageWrong, PaidAlready):
            assert claim.status is not ClaimStatus.APPROVED
        except RulesBroken as refused:
            self.waits_for_what_is_to_come_back(claim, refused)
        else:
            assert claim.id not in self.paid
            self.paid[claim.id] = claim.amount

    def waits_for_what_is_to_come_back(self, claim: Claim, refused: RulesBroken) -> None:
        """The one thing that keeps an approved claim from its payment here."""
        assert [one.rule for one in refused.breaches] == ["claim.above_approved"]
        assert recovering.running(self.file) is not None
        assert self.file.grant.paid + claim.amount > self.file.grant.approved

    @precondition(lambda self: self.open)
    @rule(pick=st.integers(0, 20), cancels=st.booleans())
    def order(self, pick: int, cancels: bool) -> None:  # noqa: FBT001
        if not self.file.claims:
            return
        claim = self.file.claims[pick % len(self.file.claims)]
        try:
            self.file = paying.order(self.file, claim.id, "order", "finance", NOW, RULES)
        except (ClaimStageWrong, PaidAlready):
            assert claim.status is not ClaimStatus.APPROVED
            return
        except RulesBroken as refused:
            self.waits_for_what_is_to_come_back(claim, refused)
            return
        if cancels:
            self.file = paying.take_back(self.file, claim.id)
            return
        self.file = paying.booked(self.file, claim.id, PAYMENT, NOW)
        assert claim.id not in self.paid
        self.paid[claim.id] = claim.amount

    @precondition(lambda self: self.open and self.in_status(ReportStatus.ACCEPTED))
    @rule(pick=st.integers(0, 20), part=st.integers(1, 100), back=st.booleans())
    def disallow(self, pick: int, part: int, back: bool) -> None:  # noqa: FBT001
        numbers = self.in_status(ReportStatus.ACCEPTED)
        rules = RECOVERING if back else RULES
        self.file = disallowed(self.file, numbers[pick % len(numbers)], part, f"d{len(self.file.recoveries)}", rules)

    @precondition(lambda self: recovering.running(self.file) is not None)
    @rule(part=st.integers(1, 100))
    def receive(self, part: int) -> None:
        owed = recovering.account(self.file, TODAY, RULES).owed
        amount = max(Decimal("0.01"), (owed * part / 100).quantize(Decimal("0.01"), rounding="ROUND_DOWN"))
        came = recovering.CameIn(TODAY, amount, f"b{len(self.file.receipts)}")
        self.file = recovering.receive(self.file, came.reference, came, "finance", NOW, RULES)

    @invariant()
    def the_books_balance_and_say_what_the_facts_say(self) -> None:
        self.books += ledger.entries_between(self.known, self.file)
        self.known = self.file
        held = ledger.balances(self.books)
        assert sum(held.values(), ZERO) == ZERO
        assert held == ledger.due_balances(self.file)

    @precondition(lambda self: self.open and len(self.paid) > 1)
    @rule()
    def settle(self) -> None:
        self.file = settled(self.file)

    @invariant()
    def what_is_paid_is_the_sum_of_payments_each_made_once(self) -> None:
        assert self.file.grant.paid == sum(self.paid.values(), ZERO)

    @invariant()
    def what_was_paid_and_has_not_come_back_is_within_what_was_approved(self) -> None:
        assert (
            self.file.grant.paid - sum((one.principal for one in self.file.receipts), ZERO) <= self.file.grant.approved
        )

    @invariant()
    def paid_and_claimed_never_pass_what_was_earned_or_approved(self) -> None:
        grant = self.file.grant
        assert grant.earned <= grant.approved
        asked = money.claimed(self.file) - money.back_on_the_way(self.file)
        if self.open:
            assert grant.paid <= money.claimed(self.file)
            assert asked <= max(grant.earned, money.paid_net(self.file)), "claims ask for no more than is earned"
            assert ZERO <= money.paid_net(self.file) <= grant.approved

    @invariant()
    def after_the_settlement_what_is_kept_is_within_both_ceilings(self) -> None:
        if self.file.settlement is None:
            return
        realised = money.realised_by_item(self.file)
        kept = money.paid_net(self.file) - self.file.settlement.to_recover
        assert kept * 2 <= sum(realised.values(), ZERO)
        assert kept <= sum((min(Decimal(part), realised.get(key, ZERO) * 3 / 4) for key, _, part in ITEMS), ZERO)
        assert kept <= self.file.settlement.allowed


Payments.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestPayments = Payments.TestCase


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=10), st.booleans(), AMOUNTS)
@settings(max_examples=60, deadline=None)
def test_after_the_settlement_and_the_last_payment_exactly_the_allowed_sum_is_kept(
    spent: list[tuple[Decimal, Decimal]],
    claims_first: bool,  # noqa: FBT001
    approved: Decimal,
) -> None:
    file = after_support(approved=f"{approved:.2f}")
    for number, (one, two) in enumerate(spent, 1):
        file = reported(file, number, I1=one, I2=two)
        if claims_first and money.claimable(file):
            claim = money.make(file, f"c{number}", "coordinator", NOW)
            file = file.with_claim(claim)
            file = file.with_claim(paying.approve(file, claim.id, "monitor", NOW))
            file = paying.pay(file, claim.id, PAYMENT, "finance", NOW)
    file = settled(file)
    assert file.settlement is not None
    if file.settlement.due_to_grantee:
        file = paying.pay(file, "last", PAYMENT, "finance", NOW)
    allowed = file.settlement.allowed
    assert file.grant.paid - file.settlement.to_recover == allowed
    realised = money.realised_by_item(file)
    ceiling = (sum(realised.values(), ZERO) / 2).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    assert allowed <= min(ceiling, approved)


@pytest.mark.parametrize(
    ("one", "two", "allowed", "why"),
    [
        ("1000.00", "3000.00", "2000.00", "all of the plan: half of it, which is what was approved"),
        ("1000.00", "1000.00", "1000.00", "half of 2,000; by item 500 + 750 would be more"),
        ("100.00", "300.00", "200.00", "half of 400; by item 75 + 225 would be more"),
        ("0.00", "3000.00", "1500.00", "half of 3,000 and the grant of the item are the same"),
        ("4000.00", "0.00", "500.00", "the grant of the one item, though half would be 2,000"),
        ("0.01", "0.00", "0.00", "half a kuruş is rounded down"),
    ],
)
def test_the_settlement_is_the_lower_of_half_the_total_and_items(one: str, two: str, allowed: str, why: str) -> None:
    file = settled(reported(after_support(), 1, I1=Decimal(one), I2=Decimal(two)))
    assert file.settlement is not None
    assert file.settlement.allowed == Decimal(allowed), why
    assert file.grant.outcome is GrantOutcome.COMPLETED


def test_what_was_paid_above_the_final_ceiling_is_recovered_and_open_claims_lapse() -> None:
    file = reported(after_support(), 1, I1=Decimal("400.00"), I2=ZERO)
    first = money.make(file, "c1", "coordinator", NOW)
    assert first.amount == Decimal("300.00")
    file = file.with_claim(first)
    file = file.with_claim(paying.approve(file, "c1", "monitor", NOW))
    file = reported(paying.pay(file, "c1", PAYMENT, "finance", NOW), 2, I1=Decimal("100.00"))
    file = settled(file.with_claim(money.make(file, "c2", "coordinator", NOW)))
    assert file.settlement is not None
    assert (file.settlement.allowed, file.settlement.to_recover) == (Decimal("250.00"), Decimal("50.00"))
    assert [claim.status for claim in file.claims] == [ClaimStatus.PAID, ClaimStatus.LAPSED]


def test_a_settlement_never_passes_what_the_minister_approved() -> None:
    file = settled(reported(after_support("1200.00"), 1, I1=Decimal("1000.00"), I2=Decimal("3000.00")))
    assert file.settlement is not None
    assert file.settlement.allowed == file.settlement.due_to_grantee == Decimal("1200.00")
    last = file.settlement.result["explanation"]["steps"][-1]
    assert (last["rule"], last["asked"], last["allowed"]) == (
        "step.settlement.due",
        "1200.00 TL − 0.00 TL",
        "1200.00 TL",
    )


@pytest.mark.parametrize("days", [-1, 1])
def test_a_payment_is_dated_from_the_approval_to_today(days: int) -> None:
    file = reported(after_support(), 1, I1=Decimal("100.00"))
    file = file.with_claim(money.make(file, "c", "coordinator", NOW))
    file = file.with_claim(paying.approve(file, "c", "monitor", NOW))
    with pytest.raises(RulesBroken) as refused:
        paying.pay(file, "c", paying.Payment(TODAY + timedelta(days=days), "EFT"), "finance", NOW)
    assert refused.value.breaches[0].rule == "claim.paid_on"


def test_a_claim_that_would_pass_what_was_earned_is_not_paid() -> None:
    file = reported(after_support(), 1, I1=Decimal("100.00"))
    claim = replace(money.make(file, "c", "coordinator", NOW), amount=Decimal("75.01"))
    file = file.with_claim(claim)
    file = file.with_claim(paying.approve(file, "c", "monitor", NOW))
    with pytest.raises(RulesBroken) as refused:
        paying.pay(file, "c", PAYMENT, "finance", NOW)
    assert refused.value.breaches[0].rule == "claim.above_earned"


def test_a_report_filed_again_takes_the_place_of_what_was_filed_before() -> None:
    file = after_support()
    file = reporting.submit(file, 1, filed(I1=Decimal("100.00"), I2=Decimal("10.00")), "c", NOW, RULES)
    file = reporting.give_back(file, 1, "I2 is no cost", "m", NOW, RULES)
    file = reported(file, 1, I1=Decimal("90.00"))
    assert money.realised_by_item(file) == {"I1": Decimal("90.00")}


def test_money_stands_still_once_the_grant_was_terminated() -> None:
    file = reported(after_support(), 1, I1=Decimal("100.00"))
    file = file.with_claim(money.make(file, "c", "coordinator", NOW)).with_grant(status=GrantStatus.TERMINATED)
    with pytest.raises(GrantStageWrong):
        paying.approve(file, "c", "monitor", NOW)
    with pytest.raises(GrantStageWrong):
        money.make(file, "d", "coordinator", NOW)


LIMITED = changed(
    RULES,
    {
        "money.currency": "USD",
        "money.overall_cap": None,
        "money.limits": [
            {"code": "advice", "names": {"tr": "Danışmanlık", "en": "Advice"}, "activities": ["K1.02"], "share": 70}
        ],
    },
)


def test_each_item_is_settled_by_the_ceiling_of_its_own_activity() -> None:
    file = after_support("4000.00")
    first, second = file.items
    items = (replace(first, grant=Decimal("1000.00")), replace(second, grant=Decimal("3000.00"), activity="K1.02"))
    file = reported(replace(file, items=items), 1, I1=Decimal("1000.01"), I2=Decimal("999.99"))
    assert money.earned(file, LIMITED) == Decimal("750.00") + Decimal("699.99")
    found = money.final_settlement(file, LIMITED)
    assert [one.amount for one in found.allowed_by_item] == [Decimal("750.00"), Decimal("699.99")]
    assert found.allowed == Decimal("1449.99")


@pytest.mark.parametrize(
    ("retention", "claimable"),
    [("0", "500.00"), ("10", "450.00"), ("33.3333", "333.33"), ("100", "0.00")],
)
def test_what_a_regime_keeps_back_is_not_claimed_and_is_left_to_the_settlement(retention: str, claimable: str) -> None:
    keeping = changed(RULES, {"money.retention": retention})
    file = reporting.submit(after_support(), 1, filed(I1=Decimal("1000.00")), "coordinator", NOW, keeping)
    file = reporting.accept(file, 1, "", "monitor", NOW, keeping)
    assert (file.grant.earned, money.claimable(file, keeping)) == (Decimal("500.00"), Decimal(claimable))
    assert money.final_settlement(file, keeping).due_to_grantee == Decimal("500.00")


def test_nothing_is_kept_back_under_the_rules_of_2014() -> None:
    file = reported(after_support(), 1, I1=Decimal("1000.00"))
    assert money.claimable(file) == file.grant.earned == Decimal("500.00")
