"""The bank's answer to what was ordered: its file is handed in, and what came of each movement is shown."""

from fastapi import APIRouter, Response
from starlette.datastructures import UploadFile

from grants.policy import Action
from services.portal.doing import PostedAct
from services.portal.filled import Fields, Kind
from services.portal.forms import Fault, Form
from services.portal.papers import name_of, was_chosen
from services.portal.posting import Sent, finish
from services.portal.reading_payments import Statements
from services.portal.rooms import Answer, Got, Room
from services.portal.visit import Visit, Visitor, read

router = APIRouter()
PATH = "/payments/do/statement"
FIELD = "statement"
STATEMENT: Fields = {FIELD: Kind.TEXT}
MOST_BYTES = 1_900_000
"""As much as the room reads at once."""
_UNPROCESSABLE = 422


@router.get(PATH)
async def ask(visit: Visitor) -> Response:
    """For whoever may hand it in."""
    return _page(visit, visit.form(PATH, STATEMENT))


@router.post(PATH)
async def hand_in(visit: Visitor, sent: PostedAct) -> Response:
    """What was ordered is paid, what came in is counted, and what does not fit is named; handed in twice, once."""
    form = sent.form(visit, STATEMENT)
    chosen = next((file for name, file in sent.files if name == FIELD and was_chosen(file)), None)
    text = await _text_of(chosen) if chosen is not None else ""
    if not text:
        return _page(visit, form.with_faults([Fault(FIELD, _amiss(visit, chosen))], _UNPROCESSABLE))
    answer = await visit.caller().post(Room.MONITORING, "/bank-statements", {FIELD: text}, sent.key)
    if isinstance(answer, Got):
        return _page(visit, visit.form(PATH, STATEMENT), read(answer, Statements))
    return await _refused(visit, sent, form, answer)


def _amiss(visit: Visit, chosen: UploadFile | None) -> str:
    """Why there is nothing to read."""
    if chosen is None:
        return visit.wording.say("portal.statement.choose")
    if not chosen.size:
        return visit.wording.say("portal.papers.empty", name=name_of(chosen))
    return visit.wording.say("portal.statement.too_large")


async def _refused(visit: Visit, sent: Sent, form: Form, answer: Answer) -> Response:
    async def again(tried: Form) -> Response:
        return _page(visit, tried)

    return await finish(visit, sent, form, answer, to=PATH, said="act", again=again)


async def _text_of(file: UploadFile) -> str:
    """The file as text, as banks here write it; "" where it is too large."""
    content = await file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1254", "replace")


def _page(visit: Visit, form: Form, found: Statements | None = None) -> Response:
    may = visit.may(Action.BANK_STATEMENT_RECONCILE)
    return visit.page("bank_statement.html", form.status, form=form, found=found, may=may, field=FIELD)
