"""How an application fares under a rule set, from what is on record and nothing else. Pure.

Consortium, plan, pre-evaluation and ranking are decided again; what people decided (an exclusion, a
withdrawal, a refusal) stays as it is, and a score that nobody gave is never made up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from cli.rules.simulate.records import Call, Recorded
from grants.contracts.stages import CommitteeDecision, Outcome, Stage
from grants.decisions.consortium import CONSORTIUM
from grants.decisions.decision import Checked
from grants.decisions.plan import PLAN
from grants.decisions.pre_evaluation import PRE_EVALUATION, Answer, PreEvaluationInputs
from grants.decisions.ranking import PLACEMENT, Place, PlacementInputs, Standing
from grants.explanation import Explanation
from grants.regimes import RuleSet, pinned
from grants.rules.exact import exact_text
from grants.rules.ranking import rank


class Fate(StrEnum):
    """What becomes of an application. no_score: it would go on, and the score it needs was never given.

    other_sheet: its points were given on other blocks, weights or scales; nobody knows what would have been given.
    """

    PASSES = "passes"
    FAILS = "fails"
    NO_SCORE = "no_score"
    OTHER_SHEET = "other_sheet"
    UNDER_WAY = "under_way"
    LEFT = "left"


class Gate(StrEnum):
    """Where that is decided."""

    CONSORTIUM = "consortium"
    PLAN = "plan"
    CHECK = "check"
    PRE_EVALUATION = "pre_evaluation"
    BOARD = "board"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an application ends under a rule set, and every decision made on the way, in order."""

    fate: Fate
    gate: Gate
    told: tuple[Explanation, ...] = ()
    place: int | None = None

    def of(self, decision: str) -> Explanation | None:
        return next((one for one in self.told if one.decision == decision), None)


def recorded(one: Recorded) -> Verdict:
    """How an application fared in fact."""
    match one.decision:
        case CommitteeDecision.SELECTED:
            return Verdict(Fate.PASSES, Gate.BOARD, place=one.rank)
        case CommitteeDecision.RESERVE | CommitteeDecision.NOT_SELECTED | CommitteeDecision.ELIMINATED:
            return Verdict(Fate.FAILS, Gate.BOARD, place=one.rank or None)
        case None:
            return _before_board(one)
        case never:
            assert_never(never)


def _before_board(one: Recorded) -> Verdict:
    if one.on_paper:
        return Verdict(Fate.PASSES, Gate.PAPER)
    if one.passed is False:
        return Verdict(Fate.FAILS, Gate.PRE_EVALUATION)
    if one.passed:
        gate = Gate.BOARD
    else:
        gate = Gate.PRE_EVALUATION if one.totals or one.stage is Stage.PRE_EVALUATION else Gate.CHECK
    return Verdict(Fate.LEFT if one.left else Fate.UNDER_WAY, gate)


def tried(call: Call, records: Sequence[Recorded], rules: RuleSet) -> dict[str, Verdict]:
    """By application: how it would fare under these rules, the ranking of the whole call included."""
    found = {one.id: _to_the_board(one, rules) for one in records}
    standing = {
        one.id: _with_mean(one, one.standing, found[one.id])
        for one in records
        if one.standing and _is_ranked(found[one.id])
    }
    return found | dict(_ranked(call, found, standing, rules))


def _is_ranked(verdict: Verdict) -> bool:
    return verdict.fate is Fate.PASSES and verdict.gate is Gate.BOARD


def _to_the_board(one: Recorded, rules: RuleSet) -> Verdict:
    told: list[Explanation] = []
    for gate, explanation in _submitted(one, rules):
        told.append(explanation)
        if explanation.outcome == Checked.REFUSED:
            return Verdict(Fate.FAILS, gate, tuple(told))
    found = _scored(one, rules)
    return replace(found, told=(*told, *found.told))


def _submitted(one: Recorded, rules: RuleSet) -> Iterator[tuple[Gate, Explanation]]:
    """What a submission is held against, as far as it is on record."""
    if one.consortium is not None:
        yield Gate.CONSORTIUM, CONSORTIUM.decide(one.consortium, rules)
    if one.plan is not None:
        yield Gate.PLAN, PLAN.decide(one.plan, rules)


def _scored(one: Recorded, rules: RuleSet) -> Verdict:
    """From the check on: what people decided, then the totals that were given."""
    known = recorded(one)
    if one.on_paper or one.passed is None:
        return known
    if not same_sheet(pinned(one.pin), rules):
        return Verdict(Fate.OTHER_SHEET, Gate.PRE_EVALUATION)
    pre = PRE_EVALUATION.decide(_totals(one), rules)
    match Answer(pre.outcome):
        case Answer.ELIMINATED:
            return Verdict(Fate.FAILS, Gate.PRE_EVALUATION, (pre,))
        case Answer.WAITING | Answer.THIRD_NEEDED:
            return Verdict(Fate.NO_SCORE, Gate.PRE_EVALUATION, (pre,))
        case Answer.PASSED:
            return Verdict(_at_the_board(one, known, rules), Gate.BOARD, (pre,))
        case never:
            assert_never(never)


def same_sheet(before: RuleSet, after: RuleSet) -> bool:
    """Whether points an evaluator gave under the one mean the same under the other.

    The parts they are given for and the most of each are the same, and no block may have been left out before that
    may not be now. From a total nobody can tell what would have been given on another sheet.
    """
    old, new = (rules.evaluation.blocks.value for rules in (before, after))
    parts = [[(block.code, block.maximum, block.parts) for block in blocks] for blocks in (old, new)]
    left_out = {block.code for block in old if block.may_be_not_applicable}
    return parts[0] == parts[1] and left_out <= {block.code for block in new if block.may_be_not_applicable}


def same_scale(before: RuleSet, after: RuleSet) -> bool:
    """Whether points a member of the board gave mean the same: they are given up to the same number."""
    return before.committee.part_scale.value == after.committee.part_scale.value


def _at_the_board(one: Recorded, known: Verdict, rules: RuleSet) -> Fate:
    """Scored applications are ranked; of the others, those under way still may be, those that left will not."""
    if one.standing is not None:
        return Fate.PASSES if same_scale(pinned(one.pin), rules) else Fate.OTHER_SHEET
    return known.fate if known.fate in {Fate.UNDER_WAY, Fate.LEFT} else Fate.NO_SCORE


def _ranked(
    call: Call, found: Mapping[str, Verdict], standing: Mapping[str, Standing], rules: RuleSet
) -> Iterator[tuple[str, Verdict]]:
    """The ranking within the money that may be used, each application with its own numbers."""
    for placed in rank((one.candidate for one in standing.values()), rules, call.usable):
        name = placed.application_id
        inputs = PlacementInputs(
            application=standing[name],
            place=placed.place,
            fits=placed.within_envelope,
            fits_alone=placed.requested <= call.usable,
            ranking=call.id,
        )
        told = PLACEMENT.decide(inputs, rules)
        fate = Fate.PASSES if told.outcome == Place.SELECTED else Fate.FAILS
        yield name, replace(found[name], fate=fate, told=(*found[name].told, told), place=placed.place)


def _with_mean(one: Recorded, standing: Standing, verdict: Verdict) -> Standing:
    """The standing with the evaluators' mean as these rules make it of the totals.

    A mean that was ranked although it is not that of the totals (their hands were taken out of it) stays.
    """
    pre = verdict.of(PRE_EVALUATION.name)
    own = PRE_EVALUATION.decide(_totals(one), pinned(one.pin))
    if pre is None or own.figures.get("mean") != exact_text(standing.evaluators_mean):
        return standing
    return standing.model_copy(update={"evaluators_mean": Fraction(pre.figures["mean"])})


def _totals(one: Recorded) -> PreEvaluationInputs:
    return PreEvaluationInputs.model_validate({"totals": one.totals})


def is_refused_later(one: Recorded) -> bool:
    """Whether a selected application got no contract: withdrawn, not agreed or not approved."""
    return one.left and one.outcome is not Outcome.EXCLUDED
