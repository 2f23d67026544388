"""What the room remembers, as plain frozen records; the store makes them and takes them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from grants.contracts.application_events import MemberData
from grants.contracts.papers import JudgedPaper
from grants.contracts.stages import CommitteeDecision
from grants.explanation import Explanation
from grants.proof.sealed import seal
from grants.regimes import RuleSet, load
from grants.regimes.words import Background, Currency
from grants.rules.exact import exact_text


class AssignmentStatus(StrEnum):
    """Where one evaluator's task stands."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CLOSED = "closed"


OPEN = frozenset({AssignmentStatus.INVITED, AssignmentStatus.ACCEPTED})


class PreEvaluationStatus(StrEnum):
    WAITING = "waiting"
    DECIDED = "decided"


class CommitteeStatus(StrEnum):
    """appointed: members are named; open: applications lie before it; concluded: the ranking stands."""

    APPOINTED = "appointed"
    OPEN = "open"
    CONCLUDED = "concluded"


class SeatKind(StrEnum):
    FULL = "full"
    SUBSTITUTE = "substitute"


Explained = Annotated[Explanation | None, BeforeValidator(lambda stored: stored or None)]
"""How something was decided; none while it is not."""


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class CallFile(Record):
    """A call as it was published; envelope in its currency."""

    call_id: str
    name: str
    regime: str
    revision: str
    envelope: Decimal

    @property
    def rules(self) -> RuleSet:
        return load(self.regime, self.revision)

    @property
    def currency(self) -> Currency:
        """The money its amounts are in."""
        return self.rules.money.currency.value

    @property
    def pinned(self) -> str:
        """The regime as events carry it: "kdp-2014@2014-03-25+1a2b3c4d"."""
        return f"{self.regime}@{self.revision}"


class File(Record):
    """An admitted application; requested in lira. papers: those that were handed in with it by then.

    coordinator_id: who led it when it was judged. leaders, former: who acts for it since, and who did before that, as
    the version `led_version` of the grant's plan says; none until that changes.
    """

    application_id: str
    call_id: str
    consortium_name: str
    coordinator_id: str
    nace: str
    members: tuple[MemberData, ...]
    form: dict[str, str]
    plan: dict[str, Any]
    requested: Decimal
    submitted_at: datetime
    papers: tuple[JudgedPaper, ...] = ()
    ended: bool = False
    leaders: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    led_version: int = 0

    @property
    def led_by(self) -> frozenset[str]:
        """Who acts for it today."""
        return frozenset(self.leaders or (self.coordinator_id,))


class Evaluator(Record):
    """Who may be asked, with all that a tie is found by. name: empty once the person's data was erased.

    nace, topics, languages: what the person can judge; declared: tax numbers of bodies the person has a tie with;
    projects: title and partner of each project the person worked on.
    """

    person_id: str
    name: str
    employer: str
    employer_tax_number: str | None = None
    address: str = ""
    nace: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    projects: tuple[tuple[str, str], ...] = ()
    active: bool = True


def _fraction(stored: object) -> object:
    return Fraction(stored) if isinstance(stored, str) else stored


Total = Annotated[
    Fraction | None,
    BeforeValidator(_fraction),
    PlainSerializer(lambda total: None if total is None else exact_text(total)),
]
"""A total, exact; stored and sent as text: "75.5" or "226/3"."""


class Sheet(Record):
    """What an evaluator wrote. scores: points by part ("capacity", "competitiveness.level") as exact text.

    justifications: by block. not_applicable: by block that does not apply, the reason.
    """

    scores: dict[str, str] = {}
    justifications: dict[str, str] = {}
    not_applicable: dict[str, str] = {}


class Draft(Sheet):
    """A sheet that is not given yet; nobody but its evaluator sees it."""

    assignment_id: str
    saved_at: datetime


class Version(Sheet):
    """A sheet that was given and then re-opened. number: from 1 on. salt: of what was told of it, sealed."""

    assignment_id: str
    number: int
    total: Total
    submitted_at: datetime
    reopened_at: datetime
    reason: str
    officer_id: str
    salt: str = ""


class Assignment(Sheet):
    """One evaluator's task; its sheet and total once it is submitted. reopened_at: when it was last re-opened.

    salt: of what was told of the sheet, sealed.
    """

    id: str
    application_id: str
    evaluator_id: str
    ordinal: int
    status: AssignmentStatus
    invited_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    conflict: bool = False
    reason: str = ""
    total: Total = None
    submitted_at: datetime | None = None
    reminded_at: datetime | None = None
    reopened_at: datetime | None = None
    salt: str = ""

    @property
    def asked_at(self) -> datetime:
        """Since when its scores are awaited."""
        return self.reopened_at or self.invited_at

    @property
    def seal(self) -> str:
        """Of the points, and of what does not apply."""
        return seal(self.salt, {"scores": self.scores, "not_applicable": self.not_applicable})

    @property
    def words_seal(self) -> str:
        return seal(self.salt, {"justifications": self.justifications})

    @property
    def sheet(self) -> Sheet:
        return Sheet(scores=self.scores, justifications=self.justifications, not_applicable=self.not_applicable)


class PreEvaluation(Record):
    """mean: exact text, "75.5" or "226/3". wanted, missing: see the table."""

    application_id: str
    status: PreEvaluationStatus
    wanted: int
    missing: int = 0
    ask_again_at: datetime | None = None
    passed: bool | None = None
    mean: str = ""
    explanation: Explained = None
    opened_at: datetime
    decided_at: datetime | None = None

    @property
    def decided(self) -> bool:
        return self.status is PreEvaluationStatus.DECIDED


class Committee(Record):
    """present: who the chair found there.

    envelope: the call's, in lira; usable: what the ranking may fill, above the envelope only as an officer
    has raised it, for the reason kept here.
    """

    call_id: str
    status: CommitteeStatus
    chair_id: str | None = None
    due_at: datetime | None = None
    present: tuple[str, ...] | None = None
    envelope: Decimal
    usable: Decimal
    reason: str = ""
    concluded_at: datetime | None = None

    @property
    def concluded(self) -> bool:
        return self.status is CommitteeStatus.CONCLUDED


class EnvelopeRaise(Record):
    """One decision of an officer on the usable envelope, in lira. number: from 1 on, in the order they were made."""

    call_id: str
    number: int
    usable: Decimal
    reason: str
    officer_id: str
    raised_at: datetime


class CommitteeMember(Record):
    """ordinal: place among the full members, or among the substitutes. salt: of who it is, sealed in the record."""

    call_id: str
    person_id: str
    name: str
    background: Background
    employer_tax_number: str | None = None
    seat: SeatKind
    ordinal: int
    salt: str = ""

    @property
    def seal(self) -> str:
        """Of who the member is."""
        return seal(self.salt, {"name": self.name, "employer_tax_number": self.employer_tax_number})


class Item(Record):
    call_id: str
    application_id: str
    evaluators_mean: str


class Conflict(Record):
    call_id: str
    application_id: str
    person_id: str
    declared: bool


class Score(Record):
    """salt: of what was told of the score, sealed."""

    call_id: str
    application_id: str
    person_id: str
    score: int
    given_at: datetime
    salt: str = ""

    @property
    def seal(self) -> str:
        return seal(self.salt, {"score": self.score})


class Placement(Record):
    """rank 0 stands for eliminated; total as exact text; requested in lira."""

    call_id: str
    application_id: str
    rank: int
    total: str
    decision: CommitteeDecision
    requested: Decimal
    within_envelope: bool
    explanation: Explained = None
