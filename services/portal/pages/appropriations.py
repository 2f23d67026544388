"""What each programme may spend in a budget year, what is committed of it, and what is left."""

from functools import partial

from fastapi import APIRouter, Response

from grants.policy import Action
from grants.regimes import keys
from services.portal.filled import Fields
from services.portal.forms import Fault, Form, Kind
from services.portal.posting import Posted, finish
from services.portal.reading_payments import Appropriations
from services.portal.rooms import Room
from services.portal.visit import Visit, Visitor, read

router = APIRouter()
PATH = "/appropriations"
APPROPRIATION: Fields = {"programme": Kind.CHOICE, "year": Kind.TEXT, "amount": Kind.MONEY, "source": Kind.TEXT}
_YEARS = range(2000, 2101)


@router.get(PATH)
async def listed(visit: Visitor) -> Response:
    """By programme and year; a finance officer may record one."""
    return await _page(visit, visit.form(PATH, APPROPRIATION, {"year": str(visit.wording.now.year)}))


@router.post(PATH)
async def record(visit: Visitor, sent: Posted) -> Response:
    """What a programme may spend in a year, by the paper that says so."""
    form, again = sent.form(visit, APPROPRIATION), partial(_page, visit)
    programme, year = form.value("programme"), form.value("year").strip()
    faults = [] if programme in keys() else [Fault("programme", visit.wording.say("portal.appropriations.which"))]
    if year not in {str(one) for one in _YEARS}:
        faults.append(Fault("year", visit.wording.say("portal.appropriations.year_wrong")))
    if faults:
        return await again(form.with_faults(faults, 422))
    body = {name: said for name, said in form.body().items() if name in {"amount", "source"}}
    answer = await visit.caller().post(Room.MONITORING, f"{PATH}/{programme}/{year}", body, sent.key)
    return await finish(visit, sent, form, answer, to=PATH, said="appropriation", again=again)


async def _page(visit: Visit, form: Form) -> Response:
    found = read(await visit.caller().get(Room.MONITORING, PATH), Appropriations)
    may = visit.may(Action.APPROPRIATION_RECORD)
    return visit.page("appropriations.html", form.status, found=found, form=form, may=may, programmes=sorted(keys()))
