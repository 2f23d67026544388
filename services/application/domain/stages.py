"""The way of an application: which act is allowed in which stage, where it leads, and what a deadline means.

Source: programme-rules "The way of an application"; the days of each stage stand in the regime. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from grants.breach import AlreadyDone, Breach, WrongStage
from grants.calendar import end_of_days_after, end_of_working_days_after, istanbul_day
from grants.contracts.stages import Outcome, Stage
from grants.regimes import Cited, RuleSet
from grants.regimes.sections import Deadlines


class DeadlinePassed(WrongStage):
    """The time this stage gives for the act is over."""

    rule = "deadline_passed"


class CompletionUsed(AlreadyDone):
    """Completion was asked for before; it may be asked for once."""

    rule = "completion_used"


class Act(StrEnum):
    """Everything that can happen to an application: acts of people first, orders of the workflow after them."""

    SUBMIT = "submit"
    ADMIT = "admit"
    REQUEST_COMPLETION = "request_completion"
    COMPLETE = "complete"
    EXCLUDE = "exclude"
    RAISE_POINT = "raise_point"
    ANSWER_POINT = "answer_point"
    REVISE_PLAN = "revise_plan"
    AGREE = "agree"
    DECLINE = "decline"
    APPROVE = "approve"
    REFUSE = "refuse"
    RECORD_ENTERPRISE = "record_enterprise"
    SIGN = "sign"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"
    OPEN_CHECK = "open_check"
    OPEN_PRE_EVALUATION = "open_pre_evaluation"
    SEND_TO_COMMITTEE = "send_to_committee"
    ELIMINATE = "eliminate"
    HOLD_IN_RESERVE = "hold_in_reserve"
    SELECT = "select"
    NOT_SELECT = "not_select"
    OPEN_NEGOTIATION = "open_negotiation"
    TAKE_AS_SUBMITTED = "take_as_submitted"
    OPEN_APPROVAL = "open_approval"
    OPEN_FOUNDING = "open_founding"
    OPEN_SIGNING = "open_signing"


@dataclass(frozen=True, slots=True)
class Step:
    """Where an act leads. outcome: set if and only if the stage is ENDED."""

    stage: Stage
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an application stands. completion_used: its one completion has been asked for."""

    stage: Stage
    due_at: datetime | None = None
    outcome: Outcome | None = None
    completion_used: bool = False


def _ends(outcome: Outcome) -> Step:
    return Step(Stage.ENDED, outcome)


_NEGOTIATING: Final = {Stage.NEGOTIATION: Step(Stage.NEGOTIATION)}

ACTS: Final[Mapping[Act, Mapping[Stage, Step]]] = MappingProxyType(
    {
        Act.SUBMIT: {Stage.DRAFT: Step(Stage.SUBMITTED)},
        Act.OPEN_CHECK: {Stage.SUBMITTED: Step(Stage.ADMINISTRATIVE_CHECK)},
        Act.REQUEST_COMPLETION: {Stage.ADMINISTRATIVE_CHECK: Step(Stage.COMPLETION)},
        Act.COMPLETE: {Stage.COMPLETION: Step(Stage.ADMINISTRATIVE_CHECK)},
        Act.ADMIT: {Stage.ADMINISTRATIVE_CHECK: Step(Stage.ADMITTED)},
        Act.EXCLUDE: {Stage.ADMINISTRATIVE_CHECK: _ends(Outcome.EXCLUDED)},
        Act.OPEN_PRE_EVALUATION: {Stage.ADMITTED: Step(Stage.PRE_EVALUATION)},
        Act.SEND_TO_COMMITTEE: {Stage.PRE_EVALUATION: Step(Stage.COMMITTEE)},
        Act.ELIMINATE: {
            Stage.PRE_EVALUATION: _ends(Outcome.ELIMINATED),
            Stage.COMMITTEE: _ends(Outcome.ELIMINATED),
        },
        Act.HOLD_IN_RESERVE: {Stage.COMMITTEE: Step(Stage.RESERVE)},
        Act.SELECT: {Stage.COMMITTEE: Step(Stage.SELECTED), Stage.RESERVE: Step(Stage.SELECTED)},
        Act.NOT_SELECT: {
            Stage.COMMITTEE: _ends(Outcome.NOT_SELECTED),
            Stage.RESERVE: _ends(Outcome.NOT_SELECTED),
        },
        Act.OPEN_NEGOTIATION: {Stage.SELECTED: Step(Stage.NEGOTIATION)},
        Act.TAKE_AS_SUBMITTED: {Stage.SELECTED: Step(Stage.AGREED)},
        Act.RAISE_POINT: _NEGOTIATING,
        Act.ANSWER_POINT: _NEGOTIATING,
        Act.REVISE_PLAN: _NEGOTIATING,
        Act.AGREE: {Stage.NEGOTIATION: Step(Stage.AGREED)},
        Act.DECLINE: {Stage.NEGOTIATION: _ends(Outcome.DECLINED)},
        Act.OPEN_APPROVAL: {Stage.AGREED: Step(Stage.APPROVAL)},
        Act.APPROVE: {Stage.APPROVAL: Step(Stage.APPROVED)},
        Act.REFUSE: {Stage.APPROVAL: _ends(Outcome.NOT_SELECTED)},
        Act.OPEN_FOUNDING: {Stage.APPROVED: Step(Stage.FOUNDING)},
        Act.RECORD_ENTERPRISE: {Stage.FOUNDING: Step(Stage.FOUNDED)},
        Act.OPEN_SIGNING: {Stage.FOUNDED: Step(Stage.SIGNING)},
        Act.SIGN: {Stage.SIGNING: Step(Stage.SIGNING)},
        Act.CONCLUDE: {Stage.SIGNING: _ends(Outcome.CONTRACTED)},
        Act.WITHDRAW: {stage: _ends(Outcome.WITHDRAWN) for stage in Stage if stage is not Stage.ENDED},
    },
)
"""Act → each stage it is allowed in → where it leads. What is not written here is refused."""

TIMED: Final = frozenset(
    {
        Act.COMPLETE,
        Act.RAISE_POINT,
        Act.ANSWER_POINT,
        Act.REVISE_PLAN,
        Act.AGREE,
        Act.RECORD_ENTERPRISE,
        Act.SIGN,
        Act.CONCLUDE,
    }
)
"""Acts that come too late once the stage's time is over, whether the lapse was drawn already or not."""


def step(standing: Standing, act: Act, now: datetime) -> Step:
    """Where `act` leads from here.

    Raises `WrongStage`, `CompletionUsed`, or `DeadlinePassed` for an act in time-bound stages at or after its end.
    """
    allowed = ACTS[act]
    found = allowed.get(standing.stage)
    if found is None:
        raise wrong_stage(standing, act, ", ".join(stage for stage in Stage if stage in allowed))
    if act is Act.REQUEST_COMPLETION and standing.completion_used:
        raise CompletionUsed(Breach("stage.completion_once", "items", asked="2", allowed="1", source="default"))
    if act in TIMED and standing.due_at is not None and now >= standing.due_at:
        asked = now.isoformat(timespec="seconds")
        last_day = istanbul_day(standing.due_at - timedelta(microseconds=1)).isoformat()
        raise DeadlinePassed(Breach("stage.deadline", "stage", asked=asked, allowed=last_day))
    return found


def wrong_stage(standing: Standing, asked: str, allowed: str) -> WrongStage:
    """Why an act is not possible where the application stands; a draft that lapsed says so."""
    lapsed = standing.outcome is Outcome.LAPSED
    where = Outcome.LAPSED if lapsed else standing.stage
    return WrongStage(Breach(f"wrong_stage.{where}", "stage", asked=asked, allowed=allowed))


def after(standing: Standing, act: Act, now: datetime, rules: RuleSet) -> Standing:
    """How the application stands after `act`. A stage that is entered gets its own deadline; one stayed in keeps it."""
    taken = step(standing, act, now)
    due = standing.due_at if taken.stage is standing.stage else due_of(taken.stage, now, rules)
    used = standing.completion_used or act is Act.REQUEST_COMPLETION
    return replace(standing, stage=taken.stage, due_at=due, outcome=taken.outcome, completion_used=used)


def due_of(stage: Stage, entered_at: datetime, rules: RuleSet) -> datetime | None:
    """The exclusive end, in UTC, of what a stage entered at `entered_at` allows; None where it waits without end."""
    if stage is Stage.COMPLETION:
        return end_of_working_days_after(entered_at, rules.deadlines.completion_working_days.value)
    days = _calendar_days(stage, rules.deadlines)
    return None if days is None else end_of_days_after(entered_at, days.value)


def _calendar_days(stage: Stage, deadlines: Deadlines) -> Cited[int] | None:
    days: Cited[int] | None = None
    match stage:
        case Stage.ADMINISTRATIVE_CHECK:
            days = deadlines.administrative_check_reminder
        case Stage.NEGOTIATION:
            days = deadlines.negotiation_days
        case Stage.APPROVAL:
            days = deadlines.approval_reminder_days
        case Stage.FOUNDING:
            days = deadlines.founding_days
        case Stage.SIGNING:
            days = deadlines.signing_days
        case (
            Stage.DRAFT
            | Stage.SUBMITTED
            | Stage.COMPLETION
            | Stage.ADMITTED
            | Stage.PRE_EVALUATION
            | Stage.COMMITTEE
            | Stage.RESERVE
            | Stage.SELECTED
            | Stage.AGREED
            | Stage.APPROVED
            | Stage.FOUNDED
            | Stage.ENDED
        ):
            pass
        case _:
            assert_never(stage)
    return days


@dataclass(frozen=True, slots=True)
class InTime:
    """Nothing follows: there is no deadline, it has not come, or the application has moved on."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """The Ministry is late: a reminder, and a new date."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The applicant's time is over: the application ends."""

    outcome: Outcome


Consequence = InTime | Overdue | Lapsed


def lapse(standing: Standing, now: datetime, rules: RuleSet) -> Consequence:
    """What follows from the deadline of the stage the application is in."""
    if standing.due_at is None or now < standing.due_at:
        return InTime()
    match standing.stage:
        case Stage.COMPLETION:
            return Lapsed(Outcome.EXCLUDED)
        case Stage.NEGOTIATION | Stage.FOUNDING | Stage.SIGNING:
            return Lapsed(Outcome.DECLINED)
        case Stage.ADMINISTRATIVE_CHECK | Stage.APPROVAL:
            due = due_of(standing.stage, now, rules)
            return Overdue(due) if due is not None else InTime()
        case (
            Stage.DRAFT
            | Stage.SUBMITTED
            | Stage.ADMITTED
            | Stage.PRE_EVALUATION
            | Stage.COMMITTEE
            | Stage.RESERVE
            | Stage.SELECTED
            | Stage.AGREED
            | Stage.APPROVED
            | Stage.FOUNDED
            | Stage.ENDED
        ):
            return InTime()
        case _:
            assert_never(standing.stage)


OPENINGS: Final[Mapping[Stage, Act]] = MappingProxyType(
    {
        Stage.ADMINISTRATIVE_CHECK: Act.OPEN_CHECK,
        Stage.PRE_EVALUATION: Act.OPEN_PRE_EVALUATION,
        Stage.NEGOTIATION: Act.OPEN_NEGOTIATION,
        Stage.APPROVAL: Act.OPEN_APPROVAL,
        Stage.FOUNDING: Act.OPEN_FOUNDING,
        Stage.SIGNING: Act.OPEN_SIGNING,
    }
)
"""The stages a workflow opens, and the act that does it."""

_WAY: Final = tuple(Stage)


def was_entered(stage: Stage, current: Stage) -> bool:
    """Whether an application now at `current` has come to `stage` or past it."""
    return _WAY.index(current) >= _WAY.index(stage)


def opening(stage: Stage, rules: RuleSet) -> Act:
    """The act that opens `stage`; a regime without negotiation takes the plan as submitted.

    Raises `WrongStage` for a stage that only people's acts lead to.
    """
    act = OPENINGS.get(stage)
    if act is None:
        listed = ", ".join(OPENINGS)
        raise WrongStage(Breach("stage.not_opened", "stage", asked=stage, allowed=listed))
    if act is Act.OPEN_NEGOTIATION and not rules.negotiation.enabled.value:
        return Act.TAKE_AS_SUBMITTED
    return act
