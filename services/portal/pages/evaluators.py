"""The pool of evaluators, with what lies with each and how each kept the dates."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.portal.reading_evaluators import Pool
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()
PAGE = 50
After = Annotated[str, Query(max_length=200, pattern=r"^[!-~]*$")]


@router.get("/evaluators")
async def pool(visit: Visitor, after: After = "") -> Response:
    """Everyone of the pool, by id."""
    query: dict[str, str | int] = {"limit": PAGE} | ({"after": after} if after else {})
    found = read(await visit.caller().get(Room.EVALUATION, "/evaluators", query), Pool)
    more = found.entries[-1].person_id if len(found.entries) == PAGE else None
    return visit.page("evaluators.html", found=found.model_copy(update={"after": more}), is_first=not after)
