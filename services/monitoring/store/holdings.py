"""What the room holds of a grant, table by table, for those who hold it against the records."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, collate, func, not_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.holdings import Held, held
from services.monitoring.models import Row
from services.monitoring.store import tables
from services.monitoring.store.barred import is_ordered

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "report_draft": "written and not filed: nobody but who reports sees it",
        "visit_draft": "written and not handed in: nobody but who visits sees it",
    }
)
"""Tables that are not held against the records, and why."""
SHARED = frozenset({"bank_statement", "bank_line", "appropriation"})
"""Tables of no grant: each row is told by an id of its own, as payment orders are besides."""
_YEAR: ColumnElement[str] = func.concat(tables.APPROPRIATION.c.programme, "-", tables.APPROPRIATION.c.year)
"""What records of an appropriation are about."""
_BY_CLAIM = (tables.BUDGET_CHARGE, tables.ORDERED_CLAIM)
"""Found by the claims of the grant: no index leads to them from the grant itself."""


async def of_grant(session: AsyncSession, grant_id: str) -> Held:
    """Every row of the grant, by table."""
    return await held(session, _queries(grant_id))


def _queries(grant_id: str) -> dict[str, Select[Any]]:
    found = {
        table.name: select(table).where(table.c.grant_id == grant_id)
        for table in Row.metadata.sorted_tables
        if "grant_id" in table.c and table.name not in {*LEFT_OUT, *SHARED}
    }
    found["grant"] = select(tables.GRANT).where(tables.GRANT.c.id == grant_id)
    found["barred"] = select(tables.BARRED).where(tables.BARRED.c.application_id == grant_id)
    claims = select(tables.CLAIM.c.id).where(tables.CLAIM.c.grant_id == grant_id)
    for table in _BY_CLAIM:
        found[table.name] = select(table).where(table.c.claim_id.in_(claims))
    found["payment_order"] = _orders(grant_id)
    standing = tables.ORDERED_CLAIM.c.status != "cancelled"
    found["ordered_claim"] = found["ordered_claim"].where(standing)
    return found


def _orders(grant_id: str) -> Select[Any]:
    """The payment orders that pay, or once were to pay, claims of the grant. content: not the file, in which others are
    paid too, but its hash.
    """
    ordered, claim = tables.ORDERED_CLAIM.c, tables.CLAIM.c
    own = select(ordered.order_id).where(ordered.claim_id.in_(select(claim.id).where(claim.grant_id == grant_id)))
    return _order_rows().where(tables.PAYMENT_ORDER.c.id.in_(own))


def _order_rows() -> Select[Any]:
    order = tables.PAYMENT_ORDER
    digest = func.encode(func.sha256(func.convert_to(order.c.content, "UTF8")), "hex").label("content")
    return select(*(digest if one is order.c.content else one for one in order.c))


async def of_shared(session: AsyncSession, about: str) -> Held:
    """What is of no grant, under the id it is told by: of a payment order, a statement, or a year's appropriation."""
    statement, line = tables.BANK_STATEMENT, tables.BANK_LINE
    queries = {
        "payment_order": _order_rows().where(tables.PAYMENT_ORDER.c.id == about),
        "bank_statement": select(statement).where(statement.c.id == about),
        "bank_line": select(line).where(line.c.statement_id == about),
        "appropriation": select(tables.APPROPRIATION).where(_YEAR.in_([about])),
    }
    return await held(session, queries)


async def shared_ids(session: AsyncSession, person_id: str, after: str, limit: int) -> list[str]:
    """The ids of all there is, in order, without orders that pay a grant the person is kept from."""
    orders = select(tables.PAYMENT_ORDER.c.id).where(not_(is_ordered(person_id)))
    ids = union_all(orders, select(tables.BANK_STATEMENT.c.id), select(_YEAR)).subquery()
    about = collate(ids.c[0], "C")
    return list(await session.scalars(select(about).where(about > after).order_by(about).limit(limit)))
