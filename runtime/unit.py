"""The unit of work: one transaction, its moment, its actor, and the events it tells when it commits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from grants.contracts.event import EventData
from runtime.auth import Actor
from runtime.clock import Clock
from runtime.cloudevents import CloudEvent
from runtime.db import Database, outbox
from runtime.identifiers import new_id
from runtime.telemetry import trace_parent

CHANNEL = "outbox"


@dataclass(slots=True)
class Unit:
    """What a use case works with. It never commits: the door does.

    now: aware UTC instant of the act, the same for everything it writes.
    actor: who acts; `actor.role` is the role the policy allowed it under.
    about: the file in hand, named by the use case as soon as it knows; a refusal goes on record there.
    """

    session: AsyncSession
    now: datetime
    actor: Actor
    room: str
    told: list[tuple[str, CloudEvent]] = field(default_factory=list)
    about: str = ""

    def tell(self, data: EventData, about: str, regime: str = "") -> str:
        """Say what happened. It goes out if and only if the transaction commits. Returns the event's id."""
        event = CloudEvent(
            id=new_id(),
            source=f"/destek/{self.room}",
            type=data.type_name().replace("{room}", self.room),
            subject=about,
            time=self.now,
            actorid=self.actor.person_id,
            actorrole=self.actor.role,
            onbehalfof=self.actor.on_behalf_of or "",
            regime=regime,
            traceparent=trace_parent(),
            data=data.model_dump(mode="json"),
        )
        self.told.append((data.SUBJECT.replace("{room}", self.room), event))
        return event.id

    async def lock(self, name: str) -> None:
        """Hold a name for this transaction: whoever asks for the same name waits."""
        await self.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})

    async def write_outbox(self) -> None:
        """Put what was told into the outbox; called by the door just before the commit."""
        if not self.told:
            return
        await self.session.flush()
        rows = [
            {"id": event.id, "address": address, "about": event.subject, "body": event.canonical().decode()}
            for address, event in self.told
        ]
        await self.session.execute(insert(outbox), rows)
        await self.session.execute(text(f"NOTIFY {CHANNEL}"))


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a room's units of work come from: its name, its database and the clock."""

    room: str
    database: Database
    clock: Clock

    @asynccontextmanager
    async def unit(self, actor: Actor) -> AsyncIterator[Unit]:
        """One unit of work, committed with its events when the block ends well."""
        now = await self.clock.now()
        async with self.database.transaction() as session:
            unit = Unit(session, now, actor, self.room)
            yield unit
            await unit.write_outbox()
