"""The states of an assignment and of a pre-evaluation: who is late, what is still wanted, when it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import assert_never

from grants.breach import AlreadyDone, Breach, RulesBroken, WrongStage
from grants.decisions.pre_evaluation import PRE_EVALUATION, Answer, PreEvaluationInputs
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules import evaluation as rule
from grants.rules.deadlines import Due, end
from services.evaluation.domain.numbers import points
from services.evaluation.domain.records import OPEN, Assignment, AssignmentStatus, Sheet

Status = AssignmentStatus


class DeadlinePassed(WrongStage):
    """What was asked for has fallen due."""

    rule = "deadline_passed"


@dataclass(frozen=True, slots=True)
class Reply:
    """An evaluator's answer to the invitation; a hard tie is declared by declining, `no_tie` by accepting."""

    accept: bool
    conflict: bool
    reason: str
    no_tie: bool = False

    @property
    def status(self) -> AssignmentStatus:
        return Status.ACCEPTED if self.accept else Status.DECLINED


@dataclass(frozen=True, slots=True)
class Wanted:
    """assessments: how many this round needs; missing: for how many nobody is at work.

    third: why one more than the regime asks at first, where that is so.
    """

    assessments: int
    missing: int
    third: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The application goes on or is eliminated. mean: exact text, "75.5" or "226/3"."""

    passed: bool
    mean: str
    explanation: Explanation


def answer_by(invited_at: datetime, rules: RuleSet) -> datetime:
    """The first instant at which an invitation that was not answered has lapsed; never after the scores are due."""
    return end(Due.INVITATION, invited_at, rules)


def evaluate_by(invited_at: datetime, rules: RuleSet) -> datetime:
    """The first instant at which scores are too late. It counts from the invitation, so answering late wins no time."""
    return end(Due.EVALUATION, invited_at, rules)


def remind_at(assignment: Assignment, rules: RuleSet) -> datetime:
    """When an evaluator who accepted is reminded that the scores are due."""
    return end(Due.EVALUATION_REMINDER, assignment.asked_at, rules)


def is_to_be_reminded(assignment: Assignment, rules: RuleSet, now: datetime) -> bool:
    """Whether the time for a reminder has come. Who accepted after it needs none, and nobody needs two."""
    if assignment.status is not Status.ACCEPTED or assignment.reminded_at is not None or assignment.answered_at is None:
        return False
    return assignment.answered_at < remind_at(assignment, rules) <= now


def next_date(assignments: Sequence[Assignment], rules: RuleSet, now: datetime) -> datetime | None:
    """When to look again at those under way: something falls due, or somebody may have to be reminded."""
    dates = [one.due_at for one in under_way(assignments)]
    reminders = [remind_at(one, rules) for one in under_way(assignments)]
    return min((*dates, *(at for at in reminders if now < at)), default=None)


def answered(assignment: Assignment, reply: Reply, rules: RuleSet, now: datetime) -> Assignment:
    """The assignment after the answer; an acceptance may be taken back until the scores are final.

    Accepted, it is due when the scores are. Raises AlreadyDone, WrongStage, DeadlinePassed, RulesBroken.
    """
    if reply.accept and reply.conflict:
        raise RulesBroken(Breach("assignment.accept_with_conflict", "conflict", "true", "false", "Destek"))
    match assignment.status:
        case Status.INVITED | Status.ACCEPTED:
            _refuse_late(assignment, now)
        case Status.DECLINED | Status.SUBMITTED:
            raise AlreadyDone(Breach("assignment.answered", "accept", assignment.status))
        case Status.LAPSED | Status.CLOSED:
            raise WrongStage(Breach("assignment.over", "accept", assignment.status))
        case never:
            assert_never(never)
    return assignment.model_copy(
        update={
            "status": reply.status,
            "due_at": evaluate_by(assignment.asked_at, rules) if reply.accept else assignment.due_at,
            "answered_at": now,
            "conflict": reply.conflict,
            "reason": reply.reason,
        }
    )


def refuse_unscorable(assignment: Assignment, now: datetime) -> None:
    """Raises AlreadyDone, WrongStage, DeadlinePassed where no scores can be given or drafted."""
    match assignment.status:
        case Status.ACCEPTED:
            _refuse_late(assignment, now)
        case Status.SUBMITTED:
            raise AlreadyDone(Breach("assessment.final", "scores"))
        case Status.INVITED | Status.DECLINED | Status.LAPSED | Status.CLOSED:
            raise WrongStage(Breach("assessment.not_accepted", "scores", assignment.status))
        case never:
            assert_never(never)


def assessed(assignment: Assignment, sheet: Sheet, rules: RuleSet, now: datetime) -> Assignment:
    """The assignment with its final sheet. Raises AlreadyDone, WrongStage, DeadlinePassed, RulesBroken."""
    refuse_unscorable(assignment, now)
    given, strange = points(sheet.scores)
    unread = {breach.subject for breach in strange}
    broken = rule.sheet_breaches(rule.sheet(given, sheet.justifications, sheet.not_applicable), rules)
    wrong = (*strange, *(breach for breach in broken if breach.subject not in unread))
    if wrong:
        raise RulesBroken(*wrong)
    final = {
        "status": Status.SUBMITTED,
        "total": rule.total(given, rules, sheet.not_applicable),
        "submitted_at": now,
    }
    return assignment.model_copy(update=sheet.model_dump() | final)


def total_so_far(sheet: Sheet, rules: RuleSet) -> Fraction | None:
    """What a sheet comes to as far as it is written: parts without points count nothing yet.

    None where it comes to nothing that could stand: points that cannot be read, are out of range or of no part, or
    are given to a block that was left out; or every block left out.
    """
    given, strange = points(sheet.scores)
    broken = rule.sheet_breaches(rule.sheet(given, sheet.justifications, sheet.not_applicable), rules)
    if strange or any(breach.rule not in _UNFINISHED for breach in broken):
        return None
    return rule.total(given, rules, sheet.not_applicable)


_UNFINISHED = frozenset({"evaluation.block_missing", "evaluation.justification_short"})
"""What may still be wrong with a sheet that is being written."""


def _refuse_late(assignment: Assignment, now: datetime) -> None:
    if is_late(assignment, now):
        raise DeadlinePassed(Breach("assignment.deadline", "due_at", now.isoformat(), assignment.due_at.isoformat()))


def is_late(assignment: Assignment, now: datetime) -> bool:
    return assignment.status in OPEN and now >= assignment.due_at


def submitted(assignments: Sequence[Assignment]) -> tuple[Assignment, ...]:
    return tuple(one for one in assignments if one.status is Status.SUBMITTED)


def under_way(assignments: Sequence[Assignment]) -> tuple[Assignment, ...]:
    return tuple(one for one in assignments if one.status in OPEN)


def weighed(assignments: Sequence[Assignment], rules: RuleSet) -> Explanation:
    """What follows from the totals that are in."""
    totals = tuple(one.total for one in assignments if one.total is not None)
    return PRE_EVALUATION.decide(PreEvaluationInputs(totals=totals), rules)


def next_step(assignments: Sequence[Assignment], rules: RuleSet) -> Decided | Wanted:
    """Decided by the totals that are in, or what is still wanted. None of the assignments may be late.

    Whoever is at work is waited for: a third evaluator too, who was asked before an assessment was re-opened.
    """
    made = weighed(assignments, rules)
    match Answer(made.outcome):
        case Answer.PASSED | Answer.ELIMINATED if under_way(assignments):
            return _wanted(len(submitted(assignments)) + 1, assignments)
        case Answer.PASSED | Answer.ELIMINATED as answer:
            return Decided(answer is Answer.PASSED, made.figures["mean"], made)
        case Answer.THIRD_NEEDED:
            return _wanted(len(submitted(assignments)) + 1, assignments, made)
        case Answer.WAITING:
            return _wanted(rules.evaluation.evaluators.value, assignments)
        case never:
            assert_never(never)


def _wanted(count: int, assignments: Sequence[Assignment], third: Explanation | None = None) -> Wanted:
    at_hand = len(submitted(assignments)) + len(under_way(assignments))
    return Wanted(count, max(count - at_hand, 0), third)
