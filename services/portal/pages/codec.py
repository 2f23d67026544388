"""Temporal's own pages, in the browser of an inspector who signed in here: what they cannot read, the audit room opens.

The reader's session is the right; the audit room tells that it was read. Only pages at the one address that the
settings name may ask.
"""

import json
from http import HTTPStatus
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from services.portal.rooms import Got, Refusal, Room
from services.portal.visit import Visitor

router = APIRouter()
BODY_MAX = 2_000_000


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
    status, found = await _asked(visit, await request.body())
    return JSONResponse(found, status, headers=_allowed(origin))


async def _asked(visit: Visitor, body: bytes) -> tuple[int, object]:
    if visit.session is None:
        return HTTPStatus.UNAUTHORIZED, {}
    if len(body) > BODY_MAX:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {}
    try:
        asked = json.loads(body)
    except ValueError:
        return HTTPStatus.UNPROCESSABLE_ENTITY, {}
    match await visit.caller().post(Room.AUDIT, "/codec/decode", asked, str(uuid4())):
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
