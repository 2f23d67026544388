"""Payments on their way to the bank, what a programme may spend, and what it has reached with it."""

from asyncio import gather
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from services.portal.pages.applications import After, Key
from services.portal.pages.grants import Status
from services.portal.reading_payments import Appropriations, Order, Orders, Totals
from services.portal.rooms import Paper, Room
from services.portal.visit import Visitor, read, read_part, refusal

router = APIRouter()
PAGE = 50
ORDER_STATUSES = ("made", "booked", "cancelled")
"""In which an order may be, in the order in which it comes to them."""
Programme = Annotated[str, Path(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]


@router.get("/payments")
async def payments(visit: Visitor, status: Status = "", after: After = "") -> Response:
    """Orders, the newest first, of all or in a state, and appropriations by programme and year."""
    caller, chosen = visit.caller(), {"status": status}
    query = {name: said for name, said in (*chosen.items(), ("after", after)) if said}
    orders, appropriations = await gather(
        caller.get(Room.MONITORING, "/payment-orders", {"limit": PAGE, **query}),
        caller.get(Room.MONITORING, "/appropriations"),
    )
    found = read(orders, Orders)
    budgets, gap = read_part(appropriations, Room.MONITORING, Appropriations)
    facts: dict[str, Any] = {"budgets": budgets, "budgets_gap": gap, "chosen": chosen, "statuses": ORDER_STATUSES}
    return visit.page("payments.html", found=found, is_first=not after, **facts)


@router.get("/payments/{order_id}")
async def order(visit: Visitor, order_id: Key) -> Response:
    """One order with its payments."""
    found = read(await visit.caller().get(Room.MONITORING, f"/payment-orders/{order_id}"), Order)
    return visit.page("payment_order.html", order=found)


@router.get("/indicators/{programme}")
async def indicators(visit: Visitor, programme: Programme) -> Response:
    """What all grants of a programme have reached of its targets."""
    query: dict[str, str | int] = {"programme": programme}
    found = read(await visit.caller().get(Room.MONITORING, "/indicators", query), Totals)
    return visit.page("indicators.html", totals=found, programme=programme)


@router.get("/indicators/{programme}/table.csv")
async def table(visit: Visitor, programme: Programme) -> Response:
    """The same for a spreadsheet, handed through."""
    answer = await visit.caller().paper(Room.MONITORING, f"/indicators.csv?programme={programme}")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'attachment; filename="gostergeler-{programme}.csv"'
    return Response(answer.content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
