"""How the room's automatic decisions come about: who stands in a consortium, and what a plan asks for."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from grants.decisions import explain
from grants.decisions.deadline import DeadlineInputs, as_recorded
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.deadlines import Due
from grants.workplan import WorkPlan
from services.application.domain.records import ApplicationRecord, CallRecord, ConsortiumRecord, DeadlineMove


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


def stage_end(application: ApplicationRecord, now: datetime, rules: RuleSet) -> Explanation:
    """The time of the stage an application is in; only for a stage that has one."""
    ends = application.stage_due_at
    if ends is None:
        raise AssertionError("a stage that lapses has an end")
    given = DeadlineInputs(what=Due(application.stage.value), now=now, began_at=application.stage_due_since)
    return explain("deadline", as_recorded(given, ends, rules), rules)


def call_opening(call: CallRecord, now: datetime, rules: RuleSet) -> Explanation:
    """Whether the time to open has come; an officer set it."""
    return explain("deadline", DeadlineInputs(what=Due.CALL_OPENING, now=now, set_at=call.opens_at), rules)


def call_end(what: Due, call: CallRecord, moves: Sequence[DeadlineMove], now: datetime, rules: RuleSet) -> Explanation:
    """The deadline of a call, for the call itself or for a draft of it, with every deadline it had before."""
    given = DeadlineInputs(what=what, now=now, began_at=call.opens_at, moved_from=tuple(one.was for one in moves))
    return explain("deadline", as_recorded(given, call.closes_at, rules), rules)
