"""The pool of evaluators, with what lies with each and how each kept the dates."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.portal.pages.applications import Letters
from services.portal.pages.pool import Person, open_on
from services.portal.reading_evaluators import Pool, Profile
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()
PAGE = 50
After = Annotated[str, Query(max_length=200, pattern=r"^[!-~]*$")]


@router.get("/evaluators")
async def pool(visit: Visitor, q: Letters = "", after: After = "") -> Response:
    """Everyone of the pool, by id, or those with letters in their names."""
    chosen = {"q": q.strip()}
    query = {name: said for name, said in (*chosen.items(), ("after", after)) if said}
    found = read(await visit.caller().get(Room.EVALUATION, "/evaluators", {"limit": PAGE, **query}), Pool)
    more = found.entries[-1].person_id if len(found.entries) == PAGE else None
    found = found.model_copy(update={"after": more})
    return visit.page("evaluators.html", found=found, is_first=not after, chosen=chosen)


@router.get("/evaluators/{person_id}")
async def profile(visit: Visitor, person_id: Person) -> Response:
    """One of them; contracts, fees and personal data where the reader is that person or the administrator."""
    found = read(await visit.caller().get(Room.EVALUATION, f"/evaluators/{person_id}"), Profile)
    return visit.page("evaluator.html", one=found, places=open_on(visit, found))
