"""What every event has in common; the events themselves stand by room in this package."""

from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from grants.explanation import Explanation
from grants.personal import Identity, Public, Words
from grants.values import PersonId


class EventData(BaseModel):
    """The `data` of one kind of event. Readers are tolerant: unknown fields are ignored.

    SUBJECT: `<room>.<entity>.<past-tense>`, the address on the bus ("{room}" where every room may say it).
    VERSION: raised when a reader of the old shape would be misled; the type then differs.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    SUBJECT: ClassVar[str]
    VERSION: ClassVar[int] = 1

    @classmethod
    def type_name(cls) -> str:
        return f"{cls.SUBJECT}.v{cls.VERSION}"


class DecidedData(EventData):
    """An event that tells of something decided automatically, with how that came about.

    explanations: one a decision; readers of old events find none.
    """

    explanations: tuple[Explanation, ...] = ()


class WrittenData(EventData):
    """An event of which more was written into the room's tables than it tells.

    hashes: of that, SHA-256 of its canonical JSON in hex, by `table.column` of the row the event is about. They are
    personal as the texts are; none in events of old.
    """

    hashes: dict[str, Words] = {}


class FileRead(EventData):
    """Somebody read what not everybody may know, or took a copy away. act: as "GET /applications/{id}/assessments".

    Read again within a while by the same person it is not told again; each download is.
    """

    SUBJECT = "{room}.file.read"

    act: Public
    downloaded: bool = False


class RefusedBreach(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    rule: Public
    subject: Words = ""
    asked: Words = ""
    allowed: Words = ""


class ActRefused(EventData):
    """Somebody tried something and was refused: who is in the envelope, what and why is here."""

    SUBJECT = "{room}.act.refused"

    act: Public
    rule: Public
    breaches: tuple[RefusedBreach, ...] = ()


class RightsSeen(EventData):
    """Somebody came with rights that this room had not seen the person with: the sign-in provider gave or took them.

    issuer, issued_at: of the token that said so. added, gone: against what the room saw last, as "role:inspector",
    "organisation:…", "tax_number" or "on_behalf_of"; first: it had seen nothing of the person before. About:
    `rights_of(person_id)`.
    """

    SUBJECT = "{room}.rights.seen"

    person_id: PersonId
    roles: tuple[Public, ...] = ()
    organisation: Public = ""
    tax_number: Identity = ""
    on_behalf_of: Identity = ""
    issuer: Public = ""
    issued_at: datetime | None = None
    added: tuple[Public, ...] = ()
    gone: tuple[Public, ...] = ()
    first: bool = False


def rights_of(person_id: str) -> str:
    """What events of a person's rights are about: the same for all rooms, and it names nobody by itself."""
    return f"rights-{sha256(person_id.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
