"""Lines of spending, papers that count once, drafts and scans: read where they are asked for, never with the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.values import ZERO
from services.monitoring.domain.papers import Elsewhere, Key, of_paper
from services.monitoring.domain.report_facts import DocumentType, LineSaid, Paper, Scan, SpendingLine
from services.monitoring.store.tables import COUNTED_PAPER, REPORT_DRAFT, SCAN, SPENDING_LINE

_LINE = SPENDING_LINE.c


async def of_report(session: AsyncSession, grant_id: str, report: int) -> tuple[SpendingLine, ...]:
    """The lines of a report, in order."""
    query = select(SPENDING_LINE).where(_LINE.grant_id == grant_id, _LINE.report == report).order_by(_LINE.line)
    return tuple(_line(dict(row)) for row in (await session.execute(query)).mappings())


async def put(session: AsyncSession, grant_id: str, report: int, lines: Sequence[SpendingLine]) -> None:
    """The lines of a report as they now are; those of before are gone."""
    await session.execute(delete(SPENDING_LINE).where(_LINE.grant_id == grant_id, _LINE.report == report))
    if lines:
        await session.execute(insert(SPENDING_LINE), [_row(one) for one in lines])


async def in_other_reports(
    session: AsyncSession, grant_id: str, report: int, papers: Iterable[Key]
) -> dict[Key, Elsewhere]:
    """Where else in the grant each of these papers stands, where something of it counts or may count."""
    first, total, parts = func.min(_LINE.report), func.max(_LINE.paper_total), func.sum(_LINE.net + _LINE.vat)
    query = select(_LINE.issuer_tax_number, _LINE.paper_key, first, total, parts).where(
        tuple_(_LINE.issuer_tax_number, _LINE.paper_key).in_(list(papers)),
        _LINE.grant_id == grant_id,
        _LINE.report != report,
        _LINE.counted > _LINE.disallowed,
    )
    found = await session.execute(query.group_by(_LINE.issuer_tax_number, _LINE.paper_key))
    return {(issuer, key): Elsewhere(number, whole, sums) for issuer, key, number, whole, sums in found}


async def in_other_grants(session: AsyncSession, grant_id: str, papers: Iterable[Key]) -> dict[Key, tuple[str, ...]]:
    """In which other grants each of these papers was reported."""
    query = (
        select(_LINE.issuer_tax_number, _LINE.paper_key, _LINE.grant_id)
        .where(tuple_(_LINE.issuer_tax_number, _LINE.paper_key).in_(list(papers)), _LINE.grant_id != grant_id)
        .distinct()
        .order_by(_LINE.grant_id)
    )
    found: dict[Key, tuple[str, ...]] = {}
    for issuer, key, other in await session.execute(query):
        found[issuer, key] = (*found.get((issuer, key), ()), other)
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """taken: papers that count somewhere else already. split: rows of those that count in parts, as they stand now."""

    taken: set[Key]
    split: list[dict[str, Any]]


async def count(session: AsyncSession, lines: Iterable[SpendingLine]) -> Counted:
    """From now on these papers count here, but for those that are taken. The database arbitrates: of two grants that
    count one paper at the same moment, one finds it taken. A paper that is split counts part by part, up to its total.
    """
    rows: dict[Key, dict[str, Any]] = {}
    for one in lines:
        paper = one.said.paper
        if paper is not None and one.accepted:
            place = {"grant_id": one.grant_id, "report": one.report, "line": one.line, "total": paper.total}
            row = rows.setdefault(of_paper(paper), {**place, "parts": ZERO})
            row["parts"] += one.said.net + one.said.vat
    found = {key: await _counts(session, key, row) for key, row in sorted(rows.items())}
    split = [row for row in found.values() if row and row["total"] is not None]
    return Counted({key for key, row in found.items() if row is None}, split)


async def _counts(session: AsyncSession, key: Key, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of a paper that counts from now on, or of which this part does; None where it does not."""
    issuer, number = key
    statement = insert(COUNTED_PAPER).values({"issuer_tax_number": issuer, "paper_key": number, **row})
    known, new = COUNTED_PAPER.c, statement.excluded
    still_fits = and_(known.total == new.total, known.parts + new.parts <= known.total)
    keys = ["issuer_tax_number", "paper_key"]
    counted = statement.on_conflict_do_update(
        index_elements=keys, set_={"parts": known.parts + new.parts}, where=still_fits
    )
    found = (await session.execute(counted.returning(*known))).mappings().first()
    return None if found is None else dict(found)


async def keep_draft(
    session: AsyncSession, grant_id: str, number: int, content: Mapping[str, Any], by: str, at: datetime
) -> None:
    """What was written of a report so far; it takes the place of an earlier draft."""
    values = {"grant_id": grant_id, "number": number, "content": dict(content), "kept_by": by, "kept_at": at}
    statement = insert(REPORT_DRAFT).values(values)
    changed = {name: statement.excluded[name] for name in ("content", "kept_by", "kept_at")}
    await session.execute(statement.on_conflict_do_update(index_elements=["grant_id", "number"], set_=changed))


async def draft_of(session: AsyncSession, grant_id: str, number: int) -> tuple[dict[str, Any], datetime] | None:
    """The draft of a report and when it was kept."""
    where = (REPORT_DRAFT.c.grant_id == grant_id, REPORT_DRAFT.c.number == number)
    row = (await session.execute(select(REPORT_DRAFT.c.content, REPORT_DRAFT.c.kept_at).where(*where))).first()
    return None if row is None else (row.content, row.kept_at)


async def drop_draft(session: AsyncSession, grant_id: str, number: int) -> None:
    await session.execute(
        delete(REPORT_DRAFT).where(REPORT_DRAFT.c.grant_id == grant_id, REPORT_DRAFT.c.number == number)
    )


async def keep_scan(session: AsyncSession, scan: Scan) -> bool:
    """Put a scan on record; False where the same bytes were handed in for this grant before."""
    row = {name: getattr(scan, name) for name in SCAN.c.keys()}  # noqa: SIM118 - columns, not a mapping
    done = await session.execute(insert(SCAN).values(row).on_conflict_do_nothing().returning(SCAN.c.size))
    return done.first() is not None


async def scan_of(session: AsyncSession, grant_id: str, document: str) -> Scan | None:
    row = (
        (await session.execute(select(SCAN).where(SCAN.c.grant_id == grant_id, SCAN.c.document == document)))
        .mappings()
        .first()
    )
    return None if row is None else Scan(**row)


async def known_scans(session: AsyncSession, grant_id: str, documents: Iterable[str]) -> set[str]:
    """Which of these hashes were handed in for the grant."""
    query = select(SCAN.c.document).where(SCAN.c.grant_id == grant_id, SCAN.c.document.in_(list(documents)))
    return set(await session.scalars(query))


def _row(one: SpendingLine) -> dict[str, Any]:
    said, paper = one.said, one.said.paper
    issuer, key = of_paper(paper) if paper else ("", "")
    return {
        "grant_id": one.grant_id,
        "report": one.report,
        "line": one.line,
        "item": said.item,
        "cost_head": said.cost_head,
        "net": said.net,
        "vat": said.vat,
        "in_kind": said.in_kind,
        "certificate": said.certificate,
        "paper_kind": paper.kind if paper else None,
        "paper_number": paper.number if paper else "",
        "paper_key": key,
        "issued_on": paper.issued_on if paper else None,
        "issuer": paper.issuer if paper else "",
        "issuer_tax_number": issuer,
        "document": paper.document if paper else "",
        "paper_total": paper.total if paper else None,
        "counted": one.counted,
        "remark": one.remark,
        "disallowed": one.disallowed,
        "reason": one.reason,
    }


def _line(row: Mapping[str, Any]) -> SpendingLine:
    paper = None
    if row["paper_kind"] is not None:
        kind = DocumentType(row["paper_kind"])
        facts = ("issued_on", "issuer", "issuer_tax_number", "document", "paper_total")
        paper = Paper(kind, row["paper_number"], *(row[name] for name in facts))
    said = LineSaid(row["item"], row["net"], row["vat"], row["cost_head"], paper, row["in_kind"], row["certificate"])
    places = (row["grant_id"], row["report"], row["line"])
    return SpendingLine(*places, said, row["counted"], row["remark"], row["disallowed"], row["reason"])
