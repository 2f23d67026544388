"""The work plan of a grant on its page: what is in force, its milestones with their days, and every request."""

from datetime import date
from typing import Any

from services.monitoring.api.changes import ChangeOut, DifferenceOut, EffectOut, effect_said
from services.monitoring.api.shapes import Answered
from services.monitoring.domain.change_facts import ChangeStatus
from services.monitoring.domain.plans import quarter_end
from services.monitoring.usecases.reading import GrantView


class ChangeLine(ChangeOut):
    """A request with what it changes. can: what this person may do with it now."""

    differences: tuple[DifferenceOut, ...]
    effect: EffectOut
    can: tuple[str, ...]


class MilestoneOut(Answered):
    """ends_on: the first day after its quarter."""

    key: str
    title: str
    package: str
    activity: str | None
    quarter: int
    ends_on: date


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
    plan, starts_on = view.standing.plan if view.standing else None, view.file.grant.starts_on
    return [
        {
            "key": one.key,
            "title": one.title,
            "package": package.key,
            "activity": one.activity,
            "quarter": one.quarter,
            "ends_on": quarter_end(starts_on, one.quarter),
        }
        for package in (plan.packages if plan else ())
        for one in package.milestones
    ]


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
