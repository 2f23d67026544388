"""What is taken back: instalments, interest to the day, and what each payment pays first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.rules.recovery import Amount, Debt, first_late, instalments, plan_breaches, standing, total
from grants.values import ZERO
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
ORDERED = date(2028, 1, 31)
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=100_000, places=2)


def debt(amount: str = "1000.00", count: int = 1) -> Debt:
    parts = instalments(Decimal(amount), ORDERED + timedelta(days=30), count, RULES)
    paid = (Amount(Decimal("400.00"), date(2027, 1, 31)), Amount(Decimal("900.00"), date(2027, 7, 31)))
    return Debt(Decimal(amount), ORDERED, paid, parts)


@pytest.mark.parametrize(
    ("since", "day", "interest", "why"),
    [
        ("order", date(2028, 1, 31), "0.00", "the day from which it runs is not counted"),
        ("order", date(2028, 2, 1), "0.24", "one day: 90 / 365, rounded down"),
        ("order", date(2029, 1, 30), "90.00", "365 days, 29 February among them"),
        ("order", date(2029, 1, 31), "90.24", "a leap year has one day more"),
        ("due", date(2028, 3, 1), "0.00", "in time on the last day"),
        ("due", date(2028, 3, 2), "0.24", "one day late"),
        ("payment", date(2028, 1, 31), "49.83", "900 × 184 days and the 100 before × 365 days"),
    ],
)
def test_interest_runs_by_the_day_from_where_the_rules_say(since: str, day: date, interest: str, why: str) -> None:
    found = standing(debt(), [], day, changed(RULES, {"recovery.interest_from": since}))
    assert (found.principal, found.interest) == (Decimal("1000.00"), Decimal(interest)), why


@pytest.mark.parametrize(("year", "interest"), [(360, "10.00"), (365, "9.86"), (366, "9.83")])
def test_a_year_has_the_days_the_rules_give_it(year: int, interest: str) -> None:
    found = standing(debt(), [], ORDERED + timedelta(days=40), changed(RULES, {"recovery.year_days": year}))
    assert found.interest == Decimal(interest)


def test_a_payment_pays_the_interest_of_its_day_first_and_then_the_sum() -> None:
    came = [Amount(Decimal("509.86"), ORDERED + timedelta(days=40))]
    found = standing(debt(), came, ORDERED + timedelta(days=80), RULES)
    assert [(part.interest, part.principal) for part in found.parts] == [(Decimal("9.86"), Decimal("500.00"))]
    assert (found.principal, found.interest, found.owed) == (Decimal("500.00"), Decimal("4.93"), Decimal("504.93"))


@pytest.mark.parametrize(
    ("amount", "count", "parts"),
    [
        ("100.00", 3, ["33.33", "33.33", "33.34"]),
        ("0.02", 3, ["0.02"]),
        ("100.00", 1, ["100.00"]),
    ],
)
def test_instalments_are_equal_and_the_last_bears_the_rest(amount: str, count: int, parts: list[str]) -> None:
    found = instalments(Decimal(amount), date(2028, 1, 31), count, RULES)
    assert [f"{one.amount}" for one in found] == parts


@pytest.mark.parametrize(
    ("months", "days"),
    [(1, [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]), (12, [date(2028, 1, 31), date(2029, 1, 31)])],
)
def test_instalments_fall_on_the_same_day_of_the_month_or_on_its_last(months: int, days: list[date]) -> None:
    rules = changed(RULES, {"recovery.instalment_months": months})
    found = instalments(Decimal("100.00"), date(2028, 1, 31), len(days), rules)
    assert [one.day for one in found] == days


def test_an_instalment_is_late_the_day_after_its_last_and_while_it_is_not_covered() -> None:
    owed = debt("1000.00", 2)
    first, second = (one.day for one in owed.instalments)
    after = first + timedelta(days=1)
    assert first_late(owed, standing(owed, [], first, RULES), first) is None
    assert first_late(owed, standing(owed, [], after, RULES), after) == 1
    paid = [Amount(Decimal("600.00"), first)]
    assert first_late(owed, standing(owed, paid, after, RULES), after) is None
    later = second + timedelta(days=1)
    assert first_late(owed, standing(owed, paid, later, RULES), later) == 2


@pytest.mark.parametrize(("most", "count", "is_allowed"), [(1, 1, True), (1, 2, False), (6, 6, True), (6, 7, False)])
def test_there_are_as_many_instalments_as_the_rules_allow(most: int, count: int, is_allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    found = plan_breaches(count, changed(RULES, {"recovery.instalments_max": most}))
    assert (not found) == is_allowed


CAME_IN = st.lists(st.tuples(AMOUNTS, st.integers(0, 2000)), max_size=8)


@given(AMOUNTS, CAME_IN, st.sampled_from(["payment", "order", "due"]))
def test_every_lira_that_comes_in_pays_interest_or_the_sum_or_is_too_much(
    amount: Decimal, came: list[tuple[Decimal, int]], since: str
) -> None:
    rules = changed(RULES, {"recovery.interest_from": since})
    owed = Debt(amount, ORDERED, (Amount(amount, date(2027, 1, 1)),), instalments(amount, ORDERED, 3, rules))
    received = [Amount(one, ORDERED + timedelta(days=days)) for one, days in came]
    found = standing(owed, received, ORDERED + timedelta(days=2000), rules)
    assert found.principal_paid + found.principal == amount
    assert found.principal_paid + found.interest_paid + found.excess == total(received)
    assert found.principal >= ZERO
    assert found.interest >= ZERO
    assert not (found.excess and found.principal)
