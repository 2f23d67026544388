"""Times around the money: an instalment is reminded of, a guarantee is warned of, ends, and stops payments."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from grants.calendar import start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from services.monitoring.domain import covering, expiring, falls, money, paying, recovering, stops
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import GuaranteeStatus
from services.monitoring.domain.states import GrantStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import RULES, file_of
from tests.services.monitoring.test_disallowing import paid
from tests.services.monitoring.test_money import NOW, RECOVERING, TODAY, disallowed

AHEAD = changed(RULES, {"money.advance": "10", "money.guarantee": "100"})
REMINDER, END = DeadlineKind.GUARANTEE_REMINDER, DeadlineKind.GUARANTEE_END


def due(file: GrantFile, kind: DeadlineKind, rules: RuleSet = RULES) -> list[Deadline]:
    return [one for one in deadlines(file, rules) if one.kind is kind]


def back() -> GrantFile:
    """75 lira ordered back on the way, due in thirty days."""
    return disallowed(paid(), 1, 25, "r", RECOVERING)


def covered(until: date = TODAY + timedelta(days=100), amount: str = "200.00") -> GrantFile:
    """An advance of 200 lira, paid and covered by a guarantee."""
    file = file_of(TODAY)
    file = covering.receive(file, "l1", covering.Paper("L-1", "Banka", Decimal(amount), until), "finance", NOW)
    file = file.with_claim(money.take_ahead(file, "a", None, "coordinator", NOW, AHEAD))
    file = file.with_claim(paying.approve(file, "a", "monitor", NOW, AHEAD))
    return paying.pay(file, "a", paying.Payment(TODAY, "EFT"), "finance", NOW, AHEAD)


def test_an_instalment_is_reminded_of_ten_days_before_it_falls_due_and_once() -> None:
    file = back()
    (reminder,), (last,) = due(file, DeadlineKind.RECOVERY_REMINDER), due(file, DeadlineKind.RECOVERY_DUE)
    assert reminder.at == last.at - timedelta(days=10) == start_of(TODAY + timedelta(days=21))
    told = expiring.explained(file, reminder, reminder.at, RULES)
    assert (told.outcome, told.inputs.get("set_at")) == ("instalment_reminded", None)
    after = falls.fall(file, reminder, reminder.at, RULES)
    assert (due(after, DeadlineKind.RECOVERY_REMINDER), due(after, DeadlineKind.RECOVERY_DUE)) == ([], [last])
    assert after.instalments[0].reminded_at == reminder.at


def test_what_is_paid_back_before_is_not_reminded_of() -> None:
    came = recovering.CameIn(TODAY, Decimal("75.00"), "b")
    file = recovering.receive(back(), "e", came, "finance", NOW, RECOVERING)
    assert due(file, DeadlineKind.RECOVERY_REMINDER) == []


@pytest.mark.parametrize(("days", "count"), [(0, 0), (10, 1), (29, 1), (31, 0), (60, 0)])
def test_how_long_before_an_instalment_is_reminded_of_stands_in_the_regime(days: int, count: int) -> None:
    rules = changed(RULES, {"recovery.reminder_days_before": days})
    assert len(due(back(), DeadlineKind.RECOVERY_REMINDER, rules)) == count


def test_each_instalment_of_a_plan_is_reminded_of_by_its_own_number() -> None:
    rules = changed(RECOVERING, {"recovery.instalments_max": 3})
    file = recovering.plan(back(), 3, "finance", NOW, rules)
    assert [one.number for one in due(file, DeadlineKind.RECOVERY_REMINDER, rules)] == [1, 2, 3]


def test_a_reminder_outlives_the_grant() -> None:
    file = back().with_grant(status=GrantStatus.CLOSED)
    assert len(due(file, DeadlineKind.RECOVERY_REMINDER)) == 1


def test_a_guarantee_is_warned_of_and_ends_with_its_last_day() -> None:
    file = covered()
    (warning,), (end,) = due(file, REMINDER, AHEAD), due(file, END, AHEAD)
    assert end.at == start_of(TODAY + timedelta(days=101))
    assert warning.at == end.at - timedelta(days=30)
    warned = falls.fall(file, warning, warning.at, AHEAD)
    assert (due(warned, REMINDER, AHEAD), due(warned, END, AHEAD)) == ([], [end])
    assert expiring.explained(file, warning, warning.at, AHEAD).outcome == "guarantee_warned"
    assert expiring.explained(warned, end, end.at, AHEAD).outcome == "guarantee_ended"
    ended = falls.fall(warned, end, end.at, AHEAD)
    assert ended.guarantees[0].status is GuaranteeStatus.ENDED
    assert (due(ended, END, AHEAD), covering.held(ended)) == ([], Decimal(0))


def test_while_the_advance_is_open_and_its_guarantee_has_ended_nothing_is_paid_and_it_is_said_why() -> None:
    file = covered(until=TODAY + timedelta(days=5))
    day = TODAY + timedelta(days=6)
    assert covering.open_uncovered(file, TODAY + timedelta(days=5), AHEAD) == Decimal(0)
    assert covering.open_uncovered(file, day, AHEAD) == Decimal("200.00")
    (breach,) = covering.lapsed(file, day, AHEAD)
    assert (breach.rule, breach.subject, breach.asked) == ("guarantee.ended", "L-1", "200.00 TL")
    assert breach.source == AHEAD.cite(AHEAD.money.guarantee)


def test_a_new_guarantee_or_the_advance_set_off_lets_payments_go_on() -> None:
    file, day = covered(until=TODAY + timedelta(days=5)), TODAY + timedelta(days=6)
    paper = covering.Paper("L-2", "Banka", Decimal("200.00"), day)
    renewed = covering.receive(file, "l2", paper, "finance", NOW + timedelta(days=6))
    assert covering.lapsed(renewed, day, AHEAD) == ()
    set_off = replace(file.claims[0], id="c", advance=False, amount=Decimal("1800.00"), set_off=Decimal("200.00"))
    assert covering.lapsed(file.with_claim(set_off), day, AHEAD) == ()


def test_a_grant_without_an_advance_is_never_stopped_by_a_guarantee_that_ended() -> None:
    file = file_of(TODAY)
    paper = covering.Paper("L-1", "Banka", Decimal("200.00"), TODAY)
    file = covering.receive(file, "l1", paper, "finance", NOW)
    assert covering.lapsed(file, TODAY + timedelta(days=1), AHEAD) == ()


def test_an_ended_guarantee_is_among_what_stops_payments() -> None:
    file = covered(until=TODAY + timedelta(days=5))
    day = TODAY + timedelta(days=6)
    assert [one.rule for one in stops.in_the_way(file, day, AHEAD)] == ["guarantee.ended"]
    assert stops.in_the_way(file, TODAY + timedelta(days=5), AHEAD) == ()


def test_a_guarantee_goes_back_with_the_payment_that_leaves_nothing_to_cover() -> None:
    file = covered()
    assert covering.free_all(file, "finance", NOW, AHEAD).guarantees[0].status is GuaranteeStatus.HELD
    set_off = replace(file.claims[0], id="c", advance=False, amount=Decimal("1800.00"), set_off=Decimal("200.00"))
    freed = covering.free_all(file.with_claim(set_off), "finance", NOW, AHEAD)
    assert freed.guarantees[0].status is GuaranteeStatus.RETURNED
    assert due(freed, END, AHEAD) == []
