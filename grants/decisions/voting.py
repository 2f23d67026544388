"""A motion of the board, and whether a person may sit on it. Pure. Rules: `grants.rules.voting`, `quorum`."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from grants.decisions.decision import Check, Checked, Decision, Finding, Id, Inputs, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import Background
from grants.rules import voting
from grants.rules.quorum import membership_breaches
from grants.rules.voting import Count, Vote

_MOST = 200


class MotionInputs(Inputs):
    """Who sits, who of them is in the chair, and how each voted; members go by their seats."""

    sitting: Annotated[tuple[Id, ...], Field(max_length=_MOST)]
    chair: Id
    votes: Annotated[dict[Id, Vote], Field(max_length=_MOST)]


class Carried(StrEnum):
    CARRIED = "carried"
    FAILED = "failed"


def _motion(given: MotionInputs, rules: RuleSet) -> Finding:
    counted = voting.count(given.votes, given.sitting, given.chair, rules)
    broken = voting.breaches(counted, rules)
    figures = {"yes": str(counted.yes), "no": str(counted.no), "abstained": str(counted.abstained)}
    return Finding(steps(broken, _checks(counted, rules)), Carried.FAILED if broken else Carried.CARRIED, figures)


def _checks(counted: Count, rules: RuleSet) -> Iterator[Check]:
    votes = f"{counted.yes}:{counted.no}:{counted.abstained}"
    yield Check(
        Line(rule="step.motion.votes", subject="votes", asked=votes, allowed=str(counted.sitting), source="Destek")
    )
    if counted.is_tied:
        source = rules.cite(rules.committee.tie_rule)
        line = Line(rule="step.motion.tie", subject="votes", asked=f"{counted.yes}:{counted.no}", source=source)
        yield Check(line, ("committee.tie", "committee.tie_chair"))
        return
    source = rules.cite(rules.committee.majority)
    asked, allowed = str(counted.yes), str(counted.needed)
    line = Line(rule="step.motion.majority", subject="votes", asked=asked, allowed=allowed, source=source)
    yield Check(line, ("committee.majority",))


class MembershipInputs(Inputs):
    """What counts of a person named to the board."""

    background: Background


def _membership(given: MembershipInputs, rules: RuleSet) -> Finding:
    broken = membership_breaches(given.background, rules)
    allowed = ", ".join(sorted(set(Background) - rules.committee.excluded_backgrounds.value))
    source = rules.cite(rules.committee.excluded_backgrounds)
    line = Line(
        rule="step.membership.background",
        subject="background",
        asked=given.background.value,
        allowed=allowed,
        source=source,
    )
    return Finding(steps(broken, (Check(line, ("committee.background",)),)), Checked.of(broken))


MOTION = Decision("motion", MotionInputs, Carried, _motion)
MEMBERSHIP = Decision("membership", MembershipInputs, Checked, _membership)
