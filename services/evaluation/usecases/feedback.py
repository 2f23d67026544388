"""Feedback to applicants: prepared with the decision, sent when no text betrays anybody, reworded by an officer."""

from typing import Any

from grants.breach import AlreadyDone, Breach, NotFound
from grants.contracts.selection_events import FeedbackBlocked, FeedbackIssued, FeedbackRedacted
from grants.contracts.stages import CommitteeDecision
from grants.policy import Action, Relation, Role
from grants.proof.sealed import hashes
from grants.values import ApplicationId, CallId
from runtime.unit import Unit
from services.evaluation.domain.assessing import submitted
from services.evaluation.domain.feedback import (
    Feedback,
    FeedbackStatus,
    Redaction,
    betraying,
    block_means,
    issued,
    redacted,
    refuse_wording,
    said,
    text_of,
)
from services.evaluation.domain.records import CallFile, File
from services.evaluation.store import assessments, committees
from services.evaluation.store import feedback as store
from services.evaluation.usecases.access import call_of, file_of, permit, standing
from services.evaluation.usecases.feedback_views import FeedbackView, feedback_view

APPLICANTS = frozenset({Role.COORDINATOR, Role.CONSORTIUM_MEMBER})


async def give_feedback(unit: Unit, call: CallFile, application_id: str, decision: CommitteeDecision) -> None:
    """Prepare what the applicants are told, and send it unless a text would betray somebody. Done once."""
    if await store.feedback(unit.session, application_id) is not None:
        return
    sheets = [one.sheet for one in submitted(await assessments.assignments_of(unit.session, application_id))]
    pre = await assessments.pre_evaluation(unit.session, application_id)
    made = Feedback(
        application_id=application_id,
        call_id=call.call_id,
        status=FeedbackStatus.HELD,
        decision=decision,
        mean=pre.mean if pre else "",
        blocks=block_means(sheets, call.rules),
        texts=said(sheets, call.rules),
        prepared_at=unit.now,
    )
    await _send_or_hold(unit, call, made)


async def _send_or_hold(unit: Unit, call: CallFile, made: Feedback) -> None:
    people = await store.hidden_people(unit.session, made.call_id, made.application_id)
    application_id, found = ApplicationId(made.application_id), betraying(made.texts, people)
    if found:
        await store.save_feedback(unit.session, made)
        held = FeedbackBlocked(application_id=application_id, texts=len(found), **_told(made))
        unit.tell(held, about=application_id, regime=call.pinned)
        return
    sent = issued(made, call.rules, unit.now)
    await store.save_feedback(unit.session, sent)
    if sent.object_until is not None:
        told = FeedbackIssued(
            application_id=application_id,
            call_id=CallId(made.call_id),
            object_until=sent.object_until,
            **_told(made),
        )
        unit.tell(told, about=application_id, regime=call.pinned)


def _told(made: Feedback) -> dict[str, Any]:
    """What both events say of it; no text of it is told."""
    written = made.model_dump(mode="json", include={"blocks", "texts"})
    facts = {"decision": made.decision, "prepared_at": made.prepared_at}
    return facts | {"hashes": hashes("feedback", **written)}


async def redact(unit: Unit, application_id: str, place: tuple[str, int], text: str, reason: str) -> FeedbackView:
    """Put other words in the place of a justification; sent at once when it was the last one that betrayed.

    place: block, and number of the text in it. Raises NotFound, NotAllowed, AlreadyDone, RulesBroken.
    """
    file = await file_of(unit, application_id, lock=True)
    permit(unit, Action.FEEDBACK_REDACT, await unbiased(unit, file))
    made = await _prepared(unit, application_id)
    original = text_of(made, *place)
    refuse_wording(text, reason, await store.hidden_people(unit.session, made.call_id, application_id))
    if text == original.text:
        raise AlreadyDone(Breach("feedback.same_text", "text"))
    number = len(await store.redactions(unit.session, application_id)) + 1
    record = Redaction(
        application_id=application_id,
        number=number,
        block=original.block,
        text_number=original.number,
        original=original.text,
        text=text,
        reason=reason,
        officer_id=unit.actor.person_id,
        redacted_at=unit.now,
    )
    await store.save_redaction(unit.session, record)
    call = await call_of(unit, file.call_id)
    told = FeedbackRedacted(
        application_id=ApplicationId(application_id),
        block=original.block,
        text_number=original.number,
        hashes=hashes("feedback_redaction", original=original.text, text=text, reason=reason),
    )
    unit.tell(told, about=application_id, regime=call.pinned)
    await _send_or_hold(unit, call, redacted(made, original, text))
    return await _view(unit, call, await _prepared(unit, application_id))


async def read_feedback(unit: Unit, application_id: str) -> FeedbackView:
    """What the applicants are told; to them only once it is sent. Raises NotFound, NotAllowed."""
    file, made = await feedback_for(unit, application_id)
    return await _view(unit, await call_of(unit, file.call_id), made)


async def feedback_for(unit: Unit, application_id: str) -> tuple[File, Feedback]:
    """The application and what its applicants are told, if this reader may have it. Raises NotFound, NotAllowed."""
    file = await file_of(unit, application_id)
    role = permit(unit, Action.FEEDBACK_READ, await standing(unit, file))
    made = await _prepared(unit, application_id)
    if not made.is_issued:
        if role in APPLICANTS:
            raise NotFound
        permit(unit, Action.FEEDBACK_READ, await unbiased(unit, file))
    return file, made


async def unbiased(unit: Unit, file: File) -> frozenset[Relation]:
    """How the person stands to the file; whoever evaluated it or sat on its board has no word in what follows."""
    me = unit.actor.person_id
    asked = await assessments.asked(unit.session, [file.application_id])
    board = await committees.board(unit.session, file.call_id)
    judged = (file.application_id, me) in asked or (board is not None and board.is_member(me))
    return await standing(unit, file) | ({Relation.CONFLICTED} if judged else frozenset())


async def _prepared(unit: Unit, application_id: str) -> Feedback:
    made = await store.feedback(unit.session, application_id, lock=True)
    if made is None:
        raise NotFound
    return made


async def _view(unit: Unit, call: CallFile, made: Feedback) -> FeedbackView:
    """An officer is shown which texts betray somebody while it is held; applicants nothing of what was changed."""
    people = () if made.is_issued else await store.hidden_people(unit.session, made.call_id, made.application_id)
    found = betraying(made.texts, people) if people else ()
    objection = await store.objection(unit.session, made.application_id)
    is_applicant = unit.actor.role in APPLICANTS
    changed = () if is_applicant else await store.redactions(unit.session, made.application_id)
    return feedback_view(
        made, call.rules, found, objection, changed, is_open=made.may_object(unit.now) and not objection
    )
