"""Whom to ask to evaluate one application: no tie with it, no employer twice, the best fit, then little at hand.

Source: two independent evaluators matched by expertise ([P] Ministry page); the order is Destek's own and stands in
`grants.rules.choice`. For one file this is what `matching` comes to without a solver: employers part the people, so
the best each time is best of all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grants.decisions import choice as decision
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.choice import has_room
from services.evaluation.domain.employers import employer_keys
from services.evaluation.domain.records import Evaluator, File

_LEAST_FIT = 2
_UNABLE = {
    "evaluator.inactive": decision.Barred.INACTIVE,
    "evaluator.unavailable": decision.Barred.AWAY,
    "evaluator.no_contract": decision.Barred.NO_CONTRACT,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An evaluator of the pool, and how many tasks lie open with them.

    apart: whether a tie keeps them from the file. limit: most open at once, none without.
    asked: about this file before.
    unable: the rules by which they cannot be asked now; the limit is held against `open_tasks`.
    """

    evaluator: Evaluator
    open_tasks: int
    apart: bool = False
    limit: int | None = None
    asked: bool = False
    unable: tuple[str, ...] = ()

    @property
    def barred(self) -> decision.Barred | None:
        """Why they are left out, whatever the number of their files; the first reason there is."""
        if self.asked:
            return decision.Barred.ASKED
        if not self.evaluator.active:
            return decision.Barred.INACTIVE
        unable = next((_UNABLE[one] for one in self.unable if one in _UNABLE), None)
        return unable or (decision.Barred.TIE if self.apart else None)

    @property
    def is_free(self) -> bool:
        return self.barred is None and has_room(self.open_tasks, self.limit)


@dataclass(frozen=True, slots=True)
class Chosen:
    """people: ids of those to ask, best first."""

    people: tuple[str, ...]
    explanation: Explanation


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
    return [one for one in candidates if one.is_free]


def choose(
    candidates: Iterable[Candidate], file: File, wanted: int, taken: Sequence[Evaluator], rules: RuleSet
) -> Chosen:
    """Whom to ask for the seats that are left of those wanted. `taken`: who works on the file already."""
    given = _inputs(sorted(candidates, key=lambda one: one.evaluator.person_id), file, wanted, taken)
    return Chosen(decision.chosen(given), decision.CHOICE.decide(given, rules))


def _inputs(pool: Sequence[Candidate], file: File, wanted: int, taken: Sequence[Evaluator]) -> decision.ChoiceInputs:
    employers = _numbered(employer_keys([*taken, *(one.evaluator for one in pool)]))
    return decision.ChoiceInputs(
        wanted=wanted,
        at_work=tuple(decision.AtWork(id=one.person_id, employer=employers[one.person_id]) for one in taken),
        candidates=tuple(
            decision.Candidate(
                id=one.evaluator.person_id,
                employer=employers[one.evaluator.person_id],
                fit=fit(one.evaluator, file.nace),
                open_files=one.open_tasks,
                limit=one.limit,
                barred=one.barred,
            )
            for one in pool
        ),
    )


def _numbered(keys: dict[str, str]) -> dict[str, str]:
    """Each employer by a number, since what is recorded must tell nobody where a person works."""
    numbers: dict[str, str] = {}
    return {person: numbers.setdefault(keys[person], str(len(numbers) + 1)) for person in sorted(keys)}
