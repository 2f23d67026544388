"""What events of the evaluation say beside their decisions."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from grants.contracts.committee_events import CommitteeItemOpened, CommitteeMotionDecided
from grants.contracts.evaluation_events import (
    ApplicationPlaced,
    AssignmentLapsed,
    AssignmentReminded,
    CommitteeAppointed,
    CommitteeConcluded,
    CommitteeOverdue,
    ConflictFound,
    EvaluatorAssigned,
    EvaluatorsMissing,
    PreEvaluationDecided,
    ThirdEvaluatorNeeded,
)
from grants.contracts.event import DecidedData
from grants.contracts.reserve_events import ReserveConsidered, ReserveReleased
from grants.contracts.selection_events import FundingCombinationComputed, ObjectionWindowClosed
from grants.decisions.choice import chosen
from grants.proof.bound.deadlines import fell
from grants.proof.bound.tie import Seen, Source, Tie, Tied, always, figure, given, is_outcome, outcome, part, text, tie
from grants.regimes.words import ConflictKind
from grants.rules.conflicts import is_hard
from grants.rules.deadlines import Due, end
from grants.rules.ranking import rank

_SAID = "said"
"""A tie that somebody told of; it is in no decision."""
_COUNTED = "a number counted up; held against the tables"
_NAMED = "names what the event is about"
_WHO = "names who was asked; the decision is about the time"


def _counted_from_now(due: Due) -> Source:
    """The regime's days from when it was told."""
    return lambda seen: seen.rules and end(due, datetime.fromisoformat(seen.time), seen.rules)


def _scores_due(seen: Seen) -> object:
    """The end that somebody is reminded of, from when the evaluator was asked."""
    if seen.rules is None or not seen.is_open or seen.given.began_at is None:
        return None
    return end(Due.EVALUATION, seen.given.began_at, seen.rules)


def _regular_tie(seen: Seen) -> str | None:
    """The kind of tie that was found; none for one that somebody told of."""
    kind = seen.data.get("kind")
    return kind if isinstance(kind, str) and kind in set(ConflictKind) else None


def _found(seen: Seen) -> object:
    """The kind of tie, where it stands among those that were found."""
    kind, steps = seen.data.get("kind"), seen.explanation.steps
    if kind == _SAID or not steps:
        return None
    kinds = sorted({one.rule.removeprefix("conflict.") for one in steps if one.rule.startswith("conflict.")})
    kinds += sorted({one.rule.removeprefix("step.conflict.") for one in steps if one.rule.startswith("step.conflict.")})
    return kind if kind in kinds else ", ".join(kinds)


def _hard(seen: Seen) -> object:
    kind = _regular_tie(seen)
    return None if kind is None or seen.rules is None else is_hard(ConflictKind(kind), seen.rules)


def _apart(seen: Seen) -> object:
    """A tie that was found keeps apart; where none was, something that was told may."""
    return seen.explanation.outcome == "conflicted" or None


def _asked(seen: Seen) -> object:
    """Whoever is asked is among those that were chosen."""
    person = seen.data.get("evaluator_id")
    if not seen.is_open:
        return None
    people = chosen(seen.given)
    return person if person in people else ", ".join(people)


def _present(seen: Seen) -> object:
    """How many were there: in the decision they are called by their seats."""
    return len(seen.given.present) if seen.is_open else None


def _nth(value: Any, nth: int) -> Any:
    return value[nth] if isinstance(value, list) and nth < len(value) else None


def _length(value: Any, _nth: int) -> Any:
    return len(value) if isinstance(value, list) else None


def _rank(seen: Seen) -> object:
    return Fraction(seen.explanation.figures.get("place", "0"))


def _ranks(value: Any, _: int) -> Any:
    """A ranking as the figures of its decision have it."""
    if not isinstance(value, list):
        return None
    lines = [f"{one['application_id']} {one['rank']} {one['total']} {one['decision']}" for one in value]
    money = [f"{one['application_id']} {one['requested']} {one['within_envelope']}" for one in value]
    return sorted((*lines, *money))


def _ranked(seen: Seen) -> object:
    if not seen.is_open or seen.rules is None:
        return None
    lines = [f"{one} {told}" for one, told in seen.explanation.figures.items() if one != "applications"]
    placed = rank((one.candidate for one in seen.given.candidates), seen.rules, seen.given.envelope)
    money = [f"{one.application_id} {one.requested:.2f} {one.within_envelope}" for one in placed]
    return sorted((*lines, *money))


def _moved(seen: Seen) -> object:
    """Those for whom the decision says so, in their order."""
    if not seen.is_open:
        return None
    return [one.subject for one in seen.explanation.steps if one.rule == "step.reserve.moves_up"]


TIES: Mapping[type[DecidedData], Tie] = MappingProxyType(
    {
        ConflictFound: tie(
            part("conflict", person_id=text("evaluator.id"), kind=_found, hard=_hard, barred=_apart),
            finding_id=_NAMED,
            certain="which of the ties of its kind it is; all stand in the decision",
        ),
        EvaluatorAssigned: tie(
            part(
                "conflict",
                "clear",
                evaluator_id=text("evaluator.id"),
                due_at=_counted_from_now(Due.INVITATION),
                evaluate_by=_counted_from_now(Due.EVALUATION),
            ),
            part("choice", optional=True, evaluator_id=_asked),
            assignment_id=_NAMED,
            ordinal=_COUNTED,
        ),
        EvaluatorsMissing: tie(part("choice", "missing", optional=True, wanted=figure("missing"))),
        AssignmentReminded: tie(
            fell(Due.EVALUATION_REMINDER, due_at=_scores_due), assignment_id=_NAMED, evaluator_id=_WHO
        ),
        AssignmentLapsed: tie(
            fell(Due.INVITATION, Due.EVALUATION),
            assignment_id=_NAMED,
            evaluator_id=_WHO,
        ),
        ThirdEvaluatorNeeded: tie(part("pre_evaluation", "third_needed")),
        PreEvaluationDecided: tie(
            part("pre_evaluation", "passed", "eliminated", passed=is_outcome("passed"), mean=figure("mean")),
            wanted="how many assessments it came to; each has records of its own",
            opened_at="when the room began; decided by the application's stage",
        ),
        CommitteeAppointed: tie(
            part("membership", "allowed", backgrounds=Tied(text("background"), part=_nth)),
            full="in the decisions people are called by nothing; their places are held against the tables",
            substitutes="as above",
            chair="who is chosen by an officer; the decisions are about who may sit",
            seals="seals of votes to come",
        ),
        CommitteeItemOpened: tie(
            part("quorum", "quorate", present=Tied(_present, part=_length)),
            number=_COUNTED,
        ),
        CommitteeMotionDecided: tie(
            part("motion", carried=is_outcome("carried")),
            motion=_COUNTED,
            kind="what was moved; the decision is about the votes",
        ),
        CommitteeOverdue: tie(fell(Due.COMMITTEE, due_at=_counted_from_now(Due.COMMITTEE))),
        CommitteeConcluded: tie(
            part(
                "ranking",
                placed=Tied(_ranked, part=_ranks),
                envelope=given("envelope"),
                usable=given("usable"),
            ),
            part("calibration", optional=True),
            over_envelope_reason="what a person wrote",
        ),
        ApplicationPlaced: tie(
            part("quorum", "quorate"),
            part(
                "placement",
                optional=True,
                rank=_rank,
                total=figure("total"),
                decision=outcome,
                application_id=text("application.application_id"),
                call_id=text("ranking"),
            ),
            points="motions the board carried; each has a record of its own",
            conditions="as above",
        ),
        FundingCombinationComputed: tie(
            part("combination"),
            number=_COUNTED,
            name="what a person called it",
            is_final="whether the board had concluded",
        ),
        ObjectionWindowClosed: tie(
            fell(Due.OBJECTION), is_final="whether an objection was under way; it has records of its own"
        ),
        ReserveConsidered: tie(part("reserve", left=text("left"), moved=_moved)),
        ReserveReleased: tie(
            fell(Due.RESERVE, optional=True, ground=always("reserve_lapsed")),
            part(
                "reach",
                "out",
                optional=True,
                ground=always("nothing_left"),
                application_id=text("application_id"),
            ),
            rank="where the ranking placed it; decided there",
            total="as above",
            decision="what it comes to is one word",
        ),
    }
)
