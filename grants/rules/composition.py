"""Who must stand in a consortium, and who may.

A chamber of industry of the cluster's economic geography, or where it has none a chamber of commerce and
industry; a university; and twenty firms of the cluster's main field that commit to co-operate.
Source: call 3 announcement of the Cluster Support Programme, "Uygun Başvuru Sahipleri" ([S] 001…).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.words import MemberKind

__all__ = ["MemberFacts", "MemberKind", "breaches"]


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the rule needs to know of one member. `tax_number` has 10 or 11 digits, `nace` may be empty.

    commits: the firm has committed to co-operate. in_main_field: it works in the cluster's main field.
    address: where its seat is, if that is known.
    """

    name: str
    kind: MemberKind
    tax_number: str
    province: str
    nace: str
    commits: bool
    in_main_field: bool
    address: str = ""


def breaches(
    members: Sequence[MemberFacts],
    geography_has_chamber_of_industry: bool,  # noqa: FBT001 - a fact of the cluster, not a switch
    rules: RuleSet,
) -> tuple[Breach, ...]:
    """Everything that is wrong with the membership. A body entered twice counts once."""
    return (
        *_firms(members, rules),
        *_university(members, rules),
        *_chamber(members, geography_has_chamber_of_industry, rules),
        *_kinds(members, rules),
        *_twice(members),
    )


def count_of(members: Sequence[MemberFacts], kind: MemberKind) -> int:
    """How many bodies of a kind are members; one entered twice counts once."""
    return len({member.tax_number for member in members if member.kind == kind})


def count_of_firms(members: Sequence[MemberFacts]) -> int:
    """How many firms count: those of the main field that commit to co-operate."""
    return count_of([member for member in members if member.commits and member.in_main_field], MemberKind.FIRM)


def _firms(members: Sequence[MemberFacts], rules: RuleSet) -> Iterator[Breach]:
    count, minimum = count_of_firms(members), rules.composition.minimum_firms
    if count < minimum.value:
        yield Breach("composition.firms", "members", str(count), str(minimum.value), rules.cite(minimum))


def _university(members: Sequence[MemberFacts], rules: RuleSet) -> Iterator[Breach]:
    count, minimum = count_of(members, MemberKind.UNIVERSITY), rules.composition.minimum_universities
    if count < minimum.value:
        yield Breach("composition.university", "members", str(count), str(minimum.value), rules.cite(minimum))


def needed_chamber(has_first_kind: bool, rules: RuleSet) -> MemberKind | None:  # noqa: FBT001 - see breaches
    """The kind of chamber that must be a member; none where the regime asks for no chamber."""
    kinds = rules.composition.chamber_kinds.value
    if not kinds:
        return None
    return kinds[0] if has_first_kind else kinds[-1]


def _chamber(members: Sequence[MemberFacts], has_first_kind: bool, rules: RuleSet) -> Iterator[Breach]:  # noqa: FBT001 - see breaches
    needed = needed_chamber(has_first_kind, rules)
    if needed is not None and not any(member.kind == needed for member in members):
        first = needed == rules.composition.chamber_kinds.value[0]
        rule = "composition.chamber" if first else "composition.chamber_instead"
        yield Breach(rule, "members", "0", "1", rules.cite(rules.composition.chamber_kinds))


def _kinds(members: Sequence[MemberFacts], rules: RuleSet) -> Iterator[Breach]:
    allowed = rules.composition.allowed_kinds
    for index, member in enumerate(members):
        if member.kind not in allowed.value:
            listed = ", ".join(sorted(allowed.value))
            yield Breach("composition.kind", f"members[{index}].kind", member.kind.value, listed, rules.cite(allowed))


def _twice(members: Sequence[MemberFacts]) -> Iterator[Breach]:
    seen: dict[str, str] = {}
    for index, member in enumerate(members):
        if member.tax_number in seen:
            yield Breach(
                "composition.tax_number_twice",
                f"members[{index}].tax_number",
                f"{member.tax_number} ({member.name})",
                seen[member.tax_number],
                "Destek",
            )
        seen.setdefault(member.tax_number, member.name)
