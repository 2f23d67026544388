"""The cases shown and tested with keep the rules they should keep, and break exactly those they should."""

import json
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cli.cases import examples, ostim
from cli.cases.numbers import check_digit, invented_tax_number
from cli.cases.people import in_role, people
from grants import regimes
from grants.policy import Role
from grants.rules import caps, composition, indicators
from grants.rules.composition import MemberFacts, MemberKind
from grants.rules.conflicts import EvaluatorFacts, conflicts
from grants.values import within
from grants.workplan import WorkPlan
from services.application.domain import inventory
from services.application.domain.provinces import PROVINCES

RULES = regimes.load("kdp-2014")
INVENTORY = Path(__file__).resolve().parents[2] / "services" / "application" / "data" / "inventory.csv"
VALID = [ostim.case(), *examples.valid()]
TIED = examples.tied()
INVALID = examples.invalid()
LEAST_SHARE = Decimal(10)

valid_cases = pytest.mark.parametrize("case", VALID, ids=lambda case: case["key"])
sound_cases = pytest.mark.parametrize("case", [*VALID, TIED], ids=lambda case: case["key"])
all_cases = pytest.mark.parametrize("case", [*VALID, TIED, *INVALID], ids=lambda case: case["key"])


def members(case: dict[str, Any]) -> list[MemberFacts]:
    rows = case["consortium"]["members"]
    return [MemberFacts(**row | {"kind": MemberKind(row["kind"])}) for row in rows]


def broken_rules(case: dict[str, Any]) -> list[str]:
    found = composition.breaches(members(case), case["consortium"]["geography_has_chamber_of_industry"], RULES)
    found += caps.breaches(WorkPlan.model_validate(case["plan"]), RULES, LEAST_SHARE)
    return [breach.rule for breach in found]


def spent() -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for line in (line for period in ostim.periods() for line in period["spending"]):
        total[line["item"]] = total.get(line["item"], Decimal(0)) + Decimal(line["realised"])
    return total


@sound_cases
def test_a_valid_case_keeps_every_rule(case: dict[str, Any]) -> None:
    assert broken_rules(case) == []


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case["key"])
def test_an_invalid_case_breaks_exactly_the_rule_it_names(case: dict[str, Any]) -> None:
    assert broken_rules(case) == [case["breaks"]]


def test_the_invalid_cases_miss_by_the_smallest_step() -> None:
    firms, item = INVALID
    assert sum(member.kind == MemberKind.FIRM for member in members(firms)) == 19
    asked = next(i for i in WorkPlan.model_validate(item["plan"]).items if not within(i.grant, i.cost, Decimal(75)))
    assert asked.grant * 100 == asked.cost * Decimal("75.01")


@all_cases
def test_a_case_is_json_without_a_float_and_every_amount_is_text_in_kurus(case: dict[str, Any]) -> None:
    assert json.loads(json.dumps(case), parse_float=pytest.fail) == case
    items = [item for package in case["plan"]["packages"] for item in package["items"]]
    assert all(re.fullmatch(r"\d+\.\d\d", item[field]) for item in items for field in ("cost", "grant"))


@all_cases
def test_a_case_stands_on_a_row_of_the_inventory_in_its_own_provinces(case: dict[str, Any]) -> None:
    clusters = inventory.from_csv(INVENTORY.read_text(encoding="utf-8"))
    consortium = case["consortium"]
    cluster = clusters[consortium["cluster_no"] - 1]
    assert cluster.province in {*consortium["provinces"], "TR"}
    assert set(consortium["provinces"]) <= set(PROVINCES)
    assert {member.province for member in members(case)} <= set(consortium["provinces"])


@all_cases
def test_every_member_has_a_tax_number_whose_check_digit_holds(case: dict[str, Any]) -> None:
    assert all(
        re.fullmatch(r"999\d{7}", member.tax_number) and member.tax_number[9] == check_digit(member.tax_number[:9])
        for member in members(case)
    )


def test_two_bodies_never_share_a_tax_number_and_one_body_never_has_two() -> None:
    bodies = {(member.name, member.tax_number) for case in [*VALID, TIED] for member in members(case)}
    assert len({name for name, _ in bodies}) == len(bodies) == len({number for _, number in bodies})


def test_every_firm_is_marked_as_an_example() -> None:
    firms = [one for case in [*VALID, TIED] for one in members(case) if one.kind == MemberKind.FIRM]
    assert all(firm.name.endswith("(örnek)") for firm in firms)
    assert all(case["consortium"]["name"].endswith("(örnek)") for case in [*VALID[1:], TIED, *INVALID])


@pytest.mark.parametrize("number", ["4540536920", "1234567890"])
def test_the_check_digit_is_the_one_tax_offices_compute(number: str) -> None:
    assert check_digit(number[:9]) == number[9]


def test_a_name_always_gives_the_same_tax_number() -> None:
    assert invented_tax_number("Ankara Sanayi Odası") == invented_tax_number("Ankara Sanayi Odası")
    assert invented_tax_number("Ankara Sanayi Odası") != invented_tax_number("Adana Sanayi Odası")


def test_the_ostim_plan_costs_what_was_published_and_asks_exactly_half() -> None:
    plan = WorkPlan.model_validate(ostim.plan())
    assert (plan.total, plan.grant) == (Decimal("24826800.00"), Decimal("12413400.00"))


def test_the_ostim_plan_uses_every_activity_group_every_cost_head_and_varied_shares() -> None:
    plan = WorkPlan.model_validate(ostim.plan())
    activities = [activity for package in plan.packages for activity in package.activities]
    assert {activity.code[:2] for activity in activities} == {"K1", "K2", "K3", "K4"}
    assert {activity.code for activity in activities} == {item.activity for item in plan.items}
    assert {item.cost_head for item in plan.items} == {head.code for head in RULES.cost_heads.value}
    assert len({item.grant / item.cost for item in plan.items}) >= 6


def test_the_ostim_consortium_is_the_one_described() -> None:
    case = ostim.case()
    kinds = Counter(member.kind for member in members(case))
    assert case["consortium"]["cluster_no"] == 57
    assert kinds[MemberKind.FIRM] == 24
    assert kinds[MemberKind.UNIVERSITY] == 2
    assert members(case)[0].name == "Ankara Sanayi Odası"


def test_the_negotiated_plan_differs_in_the_agreed_point_alone_and_asks_less() -> None:
    before, after = (WorkPlan.model_validate(plan) for plan in (ostim.plan(), ostim.negotiated_plan()))
    changed = [(old, new) for old, new in zip(before.items, after.items, strict=True) if old != new]
    (point,) = ostim.negotiation_points()
    ((old, new),) = changed
    assert (old.key, old.grant, new.grant) == (point["item"], Decimal(point["from"]), Decimal(point["to"]))
    assert old.model_copy(update={"grant": new.grant}) == new
    assert after.total == before.total
    assert after.grant < before.grant
    assert caps.breaches(after, RULES, LEAST_SHARE) == ()


def test_ten_periods_are_spent_a_little_under_plan_with_one_item_over() -> None:
    plan, realised = WorkPlan.model_validate(ostim.negotiated_plan()), spent()
    assert len(ostim.periods()) == 10
    assert set(realised) == {item.key for item in plan.items}
    assert [item.key for item in plan.items if realised[item.key] > item.cost] == ["IP3-04"]
    assert sum(realised.values()) == Decimal("24568448.80")
    assert sum(realised.values()) < plan.total


def test_an_item_is_spent_only_while_its_activity_runs() -> None:
    plan = WorkPlan.model_validate(ostim.negotiated_plan())
    quarters = {a.code: (a.first_quarter, a.last_quarter) for p in plan.packages for a in p.activities}
    running = {item.key: quarters[item.activity] for item in plan.items}
    for number, period in enumerate(ostim.periods(), start=1):
        expected = {key for key, (first, last) in running.items() if first <= 2 * number and last >= 2 * number - 1}
        assert {line["item"] for line in period["spending"]} == expected


def test_every_period_reports_every_indicator_and_none_ever_falls() -> None:
    reports = [period["indicators"] for period in ostim.periods()]
    assert all(indicators.breaches(report, RULES) == () for report in reports)
    assert all(later[code] >= earlier[code] for earlier, later in pairwise(reports) for code in earlier)


def test_every_period_has_both_reports_and_is_json() -> None:
    for period in ostim.periods():
        assert json.loads(json.dumps(period), parse_float=pytest.fail) == period
        assert period["technical"]
        assert period["administrative"]


@all_cases
def test_every_form_fills_every_section(case: dict[str, Any]) -> None:
    assert list(case["form"]) == [
        "cluster_facts",
        "reference_projects",
        "cooperation_projects",
        "cluster_knowledge",
        "competitiveness",
        "sustainability",
        "vision_and_strategy",
    ]
    assert all(len(text) > 100 and "{" not in text for text in case["form"].values())
    factors = ("Faktör koşulları", "Talep koşulları", "lgili ve destekleyici sektörler", "Firma stratejisi")
    competitiveness = case["form"]["competitiveness"]
    assert all(factor in competitiveness for factor in factors)
    assert competitiveness.lower().count("düzey") >= 4
    assert competitiveness.lower().count("potansiyel") >= 4


def test_the_enterprise_has_a_tax_number_of_its_own() -> None:
    number = ostim.enterprise()["tax_number"]
    assert number[9] == check_digit(number[:9])
    assert number not in {member.tax_number for case in VALID for member in members(case)}


def test_every_role_has_a_demo_person_and_everyone_is_marked() -> None:
    everyone = people()
    assert {role for person in everyone for role in person["roles"]} == set(Role)
    assert all(person["name"].endswith("(demo)") for person in everyone)
    assert len({person["id"] for person in everyone}) == len(everyone)
    assert all(person["email"] == f"{person['id']}@destek.example" for person in everyone)


def test_every_case_has_a_coordinator_of_its_own_from_a_member() -> None:
    coordinators = {person["id"]: person for person in in_role("coordinator")}
    assert len(coordinators) == 10
    assert {case["coordinator"] for case in [*VALID, TIED]} == set(coordinators)
    for case in [*VALID, TIED]:
        person = coordinators[case["coordinator"]]
        assert (person["organisation"], person["tax_number"]) in {(m.name, m.tax_number) for m in members(case)}


def test_the_board_has_its_seats_filled_from_the_private_sector_and_a_chair_among_the_full_members() -> None:
    seats = Counter(person["seat"] for person in in_role("committee_member"))
    assert seats["full"] == RULES.committee.full_members.value
    assert seats["substitute"] == RULES.committee.substitutes.value
    (chair,) = in_role("committee_chair")
    assert chair["seat"] == "full"
    assert {person["background"] for person in in_role("committee_member")} == {"private_sector"}


@valid_cases
def test_three_evaluators_of_the_field_can_judge_each_case_without_conflict(case: dict[str, Any]) -> None:
    experts = [person for person in in_role("evaluator") if case["consortium"]["nace"] in person["nace"]]
    free = [
        person["id"]
        for person in experts
        if not conflicts(
            EvaluatorFacts(person["id"], person["employer"], person["employer_tax_number"], frozenset()),
            members(case),
        )
    ]
    assert len(free) >= 3


def test_one_expert_works_for_a_member_of_ostim_and_must_not_judge_it() -> None:
    ties = {
        person["id"]: conflicts(
            EvaluatorFacts(person["id"], person["employer"], person["employer_tax_number"], frozenset()),
            members(ostim.case()),
        )
        for person in in_role("evaluator")
    }
    assert [person for person, found in ties.items() if found] == ["degerlendirici-6"]


def test_most_evaluators_work_for_a_member_of_the_tied_case_so_that_too_few_are_left_to_judge_it() -> None:
    free = [
        person["id"]
        for person in in_role("evaluator")
        if not conflicts(
            EvaluatorFacts(person["id"], person["employer"], person["employer_tax_number"], frozenset()),
            members(TIED),
        )
    ]
    assert free == ["degerlendirici-6"]
    assert len(free) < RULES.evaluation.evaluators.value
