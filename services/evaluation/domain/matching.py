"""Whom to ask for all files at once, as a linear programme: every seat first, then fit, then even loads.

What no answer ever breaks: a pair that is barred (a tie, asked before), who cannot be asked now, the limit of open
files, one employer at most once a file, no more persons than seats. The aims stand in an order, and an earlier one is
never given up for a later one; so the numbers of fit and load need no common measure. Pure: the solver is handed in.

The rows are those of a flow from files through employers to people, so every corner of what they allow is in whole
numbers, and so is every corner among the best by an aim: the solver needs no branching.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from grants.rules import choice as rule

Pair = tuple[str, str]
"""Application, person."""
Choice = frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Seats:
    """The free seats of one file. employers: keys of those whose people are at work on it already."""

    application_id: str
    count: int
    employers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hand:
    """A person who may be asked. limit: most files open at once, none without. unable: why not now, by rule."""

    person_id: str
    employer: str
    open_files: int = 0
    limit: int | None = None
    unable: tuple[str, ...] = ()

    def spare(self, most: int) -> int:
        """For how many of `most` more files there is room."""
        if self.unable:
            return 0
        return most if self.limit is None else max(min(most, self.limit - self.open_files), 0)


@dataclass(frozen=True)
class Problem:
    """fits: how well a person fits a file, 0 where nothing is said; barred: why a pair must not be, by rule."""

    seats: tuple[Seats, ...]
    hands: tuple[Hand, ...]
    fits: Mapping[Pair, int] = field(default_factory=dict)
    barred: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def files(self) -> tuple[Seats, ...]:
        """By id, so that nothing depends on the order in which they came."""
        return tuple(sorted(self.seats, key=lambda one: one.application_id))

    @cached_property
    def people(self) -> tuple[Hand, ...]:
        return tuple(sorted(self.hands, key=lambda one: one.person_id))

    @cached_property
    def wanted(self) -> int:
        return sum(one.count for one in self.files)

    def fit(self, file: Seats, person: Hand) -> int:
        return self.fits.get((file.application_id, person.person_id), 0)

    def reasons(self, file: Seats, person: Hand) -> tuple[str, ...]:
        """Why this person cannot judge this file, whatever becomes of the others."""
        pair = (file.application_id, person.person_id)
        same = ("assignment.same_employer",) if person.employer in file.employers else ()
        limit = () if rule.has_room(person.open_files, person.limit) else ("evaluator.load_limit",)
        return tuple(dict.fromkeys((*self.barred.get(pair, ()), *person.unable, *limit, *same)))

    @cached_property
    def pairs(self) -> tuple[tuple[Seats, Hand], ...]:
        """All that may be, by file and person."""
        return tuple(
            (file, person)
            for file in self.files
            if file.count
            for person in self.people
            if not self.reasons(file, person)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A bound: the sum of these columns, each times its value, lies between the two."""

    columns: tuple[int, ...]
    values: tuple[int, ...]
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Program:
    """Columns between 0 and 1, the first of them the choices. aims: a value a column, each sum as great as can be, one
    after the other.
    """

    columns: int
    choices: int
    rows: tuple[Row, ...]
    aims: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """chosen: the choices at 1. best: proven that there is no better answer."""

    chosen: frozenset[int]
    best: bool


Solve = Callable[[Program], Answer]


@dataclass(frozen=True, slots=True)
class Matching:
    """What was found. best: proven; otherwise the best found within the time given."""

    choice: Choice
    best: bool


def match(problem: Problem, solve: Solve) -> Matching:
    """The best choice the solver finds; never one that is behind the choice made file by file."""
    if not problem.pairs:
        return Matching(frozenset(), best=True)
    answer = solve(program(problem))
    found = frozenset(_ids(*problem.pairs[column]) for column in answer.chosen)
    if answer.best:
        return Matching(found, best=True)
    return Matching(max((found, in_turn(problem)), key=lambda one: worth(problem, one)), best=False)


def worth(problem: Problem, choice: Choice) -> tuple[int, int]:
    """Seats filled, then the sum of fits."""
    return len(choice), sum(problem.fits.get(pair, 0) for pair in choice)


def in_turn(problem: Problem) -> Choice:
    """The choice a room makes that looks at one file after the other: the best fit, then who has least at hand."""
    loads = {one.person_id: one.open_files for one in problem.people}
    chosen: set[Pair] = set()
    for file in problem.files:
        free = [
            rule.Hand(one.person_id, one.employer, problem.fit(file, one), loads[one.person_id])
            for one in problem.people
            if not problem.reasons(file, one) and rule.has_room(loads[one.person_id], one.limit)
        ]
        for hand in rule.chosen(free, file.count, file.employers):
            loads[hand.person_id] += 1
            chosen.add((file.application_id, hand.person_id))
    return frozenset(chosen)


def program(problem: Problem) -> Program:
    """The problem for the solver: a column a pair, then a column for each further file a person could get."""
    steps = _steps(problem)
    count = len(problem.pairs)
    rows = (*_seats(problem), *_employers(problem), *_loads(problem, steps))
    return Program(count + len(steps), count, rows, tuple(_aims(problem, steps)))


Step = tuple[str, int]
"""A person, and how many files would be open before this one: each further file weighs more than the one before."""


def _steps(problem: Problem) -> tuple[Step, ...]:
    could: dict[str, int] = {}
    for _, person in problem.pairs:
        could[person.person_id] = could.get(person.person_id, 0) + 1
    return tuple(
        (one.person_id, one.open_files + more)
        for one in problem.people
        if one.person_id in could
        for more in range(one.spare(could[one.person_id]))
    )


def _seats(problem: Problem) -> Iterator[Row]:
    counts = {one.application_id: one.count for one in problem.files}
    for application_id, columns in _grouped(problem, lambda file, _: file.application_id).items():
        yield _at_most(columns, counts[application_id])


def _employers(problem: Problem) -> Iterator[Row]:
    for columns in _grouped(problem, lambda file, person: f"{file.application_id} {person.employer}").values():
        if len(columns) > 1:
            yield _at_most(columns, 1)


def _loads(problem: Problem, steps: Sequence[Step]) -> Iterator[Row]:
    """The files a person gets are as many as the steps taken; there are no steps beyond the limit."""
    taken: dict[str, list[int]] = {}
    for place, (person_id, _) in enumerate(steps, start=len(problem.pairs)):
        taken.setdefault(person_id, []).append(place)
    for person_id, columns in _grouped(problem, lambda _, person: person.person_id).items():
        own = taken.get(person_id, [])
        yield Row((*columns, *own), (*(1 for _ in columns), *(-1 for _ in own)), 0, 0)


def _grouped(problem: Problem, key: Callable[[Seats, Hand], str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for column, pair in enumerate(problem.pairs):
        groups.setdefault(key(*pair), []).append(column)
    return groups


def _at_most(columns: Sequence[int], most: int) -> Row:
    return Row(tuple(columns), tuple(1 for _ in columns), 0, most)


def _aims(problem: Problem, steps: Sequence[Step]) -> Iterator[tuple[int, ...]]:
    nothing = tuple(0 for _ in steps)
    files = {one.application_id: place for place, one in enumerate(problem.files, start=1)}
    people = {one.person_id: place for place, one in enumerate(problem.people)}
    yield (*(1 for _ in problem.pairs), *nothing)
    yield (*(problem.fit(*pair) for pair in problem.pairs), *nothing)
    yield (*(0 for _ in problem.pairs), *(-load for _, load in steps))
    ties = (-files[file.application_id] * people[person.person_id] for file, person in problem.pairs)
    yield (*ties, *nothing)


def _ids(file: Seats, person: Hand) -> Pair:
    return file.application_id, person.person_id
