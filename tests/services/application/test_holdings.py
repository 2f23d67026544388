"""The tables of an application say what was told of it, and whatever is changed in them beside the room is named."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import httpx
import pytest

from grants.contracts.application_events import ApplicationDrafted, CallOpened, CallPublished
from grants.contracts.evaluation_events import PreEvaluationDecided
from grants.contracts.event import EventData
from grants.contracts.pack_events import ApprovalPackClosed, ApprovalPackOpened, FundedData
from grants.contracts.registry_events import CLUSTERS
from grants.contracts.stages import Stage
from grants.proof.tables.application import CALL_HANDLERS, HANDLERS, OF_CALL, SHARED_HANDLERS, SHARED_TABLES, TABLES
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from services.application.events import HEARS
from services.application.models import Row
from services.application.store import holdings
from tests.conftest import OpenRoom
from tests.every_column import unheld
from tests.grants.proof.told import book_of
from tests.services.application.test_barred import found
from tests.services.application.test_board import POINTS, called, placed
from tests.services.application.test_negotiation import answered, raised
from tests.services.application.test_papers import with_papers
from tests.services.application.test_registry import inventory
from tests.services.application.way import Way, at, plan_json
from tests.services.application.written import consortium
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
    "application_paper": "size = size + 1",
    "member": "tax_number = '0000000000' WHERE place = 3",
}
OF_NO_FILE = {
    "consortium": "nace = 'x'",
    "member": "tax_number = '0000000000' WHERE place = 1",
    "confirmation": "confirmed_by = 'x'",
    "cluster": "stage = 'mature' WHERE no = 8",
}
KNOWN_BY = frozenset({"application_id", "consortium_id", "call_id"})
"""By what the room finds the rows of a file."""


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


@dataclass
class Life:
    """An application, and what was told of it elsewhere: by these tests or by other rooms, each after how many of its
    own.
    """

    way: Way
    others: list[tuple[int, CloudEvent]]

    async def hear(self, data: EventData) -> None:
        """From the evaluation room; what this room does not listen to is on record all the same."""
        event = began(self.way, data, self.way.id, "", "system:evaluation")
        self.others.append((len(await self.way.room.told(self.way.id)), event))
        if event.type in HEARS["evaluation"]:
            await room_effect(self.way.room.desk, dict(HEARS["evaluation"]))(event)

    async def events(self) -> list[CloudEvent]:
        own = await self.way.room.told(self.way.id)
        for place, event in reversed(self.others):
            own.insert(place, event)
        return own


async def begun(room_of: OpenRoom) -> Life:
    way = await at(room_of, Stage.DRAFT)
    first = await way.record()
    facts = {"application_id": way.id, "call_id": first.call_id, "consortium_id": first.consortium_id}
    told = ApplicationDrafted.model_validate({**facts, "application_title": first.title})
    return Life(way, [(0, began(way, told, way.id, first.pinned))])


async def contracted(room_of: OpenRoom) -> Life:
    """An application on its way to a contract, with a point of its negotiation answered and its plan revised."""
    life = await begun(room_of)
    way = life.way
    await life.hear(PreEvaluationDecided(application_id=way.id, passed=True, mean="71"))
    await way.to(Stage.COMMITTEE)
    await life.hear(found(way))
    call_id = (await way.record()).call_id
    await life.hear(placed(way, call_id, total="81.5", points=POINTS, conditions=["Rapor"]))
    for _, take in way._steps()[5:7]:
        await take()
    (point,) = await raised(way, "Bütçe", item="S1")
    for one in (point["point_id"], *(await unanswered(way))):
        assert await answered(way, {"point_id": one}) == 200
    offered = {"plan": plan_json("900000.00", "450000.00"), "why": "Pay düştü"}
    done(await way.as_coordinator().post(way.path("negotiation/plans"), offered))
    done(await way.as_officer().post(way.path("negotiation/agree"), {"version": 2}))
    for _, take in way._steps()[8:]:
        await take()
    for person in (way.as_ministers_office(), way.as_coordinator()):
        done(await person.post(way.path("contract/sign")))
    return life


async def unanswered(way: Way) -> list[str]:
    """The points of the board, which nobody has answered yet."""
    told = [event.data["point_id"] for event in await way.room.told(way.id) if event.type.endswith("point_raised.v1")]
    return told[:-1]


async def completed(room_of: OpenRoom) -> Life:
    """An application that was sent back once, admitted, and has its hour before the board."""
    life = await begun(room_of)
    way = life.way
    await with_papers(way, "Beyanname")
    await way.to(Stage.COMPLETION)
    await with_papers(way, "Oda belgesi")
    done(await way.as_coordinator().post(way.path("check/complete"), {"note": "Eklendi", "plan": plan_json()}))
    done(await way.as_officer().post(way.path("check/admit"), {"note": "Uygun"}))
    await called(way, way.id)
    return life


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_tables_say_what_was_told_and_every_change_beside_the_room_is_named(room_of: OpenRoom) -> None:
    looks, rows, silent = [], set(), set()
    for make in (contracted, completed):
        life = await make(room_of)
        way = life.way
        book = book_of(TABLES, HANDLERS, await life.events())
        answer = await way.room.api.as_("mufettis", "inspector").get(f"/applications/{way.id}/holdings")
        held = done(answer)["tables"]
        assert list(book.differences(held)) == []
        rows |= {table for table, found in held.items() if found}
        silent |= unheld(Row.metadata, book, held, KNOWN_BY)
        looks.append((book, partial(holdings.of_application, application_id=way.id)))
    assert {*TABLES} == rows
    assert silent <= {*holdings.NO_EVIDENCE}
    assert await unnoticed(way.room, looks, OTHER, ("completion", "negotiation_point", "presentation")) == []


async def test_a_call_says_what_was_told_of_it(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    call_id = (await way.record()).call_id
    funded = FundedData(application_id=way.id, amount=Decimal("1.00"))
    pack = {"call_id": call_id, "number": 1}
    packs = [
        ApprovalPackOpened.model_validate({**pack, "combination": 1}),
        ApprovalPackClosed.model_validate(
            {**pack, "document": "0" * 64, "funded": (funded,), "agreed": 5, "disagreed": 2}
        ),
    ]
    heard = [began(way, one, call_id, "") for one in packs]
    for event in heard:
        await room_effect(way.room.desk, dict(HEARS["evaluation"]))(event)
    moved = {"closes_at": (way.room.clock.at + timedelta(days=70)).isoformat(), "reason": "Yoğun ilgi"}
    done(await way.as_officer().post(f"/calls/{call_id}/deadline", moved))
    held = done(await way.room.api.as_("m", "inspector").get(f"/calls/{call_id}/holdings"))["tables"]
    (row,) = held["call"]
    first = {**row, "call_id": call_id, "closes_at": held["deadline_move"][0]["was"]}
    published = began(way, CallPublished.model_validate(first), call_id, "", "officer")
    published = published.model_copy(update={"time": way.room.clock.at - timedelta(days=2)})
    opened = began(way, CallOpened(call_id=call_id), call_id, "")
    events = [published, opened, *heard, *await way.room.told(call_id)]
    book = book_of(OF_CALL, CALL_HANDLERS, events)
    assert list(book.differences(held)) == []
    assert unheld(Row.metadata, book, held, KNOWN_BY) == {"deadline_move.id"}
    look = partial(holdings.of_call, call_id=call_id)
    assert await unnoticed(way.room, [(book, look)], {"call": "envelope = envelope + 0.01"}) == []
    assert (await way.as_officer().get(f"/calls/{call_id}/holdings")).status_code == 403
    assert (await way.as_officer().get(f"/applications/{way.id}/holdings")).status_code == 403


async def test_consortia_and_the_registry_say_what_was_told_of_them(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    root, inspector = way.room.api.as_("root", "administrator"), way.room.api.as_("m", "inspector")
    done(await root.post("/registry/clusters", {"csv": inventory()}))
    made = done(await way.as_coordinator().post("/consortia", consortium(cluster_no=7)))
    confirming = way.room.api.as_("imza", "consortium_member", tax_number=made["members"][0]["tax_number"])
    own = f"/consortia/{made['id']}/members"
    done(await confirming.post(f"{own}/{made['members'][0]['tax_number']}/confirmation", {}))
    fewer = {"members": [*consortium()["members"][:1], {**consortium()["members"][1], "name": "Yeni adı"}]}
    done(await way.as_coordinator().post(own, fewer))
    for about in (made["id"], CLUSTERS):
        book = book_of(SHARED_TABLES, SHARED_HANDLERS, await way.room.told(about))
        held = done(await inspector.get(f"/holdings/{about}"))["tables"]
        assert list(book.differences(held)) == []
        assert unheld(Row.metadata, book, {name: rows[:5] for name, rows in held.items()}, KNOWN_BY) == set()
        of_consortium = partial(holdings.of_consortium, consortium_id=about)
        look = holdings.of_registry if about == CLUSTERS else of_consortium
        changes = {name: OF_NO_FILE[name] for name, rows in held.items() if rows}
        assert await unnoticed(way.room, [(book, look)], changes, set(changes) & {"member", "confirmation"}) == []
    every = done(await inspector.get("/holdings", limit=1))
    assert every["after"] is not None
    assert (await inspector.get("/holdings/nothing")).status_code == 404
    for path in ("/holdings", f"/holdings/{CLUSTERS}"):
        assert (await root.get(path)).status_code == 403


def test_every_table_is_held_against_the_records_or_it_is_said_why_not() -> None:
    assert {*Row.metadata.tables} == {*TABLES, *OF_CALL, *SHARED_TABLES, *holdings.LEFT_OUT}
