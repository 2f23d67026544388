"""A grant's file: locked, read and kept as a whole, in as few round trips as that takes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Table, Text, and_, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.domain.facts import GrantFile
from services.monitoring.store.tables import (
    ACCOUNT,
    ADDENDUM,
    ASSESSMENT,
    AUDIT,
    AUDIT_DUTY,
    CHANGE,
    CLAIM,
    CLOSING_REPORT,
    DEVELOPMENT,
    DISALLOWANCE,
    EXTENSION,
    FINDING,
    FORCE_MAJEURE,
    GRANT,
    GUARANTEE,
    HOLD,
    INDICATOR,
    INSTALMENT,
    ITEM,
    MILESTONE,
    NOTICE,
    OBLIGATION,
    RECEIPT,
    RECOVERY,
    REPORT,
    SETTLEMENT,
    SPENDING,
    VISIT,
)

PARTS: dict[str, tuple[Table, str]] = {
    "items": (ITEM, "place"),
    "reports": (REPORT, "number"),
    "spending": (SPENDING, "number"),
    "indicators": (INDICATOR, "number"),
    "claims": (CLAIM, "id"),
    "force_majeure": (FORCE_MAJEURE, "id"),
    "extensions": (EXTENSION, "id"),
    "notices": (NOTICE, "number"),
    "obligations": (OBLIGATION, "number"),
    "closing_reports": (CLOSING_REPORT, "number"),
    "audits": (AUDIT, "number"),
    "audit_duties": (AUDIT_DUTY, "number"),
    "findings": (FINDING, "number"),
    "development": (DEVELOPMENT, "number"),
    "addenda": (ADDENDUM, "id"),
    "accounts": (ACCOUNT, "id"),
    "guarantees": (GUARANTEE, "id"),
    "recoveries": (RECOVERY, "id"),
    "instalments": (INSTALMENT, "number"),
    "receipts": (RECEIPT, "id"),
    "disallowances": (DISALLOWANCE, "number"),
    "changes": (CHANGE, "number"),
    "milestones": (MILESTONE, "place"),
    "assessments": (ASSESSMENT, "number"),
    "holds": (HOLD, "number"),
    "visits": (VISIT, "number"),
}
"""Where each part of a file lies, and what it is ordered by."""
_FILE = TypeAdapter(GrantFile)


async def grant_of(session: AsyncSession, part: str, part_id: str) -> str | None:
    """The id of the grant that a claim, force majeure, extension or notice belongs to."""
    table = PARTS[part][0]
    return await session.scalar(select(table.c.grant_id).where(table.c.id == part_id))


async def lock(session: AsyncSession, grant_id: str) -> GrantFile | None:
    """The file of a grant, held until the transaction ends: acts on one grant come one after the other."""
    if await session.scalar(select(GRANT.c.id).where(GRANT.c.id == grant_id).with_for_update()) is None:
        return None
    return await read(session, grant_id)


async def read(session: AsyncSession, grant_id: str) -> GrantFile | None:
    """The file of a grant as it stands."""
    parts = [_all_of(table, order, grant_id).label(name) for name, (table, order) in PARTS.items()]
    settlement = select(func.to_json(SETTLEMENT.table_valued())).where(SETTLEMENT.c.grant_id == grant_id)
    grant = func.to_json(GRANT.table_valued())
    query = select(
        cast(grant, Text).label("grant"), *parts, cast(settlement.scalar_subquery(), Text).label("settlement")
    ).where(GRANT.c.id == grant_id)
    found = (await session.execute(query)).mappings().first()
    if found is None:
        return None
    return _FILE.validate_python({name: _parsed(content) for name, content in found.items() if content is not None})


async def keep(session: AsyncSession, before: GrantFile | None, after: GrantFile) -> None:
    """Write what an act changed: parts that are new or different are put, those no longer there removed."""
    if before is None or before.grant != after.grant:
        await _put(session, GRANT, [after.grant])
    for name, (table, _) in PARTS.items():
        old = getattr(before, name) if before else ()
        new = getattr(after, name)
        if old != new:
            await _change(session, table, old, new)
    if after.settlement and (before is None or before.settlement != after.settlement):
        await _put(session, SETTLEMENT, [after.settlement])
    if before and before.settlement and after.settlement is None:
        await session.execute(delete(SETTLEMENT).where(SETTLEMENT.c.grant_id == after.grant.id))


def _all_of(table: Table, order: str, grant_id: str) -> Any:
    rows = func.json_agg(aggregate_order_by(func.to_json(table.table_valued()), table.c[order]))
    return cast(select(rows).where(table.c.grant_id == grant_id).scalar_subquery(), Text)


def _parsed(content: str) -> Any:
    """JSON with every number exact."""
    return json.loads(content, parse_float=Decimal)


async def _change(session: AsyncSession, table: Table, old: Sequence[Any], new: Sequence[Any]) -> None:
    keys = [column.name for column in table.primary_key]
    known = {_key(fact, keys): fact for fact in old}
    staying = {_key(fact, keys) for fact in new}
    if gone := known.keys() - staying:
        await session.execute(delete(table).where(or_(*(_is(table, keys, key) for key in gone))))
    if changed := [fact for fact in new if known.get(_key(fact, keys)) != fact]:
        await _put(session, table, changed)


def _key(fact: object, keys: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(fact, key) for key in keys)


def _is(table: Table, keys: Sequence[str], key: tuple[Any, ...]) -> Any:
    return and_(*(table.c[name] == value for name, value in zip(keys, key, strict=True)))


async def _put(session: AsyncSession, table: Table, facts: Sequence[Any]) -> None:
    rows = [{name: value for name, value in asdict(fact).items() if name in table.c} for fact in facts]
    keys = [column.name for column in table.primary_key]
    statement = insert(table).values([{**row, **_lists(row)} for row in rows])
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=others))


def _lists(row: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) for name, value in row.items() if isinstance(value, tuple)}
