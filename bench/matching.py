"""How long does it take to find whom to ask for all files of a large call, and how much better is it than in turn?"""

import random
import time

from bench.answer import Answer, middle
from services.evaluation.domain.matching import Hand, Matching, Problem, Seats, in_turn, match, worth
from services.evaluation.usecases.solver import SECONDS, solve

FILES, PEOPLE, EMPLOYERS, EACH, FIELDS = 200, 60, 40, 2, 12
ROUNDS = 5
_TIES = 0.05


async def answers(files: int = FILES, people: int = PEOPLE, rounds: int = ROUNDS) -> list[Answer]:
    """On calls drawn anew from fixed seeds."""
    calls = [drawn(seed, files, people) for seed in range(rounds)]
    solved = [_timed(one) for one in calls]
    in_fit = [_fits(call, found) for call, (_, found) in zip(calls, solved, strict=True)]
    question = f"whom to ask: {files} files, {people} people"
    return [_seconds(question, [one for one, _ in solved], [found for _, found in solved]), _fit(in_fit)]


def drawn(seed: int, files: int, people: int) -> Problem:
    """A call in which nearly everybody is needed: each file has a field, each person knows a few and has a limit."""
    draw = random.Random(seed)  # noqa: S311 - a drawn example, no secret
    hands = tuple(Hand(f"p{n:03}", f"e{n % EMPLOYERS}", draw.randint(0, 3), draw.choice([8, 9])) for n in range(people))
    known = {hand.person_id: draw.sample(range(FIELDS), 3) for hand in hands}
    seats = tuple(Seats(f"f{n:03}", EACH) for n in range(files))
    field = {file.application_id: draw.randrange(FIELDS) for file in seats}
    pairs = [(file.application_id, hand.person_id) for file in seats for hand in hands]
    fits = {pair: 4 if field[pair[0]] in known[pair[1]] else 0 for pair in pairs}
    barred = {pair: ("conflict.employer",) for pair in pairs if draw.random() < _TIES}
    return Problem(seats, hands, fits, barred)


def _timed(problem: Problem) -> tuple[float, Matching]:
    started = time.perf_counter()
    found = match(problem, solve)
    return time.perf_counter() - started, found


def _fits(problem: Problem, found: Matching) -> float:
    """The sum of fits by the solver, to that in turn."""
    return worth(problem, found.choice)[1] / max(worth(problem, in_turn(problem))[1], 1)


def _seconds(question: str, seconds: list[float], found: list[Matching]) -> Answer:
    taken = middle(seconds)
    return Answer(
        question=question,
        measured=taken,
        limit=SECONDS,
        unit="s",
        limit_is="the time the solver is given",
        ratio=taken / SECONDS,
        aim=1.0,
        better="less",
        details={"rounds": len(seconds), "worst": max(seconds), "proven_best": sum(one.best for one in found)},
    )


def _fit(ratios: list[float]) -> Answer:
    found = middle(ratios)
    return Answer(
        question="sum of fits by the solver",
        measured=found,
        limit=1.0,
        unit="of in turn",
        limit_is="what is reached file by file",
        ratio=found,
        aim=1.0,
        better="more",
        details={"least": min(ratios), "most": max(ratios)},
    )
