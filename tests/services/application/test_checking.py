"""Rules tried out over HTTP: the same answer as the rules give, in the reader's language, and nothing is kept."""

import json
from copy import deepcopy
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from grants.decisions import DECISIONS, explain
from grants.explanation import Explanation
from grants.policy import Role
from grants.regimes import revisions
from runtime.db import answers, outbox
from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.grants.decisions import given as g
from tests.rooms import Room
from tests.services.application.written import plan, rules

pytestmark = pytest.mark.servers
UNCHANGED = tuple((name, inputs) for name, inputs, under in g.EXAMPLES if under is g.KDP)
FIRST = revisions("kdp-2014")[0]


def asked(kind: str, given: object, **more: object) -> dict[str, Any]:
    return {"regime": "kdp-2014", "kind": kind, "input": given, **more}


async def kept(room: Room) -> list[int]:
    """How many answers and events the room holds, but for who came with which rights: that is told of whoever asks."""
    acts = select(func.count()).select_from(outbox).where(outbox.c.address != "application.rights.seen")
    async with room.desk.database.transaction() as session:
        return [await session.scalar(one) or 0 for one in (select(func.count()).select_from(answers), acts)]


@pytest.mark.parametrize(("kind", "given"), UNCHANGED)
async def test_the_door_answers_what_the_rules_answer(room_of: OpenRoom, kind: str, given: dict[str, Any]) -> None:
    room = await room_of(PLAN)
    answer = await room.api.as_("x", "evaluator").post("/rules/check", asked(kind, given))
    assert answer.status_code == 200, answer.text
    read = answer.json()
    assert Explanation.model_validate(read["explanation"]) == explain(kind, given, g.KDP)
    assert [step["held"] for step in read["steps"]] == [step["held"] for step in read["explanation"]["steps"]]
    assert not [step for step in read["steps"] if step["text"].startswith(("step.", "money.", "plan."))]


async def test_a_plan_as_the_room_takes_it_is_checked_in_the_reader_s_language(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    client = room.api.as_("x", "coordinator")
    for language, outcome in (("tr", "İş planı kurallara uyuyor."), ("en", "The work plan keeps the rules.")):
        answer = await client.post("/rules/check", asked("plan", {"plan": plan()}), language=language)
        assert answer.json()["outcome"] == outcome


async def test_everyone_signed_in_may_ask_without_a_key_and_nothing_is_written(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    before = await kept(room)
    transport = httpx.ASGITransport(room.api.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test") as http:
        for role in Role:
            headers = {"Authorization": f"Bearer {room.api.as_('x', role).token}"}
            for body, status in ((asked("board_vote", {"points": "40"}), 200), (asked("board_vote", {}), 422)):
                answer = await http.post("/rules/check", json=body, headers=headers)
                assert answer.status_code == status, answer.text
        assert (await http.post("/rules/check", json=asked("board_vote", {"points": "40"}))).status_code == 401
    assert await kept(room) == before


async def test_a_revision_may_be_named(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    body = asked("board_vote", {"points": "40"}, revision=FIRST.revision)
    answer = await room.api.as_("x", "inspector").post("/rules/check", body)
    assert answer.json()["explanation"]["regime"] == FIRST.pinned


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"regime": "kdp-1999"}, "regime.unknown"),
        ({"revision": "2014-03-25+00000000"}, "regime.unknown_revision"),
        ({"kind": "luck"}, "input.decision"),
        ({"input": {}}, "input.missing"),
        ({"input": {"points": "40", "colour": "red"}}, "input.strange"),
        ({"input": {"points": 40.5}}, "input.shape"),
        ({"input": {"points": [[[]]]}}, "input.shape"),
    ],
)
async def test_what_cannot_be_checked_is_refused_by_field(
    room_of: OpenRoom, changes: dict[str, Any], rule: str
) -> None:
    room = await room_of(PLAN)
    body = asked("board_vote", {"points": "40"}) | changes
    answer = await room.api.as_("x", "coordinator").post("/rules/check", body)
    assert (answer.status_code, rules(answer)) == (422, [rule])
    assert not [error for error in answer.json()["errors"] if error["message"] == error["rule"]]


HOSTILE = st.sampled_from(
    [None, True, -1, 10**400, 0.1, "", "NaN", "1e9999", "1/0", "٣", "\ud800", "x" * 5000, [], {}, [[]], {"a": {"b": 1}}]
)


def places(part: object, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a JSON value."""
    named = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [way, *(deeper for name, inner in named for deeper in places(inner, (*way, name)))]


def put(whole: Any, way: tuple[Any, ...], what: object) -> Any:
    if not way:
        return what
    inner = whole
    for name in way[:-1]:
        inner = inner[name]
    inner[way[-1]] = what
    return whole


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
async def test_no_input_however_hostile_is_answered_by_a_fault(room_of: OpenRoom, data: st.DataObject) -> None:
    room = await room_of(PLAN)
    kind, inputs = data.draw(st.sampled_from(UNCHANGED))
    way = data.draw(st.sampled_from(places(inputs)))
    body = asked(kind, put(deepcopy(inputs), way, data.draw(HOSTILE)))
    transport = httpx.ASGITransport(room.api.app)
    headers = {
        "Authorization": f"Bearer {room.api.as_('x', 'coordinator').token}",
        "Content-Type": "application/json",
    }
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test") as http:
        answer = await http.post("/rules/check", content=json.dumps(body), headers=headers)
    assert answer.status_code in {200, 422}, answer.text
    if answer.status_code == 422:
        assert answer.json()["errors"], answer.text


def test_every_kind_of_decision_is_tried() -> None:
    assert {kind for kind, _ in UNCHANGED} == set(DECISIONS)
