"""Approval packs: an officer chooses a combination, the members of the board have their say, the pack is frozen.

A call has at most one open pack. Another combination chosen meanwhile replaces it, and what was said to the old one
does not count for the new one; after a pack was closed another one may follow, as when the reserve has moved up. The
newest closed one stands. A pack decides nothing: what the application room makes of it is said there.
"""

from dataclasses import dataclass

from grants.breach import AlreadyDone, Breach, NotFound, WrongStage
from grants.contracts.pack_events import ApprovalPackAnswered, ApprovalPackClosed, ApprovalPackOpened, FundedData
from grants.policy import Action, Relation
from grants.values import ApplicationId, CallId, PersonId
from runtime.documents import Documents
from runtime.unit import Unit
from services.evaluation.domain.board import Board, refuse_broken
from services.evaluation.domain.combining import Tried
from services.evaluation.domain.pack_text import PackFacts
from services.evaluation.domain.packs import (
    Opinion,
    Pack,
    PackStatus,
    choice_breaches,
    funded,
    have_a_say,
    missing,
    opinion_breaches,
    refuse_settled,
)
from services.evaluation.store import combinations, files, sessions
from services.evaluation.store import packs as store
from services.evaluation.store import selections as became
from services.evaluation.usecases.access import board_of, call_of, hidden, permit
from services.evaluation.usecases.combine import stands_to_all
from services.evaluation.usecases.pack_paper import pack_paper


@dataclass(frozen=True, slots=True)
class Found:
    """A pack with its combination and the board."""

    board: Board
    pack: Pack
    tried: Tried

    @property
    def entitled(self) -> tuple[str, ...]:
        return have_a_say(self.board, self.tried)


async def choose_pack(unit: Unit, call_id: str, combination: int, reason: str) -> Pack:
    """Choose the combination that goes to approval; an open pack is replaced.

    Raises NotFound, NotAllowed, WrongStage before the conclusion, AlreadyDone, RulesBroken with all that is wrong.
    """
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.PACK_COMPOSE, await stands_to_all(unit, board))
    if not board.committee.concluded:
        raise WrongStage(Breach("committee.not_concluded", "", board.committee.status))
    tried, call = await _tried(unit, call_id, combination), await call_of(unit, call_id)
    earlier = await store.packs(unit.session, call_id)
    newest = earlier[-1] if earlier else None
    if newest is not None and newest.status is PackStatus.OPEN and newest.combination == combination:
        raise AlreadyDone(Breach("pack.same_combination", "combination", str(combination)))
    breaches = [*choice_breaches(tried, await became.selections(unit.session, call_id), call.currency)]
    if newest is not None and not reason:
        breaches.append(Breach("pack.reason_missing", "reason", source="Destek"))
    if not have_a_say(board, tried):
        breaches.append(Breach("pack.nobody_may_say", "combination", source="Destek"))
    refuse_broken(breaches)
    return await _open(unit, board, tried, newest, reason)


async def _open(unit: Unit, board: Board, tried: Tried, before: Pack | None, reason: str) -> Pack:
    if before is not None and before.status is PackStatus.OPEN:
        await store.save_pack(unit.session, before.model_copy(update={"status": PackStatus.REPLACED}))
    pack = Pack(
        call_id=tried.call_id,
        number=before.number + 1 if before else 1,
        combination=tried.number,
        reason=reason,
        officer_id=unit.actor.person_id,
        opened_at=unit.now,
    )
    await store.save_pack(unit.session, pack)
    told = ApprovalPackOpened(
        call_id=CallId(pack.call_id),
        number=pack.number,
        combination=pack.combination,
        reason=reason,
        members=tuple(PersonId(one) for one in have_a_say(board, tried)),
    )
    unit.tell(told, about=pack.call_id, regime=(await call_of(unit, pack.call_id)).pinned)
    return pack


async def give_opinion(unit: Unit, call_id: str, number: int, *, agrees: bool, reason: str) -> None:
    """A member agrees or disagrees, and may say otherwise until the pack is closed.

    Raises NotFound, NotAllowed, WrongStage, RulesBroken.
    """
    found = await pack_of(unit, call_id, number, lock=True)
    permit(unit, Action.PACK_ANSWER, await member_relations(unit, found))
    refuse_settled(found.pack)
    refuse_broken([*opinion_breaches(agrees=agrees, reason=reason)])
    opinion = Opinion(
        call_id=call_id,
        number=number,
        person_id=unit.actor.person_id,
        agrees=agrees,
        reason=reason,
        given_at=unit.now,
    )
    await store.save_opinion(unit.session, opinion)
    told = ApprovalPackAnswered(
        call_id=CallId(call_id), number=number, member_id=PersonId(unit.actor.person_id), agrees=agrees, reason=reason
    )
    unit.tell(told, about=call_id, regime=(await call_of(unit, call_id)).pinned)


async def close_pack(unit: Unit, call_id: str, number: int, documents: Documents) -> Pack:
    """Freeze the pack and send it to approval, once enough members have spoken.

    Raises NotFound, NotAllowed, WrongStage, RulesBroken with every word that is missing, and with what the
    combination funds that is not selected any more.
    """
    found = await pack_of(unit, call_id, number, lock=True)
    permit(unit, Action.PACK_COMPOSE, await stands_to_all(unit, found.board))
    refuse_settled(found.pack)
    said = await store.opinions(unit.session, call_id, number)
    call, chair = await call_of(unit, call_id), found.board.committee.chair_id
    silent = missing([one.person_id for one in said], found.entitled, chair, call.rules)
    refuse_broken(
        [*silent, *choice_breaches(found.tried, await became.selections(unit.session, call_id), call.currency)]
    )
    document = await documents.keep_for_good(await pack_paper(await _facts(unit, found, said), unit.now), unit.now)
    closed = found.pack.model_copy(
        update={
            "status": PackStatus.CLOSED,
            "document": document,
            "closed_by": unit.actor.person_id,
            "closed_at": unit.now,
        }
    )
    await store.save_pack(unit.session, closed)
    agreed = sum(one.agrees for one in said)
    told = ApprovalPackClosed(
        call_id=CallId(call_id),
        number=number,
        document=document,
        funded=tuple(
            FundedData(application_id=ApplicationId(one), amount=amount) for one, amount in funded(found.tried).items()
        ),
        agreed=agreed,
        disagreed=len(said) - agreed,
    )
    unit.tell(told, about=call_id, regime=call.pinned)
    return closed


async def pack_of(unit: Unit, call_id: str, number: int, *, lock: bool = False) -> Found:
    """Raises NotFound."""
    board = await board_of(unit, call_id, lock=lock)
    pack = await store.pack(unit.session, call_id, number)
    if pack is None:
        raise NotFound
    return Found(board, pack, await _tried(unit, call_id, pack.combination))


async def may_answer(unit: Unit, found: Found) -> bool:
    """Whether the person has a say in this pack, by what is known now."""
    return Relation.ASSIGNED in await member_relations(unit, found)


async def member_relations(unit: Unit, found: Found) -> frozenset[Relation]:
    """Who has a say stands to the pack so; any other member of the board, and whoever is kept from a file, does not."""
    me = unit.actor.person_id
    kept = await hidden(unit, found.board) & {one.application.application_id for one in found.tried.inputs.candidates}
    return frozenset({Relation.ASSIGNED} if me in found.entitled and not kept else {Relation.CONFLICTED})


async def _tried(unit: Unit, call_id: str, number: int) -> Tried:
    tried = await combinations.combination(unit.session, call_id, number)
    if tried is None:
        raise NotFound
    return tried


async def _facts(unit: Unit, found: Found, said: tuple[Opinion, ...]) -> PackFacts:
    call_id = found.pack.call_id
    known = await files.files(unit.session, [item.application_id for item in found.board.items])
    minutes = await sessions.minutes(unit.session, call_id)
    return PackFacts(
        pack=found.pack,
        tried=found.tried,
        board=found.board,
        call=await call_of(unit, call_id),
        names={one.application_id: one.consortium_name for one in known.values()},
        opinions=said,
        minutes=minutes.document if minutes else "",
    )
