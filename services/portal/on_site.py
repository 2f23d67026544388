"""Photographs of a visit on their way to the room, one by one: what is wrong with each stands beside its field."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus

from starlette.datastructures import UploadFile

from services.portal.filled import Fields, Json, Kind
from services.portal.filled import read as read_as
from services.portal.forms import Fault, Form
from services.portal.papers import was_chosen
from services.portal.photographs import MOST_BYTES, NoPicture, Picture, picture_of
from services.portal.posting import Kept, Sent
from services.portal.rooms import Refusal, Room, Unavailable
from services.portal.visit import Visit

PHOTOGRAPH: Fields = {
    "photo.taken": Kind.TEXT,
    "photo.chosen": Kind.TEXT,
    "photo.taken_at": Kind.MOMENT,
    "photo.note": Kind.TEXT,
}
_WHERE = ("latitude", "longitude")
_LONGEST_NAME = 60


def files_of(sent: Sent) -> tuple[tuple[str, UploadFile], ...]:
    """The files that were chosen."""
    return tuple((name, file) for name, file in sent.files if was_chosen(file))


async def keep_photographs(visit: Visit, sent: Sent, form: Form, visit_id: str) -> tuple[Fault, ...]:
    """What is wrong with those that were sent; the others are kept, each once. Raises Kept."""
    faults: list[Fault] = []
    for field, file in files_of(sent):
        name = (file.filename or "")[:_LONGEST_NAME]
        try:
            picture = await picture_of(await file.read(MOST_BYTES + 1))
        except NoPicture as error:
            faults.append(Fault(field, visit.wording.say(f"portal.photograph.{error.why}", name=name)))
            continue
        taken_at = _taken_at(picture, form)
        if taken_at:
            body = _body(picture, taken_at, form)
            faults += await _kept(visit, sent, visit_id, name, body)
        else:
            faults.append(Fault("photo.taken_at", visit.wording.say("portal.photograph.when", name=name)))
    return tuple(faults)


def _taken_at(picture: Picture, form: Form) -> str:
    """As the device told; else as it was typed; "" where neither is."""
    if picture.taken_at is not None:
        return picture.taken_at.isoformat()
    typed = form.value("photo.taken_at").strip()
    return str(read_as(Kind.MOMENT, typed)) if typed else ""


def _body(picture: Picture, taken_at: str, form: Form) -> dict[str, Json]:
    body: dict[str, Json] = {"media_type": picture.media_type, "content": picture.written, "taken_at": taken_at}
    return body | _where(picture, form) | {"note": form.value("photo.note")}


def _where(picture: Picture, form: Form) -> dict[str, Json]:
    """As the picture tells; else where the visitor said to be."""
    if picture.latitude is not None:
        return {"latitude": str(picture.latitude), "longitude": str(picture.longitude)}
    return {name: read_as(Kind.DEGREES, form.value(name).strip()) for name in _WHERE if form.value(name).strip()}


async def _kept(visit: Visit, sent: Sent, visit_id: str, name: str, body: Mapping[str, Json]) -> Iterable[Fault]:
    digest = sha256("\n".join(str(value) for value in body.values()).encode()).hexdigest()[:32]
    path = f"/visits/{visit_id}/photographs"
    match await visit.caller().post(Room.MONITORING, path, dict(body), f"{sent.key}-{digest}"):
        case Unavailable():
            raise Kept("away", HTTPStatus.SERVICE_UNAVAILABLE, sent.values, sent.key)
        case Refusal(status=HTTPStatus.UNAUTHORIZED):
            raise Kept("sign_in", HTTPStatus.UNAUTHORIZED, sent.values, sent.key)
        case Refusal() as said:
            return _faults(name, said)
        case _:
            return ()


def _faults(name: str, said: Refusal) -> list[Fault]:
    found = [(fault.name, fault.message) for fault in said.faults] or [("", said.title)]
    return [Fault(field if field in _WHERE else f"photo.{field}", f"{name}: {words}") for field, words in found]
