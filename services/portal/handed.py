"""A document of a room, handed through to whoever may read it: always as a file to be saved, never as a page."""

from fastapi import Response

from services.portal.rooms import Paper, Room
from services.portal.visit import Visit, refusal

_KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})


async def handed(visit: Visit, room: Room, path: str, document: str) -> Response:
    """What lies at a path of the room; document: its hash. Raises what there is instead of a page."""
    answer = await visit.caller().paper(room, path)
    if not isinstance(answer, Paper):
        raise refusal(answer)
    kind = answer.media_type if answer.media_type in _KINDS else "application/octet-stream"
    name = f'attachment; filename="{document[:16]}.{kind.rpartition("/")[2]}"'
    return Response(answer.content, media_type=kind, headers={"Content-Disposition": name})
