"""Whom to ask for all files at once: nothing that must not be, every seat that can be filled, then the best fit."""

from collections import Counter
from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain.matching import (
    Answer,
    Choice,
    Hand,
    Matching,
    Pair,
    Problem,
    Program,
    Seats,
    in_turn,
    match,
    worth,
)
from services.evaluation.usecases.solver import solve

EMPLOYERS = ("e0", "e1", "e2", "e3")


@st.composite
def problems(draw: st.DrawFn, most_files: int = 8, most_people: int = 8) -> Problem:
    """Files and people with ties, limits, shared employers and people who cannot be asked."""
    files = [f"f{n}" for n in range(draw(st.integers(1, most_files)))]
    people = [f"p{n}" for n in range(draw(st.integers(1, most_people)))]
    hands = tuple(
        Hand(
            person_id=one,
            employer=draw(st.sampled_from(EMPLOYERS)),
            open_files=draw(st.integers(0, 3)),
            limit=draw(st.none() | st.integers(0, 4)),
            unable=draw(st.sampled_from([(), (), (), ("evaluator.unavailable",)])),
        )
        for one in people
    )
    seats = tuple(
        Seats(one, draw(st.integers(0, 3)), frozenset(draw(st.sampled_from([(), (), EMPLOYERS[:1]])))) for one in files
    )
    pairs = list(product(files, people))
    fits = {pair: draw(st.sampled_from([0, 2, 3, 4])) for pair in pairs}
    barred = {pair: ("conflict.employer",) for pair in pairs if draw(st.integers(0, 4)) == 0}
    return Problem(seats, hands, fits, barred)


def broken(problem: Problem, choice: Choice) -> list[str]:
    """Every hard rule that this choice breaks, counted anew from the problem alone."""
    hands = {one.person_id: one for one in problem.hands}
    files = {one.application_id: one for one in problem.seats}
    wrong = [f"barred {pair}" for pair in choice if problem.barred.get(pair) or hands[pair[1]].unable]
    loads = Counter(person for _, person in choice)
    for person, count in loads.items():
        limit = hands[person].limit
        if limit is not None and hands[person].open_files + count > limit:
            wrong.append(f"limit {person}")
    for file, count in Counter(file for file, _ in choice).items():
        employers = [hands[person].employer for one, person in choice if one == file]
        if count > files[file].count:
            wrong.append(f"seats {file}")
        if len(set(employers)) < len(employers) or files[file].employers & set(employers):
            wrong.append(f"employer {file}")
    return wrong


def every_choice(problem: Problem) -> list[Choice]:
    """Each choice that breaks nothing, tried one by one."""
    people = [one.person_id for one in problem.hands]
    teams: list[list[tuple[Pair, ...]]] = []
    for file in problem.seats:
        sizes = chain.from_iterable(combinations(people, size) for size in range(file.count + 1))
        teams.append([tuple((file.application_id, person) for person in team) for team in sizes])
    found = (frozenset(chain.from_iterable(teams_chosen)) for teams_chosen in product(*teams))
    return [choice for choice in found if not broken(problem, choice)]


def unevenness(problem: Problem, choice: Choice) -> int:
    """What the loads weigh: each file as much as were open with the person before it."""
    counts = Counter(person for _, person in choice)
    return sum(sum(range(one.open_files, one.open_files + counts[one.person_id])) for one in problem.hands)


@given(problems())
def test_no_hard_rule_is_ever_broken_neither_by_the_solver_nor_file_by_file(problem: Problem) -> None:
    assert broken(problem, match(problem, solve).choice) == []
    assert broken(problem, in_turn(problem)) == []


@given(problems())
def test_the_whole_is_never_behind_the_choice_made_file_by_file(problem: Problem) -> None:
    found = match(problem, solve)
    assert found.best
    assert worth(problem, found.choice) >= worth(problem, in_turn(problem))


@given(problems(most_files=3, most_people=4))
def test_no_choice_at_all_is_better_in_seats_then_fit_then_even_loads(problem: Problem) -> None:
    found = match(problem, solve).choice
    choices = every_choice(problem)
    best = max((*worth(problem, one), -unevenness(problem, one)) for one in choices)
    assert (*worth(problem, found), -unevenness(problem, found)) == best


@given(problems(most_files=3, most_people=4))
def test_every_file_is_staffed_whenever_that_can_be_done(problem: Problem) -> None:
    can_be = any(len(one) == problem.wanted for one in every_choice(problem))
    assert (len(match(problem, solve).choice) == problem.wanted) is can_be


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_all_came_changes_nothing(problem: Problem, random: object) -> None:
    shuffle = random.shuffle  # type: ignore[attr-defined]  # what hypothesis hands out has no type of its own
    seats, hands, fits = list(problem.seats), list(problem.hands), list(problem.fits.items())
    for one in (seats, hands, fits):
        shuffle(one)
    assert match(Problem(tuple(seats), tuple(hands), dict(fits), problem.barred), solve) == match(problem, solve)


@given(problems(most_files=1))
def test_for_one_file_the_choice_in_turn_is_the_solver_s_own(problem: Problem) -> None:
    """Employers part the people of one file, so taking the best each time is best of all: no solver is needed."""
    assert match(problem, solve).choice == in_turn(problem)


def test_who_fits_both_files_leaves_the_one_to_whom_no_other_can_go() -> None:
    """File by file the better person is spent on the first; the second then stays empty."""
    seats = (Seats("f0", 1), Seats("f1", 1))
    hands = (Hand("p0", "a", limit=1), Hand("p1", "b", limit=1))
    problem = Problem(seats, hands, {("f0", "p0"): 4}, {("f1", "p1"): ("conflict.declared",)})
    assert in_turn(problem) == {("f0", "p0")}
    assert match(problem, solve) == Matching(frozenset({("f0", "p1"), ("f1", "p0")}), best=True)


def test_when_the_time_is_over_the_better_of_what_is_at_hand_stands_and_says_so() -> None:
    hands = (Hand("p0", "a"), Hand("p1", "b"))
    problem = Problem((Seats("f0", 1), Seats("f1", 2)), hands, {("f0", "p1"): 3})

    def late(program: Program) -> Answer:
        return Answer(frozenset({program.choices - 1}), best=False)

    assert match(problem, late) == Matching(in_turn(problem), best=False)
    assert match(problem, lambda program: solve(program, seconds=-1.0)) == Matching(in_turn(problem), best=False)


def test_without_anybody_or_anything_to_do_there_is_nothing_to_solve() -> None:
    def never(_program: Program) -> Answer:
        raise AssertionError("nothing to solve")

    assert match(Problem((), ()), never) == Matching(frozenset(), best=True)
    assert match(Problem((Seats("f0", 2),), ()), never) == Matching(frozenset(), best=True)
