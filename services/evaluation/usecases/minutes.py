"""The minutes: prepared by the chair once the committee has concluded, signed by each member who sat."""

from dataclasses import dataclass

from grants.breach import AlreadyDone, Breach, NotFound, WrongStage
from grants.contracts.committee_events import CommitteeMinutesPrepared, CommitteeMinutesSigned
from grants.policy import Action, Relation
from grants.rules.voting import unsigned
from grants.values import CallId, PersonId
from runtime.documents import Documents
from runtime.unit import Unit
from services.evaluation.domain.board import Board
from services.evaluation.domain.minutes import Minutes, MinutesChanged, Signature
from services.evaluation.domain.minutes_text import MinutesFacts
from services.evaluation.store import committees, files, sessions
from services.evaluation.usecases.access import board_of, call_of, chairs, hidden, permit
from services.evaluation.usecases.minutes_paper import minutes_paper, name_of


@dataclass(frozen=True, slots=True)
class MinutesState:
    """The minutes as this reader may have them. document: hash of the reader's own paper."""

    document: str
    is_extract: bool
    complete: bool
    missing: tuple[Breach, ...]
    signatures: tuple[Signature, ...]


async def prepare_minutes(unit: Unit, call_id: str, documents: Documents) -> Minutes:
    """Lay out the minutes; what was signed before stands as long as they say the same.

    Raises NotFound, NotAllowed, WrongStage before the conclusion, AlreadyDone once they are complete.
    """
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.MINUTES_PREPARE, chairs(unit, board))
    _refuse_early(board)
    before = await sessions.minutes(unit.session, call_id)
    if before is not None and before.complete_at is not None:
        raise AlreadyDone(Breach("minutes.complete"))
    document = await documents.keep_for_good(await minutes_paper(await _facts(unit, board)), unit.now)
    if before is not None and before.document == document:
        return before
    minutes = Minutes(call_id=call_id, document=document, prepared_at=unit.now)
    await sessions.remove_signatures(unit.session, call_id)
    await sessions.save_minutes(unit.session, minutes)
    told = CommitteeMinutesPrepared(call_id=CallId(call_id), document=document)
    unit.tell(told, about=call_id, regime=(await call_of(unit, call_id)).pinned)
    return minutes


async def sign_minutes(unit: Unit, call_id: str, document: str) -> None:
    """A member who sat signs what it was shown, named by its hash; a member in conflict, without those items.

    Raises NotFound, NotAllowed, WrongStage, AlreadyDone, MinutesChanged.
    """
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.MINUTES_SIGN, _sat(unit, board))
    minutes = await _prepared(unit, board)
    unseen = await hidden(unit, board)
    if name_of(await minutes_paper(await _facts(unit, board))) != minutes.document:
        raise MinutesChanged(Breach("minutes.stale", "document", document, ""))
    mine = name_of(await minutes_paper(await _facts(unit, board, unseen))) if unseen else minutes.document
    if document != mine:
        raise MinutesChanged(Breach("minutes.other_document", "document", document, mine))
    given = await sessions.signatures(unit.session, call_id)
    if any(one.person_id == unit.actor.person_id for one in given):
        raise AlreadyDone(Breach("minutes.signed", "document"))
    await _sign(unit, board, minutes, given, mine, is_extract=bool(unseen))


async def _sign(
    unit: Unit, board: Board, minutes: Minutes, before: tuple[Signature, ...], document: str, *, is_extract: bool
) -> None:
    me, call = unit.actor.person_id, await call_of(unit, minutes.call_id)
    signature = Signature(
        call_id=minutes.call_id, person_id=me, document=document, is_extract=is_extract, signed_at=unit.now
    )
    await sessions.save_signature(unit.session, signature)
    signed = {me, *(one.person_id for one in before)}
    is_complete = not unsigned(signed, board.sat, board.committee.chair_id or "", call.rules)
    if is_complete and minutes.complete_at is None:
        await sessions.save_minutes(unit.session, minutes.model_copy(update={"complete_at": unit.now}))
    told = CommitteeMinutesSigned(
        call_id=CallId(minutes.call_id),
        document=document,
        member_id=PersonId(me),
        is_extract=is_extract,
        is_complete=is_complete,
    )
    unit.tell(told, about=minutes.call_id, regime=call.pinned)


async def read_minutes(unit: Unit, call_id: str) -> MinutesState:
    """How the minutes stand, and the hash of what this reader may read. Raises NotFound, NotAllowed, WrongStage."""
    board = await board_of(unit, call_id)
    permit(unit, Action.MINUTES_READ, chairs(unit, board) or _sat(unit, board))
    minutes = await _prepared(unit, board)
    unseen, call = await hidden(unit, board), await call_of(unit, call_id)
    given = await sessions.signatures(unit.session, call_id)
    document = name_of(await minutes_paper(await _facts(unit, board, unseen))) if unseen else minutes.document
    return MinutesState(
        document=document,
        is_extract=bool(unseen),
        complete=minutes.complete_at is not None,
        missing=unsigned([one.person_id for one in given], board.sat, board.committee.chair_id or "", call.rules),
        signatures=given,
    )


async def read_paper(unit: Unit, call_id: str, documents: Documents) -> bytes:
    """The minutes as PDF; without the items of which the reader must see nothing. Raises as `read_minutes`."""
    board = await board_of(unit, call_id)
    permit(unit, Action.MINUTES_READ, chairs(unit, board) or _sat(unit, board))
    minutes = await _prepared(unit, board)
    if unseen := await hidden(unit, board):
        return await minutes_paper(await _facts(unit, board, unseen))
    return await documents.read(minutes.document)


def _sat(unit: Unit, board: Board) -> frozenset[Relation]:
    """Who sat reads and signs; a member who never did, does neither, not even by another role."""
    if unit.actor.person_id in board.sat:
        return frozenset({Relation.ASSIGNED})
    return frozenset({Relation.CONFLICTED} if board.is_member(unit.actor.person_id) else ())


def _refuse_early(board: Board) -> None:
    if not board.committee.concluded:
        raise WrongStage(Breach("committee.not_concluded", "", board.committee.status))


async def _prepared(unit: Unit, board: Board) -> Minutes:
    """Raises WrongStage before the conclusion, NotFound before the minutes are prepared."""
    _refuse_early(board)
    minutes = await sessions.minutes(unit.session, board.committee.call_id)
    if minutes is None:
        raise NotFound(Breach("minutes.not_prepared"))
    return minutes


async def _facts(unit: Unit, board: Board, unseen: frozenset[str] = frozenset()) -> MinutesFacts:
    call_id = board.committee.call_id
    known = await files.files(unit.session, [one.application_id for one in board.items])
    return MinutesFacts(
        board=board,
        call=await call_of(unit, call_id),
        names={one: file.consortium_name for one, file in known.items()},
        placements=await committees.placements(unit.session, call_id),
        motions=await sessions.motions(unit.session, call_id),
        ballots=await sessions.ballots(unit.session, call_id),
        hidden=unseen,
    )
