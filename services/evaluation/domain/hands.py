"""How the evaluators of a call mark: severe or lenient, far apart from the others, drifting, late. Pure.

Only files that are decided are looked at, so that nothing of an open one shows. Advice for the Ministry: what is
here decides nothing by itself. The method stands in `grants.rules.calibration`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import combinations

from grants.regimes import RuleSet
from grants.rules.calibration import Calibration, Hand, Mark, calibrate
from grants.rules.exact import mean, shown, signed
from services.evaluation.domain.records import AssignmentStatus, Record, Total

_THIRDS = 3
_COMPARED = 3
"""From how many marks on a file one of them can be said to lie apart."""
_DAY = Fraction(86_400)


class Task(Record):
    """One evaluator's task on a decided file, without what was written."""

    id: str
    application_id: str
    evaluator_id: str
    status: AssignmentStatus
    due_at: datetime
    submitted_at: datetime | None
    reminded_at: datetime | None
    total: Total


class HandLine(Record):
    """One evaluator in one call; numbers as text with two decimals.

    effect: points this hand adds, "+" lenient, "-" severe; group: hands of different groups cannot be compared.
    spread: mean distance of the marks, without the effect, from what their files are worth. pairs, diverging: marks
    beside another's on the same file, and how many lie further apart than the regime lets two. drift: how much
    higher the last third of the marks lies above the others' than the first third; none below three.
    days_early: mean days between submission and due date; lapsed, reminded: how often.
    """

    evaluator_id: str
    name: str
    files: int
    group: int
    effect: str
    mean: str
    lowest: str
    highest: str
    spread: str
    pairs: int
    diverging: int
    drift: str | None
    lapsed: int
    reminded: int
    days_early: str | None


class OutlierLine(Record):
    """A mark further from the mean of the others on its file than the regime lets two lie apart."""

    assignment_id: str
    evaluator_id: str
    name: str
    total: str
    distance: str


class FileLine(Record):
    """One decided application. mean: as given; calibrated: freed of the hands; spread: highest less lowest total."""

    application_id: str
    consortium_name: str
    marks: int
    group: int
    mean: str
    calibrated: str
    spread: str
    outliers: tuple[OutlierLine, ...]


class HandsReport(Record):
    """evaluators: those furthest from the others first. decides: whether the calibrated mean is ranked.

    weight, divergence: of the regime. open_files: how many files of the call are not decided, and not in here.
    """

    call_id: str
    call_name: str
    decides: bool
    weight: int
    divergence: str
    groups: int
    open_files: int
    evaluators: tuple[HandLine, ...]
    applications: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """The tasks of the decided files of a call, put side by side. names: of evaluators and of consortia, by id."""

    tasks: Sequence[Task]
    names: Mapping[str, str]
    consortia: Mapping[str, str]
    rules: RuleSet


def marks(tasks: Iterable[Task]) -> tuple[Mark, ...]:
    """What the calibration is made of: the totals that are final."""
    return tuple(
        Mark(one.application_id, one.evaluator_id, one.total)
        for one in tasks
        if one.status is AssignmentStatus.SUBMITTED and one.total is not None
    )


def lines(marked: Marked) -> tuple[Calibration, tuple[HandLine, ...], tuple[FileLine, ...]]:
    """The hands, those furthest from the others first, and the files by name."""
    found = calibrate(marks(marked.tasks), marked.rules)
    beside = _beside(marked)
    freed = {one.application_id: one.freed for one in found.files}
    hands = [_hand(hand, _own(marked, hand.evaluator_id), beside, freed, marked) for hand in _far_first(found)]
    files = [
        FileLine(
            application_id=one.application_id,
            consortium_name=marked.consortia.get(one.application_id, ""),
            marks=len(beside[one.application_id]),
            group=one.group,
            mean=f"{shown(one.raw)}",
            calibrated=f"{shown(one.mean)}",
            spread=f"{shown(_width(beside[one.application_id]))}",
            outliers=tuple(_outliers(beside[one.application_id], marked)),
        )
        for one in found.files
    ]
    return found, tuple(hands), tuple(sorted(files, key=lambda one: (one.consortium_name, one.application_id)))


def _far_first(found: Calibration) -> list[Hand]:
    return sorted(found.hands, key=lambda hand: (-abs(hand.effect), hand.evaluator_id))


def _beside(marked: Marked) -> dict[str, list[Task]]:
    """The tasks with a total, by file."""
    files: dict[str, list[Task]] = defaultdict(list)
    for one in marked.tasks:
        if one.total is not None:
            files[one.application_id].append(one)
    return files


def _own(marked: Marked, evaluator_id: str) -> list[Task]:
    return [one for one in marked.tasks if one.evaluator_id == evaluator_id]


def _total(task: Task) -> Fraction:
    return task.total or Fraction()


def _hand(
    hand: Hand, own: Sequence[Task], beside: Mapping[str, list[Task]], freed: Mapping[str, Fraction], marked: Marked
) -> HandLine:
    given = sorted(
        (one for one in own if one.total is not None), key=lambda one: (one.submitted_at or one.due_at, one.id)
    )
    totals = [_total(one) for one in given]
    left = [abs(_total(one) - hand.effect - freed[one.application_id]) for one in given]
    apart = [abs(_total(one) - _total(other)) for one in given for other in _others(one, beside)]
    return HandLine(
        evaluator_id=hand.evaluator_id,
        name=marked.names.get(hand.evaluator_id, ""),
        files=hand.files,
        group=hand.group,
        effect=signed(hand.effect),
        mean=f"{shown(mean(totals))}",
        lowest=f"{shown(min(totals))}",
        highest=f"{shown(max(totals))}",
        spread=f"{shown(mean(left))}",
        pairs=len(apart),
        diverging=sum(one > marked.rules.evaluation.divergence.value for one in apart),
        drift=_drift(
            [_total(one) - mean(list(map(_total, _others(one, beside)))) for one in given if _others(one, beside)]
        ),
        lapsed=sum(one.status is AssignmentStatus.LAPSED for one in own),
        reminded=sum(one.reminded_at is not None for one in own),
        days_early=_early([one.due_at - one.submitted_at for one in given if one.submitted_at]),
    )


def _others(task: Task, beside: Mapping[str, list[Task]]) -> list[Task]:
    return [one for one in beside[task.application_id] if one.id != task.id]


def _drift(apart: Sequence[Fraction]) -> str | None:
    """How much higher the last third lies above the others than the first; apart: in order of submission."""
    third = len(apart) // _THIRDS
    return signed(mean(apart[-third:]) - mean(apart[:third])) if third else None


def _early(spans: Sequence[timedelta]) -> str | None:
    return signed(mean([Fraction(int(span.total_seconds())) for span in spans]) / _DAY) if spans else None


def _width(given: Sequence[Task]) -> Fraction:
    return max((abs(_total(one) - _total(other)) for one, other in combinations(given, 2)), default=Fraction())


def _outliers(given: Sequence[Task], marked: Marked) -> Iterator[OutlierLine]:
    """Of two marks nobody can say which one lies apart."""
    for one in given if len(given) >= _COMPARED else ():
        distance = _total(one) - mean([_total(other) for other in given if other is not one])
        if abs(distance) > marked.rules.evaluation.divergence.value:
            yield OutlierLine(
                assignment_id=one.id,
                evaluator_id=one.evaluator_id,
                name=marked.names.get(one.evaluator_id, ""),
                total=f"{shown(_total(one))}",
                distance=signed(distance),
            )
