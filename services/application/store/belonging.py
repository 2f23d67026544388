"""Who belongs to a grant that came of an application, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.contracts.application_events import MemberData
from services.application.domain.belonging import Belonging
from services.application.models import ApplicationRow, BelongingRow

_SHOWN = ("name", "kind", "tax_number", "province", "nace")


async def follow(
    session: AsyncSession, application_id: str, members: Sequence[MemberData], version: int, at: datetime
) -> None:
    """These belong to it from now on, by this version of the plan: who is new joins, who is not among them leaves."""
    now = {member.tax_number: (place, member) for place, member in enumerate(members)}
    staying = await session.scalars(_rows(application_id).where(col(BelongingRow.until).is_(None)))
    known = {row.tax_number: row for row in staying}
    for tax_number, row in known.items():
        if tax_number in now:
            place, member = now[tax_number]
            row.sqlmodel_update({**{name: getattr(member, name) for name in _SHOWN}, "place": place})
        else:
            row.until = at
    for tax_number, (place, member) in now.items():
        if tax_number not in known:
            facts = {name: getattr(member, name) for name in _SHOWN}
            session.add(
                BelongingRow(
                    application_id=application_id, joined_version=version, place=place, since=at, until=None, **facts
                )
            )
    await session.flush()


async def of_application(session: AsyncSession, application_id: str) -> tuple[Belonging, ...]:
    """All who belong or belonged to it: those of today first, in the order of the plan. Nobody before the contract."""
    order = (col(BelongingRow.until).is_not(None), col(BelongingRow.place), col(BelongingRow.since))
    rows = await session.scalars(_rows(application_id).order_by(*order))
    return tuple(Belonging(**{name: getattr(row, name) for name in (*_SHOWN, "since", "until")}) for row in rows)


async def is_member(session: AsyncSession, application_id: str, tax_number: str) -> bool | None:
    """Whether a body of this tax number belongs to it today; None where nobody is followed, before the contract."""
    if not await session.scalar(select(exists().where(col(BelongingRow.application_id) == application_id))):
        return None
    here = (col(BelongingRow.application_id) == application_id, col(BelongingRow.tax_number) == tax_number)
    return bool(await session.scalar(select(exists().where(*here, col(BelongingRow.until).is_(None)))))


def belongs(tax_number: str) -> ColumnElement[bool]:
    """Of the application in hand: whether a body of this tax number belongs to it today."""
    today = select(col(BelongingRow.application_id)).where(
        col(BelongingRow.tax_number) == tax_number, col(BelongingRow.until).is_(None)
    )
    return col(ApplicationRow.id).in_(today)


def is_followed() -> ColumnElement[bool]:
    """Of the application in hand: whether it is known who belongs to it, which is so from the contract on."""
    return exists().where(col(BelongingRow.application_id) == col(ApplicationRow.id))


def _rows(application_id: str) -> Select[BelongingRow]:
    return select(BelongingRow).where(col(BelongingRow.application_id) == application_id)
