"""Leads: what stands out in the events, and what an inspector says to it; with which rights people came, and what is
not in the ledger.
"""

from asyncio import gather
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from services.portal.forms import Form, Kind
from services.portal.pages.applications import After
from services.portal.people import whose
from services.portal.posting import Posted, finish
from services.portal.reading_desk import Leads, LedgerGaps, SeenRights, SetAside
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
ANSWER = {"verdict": Kind.CHOICE, "reason": Kind.TEXT}
VERDICTS = ("followed", "dismissed")
PAGE = 50
Person = Annotated[str, Query(max_length=200)]
LeadKey = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.get("/desk/leads")
async def leads(visit: Visitor) -> Response:
    """Open ones first."""
    found = await _leads(visit)
    return visit.page("leads.html", found=found, who=await whose(visit, found))


@router.get("/desk/rights")
async def rights(visit: Visitor, person: Person = "", after: After = "") -> Response:
    """With which rights people came, the newest first."""
    query: dict[str, str | int] = {"limit": PAGE, "person_id": person, **({"after": after} if after else {})}
    found = read(await visit.caller().get(Room.AUDIT, "/desk/rights", query), SeenRights)
    who = await whose(visit, found)
    return visit.page("rights.html", found=found, who=who, person=person, is_first=not after)


@router.get("/desk/ledger")
async def ledger(visit: Visitor, after: After = "", gaps: After = "") -> Response:
    """What the ledger and a room have differently, and what could not be put into the ledger, the oldest first."""
    caller = visit.caller()
    aside, differing = await gather(
        caller.get(Room.AUDIT, "/ledger/set-aside", _page_after(after)),
        caller.get(Room.AUDIT, "/ledger/gaps", _page_after(gaps)),
    )
    found, (differ, gap) = read(aside, SetAside), read_part(differing, Room.AUDIT, LedgerGaps)
    return visit.page("not_in_ledger.html", found=found, differ=differ, differ_gap=gap, after=after, gaps=gaps)


def _page_after(after: str) -> dict[str, str | int]:
    return {"limit": PAGE} | ({"after": after} if after else {})


@router.get("/desk/leads/{lead_id}")
async def lead(visit: Visitor, lead_id: LeadKey) -> Response:
    """One lead with its evidence."""
    return await _lead(visit, lead_id, visit.form(f"/desk/leads/{lead_id}", ANSWER))


@router.post("/desk/leads/{lead_id}")
async def answer(visit: Visitor, sent: Posted, lead_id: LeadKey) -> Response:
    """A lead is followed up, or dismissed, with a reason."""
    form = sent.form(visit, ANSWER)
    said = await visit.caller().post(Room.AUDIT, f"/desk/leads/{lead_id}/answers", form.body(), sent.key)
    again = partial(_lead, visit, lead_id)
    return await finish(visit, sent, form, said, to="/desk/leads", said="lead", again=again)


async def _leads(visit: Visit) -> Leads:
    return read(await visit.caller().get(Room.AUDIT, "/desk/leads"), Leads)


async def _lead(visit: Visit, lead_id: str, form: Form) -> Response:
    found = (await _leads(visit)).one(lead_id)
    if found is None:
        raise PageRefused(404)
    who = await whose(visit, found)
    return visit.page("lead.html", form.status, lead=found, who=who, form=form, verdicts=VERDICTS)
