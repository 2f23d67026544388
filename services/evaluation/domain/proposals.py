"""A proposal of whom to ask for the files of a call: what is proposed and why, what is changed, what still holds.

Persons stand here by their ids alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from grants.breach import AlreadyDone, Breach, RulesBroken, WrongStage
from services.evaluation.domain.matching import Choice, Hand, Matching, Pair, Problem, Seats, worth
from services.evaluation.domain.records import Record

PASSED_OVER = 3
"""How many of those who were not chosen are told of, the best first."""
CONFLICT = "conflict."


class ProposalStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"


class Reason(StrEnum):
    """Why a person who could judge a file was not chosen for it; what bars a person goes by the rule's own name."""

    SAME_EMPLOYER = "assignment.same_employer"
    FULL = "proposal.full"
    LESS_FIT = "proposal.less_fit"
    MORE_OPEN = "proposal.more_open"
    WHOLE = "proposal.whole"


class Chosen(Record):
    """open_before, open_after: files open with the person now, and after all of this proposal."""

    evaluator_id: str
    fit: int
    open_before: int
    open_after: int


class PassedOver(Record):
    """Somebody near who was not chosen. reasons: rules that bar the person, or one `Reason`."""

    evaluator_id: str
    fit: int
    reasons: tuple[str, ...]


class ProposalLine(Record):
    """One file. seats: how many are free; short: for how many nobody is left, and obstacles: how many people are kept
    from it by each reason; told where it is short.
    """

    application_id: str
    seats: int
    chosen: tuple[Chosen, ...]
    passed_over: tuple[PassedOver, ...]
    short: int
    obstacles: dict[str, int]


class Change(Record):
    """An officer's own choice: `evaluator_id` instead of `instead_of`."""

    application_id: str
    instead_of: str
    evaluator_id: str
    reason: str


class Proposal(Record):
    """best: proven that no choice is better; otherwise the best found in the time given. fit: the sum over all."""

    id: str
    call_id: str
    status: ProposalStatus
    computed_at: datetime
    computed_by: str
    best: bool
    seats: int
    filled: int
    fit: int
    lines: tuple[ProposalLine, ...]
    accepted_at: datetime | None = None
    accepted_by: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everybody it names."""
        chosen = {one.evaluator_id for line in self.lines for one in line.chosen}
        near = {one.evaluator_id for line in self.lines for one in line.passed_over}
        return frozenset(chosen | near | {one.evaluator_id for one in self.changes})


class ProposalOutdated(WrongStage):
    """What was proposed does not hold any more: the pool, ties or files have changed since."""

    rule = "proposal_outdated"


Plan = Mapping[str, tuple[str, ...]]
"""Application → who is to be asked."""


def proposal(problem: Problem, found: Matching, **facts: object) -> Proposal:
    """What was found, explained. facts: id, call_id, computed_at, computed_by."""
    filled, fit = worth(problem, found.choice)
    told = {"best": found.best, "seats": problem.wanted, "filled": filled, "fit": fit}
    lines = tuple(_line(problem, file, found.choice) for file in problem.files)
    return Proposal.model_validate({"status": ProposalStatus.OPEN, "lines": lines, **told, **facts})


def _line(problem: Problem, file: Seats, choice: Choice) -> ProposalLine:
    counts = Counter(person_id for _, person_id in choice)
    after = {one.person_id: one.open_files + counts[one.person_id] for one in problem.people}
    near = sorted(problem.people, key=lambda one: (-problem.fit(file, one), one.open_files, one.person_id))
    chosen = [one for one in near if (file.application_id, one.person_id) in choice]
    rest = [one for one in near if one not in chosen]
    reasons = {one.person_id: _why_not(problem, file, one, chosen, after) for one in rest}
    short = file.count - len(chosen)
    counted = Counter(reason for each in reasons.values() for reason in each)
    return ProposalLine(
        application_id=file.application_id,
        seats=file.count,
        chosen=tuple(
            Chosen(
                evaluator_id=one.person_id,
                fit=problem.fit(file, one),
                open_before=one.open_files,
                open_after=after[one.person_id],
            )
            for one in chosen
        ),
        passed_over=tuple(
            PassedOver(evaluator_id=one.person_id, fit=problem.fit(file, one), reasons=reasons[one.person_id])
            for one in rest[:PASSED_OVER]
        ),
        short=short,
        obstacles=dict(sorted(counted.items())) if short else {},
    )


def _why_not(
    problem: Problem, file: Seats, person: Hand, chosen: Sequence[Hand], after: Mapping[str, int]
) -> tuple[str, ...]:
    """Every rule that bars this person; if none does, what made another choice the better one."""
    if barred := problem.reasons(file, person):
        return barred
    if any(one.employer == person.employer for one in chosen):
        return (Reason.SAME_EMPLOYER,)
    if person.limit is not None and after[person.person_id] >= person.limit:
        return (Reason.FULL,)
    fits = [problem.fit(file, one) for one in chosen]
    if fits and problem.fit(file, person) < min(fits):
        return (Reason.LESS_FIT,)
    if chosen and after[person.person_id] >= max(after[one.person_id] for one in chosen):
        return (Reason.MORE_OPEN,)
    return (Reason.WHOLE,)


def settle(made: Proposal, changes: Sequence[Change]) -> Plan:
    """Whom to ask after the officer's changes. Raises RulesBroken with all changes that cannot be read."""
    plan = {line.application_id: [one.evaluator_id for one in line.chosen] for line in made.lines}
    wrong: list[Breach] = []
    for place, one in enumerate(changes):
        subject, ids = f"changes[{place}]", plan.get(one.application_id, [])
        if not one.reason:
            wrong.append(Breach("proposal.reason", f"{subject}.reason"))
        if one.instead_of not in ids:
            wrong.append(Breach("proposal.not_proposed", f"{subject}.instead_of", one.instead_of))
        elif one.evaluator_id in ids:
            wrong.append(Breach("proposal.twice", f"{subject}.evaluator_id", one.evaluator_id))
        else:
            ids[ids.index(one.instead_of)] = one.evaluator_id
    if wrong:
        raise RulesBroken(*wrong)
    return {application_id: tuple(ids) for application_id, ids in plan.items() if ids}


def accepted(made: Proposal, changes: Sequence[Change], officer: str, now: datetime) -> Proposal:
    """The proposal, accepted with these changes. Raises AlreadyDone."""
    if made.status is ProposalStatus.ACCEPTED:
        raise AlreadyDone(Breach("proposal.accepted", "proposal_id", made.id))
    update = {
        "status": ProposalStatus.ACCEPTED,
        "accepted_at": now,
        "accepted_by": officer,
        "changes": tuple(changes),
    }
    return made.model_copy(update=update)


def is_same(made: Proposal, changes: Sequence[Change], officer: str) -> bool:
    """Whether this officer has accepted it with just these changes before."""
    return made.status is ProposalStatus.ACCEPTED and made.accepted_by == officer and made.changes == tuple(changes)


def refuse_broken_plan(plan: Plan, now: Problem, changes: Sequence[Change]) -> None:
    """Hold the plan against every hard rule as things stand now.

    Raises ProposalOutdated with all that is wrong if any of it has changed under what was proposed; RulesBroken if
    the officer's own choices alone are at fault.
    """
    found = _Held(plan, now, frozenset((one.application_id, one.evaluator_id) for one in changes)).broken()
    if not all(own for own, _ in found):
        raise ProposalOutdated(*(breach for _, breach in found))
    if found:
        raise RulesBroken(*(breach for _, breach in found))


Fault = tuple[bool, Breach]
"""Whether it is the officer's own choice, and what is wrong."""


@dataclass(frozen=True)
class _Held:
    """A plan held against the problem of now. own: the pairs that are the officer's choice."""

    plan: Plan
    now: Problem
    own: frozenset[Pair]

    @cached_property
    def people(self) -> Mapping[str, Hand]:
        return {one.person_id: one for one in self.now.people}

    @cached_property
    def loads(self) -> Counter[str]:
        return Counter(person_id for ids in self.plan.values() for person_id in ids)

    def broken(self) -> list[Fault]:
        files = {one.application_id: one for one in self.now.files}
        found: list[Fault] = []
        for application_id, ids in sorted(self.plan.items()):
            subject, file = f"files.{application_id}", files.get(application_id)
            if file is None:
                found.append((False, Breach("proposal.file_gone", subject)))
            elif len(ids) > file.count:
                found.append((False, Breach("proposal.seat_taken", subject, str(len(ids)), str(file.count))))
            else:
                found += [fault for one in ids for fault in self._pair(file, one, subject)]
                found += self._together(application_id, ids, subject)
        return found

    def _pair(self, file: Seats, person_id: str, subject: str) -> Iterator[Fault]:
        own, person = (file.application_id, person_id) in self.own, self.people.get(person_id)
        if person is None:
            yield own, Breach("proposal.not_in_pool", subject, person_id)
            return
        reasons = self.now.reasons(file, person)
        for reason in reasons:
            yield own, Breach(_rule(reason), subject, person_id, reason.removeprefix(CONFLICT))
        beyond = person.limit is not None and person.open_files + self.loads[person_id] > person.limit
        if beyond and "evaluator.load_limit" not in reasons:
            given = any(person_id == one for _, one in self.own)
            yield given, Breach("proposal.load_limit", subject, person_id, str(person.limit))

    def _together(self, application_id: str, ids: Sequence[str], subject: str) -> Iterator[Fault]:
        """Those of one employer on the same file; where one of them is the officer's choice, it is that one."""
        seen: set[str] = set()
        for person_id in sorted(ids, key=lambda one: (application_id, one) in self.own):
            employer = self.people[person_id].employer if person_id in self.people else person_id
            if employer in seen:
                yield (application_id, person_id) in self.own, Breach("proposal.same_employer", subject, person_id)
            seen.add(employer)


def _rule(reason: str) -> str:
    """The words for a reason where a plan is refused."""
    if reason.startswith(CONFLICT):
        return "proposal.tie"
    return _RULES.get(reason, "proposal.unable")


_RULES = {
    "assignment.twice": "proposal.asked_before",
    "assignment.same_employer": "proposal.same_employer",
    "evaluator.load_limit": "proposal.load_limit",
}
