"""Whether a person has a tie with a consortium that keeps the person from it. Pure. Rules: `grants.rules.conflicts`.

What is recorded must tell nobody where a person works or lives: `pseudonymous` replaces every body, address, project,
earlier application and other person by a number, the same for the same, so that the comparison can be made again and
nothing else can.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from grants.decisions.decision import Check, Decision, Finding, Id, Inputs, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import ConflictKind, MemberKind
from grants.rules import conflicts as rule
from grants.rules.composition import MemberFacts

_MOST = 2_000

Body = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Tie(StrEnum):
    CLEAR = "clear"
    CONFLICTED = "conflicted"


class SettledBy(StrEnum):
    """How an officer has settled a tie."""

    WAIVED = "waived"
    DISMISSED = "dismissed"


class Project(Inputs):
    title: Body
    partner: Body


class Judged(Inputs):
    """Another application the person has judged: its lead, its members' tax numbers, the day of the scores."""

    file: Id
    coordinator_id: Id
    members: tuple[Body, ...] = Field(max_length=_MOST)
    on: date


class Evaluator(Inputs):
    """employer, address: empty if there is none. declared: tax numbers of bodies a tie was declared with."""

    id: Id
    employer: Body = ""
    employer_tax_number: Body | None = None
    declared: tuple[Body, ...] = Field(default=(), max_length=_MOST)
    address: Place = ""
    projects: tuple[Project, ...] = Field(default=(), max_length=_MOST)
    evaluated: tuple[Judged, ...] = Field(default=(), max_length=_MOST)


class Member(Inputs):
    name: Body
    tax_number: Body
    address: Place = ""


class Settled(Inputs):
    """A tie an officer has settled, named by its kind and what it is about."""

    kind: ConflictKind
    about: Body
    certain: bool
    settled_by: SettledBy


class ConflictInputs(Inputs):
    """coordinator_id: the person who leads the consortium, if that is known. day: of the check.

    named: those of the person's projects that the applicants name.
    """

    evaluator: Evaluator
    members: tuple[Member, ...] = Field(max_length=_MOST)
    coordinator_id: Id | None = None
    named: tuple[Project, ...] = Field(default=(), max_length=_MOST)
    settled: tuple[Settled, ...] = Field(default=(), max_length=_MOST)
    day: date | None = None


def pseudonymous(given: ConflictInputs) -> ConflictInputs:
    """The same ties without anything that says who, where and with whom."""
    return _Veil(given).drawn()


class _Numbers:
    """Hands out 1, 2, 3 … in the order in which texts are first seen."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, text: str) -> int:
        return self._seen.setdefault(text, len(self._seen) + 1)


class _Veil:
    """Draws a veil over inputs: each text is called by a number of its own."""

    def __init__(self, given: ConflictInputs) -> None:
        self.given = given
        self._names, self._numbers, self._places = _Numbers(), _Numbers(), _Numbers()
        self._titles, self._files, self._people = _Numbers(), _Numbers(), _Numbers()

    def drawn(self) -> ConflictInputs:
        given, one = self.given, self.given.evaluator
        members = tuple(
            Member(name=self.name(m.name), tax_number=self.number(m.tax_number), address=self.place(m.address))
            for m in given.members
        )
        evaluator = Evaluator(
            id=one.id,
            employer=self.name(one.employer) if rule.folded(one.employer) else "",
            employer_tax_number=self.number(one.employer_tax_number) if one.employer_tax_number else None,
            declared=tuple(sorted({self.number(number) for number in one.declared})),
            address=self.place(one.address),
            projects=tuple(self.project(project) for project in one.projects),
            evaluated=tuple(self.judged(earlier) for earlier in one.evaluated),
        )
        named = tuple(self.project(project) for project in given.named)
        settled = tuple(self.settled(tie) for tie in given.settled)
        veiled = {"evaluator": evaluator, "members": members, "named": named, "settled": settled}
        return given.model_copy(update=veiled)

    def name(self, text: str) -> str:
        return f"ad-{self._names.of(rule.folded(text))}"

    def number(self, text: str) -> str:
        return f"no-{self._numbers.of(text)}"

    def place(self, text: str) -> str:
        folded = rule.folded_address(text)
        return f"bilinen-yer-{self._places.of(folded)}" if rule.names_a_place(folded) else ""

    def title(self, text: str) -> str:
        return f"proje-{self._titles.of(text)}"

    def file(self, text: str) -> str:
        return f"dosya-{self._files.of(text)}"

    def project(self, one: Project) -> Project:
        return Project(title=self.title(one.title), partner=self.name(one.partner))

    def judged(self, one: Judged) -> Judged:
        leads = one.coordinator_id == self.given.coordinator_id
        return Judged(
            file=self.file(one.file),
            coordinator_id=one.coordinator_id if leads else f"kisi-{self._people.of(one.coordinator_id)}",
            members=tuple(sorted({self.number(number) for number in one.members})),
            on=one.on,
        )

    def settled(self, one: Settled) -> Settled:
        return one.model_copy(update={"about": self._about(one)})

    def _about(self, one: Settled) -> str:
        match one.kind:
            case ConflictKind.PROJECT:
                return self.title(one.about)
            case ConflictKind.EVALUATED:
                return self.file(one.about)
            case ConflictKind.COORDINATOR:
                return one.about
            case _:
                return self.number(one.about)


def _find(given: ConflictInputs, rules: RuleSet) -> Finding:
    found = rule.ties(_person(given.evaluator), _consortium(given), rules)
    settled = {(one.kind, one.about, one.certain): one.settled_by for one in given.settled}
    left = [tie for tie in found if (tie.kind, tie.about, tie.certain) not in settled]
    aside = [(tie, settled[tie.kind, tie.about, tie.certain]) for tie in found if tie not in left]
    shown = (*steps([tie.breach for tie in left], _checks(given, rules)), *(_aside(tie, by) for tie, by in aside))
    figures = {"members": str(len(given.members)), "ties": str(len(left)), "settled": str(len(aside))}
    return Finding(shown, Tie.CONFLICTED if left else Tie.CLEAR, figures)


def _person(one: Evaluator) -> rule.EvaluatorFacts:
    return rule.EvaluatorFacts(
        person_id=one.id,
        employer=one.employer,
        employer_tax_number=one.employer_tax_number,
        declared=frozenset(one.declared),
        address=one.address,
        projects=tuple((project.title, project.partner) for project in one.projects),
        evaluated=tuple(
            rule.Earlier(judged.file, judged.coordinator_id, frozenset(judged.members), judged.on)
            for judged in one.evaluated
        ),
    )


def _consortium(given: ConflictInputs) -> rule.Consortium:
    members = [
        MemberFacts(
            name=one.name,
            kind=MemberKind.OTHER,
            tax_number=one.tax_number,
            province="",
            nace="",
            commits=False,
            in_main_field=False,
            address=one.address,
        )
        for one in given.members
    ]
    named = frozenset((project.title, project.partner) for project in given.named)
    return rule.Consortium(members, given.coordinator_id, named, given.day or date.min)


def _aside(tie: rule.Tie, by: SettledBy) -> Line:
    breach = tie.breach
    return Line(rule=f"step.conflict.{by}", subject=breach.subject, asked=breach.asked, source=rule.SOURCE)


def _checks(given: ConflictInputs, rules: RuleSet) -> Iterator[Check]:
    count, one = str(len(given.members)), given.evaluator
    yield _check(ConflictKind.EMPLOYER, "members", count)
    yield _check(ConflictKind.DECLARED, "members", count, str(len(one.declared)))
    if one.address:
        yield _check(ConflictKind.ADDRESS, "members", count)
    if one.projects:
        yield _check(ConflictKind.PROJECT, "form", str(len(one.projects)))
    if one.evaluated:
        years = rules.evaluation.conflict_years
        yield _check(ConflictKind.EVALUATED, "evaluated", str(len(one.evaluated)), str(years.value), rules.cite(years))
    if given.coordinator_id is not None:
        yield _check(ConflictKind.COORDINATOR, "coordinator_id")


def _check(kind: ConflictKind, subject: str, asked: str = "", allowed: str = "", source: str = rule.SOURCE) -> Check:
    line = Line(rule=f"step.conflict.{kind}", subject=subject, asked=asked, allowed=allowed, source=source)
    return Check(line, (f"conflict.{kind}",))


CONFLICT = Decision("conflict", ConflictInputs, Tie, _find)
