"""The work plan of a grant on its page: what is in force, its milestones with their days, and every request."""

from datetime import date
from typing import Any

from grants.calendar import istanbul_day, start_of
from grants.policy import Action
from services.monitoring.api.changes import ChangeOut, DifferenceOut, EffectOut, effect_said
from services.monitoring.api.milestones import MilestoneOut
from services.monitoring.domain import milestones
from services.monitoring.domain.change_facts import ChangeStatus
from services.monitoring.domain.milestone_facts import Milestone, MilestoneStatus
from services.monitoring.domain.plans import quarter_end
from services.monitoring.usecases.reading import GrantView


class ChangeLine(ChangeOut):
    """A request with what it changes. can: what this person may do with it now."""

    differences: tuple[DifferenceOut, ...]
    effect: EffectOut
    can: tuple[str, ...]


class MilestoneLine(MilestoneOut):
    """ends_on: the first day after its quarter; due_on: the same with force majeure taken out, none while it lasts.

    is_late: reached after it, or it is over and nobody says it was reached. can: what this person may do with it now.
    """

    package: str
    activity: str | None
    ends_on: date
    due_on: date | None
    is_late: bool
    can: tuple[str, ...]


def plan_parts(view: GrantView) -> dict[str, Any]:
    """What the page of a grant shows of its plan."""
    standing = view.standing
    if standing is None:
        return {"plan": {}, "members": (), "milestones": (), "changes": ()}
    return {
        "plan": standing.plan.model_dump(mode="json"),
        "members": tuple(member.model_dump(mode="json") for member in standing.members),
        "milestones": tuple(_milestones(view)),
        "changes": tuple(_changes(view)),
    }


def _milestones(view: GrantView) -> list[dict[str, Any]]:
    plan = view.standing.plan if view.standing else None
    lies = (
        {one.key: (package.key, one.activity) for package in plan.packages for one in package.milestones}
        if plan
        else {}
    )
    return [
        {
            **{name: getattr(one, name) for name in MilestoneOut.model_fields},
            **dict(zip(("package", "activity"), lies.get(one.key, ("", None)), strict=True)),
            "ends_on": quarter_end(view.file.grant.starts_on, one.quarter),
            "due_on": None if (end := milestones.due_at(view.file, one)) is None else istanbul_day(end),
            "is_late": milestones.is_late(view.file, one, start_of(view.today)),
            "can": tuple(sorted(_fitting(one) & set(view.can))),
        }
        for one in view.file.milestones
    ]


def _fitting(one: Milestone) -> set[str]:
    """The acts that fit how a milestone stands."""
    if one.status in milestones.OPEN:
        return {Action.MILESTONE_DECLARE.value}
    return {Action.MILESTONE_DECIDE.value} if one.status is MilestoneStatus.DECLARED else set()


def _changes(view: GrantView) -> list[dict[str, Any]]:
    return [
        {
            **{name: getattr(one, name) for name in ChangeOut.model_fields},
            "differences": view.proposals[one.id].differences,
            "effect": effect_said(view.proposals[one.id].effect),
            "can": view.changes_can[one.decider] if one.status is ChangeStatus.ASKED else (),
        }
        for one in view.file.changes
    ]
