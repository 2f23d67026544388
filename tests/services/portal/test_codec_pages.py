"""Temporal's own pages have payloads opened through the portal by whoever signed in there, and from nowhere else."""

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message

from services.portal.posting import body_within
from tests.services.portal.standin import TEMPORAL, Stage

SHUT = {"payloads": [{"metadata": {"encoding": "YmluYXJ5L2VuY3J5cHRlZA=="}, "data": "AAAA"}]}
OPEN = {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "e30="}]}


async def asked(browser: httpx.AsyncClient, origin: str = TEMPORAL, **sent: object) -> httpx.Response:
    return await browser.post("/codec/decode", headers={"Origin": origin}, **(sent or {"json": SHUT}))  # type: ignore[arg-type]  # one of json and content


async def test_the_audit_room_opens_them_for_the_person_who_is_signed_in(stage: Stage) -> None:
    stage.rooms.said["audit/codec/decode"] = (200, OPEN)
    answer = await asked(await stage.signed_in("mufettis"))
    assert (answer.status_code, answer.json()) == (200, OPEN)
    assert answer.headers["access-control-allow-origin"] == TEMPORAL
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert [(act.person, act.path, act.body) for act in stage.rooms.done.values()] == [
        ("mufettis", "audit/codec/decode", SHUT)
    ]


async def test_what_the_audit_room_refuses_the_portal_refuses(stage: Stage) -> None:
    stage.rooms.refused["audit/codec/decode"] = 403
    assert (await asked(await stage.signed_in("uzman-bir"))).status_code == 403


@pytest.mark.parametrize(
    ("person", "origin", "sent", "status"),
    [
        ("", TEMPORAL, {}, 401),
        ("mufettis", "https://elsewhere.example", {}, 403),
        ("mufettis", "", {}, 403),
        ("mufettis", TEMPORAL, {"content": b"no json"}, 422),
        ("mufettis", TEMPORAL, {"content": b"[" * 2_000_001}, 413),
        ("mufettis", TEMPORAL, {"content": b"[" * 100_000}, 422),
        ("mufettis", TEMPORAL, {"content": b'{"payloads":' + b"[" * 900 + b"]" * 900 + b"}"}, 422),
        ("mufettis", TEMPORAL, {"content": b'{"payloads": [NaN]}'}, 422),
        ("mufettis", TEMPORAL, {"content": b'{"payloads": [{"data": 1e999}]}'}, 422),
        ("mufettis", TEMPORAL, {"content": b'{"payloads": [{"data": "\\ud800"}]}'}, 422),
        ("", TEMPORAL, {"content": b"[" * 2_000_001}, 401),
    ],
)
async def test_nothing_else_comes_to_the_room(
    stage: Stage, person: str, origin: str, sent: dict[str, bytes], status: int
) -> None:
    browser = await stage.signed_in(person) if person else stage.browser()
    assert (await asked(browser, origin, **sent)).status_code == status
    assert stage.rooms.done == {}


async def test_what_is_too_long_is_not_read_to_its_end() -> None:
    given = 0

    async def receive() -> Message:
        nonlocal given
        given += 1
        return {"type": "http.request", "body": b"0" * 1_000_000, "more_body": given < 100}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    assert await body_within(request, 2_000_000) is None
    assert given <= 7


async def test_a_browser_is_told_that_those_pages_alone_may_ask(stage: Stage) -> None:
    answer = await stage.browser().options("/codec/decode", headers={"Origin": TEMPORAL})
    assert answer.headers["access-control-allow-origin"] == TEMPORAL
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()
