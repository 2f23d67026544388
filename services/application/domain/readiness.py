"""Whether an application could be submitted as it stands: membership, plan and form, everything at once."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules import caps, composition
from grants.rules.composition import MemberFacts
from grants.workplan import WorkPlan
from services.application.domain import form as forms
from services.application.domain.records import ConsortiumRecord, MemberRecord

NO_PLAN = WorkPlan(packages=())


def facts(member: MemberRecord) -> MemberFacts:
    """A member as the composition rule sees it."""
    return MemberFacts(
        name=member.name,
        kind=member.kind,
        tax_number=member.tax_number,
        province=member.province,
        nace=member.nace,
        commits=member.commits,
        in_main_field=member.in_main_field,
    )


def members(
    written: Sequence[MemberRecord],
    geography_has_chamber_of_industry: bool,  # noqa: FBT001 - a fact of the cluster, not a switch
    rules: RuleSet,
) -> tuple[Breach, ...]:
    """What is wrong with who stands in the consortium."""
    return composition.breaches([facts(member) for member in written], geography_has_chamber_of_industry, rules)


def breaches(
    consortium: ConsortiumRecord,
    plan: WorkPlan | None,
    form: Mapping[str, str],
    rules: RuleSet,
    minimum_share: Decimal | None,
) -> tuple[Breach, ...]:
    """Everything that keeps the application from being submitted."""
    return (
        *members(consortium.members, consortium.geography_has_chamber_of_industry, rules),
        *caps.breaches(plan or NO_PLAN, rules, minimum_share),
        *forms.breaches(form),
    )
