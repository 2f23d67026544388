"""What was found of a person and a file that must judge it apart: in force, waived or dismissed; and declarations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from grants.breach import AlreadyDone, Breach, RulesBroken, WrongStage
from grants.decisions.conflict import Settled, SettledBy
from grants.explanation import Explanation
from grants.proof.sealed import hashes
from grants.regimes import RuleSet
from grants.regimes.words import ConflictKind
from grants.rules.conflicts import SOURCE, Tie, is_hard
from services.evaluation.domain.records import Record

SAID = "said"
"""The kind of a tie the person declared when asked about this very file."""
KINDS = (*ConflictKind, SAID)


class State(StrEnum):
    """open: it keeps the person from the file. dismissed: it was a false match, once and for good."""

    OPEN = "open"
    WAIVED = "waived"
    DISMISSED = "dismissed"


class Barring(StrEnum):
    """By what a person is kept from judging a file: a tie of their own word, or one that was found."""

    DECLARED = "declared"
    COMPUTED = "computed"


class OwnWord(StrEnum):
    """What a person declares before any content is shown."""

    NONE = "none"
    SOFT = "soft"
    HARD = "hard"


class Declaration(Record):
    application_id: str
    person_id: str
    tie: OwnWord
    reason: str
    declared_at: datetime


class Finding(Record):
    """One tie of a person with an application. about, fact, certain, shown: see `grants.rules.conflicts.Tie`.

    id: the same for the same pair and fact, whenever it is computed. decided_by, reason: of who settled it.
    """

    id: str
    application_id: str
    person_id: str
    kind: str
    about: str
    fact: str
    certain: bool
    hard: bool
    shown: str
    state: State = State.OPEN
    found_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""

    @property
    def hashes(self) -> dict[str, str]:
        """Of what is not told of it."""
        return hashes("conflict_finding", about=self.about, fact=self.fact, shown=self.shown)

    @property
    def keeps_apart(self) -> bool:
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True)
class Check:
    """What came of holding one person against one file. fresh: findings that were not known before.

    in_force: every finding whose fact holds today, with its state. explain: how it came about, worked out when asked.
    """

    person_id: str
    in_force: tuple[Finding, ...]
    fresh: tuple[Finding, ...]
    explain: Callable[[], Explanation]

    @property
    def explanation(self) -> Explanation:
        return self.explain()

    @property
    def keeps_apart(self) -> bool:
        return any(one.keeps_apart for one in self.in_force)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        return tuple(
            Breach(f"conflict.{one.kind}", "evaluator_id", one.shown, source=SOURCE)
            for one in self.in_force
            if one.keeps_apart
        )


def finding_id(application_id: str, person_id: str, kind: str, fact: str) -> str:
    return sha256(f"{application_id}\n{person_id}\n{kind}\n{fact}".encode()).hexdigest()[:32]


def of_tie(tie: Tie, application_id: str, person_id: str, rules: RuleSet, now: datetime) -> Finding:
    return Finding(
        id=finding_id(application_id, person_id, tie.kind, tie.fact),
        application_id=application_id,
        person_id=person_id,
        kind=tie.kind,
        about=tie.about,
        fact=tie.fact,
        certain=tie.certain,
        hard=is_hard(tie.kind, rules),
        shown=tie.shown,
        found_at=now,
    )


def own_word(application_id: str, person_id: str, *, hard: bool, now: datetime) -> Finding:
    """The finding that a declared tie makes."""
    fact = "hard" if hard else "soft"
    return Finding(
        id=finding_id(application_id, person_id, SAID, fact),
        application_id=application_id,
        person_id=person_id,
        kind=SAID,
        about="",
        fact=fact,
        certain=True,
        hard=hard,
        shown="",
        found_at=now,
    )


def in_force(computed: Iterable[Finding], known: Mapping[str, Finding]) -> tuple[Finding, ...]:
    """What holds today: what is computed, in the state it was left in, and what the person declared.

    A tie that was known and is not found any more keeps nobody apart.
    """
    today = {one.id: known.get(one.id, one) for one in computed}
    said = {one.id: one for one in known.values() if one.kind == SAID}
    return tuple(sorted({**today, **said}.values(), key=lambda one: one.id))


def barring(found: Iterable[Finding], *, declined: bool) -> Barring | None:
    """What keeps the person apart; none where nothing does. declined: the task was declined for a tie."""
    kinds = {one.kind for one in found if one.keeps_apart}
    if declined or SAID in kinds:
        return Barring.DECLARED
    return Barring.COMPUTED if kinds else None


def settled(findings: Iterable[Finding]) -> tuple[Settled, ...]:
    """Those an officer has settled, as the decision is told of them."""
    return tuple(
        Settled(kind=ConflictKind(one.kind), about=one.about, certain=one.certain, settled_by=SettledBy(one.state))
        for one in findings
        if one.kind != SAID and not one.keeps_apart
    )


def waived(finding: Finding, officer: str, reason: str, now: datetime) -> Finding:
    """The soft finding, waived. Raises RulesBroken with all that is wrong, AlreadyDone."""
    hard = (Breach("conflict.hard", "finding_id", finding.kind),) if finding.hard else ()
    return _settled(finding, State.WAIVED, (officer, reason, now), hard)


def dismissed(finding: Finding, officer: str, reason: str, now: datetime) -> Finding:
    """The finding, held to be a false match for good. Raises RulesBroken with all that is wrong, AlreadyDone."""
    certain = (Breach("conflict.certain", "finding_id", finding.kind),) if finding.certain else ()
    return _settled(finding, State.DISMISSED, (officer, reason, now), certain)


def _settled(finding: Finding, state: State, by: tuple[str, str, datetime], wrong: Sequence[Breach]) -> Finding:
    officer, reason, now = by
    if not finding.keeps_apart:
        raise AlreadyDone(Breach("conflict.settled", "finding_id", finding.state))
    nothing = () if reason else (Breach("conflict.reason", "reason"),)
    if broken := (*wrong, *nothing):
        raise RulesBroken(*broken)
    update = {"state": state, "decided_by": officer, "decided_at": now, "reason": reason}
    return finding.model_copy(update=update)


def may_say(known: Declaration | None, tie: OwnWord, reason: str) -> None:
    """Whether this may be declared after that. Raises RulesBroken (no reason), WrongStage (taken back)."""
    if tie is not OwnWord.NONE and not reason:
        raise RulesBroken(Breach("declaration.reason", "reason"))
    order = tuple(OwnWord)
    if known is not None and order.index(tie) < order.index(known.tie):
        raise WrongStage(Breach("declaration.final", "tie", tie, known.tie))
