"""One real application lives its whole life: every stage, the money, the volumes of its workflows, the proof."""

from decimal import Decimal

import httpx
import pytest

from cli.cases import ostim
from cli.demo.cast import Cast
from cli.demo.result import ids_of
from cli.histories import replay, runs_of
from grants.contracts import workflows as names
from grants.contracts.stages import Stage
from grants.values import portion
from runtime.settings import PlatformSettings
from runtime.temporal import connect
from tests.journeys.conftest import Told
from workflows.worker import WORKFLOWS

pytestmark = pytest.mark.journey

WAY = (
    Stage.SUBMITTED,
    Stage.ADMINISTRATIVE_CHECK,
    Stage.PRE_EVALUATION,
    Stage.COMMITTEE,
    Stage.NEGOTIATION,
    Stage.APPROVAL,
    Stage.FOUNDING,
    Stage.SIGNING,
    Stage.ENDED,
    "closed",
)


def amount(told: Told, name: str) -> Decimal:
    return Decimal(told.result.money[name])


async def test_it_passes_every_stage_in_order_and_is_completed(told: Told) -> None:
    assert told.result.outcome == "completed"
    assert tuple(told.result.stages) == WAY
    reached = list(told.result.stages.values())
    assert reached == sorted(reached)


async def test_the_plan_is_the_published_one_and_the_grant_half_of_it_at_most(told: Told) -> None:
    assert amount(told, "plan") <= Decimal("24826800.00")
    assert amount(told, "approved") == amount(told, "requested")
    agreed = sum(
        (Decimal(item["grant"]) for package in ostim.negotiated_plan()["packages"] for item in package["items"]),
        Decimal(),
    )
    assert amount(told, "approved") == agreed


async def test_the_settlement_pays_within_both_caps_and_recovers_what_is_above(told: Told) -> None:
    realised = sum((Decimal(line["realised"]) for period in ostim.periods() for line in period["spending"]), Decimal())
    assert amount(told, "realised") == realised
    assert amount(told, "allowed") <= portion(realised, Decimal(50))
    assert amount(told, "allowed") <= amount(told, "approved")
    over = max(amount(told, "paid") - amount(told, "allowed"), Decimal("0.00"))
    assert amount(told, "recovered") == over
    assert over > 0, "the case was paid item by item, so the overall cap takes something back at the end"


async def test_the_grant_has_one_volume_a_period(told: Told) -> None:
    client = await connect(PlatformSettings(temporal_address=told.stack.temporal_address))
    volumes = len(await runs_of(client, names.grant_workflow_id(told.result.application_id)))
    assert volumes == 12, "eleven periods (five years, a pause and half a year more) and the closing"
    assert told.result.workflow_runs == 5 + volumes


async def test_every_run_replays_against_the_code(told: Told) -> None:
    client = await connect(PlatformSettings(temporal_address=told.stack.temporal_address))
    for workflow_id in ids_of(told.result.application_id, told.result.call_id):
        for run in await runs_of(client, workflow_id):
            assert not await replay(run, WORKFLOWS), f"{workflow_id}, volume {run.volume}"


async def test_the_ledger_holds_every_event_told_and_its_chain_is_whole(told: Told) -> None:
    async with httpx.AsyncClient(timeout=30) as http:
        cast = Cast(told.stack.urls, http)
        checked = await cast.get("mufettis", "audit", f"/applications/{told.result.application_id}/ledger/check")
    assert checked["holds"] is True


async def test_the_story_names_the_money_and_the_rule(told: Told) -> None:
    text = "\n".join(told.lines)
    for said in ("24.826.800,00 TL", "12.294.200,00 TL", "geçme notu 60", "eşik 70", "Mücbir sebep"):
        assert said in text
