"""The door of a room: signed in, once for each key, everything wrong said at once, and refusals on record."""

import asyncio
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text

from grants.breach import Breach, NotAllowed, NotFound, RulesBroken
from grants.contracts.event import EventData
from grants.values import ZERO, Money, Prose
from runtime.db import Database
from runtime.http.door import BODY_MAX, KEY_MAX, Door, recorded, triable, unit_of_work
from runtime.pruning import Pruner
from runtime.room import RoomPlan, api_of
from runtime.settings import KeepingSettings
from runtime.unit import Unit
from tests.conftest import OpenRoom
from tests.rooms import Room

pytestmark = pytest.mark.servers

TheUnit = Annotated[Unit, Depends(unit_of_work)]
MEDIA_TYPE = "application/problem+json"
FAULT = "fault"
COUNTED, REFUSED = "notification.probe.counted.v1", "notification.act.refused.v1"


class Counted(EventData):
    SUBJECT = "notification.probe.counted"

    number: int


class Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=1, le=1000)]
    amount: Money | None = None
    on: date | None = None
    at: datetime | None = None
    why: Prose = "-"
    parts: Annotated[tuple[Money, ...], Field(min_length=1)] = (ZERO,)


class Thirteen(RulesBroken):
    """A number nobody wants."""


def router_of(failures: list[str]) -> APIRouter:
    """The doors of a probe. failures: SQL states the database raises (or FAULT), one an attempt, before one passes."""
    router = APIRouter(route_class=Door)

    @router.post("/things/{thing_id}", status_code=201)
    @triable
    async def count(thing_id: str, asked: Asked, unit: TheUnit) -> dict[str, str]:
        told = unit.tell(Counted(number=asked.number), about=thing_id)
        if asked.number == 13:
            number = Breach("wrong_stage", "number", "13", "12", "test")
            raise Thirteen(number, Breach("already_done", "amount", "1", "0", "test"))
        if failures:
            state = failures.pop(0)
            if state == FAULT:
                raise LookupError("a fault of ours")
            await unit.session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '{state}'; END $$"))
        return {"event": told, "by": unit.actor.person_id, "said": "Şükrü'nün ölçüsü"}

    @router.post("/things/{thing_id}/burning")
    async def burn(thing_id: str, asked: Asked) -> None:
        raise AssertionError(f"carried out, and nothing brings it back: {thing_id} {asked}")

    @router.post("/things/{thing_id}/forbidden")
    @triable
    async def forbid(thing_id: str, asked: Asked) -> None:
        raise NotAllowed(Breach(NotAllowed.rule, "thing_id", f"{thing_id}{asked.number}"))

    @router.get("/things/{thing_id}")
    async def read(thing_id: str, unit: TheUnit) -> dict[str, str]:
        raise NotFound(Breach("not_found", thing_id, unit.actor.person_id))

    return router


def reading_router() -> APIRouter:
    """Doors that show something: what is marked, what is not, and a file."""
    router = APIRouter(route_class=Door)

    @router.get("/things/{thing_id}/secret")
    @recorded
    async def secret(thing_id: str) -> dict[str, str]:
        return {"of": thing_id}

    @router.get("/things/{thing_id}/page")
    async def page(thing_id: str) -> dict[str, str]:
        return {"of": thing_id}

    @router.get("/things/{thing_id}/paper", response_class=Response)
    async def paper(thing_id: str) -> Response:
        return Response(thing_id.encode(), media_type="application/pdf")

    @router.get("/things/{thing_id}/closed")
    @recorded
    async def closed(thing_id: str) -> dict[str, str]:
        raise NotAllowed(Breach(NotAllowed.rule, "thing_id", thing_id))

    @router.get("/things/{thing_id}/shut")
    async def shut(thing_id: str) -> dict[str, str]:
        raise NotAllowed(Breach(NotAllowed.rule, "thing_id", thing_id))

    return router


def plan(failures: list[str]) -> RoomPlan:
    return RoomPlan(
        name="notification",
        title="Probe",
        routers=lambda _: [router_of(failures), reading_router()],
        statuses={Thirteen: 418},
        hears={},
        addresses={},
        activities=lambda _desk, _platform: [],
    )


@pytest.fixture
def failures() -> list[str]:
    return []


@pytest.fixture
async def room(room_of: OpenRoom, failures: list[str]) -> Room:
    return await room_of(plan(failures))


@pytest.fixture
def thing() -> str:
    return f"thing-{uuid4()}"


async def ask(room: Room, path: str, method: str = "POST", **rest: Any) -> httpx.Response:
    """Sent just as given: the client of the tests adds nothing."""
    headers = {"Authorization": f"Bearer {room.api.signer.token('ayse')}", **rest.pop("headers", {})}
    transport = httpx.ASGITransport(rest.pop("app", room.api.app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test") as http:
        return await http.request(method, path, headers=headers, **rest)


def rules_of(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.headers["content-type"] == MEDIA_TYPE
    return [(error["field"], error["rule"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize("key", [None, "", "k" * (KEY_MAX + 1), "a\tb", "\x85"])
async def test_a_write_without_a_readable_key_is_refused_and_does_nothing(
    room: Room, thing: str, key: str | None
) -> None:
    headers = {} if key is None else {"Idempotency-Key": key.encode("latin-1")}
    answer = await ask(room, f"/things/{thing}", json={"number": 1}, headers=headers)
    assert answer.status_code == 400
    assert rules_of(answer) == [("Idempotency-Key", "http.idempotency_key")]
    assert await room.told(thing) == []


async def test_the_longest_key_is_taken(room: Room, thing: str) -> None:
    answer = await room.api.as_("ayse").post(f"/things/{thing}", {"number": 1}, key="k" * KEY_MAX)
    assert answer.status_code == 201


async def test_the_same_key_is_answered_by_the_same_bytes_and_acts_once(room: Room, thing: str) -> None:
    ayse, key = room.api.as_("ayse"), str(uuid4())
    first = await ayse.post(f"/things/{thing}", {"number": 1}, key=key)
    again = await ayse.post(f"/things/{thing}", {"number": 1}, key=key, language="en")
    assert "Şükrü" in first.text
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["content-type"] == first.headers["content-type"]
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers
    assert await room.told_types(thing) == [COUNTED]


async def test_a_key_used_with_other_content_is_refused(room: Room, thing: str) -> None:
    ayse, key = room.api.as_("ayse"), str(uuid4())
    await ayse.post(f"/things/{thing}", {"number": 1}, key=key)
    answer = await ayse.post(f"/things/{thing}", {"number": 2}, key=key)
    assert answer.status_code == 422
    assert rules_of(answer) == [("Idempotency-Key", "http.key_reused")]
    assert await room.told_types(thing) == [COUNTED]


async def test_a_key_whose_answer_is_no_longer_kept_is_refused_and_nothing_is_done_a_second_time(
    room: Room, thing: str
) -> None:
    ayse, key = room.api.as_("ayse"), str(uuid4())
    assert (await ayse.post(f"/things/{thing}", {"number": 1}, key=key)).status_code == 201
    async with room.desk.database.transaction() as session:
        old = text("UPDATE answers SET answered_at = now() - interval '31 days' WHERE key LIKE '%' || :key")
        await session.execute(old, {"key": key})
    await Pruner(room.desk, room.platform.bus, KeepingSettings()).round()
    answer = await ayse.post(f"/things/{thing}", {"number": 1}, key=key)
    assert (answer.status_code, rules_of(answer)) == (409, [("Idempotency-Key", "http.key_spent")])
    assert len(await room.told(thing)) == 1


async def test_a_key_is_its_persons_and_its_addresss_own(room: Room, thing: str) -> None:
    key = str(uuid4())
    answers = [
        await room.api.as_(person).post(f"/things/{about}", {"number": 1}, key=key)
        for person, about in (("ayse", thing), ("veli", thing), ("ayse", f"{thing}-2"))
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["event"] for answer in answers}) == 3
    assert answers[1].json()["by"] == "veli"


async def test_two_requests_at_once_with_one_key_act_once(room: Room, thing: str) -> None:
    ayse, key = room.api.as_("ayse"), str(uuid4())
    answers = await asyncio.gather(*(ayse.post(f"/things/{thing}", {"number": 1}, key=key) for _ in range(4)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert sum("Idempotent-Replay" in answer.headers for answer in answers) == 3
    assert await room.told_types(thing) == [COUNTED]


async def test_two_requests_at_once_with_one_key_and_other_content_act_once(room: Room, thing: str) -> None:
    ayse, key = room.api.as_("ayse"), str(uuid4())
    answers = await asyncio.gather(*(ayse.post(f"/things/{thing}", {"number": n}, key=key) for n in (1, 2)))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert await room.told_types(thing) == [COUNTED]


async def test_what_is_refused_changes_nothing_and_is_told_with_who_what_and_why(room: Room, thing: str) -> None:
    ayse = room.api.as_("ayse")
    answer = await ayse.post(f"/things/{thing}", {"number": 13})
    assert answer.status_code == 418
    assert rules_of(answer) == [("number", "wrong_stage"), ("amount", "already_done")]
    (told,) = await room.told(thing)
    assert (told.type, told.actorid, told.subject) == (REFUSED, "ayse", thing)
    assert told.data["act"] == "POST /things/{thing_id}"
    assert told.data["rule"] == "rules_broken"
    assert told.data["breaches"][0] == {"rule": "wrong_stage", "subject": "number", "asked": "13", "allowed": "12"}


async def test_a_refusal_is_not_kept_so_the_key_may_be_tried_again(room: Room, thing: str) -> None:
    ayse, key = room.api.as_("ayse"), str(uuid4())
    for _ in range(2):
        answer = await ayse.post(f"/things/{thing}", {"number": 13}, key=key)
        assert (answer.status_code, answer.headers.get("Idempotent-Replay")) == (418, None)
    assert (await ayse.post(f"/things/{thing}", {"number": 12}, key=key)).status_code == 201
    assert await room.told_types(thing) == [REFUSED, REFUSED, COUNTED]


async def test_every_field_that_is_wrong_is_named_at_once(room: Room, thing: str) -> None:
    wrong = {"number": 0, "amount": 0.1, "more": 1}
    answer = await room.api.as_("ayse").post(f"/things/{thing}", wrong)
    assert answer.status_code == 422
    assert set(rules_of(answer)) == {
        ("number", "invalid.greater_than_equal"),
        ("amount", "invalid.float_not_allowed"),
        ("more", "invalid.extra_forbidden"),
    }
    assert await room.told(thing) == []


async def test_a_list_of_which_an_entry_is_wrong_is_not_said_to_be_too_short_besides(room: Room, thing: str) -> None:
    ayse = room.api.as_("ayse")
    answer = await ayse.post(f"/things/{thing}", {"number": 1, "parts": ["1e9"]})
    assert rules_of(answer) == [("parts[0]", "invalid.decimal_parsing")]
    answer = await ayse.post(f"/things/{thing}", {"number": 1, "parts": []})
    assert rules_of(answer) == [("parts", "invalid.too_short")]


async def test_what_cannot_be_read_is_told_to_people_as_they_write_it_and_beside_it_to_programs(
    room: Room, thing: str
) -> None:
    programs = {"amount": "1500.50", "on": "2027-03-01", "at": "2027-03-01T17:00:00+03:00"}
    for language, amount in (("tr", "1500,50"), ("en", "1500.50")):
        people = {"amount": amount, "on": "2027", "at": "2027 17:00"}
        wrong = {"number": 1, "amount": "x", "on": "x", "at": "x"}
        answer = await room.api.as_("ayse").post(f"/things/{thing}", wrong, language=language)
        errors = {one["field"]: one for one in answer.json()["errors"]}
        assert {field: one["allowed"] for field, one in errors.items()} == programs
        for field, one in errors.items():
            assert one["message"].endswith(people[field]), one["message"]
            assert "program" not in one["message"]


@pytest.mark.parametrize("headers", [{"Idempotency-Key": "k"}, {"Only-Try": "1"}])
@pytest.mark.parametrize("why", ["\u200b", " \u2060\n", "\u3164\u00ad"])
@pytest.mark.parametrize("as_ascii", [True, False])
async def test_a_reason_of_signs_nobody_sees_is_no_reason(
    room: Room, thing: str, why: str, headers: dict[str, str], *, as_ascii: bool
) -> None:
    said = json.dumps({"number": 1, "why": why}, ensure_ascii=as_ascii).encode()
    for door in ("", "/burning"):
        given = {"Content-Type": "application/json", **headers}
        answer = await ask(room, f"/things/{thing}{door}", content=said, headers=given)
        assert rules_of(answer) == [("why", "invalid.string_too_short")]


async def tried(room: Room, path: str, body: dict[str, Any]) -> httpx.Response:
    return await ask(room, path, headers={"Only-Try": "1"}, json=body)


async def test_an_act_that_is_only_tried_says_all_that_is_wrong_and_changes_and_tells_nothing(
    room: Room, thing: str
) -> None:
    assert (await tried(room, f"/things/{thing}", {"number": 12})).status_code == 200
    refused = await tried(room, f"/things/{thing}", {"number": 13})
    assert (refused.status_code, rules_of(refused)) == (418, [("number", "wrong_stage"), ("amount", "already_done")])
    assert rules_of(await tried(room, f"/things/{thing}", {})) == [("number", "invalid.missing")]
    assert await room.told(thing) == []


async def test_of_an_act_that_cannot_be_taken_back_only_the_request_is_looked_at(room: Room, thing: str) -> None:
    assert (await tried(room, f"/things/{thing}/burning", {"number": 1})).status_code == 200
    wrong = await tried(room, f"/things/{thing}/burning", {"number": 0, "more": 1})
    assert set(rules_of(wrong)) == {("number", "invalid.greater_than_equal"), ("more", "invalid.extra_forbidden")}


async def test_who_tries_what_they_have_no_right_to_is_told_of(room: Room, thing: str) -> None:
    for _ in range(2):
        assert (await tried(room, f"/things/{thing}/forbidden", {"number": 1})).status_code == 403
    assert await room.told_types(thing) == [REFUSED]


async def test_a_key_beside_the_trying_is_an_act(room: Room, thing: str) -> None:
    headers = {"Only-Try": "1", "Idempotency-Key": str(uuid4())}
    assert (await ask(room, f"/things/{thing}", headers=headers, json={"number": 1})).status_code == 201


async def test_the_reader_is_answered_in_the_language_asked_for_first_and_in_turkish_otherwise(
    room: Room, thing: str
) -> None:
    ayse = room.api.as_("ayse")

    async def title(language: str) -> str:
        answer = await ayse.post(f"/things/{thing}", {"number": 0}, language=language)
        return str(answer.json()["title"])

    assert await title("en-GB,tr;q=0.5") == "Some fields are missing or wrong."
    turkish = await title("tr-TR,tr;q=0.9,en;q=0.8")
    assert turkish != await title("en")
    assert [await title(language) for language in ("", "de", ";;q=", "tr")] == [turkish] * 4


async def test_a_refusal_is_worded_in_both_languages_with_its_numbers(room: Room, thing: str) -> None:
    ayse = room.api.as_("ayse")
    said = {
        language: (await ayse.post(f"/things/{thing}", {"number": 13}, language=language)).json()["errors"][0][
            "message"
        ]
        for language in ("tr", "en")
    }
    assert said["tr"] != said["en"]
    assert all("13" in text and "12" in text for text in said.values())


@pytest.mark.parametrize("state", ["40001", "40P01"])
async def test_an_act_the_database_could_not_put_in_order_is_tried_again_and_told_once(
    room: Room, failures: list[str], thing: str, state: str
) -> None:
    failures += [state, state]
    answer = await room.api.as_("ayse").post(f"/things/{thing}", {"number": 1})
    assert answer.status_code == 201
    assert await room.told_types(thing) == [COUNTED]


@pytest.mark.parametrize("states", [["40001"] * 3, ["XX000"]])
async def test_an_act_the_database_cannot_do_is_answered_as_unavailable_and_may_be_tried_again(
    room: Room, failures: list[str], thing: str, states: list[str]
) -> None:
    failures += states
    key = {"Idempotency-Key": str(uuid4())}
    answer = await ask(room, f"/things/{thing}", json={"number": 1}, headers=key)
    assert (answer.status_code, rules_of(answer)) == (503, [("", "http.unavailable")])
    assert await room.told(thing) == []
    assert (await ask(room, f"/things/{thing}", json={"number": 1}, headers=key)).status_code == 201


@pytest.mark.parametrize(
    ("content", "status", "rule"),
    [
        (b" " * (BODY_MAX + 1), 413, "http.body_too_large"),
        (b'{"number": 1, "more": "\x00"}', 422, "http.nul"),
        (b'{"number": 1, "more": "\\u0000"}', 422, "http.nul"),
        (b'{"number": 1, "more": "\\ud800"}', 422, "invalid.extra_forbidden"),
        (b'{"number": "\\ud800"}', 422, "invalid.string_unicode"),
        (b"{", 422, "invalid.json_invalid"),
    ],
)
async def test_a_body_that_cannot_be_taken_is_refused_by_its_rule(
    room: Room, thing: str, content: bytes, status: int, rule: str
) -> None:
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    answer = await ask(room, f"/things/{thing}", content=content, headers=headers)
    assert (answer.status_code, [said for _, said in rules_of(answer)]) == (status, [rule])


async def test_a_nul_in_the_address_is_refused(room: Room) -> None:
    answer = await ask(room, "/things/a%00b", method="GET")
    assert (answer.status_code, rules_of(answer)) == (422, [("", "http.nul")])


@pytest.mark.parametrize("host", ["[", "a:b:c", "", "ş", "room.test:99999"])
async def test_a_senseless_host_is_no_fault(room: Room, host: str) -> None:
    answer = await ask(room, "/things/a", method="GET", headers={"Host": host.encode()})
    assert answer.status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer \xff"])
async def test_a_stranger_is_told_to_sign_in(room: Room, thing: str, header: str) -> None:
    for method in ("GET", "POST"):
        headers = {"Authorization": header.encode("latin-1"), "Idempotency-Key": "k"}
        answer = await ask(room, f"/things/{thing}", method=method, headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["title"]
        assert rules_of(answer) == []


async def test_an_unknown_address_and_a_wrong_method_are_problems_too(room: Room, thing: str) -> None:
    for answer, status in ((await ask(room, "/nowhere"), 404), (await ask(room, f"/things/{thing}", "PUT"), 405)):
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        assert answer.headers["content-type"] == MEDIA_TYPE
        assert answer.json()["title"] != f"problem.http_{status}"


async def test_the_doors_of_a_room_are_its_routers_own(room: Room) -> None:
    router = router_of([])
    api = api_of(replace(room.plan, routers=lambda _: [router]), room.platform, room.desk)
    assert [route for route in router.routes if route not in api.routes] == []


async def test_reading_what_is_not_there_needs_no_key_and_tells_nothing(room: Room, thing: str) -> None:
    answer = await room.api.as_("ayse").get(f"/things/{thing}")
    assert (answer.status_code, rules_of(answer)) == (404, [(thing, "not_found")])
    assert await room.told(thing) == []


async def test_readiness_names_what_is_missing(room: Room) -> None:
    ready = await ask(room, "/health/ready", "GET")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "checks": {"database": True}})
    nowhere = replace(room.desk, database=Database("postgresql+asyncpg://nobody@127.0.0.1:1/none"))
    app = api_of(room.plan, room.platform, nowhere)
    missing = await ask(room, "/health/ready", "GET", app=app)
    assert (missing.status_code, missing.json()) == (503, {"ready": False, "checks": {"database": False}})
    assert (await ask(room, "/health/live", "GET", app=app)).status_code == 200
    act = await ask(room, "/things/a", json={"number": 1}, headers={"Idempotency-Key": "k"}, app=app)
    assert (act.status_code, rules_of(act)) == (503, [("", "http.unavailable")])
    await nowhere.database.close()


async def counted(room: Room) -> dict[str, float]:
    """The metrics as they are read."""
    lines = (await ask(room, "/metrics", "GET")).text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")}


def requests(status: int, route: str = "/things/{thing_id}", method: str = "POST") -> str:
    labels = f'method="{method}",room="notification",route="{route}",status="{status}"'
    return f"destek_http_requests_total{{{labels}}}"


async def test_a_fault_is_counted_too(room: Room, failures: list[str], thing: str) -> None:
    before = await counted(room)
    failures.append(FAULT)
    answer = await ask(room, f"/things/{thing}", json={"number": 1}, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, rules_of(answer)) == (503, [("", "http.unavailable")])
    assert (await counted(room))[requests(503)] == before.get(requests(503), 0) + 1


async def test_every_answer_is_counted_by_route_and_status(room: Room, failures: list[str], thing: str) -> None:
    before = await counted(room)
    failures.append("XX000")
    for number in (1, 13, 0, 1):
        key = {"Idempotency-Key": str(uuid4())}
        await ask(room, f"/things/{thing}", json={"number": number}, headers=key)
    await ask(room, "/nowhere", "GET")
    after = await counted(room)
    rise = {name: after[name] - before.get(name, 0) for name in after}
    expected = (requests(201), requests(418), requests(422), requests(503), requests(404, "unknown", "GET"))
    assert [rise[name] for name in expected] == [1, 1, 1, 1, 1]
    assert rise['destek_act_seconds_count{room="notification"}'] >= 1


async def reads_of(room: Room, thing: str) -> list[tuple[str, str, bool]]:
    told = [event for event in await room.told(thing, reads=True) if event.type == "notification.file.read.v1"]
    return [(event.actorid, event.data["act"], event.data["downloaded"]) for event in told]


async def test_a_read_of_what_not_everybody_may_know_is_told_once_in_a_while(room: Room, thing: str) -> None:
    ayse, banu = room.api.as_("ayse"), room.api.as_("banu")
    for person in (ayse, ayse, banu):
        assert (await person.get(f"/things/{thing}/secret")).status_code == 200
    act = "GET /things/{thing_id}/secret"
    assert await reads_of(room, thing) == [("ayse", act, False), ("banu", act, False)]
    room.clock.forward(minutes=15)
    await ayse.get(f"/things/{thing}/secret")
    assert await reads_of(room, thing) == [("ayse", act, False), ("banu", act, False), ("ayse", act, False)]


async def test_every_download_is_told_and_no_page_that_everybody_may_read(room: Room, thing: str) -> None:
    ayse = room.api.as_("ayse")
    for path in ("page", "paper", "paper"):
        assert (await ayse.get(f"/things/{thing}/{path}")).status_code == 200
    assert await reads_of(room, thing) == [("ayse", "GET /things/{thing_id}/paper", True)] * 2


async def test_who_asks_for_what_is_guarded_without_a_right_to_it_is_told_of_once_in_a_while(
    room: Room, thing: str
) -> None:
    ayse = room.api.as_("ayse")
    for path in ("closed", "closed", "shut"):
        assert (await ayse.get(f"/things/{thing}/{path}")).status_code == 403
    told = [(event.type, event.actorid, event.data["act"], event.data["rule"]) for event in await room.told(thing)]
    assert told == [("notification.act.refused.v1", "ayse", "GET /things/{thing_id}/closed", "not_allowed")]
    assert await reads_of(room, thing) == []


async def test_a_read_that_was_refused_or_found_nothing_is_not_told(room: Room, thing: str) -> None:
    assert (await room.api.as_("ayse").get(f"/things/{thing}")).status_code == 404
    assert await reads_of(room, thing) == []
