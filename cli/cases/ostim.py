"""The OSTİM Clean Technologies case, from consortium to the last reporting period.

Public: the cluster, its province, and 24,826,800 TL as the plan's total. The rest is invented.
"""

from copy import deepcopy
from typing import Final

from cli.cases.numbers import invented_tax_number
from cli.cases.shapes import Json, member, read_table, work_plan
from cli.cases.spending import items, spending
from grants.regimes import load

COORDINATOR: Final = "koordinator-ostim"
PERIODS: Final = 10
REGIME: Final = "kdp-2014"


def consortium() -> Json:
    """The consortium with its 32 members, 24 of them firms, as asked of the application service."""
    facts = _facts()
    province = facts["consortium"]["provinces"][0]
    return {**facts["consortium"], "members": [member(row, province) for row in facts["members"]]}


def plan() -> Json:
    """The work plan as submitted: 24,826,800.00 TL, half of it asked as grant."""
    return work_plan(_facts()["plan"])


def negotiation_points() -> list[Json]:
    """The points negotiated: {"item", "field", "from", "to", "reason"}, amounts as text."""
    return list(_facts()["negotiation"])


def negotiated_plan() -> Json:
    """The work plan as agreed: every negotiated point carried out, nothing else changed."""
    agreed = deepcopy(plan())
    points = {point["item"]: point for point in negotiation_points()}
    for item in items(agreed):
        if item["key"] in points:
            point = points[item["key"]]
            item[point["field"]] = point["to"]
    return agreed


def form() -> Json:
    """The texts of the application form, in Turkish."""
    return dict(_facts()["form"])


def enterprise() -> Json:
    """The cluster enterprise founded to sign the contract."""
    details = dict(_facts()["enterprise"])
    return details | {"tax_number": invented_tax_number(details["name"])}


def enterprise_of(case: Json) -> Json:
    """An invented enterprise for another case of the demo."""
    name = f"{case['key'].title()} Kümelenme Teşebbüsü A.Ş. (örnek)"
    province = case["consortium"]["provinces"][0]
    number = invented_tax_number(name)
    return {"name": name, "tax_number": number, "trade_registry_number": f"ÖRNEK-{number[-4:]}", "province": province}


def periods() -> list[Json]:
    """Ten half years: what was spent of each item, the indicators as they stand at the end, two reports."""
    facts = _facts()
    agreed = negotiated_plan()
    codes = [measure.code for measure in load(REGIME).measures]
    return [
        {
            "spending": spending(agreed, facts["realised"], period),
            "indicators": dict(zip(codes, facts["indicators"][period - 1], strict=True)),
            "technical": facts["technical"][period - 1],
            "administrative": f"{period}. dönem: yönetim kurulu iki kez toplandı, kararlar üyelere bildirildi.",
        }
        for period in range(1, PERIODS + 1)
    ]


def case() -> Json:
    """Everything an application of this consortium needs."""
    return {
        "key": "ostim",
        "coordinator": COORDINATOR,
        "consortium": consortium(),
        "plan": plan(),
        "form": form(),
    }


def _facts() -> Json:
    return read_table("ostim.yaml")
