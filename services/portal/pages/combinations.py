"""What officers have tried on the money of a call, and the packs a combination goes to approval in."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from grants.policy import Action
from services.portal.pages.applications import Key
from services.portal.reading_combinations import Combination, Combinations, Comparison, Pack, Packs
from services.portal.rooms import Paper, Room
from services.portal.visit import Visitor, read, read_part, refusal

router = APIRouter()
_MOST = 1_000_000
_SHOWN = 200
Number = Annotated[int, Path(ge=1, le=_MOST)]
Named = Annotated[int, Query(ge=1, le=_MOST)]


@router.get("/combinations/{call_id}")
async def combinations(visit: Visitor, call_id: Key) -> Response:
    """All that was tried, and the packs that were made of it."""
    caller, path = visit.caller(), f"/calls/{call_id}"
    query: dict[str, str | int] = {"limit": _SHOWN}
    found = read(await caller.get(Room.EVALUATION, f"{path}/funding-combinations", query), Combinations)
    packs, gap = read_part(await caller.get(Room.EVALUATION, f"{path}/approval-packs"), Room.EVALUATION, Packs)
    return visit.page("combinations.html", found=found, packs=packs, packs_gap=gap, call_id=call_id)


@router.get("/combinations/{call_id}/comparison")
async def comparison(visit: Visitor, call_id: Key, one: Named, other: Named) -> Response:
    """Whom two combinations pay otherwise."""
    caller, path = visit.caller(), f"/calls/{call_id}/funding-combinations"
    query: dict[str, str | int] = {"one": one, "other": other}
    found = read(await caller.get(Room.EVALUATION, f"{path}/comparison", query), Comparison)
    whole = read(await caller.get(Room.EVALUATION, f"{path}/{one}"), Combination)
    return visit.page("comparison.html", found=found, currency=whole.currency, call_id=call_id)


@router.get("/combinations/{call_id}/{number}")
async def combination(visit: Visitor, call_id: Key, number: Number) -> Response:
    """Who would be paid what, what falls out, and the sums."""
    path = f"/calls/{call_id}/funding-combinations/{number}"
    found = read(await visit.caller().get(Room.EVALUATION, path), Combination)
    may_choose = visit.may(Action.PACK_COMPOSE) and found.is_final
    return visit.page("combination.html", combination=found, call_id=call_id, may_choose=may_choose)


@router.get("/packs/{call_id}")
async def packs(visit: Visitor, call_id: Key) -> Response:
    """The packs of a call; members of the board are led here by their task."""
    found = read(await visit.caller().get(Room.EVALUATION, f"/calls/{call_id}/approval-packs"), Packs)
    return visit.page("packs.html", found=found, call_id=call_id)


@router.get("/packs/{call_id}/{number}")
async def pack(visit: Visitor, call_id: Key, number: Number) -> Response:
    """The chosen combination, and what each member says of it as far as the reader may know."""
    path = f"/calls/{call_id}/approval-packs/{number}"
    found = read(await visit.caller().get(Room.EVALUATION, path), Pack)
    may_close = visit.may(Action.PACK_COMPOSE) and found.closed_at is None
    return visit.page("pack.html", pack=found, call_id=call_id, may_close=may_close)


@router.get("/packs/{call_id}/{number}/paper.pdf")
async def paper(visit: Visitor, call_id: Key, number: Number) -> Response:
    """The paper of a pack, handed through."""
    answer = await visit.caller().paper(Room.EVALUATION, f"/calls/{call_id}/approval-packs/{number}/paper.pdf")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'inline; filename="onay-{call_id}-{number}.pdf"'
    return Response(answer.content, media_type="application/pdf", headers={"Content-Disposition": name})
