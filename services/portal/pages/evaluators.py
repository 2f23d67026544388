"""The pool of evaluators, with what lies with each and how each kept the dates."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from services.portal.reading_evaluators import Pool, Profile
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()
PAGE = 50
Person = Annotated[str, Path(pattern=r"^[A-Za-z0-9._@-]{1,200}$")]
After = Annotated[str, Query(max_length=200, pattern=r"^[!-~]*$")]


@router.get("/evaluators")
async def pool(visit: Visitor, after: After = "") -> Response:
    """Everyone of the pool, by id."""
    query: dict[str, str | int] = {"limit": PAGE} | ({"after": after} if after else {})
    found = read(await visit.caller().get(Room.EVALUATION, "/evaluators", query), Pool)
    more = found.entries[-1].person_id if len(found.entries) == PAGE else None
    return visit.page("evaluators.html", found=found.model_copy(update={"after": more}), is_first=not after)


@router.get("/evaluators/{person_id}")
async def profile(visit: Visitor, person_id: Person) -> Response:
    """One of them; contracts, fees and personal data where the reader is that person or the administrator."""
    found = read(await visit.caller().get(Room.EVALUATION, f"/evaluators/{person_id}"), Profile)
    return visit.page("evaluator.html", one=found)
