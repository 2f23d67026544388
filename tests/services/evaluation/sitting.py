"""What a committee does in its sessions, by those who do it; for the tests of this room."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.arranged import arranged
from tests.rooms import ApiClient
from tests.services.evaluation.acts import FULL, Case, open_with

DAY = "2027-03-08"
BEGIN = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)
"""Ten o'clock in Istanbul on that day."""


def slots(applications: list[str], starts: str = "10:00", minutes: int = 30) -> list[dict[str, Any]]:
    """One presentation after the other."""
    hour, minute = map(int, starts.split(":"))
    begin = hour * 60 + minute
    return [
        {"application_id": one, "starts": f"{at // 60:02}:{at % 60:02}", "minutes": minutes}
        for one, at in zip(applications, range(begin, 24 * 60, minutes), strict=False)
    ]


def calling(applications: list[str], **changes: Any) -> dict[str, Any]:
    session = {"day": DAY, "starts": "10:00", "ends": "12:00", "place": "Ankara, toplantı salonu 3"}
    return {**session, "slots": slots(applications), **changes}


@dataclass(frozen=True)
class Sitting:
    """The committee of one call at work."""

    case: Case
    call: str
    applications: list[str]

    @property
    def path(self) -> str:
        return f"/calls/{self.call}/committee"

    async def summon(self, applications: list[str] | None = None, **changes: Any) -> httpx.Response:
        """The officer calls a session."""
        asked = calling(self.applications if applications is None else applications, **changes)
        return await self.case.officer.post(f"{self.path}/sessions", asked)

    async def begin(self, *present: str, number: int = 1, at: datetime = BEGIN) -> httpx.Response:
        """The session's hour has come, and the chair takes attendance."""
        self.case.room.clock.at = max(self.case.room.clock.at, at)
        body = {"present": present or FULL}
        return await self.case.chair.post(f"{self.path}/sessions/{number}/attendance", body)

    async def act(self, who: ApiClient | str, application: str, what: str, **body: Any) -> httpx.Response:
        """Something done to one application: "open", "close", "motions", "motions/1/votes"…"""
        client = self.case.member(who) if isinstance(who, str) else who
        return await client.post(f"{self.path}/items/{application}/{what}", body)

    async def look(self, who: ApiClient | str, application: str) -> dict[str, Any]:
        client = self.case.member(who) if isinstance(who, str) else who
        answer = await client.get(f"{self.path}/items/{application}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def vote(self, application: str, signs: str, number: int = 1) -> None:
        """Votes of the full members, one sign each: + yes, - no, 0 abstains, . none."""
        words = {"+": "yes", "-": "no", "0": "abstain"}
        for person, sign in zip(FULL, signs, strict=False):
            if sign in words:
                answer = await self.act(person, application, f"motions/{number}/votes", vote=words[sign])
                assert answer.status_code == 200, answer.text

    async def carry(self, application: str, **motion: Any) -> dict[str, Any]:
        """A motion that everybody votes for."""
        put = await self.act("k2", application, "motions", **motion)
        assert put.status_code == 201, put.text
        number = put.json()["motions"][-1]["number"]
        await self.vote(application, "+++++", number)
        decided = await self.act("k1", application, f"motions/{number}/decide")
        assert decided.status_code == 200, decided.text
        return decided.json()

    async def hear(self, application: str, score: int = 30) -> None:
        """An application opened, scored by everybody, and closed."""
        assert (await self.act("k1", application, "open")).status_code == 200
        await self.case.score_all(self.call, application, score)
        closed = await self.act("k1", application, "close")
        assert closed.status_code == 200, closed.text


@arranged
async def sitting(case: Case, *means: str, **changes: Any) -> Sitting:
    """A committee whose session is called, a week ahead, with every application on its agenda."""
    case.room.clock.at = BEGIN - timedelta(days=7)
    call, applications = await open_with(case, *(means or ("75", "80")))
    found = Sitting(case, call, applications)
    answer = await found.summon(**changes)
    assert answer.status_code == 201, answer.text
    return found


@arranged
async def seated(case: Case, *means: str) -> Sitting:
    """The same with its session begun, all full members there."""
    found = await sitting(case, *means)
    assert (await found.begin()).status_code == 200
    return found


@arranged
async def concluded(case: Case, *means: str) -> Sitting:
    """The same with every application heard, and the ranking made."""
    found = await seated(case, *means)
    for one in found.applications:
        await found.hear(one)
    answer = await case.conclude(found.call)
    assert answer.status_code == 200, answer.text
    return found
