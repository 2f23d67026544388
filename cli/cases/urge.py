"""An export project under the second programme, from its consortium to the last reporting period. All invented.

Amounts are US dollars. What is asked stands at several of the programme's limits to the cent.
"""

from typing import Final

from cli.cases.numbers import invented_tax_number
from cli.cases.shapes import Json, member, read_table, work_plan
from cli.cases.spending import spending
from grants.regimes import load

COORDINATOR: Final = "koordinator-biyomedikal"
PERIODS: Final = 6
REGIME: Final = "urge-2010-8"


def consortium() -> Json:
    """The co-operation body with its twelve firms."""
    facts = _facts()
    province = facts["consortium"]["provinces"][0]
    return {**facts["consortium"], "members": [member(row, province) for row in facts["members"]]}


def plan() -> Json:
    """Three years of training, marketing programmes, buyer missions, individual consultancy and two experts."""
    return work_plan(_facts()["plan"])


def enterprise() -> Json:
    """The co-operation body as party to the contract; its tax number is the one it has as a member."""
    details = dict(_facts()["enterprise"])
    return details | {"tax_number": invented_tax_number(details["name"])}


def realised() -> dict[str, str]:
    """What was spent of each item in the end, in per cent of its cost, where it was not all of it."""
    return dict(_facts()["realised"])


def period(number: int) -> Json:
    """What is reported for one of the six half years; the indicators stand at the number of the period."""
    facts = _facts()
    return {
        "spending": spending(plan(), facts["realised"], number),
        "indicators": {measure.code: number for measure in load(REGIME).measures},
        "technical": facts["technical"][number - 1],
        "administrative": f"{number}. dönem: proje kurulu toplandı, kararlar üyelere bildirildi.",
    }


def case() -> Json:
    """Everything an application of this project needs."""
    facts = _facts()
    return {
        "key": "urge",
        "coordinator": COORDINATOR,
        "title": facts["title"],
        "consortium": consortium(),
        "plan": plan(),
        "form": dict(facts["form"]),
    }


def _facts() -> Json:
    return read_table("urge.yaml")
