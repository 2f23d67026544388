"""Reading approval packs; whoever is kept from an application of the combination sees nothing of it."""

from collections.abc import Sequence

from grants.breach import NotFound
from grants.policy import Action, Relation, Role
from runtime.documents import Documents
from runtime.unit import Unit
from services.evaluation.domain.board import Board
from services.evaluation.domain.packs import Opinion, Pack, PackStatus, missing
from services.evaluation.store import files
from services.evaluation.store import packs as store
from services.evaluation.usecases.access import board_of, call_of, permit
from services.evaluation.usecases.combination_views import combination_view
from services.evaluation.usecases.combine import stands_to_all
from services.evaluation.usecases.pack import Found, member_relations, pack_of
from services.evaluation.usecases.pack_views import OpinionView, PackLine, PackList, PackView
from services.evaluation.usecases.session_views import MissingView


async def list_packs(unit: Unit, call_id: str) -> PackList:
    """The packs of a call that this reader may read, oldest first. Raises NotFound, NotAllowed."""
    board = await board_of(unit, call_id)
    shown: list[PackLine] = []
    known = await store.packs(unit.session, call_id)
    if not known:
        permit(unit, Action.PACK_READ, await _relations_to_none(unit, board))
    for pack in known:
        found = await pack_of(unit, call_id, pack.number)
        role = permit(unit, Action.PACK_READ, await _relations(unit, found))
        if _may_see(role, pack):
            shown.append(pack_line(pack))
    return PackList(packs=tuple(shown))


async def read_pack(unit: Unit, call_id: str, number: int) -> PackView:
    """Raises NotFound, NotAllowed."""
    found = await _readable(unit, call_id, number)
    call, me = await call_of(unit, call_id), unit.actor.person_id
    said = await store.opinions(unit.session, call_id, number)
    known = await files.files(unit.session, [item.application_id for item in found.board.items])
    is_open = found.pack.status is PackStatus.OPEN
    lacking = missing([one.person_id for one in said], found.entitled, found.board.committee.chair_id, call.rules)
    return PackView(
        **dict(pack_line(found.pack)),
        chosen=combination_view(found.tried, call, {one.application_id: one.consortium_name for one in known.values()}),
        opinions=_opinions(found, said, me),
        missing=tuple(MissingView.model_validate(one) for one in lacking) if is_open else (),
        may_answer=is_open and me in found.entitled,
    )


async def read_pack_paper(unit: Unit, call_id: str, number: int, documents: Documents) -> bytes:
    """The frozen pack as PDF. Raises NotFound, also while it is open; NotAllowed."""
    found = await _readable(unit, call_id, number)
    if not found.pack.document:
        raise NotFound
    return await documents.read(found.pack.document)


def pack_line(pack: Pack) -> PackLine:
    return PackLine(
        number=pack.number,
        combination=pack.combination,
        status=pack.status,
        reason=pack.reason,
        officer_id=pack.officer_id,
        opened_at=pack.opened_at,
        document=pack.document or None,
        closed_at=pack.closed_at,
    )


async def _readable(unit: Unit, call_id: str, number: int) -> Found:
    found = await pack_of(unit, call_id, number)
    role = permit(unit, Action.PACK_READ, await _relations(unit, found))
    if not _may_see(role, found.pack):
        raise NotFound
    return found


def _may_see(role: Role, pack: Pack) -> bool:
    """What goes to the Minister is the pack that was closed."""
    return role is not Role.MINISTERS_OFFICE or pack.status is PackStatus.CLOSED


async def _relations(unit: Unit, found: Found) -> frozenset[Relation]:
    """A member of the board reads what the member has a say in, and by no other role; others what they see all of."""
    if found.board.is_member(unit.actor.person_id):
        return await member_relations(unit, found)
    return await stands_to_all(unit, found.board)


async def _relations_to_none(unit: Unit, board: Board) -> frozenset[Relation]:
    """Where there is no pack: whoever sat may learn that."""
    if unit.actor.person_id in board.sat:
        return frozenset({Relation.ASSIGNED})
    return await stands_to_all(unit, board)


def _opinions(found: Found, said: Sequence[Opinion], me: str) -> tuple[OpinionView, ...]:
    given = {one.person_id: one for one in said}
    members = {one.person_id: one for one in found.board.members}
    is_told = found.pack.status is not PackStatus.OPEN
    lines = []
    for person in found.entitled:
        one = given.get(person)
        shown = one if is_told or person == me else None
        lines.append(
            OpinionView(
                person_id=person,
                name=members[person].name,
                seat=members[person].seat,
                chair=found.board.is_chair(person),
                answered=one is not None,
                agrees=shown.agrees if shown else None,
                reason=shown.reason if shown else "",
            )
        )
    return tuple(lines)
