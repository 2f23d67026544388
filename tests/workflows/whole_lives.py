"""A grant's room without a database: the real file and the real rules, asked by a real workflow.

What people do is planned by day; between two such days only deadlines fall, each as the workflow puts it to the room.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from cli.histories import runs_of
from grants.calendar import istanbul_day, start_of
from grants.contracts.activities import FallDue, GrantState
from grants.contracts.grant_event import Deadline
from grants.contracts.workflows import (
    FactKind,
    GrantInput,
    ObligationsInput,
    WorkflowName,
    grant_workflow_id,
    obligations_workflow_id,
)
from grants.regimes import RuleSet, load
from grants.regimes.words import ExtensionGround
from services.monitoring.domain import closing, ending, extending, falls, pausing, reporting
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.closing_facts import ClosingSaid
from services.monitoring.domain.facts import Extension, ForceMajeure, GrantFile
from services.monitoring.domain.reporting import Filed
from services.monitoring.domain.states import FILEABLE, GrantStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import INDICATORS, file_of
from tests.workflows.conftest import Theatre

Act = Callable[["WholeLife"], GrantFile]
_SPENT = Decimal("10.00")


def quarterly() -> RuleSet:
    """The rules of 2014 with a report every three months."""
    rules = load("kdp-2014")
    kinds = [one.model_copy(update={"period_months": 3}) for one in rules.reporting.kinds.value]
    return changed(rules, {"reporting.kinds": [one.model_dump() for one in kinds]})


@dataclass
class WholeLife:
    """One grant, from its contract to the end of what outlives it. plan: what people do, by day."""

    theatre: Theatre
    file: GrantFile
    rules: RuleSet
    plan: dict[date, Act]
    grant_id: str = field(default_factory=lambda: str(uuid4()))
    now: datetime = field(init=False)
    fallen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = start_of(self.file.grant.starts_on)

    @property
    def due(self) -> tuple[Deadline, ...]:
        return deadlines(self.file, self.rules)

    @property
    def today(self) -> date:
        return istanbul_day(self.now)

    def answer(self, order: FallDue) -> GrantState:
        """What the room says to a deadline: its consequence if it stands, nothing if not."""
        due = Deadline(kind=order.kind, at=order.at, number=order.number)
        if falls.stands(self.file, due, max(self.now, order.at), self.rules):
            self.now = max(self.now, order.at)
            self.fallen.append(f"{due.kind}/{due.number}")
            self._turned(falls.fall(self.file, due, self.now, self.rules))
        return GrantState(deadlines=self.due, turn=self.file.grant.turn, outcome=self.file.grant.outcome)

    async def live(self) -> None:
        """To the closing and on, until nothing falls due any more."""
        await self.begin()
        for day in sorted(self.plan):
            await self.until(start_of(day))
            self.now = max(self.now, start_of(day) + timedelta(hours=9))
            await self.act(self.plan[day])
        while self.due:
            await self.until(self.due[0].at)

    async def until(self, moment: datetime) -> None:
        """Everything that falls due up to then falls, in order; reports are filed and accepted as they come."""
        while (due := self.due) and due[0].at <= moment:
            seen = len(self.fallen)
            await self.theatre.travel.to(due[0].at)
            async with asyncio.timeout(120):
                while len(self.fallen) == seen:
                    await asyncio.sleep(0.005)
            if self.plan and any(report.status in FILEABLE for report in self.file.reports):
                await self.act(_reported)
        await self.theatre.travel.to(moment)
        self.now = max(self.now, moment)

    async def volumes(self, workflow_id: str) -> int:
        return len(await runs_of(self.theatre.client, workflow_id))

    async def begin(self) -> None:
        start = GrantInput(
            grant_id=self.grant_id,
            application_id=self.grant_id,
            call_id="c",
            programme="kdp-2014",
            province="Ankara",
            deadlines=self.due,
        )
        await self.theatre.start(WorkflowName.GRANT, start, grant_workflow_id(self.grant_id))

    async def act(self, act: Act) -> None:
        """Somebody acts; the workflow that is under way hears of it as it would from the bus."""
        was_closed = self._is_closed
        self._turned(act(self))
        own, after = grant_workflow_id(self.grant_id), obligations_workflow_id(self.grant_id)
        if self._is_closed and not was_closed:
            await self.theatre.tell(own, FactKind.GRANT_CLOSED, decision=str(self.file.grant.outcome))
            await self.theatre.start(WorkflowName.OBLIGATIONS, self._outlives(), after)
        elif self.due or not was_closed:
            turn = self.file.grant.turn
            await self.theatre.tell(after if was_closed else own, FactKind.CLOCK_MOVED, deadlines=self.due, number=turn)

    @property
    def _is_closed(self) -> bool:
        return self.file.grant.status is GrantStatus.CLOSED

    def _outlives(self) -> ObligationsInput:
        grant_id, turn = self.grant_id, self.file.grant.turn
        return ObligationsInput(grant_id=grant_id, application_id=grant_id, deadlines=self.due, turn=turn)

    def _turned(self, file: GrantFile) -> None:
        self.file = file.with_grant(turn=self.file.grant.turn + 1)


def seven_years(theatre: Theatre) -> WholeLife:
    """Twenty-eight quarters from 29 February: force majeure in the second year, two more years on technical grounds."""
    signed = date(2028, 2, 29)
    flood = ForceMajeure("fm", "g", date(2029, 6, 1), "flood", "report", "coordinator", start_of(date(2029, 6, 10)))
    plan: dict[date, Act] = {
        date(2029, 6, 10): lambda life: pausing.declare(life.file, flood),
        date(2029, 6, 20): lambda life: pausing.decide(
            life.file, life.file.force_majeure[0], "officer", life.now, life.rules, accepted=True, reason="seen"
        ),
        date(2029, 7, 11): lambda life: pausing.end(
            life.file, life.file.force_majeure[0], date(2029, 7, 11), life.now, life.rules
        ),
        date(2030, 3, 1): lambda life: ending.give_notice(life.file, "n", "late", 30, "officer", life.now),
        date(2032, 10, 1): _asks_for_two_years,
        date(2032, 11, 1): lambda life: extending.decide(
            life.file, life.file.extensions[0], "officer", life.now, life.rules, granted=True, reason="late machines"
        ),
        date(2035, 4, 2): lambda life: closing.submit(life.file, ClosingSaid("done"), "coordinator", life.now),
        date(2035, 4, 3): lambda life: closing.accept(life.file, "", "officer", life.now),
        date(2035, 4, 20): lambda life: ending.settle(
            life.file, ending.Settler("officer", life.now, "last"), life.rules
        ),
    }
    return WholeLife(theatre, file_of(signed), quarterly(), plan)


def _asks_for_two_years(life: WholeLife) -> GrantFile:
    ends = life.file.grant.ceiling_ends_on
    one = Extension("ex", "g", ExtensionGround.TECHNICAL, ends, "late machines", "coordinator", life.now, life.today)
    return extending.ask(life.file, one, life.rules)


def _reported(life: WholeLife) -> GrantFile:
    file = life.file
    for report in _open(file):
        filed = Filed("done", "as planned", (("I1", _SPENT),), INDICATORS)
        file = reporting.submit(file, report, filed, "coordinator", life.now, life.rules)
        file = reporting.accept(file, report, "", "officer", life.now, life.rules)
    return file


def _open(file: GrantFile) -> Iterator[int]:
    yield from (report.number for report in file.reports if report.status in FILEABLE)


async def handed_on(client: Client, workflow_id: str) -> GrantInput:
    """What the first run of a grant gave to the second."""
    async with asyncio.timeout(120):
        while len(runs := await runs_of(client, workflow_id)) < 2:
            await asyncio.sleep(0.05)
    payloads = runs[1].events[0].workflow_execution_started_event_attributes.input.payloads
    (handed,) = await pydantic_data_converter.decode(payloads, [GrantInput])
    return GrantInput.model_validate(handed)
