"""What stands between files and people now: free seats, limits, ties, employers; the problem a proposal solves."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

from runtime.unit import Unit
from services.evaluation.domain.assessing import Wanted, next_step, submitted, under_way
from services.evaluation.domain.choosing import fit
from services.evaluation.domain.employers import employer_keys
from services.evaluation.domain.matching import Hand, Pair, Problem, Seats
from services.evaluation.domain.pool import unable
from services.evaluation.domain.records import Assignment, CallFile, Evaluator, File
from services.evaluation.domain.ties import Side
from services.evaluation.store import assessments, evaluators, proposals
from services.evaluation.store.evaluators import Member
from services.evaluation.usecases.hold_apart import side_of

Made = Mapping[str, Sequence[Assignment]]
_LIMIT = "evaluator.load_limit"


async def problem_now(
    unit: Unit, call: CallFile, files: Sequence[File], only: Collection[str] | None = None
) -> Problem:
    """The free seats of these files and everybody of the pool in service, or only those named. Writes nothing.

    A file that is out, decided or full is not in it.
    """
    made = await proposals.assignments_by_file(unit.session, [one.application_id for one in files])
    members = await evaluators.members(unit.session)
    at_work = await evaluators.evaluators_in(unit.session, _at_work(made))
    keys = employer_keys({**at_work, **{one.evaluator.person_id: one.evaluator for one in members}}.values())
    pool = [one for one in members if only is None or one.evaluator.person_id in only]
    people = {one.evaluator.person_id: one.evaluator for one in pool}
    counts = await _free_seats(unit, call, files, made)
    wanting = [one for one in files if counts.get(one.application_id)]
    return Problem(
        seats=tuple(_seats(one.application_id, counts[one.application_id], made, keys) for one in wanting),
        hands=tuple(_hand(unit, one, keys[one.evaluator.person_id]) for one in pool),
        fits={(one.application_id, each.person_id): fit(each, one.nace) for one in wanting for each in people.values()},
        barred=await _barred(unit, call, wanting, people, made),
    )


async def _free_seats(unit: Unit, call: CallFile, files: Sequence[File], made: Made) -> dict[str, int]:
    """How many evaluators each file lacks."""
    known = await assessments.pre_evaluations(unit.session, [one.application_id for one in files])
    decided = {application_id for application_id, pre in known.items() if pre.decided}
    steps = {
        one.application_id: next_step(made[one.application_id], call.rules)
        for one in files
        if not one.ended and one.application_id not in decided
    }
    return {one: step.missing for one, step in steps.items() if isinstance(step, Wanted)}


def _busy(assignments: Sequence[Assignment]) -> set[str]:
    return {one.evaluator_id for one in (*under_way(assignments), *submitted(assignments))}


def _at_work(made: Made) -> set[str]:
    return {person_id for each in made.values() for person_id in _busy(each)}


def _seats(application_id: str, count: int, made: Made, keys: Mapping[str, str]) -> Seats:
    taken = frozenset(keys[one] for one in _busy(made[application_id]) if one in keys)
    return Seats(application_id, count, taken)


def _hand(unit: Unit, one: Member, employer: str) -> Hand:
    """Somebody of the pool; the limit of open files is counted with the files of a proposal, so it stands apart."""
    found = unable(one.profile, one.contracts, one.open_files, unit.now)
    return Hand(
        person_id=one.evaluator.person_id,
        employer=employer,
        open_files=one.open_files,
        limit=one.profile.load_limit,
        unable=tuple(breach.rule for breach in found if breach.rule != _LIMIT),
    )


async def _barred(
    unit: Unit, call: CallFile, files: Sequence[File], people: Mapping[str, Evaluator], made: Made
) -> dict[Pair, tuple[str, ...]]:
    """Each pair with a tie in force, or asked before, with the rules that say so."""
    sides = [await side_of(unit, file, call, people) for file in files]
    return await asyncio.to_thread(_compared, sides, people, made)


def _compared(sides: Sequence[Side], people: Mapping[str, Evaluator], made: Made) -> dict[Pair, tuple[str, ...]]:
    barred: dict[Pair, tuple[str, ...]] = {}
    for side in sides:
        application_id = side.file.application_id
        asked = {one.evaluator_id for one in made[application_id]}
        for person_id, person in people.items():
            ties = tuple(dict.fromkeys(f"conflict.{one.kind}" for one in side.keeping_apart(person)))
            before = ("assignment.twice",) if person_id in asked else ()
            if ties or before:
                barred[application_id, person_id] = (*ties, *before)
    return barred
