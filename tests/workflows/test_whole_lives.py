"""The real workflows through whole lives, with the room's real rules behind them and a clock that travels."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grants.contracts.activities import GrantState
from grants.contracts.grant_event import Deadline
from grants.contracts.stages import DeadlineKind
from grants.contracts.workflows import GrantInput, WorkflowName, grant_workflow_id, obligations_workflow_id
from services.monitoring.domain.states import ReportStatus
from tests.workflows.conftest import Play
from tests.workflows.whole_lives import WholeLife, handed_on, seven_years

pytestmark = pytest.mark.servers

OLDEST = json.loads((Path(__file__).parent / "golden" / "GrantInput.0.1.0.json").read_text("utf-8"))
LATER = Deadline(kind=DeadlineKind.SUPPORT_END, at=datetime(2090, 1, 1, tzinfo=UTC))
KNOWN_FIRST = ("grant_id", "application_id", "call_id", "programme", "province", "deadlines")
"""What the input of the very first run said: neither version, nor turn, nor what had been heard."""


async def test_seven_years_of_quarters_are_lived_with_the_real_workflow(play: Play) -> None:
    living: dict[str, WholeLife] = {}
    theatre = await play({"fall_due": lambda order: living[order.grant_id].answer(order)})
    planned = seven_years(theatre)
    living[planned.grant_id] = planned
    await planned.live()
    assert [report.status for report in planned.file.reports] == [ReportStatus.ACCEPTED] * 28
    assert planned.file.grant.support_ends_on == planned.file.grant.ceiling_ends_on
    assert len(planned.fallen) == len(set(planned.fallen)), "each deadline falls once"
    assert await planned.volumes(grant_workflow_id(planned.grant_id)) == 29, "a quarter each, and the closing"
    assert await planned.volumes(obligations_workflow_id(planned.grant_id)) >= 10, "a year each at most"


async def test_a_run_begins_with_what_the_oldest_version_carried_and_hands_on_everything(play: Play) -> None:
    theatre = await play({"fall_due": lambda _: GrantState(deadlines=(LATER,), turn=9)})
    oldest = {name: OLDEST[name] for name in KNOWN_FIRST}
    await theatre.start(WorkflowName.GRANT, oldest, grant_workflow_id("application-1"))
    await theatre.travel.to(GrantInput.model_validate(oldest).deadlines[0].at)
    await theatre.until_ordered("fall_due")
    handed = await handed_on(theatre.client, grant_workflow_id("application-1"))
    assert (handed.version, handed.period, handed.turn, handed.deadlines) == (1, 2, 9, (LATER,))
