"""The codec server: Temporal's own pages send what they cannot read, with the reader's token, and get it readable.

Shape: as Temporal's codec servers have it: `{"payloads": [{"metadata": {name: base64}, "data": base64}]}`.
"""

import base64
import binascii
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, ConfigDict, Field
from temporalio.api.common.v1 import Payload

from runtime.http.door import AskingDoor, guarded, is_news
from runtime.payload_keys import KeyShelf
from services.audit.api.shapes import InUnit, Shape
from services.audit.usecases import codec

MOST = 500


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
    return text


def _utf8(text: str) -> str:
    """Half of a letter stands in no name, though JSON can write it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("UTF-8") from error
    return text


Name = Annotated[str, Field(max_length=200), AfterValidator(_utf8)]
Bytes = Annotated[str, Field(max_length=4_000_000), AfterValidator(_base64)]


class PayloadShape(Shape):
    """One payload; everything in base64."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    metadata: Annotated[dict[Name, Bytes], Field(max_length=20, default_factory=dict)]
    data: Bytes = ""


class Payloads(Shape):
    model_config = ConfigDict(frozen=True, extra="forbid")

    payloads: Annotated[list[PayloadShape], Field(max_length=MOST)]


def codec_routers(shelf: KeyShelf | None, origin: str) -> tuple[APIRouter, APIRouter]:
    """The door, and the answer to a browser that asks whether Temporal's pages at `origin` may use it."""
    router = APIRouter(route_class=AskingDoor, tags=["audit"])
    asking = APIRouter(tags=["audit"])

    @router.post("/codec/decode")
    @guarded
    async def decode(asked: Payloads, unit: InUnit, request: Request, response: Response) -> Payloads:
        payloads = [_payload(one) for one in asked.payloads]
        found = await codec.read(unit, shelf, payloads, lambda about: is_news(request, unit, f"{codec.ACT} {about}"))
        response.headers.update(_allowed(origin))
        return Payloads(payloads=[_shape(one) for one in found])

    @asking.options("/codec/decode")
    async def may_it(response: Response) -> dict[str, Any]:
        response.headers.update(_allowed(origin))
        return {}

    return router, asking


def _allowed(origin: str) -> dict[str, str]:
    if not origin:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Namespace",
        "Vary": "Origin",
    }


def _payload(shape: PayloadShape) -> Payload:
    metadata = {name: base64.b64decode(value) for name, value in shape.metadata.items()}
    return Payload(metadata=metadata, data=base64.b64decode(shape.data))


def _shape(payload: Payload) -> PayloadShape:
    metadata = {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()}
    return PayloadShape(metadata=metadata, data=base64.b64encode(payload.data).decode())
