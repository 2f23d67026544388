"""The means of a call freed of severe and lenient hands, told so that they can be made again. Pure.

Rules: `grants.rules.calibration`. Evaluators stand under names made for this call alone ("E1").
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from grants.decisions.decision import Decision, Finding, Id, Inputs, Number
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.calibration import Calibration, Mark, calibrate
from grants.rules.exact import exact_text, signed

_MOST = 10_000


class Outcome(StrEnum):
    CALIBRATED = "calibrated"


class MarkInputs(Inputs):
    """The total one evaluator gave to one application."""

    application_id: Id
    evaluator: Id
    total: Number


def _in_order(marks: tuple[MarkInputs, ...]) -> tuple[MarkInputs, ...]:
    return tuple(sorted(marks, key=lambda one: (one.application_id, one.evaluator)))


class CalibrationInputs(Inputs):
    """All assessments of a call that are final, in any order."""

    marks: Annotated[tuple[MarkInputs, ...], Field(max_length=_MOST), AfterValidator(_in_order)]


def pseudonymous(marks: Iterable[Mark]) -> CalibrationInputs:
    """The same marks with a name made for this call in place of each evaluator's id.

    The numbers follow the marks, not the ids, so they say nothing of who is who in another call.
    """
    ordered = sorted(marks, key=lambda mark: (mark.application_id, mark.total, mark.evaluator_id))
    names: dict[str, str] = {}
    for mark in ordered:
        names.setdefault(mark.evaluator_id, f"E{len(names) + 1}")
    return CalibrationInputs(
        marks=tuple(
            MarkInputs.model_validate(
                {"application_id": mark.application_id, "evaluator": names[mark.evaluator_id], "total": mark.total}
            )
            for mark in ordered
        )
    )


def _find(given: CalibrationInputs, rules: RuleSet) -> Finding:
    found = calibrate((Mark(one.application_id, one.evaluator, one.total) for one in given.marks), rules)
    return Finding(
        tuple(_lines(found, rules)),
        Outcome.CALIBRATED,
        {one.application_id: exact_text(one.mean) for one in found.files},
    )


def _lines(found: Calibration, rules: RuleSet) -> Iterator[Line]:
    source = rules.cite(rules.evaluation.calibration_weight)
    yield Line(rule="step.calibration.groups", asked=str(found.groups), source=source)
    for hand in found.hands:
        yield Line(
            rule="step.calibration.hand",
            subject=hand.evaluator_id,
            asked=signed(hand.effect),
            allowed=str(hand.files),
            source=source,
        )
    for one in found.files:
        yield Line(
            rule="step.calibration.file",
            subject=one.application_id,
            asked=exact_text(one.raw),
            allowed=exact_text(one.mean),
            source=source,
        )


CALIBRATION = Decision("calibration", CalibrationInputs, Outcome, _find)
