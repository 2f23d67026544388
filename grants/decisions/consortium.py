"""Who stands in a consortium, held against the regime. Pure. Rules: `grants.rules.composition`."""

from collections.abc import Iterator

from pydantic import Field

from grants.decisions.decision import Check, Checked, Decision, Finding, Id, Inputs, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import MemberKind
from grants.rules import composition
from grants.rules.composition import MemberFacts

MOST_MEMBERS = 2_000


class Member(Inputs):
    """One member. id: what it is called in the steps. body: what tells one body from another, like a tax number.

    commits: a firm that has committed to co-operate. in_main_field: it works in the cluster's main field.
    """

    id: Id
    kind: MemberKind
    body: Id
    commits: bool = True
    in_main_field: bool = True

    @property
    def facts(self) -> MemberFacts:
        return MemberFacts(self.id, self.kind, self.body, "", "", self.commits, self.in_main_field)


class ConsortiumInputs(Inputs):
    """geography_has_chamber_of_industry: whether the cluster's economic geography has one."""

    members: tuple[Member, ...] = Field(max_length=MOST_MEMBERS)
    geography_has_chamber_of_industry: bool


def _find(given: ConsortiumInputs, rules: RuleSet) -> Finding:
    members, has_chamber = [member.facts for member in given.members], given.geography_has_chamber_of_industry
    broken = composition.breaches(members, has_chamber, rules)
    figures = {
        "members": str(len(members)),
        "firms": str(composition.count_of_firms(members)),
        "universities": str(composition.count_of(members, MemberKind.UNIVERSITY)),
    }
    return Finding(steps(broken, _checks(members, has_chamber, rules)), Checked.of(broken), figures)


def _checks(members: list[MemberFacts], has_chamber: bool, rules: RuleSet) -> Iterator[Check]:  # noqa: FBT001 - a fact of the cluster, not a switch
    written = rules.composition
    firms, universities = composition.count_of_firms(members), composition.count_of(members, MemberKind.UNIVERSITY)
    yield Check(
        _line("firms", str(firms), str(written.minimum_firms.value), rules.cite(written.minimum_firms)),
        ("composition.firms",),
    )
    least = written.minimum_universities
    yield Check(
        _line("universities", str(universities), str(least.value), rules.cite(least)), ("composition.university",)
    )
    if needed := composition.needed_chamber(has_chamber, rules):
        count, source = composition.count_of(members, needed), rules.cite(written.chamber_kinds)
        name = "chamber" if needed == written.chamber_kinds.value[0] else "chamber_instead"
        yield Check(_line(name, str(count), "1", source), ("composition.chamber", "composition.chamber_instead"))
    kinds = str(len(written.allowed_kinds.value))
    yield Check(_line("kinds", str(len(members)), kinds, rules.cite(written.allowed_kinds)), ("composition.kind",))
    yield Check(_line("once", str(len(members)), "1", "Destek"), ("composition.tax_number_twice",))


def _line(name: str, asked: str, allowed: str, source: str) -> Line:
    return Line(rule=f"step.consortium.{name}", subject="members", asked=asked, allowed=allowed, source=source)


CONSORTIUM = Decision("consortium", ConsortiumInputs, Checked, _find)
