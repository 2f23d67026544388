"""What is on record: in the ledger, in the outboxes of all rooms, in the histories of the workflows."""

from collections.abc import Mapping
from json import loads

import httpx
from sqlalchemy import select
from temporalio.client import Client

from cli.client import ApiError
from cli.demo.cast import Cast, Json, until
from cli.stack.stack import Stack
from grants.contracts import workflows as names
from grants.contracts.queues import ROOMS
from grants.proof.veil import read, unveil
from runtime.db import Database, outbox
from runtime.temporal import connect

INSPECTOR = "mufettis"


async def ledger(cast: Cast, about: str) -> list[Json]:
    """All records of a chain, in order."""
    entries: list[Json] = []
    after: int | None = 0
    while after is not None:
        page = await cast.get(INSPECTOR, "audit", f"/applications/{about}/ledger", after=str(after))
        entries += page["entries"]
        after = page["after"]
    return entries


def event_of(entry: Json) -> Json:
    """The event of a record, what was veiled put back."""
    return unveil(loads(entry["body"]), read(entry["openings"])).event


async def all_open(stack: Stack) -> None:
    """Every door of a stack that has just started is ready and describes itself; nothing of it had to start again."""
    async with httpx.AsyncClient(timeout=60) as browser:

        async def all_ready() -> bool | None:
            """Each was ready once before its start was over; on a busy machine one may be late with an answer now."""
            answers = [await browser.get(f"{url}/health/ready") for url in stack.urls.values()]
            return all(answer.status_code == 200 for answer in answers) or None

        await until("every door is ready", all_ready)
        described = {room: (await browser.get(f"{stack.urls[room]}/docs")).status_code for room in ROOMS}
        page = await browser.get(stack.urls["portal"], follow_redirects=True)
    assert described == dict.fromkeys(ROOMS, 200)
    assert page.status_code == 200
    assert {child.restarts for child in stack.record.children.values()} == {0}


async def told(databases: Mapping[str, str], *about: str) -> list[str]:
    """The ids of all events the rooms told about these, sorted."""
    ids: list[str] = []
    for url in databases.values():
        database = Database(url, pool=2)
        async with database.transaction() as session:
            ids += await session.scalars(select(outbox.c.id).where(outbox.c.about.in_(about)))
        await database.close()
    return sorted(ids)


async def recorded_once(cast: Cast, stack: Stack, about: str) -> list[str]:
    """Wait until the ledger has just the events that were told, each once: more are told meanwhile, as runs come into
    the archive.

    Returns their types in order.
    """

    async def caught_up() -> list[Json] | None:
        ids = await told(stack.database_urls, about)
        try:
            entries = await ledger(cast, about)
        except ApiError as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise
            return None  # it has heard nothing of it yet
        return entries if sorted(one["event_id"] for one in entries) == ids else None

    entries = await until(f"the ledger of {about} is what was told", caught_up)
    return [one["type"] for one in entries]


async def temporal_of(stack: Stack) -> Client:
    return await connect(stack.settings)


async def started(client: Client, application_id: str) -> int:
    """How many runs the application's own workflow ever had; the list follows the server by a moment."""
    query = f"WorkflowId = '{names.application_workflow_id(application_id)}'"

    async def listed() -> int | None:
        return (await client.count_workflows(query)).count or None

    return await until("the workflow is listed", listed)
