"""What applicants and officers are shown of the feedback after a decision. Nobody who scored is named in it."""

from collections.abc import Collection

from grants.contracts.stages import CommitteeDecision
from grants.regimes import Bilingual, RuleSet
from grants.values import Moment
from services.evaluation.domain.feedback import Feedback, FeedbackStatus, Objection, ObjectionStatus, Redaction, Said
from services.evaluation.usecases.views import View


class SaidView(View):
    """A justification. betrays: it would tell who wrote it or who sits on the board; only while it is held."""

    number: int
    text: str
    betrays: bool = False


class BlockFeedback(View):
    """mean, maximum: exact text; mean empty where the block does not apply."""

    code: str
    names: Bilingual
    mean: str
    maximum: str
    texts: tuple[SaidView, ...]


class ObjectionView(View):
    status: ObjectionStatus
    reasons: str
    made_at: Moment
    decided_at: Moment | None
    decision_reason: str


class RedactionView(View):
    """Words an officer has changed, and why; never for applicants."""

    block: str
    text_number: int
    original: str
    text: str
    reason: str
    officer_id: str
    redacted_at: Moment


class FeedbackView(View):
    """may_object: whether the days to object still run and nobody has. object_until: their exclusive end."""

    application_id: str
    status: FeedbackStatus
    decision: CommitteeDecision
    mean: str
    blocks: tuple[BlockFeedback, ...]
    issued_at: Moment | None
    object_until: Moment | None
    may_object: bool
    objection: ObjectionView | None
    redactions: tuple[RedactionView, ...] = ()


def feedback_view(
    made: Feedback,
    rules: RuleSet,
    found: Collection[Said],
    objection: Objection | None,
    changed: Collection[Redaction],
    *,
    is_open: bool,
) -> FeedbackView:
    """found: the texts that betray somebody; changed: what officers put in the place of texts."""
    return FeedbackView(
        application_id=made.application_id,
        status=made.status,
        decision=made.decision,
        mean=made.mean,
        blocks=tuple(_block(made, rules, one.code, one.mean, found) for one in made.blocks),
        issued_at=made.issued_at,
        object_until=made.object_until,
        may_object=is_open,
        objection=ObjectionView.model_validate(objection) if objection else None,
        redactions=tuple(RedactionView.model_validate(one) for one in changed),
    )


def _block(made: Feedback, rules: RuleSet, code: str, mean: str, found: Collection[Said]) -> BlockFeedback:
    block = rules.evaluation.block(code)
    assert block is not None  # noqa: S101 - the feedback was made of the same revision's blocks
    return BlockFeedback(
        code=code,
        names=block.names,
        mean=mean,
        maximum=f"{block.maximum:f}",
        texts=tuple(
            SaidView(number=one.number, text=one.text, betrays=one in found) for one in made.texts if one.block == code
        ),
    )
