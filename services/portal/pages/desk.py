"""The inspector's desk: samples, the working papers of drawn files, and what an inspector writes on them."""

from asyncio import gather
from functools import partial

from fastapi import APIRouter, Response

from services.portal.forms import Form, Kind
from services.portal.pages.applications import After, Key
from services.portal.people import whose
from services.portal.posting import Posted, done, finish
from services.portal.reading_desk import Calls, Drawn, Leads, Samples
from services.portal.rooms import Got, Room
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
PAGE = 25
METHODS = ("lot", "risk", "amount")
NOTES = ("remark", "finding")
SEVERITIES = ("minor", "major", "critical")
WISH = {"method": Kind.CHOICE, "size": Kind.NUMBER, "call_id": Kind.CHOICE, "seed": Kind.TEXT, "reason": Kind.TEXT}
NOTE = {"kind": Kind.CHOICE, "severity": Kind.CHOICE, "text": Kind.TEXT}
CONCLUSION = {"conclusion": Kind.TEXT}


@router.get("/desk")
async def desk(visit: Visitor, after: After = "") -> Response:
    """Samples, the newest first, and how many leads are open."""
    caller = visit.caller()
    query: dict[str, str | int] = {"limit": PAGE} | ({"after": after} if after else {})
    samples, leads = await gather(caller.get(Room.AUDIT, "/desk/samples", query), caller.get(Room.AUDIT, "/desk/leads"))
    found = read(samples, Samples)
    stands_out, gap = read_part(leads, Room.AUDIT, Leads)
    return visit.page("desk.html", found=found, leads=stands_out, leads_gap=gap, is_first=not after)


@router.get("/desk/draw")
async def ask_sample(visit: Visitor) -> Response:
    """The form of a sample."""
    return await _wish(visit, visit.form("/desk/draw", WISH, {"method": METHODS[0]}))


@router.post("/desk/draw")
async def draw(visit: Visitor, sent: Posted) -> Response:
    """Files are drawn; each gets a working paper."""
    form = sent.form(visit, WISH)
    answer = await visit.caller().post(Room.AUDIT, "/desk/samples", form.body(), sent.key)
    if isinstance(answer, Got):
        return done(visit, f"/desk/samples/{read(answer, Drawn).sample.id}", "sample")
    return await finish(visit, sent, form, answer, to="/desk", said="sample", again=partial(_wish, visit))


@router.get("/desk/samples/{sample_id}")
async def sample(visit: Visitor, sample_id: Key) -> Response:
    """How a sample was drawn, and how far each of its files is."""
    drawn = await _drawn(visit, sample_id)
    return visit.page("sample.html", drawn=drawn, who=await whose(visit, drawn.sample))


@router.get("/desk/samples/{sample_id}/{application_id}")
async def paper(visit: Visitor, sample_id: Key, application_id: Key) -> Response:
    """The working paper of a drawn file."""
    return await _paper(visit, sample_id, application_id, None)


@router.post("/desk/samples/{sample_id}/{application_id}")
async def write(visit: Visitor, sent: Posted, sample_id: Key, application_id: Key) -> Response:
    """A remark or a finding is put on the paper, or the paper is concluded and signed: by what the form asks."""
    is_signed = "conclusion" in sent.values
    form = sent.form(visit, CONCLUSION if is_signed else NOTE)
    path = f"/desk/samples/{sample_id}/papers/{application_id}/{'sign' if is_signed else 'notes'}"
    answer = await visit.caller().post(Room.AUDIT, path, form.body(), sent.key)
    again = partial(_paper, visit, sample_id, application_id)
    said = "paper_sign" if is_signed else "paper_note"
    return await finish(visit, sent, form, answer, to=_address(sample_id, application_id), said=said, again=again)


async def _wish(visit: Visit, form: Form) -> Response:
    samples = await visit.caller().get(Room.AUDIT, "/desk/samples", {"limit": 1})
    read(samples, Samples)  # whoever may not sit at the desk is told so before anything is filled in
    calls, _ = read_part(await visit.caller().get(Room.APPLICATION, "/calls"), Room.APPLICATION, Calls)
    return visit.page("sample_draw.html", form.status, form=form, methods=METHODS, calls=calls.entries if calls else ())


async def _drawn(visit: Visit, sample_id: str) -> Drawn:
    return read(await visit.caller().get(Room.AUDIT, f"/desk/samples/{sample_id}"), Drawn)


async def _paper(visit: Visit, sample_id: str, application_id: str, tried: Form | None) -> Response:
    """The paper with its two forms; the one that was tried as it was filled in."""
    drawn = await _drawn(visit, sample_id)
    found = drawn.paper(application_id)
    if found is None:
        raise PageRefused(404)
    here = _address(sample_id, application_id)
    forms = {"note": visit.form(here, NOTE, {"kind": NOTES[0]}), "sign": visit.form(here, CONCLUSION)}
    if tried is not None:
        forms["sign" if tried.fields is CONCLUSION else "note"] = tried
    status = tried.status if tried else 200
    facts = {"sample": drawn.sample, "paper": found, "kinds": NOTES, "severities": SEVERITIES}
    return visit.page("working_paper.html", status, tried=tried, forms=forms, who=await whose(visit, found), **facts)


def _address(sample_id: str, application_id: str) -> str:
    return f"/desk/samples/{sample_id}/{application_id}"
