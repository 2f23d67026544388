"""What does each stage cost? The rows and history events that a told story leaves behind, stage by stage."""

from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text
from temporalio.api.enums.v1 import EventType

from cli.demo.commands import tell, travelling
from cli.demo.narrator import Narrator
from cli.demo.result import ids_of
from cli.demo.travel import Traveller
from cli.histories import runs_of
from cli.stack.options import StackOptions
from cli.stack.stack import Stack

STAGES = {
    "registry_loaded": "registry loaded",
    "call_published": "call published",
    "call_opened": "call opens",
    "submitted": "draft and submission",
    "deadline_moved": "deadline moved",
    "completion_requested": "administrative check",
    "completed": "administrative check",
    "admitted": "administrative check",
    "call_closed": "call closes",
    "pre_evaluated": "pre-evaluation",
    "concluded": "committee",
    "agreed": "negotiation",
    "approved": "approval",
    "founded": "founding",
    "contracted": "signing",
    "grant_opened": "grant opens",
    "report_returned": "reports",
    "report_accepted": "reports",
    "milestone_declared": "milestones",
    "milestone_confirmed": "milestones",
    "paid": "payments",
    "force_majeure": "force majeure",
    "force_majeure_over": "force majeure",
    "extended": "extension",
    "support_ended": "support ends",
    "closed": "settlement and closing",
}
"""The lines of the story, and the stage each ends; a line not named here counts as its own stage."""
COUNTS = "acts", "orders", "events", "hearings", "transactions", "history", "tasks"
_ROWS = text(
    "SELECT (SELECT count(*) FROM answers WHERE key LIKE '% POST %') AS acts,"
    " (SELECT count(*) FROM answers WHERE key NOT LIKE '% POST %') AS orders,"
    " (SELECT count(*) FROM outbox) AS events, (SELECT count(*) FROM inbox) AS hearings"
)


@dataclass
class Bill:
    """What has been used up so far, and by which stage.

    acts: accepted POSTs. orders: activities carried out. events: told. hearings: events acted on by a room.
    transactions: those that write, one for each act, order and hearing; the relay marks its batches in its own.
    history: workflow history events. tasks: workflow tasks among them.
    """

    clock: Traveller
    call_id: str = ""
    application_id: str = ""
    seen: Counter[str] = field(default_factory=Counter)
    stages: dict[str, Counter[str]] = field(default_factory=dict)

    async def charge(self, line: str) -> None:
        """Charge what was used since the last line to the stage that this one ends."""
        await self.clock.quiet()
        now = await self._counted()
        self.stages.setdefault(STAGES.get(line, line), Counter()).update(now - self.seen)
        self.seen = now

    def shown(self) -> dict[str, dict[str, int]]:
        return {stage: dict(used) for stage, used in self.stages.items()}

    async def _counted(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for database in self.clock.databases.values():
            async with database.engine.connect() as connection:
                found.update({**(await connection.execute(_ROWS)).mappings().one()})
        found["transactions"] = found["acts"] + found["orders"] + found["hearings"]
        await self._names()
        for workflow_id in ids_of(self.application_id, self.call_id):
            for run in await runs_of(self.clock.client, workflow_id):
                found["history"] += len(run.events)
                found["tasks"] += sum(
                    one.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED for one in run.events
                )
        return found

    async def _names(self) -> None:
        """The call and the application of the story, once they are there."""
        async with self.clock.databases["application"].engine.connect() as connection:
            self.call_id = str(await connection.scalar(text("SELECT id FROM call")) or "-")
            self.application_id = str(await connection.scalar(text("SELECT id FROM application")) or "-")


async def stages() -> Mapping[str, Mapping[str, int]]:
    """The bill of the OSTİM story: {stage: {acts, orders, events, hearings, history, tasks}}, in order."""
    async with AsyncExitStack() as closing:
        folder = closing.enter_context(TemporaryDirectory(prefix="destek-bench-"))
        options = StackOptions(data=Path(folder), clock="temporal", ephemeral=True)
        stack = await closing.enter_async_context(Stack(options))
        _, clock = await travelling(stack, closing)
        bill = Bill(clock)
        await tell(stack, Narrator("en", lambda _: None, bill.charge))
        return bill.shown()
