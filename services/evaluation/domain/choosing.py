"""Whom to ask to evaluate one application: no tie with it, no employer twice, the best fit, then little at hand.

Source: two independent evaluators matched by expertise ([P] Ministry page); the order is Destek's own. For one file
this is what `matching` comes to without a solver: employers part the people, so the best each time is best of all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.evaluation.domain.employers import employer_keys
from services.evaluation.domain.records import Evaluator, File

_LEAST_FIT = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """An evaluator who could be asked, how many tasks lie open with them, and whether a tie keeps them apart."""

    evaluator: Evaluator
    open_tasks: int
    apart: bool = False


def fit(evaluator: Evaluator, nace: str) -> int:
    """How many leading digits of the field the evaluator knows; a shared first digit alone says nothing."""
    return max((_shared(code, nace) for code in evaluator.nace), default=0)


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one.replace(".", ""), other.replace(".", ""), strict=False):
        if left != right:
            break
        count += 1
    return count if count >= _LEAST_FIT else 0


def free(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those who may judge the file they were held against."""
    return [one for one in candidates if one.evaluator.active and not one.apart]


def choose(
    candidates: Iterable[Candidate], file: File, count: int, taken: Sequence[Evaluator] = ()
) -> tuple[Evaluator, ...]:
    """At most `count` evaluators, the same for every order of candidates. `taken`: who works on the file already."""
    left = [one.evaluator for one in sorted(free(candidates), key=lambda one: _order(one, file.nace))]
    keys = employer_keys([*left, *taken])
    chosen: dict[str, Evaluator] = {}
    at_work = {keys[one.person_id] for one in taken}
    for one in left:
        if len(chosen) < count and keys[one.person_id] not in at_work:
            chosen.setdefault(keys[one.person_id], one)
    return tuple(chosen.values())


def _order(candidate: Candidate, nace: str) -> tuple[int, int, str]:
    return (-fit(candidate.evaluator, nace), candidate.open_tasks, candidate.evaluator.person_id)
