"""What every event has in common; the events themselves stand by room in this package."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from grants.explanation import Explanation
from grants.personal import Public, Words


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
    subject: Public = ""
    asked: Words = ""
    allowed: Public = ""


class ActRefused(EventData):
    """Somebody tried something and was refused: who is in the envelope, what and why is here."""

    SUBJECT = "{room}.act.refused"

    act: Public
    rule: Public
    breaches: tuple[RefusedBreach, ...] = ()
