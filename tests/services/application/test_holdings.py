"""The tables of an application say what was told of it, and whatever is changed in them beside the room is named."""

from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from grants.contracts.application_events import ApplicationDrafted, CallOpened, CallPublished
from grants.contracts.event import EventData
from grants.contracts.stages import Stage
from grants.proof.tables.application import CALL_HANDLERS, HANDLERS, OF_CALL, TABLES
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from services.application.models import Row
from services.application.store import holdings
from tests.conftest import OpenRoom
from tests.grants.proof.told import book_of
from tests.services.application.test_board import called
from tests.services.application.test_negotiation import answered, raised
from tests.services.application.way import Way, at, plan_json
from tests.tampering import unnoticed

pytestmark = pytest.mark.servers

OTHER = {
    "application": "approved_amount = approved_amount + 0.01",
    "stage_record": "due_at = due_at + interval '1 day'",
    "plan_version": "requested = requested + 0.01",
    "check_record": "decision = 'excluded'",
    "completion": "due_at = due_at + interval '1 day'",
    "negotiation_point": "title = 'x'",
    "approval": "number = 'x'",
    "enterprise": "tax_number = '0000000000'",
    "contract": "total = total + 0.01",
    "presentation": "minutes = minutes + 1",
    "member": "tax_number = '0000000000' WHERE place = 3",
}
UNSAID = frozenset({"barred"})
"""Whom a conflict keeps from a file, as the evaluation room says: looked at with the grant."""


def began(way: Way, data: EventData, about: str, regime: str, actor: str = "") -> CloudEvent:
    """What was told of a draft that these tests write by themselves."""
    now = way.room.clock.at
    return CloudEvent(
        id=new_id(),
        source="/destek/application",
        type=data.type_name(),
        subject=about,
        time=now,
        actorid=actor or way.coordinator,
        actorrole="coordinator",
        regime=regime,
        data=data.model_dump(mode="json"),
    )


async def begun(room_of: OpenRoom) -> tuple[Way, CloudEvent]:
    way = await at(room_of, Stage.DRAFT)
    first = await way.record()
    facts = {"application_id": way.id, "call_id": first.call_id, "consortium_id": first.consortium_id}
    return way, began(way, ApplicationDrafted.model_validate(facts), way.id, first.pinned)


async def contracted(room_of: OpenRoom) -> tuple[Way, CloudEvent]:
    """An application on its way to a contract, with a point of its negotiation answered and its plan revised."""
    way, draft = await begun(room_of)
    await way.to(Stage.NEGOTIATION)
    (point,) = await raised(way, "Bütçe")
    assert await answered(way, point) == 200
    offered = {"plan": plan_json("900000.00", "450000.00"), "why": "Pay düştü"}
    done(await way.as_coordinator().post(way.path("negotiation/plans"), offered))
    done(await way.as_officer().post(way.path("negotiation/agree"), {"version": 2}))
    for _, take in way._steps()[8:]:
        await take()
    for person in (way.as_ministers_office(), way.as_coordinator()):
        done(await person.post(way.path("contract/sign")))
    return way, draft


async def completed(room_of: OpenRoom) -> tuple[Way, CloudEvent]:
    """An application that was sent back once, admitted, and has its hour before the board."""
    way, draft = await begun(room_of)
    await way.to(Stage.COMPLETION)
    done(await way.as_coordinator().post(way.path("check/complete"), {"note": "Eklendi"}))
    done(await way.as_officer().post(way.path("check/admit"), {"note": "Uygun"}))
    await called(way, way.id)
    return way, draft


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_tables_say_what_was_told_and_every_change_beside_the_room_is_named(room_of: OpenRoom) -> None:
    looks, rows = [], set()
    for make in (contracted, completed):
        way, draft = await make(room_of)
        book = book_of(TABLES, HANDLERS, [draft, *await way.room.told(way.id)])
        answer = await way.room.api.as_("mufettis", "inspector").get(f"/applications/{way.id}/holdings")
        held = done(answer)["tables"]
        assert list(book.differences(held)) == []
        rows |= {table for table, found in held.items() if found}
        looks.append((book, partial(holdings.of_application, application_id=way.id)))
    assert {*TABLES} - rows == UNSAID
    assert await unnoticed(way.room, looks, OTHER, ("completion", "negotiation_point", "presentation")) == []


async def test_a_call_says_what_was_told_of_it(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    call_id = (await way.record()).call_id
    async with way.room.desk.database.transaction() as session:
        held = await holdings.of_call(session, call_id)
    (row,) = held["call"]
    published = began(way, CallPublished.model_validate({**row, "call_id": call_id}), call_id, "", "officer")
    published = published.model_copy(update={"time": way.room.clock.at - timedelta(days=2)})
    opened = began(way, CallOpened(call_id=call_id), call_id, "")
    book = book_of(OF_CALL, CALL_HANDLERS, [published, opened])
    assert list(book.differences(held)) == []
    look = partial(holdings.of_call, call_id=call_id)
    assert await unnoticed(way.room, [(book, look)], {"call": "envelope = envelope + 0.01"}) == []
    assert done(await way.room.api.as_("m", "inspector").get(f"/calls/{call_id}/holdings"))["tables"] == held
    assert (await way.as_officer().get(f"/calls/{call_id}/holdings")).status_code == 403
    assert (await way.as_officer().get(f"/applications/{way.id}/holdings")).status_code == 403


def test_every_table_is_held_against_the_records_or_it_is_said_why_not() -> None:
    assert {*Row.metadata.tables} == {*TABLES, *OF_CALL, *holdings.LEFT_OUT}
