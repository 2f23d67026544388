"""A file for the bank: made of approved claims, downloaded, and cancelled where the bank did not pay."""

from fastapi import APIRouter, Response

from services.portal.acting import Scene
from services.portal.doing import PostedAct, do, show
from services.portal.order_acts import CANCEL, MAKE
from services.portal.pages import bank_statements
from services.portal.pages.applications import Key
from services.portal.reading_payments import Order, Payable, Payables
from services.portal.rooms import Paper, Room
from services.portal.visit import Visit, Visitor, read, refusal

router = APIRouter()
router.include_router(bank_statements.router)
_PAY = "claim.pay"


@router.get("/payments/do/make")
async def new(visit: Visitor) -> Response:
    """The approved claims, to choose from."""
    return show(visit, await _make(visit))


@router.post("/payments/do/make")
async def make(visit: Visitor, sent: PostedAct) -> Response:
    """The file is made, of all that were chosen or of none."""
    return await do(visit, sent, await _make(visit))


@router.get("/payments/{order_id}/cancel")
async def ask(visit: Visitor, order_id: Key) -> Response:
    """What is in the order, before it is cancelled."""
    return show(visit, await _cancel(visit, order_id))


@router.post("/payments/{order_id}/cancel")
async def cancel(visit: Visitor, sent: PostedAct, order_id: Key) -> Response:
    """What the bank has not paid can be ordered anew."""
    return await do(visit, sent, await _cancel(visit, order_id))


@router.get("/payments/{order_id}/file.xml")
async def file_of(visit: Visitor, order_id: Key) -> Response:
    """The file as it was made, handed through; that it was taken is on record."""
    answer = await visit.caller().paper(Room.MONITORING, f"/payment-orders/{order_id}/file")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'attachment; filename="talimat-{order_id}.xml"'
    return Response(answer.content, media_type="application/xml", headers={"Content-Disposition": name})


async def _make(visit: Visit) -> Scene:
    """Nothing but what waits to be paid can be chosen; whether it may be, the room says of each."""
    found = read(await visit.caller().get(Room.MONITORING, "/tasks"), Payables)
    payable = [one for one in found.entries if one.kind == _PAY and one.part]
    return Scene(
        room=Room.MONITORING,
        address="/payments/do/make",
        back="/payments",
        title=visit.wording.say("portal.do.order_make"),
        about=visit.wording.say("portal.payments.title"),
        acts=(MAKE,),
        facts="facts/order.html",
        shown={"payable": payable},
        places={},
        can=frozenset({MAKE.name} if payable else ()),
        options={"claims": tuple((one.part, _named(visit, one)) for one in payable)},
    )


def _named(visit: Visit, one: Payable) -> str:
    amount = visit.wording.money(one.amount, one.currency)
    who = f"{one.consortium_name} ({one.number})" if one.number else one.consortium_name
    return visit.wording.say("portal.order.claim", who=who, amount=amount)


async def _cancel(visit: Visit, order_id: str) -> Scene:
    order = read(await visit.caller().get(Room.MONITORING, f"/payment-orders/{order_id}"), Order)
    return Scene(
        room=Room.MONITORING,
        address=f"/payments/{order_id}/cancel",
        back=f"/payments/{order_id}",
        title=visit.wording.say("portal.do.order_cancel"),
        about=visit.wording.moment(order.made_at),
        acts=(CANCEL,),
        facts="facts/order_cancel.html",
        shown={"order": order},
        places={"part": order_id},
        can=frozenset({CANCEL.name} if order.status == "made" and visit.may(CANCEL.action) else ()),
    )
