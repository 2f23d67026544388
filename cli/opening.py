"""Opening what workflows carried: with keys that are at hand, else through the audit room, by right and on record."""

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from cli.client import ApiError, ApiSession
from cli.phrases import Phrase
from cli.proof import Ledger, Proof
from grants.calendar import istanbul_day
from grants.contracts.event import EventData
from grants.contracts.privacy_events import CallPayloadsErased, PersonalDataErased
from grants.proof.chain import Link
from runtime.payload_keys import KeyDestroyed, shelf_of
from runtime.payloads import Codec, is_shut
from runtime.settings import PlatformSettings

LONG_AGO = "–"
"""Stands for who ordered it and why, where that has lapsed."""
MOST = 500
LONGEST = 1_000_000
"""Payloads, and their bytes, that are put to the room at once."""


def codec_for(api: ApiSession, settings: PlatformSettings) -> PayloadCodec:
    """What opens payloads here. Raises KeyUnsafe."""
    shelf = shelf_of(settings)
    return RoomCodec(api) if shelf is None else Codec(shelf)


def erasure_of(what: str, ledger: Ledger) -> Proof:
    """A run whose payloads are erased: when, and by whose order. Broken where the ledger tells of none."""
    order = order_of(ledger)
    if (followed := _last(ledger, CallPayloadsErased)) is not None:
        files = int(followed.opened().event["data"].get("applications", 0))
        day = istanbul_day(followed.time).isoformat()
        return Proof(what, holds=True, found=Phrase.of("replay.erased.with_files", day=day, files=files))
    if order is None:
        meaning = Phrase.of("replay.erased.unordered")
        return Proof(what, holds=False, found=Phrase.of("replay.run.erased"), meaning=meaning)
    return Proof(what, holds=True, found=Phrase.of("replay.erased.ordered", **order))


def order_of(ledger: Ledger) -> dict[str, str] | None:
    """By whose order what is personal in a file was erased last, on which day and why; None where none is on record."""
    ordered = _last(ledger, PersonalDataErased)
    if ordered is None:
        return None
    event = ordered.opened().event
    said = event.get("actorid"), event["data"].get("reason")
    person, reason = (one if isinstance(one, str) else LONG_AGO for one in said)
    return {"day": istanbul_day(ordered.time).isoformat(), "person": person, "reason": reason}


def _last(ledger: Ledger, kind: type[EventData]) -> Link | None:
    return next((link for link in reversed(ledger.links) if link.type == kind.type_name()), None)


class RoomCodec(PayloadCodec):
    """Has the audit room open payloads; it keeps the keys, and tells of each file that it was read."""

    def __init__(self, api: ApiSession) -> None:
        self._api = api

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Whoever reads writes nothing."""
        return list(payloads)

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raises KeyDestroyed, ApiError."""
        opened: list[Payload] = []
        for part in _parts([one for one in payloads if is_shut(one)]):
            opened += await self._asked(part)
        left = iter(opened)
        return [next(left) if is_shut(one) else one for one in payloads]

    async def _asked(self, payloads: Sequence[Payload]) -> list[Payload]:
        try:
            answer = await self._api.post("audit", "/codec/decode", {"payloads": [_shape(one) for one in payloads]})
        except ApiError as error:
            if any(one.get("rule") == "codec.erased" for one in error.errors):
                raise KeyDestroyed(str(error)) from error
            raise
        return [_payload(one) for one in answer["payloads"]]


def _parts(payloads: Sequence[Payload]) -> Iterator[list[Payload]]:
    part: list[Payload] = []
    size = 0
    for one in payloads:
        if part and (len(part) == MOST or size + len(one.data) > LONGEST):
            yield part
            part, size = [], 0
        part.append(one)
        size += len(one.data)
    if part:
        yield part


def _shape(payload: Payload) -> dict[str, Any]:
    metadata = {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()}
    return {"metadata": metadata, "data": base64.b64encode(payload.data).decode()}


def _payload(shape: dict[str, Any]) -> Payload:
    metadata = {name: base64.b64decode(value) for name, value in shape["metadata"].items()}
    return Payload(metadata=metadata, data=base64.b64decode(shape["data"]))
