"""Papers with an application: which the rules ask for, which are there, and which are missing. Pure.

What a regime asks for stands in its rules (`documents.required`) with where it is said. Whatever else is handed in, as
what a completion asks for, is of no kind of theirs.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.cited import Bilingual
from grants.regimes.lists import RequiredDocument
from grants.regimes.words import Giver, MemberKind, NeededFor
from grants.values import ApplicationId, PersonId

OTHER: Final = "other"
WORK_PLAN: Final = "work_plan"
"""The kind of paper that is written with the application itself; it may be handed in on paper as well."""
MOST: Final = 300
"""Papers of one application: a form of each member of a large consortium, and as many again."""


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper of an application. document: SHA-256 of its bytes. kind: of those the rules ask for, or "other".

    title: what the file is called. handed_in_at: with the application or its completion; none while that is open.
    """

    application_id: ApplicationId
    document: str
    kind: str
    title: str
    media_type: str
    size: int
    kept_by: PersonId
    kept_at: datetime
    handed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A kind of paper the rules ask for, and how many are there. source: where they say so.

    is_missing: none is there, nor is it written with the application itself. is_binding: nothing is submitted then.
    """

    code: str
    names: Bilingual
    given_by: Giver
    source: str
    count: int
    is_missing: bool
    is_binding: bool


def kinds(rules: RuleSet) -> tuple[str, ...]:
    """Of which a paper may be."""
    return (*(one.code for one in _required(rules)), OTHER)


def asked(
    members: Iterable[MemberKind], there: Sequence[PaperRecord], rules: RuleSet, *, has_plan: bool
) -> tuple[AskedPaper, ...]:
    """What the rules ask for with an application of these members, in their order."""
    count, givers = Counter(one.kind for one in there), _givers(members)
    return tuple(
        AskedPaper(
            code=one.code,
            names=one.names,
            given_by=one.given_by,
            source=rules.cite(rules.documents.required),
            count=count[one.code],
            is_missing=not count[one.code] and not (has_plan and one.code == WORK_PLAN),
            is_binding=rules.documents.missing_refused.value,
        )
        for one in _required(rules)
        if one.given_by in givers
    )


def lacking(wanted: Iterable[AskedPaper], rules: RuleSet) -> tuple[Breach, ...]:
    """What keeps an application from being submitted, where the rules have it so."""
    source = rules.cite(rules.documents.missing_refused)
    return tuple(
        Breach("paper.missing", f"papers.{one.code}", one.code, "", source)
        for one in wanted
        if one.is_missing and one.is_binding
    )


def breaches(kind: str, there: Sequence[PaperRecord], rules: RuleSet) -> tuple[Breach, ...]:
    """What keeps one more paper from being taken."""
    found = []
    if kind not in kinds(rules):
        found.append(Breach("paper.kind_unknown", "kind", kind[:80], ", ".join(kinds(rules)), "Destek"))
    if len(there) >= MOST:
        found.append(Breach("paper.too_many", "content", str(len(there) + 1), str(MOST), "Destek"))
    return tuple(found)


def _required(rules: RuleSet) -> tuple[RequiredDocument, ...]:
    return tuple(one for one in rules.documents.required.value if one.needed_for is NeededFor.SUBMISSION)


def _givers(members: Iterable[MemberKind]) -> frozenset[Giver]:
    """Who there is to give papers: the consortium, and of its members firms and others, as far as it has such."""
    others = {Giver.FIRM if kind is MemberKind.FIRM else Giver.OTHER_MEMBER for kind in members}
    return frozenset({Giver.CONSORTIUM, *others})
