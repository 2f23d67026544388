"""What stands behind the numbers of a report: listed row by row, or handed in as a table."""

from asyncio import gather
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from services.portal.evidence_lists import COLUMNS, NoTable, Table, key_of, read_table, written
from services.portal.filled import Json, filled, flattened
from services.portal.forms import MOST_ROWS, Fault, Fields, Form, Kind
from services.portal.pages.applications import Key
from services.portal.papers import was_chosen
from services.portal.posting import Accepting, Sent, finish, refused
from services.portal.reading import Listing, Read, Text
from services.portal.reading_grants import Grant
from services.portal.rooms import Refusal, Room
from services.portal.visit import Visit, Visitor, read
from services.portal.wording import Wording

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=1000)]
PostedList = Annotated[Sent, Depends(Accepting(most_bytes=2_500_000, most_files=1))]
KINDS = ("firm", "university", "body", "structure", "product")
LISTABLE = frozenset({"open", "late", "returned", "submitted"})
UPLOAD, ROWS = "upload", "rows"
_MORE, _SHOWN = 5, 100
FIELDS: Fields = {
    "table": Kind.CHOICE,
    "entries[].code": Kind.CHOICE,
    "entries[].kind": Kind.CHOICE,
    **{f"entries[].{name}": Kind.TEXT for name in ("name", "tax_number", "note")},
}


class Entry(Read):
    """One body, structure or product behind a number."""

    code: Text = ""
    kind: Text = ""
    name: Text = ""
    tax_number: Text = ""
    note: Text = ""


class Entries(Listing):
    entries: tuple[Entry, ...]


@router.get("/grants/{grant_id}/reports/{number}/evidence")
async def ask(visit: Visitor, grant_id: Key, number: Number) -> Response:
    """The list as it is kept, to be changed or handed in anew."""
    grant, kept = await _facts(visit, grant_id, number)
    return await _page(visit, grant, kept, number, _form(visit, grant, kept, number))


@router.get("/grants/{grant_id}/reports/{number}/evidence.csv")
async def table(visit: Visitor, grant_id: Key, number: Number) -> Response:
    """The list for a spreadsheet, to be filled in there and handed in."""
    _, kept = await _facts(visit, grant_id, number)
    head = [visit.wording.say(f"portal.evidence.{name}") for name in COLUMNS]
    rows = [[_worded(visit, one, name) for name in COLUMNS] for one in kept.entries]
    said = {"Content-Disposition": f'attachment; filename="kanit-{number}.csv"'}
    return Response(written(head, rows), media_type="text/csv; charset=utf-8", headers=said)


@router.post("/grants/{grant_id}/reports/{number}/evidence")
async def tell(visit: Visitor, sent: PostedList, grant_id: Key, number: Number) -> Response:
    """The whole list takes the place of the one before; where one line is wrong, nothing of it is taken."""
    grant, kept = await _facts(visit, grant_id, number)
    again = partial(_page, visit, grant, kept, number)
    if sent.do == UPLOAD:
        return await _upload(visit, sent, grant, kept, number)
    form = sent.form(visit, FIELDS)
    if sent.do == ROWS:
        return await again(form.with_rows("entries", filled(sent.values, "entries") + _MORE))
    body: Json = {"entries": [], **form.body()}
    answer = await visit.caller().post(Room.MONITORING, _address(grant.id, number), body, sent.key)
    return await finish(visit, sent, form, answer, to=_address(grant.id, number), said="evidence", again=again)


async def _upload(visit: Visit, sent: Sent, grant: Grant, kept: Entries, number: int) -> Response:
    form, again = _form(visit, grant, kept, number, sent.key), partial(_page, visit, grant, kept, number)
    try:
        found = read_table(await _handed(sent), _columns(visit.wording), _values(visit.wording, grant))
    except NoTable as error:
        fault = Fault("table", visit.wording.say(f"portal.evidence.no_{error.why}", about=_about(visit.wording, error)))
        return await again(form.with_faults([fault], HTTPStatus.UNPROCESSABLE_ENTITY))
    body: Json = {"entries": [dict(one) for one in found.entries]}
    answer = await visit.caller().post(Room.MONITORING, _address(grant.id, number), body, sent.key)
    if isinstance(answer, Refusal) and answer.faults:
        told = refused(form, answer)
        return await again(replace(told, faults=tuple(_by_line(visit.wording, found, told.faults))))
    return await finish(visit, sent, form, answer, to=_address(grant.id, number), said="evidence", again=again)


async def _handed(sent: Sent) -> bytes:
    """The file that was chosen. Raises NoTable."""
    file = next((file for name, file in sent.files if name == "table" and was_chosen(file)), None)
    if file is None:
        raise NoTable("file")
    return await file.read()


def _by_line(wording: Wording, found: Table, faults: tuple[Fault, ...]) -> Iterator[Fault]:
    """What is wrong with a table, by line and column of the file."""
    for one in faults[:_SHOWN]:
        place = found.place(one.name)
        if place is None:
            yield Fault("table", one.message)
            continue
        line, column = place
        where = wording.say(f"portal.evidence.{column}") if column in COLUMNS else ""
        key = "portal.evidence.cell_wrong" if where else "portal.evidence.line_wrong"
        yield Fault("table", wording.say(key, line=line, column=where, message=one.message))
    if len(faults) > _SHOWN:
        yield Fault("table", wording.say("portal.evidence.more_wrong", count=len(faults) - _SHOWN))


def _about(wording: Wording, error: NoTable) -> str:
    """What is missing, by the names of the columns; or the line."""
    names = [wording.say(f"portal.evidence.{one}") for one in error.about.split(",") if one in COLUMNS]
    return ", ".join(names) or error.about


def _columns(wording: Wording) -> Mapping[str, str]:
    """The heads of columns in both languages, and as the room calls them."""
    said = {key_of(wording.texts.say(one, f"portal.evidence.{name}")): name for one in ("tr", "en") for name in COLUMNS}
    return {**said, **{key_of(name): name for name in COLUMNS}}


def _values(wording: Wording, grant: Grant) -> Mapping[str, Mapping[str, str]]:
    """What kinds and measures are called, in both languages."""
    kinds = {key_of(wording.texts.say(one, f"evidence_kind.{name}")): name for one in ("tr", "en") for name in KINDS}
    codes = {key_of(name): one.code for one in grant.indicators for name in one.names.values()}
    return {"kind": {**kinds, **{name: name for name in KINDS}}, "code": codes}


def _worded(visit: Visit, one: Entry, name: str) -> str:
    said = str(getattr(one, name))
    return visit.wording.name_of("evidence_kind", said) if name == "kind" else said


def _address(grant_id: str, number: int) -> str:
    return f"/grants/{grant_id}/reports/{number}/evidence"


def _form(visit: Visit, grant: Grant, kept: Entries, number: int, key: str = "") -> Form:
    entries: Json = [one.model_dump(mode="json") for one in kept.entries[:MOST_ROWS]]
    form = visit.form(_address(grant.id, number), FIELDS, flattened(entries, "entries"), key)
    return form.with_rows("entries", len(kept.entries) + _MORE)


async def _facts(visit: Visit, grant_id: str, number: int) -> tuple[Grant, Entries]:
    caller = visit.caller()
    grant, kept = await gather(
        caller.get(Room.MONITORING, f"/grants/{grant_id}"), caller.get(Room.MONITORING, _address(grant_id, number))
    )
    return read(grant, Grant), read(kept, Entries)


async def _page(visit: Visit, grant: Grant, kept: Entries, number: int, form: Form) -> Response:
    report = next((one for one in grant.reports if one.number == number), None)
    may = report is not None and report.status in LISTABLE and "report.submit" in grant.can
    named = {one.code: one.names.get(visit.wording.language) or one.code for one in grant.indicators}
    known = dict.fromkeys(
        (*(one.code for one in grant.plan.indicators), *(one.code for one in kept.entries if one.code))
    )
    codes = list({**dict(zip(known, known, strict=True)), **named}.items())
    facts: dict[str, Any] = {"grant": grant, "kept": kept, "number": number, "form": form, "may": may}
    is_long = len(kept.entries) > MOST_ROWS
    return visit.page("evidence.html", form.status, codes=codes, kinds=KINDS, is_long=is_long, **facts)
