"""Evidence for indicators, and what the grants of a programme say together. All counting is done by the database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, case, delete, extract, func, literal, not_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.domain.evidence import Evidence
from services.monitoring.domain.states import ReportStatus
from services.monitoring.domain.totals import MeasureCount, YearCount
from services.monitoring.store.tables import EVIDENCE, GRANT, INDICATOR, REPORT


async def put(session: AsyncSession, grant_id: str, number: int, evidence: Sequence[Evidence]) -> None:
    """The list of a report takes the place of what was listed with it before."""
    mine = and_(EVIDENCE.c.grant_id == grant_id, EVIDENCE.c.number == number)
    await session.execute(delete(EVIDENCE).where(mine))
    if evidence:
        await session.execute(insert(EVIDENCE), [asdict(one) for one in evidence])


async def of_report(session: AsyncSession, grant_id: str, number: int) -> list[Evidence]:
    query = select(EVIDENCE).where(EVIDENCE.c.grant_id == grant_id, EVIDENCE.c.number == number)
    rows = (await session.execute(query.order_by(EVIDENCE.c.place))).mappings()
    return [Evidence(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Within:
    """Which grants are counted: those under these regimes that nothing keeps the reader from."""

    regimes: Sequence[str]
    reader_id: str

    @property
    def counted(self) -> ColumnElement[bool]:
        return and_(GRANT.c.regime.in_(self.regimes), not_(GRANT.c.apart.contains([self.reader_id])))

    @property
    def left_out(self) -> ColumnElement[bool]:
        return and_(GRANT.c.regime.in_(self.regimes), GRANT.c.apart.contains([self.reader_id]))


async def left_out(session: AsyncSession, within: Within) -> int:
    """How many grants are not counted because the reader is kept from them."""
    return await session.scalar(select(func.count()).select_from(GRANT).where(within.left_out)) or 0


async def counts(session: AsyncSession, within: Within) -> dict[str, MeasureCount]:
    """What the grants say of each measure, by the last accepted report of each."""
    values, entries = _last_values(within), _last_evidence(within)
    listed = (
        select(entries.c.code, entries.c.grant_id, func.count().label("listed"))
        .group_by(entries.c.code, entries.c.grant_id)
        .subquery()
    )
    of_grant = func.coalesce(listed.c.listed, 0)
    behind = and_(listed.c.code == values.c.code, listed.c.grant_id == values.c.grant_id)
    query = (
        select(
            values.c.code,
            func.sum(values.c.value).label("reported"),
            func.sum(of_grant).label("listed"),
            func.sum(func.greatest(values.c.value - of_grant, 0)).label("unlisted"),
        )
        .select_from(values.outerjoin(listed, behind))
        .group_by(values.c.code)
    )
    rows = (await session.execute(query)).mappings().all()
    distinct: dict[str, int] = {row.code: row.different for row in await session.execute(_distinct(entries))}
    return {
        row["code"]: MeasureCount(
            row["code"], int(row["reported"]), int(row["listed"]), distinct.get(row["code"], 0), int(row["unlisted"])
        )
        for row in rows
    }


async def growth(session: AsyncSession, within: Within) -> list[YearCount]:
    """By how much accepted numbers grew, by measure and by the calendar year in which their period ended."""
    before = func.lag(INDICATOR.c.value, 1, 0).over(
        partition_by=(INDICATOR.c.grant_id, INDICATOR.c.code), order_by=INDICATOR.c.number
    )
    last_day = REPORT.c.period_ends_on - literal(1)
    steps = (
        select(
            INDICATOR.c.code,
            extract("year", last_day).label("year"),
            (INDICATOR.c.value - before).label("step"),
        )
        .join(REPORT, and_(REPORT.c.grant_id == INDICATOR.c.grant_id, REPORT.c.number == INDICATOR.c.number))
        .join(GRANT, GRANT.c.id == INDICATOR.c.grant_id)
        .where(_accepted(), within.counted)
        .subquery()
    )
    query = (
        select(steps.c.code, steps.c.year, func.sum(steps.c.step))
        .group_by(steps.c.code, steps.c.year)
        .order_by(steps.c.code, steps.c.year)
    )
    return [YearCount(code, int(year), int(step)) for code, year, step in await session.execute(query)]


def _accepted() -> ColumnElement[bool]:
    return REPORT.c.status == ReportStatus.ACCEPTED


def _last_values(within: Within) -> Subquery:
    """The numbers of the last accepted report of each grant, measure by measure."""
    return (
        select(INDICATOR.c.grant_id, INDICATOR.c.code, INDICATOR.c.value)
        .ext(distinct_on(INDICATOR.c.grant_id, INDICATOR.c.code))
        .join(REPORT, and_(REPORT.c.grant_id == INDICATOR.c.grant_id, REPORT.c.number == INDICATOR.c.number))
        .join(GRANT, GRANT.c.id == INDICATOR.c.grant_id)
        .where(_accepted(), within.counted)
        .order_by(INDICATOR.c.grant_id, INDICATOR.c.code, INDICATOR.c.number.desc())
        .subquery()
    )


def _last_evidence(within: Within) -> CTE:
    """The last list of each grant for each measure: that of the last accepted report that came with one."""
    place = func.dense_rank().over(
        partition_by=(EVIDENCE.c.grant_id, EVIDENCE.c.code), order_by=EVIDENCE.c.number.desc()
    )
    ranked = (
        select(
            EVIDENCE.c.grant_id,
            EVIDENCE.c.code,
            EVIDENCE.c.name_key,
            EVIDENCE.c.tax_number,
            EVIDENCE.c.own,
            place.label("age"),
        )
        .join(REPORT, and_(REPORT.c.grant_id == EVIDENCE.c.grant_id, REPORT.c.number == EVIDENCE.c.number))
        .join(GRANT, GRANT.c.id == EVIDENCE.c.grant_id)
        .where(_accepted(), within.counted)
        .subquery()
    )
    return select(ranked).where(ranked.c.age == 1).cte("listed_last")


def _distinct(entries: CTE) -> Select[Any]:
    """How many different things there are, by measure. A body without a number is the one of that name, if one is."""
    numbered = (
        select(entries.c.code, entries.c.name_key, func.min(entries.c.tax_number).label("tax_number"))
        .where(entries.c.tax_number != "")
        .group_by(entries.c.code, entries.c.name_key)
        .subquery()
    )
    same = and_(numbered.c.code == entries.c.code, numbered.c.name_key == entries.c.name_key, ~entries.c.own)
    known_by = case(
        (entries.c.own, literal("own:") + entries.c.grant_id + literal(":") + entries.c.name_key),
        (entries.c.tax_number != "", literal("tax:") + entries.c.tax_number),
        (numbered.c.tax_number.is_not(None), literal("tax:") + numbered.c.tax_number),
        else_=literal("name:") + entries.c.name_key,
    )
    return (
        select(entries.c.code, func.count(known_by.distinct()).label("different"))
        .select_from(entries.outerjoin(numbered, same))
        .group_by(entries.c.code)
    )
