"""Changes of a running grant: what a request makes of it, its class and effect, and who decides.

Nothing of the plan, its members or its coordinator changes but by a request: notified, or decided as the regime's
class says. A request is weighed when it is asked and again when it is decided, on the facts of that day.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from grants.breach import Breach, RulesBroken
from grants.contracts.application_events import MemberData
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.words import Decider
from grants.rules import changes as rule
from grants.rules.changes import OF_THE_PLAN, ChangeKind, Difference
from grants.rules.planned import shape_breaches
from grants.rules.settlement import interim
from grants.values import ZERO
from grants.workplan import WorkPlan
from services.monitoring.domain import milestones, money
from services.monitoring.domain.change_effect import effect
from services.monitoring.domain.change_facts import ChangeRequest, ChangeStatus, PlanVersion, Wish
from services.monitoring.domain.errors import (
    ChangeOvertaken,
    ChangePending,
    ChangeStageWrong,
    FourEyes,
    GrantStageWrong,
)
from services.monitoring.domain.facts import Grant, GrantFile
from services.monitoring.domain.plans import items_of, quarters_of, transferred
from services.monitoring.domain.states import UNDER_WAY, ReportStatus

_REPORTED = tuple(status for status in ReportStatus if status is not ReportStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a request would make of the grant on the facts of a day. breaches: everything that forbids it."""

    file: GrantFile
    after: PlanVersion
    differences: tuple[Difference, ...]
    effect: dict[str, Any]
    explanations: tuple[Explanation, ...]
    breaches: tuple[Breach, ...]


def decider_of(kind: ChangeKind, rules: RuleSet) -> Decider:
    """Who decides about a class. Raises `RulesBroken` where the regime knows no such class."""
    found = rule.class_of(kind, rules)
    if found is None:
        listed = ", ".join(one.code for one in rules.changes.classes.value)
        source = rules.cite(rules.changes.classes)
        raise RulesBroken(Breach("change.class_unknown", "kind", kind.value, listed, source))
    return found.decided_by


def weigh(file: GrantFile, now_in_force: PlanVersion, wish: Wish, rules: RuleSet) -> Weighed:
    """Everything a request changes and everything that forbids it. Raises `RulesBroken` on what cannot be one."""
    if wrong := tuple(_shape(wish)):
        raise RulesBroken(*wrong)
    after = _after(file, now_in_force, wish, rules)
    differences = _differences(now_in_force, after, wish)
    if wish.kind not in OF_THE_PLAN:
        return _of_people(file, now_in_force, after, differences, wish, rules)
    return _of_plan(file, now_in_force, after, differences, wish, rules)


def open_for_changes(grant: Grant) -> None:
    """A grant changes only while it runs."""
    if grant.status not in UNDER_WAY:
        raise GrantStageWrong.at(grant.status)


def may_ask(file: GrantFile, kind: ChangeKind) -> None:
    """One request of a class at a time. Raises `ChangePending`."""
    open_for_changes(file.grant)
    if any(one.kind is kind and one.status is ChangeStatus.ASKED for one in file.changes):
        raise ChangePending(Breach("change.pending", "kind", kind.value, "", "Destek"))


def still_asked(request: ChangeRequest) -> None:
    """Raises `ChangeStageWrong` where it was decided or withdrawn."""
    if request.status is not ChangeStatus.ASKED:
        raise ChangeStageWrong(Breach(f"change_stage.{request.status}", "change", request.status))


def not_for_oneself(wish: Wish, by: str) -> None:
    """Whoever is to lead the grant does not decide about it. Raises `FourEyes`."""
    if by in {wish.coordinator_id, wish.representative_id}:
        raise FourEyes(Breach("change.for_oneself", "change", by, "", "Destek"))


def not_overtaken(request: ChangeRequest, wish: Wish, made_on: PlanVersion, now_in_force: PlanVersion) -> None:
    """A whole plan was written on a version; where another plan is in force by now, it would undo what came between."""
    if wish.plan is not None and made_on.plan != now_in_force.plan:
        version = str(now_in_force.version)
        raise ChangeOvertaken(Breach("change.overtaken", "plan", str(request.base_version), version, "Destek"))


def with_change(file: GrantFile, request: ChangeRequest) -> GrantFile:
    others = tuple(one for one in file.changes if one.id != request.id)
    return replace(file, changes=tuple(sorted((*others, request), key=lambda one: one.number)))


def take_effect(
    file: GrantFile, weighed: Weighed, request: ChangeRequest, now: datetime
) -> tuple[GrantFile, PlanVersion]:
    """The grant and the plan in force from now on."""
    version = replace(weighed.after, since=now, change_id=request.id)
    made = weighed.file.with_grant(turn=file.grant.turn)
    return with_change(made, replace(request, version=version.version)), version


def decided(
    request: ChangeRequest, status: ChangeStatus, by: str, now: datetime, reason: str, paper: str
) -> ChangeRequest:
    return replace(request, status=status, decided_by=by, decided_at=now, decision_reason=reason, paper=paper)


def _shape(wish: Wish) -> Iterator[Breach]:
    """Whether the request says what its class needs, and nothing else."""
    of_plan = wish.kind in OF_THE_PLAN
    said = {
        "plan": wish.plan is not None,
        "transfers": bool(wish.transfers),
        "joins": bool(wish.joins),
        "leaves": bool(wish.leaves),
        "coordinator_id": wish.coordinator_id is not None,
        "representative_id": wish.representative_id is not None,
    }
    fitting = {
        ChangeKind.MINOR: ("plan",),
        ChangeKind.BUDGET_TRANSFER: ("plan", "transfers"),
        ChangeKind.MAJOR: ("plan",),
        ChangeKind.MEMBER: ("joins", "leaves"),
        ChangeKind.COORDINATOR: ("coordinator_id", "representative_id"),
    }[wish.kind]
    for name, is_said in said.items():
        if is_said and name not in fitting:
            yield Breach("change.part_strange", name, wish.kind.value, ", ".join(fitting), "Destek")
    if not any(said[name] for name in fitting):
        yield Breach("change.part_missing", fitting[0], wish.kind.value, ", ".join(fitting), "Destek")
    if of_plan and said["plan"] and said["transfers"]:
        yield Breach("change.part_strange", "transfers", wish.kind.value, "plan", "Destek")


def _after(file: GrantFile, before: PlanVersion, wish: Wish, rules: RuleSet) -> PlanVersion:
    plan = wish.plan or before.plan
    if wish.transfers:
        plan = transferred(before.plan, wish.transfers, rules.money.currency.value)
    return replace(
        before,
        version=file.grant.plan_version + 1,
        plan=plan,
        members=_members(before.members, wish),
        coordinator_id=before.coordinator_id if wish.coordinator_id is None else wish.coordinator_id,
        representative_id=before.representative_id if wish.representative_id is None else wish.representative_id,
    )


def _members(before: tuple[MemberData, ...], wish: Wish) -> tuple[MemberData, ...]:
    known = {member.tax_number for member in before}
    staying = tuple(member for member in before if member.tax_number not in wish.leaves)
    left = {member.tax_number for member in staying}
    wrong = (
        *(
            Breach("change.member_unknown", f"leaves[{index}]", number, "", "Destek")
            for index, number in enumerate(wish.leaves)
            if number not in known
        ),
        *(
            Breach("change.member_known", f"joins[{index}].tax_number", member.tax_number, "", "Destek")
            for index, member in enumerate(wish.joins)
            if member.tax_number in left
        ),
    )
    if wrong:
        raise RulesBroken(*wrong)
    return (*staying, *wish.joins)


def _differences(before: PlanVersion, after: PlanVersion, wish: Wish) -> tuple[Difference, ...]:
    if wish.kind in OF_THE_PLAN:
        return rule.plan_differences(before.plan, after.plan)
    if wish.kind is ChangeKind.MEMBER:
        was, becomes = ({one.tax_number: one for one in side.members} for side in (before, after))
        gone = (one for number, one in was.items() if becomes.get(number) != one)
        new = (one for number, one in becomes.items() if was.get(number) != one)
        return (
            *(Difference("member.left", one.tax_number, one.name, "", wish.kind) for one in gone),
            *(Difference("member.joined", one.tax_number, "", one.name, wish.kind) for one in new),
        )
    return tuple(
        Difference(f"person.{name}", "", was, becomes, wish.kind)
        for name in ("coordinator_id", "representative_id")
        if (was := getattr(before, name)) != (becomes := getattr(after, name))
    )


def _of_people(
    file: GrantFile,
    before: PlanVersion,
    after: PlanVersion,
    differences: tuple[Difference, ...],
    wish: Wish,
    rules: RuleSet,
) -> Weighed:
    given: dict[str, Any] = {"kind": wish.kind, "needed": ChangeKind.MINOR, "differences": len(differences)}
    if wish.kind is ChangeKind.MEMBER:
        chamber = _has_chamber(before, rules)
        sides = {"before": _bare(before.members), "after": _bare(after.members)}
        given["members"] = {**sides, "geography_has_chamber_of_industry": chamber}
    explained = explain("change", given, rules)
    made = file.with_grant(
        plan_version=after.version,
        coordinator_id=after.coordinator_id,
        representative_id=after.representative_id,
        parties=parties_of(file.grant.enterprise_tax_number, file.grant.enterprise_name, after.members),
    )
    return Weighed(made, after, differences, {"amounts": [], "dates": []}, (explained,), explained.breaches)


def parties_of(tax_number: str, name: str, members: tuple[MemberData, ...]) -> tuple[str, ...]:
    """Tax numbers and names by which a person's organisation is known to belong to the grant."""
    known = {tax_number, name}
    for member in members:
        known |= {member.tax_number, member.name}
    return tuple(sorted(known - {""}))


def _bare(members: tuple[MemberData, ...]) -> list[dict[str, Any]]:
    return [
        {
            "id": member.tax_number or member.name,
            "kind": member.kind,
            "body": member.tax_number or member.name,
            "commits": member.commits,
            "in_main_field": member.in_main_field,
        }
        for member in members
    ]


def _has_chamber(version: PlanVersion, rules: RuleSet) -> bool:
    """As the contract said; where it said nothing, as the members tell: who has one of the first kind, has it."""
    if version.has_chamber is not None:
        return version.has_chamber
    kinds = rules.composition.chamber_kinds.value
    return bool(kinds) and any(member.kind == kinds[0] for member in version.members)


def _of_plan(
    file: GrantFile,
    before: PlanVersion,
    after: PlanVersion,
    differences: tuple[Difference, ...],
    wish: Wish,
    rules: RuleSet,
) -> Weighed:
    reported = (*_still_reported(file, after.plan), *milestones.kept(file, after.plan))
    quarters = quarters_of(file.grant)
    shape = shape_breaches(after.plan, rules, quarters)
    items = file.items if reported or shape else items_of(file.grant.id, after.plan)
    named = milestones.planned(file.grant.id, after.plan, file.milestones)
    made = replace(file, items=items, milestones=named).with_grant(plan_version=after.version, total=after.plan.total)
    made = made.with_grant(earned=money.earned(made, rules))
    told = effect(file, made, before.plan, after.plan, rules)
    given: dict[str, Any] = {"kind": wish.kind, "needed": rule.least(differences), "differences": len(differences)}
    if wish.kind is ChangeKind.MINOR:
        change = explain("change", given, rules)
        return Weighed(made, after, differences, told, (change,), (*change.breaches, *shape, *reported))
    given["money"] = _money(file, made, before.plan, after.plan, rules)
    change, plan = explain("change", given, rules), explain("plan", {"plan": after.plan, "quarters": quarters}, rules)
    return Weighed(made, after, differences, told, (change, plan), (*change.breaches, *plan.breaches, *reported))


def _still_reported(file: GrantFile, plan: WorkPlan) -> Iterator[Breach]:
    """An item that a report names stays, so that the report keeps its meaning."""
    staying = {item.key for item in plan.items}
    for key in sorted({line.item for line in file.spending} - staying):
        yield Breach("change.item_reported", f"plan.items[{key}]", key, "", "Destek")


def _money(file: GrantFile, made: GrantFile, old: WorkPlan, new: WorkPlan, rules: RuleSet) -> dict[str, Any]:
    realised = money.realised_by_item(file, *_REPORTED)
    found = interim(money.items_of(file), money.realised_by_item(file), ZERO, rules, file.grant.approved)
    earned = {one.key: one.amount for one in found.earned_by_item}
    return {
        "approved": file.grant.approved,
        "grant_before": old.grant,
        "grant_after": new.grant,
        "earned_before": file.grant.earned,
        "earned_after": made.grant.earned,
        "items": [
            {name: value for name, value in asdict(move).items() if value is not None}
            for move in rule.item_moves(old, new, realised, earned)
        ],
    }
