"""Plans and members to test with, built from the least that matters to a test."""

from decimal import Decimal

from grants.rules.composition import MemberFacts, MemberKind
from grants.workplan import Activity, SupportItem, WorkPackage, WorkPlan

OSTIM_TOTAL = Decimal("24826800.00")
OSTIM_MOST_GRANT = Decimal("12413400.00")


def activity(code: str = "K1.03", **changed: object) -> Activity:
    fields: dict[str, object] = {"code": code, "title": "Koordinasyon", "first_quarter": 1, "last_quarter": 20}
    return Activity.model_validate(fields | changed)


def item(key: str, cost: str, grant: str, **changed: object) -> SupportItem:
    fields: dict[str, object] = {
        "key": key,
        "activity": "K1.03",
        "title": "Kalem",
        "cost_head": "services",
        "cost": cost,
        "grant": grant,
    }
    return SupportItem.model_validate(fields | changed)


def plan(*items: SupportItem, activities: tuple[Activity, ...] | None = None) -> WorkPlan:
    package = WorkPackage(key="P1", title="Paket", activities=activities or (activity(),), items=items)
    return WorkPlan(packages=(package,))


def member(number: int, kind: MemberKind = MemberKind.FIRM, **changed: object) -> MemberFacts:
    fields: dict[str, object] = {
        "name": f"Üye {number}",
        "kind": kind,
        "tax_number": f"{number:010d}",
        "province": "Ankara",
        "nace": "28.99",
        "commits": True,
        "in_main_field": True,
    }
    return MemberFacts(**(fields | changed))  # type: ignore[arg-type]  # the fields of one test
