"""Papers on their way to the room with a form: each is handed in by itself, and what is wrong stands beside its field.

A photograph of a paper that is too large is scaled down, as the pictures of a visit are (ADR 0020); a PDF is handed on
byte for byte, or not at all.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from starlette.datastructures import UploadFile

from runtime.identifiers import derived
from services.portal.acting import NEW
from services.portal.filled import Json, Kind, pattern_of
from services.portal.forms import Fault, Form
from services.portal.photographs import MOST_BYTES, NoPicture, picture_of
from services.portal.posting import Kept, Sent
from services.portal.reading import Read, Text
from services.portal.rooms import Refusal, Room, Unavailable
from services.portal.visit import Visit, read

MOST_OF_PDF = 1_400_000
"""What the room takes of one paper."""
_PDF = "application/pdf"
_LONGEST_NAME = 60


class Scan(Read):
    """A paper the room has. document: the hash of its bytes."""

    document: Text = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is handed in: the bytes as the room takes them, what they are, and what the file is called."""

    content: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class PaperDoor:
    """Where a paper is handed in. named: the field of its name. beside: what is said of it besides."""

    room: Room
    path: str
    named: str = "name"
    beside: Mapping[str, str] = field(default_factory=dict)


async def hand_in(visit: Visit, sent: Sent, form: Form, grant_id: str) -> tuple[Form, tuple[Fault, ...]]:
    """The form with the papers that were chosen named in it, and what is wrong with the others. Raises Kept."""
    values, faults = dict(form.values), list[Fault]()
    for chosen, file in sent.files:
        name = chosen.removesuffix(NEW)
        if not was_chosen(file) or pattern_of(chosen) not in form.fields:
            continue
        kept = await _handed(visit, sent, grant_id, file, chosen)
        if isinstance(kept, str):
            is_one_of_many = form.fields.get(name) is Kind.WORDS
            known = values.get(name, "").split("\n") if is_one_of_many else []
            values[name] = "\n".join(dict.fromkeys(one for one in (*known, kept) if one))
        else:
            faults += kept
    return replace(form, values=values), tuple(faults)


def was_chosen(file: UploadFile) -> bool:
    """Whether somebody chose a file, an empty one too: a browser sends one without a name where nobody did."""
    return bool(file.size or file.filename)


def named(body: dict[str, Json], name: str = "documents") -> dict[str, Json]:
    """What the room is sent: papers by their hashes alone, the first word of each line."""
    lines = body.get(name)
    return {**body, name: [str(one).split(" ")[0] for one in lines]} if isinstance(lines, list) else body


async def _handed(visit: Visit, sent: Sent, grant_id: str, file: UploadFile, field: str) -> str | Sequence[Fault]:
    """The paper's hash and name; or what is wrong with it."""
    door = PaperDoor(Room.MONITORING, f"/grants/{grant_id}/scans")
    found = await hand_over(visit, sent, file, field, door)
    return f"{found.document} {name_of(file)}" if isinstance(found, Scan) else found


async def hand_over(visit: Visit, sent: Sent, file: UploadFile, field: str, door: PaperDoor) -> Scan | Sequence[Fault]:
    """What the room says of a file that was chosen; or what is wrong with it. Raises Kept."""
    name = name_of(file)
    try:
        paper = await paper_of(await file.read(MOST_BYTES + 1), name)
    except NoPicture as error:
        return [Fault(field, visit.wording.say(f"portal.papers.{error.why}", name=name))]
    content = b64encode(paper.content).decode()
    body = {door.named: name, "media_type": paper.media_type, "content": content, **door.beside}
    beside = "".join(f"{said}\n" for said in door.beside.values())
    key = derived(sent.key, f"{beside}{name}\n".encode() + paper.content)
    match await visit.caller().post(door.room, door.path, body, key):
        case Unavailable():
            raise Kept("away", HTTPStatus.SERVICE_UNAVAILABLE, sent.values, sent.key)
        case Refusal(status=HTTPStatus.UNAUTHORIZED):
            raise Kept("sign_in", HTTPStatus.UNAUTHORIZED, sent.values, sent.key)
        case Refusal() as said:
            told = [one.message for one in said.faults] or [said.title]
            return [Fault(field, f"{name}: {words}") for words in told]
        case got:
            return read(got, Scan)


def name_of(file: UploadFile) -> str:
    """What a file is called, within limits and on one line."""
    return " ".join((file.filename or "").split())[:_LONGEST_NAME] or "?"


async def paper_of(content: bytes, name: str) -> Paper:
    """What was sent, as the room takes it. Raises NoPicture."""
    if not content:
        raise NoPicture("empty")
    if content.startswith(b"%PDF-"):
        if len(content) > MOST_OF_PDF:
            raise NoPicture("too_large")
        return Paper(content, _PDF, name)
    picture = await picture_of(content)
    return Paper(picture.content, picture.media_type, name)
