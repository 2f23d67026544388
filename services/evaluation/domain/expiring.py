"""Why a time of the evaluation runs out, from the recorded facts: what an event of it is explained by."""

from datetime import datetime, timedelta

from grants.calendar import istanbul_day
from grants.decisions import explain
from grants.decisions.deadline import DeadlineInputs, as_recorded
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.deadlines import Due
from services.evaluation.domain.assessing import remind_at
from services.evaluation.domain.records import Assignment, AssignmentStatus


def lapsed(assignment: Assignment, now: datetime, rules: RuleSet) -> Explanation:
    """The time to answer an invitation, or of who accepted it the time to give scores."""
    invited = assignment.status is AssignmentStatus.INVITED
    given = DeadlineInputs(what=Due.INVITATION if invited else Due.EVALUATION, now=now, began_at=assignment.asked_at)
    return explain("deadline", as_recorded(given, assignment.due_at, rules), rules)


def reminded(assignment: Assignment, now: datetime, rules: RuleSet) -> Explanation:
    """The time to remind who accepted, ahead of the day the scores are due."""
    given = DeadlineInputs(what=Due.EVALUATION_REMINDER, now=now, began_at=assignment.asked_at)
    return explain("deadline", as_recorded(given, remind_at(assignment, rules), rules), rules)


def board_overdue(due_at: datetime, now: datetime, rules: RuleSet) -> Explanation:
    """The time of the board, which only this room gives: the first day of it is counted back from its end."""
    first = istanbul_day(due_at) - timedelta(days=rules.deadlines.committee_days.value)
    given = DeadlineInputs(what=Due.COMMITTEE, now=now, first_day=first)
    return explain("deadline", as_recorded(given, due_at, rules), rules)


def reserve_over(concluded_at: datetime | None, until: datetime, now: datetime, rules: RuleSet) -> Explanation:
    """The days for which the reserve of a call holds, from the conclusion of its board."""
    given = DeadlineInputs(what=Due.RESERVE, now=now, began_at=concluded_at)
    return explain("deadline", as_recorded(given, until, rules), rules)


def objection_over(issued_at: datetime | None, until: datetime, now: datetime, rules: RuleSet) -> Explanation:
    """The days to object, from the day the feedback was sent."""
    given = DeadlineInputs(what=Due.OBJECTION, now=now, began_at=issued_at)
    return explain("deadline", as_recorded(given, until, rules), rules)
