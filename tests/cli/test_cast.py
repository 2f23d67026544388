"""The demo's people at the doors: each signed in once under their own name, a refusal names who met it."""

from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from cli.client import ApiError, ApiSession
from cli.demo.acts import MINISTER, OFFICER, File, Programme
from cli.demo.cast import Cast
from cli.demo.repeating import Repeating
from tests.cli.door import ROOM, URLS, RoomDoor
from tests.rooms import ISSUER


def cast_of(door: RoomDoor, provider: FastAPI, kind: type[Cast] = Cast) -> Cast:
    mounts = {ROOM: httpx.ASGITransport(door.app), ISSUER: httpx.ASGITransport(provider)}
    return kind(URLS, httpx.AsyncClient(mounts=mounts))


async def test_a_person_keeps_one_session(identity: FastAPI) -> None:
    door = RoomDoor((200, {"a": 1}))
    cast = cast_of(door, identity)
    assert await cast.post("nobody", "application", "/x") == {"a": 1}
    assert await cast.get("nobody", "audit", "/x", limit="3") == {"a": 1}
    assert len({request.headers["authorization"] for request in door.asked}) == 1
    assert list(cast.sessions) == ["nobody"]


async def test_an_act_that_must_succeed_and_does_not_says_whose_it_was(identity: FastAPI) -> None:
    cast = cast_of(RoomDoor((409, {"title": "Geç"})), identity)
    with pytest.raises(ApiError, match=f"^nobody: POST {ROOM}/x: 409 Geç$"):
        await cast.post("nobody", "application", "/x")
    assert (await cast.try_post("nobody", "application", "/x")).status_code == 409


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 20, 59, 59, tzinfo=UTC), "2026-11-22"),
        (datetime(2026, 11, 22, 21, 0, tzinfo=UTC), "2026-11-23"),
    ],
)
async def test_the_minister_decides_on_the_day_that_it_is_in_turkey(moment: datetime, day: str) -> None:
    door = RoomDoor((200, {"stage": "approval"}))
    cast = Cast(URLS, httpx.AsyncClient(transport=httpx.ASGITransport(door.app)))
    for person in (OFFICER, MINISTER):
        cast.sessions[person] = ApiSession(token="t", urls=URLS, http=cast.http)
    await Programme(cast).approve(File({}, "a-1", "c-1"), moment, "2011/07")
    assert (await door.asked[-1].json())["decided_on"] == day


async def test_what_is_said_again_in_the_same_words_carries_the_same_key(identity: FastAPI) -> None:
    door = RoomDoor((201, {}))
    cast = cast_of(door, identity, Repeating)
    for body in ({"a": 1}, {"a": 1}, {"a": 2}):
        await cast.post("nobody", "application", "/x", body)
    keys = [request.headers["idempotency-key"] for request in door.asked]
    assert keys[0] == keys[1] != keys[2]
