"""A chain is followed to where the room says that it ends, however much has come since it was read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from cli.client import ApiSession
from cli.proof import Ledger, prove_ledger
from grants.proof.chain import Link
from tests.cli.test_rooms_agree import chain

AT = datetime(2027, 3, 1, 6, tzinfo=UTC)
PAGE = 200


def session(links: tuple[Link, ...]) -> ApiSession:
    """The doors of an audit room with this chain."""
    app = FastAPI()

    async def ledger(after: int = 0) -> dict[str, Any]:
        page = links[after : after + PAGE]
        return {
            "entries": [_shown(link) for link in page],
            "after": page[-1].chain_index if len(page) == PAGE else None,
        }

    async def check() -> dict[str, Any]:
        return {"holds": True, "length": len(links), "head": links[-1].hash, "fault": None}

    app.add_api_route("/applications/c/ledger", ledger)
    app.add_api_route("/applications/c/ledger/check", check)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app))
    return ApiSession("m", token="t", urls={"audit": "http://audit.test"}, http=http, patience=0)


def _shown(link: Link) -> dict[str, Any]:
    facts = {name: getattr(link, name) for name in Link.__slots__}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items()}


@pytest.mark.parametrize("since", [0, 1, PAGE, 2 * PAGE + 1])
async def test_a_chain_that_grew_since_it_was_read_holds_however_much_came(since: int) -> None:
    links = chain("c", *range(3 + since))
    async with session(links) as api:
        found = await prove_ledger(api, Ledger("c", links[:3]))
    assert found.holds, found.found
    assert str(found.found).startswith(f"{len(links)} records")


async def test_what_was_changed_in_what_came_since_is_named_with_its_place() -> None:
    links = chain("c", *range(9))
    forged = replace(links[6], time=AT + timedelta(days=1))
    async with session((*links[:6], forged, *links[7:])) as api:
        found = await prove_ledger(api, Ledger("c", links[:3]))
    assert not found.holds
    assert found.found == "copy_differs at record 7"
