"""One board member's points, and whether the board may decide. Pure. Rules: `grants.rules.ranking`, `quorum`."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from grants.decisions.decision import Check, Checked, Decision, Finding, Id, Inputs, Points, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules import quorum as seating
from grants.rules.exact import plain
from grants.rules.quorum import Seat
from grants.rules.ranking import vote_breaches

_MOST = 200

Persons = Annotated[tuple[Id, ...], Field(max_length=_MOST)]


class VoteInputs(Inputs):
    """Points one member of the board gave one application."""

    points: Points


def _vote(given: VoteInputs, rules: RuleSet) -> Finding:
    broken, scale = vote_breaches(given.points, rules), rules.committee.part_scale
    asked, allowed = plain(given.points), f"0-{scale.value}"
    line = Line(rule="step.vote.points", subject="points", asked=asked, allowed=allowed, source=rules.cite(scale))
    return Finding(steps(broken, (Check(line, ("committee.",)),)), Checked.of(broken), {"points": asked})


class QuorumInputs(Inputs):
    """The board before one application: who belongs to it, in its order, who is there, who has a conflict."""

    full: Persons
    substitutes: Persons = ()
    present: Persons = ()
    conflicted: Persons = ()


class Sitting(StrEnum):
    QUORATE = "quorate"
    NOT_QUORATE = "not_quorate"


def _quorum(given: QuorumInputs, rules: RuleSet) -> Finding:
    seats = seating.seats(given.full, given.substitutes, given.present, given.conflicted)
    full = len(set(given.full))
    broken = seating.quorum(seats.sitting, full, rules)
    figures = {"sitting": str(len(seats.sitting)), "needed": str(seating.needed(full, rules))}
    lines = steps(broken, _quorum_checks(seats, full, rules))
    return Finding(lines, Sitting.NOT_QUORATE if broken else Sitting.QUORATE, figures)


def _quorum_checks(seats: seating.Seating, full: int, rules: RuleSet) -> Iterator[Check]:
    reasons = [seat for _, seat in seats.reasons]
    shown = {Seat.FULL_MEMBER: str(full), Seat.SUBSTITUTE: "", Seat.CONFLICTED: ""}
    for seat, allowed in shown.items():
        yield Check(
            Line(
                rule=f"step.quorum.{seat}",
                subject="sitting",
                asked=str(reasons.count(seat)),
                allowed=allowed,
                source="Destek",
            )
        )
    line = Line(
        rule="step.quorum.needed",
        subject="sitting",
        asked=str(len(seats.sitting)),
        allowed=f"{seating.needed(full, rules)}/{full}",
        source=rules.cite(rules.committee.quorum),
    )
    yield Check(line, ("committee.quorum",))


BOARD_VOTE = Decision("board_vote", VoteInputs, Checked, _vote)
QUORUM = Decision("quorum", QuorumInputs, Sitting, _quorum)
