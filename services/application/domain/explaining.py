"""How the room's automatic decisions come about: who stands in a consortium, and what a plan asks for."""

from decimal import Decimal

from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.workplan import WorkPlan
from services.application.domain.records import ConsortiumRecord


def consortium(about: ConsortiumRecord, rules: RuleSet) -> Explanation:
    """Its composition. Members are called by their place and bodies by a number: nobody is named."""
    bodies: dict[str, int] = {}
    members = [
        {
            "id": str(place),
            "kind": member.kind,
            "body": str(bodies.setdefault(member.tax_number, len(bodies) + 1)),
            "commits": member.commits,
            "in_main_field": member.in_main_field,
        }
        for place, member in enumerate(about.members, start=1)
    ]
    given = {
        "members": members,
        "geography_has_chamber_of_industry": about.geography_has_chamber_of_industry,
    }
    return explain("consortium", given, rules)


def plan(about: WorkPlan, rules: RuleSet, minimum_share: Decimal | None) -> Explanation:
    """A version of the plan. minimum_share: what the call asks for at least, in per cent."""
    return explain("plan", {"plan": about, "minimum_share": minimum_share}, rules)
