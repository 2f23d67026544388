"""What an applicant is told after the decision: means by block, anonymised justifications, and the objection. Pure.

Source: letters with scores by block stand in no paper; how they are made is Destek's own.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from grants.breach import AlreadyDone, Breach, RulesBroken, WrongStage
from grants.calendar import end_of_days_after, istanbul_day
from grants.contracts.stages import CommitteeDecision
from grants.regimes import RuleSet
from grants.regimes.lists import Block
from grants.rules.exact import exact_text, mean
from services.evaluation.domain.anonymity import Nameable, betrays
from services.evaluation.domain.records import Record, Sheet


class FeedbackStatus(StrEnum):
    """held: a text would betray somebody; an officer has to put other words first.

    final: the days to object are over, and no objection waits for its decision.
    """

    HELD = "held"
    ISSUED = "issued"
    FINAL = "final"


class ObjectionStatus(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class WindowClosed(WrongStage):
    """The days in which one could object are over."""

    rule: ClassVar[str] = "objection_window_closed"


class BlockMean(Record):
    """mean: exact text; empty where everybody said that the block does not apply."""

    code: str
    mean: str


class Said(Record):
    """A justification without its writer. number: from 1 on within its block, in an order that tells nobody."""

    block: str
    number: int
    text: str


class Feedback(Record):
    """object_until: exclusive end of the days in which one may object; none while it is held.

    window_closed_at: when the room closed that window.
    """

    application_id: str
    call_id: str
    status: FeedbackStatus
    decision: CommitteeDecision
    mean: str
    blocks: tuple[BlockMean, ...]
    texts: tuple[Said, ...]
    prepared_at: datetime
    issued_at: datetime | None = None
    object_until: datetime | None = None
    window_closed_at: datetime | None = None

    @property
    def is_issued(self) -> bool:
        return self.status is not FeedbackStatus.HELD

    def may_object(self, now: datetime) -> bool:
        """Whether the days to object still run: by the clock, and the window was not closed before."""
        return self.object_until is not None and now < self.object_until and self.window_closed_at is None


class Redaction(Record):
    """Words an officer put in the place of a justification; the original is kept for good."""

    application_id: str
    number: int
    block: str
    text_number: int
    original: str
    text: str
    reason: str
    officer_id: str
    redacted_at: datetime


class Objection(Record):
    application_id: str
    status: ObjectionStatus
    reasons: str
    made_by: str
    made_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""


def block_means(sheets: Sequence[Sheet], rules: RuleSet) -> tuple[BlockMean, ...]:
    """The mean of every block over the sheets to which it applies."""
    return tuple(_block_mean(block, sheets) for block in rules.evaluation.blocks.value)


def _block_mean(block: Block, sheets: Sequence[Sheet]) -> BlockMean:
    counted = [sheet for sheet in sheets if block.code not in sheet.not_applicable]
    points = [sum((Fraction(sheet.scores.get(part, "0")) for part in block.parts), Fraction()) for sheet in counted]
    return BlockMean(code=block.code, mean=exact_text(mean(points)) if points else "")


def said(sheets: Sequence[Sheet], rules: RuleSet) -> tuple[Said, ...]:
    """Every justification by block, in the order of its letters, so that no two can be laid to one hand."""
    return tuple(one for block in rules.evaluation.blocks.value for one in _said(block.code, sheets))


def _said(code: str, sheets: Sequence[Sheet]) -> Iterator[Said]:
    given = (sheet.not_applicable.get(code) or sheet.justifications.get(code, "") for sheet in sheets)
    texts = sorted(text.strip() for text in given if text.strip())
    yield from (Said(block=code, number=number, text=text) for number, text in enumerate(texts, start=1))


def betraying(texts: Iterable[Said], people: Sequence[Nameable]) -> tuple[Said, ...]:
    """The texts that may not be sent as they are."""
    return tuple(one for one in texts if betrays(one.text, people))


def issued(feedback: Feedback, rules: RuleSet, now: datetime) -> Feedback:
    """The feedback on its way, and until when one may object."""
    until = end_of_days_after(now, rules.feedback.objection_days.value)
    return feedback.model_copy(update={"status": FeedbackStatus.ISSUED, "issued_at": now, "object_until": until})


def redacted(feedback: Feedback, original: Said, text: str) -> Feedback:
    """The feedback with other words in one place."""
    changed = original.model_copy(update={"text": text})
    return feedback.model_copy(update={"texts": tuple(changed if one == original else one for one in feedback.texts)})


def text_of(feedback: Feedback, block: str, number: int) -> Said:
    """Raises AlreadyDone once it was sent, RulesBroken where there is no such text."""
    if feedback.is_issued:
        raise AlreadyDone(Breach("feedback.issued", "block", block))
    found = next((one for one in feedback.texts if (one.block, one.number) == (block, number)), None)
    if found is None:
        raise RulesBroken(Breach("feedback.no_text", "block", block, str(number), "Destek"))
    return found


def refuse_wording(text: str, reason: str, people: Sequence[Nameable]) -> None:
    """Raises RulesBroken with everything that is wrong with the words an officer wants to put."""
    broken = []
    if not text:
        broken.append(Breach("feedback.text_missing", "text", source="Destek"))
    if betrays(text, people):
        broken.append(Breach("feedback.betrays", "text", source="Destek"))
    if not reason:
        broken.append(Breach("feedback.reason_missing", "reason", source="Destek"))
    if broken:
        raise RulesBroken(*broken)


def refuse_objection(feedback: Feedback, before: Objection | None, reasons: str, now: datetime, rules: RuleSet) -> None:
    """Raises AlreadyDone, WindowClosed, RulesBroken."""
    if before is not None:
        raise AlreadyDone(Breach("objection.made", "reasons"))
    if not feedback.may_object(now):
        days, last = rules.feedback.objection_days, last_day_to_object(feedback)
        raise WindowClosed(Breach("objection.late", "reasons", last, str(days.value), rules.cite(days)))
    if not reasons:
        raise RulesBroken(Breach("objection.reasons_missing", "reasons", source="Destek"))


def last_day_to_object(feedback: Feedback) -> str:
    """The last whole day of the window."""
    if feedback.object_until is None:
        return ""
    return istanbul_day(feedback.object_until - timedelta(microseconds=1)).isoformat()


def closed(feedback: Feedback, objection: Objection | None, now: datetime) -> Feedback:
    """The feedback with its window closed; final unless an objection waits for its decision."""
    waits = objection is not None and objection.status is ObjectionStatus.OPEN
    status = feedback.status if waits else FeedbackStatus.FINAL
    return feedback.model_copy(update={"window_closed_at": now, "status": status})


def decided(objection: Objection, person_id: str, reason: str, now: datetime, *, uphold: bool) -> Objection:
    """Raises AlreadyDone, RulesBroken."""
    if objection.status is not ObjectionStatus.OPEN:
        raise AlreadyDone(Breach("objection.decided", "upheld", objection.status))
    if not reason:
        raise RulesBroken(Breach("objection.reason_missing", "reason", source="Destek"))
    status = ObjectionStatus.UPHELD if uphold else ObjectionStatus.REJECTED
    changes = {"status": status, "decided_by": person_id, "decided_at": now, "decision_reason": reason}
    return objection.model_copy(update=changes)
