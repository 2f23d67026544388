"""Lists of applications: a viewer's own or everybody's, by stage and call, newest first or soonest due first."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.contracts.stages import Stage
from runtime.letters import holds
from services.application.domain.records import ApplicationRecord
from services.application.models import (
    ApplicationRow,
    ConsortiumRow,
    ContractRow,
    MemberRow,
    PlanVersionRow,
    PointRow,
)
from services.application.store.applications import record_of
from services.application.store.barred import is_listed
from services.application.store.belonging import belongs, is_followed
from services.application.store.reading import Page, Span, page

_Entry = Row[ApplicationRow, str, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose list it is. others: sees files the person is no party to; own, member: those where the person is."""

    person_id: str
    tax_number: str | None
    others: bool
    own: bool
    member: bool

    @property
    def sees_something(self) -> bool:
        return self.others or self.own or self.member


@dataclass(frozen=True, slots=True)
class Filter:
    """Which applications: of these stages, all if none; of this call; with these letters in what they are called."""

    stages: Collection[Stage] = ()
    call_id: str | None = None
    letters: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An application in a list. total, requested: of its newest plan; none while there is no plan."""

    application: ApplicationRecord
    consortium_name: str
    total: Decimal | None
    requested: Decimal | None


async def newest(session: AsyncSession, wanted: Filter, viewer: Viewer, span: Span) -> Page[Listed]:
    """Applications, the newest first."""
    query = _query(wanted, viewer)
    if span.after:
        query = query.where(col(ApplicationRow.id) < span.after)
    rows = (await session.execute(query.order_by(col(ApplicationRow.id).desc()).limit(span.limit + 1))).all()
    return page(rows, span, _listed, lambda row: row[0].id)


async def soonest(session: AsyncSession, wanted: Filter, viewer: Viewer, limit: int) -> tuple[Listed, ...]:
    """At most `limit` applications, those due soonest first."""
    query = _query(wanted, viewer)
    query = query.order_by(col(ApplicationRow.stage_due_at).nulls_last(), col(ApplicationRow.id)).limit(limit)
    return tuple(_listed(row) for row in (await session.execute(query)).all())


async def with_open_points(session: AsyncSession, ids: Collection[str]) -> frozenset[str]:
    """Which of these applications have a point of the negotiation without an answer."""
    query = select(col(PointRow.application_id)).where(col(PointRow.application_id).in_(ids))
    return frozenset(await session.scalars(query.where(col(PointRow.answered_at).is_(None)).distinct()))


async def signed(session: AsyncSession, ids: Collection[str]) -> dict[str, tuple[bool, bool]]:
    """For those of these applications that have a contract: whether the Ministry and the enterprise have signed."""
    query = select(
        col(ContractRow.application_id), col(ContractRow.signed_ministry_at), col(ContractRow.signed_enterprise_at)
    ).where(col(ContractRow.application_id).in_(ids))
    return {
        one: (by_ministry is not None, by_enterprise is not None)
        for one, by_ministry, by_enterprise in (await session.execute(query)).all()
    }


def _query(wanted: Filter, viewer: Viewer) -> Select[ApplicationRow, str, Decimal | None, Decimal | None]:
    newest_plan = and_(
        col(PlanVersionRow.application_id) == col(ApplicationRow.id),
        col(PlanVersionRow.version) == col(ApplicationRow.plan_version),
    )
    query = (
        select(ApplicationRow, col(ConsortiumRow.name), col(PlanVersionRow.total), col(PlanVersionRow.requested))
        .join(ConsortiumRow, col(ConsortiumRow.id) == col(ApplicationRow.consortium_id))
        .outerjoin(PlanVersionRow, newest_plan)
        .where(_visible(viewer))
    )
    if wanted.stages:
        query = query.where(col(ApplicationRow.stage).in_([stage.value for stage in wanted.stages]))
    if wanted.call_id:
        query = query.where(col(ApplicationRow.call_id) == wanted.call_id)
    if wanted.letters.strip():
        query = query.where(holds(wanted.letters, col(ApplicationRow.title), col(ConsortiumRow.name)))
    return query


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    """As the policy decides: a party sees its files as a party only, and a conflict hides a file."""
    mine = (col(ApplicationRow.coordinator_id), col(ApplicationRow.representative_id))
    own = or_(*(leader == viewer.person_id for leader in mine))
    of_members = select(col(MemberRow.consortium_id)).where(col(MemberRow.tax_number) == viewer.tax_number)
    applies = and_(col(ApplicationRow.consortium_id).in_(of_members), ~is_followed())
    member = or_(applies, belongs(viewer.tax_number)) if viewer.tax_number else false()
    ways: list[ColumnElement[bool]] = []
    if viewer.own:
        ways.append(own)
    if viewer.member:
        ways.append(member)
    if viewer.others:
        stranger = and_(~own, ~member) if viewer.tax_number else ~own
        ways.append(and_(stranger, ~is_listed(viewer.person_id)))
    return or_(false(), *ways)


def _listed(row: _Entry) -> Listed:
    application, name, total, requested = row
    return Listed(record_of(application), name, total, requested)
