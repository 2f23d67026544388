"""What the portal reads of an evaluation and of a committee, as far as the person may see it."""

from collections.abc import Mapping
from types import MappingProxyType

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


class Content(Read):
    """What the applicants wrote; form: section → text."""

    form: Mapping[str, str] = MappingProxyType({})
    requested: Amount = None


class Sheet(Read):
    """What an evaluator wrote; points by part, texts by block."""

    scores: Mapping[str, str] = MappingProxyType({})
    justifications: Mapping[str, str] = MappingProxyType({})
    not_applicable: Mapping[str, str] = MappingProxyType({})


class Draft(Sheet):
    """A sheet that is not given yet; the room shows it to its evaluator alone."""

    saved_at: Moment = None


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
    total: Text = ""
    currency: Text = ""
    members: tuple[Body, ...] = ()
    blocks: tuple[Block, ...] = ()
    draft: Draft | None = None
    reopenings: tuple[Reopening, ...] = ()
    declared: bool | None = None
    content: Content | None = None


class Item(Read):
    """An application before the committee. Until the reader has declared about ties, only names are shown."""

    application_id: Text = ""
    declared: bool = True
    members: tuple[str, ...] = ()
    consortium_name: Text = ""
    requested: Amount = None
    evaluators_mean: Text = ""
    own_score: int | None = None


class Committee(Read):
    """The committee of a call."""

    call_name: Text = ""
    board_names: Names = Names()
    status: str
    due_at: Moment = None
    envelope: Amount = None
    currency: Text = ""
    needed: int | None = None
    items: tuple[Item, ...] = ()


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
