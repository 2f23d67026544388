"""The demo data is made whole however often its making is cut short, and nothing of it is made twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from sqlalchemy import func, select

from cli.demo.acts import APPLICATION, OFFICER, Programme
from cli.demo.cast import Cast, Json, until
from cli.demo.repeating import Repeating
from cli.demo.stage_set import CALL_2, COMMITTEE_CALL, DECIDED_CALL, OPEN_CALL, StageSet
from cli.stack.options import COMMAND, StackOptions
from cli.stack.stack import Stack
from grants.contracts.stages import Stage
from runtime.db import Database, outbox

pytestmark = pytest.mark.journey
INSPECTOR = "mufettis"
WANTED = {
    Stage.DRAFT: 1,
    Stage.ADMINISTRATIVE_CHECK: 1,
    Stage.COMPLETION: 1,
    Stage.PRE_EVALUATION: 2,
    Stage.COMMITTEE: 2,
    Stage.NEGOTIATION: 1,
    Stage.APPROVAL: 1,
    Stage.ENDED: 3,
}


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    async with Stack(StackOptions(data=tmp_path_factory.mktemp("half"), ephemeral=True)) as stack:
        yield stack


@pytest.fixture
async def cast(office: Stack) -> AsyncIterator[Cast]:
    async with httpx.AsyncClient(timeout=30) as http:
        yield Cast(office.urls, http)


async def applications(cast: Cast) -> list[Json]:
    """All of them; drafts too, which are seen by the inspector."""
    page = await cast.get(INSPECTOR, APPLICATION, "/applications", limit="200")
    return list(page["entries"])


async def cut_short(office: Stack, moment: Callable[[], Awaitable[bool]]) -> None:
    """Load the demo data, and kill what loads it once the moment has come."""

    async def come() -> bool | None:
        assert loader.returncode is None, "it ended before it could be killed"
        return await moment() or None

    words = (*COMMAND, "load", "demo", "--data", str(office.folder.path))
    loader = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.DEVNULL)
    try:
        await until("the moment to kill", come)
    finally:
        loader.kill()
        await loader.wait()


async def told(office: Stack, about: set[str]) -> int:
    """Events of all rooms about these, but of the audit room, which goes on archiving by itself."""
    total = 0
    for url in (url for room, url in office.database_urls.items() if room != "audit"):
        database = Database(url, pool=2)
        async with database.transaction() as session:
            query = select(func.count()).select_from(outbox).where(outbox.c.about.in_(about))
            total += int(await session.scalar(query) or 0)
        await database.close()
    return total


async def whole(cast: Cast) -> set[str]:
    """That everything is there, and once; the ids of all calls and applications."""
    calls = (await cast.get(OFFICER, APPLICATION, "/calls", limit="200"))["entries"]
    assert Counter(call["name"] for call in calls) == dict.fromkeys(
        (CALL_2, OPEN_CALL, COMMITTEE_CALL, DECIDED_CALL), 1
    )
    entries = await applications(cast)
    assert Counter(one["stage"] for one in entries) == WANTED
    assert len({one["consortium_id"] for one in entries}) == len({one["coordinator_id"] for one in entries})
    for one in entries:
        own = await cast.get(one["coordinator_id"], APPLICATION, "/consortia", limit="200")
        assert [consortium["id"] for consortium in own["entries"]] == [one["consortium_id"]]
        page = await cast.get(INSPECTOR, APPLICATION, f"/applications/{one['id']}")
        assert [way for way, times in Counter(step["stage"] for step in page["timeline"]).items() if times > 1] == []
        assert len(page["points"]) == (1 if one["stage"] in {Stage.NEGOTIATION, Stage.APPROVAL} else 0)
    grants = (await cast.get(INSPECTOR, "monitoring", "/grants", limit="200"))["entries"]
    pages = [await cast.get(INSPECTOR, "monitoring", f"/grants/{one['id']}") for one in grants]
    assert sorted(page["reports"][0]["status"] for page in pages) == ["accepted", "submitted"]
    assert sorted(len(page["audits"]) for page in pages) == [0, 1]
    assert [claim["status"] for page in pages for claim in page["claims"]] == ["approved"]
    by_name = {call["name"]: f"/calls/{call['id']}" for call in calls}
    proposals = await cast.get(OFFICER, "evaluation", f"{by_name[OPEN_CALL]}/assignment-proposals")
    assert [one["status"] for one in proposals] == ["open"]
    called = await cast.get(OFFICER, "evaluation", f"{by_name[COMMITTEE_CALL]}/committee/sessions")
    assert [len(one["slots"]) for one in called["sessions"]] == [1]
    tried = await cast.get(OFFICER, "evaluation", f"{by_name[DECIDED_CALL]}/funding-combinations")
    assert len(tried["combinations"]) == 2
    return {one["id"] for one in (*calls, *entries)}


async def test_cut_short_again_and_again_it_is_made_whole_in_the_end_and_nothing_twice(
    office: Stack, cast: Cast
) -> None:
    async def begun() -> bool:
        return len(await applications(cast)) >= 2

    async def negotiated() -> bool:
        return any(one["stage"] == Stage.NEGOTIATION for one in await applications(cast))

    for moment in (begun, negotiated):
        await cut_short(office, moment)
    await office.run("load", "demo")
    about = await whole(cast)
    events = await told(office, about)
    again = Repeating(cast.urls, cast.http)
    await StageSet(again, Programme(again)).set()
    assert await whole(cast) == about
    assert await told(office, about) == events
