"""Mails and files in the database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from runtime.erasure import Personal
from services.notification.domain.mail import Mail
from services.notification.domain.personal import COLUMNS
from services.notification.models import FileRow, MailRow, Row

PERSONAL = Personal(Row.metadata, COLUMNS, "about", {"file": "id"}, whole=frozenset({"mail"}))
"""By which column a table knows its file; a mail goes whole."""


@dataclass(frozen=True, slots=True)
class File:
    """Who coordinates a consortium or an application, and its name.

    representative_id: who acts for the grant beside the coordinator. led_version: of the grant's plan that says so.
    """

    coordinator_id: str
    name: str
    representative_id: str = ""
    led_version: int = 0

    @property
    def led_by(self) -> tuple[str, ...]:
        """Who is written to as its coordinator."""
        return tuple(dict.fromkeys(one for one in (self.coordinator_id, self.representative_id) if one))


async def keep_file(session: AsyncSession, file_id: str, file: File) -> None:
    """Remember, or correct, who coordinates; a name once known stays until there is another.

    What was said before the newest version of the plan, and is heard after it, changes nothing.
    """
    row = insert(FileRow).values(id=file_id, **asdict(file))
    known = {name: value for name, value in asdict(file).items() if name != "name" or value}
    newer = col(FileRow.led_version) <= file.led_version
    await session.execute(row.on_conflict_do_update(index_elements=["id"], set_=known, where=newer))


async def find_file(session: AsyncSession, file_id: str) -> File | None:
    row = await session.get(FileRow, file_id)
    if row is None:
        return None
    return File(row.coordinator_id, row.name, row.representative_id, row.led_version)


async def add(session: AsyncSession, mail: Mail) -> None:
    """Put a mail in the tray; one about the same event to the same addressee is there already."""
    values = {name: getattr(mail, name) for name in Mail.__slots__}
    await session.execute(insert(MailRow).values(**values, try_at=mail.written_at).on_conflict_do_nothing())


async def next_to_send(session: AsyncSession, now: datetime) -> Mail | None:
    """The next mail whose time has come, held so that no other sender takes it."""
    query = (
        select(MailRow)
        .where(col(MailRow.sent_at).is_(None), col(MailRow.refusal) == "", col(MailRow.try_at) <= now)
        .order_by(col(MailRow.try_at), col(MailRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = await session.scalar(query)
    return None if row is None else _mail(row)


async def sent(session: AsyncSession, mail: Mail, at: datetime) -> None:
    await session.execute(update(MailRow).where(col(MailRow.id) == mail.id).values(sent_at=at))


async def refused(session: AsyncSession, mail: Mail, reason: str) -> None:
    """It will never be sent."""
    await session.execute(update(MailRow).where(col(MailRow.id) == mail.id).values(refusal=reason[:500]))


async def put_off(session: AsyncSession, mail: Mail, try_at: datetime) -> None:
    values = {"attempts": mail.attempts + 1, "try_at": try_at}
    await session.execute(update(MailRow).where(col(MailRow.id) == mail.id).values(values))


async def mails(
    session: AsyncSession, addressees: Sequence[str] | None, before: str | None, limit: int
) -> tuple[Mail, ...]:
    """The newest mails to these addressees, or to anyone; older than the mail `before`."""
    query = select(MailRow)
    if addressees is not None:
        query = query.where(col(MailRow.addressee).in_(addressees))
    if before:
        query = query.where(col(MailRow.id) < before)
    rows = await session.scalars(query.order_by(col(MailRow.id).desc()).limit(limit))
    return tuple(_mail(row) for row in rows)


def _mail(row: MailRow) -> Mail:
    return Mail(**{name: getattr(row, name) for name in Mail.__slots__})
