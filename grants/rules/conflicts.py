"""Who may not judge an application: every tie between a person and a consortium, by kind, each with its fact.

Source: in no paper; Destek's own rule, computed before an invitation goes out besides what is declared. Which kinds
are soft, for how many years an earlier evaluation counts and what makes a consortium the same is regime data.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final

from grants.breach import Breach
from grants.calendar import exclusive_end
from grants.regimes import RuleSet
from grants.regimes.words import ConflictKind
from grants.rules.composition import MemberFacts
from grants.turkish import turkish_lower

SOURCE: Final = "Destek"
LEAST_ADDRESS: Final = 10
"""Letters and digits an address must have to name a place and not a town."""
LEAST_TITLE: Final = 10
"""Letters and digits the title of a project must have to name one project and not any."""
_MONTHS_OF_YEAR: Final = 12
_WORDS: Final = re.compile(r"\w+")
_WAYS: Final = {
    "mah": "mahalle", "mh": "mahalle", "mahallesi": "mahalle",
    "cad": "cadde", "cd": "cadde", "caddesi": "cadde",
    "sok": "sokak", "sk": "sokak", "sokagi": "sokak",
    "bul": "bulvar", "blv": "bulvar", "bulv": "bulvar", "bulvari": "bulvar",
    "apt": "apartman", "ap": "apartman", "apartmani": "apartman",
    "no": "", "numara": "", "nr": "",
}  # fmt: skip
"""How the words of an address are shortened and bent."""


Project = tuple[str, str]
"""Title and partner."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another application the person has judged: who led it, its members' tax numbers, the day of the scores."""

    file: str
    coordinator_id: str
    members: frozenset[str]
    on: date


@dataclass(frozen=True, slots=True)
class EvaluatorFacts:
    """What is known of a person who may judge. Empty text where there is no employer or address.

    declared: tax numbers of the bodies with which the person has declared a tie. projects: title and partner of
    those the person worked on. evaluated: earlier applications that may be of the same consortium.
    """

    person_id: str
    employer: str
    employer_tax_number: str | None
    declared: frozenset[str]
    address: str = ""
    projects: tuple[Project, ...] = ()
    evaluated: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Consortium:
    """The side of the applicants. named: projects they name, as `named_in` finds them. day: the day of the check.

    coordinator_id: the person who leads it, if that is known.
    """

    members: Sequence[MemberFacts]
    coordinator_id: str | None = None
    named: frozenset[Project] = frozenset()
    day: date = date.min

    @cached_property
    def tax_numbers(self) -> frozenset[str]:
        return frozenset(one.tax_number for one in self.members)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        return tuple(folded_address(one.address) for one in self.members)

    @cached_property
    def folded_members(self) -> tuple[str, ...]:
        return tuple(folded(one.name) for one in self.members)


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie. about: the member's tax number, the project's title or the earlier application; "" for the lead.

    fact: digest of what was found equal, the same for the same fact and for no other. certain: it rests on an
    id or a tax number, so that it cannot be a false positive. shown: what a person is told of it; place: of the
    member in the list.
    """

    kind: ConflictKind
    about: str
    fact: str
    certain: bool
    shown: str = field(default="", compare=False)
    place: int | None = field(default=None, compare=False)

    @property
    def breach(self) -> Breach:
        subject = _SUBJECTS.get(self.kind, "") if self.place is None else f"members[{self.place}]"
        return Breach(_RULES[self.kind], subject, self.shown, "", SOURCE)


_RULES: Final = {
    ConflictKind.COORDINATOR: "conflict.coordinator",
    ConflictKind.EMPLOYER: "conflict.employer",
    ConflictKind.ADDRESS: "conflict.address",
    ConflictKind.DECLARED: "conflict.declared",
    ConflictKind.PROJECT: "conflict.project",
    ConflictKind.EVALUATED: "conflict.evaluated",
}
_SUBJECTS: Final = {
    ConflictKind.COORDINATOR: "coordinator_id",
    ConflictKind.PROJECT: "form",
    ConflictKind.EVALUATED: "evaluated",
}


def ties(person: EvaluatorFacts, consortium: Consortium, rules: RuleSet) -> tuple[Tie, ...]:
    """Every tie between the person and the consortium, each once."""
    found = (
        *_members(person, consortium),
        *_addresses(person, consortium),
        *_projects(person, consortium),
        *_evaluated(person, consortium, rules),
        *_lead(person, consortium),
    )
    return tuple(dict.fromkeys(found))


def is_hard(kind: ConflictKind, rules: RuleSet) -> bool:
    """Whether the regime lets nobody waive a tie of this kind."""
    return kind not in rules.evaluation.soft_conflicts.value


def conflicts(
    evaluator: EvaluatorFacts, members: Sequence[MemberFacts], coordinator_id: str | None = None
) -> tuple[Breach, ...]:
    """The ties that every regime knows: with members by employer and by declaration, and the lead.

    coordinator_id: the person who leads the consortium, if that is known.
    """
    consortium = Consortium(members, coordinator_id)
    found = (*_members(evaluator, consortium), *_lead(evaluator, consortium))
    return tuple(tie.breach for tie in found)


def _members(person: EvaluatorFacts, consortium: Consortium) -> Iterator[Tie]:
    employer = folded(person.employer)
    for place, member in enumerate(consortium.members):
        number, name = member.tax_number, consortium.folded_members[place]
        if person.employer_tax_number and person.employer_tax_number == number:
            yield _tie(ConflictKind.EMPLOYER, number, number, certain=True, shown=member.name, place=place)
        elif employer and employer == name:
            yield _tie(ConflictKind.EMPLOYER, number, name, shown=member.name, place=place)
        if number in person.declared:
            yield _tie(ConflictKind.DECLARED, number, number, certain=True, shown=member.name, place=place)


def _addresses(person: EvaluatorFacts, consortium: Consortium) -> Iterator[Tie]:
    own = folded_address(person.address)
    if not names_a_place(own):
        return
    for place, address in enumerate(consortium.addresses):
        if own == address:
            member = consortium.members[place]
            yield _tie(ConflictKind.ADDRESS, member.tax_number, own, shown=member.name, place=place)


def names_a_place(address: str) -> bool:
    """Whether a folded address is more than the name of a town."""
    return len(address) >= LEAST_ADDRESS and any(sign.isdigit() for sign in address)


def named_in(projects: Iterable[Project], texts: Iterable[str], members: Sequence[MemberFacts]) -> frozenset[Project]:
    """Those of the projects that a text names, with the partner named there too or among the members."""
    written, bodies = [_folded_once(text) for text in texts], frozenset(folded(one.name) for one in members)
    return frozenset((title, partner) for title, partner in projects if _is_named(title, partner, written, bodies))


def _is_named(title: str, partner: str, written: Sequence[str], bodies: frozenset[str]) -> bool:
    what, who = folded(title), folded(partner)
    texts = [text for text in written if what in text]
    if len(what) < LEAST_TITLE or not who or not texts:
        return False
    return who in bodies or any(who in text for text in texts)


def _projects(person: EvaluatorFacts, consortium: Consortium) -> Iterator[Tie]:
    for title, partner in person.projects:
        if (title, partner) in consortium.named:
            yield _tie(ConflictKind.PROJECT, title, f"{folded(title)}|{folded(partner)}", shown=title)


def _evaluated(person: EvaluatorFacts, consortium: Consortium, rules: RuleSet) -> Iterator[Tie]:
    months = rules.evaluation.conflict_years.value * _MONTHS_OF_YEAR
    least = rules.evaluation.conflict_shared_members.value
    for one in person.evaluated:
        same_lead = consortium.coordinator_id is not None and one.coordinator_id == consortium.coordinator_id
        shared = len(one.members & consortium.tax_numbers)
        if one.on <= consortium.day < exclusive_end(one.on, months) and (same_lead or shared >= least):
            yield _tie(ConflictKind.EVALUATED, one.file, one.file, shown=one.file)


def _lead(person: EvaluatorFacts, consortium: Consortium) -> Iterator[Tie]:
    if person.person_id and person.person_id == consortium.coordinator_id:
        yield _tie(ConflictKind.COORDINATOR, "", person.person_id, certain=True)


def _tie(
    kind: ConflictKind, about: str, fact: str, *, certain: bool = False, shown: str = "", place: int | None = None
) -> Tie:
    digest = sha256(f"{kind}\n{about}\n{fact}".encode()).hexdigest()[:32]
    return Tie(kind, about, digest, certain, shown, place)


def folded(name: str) -> str:
    """Letters and digits alone, in lower case and without marks: "OSTİM A.Ş." and "Ostim AŞ" are one."""
    return "".join(sign for sign in _plain(name) if sign.isalnum())


_folded_once = lru_cache(maxsize=16)(folded)
"""For long texts that many people are held against one after the other."""


def folded_address(address: str) -> str:
    """The same for an address, its usual words brought to one form: "Atatürk Cad. No: 5" and "ATATÜRK CADDESİ 5"."""
    return "".join(_without_ways(_WORDS.findall(_plain(address))))


def _without_ways(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield folded(_WAYS.get(word, word))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", turkish_lower(text).replace("ı", "i"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
