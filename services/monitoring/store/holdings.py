"""What the room holds of a grant, table by table, for those who hold it against the records."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.holdings import Held, held
from services.monitoring.models import Row
from services.monitoring.store import tables

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "report_draft": "written and not filed: nobody but who reports sees it",
        "visit_draft": "written and not handed in: nobody but who visits sees it",
        "bank_statement": "of many grants; a statement is told by its own id",
        "bank_line": "of many grants; follows from the statement",
        "appropriation": "of a whole programme",
    }
)
"""Tables that are not held against the records of one grant, and why."""
_BY_CLAIM = (tables.BUDGET_CHARGE, tables.ORDERED_CLAIM)
"""Found by the claims of the grant: no index leads to them from the grant itself."""


async def of_grant(session: AsyncSession, grant_id: str) -> Held:
    """Every row of the grant, by table."""
    return await held(session, _queries(grant_id))


def _queries(grant_id: str) -> dict[str, Select[Any]]:
    found = {
        table.name: select(table).where(table.c.grant_id == grant_id)
        for table in Row.metadata.sorted_tables
        if "grant_id" in table.c and table.name not in LEFT_OUT
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
    order, ordered, claim = tables.PAYMENT_ORDER, tables.ORDERED_CLAIM.c, tables.CLAIM.c
    digest = func.encode(func.sha256(func.convert_to(order.c.content, "UTF8")), "hex").label("content")
    own = select(ordered.order_id).where(ordered.claim_id.in_(select(claim.id).where(claim.grant_id == grant_id)))
    columns = [digest if one is order.c.content else one for one in order.c]
    return select(*columns).where(order.c.id.in_(own))
