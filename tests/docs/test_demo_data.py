"""What the README promises to whoever signs in after `make up`."""

import re
from contextlib import suppress

import httpx
import pytest

from cli.demo.cast import Cast, until
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from services.portal.reading import Tasks
from tests.docs.reading import ROOT

pytestmark = pytest.mark.journey
SHOWN = {"administrative_check", "completion", "pre_evaluation", "committee", "negotiation", "approval"}
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


def people():
    """The groups of people of each row of the table: at least one of each group has work."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]+ \| `[A-Z]+ /", text, re.MULTILINE)
    return [tuple(re.findall(r"`([^`]+)`", row)) for row in rows]


async def tasks(cast, person):
    """How many tasks a person has in all rooms."""
    pages = [await cast.get(person, room, "/tasks") for room in ROOMS_WITH_TASKS]
    return sum(len(Tasks.model_validate(page).entries) for page in pages)


async def work_of(cast, group):
    """The same of a group; what is still on its way to a listener is waited for."""

    async def some() -> int | None:
        return sum([await tasks(cast, person) for person in _all(group)]) or None

    with suppress(TimeoutError):
        return await until("a task", some, patience=5)
    return 0


async def test_work_waits_for_everyone_of_whom_the_readme_says_so(tmp_path):
    options = StackOptions(data=tmp_path / "data", ephemeral=True, demo=True)
    async with Stack(options) as stack, httpx.AsyncClient(timeout=30) as http:
        await stack.load_demo()
        assert "demo" in stack.record.done, stack.record.children["demo"].detail
        cast = Cast(stack.urls, http)
        counts = {group: await work_of(cast, group) for group in people()}
        assert {group for group, count in counts.items() if not count} == set(), counts
        for (person, room), kind in LAST_TO_FIND_WORK.items():
            page = Tasks.model_validate(await cast.get(person, room, "/tasks"))
            assert kind in {task.kind for task in page.entries}
        seen = await cast.get("mufettis", "application", "/applications", limit="50")
        stages = {one["stage"] for one in seen["entries"]}
        assert {
            "administrative_check",
            "completion",
            "pre_evaluation",
            "committee",
            "negotiation",
            "approval",
        } <= stages
        (grant,) = (await cast.get("koordinator-ostim", "monitoring", "/grants"))["entries"]
        assert grant["status"] == "in_force"
        clusters = await cast.get("yonetici", "application", "/registry/clusters", limit="1")
        assert clusters["entries"]


def _all(group):
    """A range as it is written for people: degerlendirici-1 … degerlendirici-6."""
    if len(group) == 1:
        return group
    stem, first = group[0].rsplit("-", 1)
    return tuple(f"{stem}-{number}" for number in range(int(first), int(group[-1].rsplit("-", 1)[1]) + 1))
