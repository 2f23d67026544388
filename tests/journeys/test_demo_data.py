"""The demo data: made whole however often its making is cut short, nothing of it twice, and work in it for everyone."""

import asyncio
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import httpx
import pytest
from sqlalchemy import func, select

from cli.demo.acts import APPLICATION, OFFICER, Programme
from cli.demo.cast import Cast, Json, until
from cli.demo.repeating import Repeating
from cli.demo.stage_set import CALL_2, COMMITTEE_CALL, DECIDED_CALL, OPEN_CALL, StageSet
from cli.stack.memory import proportional_mib
from cli.stack.options import COMMAND, StackOptions
from cli.stack.stack import Stack
from grants.contracts.stages import Stage
from runtime.db import Database, outbox
from services.portal.reading import Tasks
from tests.docs.reading import ROOT
from tests.journeys.evidence import all_open

pytestmark = pytest.mark.journey
INSPECTOR = "mufettis"
IDLE_MIB = 1000
LAST_TO_FIND_WORK = {
    ("koordinator-ostim", "monitoring"): "report.submit",
    ("uye-akcinar", "application"): "confirm_participation",
    ("bagimsiz-denetci", "monitoring"): "independent_audit.report",
    ("mufettis", "audit"): "inspection.sign",
    ("yonetici", "evaluation"): "evaluator.register",
    ("uzman-bir", "evaluation"): "proposal.accept",
}
"""What those find who stand beside the way of an application, or come after it."""
ROOMS_WITH_TASKS = ("application", "evaluation", "monitoring", "audit")
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
    """As one command starts it, before its demo data is loaded."""
    async with Stack(StackOptions(data=tmp_path_factory.mktemp("office"), ephemeral=True, demo=True)) as stack:
        await all_open(stack)
        memory = {name: proportional_mib(child.pid) for name, child in stack.record.children.items()}
        assert 0 < sum(memory.values()) < IDLE_MIB, memory
        yield stack


@pytest.fixture(scope="module")
async def cast(office: Stack) -> AsyncIterator[Cast]:
    async with httpx.AsyncClient(timeout=60) as http:
        yield Cast(office.urls, http)


@pytest.fixture(scope="module")
async def made(office: Stack, cast: Cast) -> set[str]:
    """Its making was cut short twice, early and late, and then left to come to its end: the ids of what it made."""

    async def begun() -> bool:
        return len(await applications(cast)) >= 2

    async def negotiated() -> bool:
        return any(one["stage"] == Stage.NEGOTIATION for one in await applications(cast))

    assert await cut_short(office, begun)
    await cut_short(office, negotiated)  # that is near its end: a quick one may have come to it by then
    await office.load_demo()
    assert "demo" in office.record.done, office.record.children["demo"].detail
    return await whole(cast)


async def applications(cast: Cast) -> list[Json]:
    """All of them; drafts too, which are seen by the inspector."""
    page = await cast.get(INSPECTOR, APPLICATION, "/applications", limit="200")
    return list(page["entries"])


async def cut_short(office: Stack, moment: Callable[[], Awaitable[bool]]) -> bool:
    """Load the demo data, and kill what loads it once the moment has come; whether it had not ended before."""

    async def come() -> bool | None:
        return loader.returncode is not None or await moment() or None

    words = (*COMMAND, "load", "demo", "--data", str(office.folder.path))
    loader = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.DEVNULL)
    try:
        await until("the moment to kill", come)
    finally:
        with suppress(ProcessLookupError):
            loader.kill()
        await loader.wait()
    return loader.returncode == -signal.SIGKILL


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
    office: Stack, cast: Cast, made: set[str]
) -> None:
    events = await told(office, made)
    again = Repeating(cast.urls, cast.http)
    await StageSet(again, Programme(again)).set()
    assert await whole(cast) == made
    assert await told(office, made) == events


async def test_work_waits_for_everyone_of_whom_the_readme_says_so(cast: Cast, made: set[str]) -> None:
    assert made
    counts = {group: await work_of(cast, group) for group in people()}
    assert {group for group, count in counts.items() if not count} == set(), counts
    for (person, room), kind in LAST_TO_FIND_WORK.items():
        page = Tasks.model_validate(await cast.get(person, room, "/tasks"))
        assert kind in {task.kind for task in page.entries}
    (grant,) = (await cast.get("koordinator-ostim", "monitoring", "/grants"))["entries"]
    assert grant["status"] == "in_force"
    clusters = await cast.get("yonetici", "application", "/registry/clusters", limit="1")
    assert clusters["entries"]


def people() -> list[tuple[str, ...]]:
    """The groups of people of each row of the table: at least one of each group has work."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]+ \| `[A-Z]+ /", text, re.MULTILINE)
    return [tuple(re.findall(r"`([^`]+)`", row)) for row in rows]


async def tasks(cast: Cast, person: str) -> int:
    """How many tasks a person has in all rooms."""
    pages = [await cast.get(person, room, "/tasks") for room in ROOMS_WITH_TASKS]
    return sum(len(Tasks.model_validate(page).entries) for page in pages)


async def work_of(cast: Cast, group: tuple[str, ...]) -> int:
    """The same of a group; what is still on its way to a listener is waited for."""

    async def some() -> int | None:
        return sum([await tasks(cast, person) for person in _all(group)]) or None

    with suppress(TimeoutError):
        return await until("a task", some)
    return 0


def _all(group: tuple[str, ...]) -> tuple[str, ...]:
    """A range as it is written for people: degerlendirici-1 … degerlendirici-6."""
    if len(group) == 1:
        return group
    stem, first = group[0].rsplit("-", 1)
    return tuple(f"{stem}-{number}" for number in range(int(first), int(group[-1].rsplit("-", 1)[1]) + 1))
