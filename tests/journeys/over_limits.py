"""Plans of the second programme's example that pass one limit each, by as little as can be, and what is answered."""

from collections.abc import Callable, Mapping
from copy import deepcopy

from cli.cases import urge
from cli.cases.spending import items
from cli.demo.cast import Json

Plan = Json
Change = Callable[[Plan], None]


def item(plan: Plan, key: str, cost: str, grant: str) -> None:
    """Another cost and grant for an item."""
    found = next(one for one in items(plan) if one["key"] == key)
    found |= {"cost": cost, "grant": grant}


def package(plan: Plan, key: str) -> Json:
    found: Json = next(one for one in plan["packages"] if one["key"] == key)
    return found


def one_more(plan: Plan, key: str) -> None:
    """Another package like this one, for a little money."""
    more = deepcopy(package(plan, key))
    more["key"] = f"{key}-X"
    more["items"][0] |= {"key": f"{key}-X1", "cost": "1000.00", "grant": "750.00"}
    plan["packages"].append(more)


def project_a_cent_over(plan: Plan) -> None:
    item(plan, "EG-01", "120000.02", "90000.01")


def six_marketing_programmes(plan: Plan) -> None:
    one_more(plan, "PZ5")


def marketing_a_cent_over(plan: Plan) -> None:
    item(plan, "PZ1-01", "200000.02", "150000.01")


def eleven_buyer_missions(plan: Plan) -> None:
    for _ in range(11 - sum(one["key"].startswith("AH") for one in plan["packages"])):
        one_more(plan, "AH3")
        plan["packages"][-1]["key"] += str(len(plan["packages"]))
        plan["packages"][-1]["items"][0]["key"] += str(len(plan["packages"]))


def buyer_mission_a_cent_over(plan: Plan) -> None:
    item(plan, "AH1-01", "133333.35", "100000.01")


def advice_a_cent_over_in_a_year(plan: Plan) -> None:
    package(plan, "BD")["activities"][0] |= {"first_quarter": 1, "last_quarter": 4}
    item(plan, "BD-01", "71428.59", "50000.01")


def three_years_and_a_quarter(plan: Plan) -> None:
    package(plan, "UZ1")["activities"][0]["last_quarter"] = 13


def advice_over_its_share(plan: Plan) -> None:
    more = deepcopy(package(plan, "BD")["items"][0])
    package(plan, "BD")["items"] = [
        more | {"key": "BD-01", "cost": "100000.00", "grant": "69000.00"},
        more | {"key": "BD-02", "cost": "10000.00", "grant": "7001.00"},
    ]


def mission_over_its_share(plan: Plan) -> None:
    item(plan, "AH2-01", "40000.00", "30004.00")


Told = tuple[str, str, str]
"""Rule, asked and allowed, as the answer tells them."""
BREACHES: Mapping[Change, set[Told]] = {
    project_a_cent_over: {("limit.project", "400000.01 USD", "400000.00 USD")},
    six_marketing_programmes: {("limit.activities", "6", "5")},
    marketing_a_cent_over: {("limit.activity", "150000.01 USD (U2.01, 2)", "150000.00 USD")},
    eleven_buyer_missions: {("limit.activities", "11", "10")},
    buyer_mission_a_cent_over: {("limit.activity", "100000.01 USD (U3.01, 7)", "100000.00 USD")},
    advice_a_cent_over_in_a_year: {("limit.year", "50000.01 USD (1-1)", "50000.00 USD")},
    three_years_and_a_quarter: {("limit.years", "13 (U5.01)", "12"), ("plan.quarters", "1-13", "1-12")},
    advice_over_its_share: {("money.item_cap", "7001.00 USD (BD-02)", "7000.00 USD (70 % × 10000.00 USD)")},
    mission_over_its_share: {("money.item_cap", "30004.00 USD (AH2-01)", "30000.00 USD (75 % × 40000.00 USD)")},
}
"""What breaks one limit each, by as little as can be, and what is answered."""
TOGETHER = tuple(change for change in BREACHES if change is not advice_over_its_share)
"""All of them at once; the two that are about the same item leave one out."""


def changed(*changes: Change) -> Plan:
    plan = urge.plan()
    for change in changes:
        change(plan)
    return plan
