"""The command line at the doors: signed in, each write under its own key, refusals as readable lines."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from cli.client import ApiError, ApiSession
from tests.cli.door import ROOM, URLS, RoomDoor
from tests.rooms import ISSUER


def session(door: RoomDoor, identity: FastAPI | None = None, **more: Any) -> ApiSession:
    mounts: dict[str, httpx.AsyncBaseTransport | None] = {ROOM: httpx.ASGITransport(door.app)}
    if identity is not None:
        mounts[ISSUER] = httpx.ASGITransport(identity)
    return ApiSession("nobody", urls=URLS, http=httpx.AsyncClient(mounts=mounts), **more)


async def test_a_person_is_signed_in_once_by_the_development_grant(identity: FastAPI) -> None:
    door = RoomDoor((200, {"a": 1}))
    async with session(door, identity) as api:
        assert await api.get("audit", "/x", after=None, limit=3) == {"a": 1}
        await api.get("audit", "/x")
    tokens = {request.headers["authorization"] for request in door.asked}
    assert len(tokens) == 1
    assert tokens.pop().startswith("Bearer ey")
    assert str(door.asked[0].url) == f"{ROOM}/x?limit=3"


async def test_a_given_token_is_used_as_it_is() -> None:
    door = RoomDoor((200, {}))
    async with session(door, token="given") as api:
        await api.get("audit", "/x")
    assert door.asked[0].headers["authorization"] == "Bearer given"


async def test_a_token_that_has_run_out_is_renewed_once(identity: FastAPI) -> None:
    door = RoomDoor((401, {"title": "expired"}), (200, {"a": 1}))
    async with session(door, identity) as api:
        assert await api.get("audit", "/x") == {"a": 1}
    assert len(door.asked) == 2


async def test_each_write_has_a_key_of_its_own_and_keeps_it_when_tried_again() -> None:
    door = RoomDoor((503, {}), (201, {"id": "1"}), (201, {"id": "2"}))
    async with session(door, token="t") as api:
        await api.post("application", "/calls", {"name": "x"})
        await api.post("application", "/calls", {"name": "x"})
    keys = [request.headers["idempotency-key"] for request in door.asked]
    assert keys[0] == keys[1]
    assert keys[1] != keys[2]


async def test_a_refusal_reads_with_its_title_and_every_field() -> None:
    errors = [
        {"field": "plan.items[0].grant", "rule": "money.item_cap", "message": "en çok 75"},
        {"field": "", "rule": "composition", "message": "üniversite yok"},
    ]
    door = RoomDoor((422, {"title": "Kurallara uymuyor", "errors": errors}))
    async with session(door, token="t") as api:
        with pytest.raises(ApiError) as refused:
            await api.post("application", "/x")
    assert str(refused.value).splitlines() == [
        f"POST {ROOM}/x: 422 Kurallara uymuyor",
        "  - plan.items[0].grant: en çok 75",
        "  - üniversite yok",
    ]
    assert (refused.value.status, refused.value.errors) == (422, errors)


async def test_a_refusal_of_one_who_signed_in_says_who_asked(identity: FastAPI) -> None:
    async with session(RoomDoor((403, {"title": "Yetki yok"})), identity) as api:
        with pytest.raises(ApiError, match=f"^nobody: POST {ROOM}/x: 403 Yetki yok$"):
            await api.post("application", "/x")


async def test_an_act_that_is_only_tried_answers_with_the_refusal() -> None:
    async with session(RoomDoor((409, {"title": "Geç"})), token="t") as api:
        answer = await api.try_post("application", "/x", key="twice")
    assert (answer.status_code, answer.request.headers["idempotency-key"]) == (409, "twice")


@pytest.mark.parametrize(("patience", "most"), [(0, 1), (0.07, 3)])
async def test_a_door_that_stays_shut_is_tried_as_long_as_there_is_patience(patience: float, most: int) -> None:
    door = RoomDoor((503, {"title": "Kapalı"}))
    async with session(door, token="t", patience=patience) as api:
        with pytest.raises(ApiError, match="503 Kapalı"):
            await api.get("audit", "/x")
    assert len(door.asked) == most


async def test_a_door_that_is_not_there_is_an_error_with_its_address() -> None:
    http = httpx.AsyncClient()
    async with ApiSession(token="t", urls={"audit": "http://127.0.0.1:9"}, http=http, patience=0) as api:
        with pytest.raises(ApiError, match=r"^GET http://127\.0\.0\.1:9/x: 0 no answer"):
            await api.get("audit", "/x")


async def test_an_answer_that_is_no_problem_is_shown_as_it_is() -> None:
    async with session(RoomDoor((502, "<html>bad gateway</html>")), token="t") as api:
        with pytest.raises(ApiError, match=r"502 <html>bad gateway</html>"):
            await api.get("audit", "/x")


async def test_somebody_who_cannot_be_picked_is_told_so(identity: FastAPI) -> None:
    async with session(RoomDoor((200, {})), identity) as api:
        api.person_id = "ghost"
        with pytest.raises(ApiError, match="nobody of that id"):
            await api.get("audit", "/x")


async def test_a_list_is_read_page_after_page() -> None:
    door = RoomDoor((200, {"entries": [1, 2], "after": "2"}), (200, {"entries": [3], "after": None}))
    async with session(door, token="t") as api:
        assert [entry async for entry in api.pages("audit", "/x")] == [1, 2, 3]
    assert door.asked[1].query_params["after"] == "2"
