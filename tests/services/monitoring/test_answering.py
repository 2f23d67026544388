"""A claim that is not approved as it stands: refused for good, or returned, put right and sent again."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from grants.breach import Refused, RulesBroken
from grants.calendar import start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.values import ZERO
from services.monitoring.domain import answering, expiring, falls, ledger, money, paying
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.errors import ClaimStageWrong, FourEyes, NothingToClaim
from services.monitoring.domain.facts import ForceMajeure, GrantFile
from services.monitoring.domain.states import ClaimStatus, ForceMajeureStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import RULES
from tests.services.monitoring.test_money import NOW, PAYMENT, TODAY, after_support, reported

WITHOUT_END = changed(RULES, {"money.claim_correction_days": None})


def claimed() -> GrantFile:
    """75 lira earned and claimed."""
    file = reported(after_support(), 1, I1=Decimal("100.00"))
    return file.with_claim(money.make(file, "c1", "coordinator", NOW))


def approved() -> GrantFile:
    file = claimed()
    return file.with_claim(paying.approve(file, "c1", "monitor", NOW))


def returned(file: GrantFile) -> GrantFile:
    return file.with_claim(answering.give_back(file, "c1", "Which account?", "monitor", NOW, RULES))


def again(file: GrantFile) -> GrantFile:
    return file.with_claim(answering.send_again(file, "c1", "Put right.", None, "coordinator", NOW, RULES))


def correction(file: GrantFile) -> Deadline | None:
    return next((one for one in deadlines(file, RULES) if one.kind is DeadlineKind.CLAIM_CORRECTION), None)


def test_what_a_refused_claim_asked_for_is_paid_by_a_new_claim_only() -> None:
    file = approved()
    file = file.with_claim(answering.refuse(file, "c1", "Not complete.", "officer", NOW))
    assert file.claims[0].status is ClaimStatus.REFUSED
    assert (file.claims[0].remarks, file.claims[0].answered_by) == ("Not complete.", "officer")
    assert money.claimable(file) == Decimal("75.00")
    for act in (
        lambda: paying.approve(file, "c1", "monitor", NOW),
        lambda: paying.pay(file, "c1", PAYMENT, "finance", NOW),
        lambda: answering.send_again(file, "c1", "Please.", None, "coordinator", NOW, RULES),
        lambda: answering.refuse(file, "c1", "Again.", "officer", NOW),
    ):
        with pytest.raises(ClaimStageWrong) as refused:
            act()
        assert refused.value.breaches[0].rule == "claim_stage.refused"
    assert money.make(file, "c2", "coordinator", NOW).amount == Decimal("75.00")
    assert money.realised_by_item(file) == {"I1": Decimal("100.00")}


def test_a_returned_claim_keeps_its_place_so_that_nothing_is_claimed_twice_meanwhile() -> None:
    file = returned(claimed())
    assert money.claimable(file) == ZERO
    with pytest.raises(NothingToClaim):
        money.make(file, "c2", "coordinator", NOW)


def test_a_claim_sent_again_is_approved_anew_by_everybody_and_paid_once() -> None:
    file = again(returned(approved()))
    claim = file.claims[0]
    assert (claim.status, claim.round, claim.approved_by, claim.note) == (ClaimStatus.MADE, 2, "", "Put right.")
    with pytest.raises(ClaimStageWrong):
        paying.pay(file, "c1", PAYMENT, "finance", NOW)
    with pytest.raises(FourEyes):
        paying.approve(file, "c1", "coordinator", NOW)
    file = file.with_claim(paying.approve(file, "c1", "monitor", NOW))
    with pytest.raises(FourEyes):
        paying.pay(file, "c1", PAYMENT, "monitor", NOW)
    file = paying.pay(file, "c1", PAYMENT, "finance", NOW)
    assert file.grant.paid == Decimal("75.00")
    for act in (answering.refuse, lambda *given: answering.give_back(*given, RULES)):
        with pytest.raises(ClaimStageWrong) as refused:
            act(file, "c1", "Too late.", "monitor", NOW)
        assert refused.value.breaches[0].rule == "claim_stage.paid"


def test_a_claim_sent_again_asks_for_what_is_payable_then() -> None:
    file = reported(returned(claimed()), 2, I2=Decimal("40.00"))
    assert again(file).claims[0].amount == Decimal("105.00")
    with pytest.raises(RulesBroken) as refused:
        answering.send_again(file, "c1", "More.", Decimal("106.00"), "coordinator", NOW, RULES)
    (breach,) = refused.value.breaches
    assert (breach.rule, breach.subject, breach.allowed) == ("claim.amount_reckoned", "amount", "105.00 TL")


def test_of_a_returned_advance_another_amount_can_be_asked_for() -> None:
    rules = changed(RULES, {"money.advance": "10"})
    file = after_support().with_grant(status="in_force")
    file = file.with_claim(money.take_ahead(file, "c1", None, "coordinator", NOW, rules))
    file = file.with_claim(answering.give_back(file, "c1", "Less will do.", "monitor", NOW, rules))
    asked = answering.send_again(file, "c1", "Half of it.", Decimal("100.00"), "coordinator", NOW, rules)
    assert (asked.amount, asked.advance, asked.round) == (Decimal("100.00"), True, 2)
    with pytest.raises(RulesBroken) as refused:
        answering.send_again(file, "c1", "More.", Decimal("200.01"), "coordinator", NOW, rules)
    assert refused.value.breaches[0].rule == "advance.amount"


def test_the_books_balance_however_often_a_claim_goes_back_and_forth() -> None:
    steps = [approved()]
    for _ in range(3):
        steps += [returned(steps[-1]), again(returned(steps[-1]))]
        steps.append(steps[-1].with_claim(paying.approve(steps[-1], "c1", "monitor", NOW)))
    steps.append(steps[-1].with_claim(answering.refuse(steps[-1], "c1", "No.", "officer", NOW)))
    entries, known = [*ledger.entries_between(None, steps[0])], steps[0]
    for file in steps:
        entries += ledger.entries_between(known, file)
        known = file
        assert ledger.balances(entries) == ledger.due_balances(file)
    names = [(one.act, one.document, one.debit, one.credit) for one in entries]
    assert len(set(names)) == len(names), "no entry is written twice"


def test_the_days_to_correct_a_claim_run_and_then_it_lapses() -> None:
    file = returned(claimed())
    due = correction(file)
    assert due is not None
    assert (due.at, due.number) == (start_of(TODAY + timedelta(days=31)), 1)
    told = expiring.explained(file, due, due.at, RULES)
    assert (told.outcome, told.inputs.get("set_at")) == ("claim_lapsed", None)
    after = falls.fall(file, due, due.at, RULES)
    assert after.claims[0].status is ClaimStatus.LAPSED
    assert correction(after) is None
    assert money.claimable(after) == Decimal("75.00")


def test_force_majeure_moves_the_days_to_correct_a_claim() -> None:
    file = returned(claimed())
    began, ended = TODAY + timedelta(days=5), TODAY + timedelta(days=12)
    pause = ForceMajeure(
        "f", "g", began, "Quake", "Paper", "coordinator", NOW, ForceMajeureStatus.ENDED, ended_on=ended
    )
    due = correction(replace(file, force_majeure=(pause,)))
    assert due is not None
    assert due.at == start_of(TODAY + timedelta(days=31 + 7))


def test_where_a_regime_gives_no_days_a_returned_claim_waits_without_an_end() -> None:
    file = claimed()
    file = file.with_claim(answering.give_back(file, "c1", "Which account?", "monitor", NOW, WITHOUT_END))
    assert (correction(file), file.claims[0].correct_by) == (None, None)


def test_what_the_settlement_leaves_is_neither_refused_nor_returned() -> None:
    file = claimed()
    file = file.with_claim(replace(file.claims[0], final=True))
    with pytest.raises(ClaimStageWrong) as refused:
        answering.refuse(file, "c1", "No.", "officer", NOW)
    assert refused.value.breaches[0].rule == "claim.final"


@pytest.mark.parametrize("status", [ClaimStatus.ORDERED, ClaimStatus.PAID, ClaimStatus.LAPSED])
def test_what_is_with_the_bank_or_over_is_not_returned(status: ClaimStatus) -> None:
    file = claimed()
    file = file.with_claim(replace(file.claims[0], status=status, paid_on=date(2032, 6, 1)))
    with pytest.raises(Refused):
        answering.give_back(file, "c1", "Wait.", "monitor", NOW, RULES)
