"""The HTTP door: mails, for their addressees."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict

from runtime.http.door import Door, unit_of_work
from runtime.unit import Unit
from services.notification.domain.mail import Mail
from services.notification.usecases.read import read

InUnit = Annotated[Unit, Depends(unit_of_work)]
Limit = Annotated[int, Query(ge=1, le=200)]
AfterMail = Annotated[str | None, Query(max_length=100, pattern=r"^[A-Za-z0-9-]+$")]

router = APIRouter(route_class=Door, tags=["mail"])


class MailOut(BaseModel):
    """One mail. path: of the page it is about. sent_at: once it was handed on.

    refusal: what the mail server said, if it never takes it.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    event_id: str
    about: str
    addressee: str
    address: str
    subject: str
    text: str
    written_at: datetime
    sent_at: datetime | None
    refusal: str
    path: str


class MailsOut(BaseModel):
    """Newest first. after: give it to read on; none at the end."""

    model_config = ConfigDict(frozen=True)

    entries: list[MailOut]
    after: str | None


@router.get("/mails")
async def mails(unit: InUnit, after: AfterMail = None, limit: Limit = 50) -> MailsOut:
    found = await read(unit, after, limit)
    return MailsOut(entries=[_mail(mail) for mail in found], after=found[-1].id if len(found) == limit else None)


def _mail(mail: Mail) -> MailOut:
    return MailOut(**{name: getattr(mail, name) for name in MailOut.model_fields})
