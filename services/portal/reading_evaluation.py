"""What the portal reads of an evaluation and of a committee, as far as the person may see it."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from grants.explanation import Explanation
from services.portal.reading import Amount, Moment, Read, Text


class Names(Read):
    """A name in both languages."""

    tr: Text = ""
    en: Text = ""


class Aspect(Read):
    """One side of a block; part: what its points stand under."""

    part: str
    names: Names = Names()
    maximum: Text = ""


class Block(Read):
    """A block of the score sheet; maximum as exact text."""

    code: str
    names: Names = Names()
    maximum: Text = ""
    aspects: tuple[Aspect, ...] = ()
    may_be_not_applicable: bool = False

    def parts(self, language: str) -> tuple[tuple[str, str, str], ...]:
        """What points are given for: key, name of the aspect ("" for the whole block), most points."""
        if not self.aspects:
            return ((self.code, "", self.maximum),)
        return tuple((one.part, getattr(one.names, language, "") or one.part, one.maximum) for one in self.aspects)


class Body(Read):
    """A member of the consortium, for the declaration of ties."""

    name: str
    kind: Text = ""
    province: Text = ""


class JudgedPaper(Read):
    """A paper they handed in with it. document: its hash; names: of its kind, where the rules ask for it."""

    document: str
    kind: Text = ""
    names: Names | None = None
    title: Text = ""
    size: int = 0

    @property
    def is_named(self) -> bool:
        """Whether it is still known what it was called: an erasure leaves a sign in its place."""
        return self.title not in {"", "–"}


class Content(Read):
    """What the applicants wrote, planned and handed in; form: section → text."""

    nace: Text = ""
    form: Mapping[str, str] = Field(default_factory=dict)
    plan: Mapping[str, Any] = Field(default_factory=dict)
    requested: Amount = None
    submitted_at: Moment = None
    papers: tuple[JudgedPaper, ...] = ()


class Sheet(Read):
    """What an evaluator wrote; points by part, texts by block."""

    scores: Mapping[str, str] = Field(default_factory=dict)
    justifications: Mapping[str, str] = Field(default_factory=dict)
    not_applicable: Mapping[str, str] = Field(default_factory=dict)


class Draft(Sheet):
    """A sheet that is not given yet; the room shows it to its evaluator alone. total: as far as it is written."""

    saved_at: Moment = None
    total: Text = ""


class Reopening(Read):
    """A sheet that was taken back."""

    number: int = 0
    reason: Text = ""
    total: Text = ""
    submitted_at: Moment = None
    reopened_at: Moment = None


class Assignment(Sheet):
    """An evaluator's own task. content: once it was accepted. declared: whether a tie was declared, or none."""

    id: str
    application_id: Text = ""
    consortium_name: Text = ""
    status: str
    due_at: Moment = None
    evaluate_by: Moment = None
    total: Text = ""
    regime: Text = ""
    revision: Text = ""
    currency: Text = ""
    members: tuple[Body, ...] = ()
    blocks: tuple[Block, ...] = ()
    justification_minimum_length: int = 0
    draft: Draft | None = None
    reopenings: tuple[Reopening, ...] = ()
    declared: bool | None = None
    content: Content | None = None


class Item(Read):
    """An application before the committee. Until the reader has declared about ties, only names are shown.

    sitting, awaited: who sits for it, and who of them has given no points.
    """

    application_id: Text = ""
    declared: bool = True
    members: tuple[str, ...] = ()
    consortium_name: Text = ""
    requested: Amount = None
    evaluators_mean: Text = ""
    own_score: int | None = None
    sitting: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    quorum: bool = False


class Raise(Read):
    """What an officer let the committee fill above the envelope of its call."""

    number: int = 0
    usable: Amount = None
    reason: Text = ""
    raised_at: Moment = None


class Nominee(Read):
    """One of the board. present: none before attendance."""

    person_id: str
    name: Text = ""
    background: Text = ""
    seat: Text = ""
    ordinal: int = 0
    chair: bool = False
    present: bool | None = None


class Committee(Read):
    """The committee of a call. part_scale: most points a member gives."""

    call_name: Text = ""
    board_names: Names = Names()
    status: str
    due_at: Moment = None
    envelope: Amount = None
    usable_envelope: Amount = None
    raises: tuple[Raise, ...] = ()
    currency: Text = ""
    part_scale: int = 0
    needed: int | None = None
    chair_id: Text = ""
    members: tuple[Nominee, ...] = ()
    items: tuple[Item, ...] = ()

    def has(self, person_id: str) -> bool:
        """Whether somebody is of the board."""
        return any(one.person_id == person_id for one in self.members)

    def names(self, people: Iterable[str]) -> str:
        """The names of some of the board."""
        known = {one.person_id: one.name for one in self.members}
        return ", ".join(known.get(one, one) for one in people)


class ItemContent(Read):
    """The file of an application before the committee."""

    application_id: Text = ""
    consortium_name: Text = ""
    members: tuple[Body, ...] = ()
    evaluators_mean: Text = ""
    regime: Text = ""
    revision: Text = ""
    currency: Text = ""
    content: Content = Content()


class Placement(Read):
    """One line of the ranking; rank 0 for an eliminated application, none where it may not be known."""

    consortium_name: Text = ""
    rank: int | None = None
    total: Text = ""
    decision: str
    requested: Amount = None
    explanation: Explanation | None = None
    state: str | None = None


class Ranking(Read):
    """The ranking of a call, once it stands. reserve_until: exclusive end of its reserve, while anybody is in it."""

    reserve_until: Moment = None
    placed: tuple[Placement, ...] = ()
    explanation: Explanation | None = None


class PreEvaluation(Read):
    """How the pre-evaluation of an application came out, for those who may know."""

    explanation: Explanation | None = None
