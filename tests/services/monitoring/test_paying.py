"""Steps of a payment: what covers an advance, who may take which step, what stops it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from grants.breach import Breach, RulesBroken
from grants.regimes import RuleSet
from services.monitoring.domain import covering, ending, money, paying, reporting, stops
from services.monitoring.domain.errors import FourEyes, GuaranteeNeeded, PaymentUnderWay
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.states import ClaimStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import RULES, file_of
from tests.services.monitoring.test_money import NOW, PAYMENT, TODAY, after_support, filed, reported, settled

AHEAD = changed(
    RULES,
    {
        "money.advance": "20",
        "money.retention": "10",
        "money.guarantee": "50",
        "money.second_approval_above": "300.00",
    },
)


def test_an_advance_is_covered_then_set_off_claim_by_claim_and_the_guarantee_goes_back_when_nothing_is_open() -> None:
    file = file_of()
    advance = money.take_ahead(file, "a", None, "coordinator", NOW, AHEAD)
    assert advance.amount == Decimal("400.00")
    file = file.with_claim(advance)
    with pytest.raises(RulesBroken) as refused:
        paying.approve(file, "a", "monitor", NOW, AHEAD)
    breach = refused.value.breaches[0]
    assert (breach.rule, breach.asked, breach.allowed) == ("advance.guarantee", "0.00 TL", "200.00 TL")
    paper = covering.Paper("L-1", "Banka", Decimal("200.00"), TODAY)
    file = covering.receive(file, "g", paper, "finance", NOW)
    file = file.with_claim(paying.approve(file, "a", "monitor", NOW, AHEAD))
    file = file.with_claim(paying.countersign(file, "a", "officer", NOW, AHEAD))
    file = paying.pay(file, "a", PAYMENT, "finance", NOW, AHEAD)
    file = replace(file, reports=after_support().reports)
    file = reporting.submit(file, 1, filed(I1=Decimal("1000.00")), "coordinator", NOW, AHEAD)
    file = reporting.accept(file, 1, "", "monitor", NOW, AHEAD)
    claim = money.make(file, "c", "coordinator", NOW, AHEAD)
    assert (claim.amount, claim.set_off, claim.retained) == (Decimal("350.00"), Decimal("100.00"), Decimal("50.00"))
    told = {step.rule: step.allowed for step in money.claim_explained(file, AHEAD).steps}
    assert (told["step.claim.set_off"], told["step.claim.payable"]) == ("100.00 TL", "350.00 TL")
    with pytest.raises(GuaranteeNeeded):
        covering.give_back(file, "g", "finance", NOW, AHEAD)
    file = file.with_claim(claim)
    assert paying.approve(file, "c", "monitor", NOW, AHEAD).status is ClaimStatus.SECONDED


@pytest.mark.parametrize("amount", ["400.01", "0.00"])
def test_an_advance_beyond_what_the_rules_allow_or_of_nothing_is_refused(amount: str) -> None:
    with pytest.raises(RulesBroken) as refused:
        money.take_ahead(file_of(), "a", Decimal(amount), "coordinator", NOW, AHEAD)
    assert [one.rule for one in refused.value.breaches] == ["advance.amount"]


def test_an_advance_of_just_what_the_rules_allow_is_taken_and_never_a_second() -> None:
    claim = money.take_ahead(file_of(), "a", Decimal("400.00"), "coordinator", NOW, AHEAD)
    with pytest.raises(RulesBroken) as refused:
        money.take_ahead(file_of().with_claim(claim), "b", None, "coordinator", NOW, AHEAD)
    assert [one.rule for one in refused.value.breaches] == ["advance.first"]


def test_nobody_approves_what_he_made_nor_pays_what_he_approved() -> None:
    file = reported(after_support(), 1, I1=Decimal("100.00"))
    file = file.with_claim(money.make(file, "c", "coordinator", NOW))
    with pytest.raises(FourEyes):
        paying.approve(file, "c", "coordinator", NOW)
    file = file.with_claim(paying.approve(file, "c", "monitor", NOW))
    with pytest.raises(FourEyes):
        paying.pay(file, "c", PAYMENT, "monitor", NOW)


def test_who_settles_without_a_closing_does_not_approve_what_is_left_to_pay() -> None:
    file = reported(after_support(), 1, I1=Decimal("1000.00"), I2=Decimal("1000.00"))
    file = ending.settle(file.with_grant(closing_reminders=1), ending.Settler("monitor", NOW, "last"), RULES)
    (last,) = file.claims
    assert (last.status, last.final, last.prepared_by) == (ClaimStatus.MADE, True, "monitor")
    with pytest.raises(FourEyes):
        paying.approve(file, "last", "monitor", NOW)
    assert paying.approve(file, "last", "other", NOW).status is ClaimStatus.APPROVED


def test_nothing_is_settled_while_the_bank_has_not_answered() -> None:
    file = reported(after_support(), 1, I1=Decimal("100.00"))
    file = file.with_claim(money.make(file, "c", "coordinator", NOW))
    file = file.with_claim(paying.approve(file, "c", "monitor", NOW))
    file = paying.order(file, "c", "o", "finance", NOW, RULES)
    with pytest.raises(PaymentUnderWay):
        settled(file)


def test_what_stops_payments_stops_each_step_and_is_named() -> None:
    def rule(_: GrantFile, day: date, _rules: RuleSet) -> tuple[Breach, ...]:
        return (Breach("hold.in_force", "holds[1]", day.isoformat()),)

    assert [one.subject for one in stops.in_the_way(file_of(), TODAY, stops=(rule, rule))] == ["holds[1]", "holds[1]"]
    assert stops.in_the_way(file_of(), TODAY, stops=()) == ()


def two_approved() -> GrantFile:
    """Claims of 750 and of 500, both approved, for all that two reports earned."""
    file = reported(after_support(), 1, I2=Decimal("1000.00"))
    file = file.with_claim(money.make(file, "c1", "coordinator", NOW))
    file = reported(file, 2, I1=Decimal("1000.00"))
    file = file.with_claim(money.make(file, "c2", "coordinator", NOW))
    assert [claim.amount for claim in file.claims] == [Decimal("750.00"), Decimal("500.00")]
    for claim in file.claims:
        file = file.with_claim(paying.approve(file, claim.id, "monitor", NOW))
    return file


@pytest.mark.parametrize(("earned", "fits"), [("1250.00", True), ("1249.99", False), ("800.00", False)])
def test_what_was_ordered_counts_as_paid_for_the_next_claim(earned: str, *, fits: bool) -> None:
    file = two_approved().with_grant(earned=Decimal(earned))
    file = paying.order(file, "c1", "o1", "finance", NOW, RULES)
    if fits:
        file = paying.order(file, "c2", "o2", "finance", NOW, RULES)
        for name in ("c1", "c2"):
            file = paying.booked(file, name, PAYMENT, NOW)
        assert file.grant.paid == Decimal("1250.00")
        return
    for act in (
        lambda: paying.order(file, "c2", "o2", "finance", NOW, RULES),
        lambda: paying.pay(file, "c2", PAYMENT, "finance", NOW, RULES),
    ):
        with pytest.raises(RulesBroken) as refused:
            act()
        (breach,) = refused.value.breaches
        assert (breach.rule, breach.asked) == ("claim.above_earned", "1250.00 TL")


def test_of_an_advance_ordered_and_a_claim_no_more_goes_out_than_was_approved() -> None:
    file = two_approved().with_grant(approved=Decimal("1249.99"))
    file = paying.order(file, "c2", "o2", "finance", NOW, RULES)
    with pytest.raises(RulesBroken) as refused:
        paying.order(file, "c1", "o1", "finance", NOW, RULES)
    (breach,) = refused.value.breaches
    assert (breach.rule, breach.allowed) == ("claim.above_approved", "1249.99 TL")
    ahead = [replace(claim, advance=True, amount=Decimal("400.00")) for claim in two_approved().claims]
    file = replace(two_approved(), claims=tuple(ahead))
    file = file.with_claim(replace(ahead[0], status=ClaimStatus.ORDERED))
    (breach,) = money.ceiling_breaches(file, ahead[1], AHEAD)
    assert (breach.asked, breach.allowed) == ("800.00 TL", "400.00 TL")
