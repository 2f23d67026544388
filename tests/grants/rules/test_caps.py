"""What a plan may hold and how much of it may be asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.rules.caps import breaches
from grants.values import portion
from grants.workplan import SupportItem, WorkPackage, WorkPlan
from tests.grants.plans import OSTIM_MOST_GRANT, OSTIM_TOTAL, activity, item, plan

RULES = load("kdp-2014")


def rules_of(given_plan: WorkPlan, minimum_share: Decimal | None = None) -> list[str]:
    return [breach.rule for breach in breaches(given_plan, RULES, minimum_share)]


def ostim(grant: Decimal) -> WorkPlan:
    half = OSTIM_TOTAL / 2
    second = grant - OSTIM_MOST_GRANT / 2
    return plan(item("I1", str(half), str(OSTIM_MOST_GRANT / 2)), item("I2", str(half), str(second)))


@pytest.mark.parametrize(
    ("grant", "broken"),
    [("12413399.99", False), ("12413400.00", False), ("12413400.01", True)],
)
def test_half_of_the_ostim_plan_may_be_asked_and_not_a_kurus_more(*, grant: str, broken: bool) -> None:
    found = breaches(ostim(Decimal(grant)), RULES)
    assert [breach.rule for breach in found] == ["money.overall_cap"] * broken
    if broken:
        assert found[0].asked == "12413400.01 TL"
        assert found[0].allowed == "12413400.00 TL (50 % × 24826800.00 TL)"
        assert found[0].source.startswith("[S] 001…")


@pytest.mark.parametrize(
    ("total", "grant", "broken"),
    [
        ("100.00", "50.00", False),
        ("100.00", "50.01", True),
        ("0.01", "0.01", True),
        ("0.03", "0.01", False),
        ("0.03", "0.02", True),
        ("0.00", "0.00", False),
    ],
)
def test_the_overall_cap_is_exact_to_the_kurus(*, total: str, grant: str, broken: bool) -> None:
    assert ("money.overall_cap" in rules_of(plan(item("I1", total, grant)))) is broken


@pytest.mark.parametrize(
    ("cost", "grant", "broken"),
    [
        ("100.00", "75.00", False),
        ("100.00", "75.01", True),
        ("0.01", "0.01", True),
        ("0.02", "0.01", False),
        ("0.00", "0.01", True),
    ],
)
def test_the_item_cap_is_exact_to_the_kurus(*, cost: str, grant: str, broken: bool) -> None:
    found = breaches(plan(item("I1", cost, grant), item("FREE", "1000000.00", "0.00")), RULES)
    assert [(breach.rule, breach.subject) for breach in found] == [("money.item_cap", "plan.items[0].grant")] * broken


@pytest.mark.parametrize(("renovation", "broken"), [("5.00", False), ("5.01", True)])
def test_renovation_is_at_most_five_per_cent_of_the_planned_total(*, renovation: str, broken: bool) -> None:
    rest = str(100 - Decimal(renovation))
    found = rules_of(plan(item("I1", renovation, "0", cost_head="renovation"), item("I2", rest, "0")))
    assert found == ["money.head_cap"] * broken


@pytest.mark.parametrize(
    ("grant", "share", "rules"),
    [
        ("10.00", "10", []),
        ("9.99", "10", ["money.minimum_share"]),
        ("9.99", None, []),
        ("12.49", "12.5", ["money.minimum_share"]),
    ],
)
def test_a_least_share_holds_only_where_the_call_asks_for_it(grant: str, share: str | None, rules: list[str]) -> None:
    found = breaches(plan(item("I1", "100", grant)), RULES, Decimal(share) if share else None)
    assert [breach.rule for breach in found] == rules
    if rules:
        assert found[0].source == ("call" if share == "12.5" else "[p] 3. çağrı, kamuya açık tek sayfa")


@pytest.mark.parametrize(
    ("code", "reason", "rules"),
    [
        ("K4.08", None, []),
        ("K4.09", None, ["plan.activity_unknown"]),
        ("K1.99", None, ["plan.reason_missing"]),
        ("K1.99", "  ", ["plan.reason_missing"]),
        ("K1.99", "Yeni bir faaliyet", []),
    ],
)
def test_an_activity_is_of_the_catalogue_or_has_a_reason(code: str, reason: str | None, rules: list[str]) -> None:
    activities = (activity(code, reason=reason),)
    assert rules_of(plan(item("I1", "1", "0", activity=code), activities=activities)) == rules


@pytest.mark.parametrize(
    ("first", "last", "broken"),
    [(1, 20, False), (20, 20, False), (0, 1, True), (1, 21, True), (3, 2, True), (-5, -1, True)],
)
def test_quarters_lie_in_order_within_the_five_years(*, first: int, last: int, broken: bool) -> None:
    found = rules_of(plan(item("I1", "1", "0"), activities=(activity(first_quarter=first, last_quarter=last),)))
    assert found == ["plan.quarters"] * broken


def test_a_longer_plan_may_be_weighed_over_more_quarters() -> None:
    longer = plan(item("I1", "1", "0"), activities=(activity(last_quarter=28),))
    assert breaches(longer, RULES, quarters=28) == ()


def test_everything_wrong_is_said_at_once() -> None:
    package = WorkPackage(
        key="P1",
        title="Paket",
        activities=(activity(), activity(), activity("K9.01", last_quarter=99)),
        items=(
            item("I1", "100", "76"),
            item("I1", "10", "0", activity="K2.01"),
            item("I2", "10", "0", cost_head="gifts"),
            item("I3", "20", "0", cost_head="renovation"),
        ),
    )
    wrong = WorkPlan(packages=(package, WorkPackage(key="P1", title="Paket")))
    assert sorted(rules_of(wrong, Decimal(60))) == [
        "money.head_cap",
        "money.item_cap",
        "money.minimum_share",
        "money.overall_cap",
        "plan.activity_twice",
        "plan.activity_unknown",
        "plan.cost_head_unknown",
        "plan.item_activity_missing",
        "plan.item_twice",
        "plan.package_twice",
        "plan.quarters",
    ]


def test_a_plan_without_items_is_no_plan() -> None:
    assert rules_of(WorkPlan(packages=())) == ["plan.empty"]


COSTS = st.decimals(0, Decimal("99999999.99"), places=2)
SHARES = st.decimals(0, 50, places=2)


@st.composite
def kept_items(draw: st.DrawFn) -> list[SupportItem]:
    costs = draw(st.lists(COSTS, min_size=1, max_size=6))
    return [item(f"I{number}", str(cost), str(portion(cost, draw(SHARES)))) for number, cost in enumerate(costs)]


@given(kept_items(), COSTS)
def test_a_plan_under_its_caps_stays_under_when_an_item_without_grant_is_added(
    items: list[SupportItem], cost: Decimal
) -> None:
    assert rules_of(plan(*items)) == []
    assert rules_of(plan(*items, item("MORE", str(cost), "0"))) == []


@given(kept_items(), st.integers(0, 5), st.integers(1, 10**9))
def test_asking_more_for_one_item_is_never_cured_by_rounding(items: list[SupportItem], which: int, more: int) -> None:
    index = which % len(items)
    target = items[index]
    asked = portion(target.cost, Decimal(75)) + Decimal(more) / 100
    items[index] = item(target.key, str(target.cost), str(asked))
    assert "money.item_cap" in rules_of(plan(*items))
