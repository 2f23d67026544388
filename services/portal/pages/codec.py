"""Temporal's own pages, in the browser of an inspector who signed in here: what they cannot read, the audit room opens.

The reader's session is the right; the audit room tells that it was read. Only pages at the one address that the
settings name may ask.
"""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError

from runtime.identifiers import new_id
from services.portal.posting import body_within
from services.portal.rooms import Got, Refusal, Room
from services.portal.visit import Visitor

router = APIRouter()
BODY_MAX = 2_000_000


class Payload(BaseModel):
    """One payload as Temporal's pages send it: all of it words, so nothing in it nests or is no number."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    metadata: dict[str, str] = {}
    data: str = ""


class Payloads(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    payloads: tuple[Payload, ...]


@router.options("/codec/decode")
async def may_it(visit: Visitor) -> Response:
    """Whether a browser may send it."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=_allowed(visit.front.codec_origin))


@router.post("/codec/decode")
async def decode(visit: Visitor, request: Request) -> Response:
    """The same payloads, readable, in the shape of Temporal's codec servers."""
    origin = visit.front.codec_origin
    if not origin or request.headers.get("origin") != origin:
        return JSONResponse({}, HTTPStatus.FORBIDDEN)
    status, found = await _asked(visit, request)
    return JSONResponse(found, status, headers=_allowed(origin))


async def _asked(visit: Visitor, request: Request) -> tuple[int, object]:
    if visit.session is None:
        return HTTPStatus.UNAUTHORIZED, {}
    body = await body_within(request, BODY_MAX)
    if body is None:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {}
    try:
        asked = Payloads.model_validate_json(body)
    except ValidationError:
        return HTTPStatus.UNPROCESSABLE_ENTITY, {}
    match await visit.caller().post(Room.AUDIT, "/codec/decode", asked.model_dump(), new_id()):
        case Got(content=content):
            return HTTPStatus.OK, content
        case Refusal(status=status, title=title):
            return status, {"title": title}
        case _:
            return HTTPStatus.SERVICE_UNAVAILABLE, {}


def _allowed(origin: str) -> dict[str, str]:
    if not origin:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Namespace",
        "Vary": "Origin",
    }
