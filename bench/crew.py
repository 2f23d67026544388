"""People at work on a stack, who look into the databases where a person would wait for a mail."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from uuid import uuid4

import httpx
from sqlalchemy import text
from temporalio.client import Client

from cli.cases import examples, ostim
from cli.cases.numbers import invented_tax_number
from cli.client import ApiError
from cli.demo.acts import CHAIR, EVALUATION, File, Programme, days
from cli.demo.cast import ActFailed, Cast, Json, until
from cli.load import load_inventory, read_inventory
from cli.stack.stack import Stack
from grants.calendar import istanbul_day
from grants.contracts.stages import Stage
from runtime.db import Database
from runtime.temporal import connect

ENVELOPE = "9000000000.00"
SCORES = {"capacity": "20", "competitiveness.level": "20", "competitiveness.potential": "20", "sustainability": "20"}
BOARD = (34, 31, 35, 33, 32)
AT_ONCE, LONGEST = timedelta(milliseconds=500), timedelta(minutes=1)
"""How far ahead a deadline is that is to pass at once, and at most."""
_STAGE = text("SELECT stage, outcome FROM application WHERE id = :id")
_ASSIGNED = text(
    "SELECT id, evaluator_id FROM assignment WHERE application_id = :id AND status = ANY(:statuses) ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Office(Programme):
    """The acts, in numbers."""

    async def open_call(self) -> str:
        """A call that is open now."""
        now = datetime.now(UTC)
        call_id = await self.publish_call(f"Ölçüm çağrısı {uuid4()}", now, now + days(30), ENVELOPE)
        await self.call_is(call_id, "open")
        return call_id

    async def drafts(self, call_id: str, count: int) -> list[File]:
        """So many applications in the making, from the example cases in turn."""
        cases = list(islice(cycle([ostim.case(), *examples.valid()]), count))
        return [await self.draft(case, call_id) for case in cases]

    async def prepare(self) -> None:
        """The registry of clusters and the evaluators, once."""
        await load_inventory(self.cast, read_inventory(None))
        await self.register_evaluators()


@dataclass(frozen=True, slots=True)
class Crew(Office):
    """The acts, with waiting that costs the doors nothing."""

    databases: dict[str, Database]
    client: Client

    async def at(self, file: File, stage: Stage) -> Json:
        """Wait until the application stands at this stage."""

        async def look() -> Json | None:
            async with self.databases["application"].engine.connect() as connection:
                found = (await connection.execute(_STAGE, {"id": file.application_id})).one()
            if found.stage == Stage.ENDED and stage is not Stage.ENDED:
                raise ActFailed(f"{file.application_id} ended as {found.outcome} before {stage}")
            return {"stage": found.stage} if found.stage == stage else None

        return await until(f"{file.application_id} at {stage}", look)

    async def assigned(
        self, file: File, count: int = 1, statuses: Collection[str] = ("invited", "accepted")
    ) -> list[tuple[str, Json]]:
        """Wait for this many assignments of the application, open ones unless told: (evaluator, assignment)."""
        asked = {"id": file.application_id, "statuses": list(statuses)}

        async def look() -> list[tuple[str, Json]] | None:
            async with self.databases[EVALUATION].engine.connect() as connection:
                rows = (await connection.execute(_ASSIGNED, asked)).all()
            return [(str(row.evaluator_id), {"id": row.id}) for row in rows] if len(rows) >= count else None

        return await until(f"{count} evaluators of {file.application_id}", look)

    async def close_call(self, call_id: str) -> None:
        """The deadline is moved to this moment, and the call closes."""
        ahead = AT_ONCE
        while not await self._is_moved(call_id, ahead):
            ahead *= 2
        await self.call_is(call_id, "closed")

    async def _is_moved(self, call_id: str, ahead: timedelta) -> bool:
        """Not, where so much was over before the room looked at it: the machine is busy, and more is needed."""
        try:
            await self.move_deadline(call_id, datetime.now(UTC) + ahead, "Ölçüm.")
        except ApiError:
            if ahead > LONGEST:
                raise
            return False
        return True

    async def to_committee(self, file: File) -> None:
        """Submitted, admitted, pre-evaluated."""
        await self.submit(file)
        await self.admit(file)
        await self.pre_evaluate(file, SCORES, SCORES)
        await self.at(file, Stage.COMMITTEE)

    async def decide(self, call_id: str, files: list[File]) -> None:
        """The committee of the call sits and concludes."""
        members = await self.appoint_committee(call_id)
        await self.close_call(call_id)
        await self.committee_sits(call_id)
        present = {"present": members}
        await self.cast.post(CHAIR, EVALUATION, f"/calls/{call_id}/committee/attendance", present)
        await asyncio.gather(
            *(self._scores(call_id, member, score, files) for member, score in zip(members, BOARD, strict=True))
        )
        await self.conclude(call_id)

    async def _scores(self, call_id: str, member: str, score: int, files: list[File]) -> None:
        """One member's declaration, and scores one after the other."""
        await self.declare_no_tie(call_id, member, files)
        for file in files:
            body = {"application_id": file.application_id, "score": score}
            await self.cast.post(member, EVALUATION, f"/calls/{call_id}/committee/scores", body)

    async def to_contract(self, file: File) -> None:
        """Negotiated in one round, approved, founded, signed."""
        points = [{"title": "Ölçüm", "text": "Ölçüm için görüşülen nokta."}]
        await self.negotiate(file, points, None)
        today = datetime.now(UTC)
        await self.approve(file, today, f"{file.application_id[-12:]}")
        await self.found(file, _enterprise(file, today))
        await self.sign(file)
        await self.at(file, Stage.ENDED)

    async def lives(self, call_id: str, files: list[File]) -> None:
        """Whole lives side by side, from submission to contract."""
        await asyncio.gather(*(self.to_committee(file) for file in files))
        await self.decide(call_id, files)
        await asyncio.gather(*(self.to_contract(file) for file in files))


def _enterprise(file: File, today: datetime) -> Json:
    name = f"Ölçüm Kümelenme Teşebbüsü {file.application_id} A.Ş."
    number = invented_tax_number(name)
    return {
        "name": name,
        "tax_number": number,
        "registry_no": f"ÖRNEK-{file.application_id[-12:]}",
        "founded_on": istanbul_day(today).isoformat(),
        "province": "Ankara",
    }


@asynccontextmanager
async def crew_of(stack: Stack) -> AsyncIterator[Crew]:
    """The crew of a running stack, with registry and evaluators in place."""
    async with AsyncExitStack() as closing:
        http = await closing.enter_async_context(httpx.AsyncClient(timeout=60))
        databases = {room: Database(url, pool=4) for room, url in stack.database_urls.items()}
        for database in databases.values():
            closing.push_async_callback(database.close)
        client = await connect(stack.settings)
        crew = Crew(Cast(stack.urls, http), databases, client)
        await crew.prepare()
        yield crew
