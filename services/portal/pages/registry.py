"""The national inventory of clusters, to search in."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.portal.pages.applications import PAGE, After
from services.portal.reading import Clusters
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()


@router.get("/registry")
async def search(visit: Visitor, q: Annotated[str, Query(max_length=100)] = "", after: After = "") -> Response:
    """Clusters whose name holds `q`, in Turkish order."""
    query: dict[str, str | int] = {"limit": PAGE, "q": q.strip(), **({"after": after} if after else {})}
    found = read(await visit.caller().get(Room.APPLICATION, "/registry/clusters", query), Clusters)
    return visit.page("registry.html", found=found, q=q, is_first=not after)
