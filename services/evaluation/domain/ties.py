"""A person held against a file: every tie between the two, and what of it keeps the person from the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from grants.calendar import istanbul_day
from grants.decisions.conflict import CONFLICT, ConflictInputs, Judged, Project, pseudonymous
from grants.decisions.conflict import Evaluator as PersonInputs
from grants.decisions.conflict import Member as MemberInputs
from grants.regimes import RuleSet
from grants.regimes.words import MemberKind
from grants.rules import conflicts as rule
from grants.rules.composition import MemberFacts
from services.evaluation.domain.findings import Check, Finding, in_force, of_tie, settled
from services.evaluation.domain.records import Evaluator, File

PROJECT_SECTIONS = ("reference_projects", "cooperation_projects")
"""Where the form names projects."""


@dataclass(frozen=True)
class Side:
    """A file as persons are held against it. earlier: files of the same consortium that each person has judged."""

    file: File
    rules: RuleSet
    now: datetime
    earlier: Mapping[str, tuple[rule.Earlier, ...]]
    known: Mapping[str, tuple[Finding, ...]]

    def check(self, person: Evaluator) -> Check:
        """What comes of holding this person against the file."""
        facts, consortium = self._facts(person), self._consortium(person.projects)
        computed, known = self._computed(facts, consortium), self._known(person)
        today = in_force(computed, known)
        return Check(
            person_id=person.person_id,
            in_force=today,
            fresh=tuple(one for one in computed if one.id not in known),
            explain=lambda: CONFLICT.decide(pseudonymous(self._inputs(facts, consortium, today)), self.rules),
        )

    def keeping_apart(self, person: Evaluator) -> tuple[Finding, ...]:
        """What of the same keeps the person from the file, not explained: for many people held against many files."""
        computed = self._computed(self._facts(person), self._consortium(person.projects))
        return tuple(one for one in in_force(computed, self._known(person)) if one.keeps_apart)

    def _computed(self, facts: rule.EvaluatorFacts, consortium: rule.Consortium) -> list[Finding]:
        found = rule.ties(facts, consortium, self.rules)
        return [of_tie(tie, self.file.application_id, facts.person_id, self.rules, self.now) for tie in found]

    def _known(self, person: Evaluator) -> dict[str, Finding]:
        return {one.id: one for one in self.known.get(person.person_id, ())}

    @cached_property
    def _bare(self) -> rule.Consortium:
        """The applicants, with none of the projects they name."""
        return rule.Consortium(members_of(self.file), self.file.coordinator_id, day=istanbul_day(self.now))

    def _facts(self, person: Evaluator) -> rule.EvaluatorFacts:
        return rule.EvaluatorFacts(
            person_id=person.person_id,
            employer=person.employer,
            employer_tax_number=person.employer_tax_number,
            declared=frozenset(person.declared),
            address=person.address,
            projects=person.projects,
            evaluated=self.earlier.get(person.person_id, ()),
        )

    def _consortium(self, projects: Iterable[rule.Project]) -> rule.Consortium:
        texts = [self.file.form.get(section, "") for section in PROJECT_SECTIONS]
        named = rule.named_in(projects, texts, self._bare.members) if projects else frozenset()
        return replace(self._bare, named=named) if named else self._bare

    def _inputs(
        self, facts: rule.EvaluatorFacts, consortium: rule.Consortium, today: Iterable[Finding]
    ) -> ConflictInputs:
        return ConflictInputs(
            evaluator=PersonInputs(
                id=facts.person_id,
                employer=facts.employer,
                employer_tax_number=facts.employer_tax_number,
                declared=tuple(sorted(facts.declared)),
                address=facts.address,
                projects=_projects(facts.projects),
                evaluated=tuple(
                    Judged(file=one.file, coordinator_id=one.coordinator_id, members=tuple(one.members), on=one.on)
                    for one in facts.evaluated
                ),
            ),
            members=tuple(
                MemberInputs(name=one.name, tax_number=one.tax_number, address=one.address)
                for one in consortium.members
            ),
            coordinator_id=consortium.coordinator_id,
            named=_projects(sorted(consortium.named)),
            settled=settled(today),
            day=consortium.day,
        )


def _projects(pairs: Iterable[rule.Project]) -> tuple[Project, ...]:
    return tuple(Project(title=title, partner=partner) for title, partner in pairs)


def works_for(organisation: str | None, tax_number: str | None, file: File) -> bool:
    """Whether who signed in for this body works for an applicant; by number, or by name however it is written."""
    facts = rule.EvaluatorFacts(
        person_id="", employer=organisation or "", employer_tax_number=tax_number, declared=frozenset()
    )
    return bool(rule.conflicts(facts, members_of(file)))


def members_of(file: File) -> Sequence[MemberFacts]:
    """The members as the rule of conflicts sees them: what they promised does not matter here."""
    kinds = set(MemberKind)
    return [
        MemberFacts(
            name=member.name,
            kind=MemberKind(member.kind) if member.kind in kinds else MemberKind.OTHER,
            tax_number=member.tax_number,
            province=member.province,
            nace=member.nace,
            commits=False,
            in_main_field=False,
            address=member.address,
        )
        for member in file.members
    ]
