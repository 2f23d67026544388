"""Spending disallowed after its report was accepted: claims go down, what was paid is set off or ordered back."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grants.breach import RulesBroken
from grants.values import ZERO
from services.monitoring.domain import answering, disallowing, ledger, lines, money, paying, recovering
from services.monitoring.domain.audit_facts import Finding, Severity
from services.monitoring.domain.errors import FourEyes, GrantStageWrong, PaymentUnderWay, ReportStageWrong
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import DisallowedOn
from services.monitoring.domain.report_facts import LineSaid
from services.monitoring.domain.states import ClaimStatus, GrantStatus
from tests.services.monitoring.life import RULES
from tests.services.monitoring.test_money import (
    NOW,
    PAYMENT,
    RECOVERING,
    TODAY,
    after_support,
    disallowed,
    reported,
    settled,
)

OWN = disallowing.Ground(DisallowedOn.OFFICER)


def earned() -> GrantFile:
    """400 lira spent on one item: 300 earned."""
    return reported(after_support(), 1, I1=Decimal("400.00"))


def claimed() -> GrantFile:
    file = earned()
    return file.with_claim(money.make(file, "c1", "coordinator", NOW))


def approved() -> GrantFile:
    file = claimed()
    return file.with_claim(paying.approve(file, "c1", "monitor", NOW))


def paid() -> GrantFile:
    return paying.pay(approved(), "c1", PAYMENT, "finance", NOW)


def balanced(before: GrantFile, after: GrantFile) -> bool:
    entries = (*ledger.entries_between(None, before), *ledger.entries_between(before, after))
    opened, held = ledger.due_balances(before), ledger.balances(ledger.entries_between(before, after))
    moved = {account: opened[account] + held[account] for account in ledger.Account}
    return bool(entries) and moved == ledger.due_balances(after) and sum(moved.values(), ZERO) == ZERO


def test_what_was_not_claimed_yet_can_be_claimed_no_more() -> None:
    file = disallowed(earned(), 1, 25, "r", RULES)
    assert (file.grant.realised, file.grant.earned) == (Decimal("300.00"), Decimal("225.00"))
    assert money.claimable(file) == Decimal("225.00")
    (fact,) = file.disallowances
    assert (fact.report, fact.line, fact.item, fact.amount) == (1, 1, "I1", Decimal("100.00"))


@pytest.mark.parametrize(("before", "round_"), [(claimed, 2), (approved, 2)])
def test_a_claim_that_was_not_paid_is_lowered_and_approved_anew(before: object, round_: int) -> None:
    was = before() if callable(before) else None
    assert isinstance(was, GrantFile)
    file = disallowed(was, 1, 25, "r", RULES)
    (claim,) = file.claims
    assert (claim.status, claim.amount, claim.round) == (ClaimStatus.MADE, Decimal("225.00"), round_)
    assert (claim.approved_by, claim.prepared_by, claim.remarks) == ("", "coordinator", "No")
    assert balanced(was, file)
    with pytest.raises(FourEyes):
        paying.approve(file, "c1", "coordinator", NOW)
    file = file.with_claim(paying.approve(file, "c1", "monitor", NOW))
    assert paying.pay(file, "c1", PAYMENT, "finance", NOW).grant.paid == Decimal("225.00")


def test_a_claim_of_which_nothing_is_left_lapses() -> None:
    file = disallowed(approved(), 1, 100, "r", RULES)
    assert (file.claims[0].status, file.grant.earned, money.claimable(file)) == (ClaimStatus.LAPSED, ZERO, ZERO)
    assert balanced(approved(), file)


def test_the_newest_claim_goes_down_first_and_a_returned_one_stays_returned() -> None:
    file = reported(approved(), 2, I2=Decimal("100.00"))
    file = file.with_claim(money.make(file, "c2", "coordinator", NOW))
    file = file.with_claim(answering.give_back(file, "c2", "Why?", "monitor", NOW, RULES))
    after = disallowed(file, 1, 10, "r", RULES)
    first, second = after.claims
    assert (first.status, first.amount) == (ClaimStatus.APPROVED, Decimal("300.00"))
    assert (second.status, second.amount) == (ClaimStatus.RETURNED, Decimal("45.00"))
    assert balanced(file, after)


def test_what_was_paid_is_set_off_against_what_is_claimed_next() -> None:
    file = disallowed(paid(), 1, 25, "r", RULES)
    assert (file.recoveries, money.claimable(file)) == ((), ZERO)
    file = reported(file, 2, I2=Decimal("200.00"))
    assert money.claimable(file) == Decimal("75.00"), "150 earned on the second report, 75 paid too much on the first"
    file = settled(file)
    assert file.settlement is not None
    assert (file.settlement.allowed, file.settlement.to_recover) == (Decimal("250.00"), Decimal("50.00"))


def test_where_the_regime_says_so_what_was_paid_is_ordered_back_at_once() -> None:
    file = disallowed(paid(), 1, 25, "r", RECOVERING)
    (recovery,) = file.recoveries
    assert (recovery.amount, recovery.disallowed) == (Decimal("75.00"), True)
    assert [(one.number, one.amount) for one in file.instalments] == [(1, Decimal("75.00"))]
    assert balanced(paid(), file)
    again = disallowed(file, 1, 50, "r2", RECOVERING)
    assert [(one.number, one.amount, one.recovery_id) for one in again.instalments] == [
        (1, Decimal("75.00"), "r"),
        (2, Decimal("112.50"), "r2"),
    ]
    file = reported(file, 2, I2=Decimal("200.00"))
    assert money.claimable(file) == Decimal("150.00"), "what is ordered back is not set off as well"


def test_money_that_names_its_recovery_counts_for_it_and_other_money_for_the_oldest() -> None:
    file = disallowed(disallowed(paid(), 1, 25, "r", RECOVERING), 1, 50, "r2", RECOVERING)
    second = file.recoveries[1].reference
    named = recovering.CameIn(TODAY, Decimal("10.00"), "b1", towards=second)
    file = recovering.receive(file, "e1", named, "finance", NOW, RECOVERING)
    file = recovering.receive(file, "e2", recovering.CameIn(TODAY, Decimal("5.00"), "b2"), "finance", NOW, RECOVERING)
    assert [(one.recovery_id, one.principal) for one in file.receipts] == [
        ("r2", Decimal("10.00")),
        ("r", Decimal("5.00")),
    ]


def test_what_was_ordered_back_counts_as_paid_no_more_when_the_grant_is_settled() -> None:
    file = settled(disallowed(paid(), 1, 25, "r", RECOVERING))
    assert file.settlement is not None
    assert (file.settlement.allowed, file.settlement.to_recover) == (Decimal("150.00"), Decimal("75.00"))
    assert [one.amount for one in file.recoveries] == [Decimal("75.00"), Decimal("75.00")]
    kept = file.grant.paid - sum((one.amount for one in file.recoveries), ZERO)
    assert kept == file.settlement.allowed


def test_the_decision_is_explained_with_its_numbers_before_and_after() -> None:
    known = lines.valued(earned().grant, 1, [LineSaid("I1", Decimal("400.00"))], RECOVERING)
    left, taken = lines.disallow_more(known, [lines.Disallowed(1, "No", Decimal("100.00"))], RECOVERING)
    made = disallowing.Decided(1, left, taken, OWN, "monitor", NOW)
    told = disallowing.explained(paid(), made, RECOVERING)
    assert told.outcome == "recovered"
    assert (told.figures["earned_before"], told.figures["earned"], told.figures["recover"]) == (
        "300.00",
        "225.00",
        "75.00",
    )
    assert disallowing.explained(earned(), made, RECOVERING).outcome == "lowered"


@pytest.mark.parametrize(
    ("amount", "fits"), [("100.00", True), ("400.00", True), ("400.01", False), ("0.00", False), (None, True)]
)
def test_no_more_than_a_line_still_counts_is_disallowed(amount: str | None, *, fits: bool) -> None:
    known = lines.valued(earned().grant, 1, [LineSaid("I1", Decimal("400.00"))], RULES)
    told = [lines.Disallowed(1, "No", None if amount is None else Decimal(amount))]
    if fits:
        left, taken = lines.disallow_more(known, told, RULES)
        assert taken[0].amount == Decimal(amount or "400.00")
        assert left[0].accepted == Decimal("400.00") - Decimal(amount or "400.00")
        return
    with pytest.raises(RulesBroken) as refused:
        lines.disallow_more(known, told, RULES)
    assert [one.subject for one in refused.value.breaches] == ["lines[1].amount"]


def test_of_a_line_that_counts_nothing_any_more_nothing_is_disallowed() -> None:
    known = lines.valued(earned().grant, 1, [LineSaid("I1", Decimal("400.00"))], RULES)
    gone, _ = lines.disallow_more(known, [lines.Disallowed(1, "No")], RULES)
    with pytest.raises(RulesBroken):
        lines.disallow_more(gone, [lines.Disallowed(1, "No")], RULES)


def test_a_ground_fits_its_finding() -> None:
    finding = Finding("g", 1, 1, "t", Severity.MAJOR, ZERO, NOW, NOW)
    file = earned().with_finding(finding)
    disallowing.refuse_undecided(file, 1, disallowing.Ground(DisallowedOn.AUDIT, 1))
    for wrong in (disallowing.Ground(DisallowedOn.VISIT, 1), disallowing.Ground(DisallowedOn.OFFICER, 1)):
        with pytest.raises(RulesBroken) as refused:
            disallowing.refuse_undecided(file, 1, wrong)
        assert refused.value.breaches[0].rule == "disallowance.finding"


@pytest.mark.parametrize("on", [DisallowedOn.AUDIT, DisallowedOn.VISIT])
def test_a_ground_that_needs_a_finding_says_that_one_is_to_be_chosen(on: DisallowedOn) -> None:
    with pytest.raises(RulesBroken) as refused:
        disallowing.refuse_undecided(earned(), 1, disallowing.Ground(on))
    (breach,) = refused.value.breaches
    assert (breach.rule, breach.subject, breach.asked) == ("disallowance.finding_missing", "finding", "")


def test_nothing_is_disallowed_of_a_report_not_accepted_of_a_settled_grant_or_while_money_is_on_its_way() -> None:
    with pytest.raises(ReportStageWrong):
        disallowing.refuse_undecided(earned(), 2, OWN)
    with pytest.raises(GrantStageWrong):
        disallowing.refuse_undecided(earned().with_grant(status=GrantStatus.CLOSED), 1, OWN)
    ordered = replace(approved().claims[0], status=ClaimStatus.ORDERED, order_id="o")
    with pytest.raises(PaymentUnderWay):
        disallowing.refuse_undecided(approved().with_claim(ordered), 1, OWN)


def claimed_again() -> GrantFile:
    """All 2,000 paid, 375 of it ordered back, and as much earned anew, claimed and approved."""
    file = reported(after_support(), 1, I1=Decimal("1000.00"), I2=Decimal("2000.00"))
    file = file.with_claim(money.make(file, "c1", "coordinator", NOW))
    file = file.with_claim(paying.approve(file, "c1", "monitor", NOW))
    file = disallowed(paying.pay(file, "c1", PAYMENT, "finance", NOW), 1, 25, "r", RECOVERING)
    assert (file.grant.paid, file.recoveries[0].amount) == (Decimal("2000.00"), Decimal("375.00"))
    file = reported(file, 2, I2=Decimal("500.00"))
    file = file.with_claim(money.make(file, "c2", "coordinator", NOW))
    return file.with_claim(paying.approve(file, "c2", "monitor", NOW))


@pytest.mark.parametrize(("came", "fits"), [("0", False), ("374.99", False), ("375.00", True)])
def test_what_was_ordered_back_is_not_paid_out_anew_before_it_has_come_in(came: str, *, fits: bool) -> None:
    file = claimed_again()
    if came != "0":
        came_in = recovering.CameIn(TODAY, Decimal(came), "b1")
        file = recovering.receive(file, "e1", came_in, "finance", NOW, RECOVERING)
    if fits:
        file = paying.order(file, "c2", "o1", "finance", NOW, RECOVERING)
        assert paying.booked(file, "c2", PAYMENT, NOW).grant.paid - money.came_back(file) == file.grant.approved
        return
    with pytest.raises(RulesBroken) as refused:
        paying.order(file, "c2", "o1", "finance", NOW, RECOVERING)
    (breach,) = refused.value.breaches
    held = Decimal("2375.00") - Decimal(came)
    assert (breach.rule, breach.asked, breach.allowed) == ("claim.above_approved", f"{held} TL", "2000.00 TL")


def test_what_the_settlement_leaves_to_pay_waits_too_for_what_was_ordered_back() -> None:
    file = reported(after_support(), 1, I1=Decimal("1000.00"), I2=Decimal("3000.00"))
    file = file.with_claim(money.make(file, "c1", "coordinator", NOW))
    file = file.with_claim(paying.approve(file, "c1", "monitor", NOW))
    file = disallowed(paying.pay(file, "c1", PAYMENT, "finance", NOW), 1, 50, "r", RECOVERING)
    file = settled(reported(file, 2, I1=Decimal("500.00"), I2=Decimal("1500.00")))
    back = file.recoveries[0].amount
    assert file.settlement is not None
    assert file.settlement.due_to_grantee == back > ZERO, "all is earned anew"
    with pytest.raises(RulesBroken) as refused:
        paying.pay(file, "last", PAYMENT, "finance", NOW)
    assert [one.rule for one in refused.value.breaches] == ["claim.above_approved"]
    file = recovering.receive(file, "e1", recovering.CameIn(TODAY, back, "b1"), "finance", NOW, RECOVERING)
    assert paying.pay(file, "last", PAYMENT, "finance", NOW).grant.paid - back == file.grant.approved
