"""One real application lives its whole life: every stage, the money, the volumes of its workflows, the proof."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from io import StringIO

import httpx
import pytest
from rich.console import Console

from bench.__main__ import tables
from bench.stages import COUNTS, STAGES
from cli.builds import fetch_builds
from cli.cases import ostim
from cli.checking import walked
from cli.decided import prove_decisions
from cli.demo.cast import Cast, Json
from cli.demo.result import ids_of
from cli.demo.years import EXTENDED_MONTHS, LASTED
from cli.dossier import take
from cli.dossier_replay import taken_again
from cli.histories import replay, runs_of
from cli.inspection import Inspector
from cli.proof import fetch_ledger
from cli.replaying import Replays
from grants.calendar import add_months
from grants.contracts import workflows as names
from grants.contracts.stages import Stage
from grants.proof.dossier.checking import verify
from grants.values import portion
from runtime.payloads import keys_in
from runtime.temporal import connect
from tests.journeys.browsing import sign_in, text_of
from tests.journeys.conftest import Told
from tests.journeys.evidence import recorded_once
from tests.workflows.test_encrypted import as_kept, clear
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
DECIDED = {
    *("consortium", "plan", "conflict", "choice", "pre_evaluation", "membership", "quorum", "ranking", "placement"),
    *("claim", "deadline", "extension", "settlement"),
}
"""Everything that was decided automatically on this way."""


def amount(told: Told, name: str) -> Decimal:
    return Decimal(told.result.money[name])


@pytest.fixture
async def cast(told: Told) -> AsyncIterator[Cast]:
    async with httpx.AsyncClient(timeout=60) as http:
        yield Cast(told.stack.urls, http)


async def grant_of(told: Told, cast: Cast) -> Json:
    """The grant's page at the end of the story."""
    page: Json = await cast.get("izleme-uzmani", "monitoring", f"/grants/{told.result.application_id}")
    return page


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


async def test_its_milestones_end_confirmed_in_time_and_late_declared_and_never_reached(told: Told, cast: Cast) -> None:
    found = {
        one["key"]: (one["status"], one["late_since"] is not None) for one in (await grant_of(told, cast))["milestones"]
    }
    assert found == {
        "KT1": ("confirmed", False),
        "KT2": ("confirmed", True),
        "KT3": ("declared", True),
        "KT4": ("planned", True),
    }


async def test_the_grant_has_one_volume_a_period(told: Told) -> None:
    client = await connect(told.stack.settings)
    volumes = len(await runs_of(client, names.grant_workflow_id(told.result.application_id)))
    assert volumes == 12, "eleven periods (five years, a pause and half a year more) and the closing"
    assert told.result.workflow_runs == 6 + volumes + 1, "six before the grant, and what outlives it"


async def test_every_run_replays_against_the_code(told: Told) -> None:
    client = await connect(told.stack.settings)
    for workflow_id in ids_of(told.result.application_id, told.result.call_id):
        for run in await runs_of(client, workflow_id):
            assert not await replay(run, WORKFLOWS), f"{workflow_id}, volume {run.volume}"


async def test_nothing_the_workflows_carried_is_readable_at_temporal(told: Told) -> None:
    client = await connect(told.stack.settings)
    for workflow_id in ids_of(told.result.application_id, told.result.call_id):
        for run in await as_kept(client, workflow_id):
            assert clear(run) == set(), f"{workflow_id}, run {run.run_id}"
            own, others = f"{workflow_id.split('/')[1]}/0001", {f"{told.result.application_id}/0001"}
            assert {own} <= set(keys_in(run.history)) <= {own} | others, "a call speaks to its files under their keys"


async def test_the_whole_life_is_replayed_from_its_dossier_with_nothing_running(told: Told, cast: Cast) -> None:
    about = told.result.application_id
    whole = await take(cast.session("mufettis"), about)
    assert verify(whole).holds
    async with Replays() as replays:
        proofs = await taken_again(whole, replays)
    assert [(proof.what, proof.found) for proof in proofs if not proof.holds] == []
    assert not any("not in the dossier" in proof.found for proof in proofs if about in proof.what)


async def test_every_item_is_settled_at_three_quarters_of_what_was_realised_of_it_at_most(
    told: Told, cast: Cast
) -> None:
    settled = (await grant_of(told, cast))["settlement"]["result"]
    realised = {key: Decimal(value) for key, value in settled["realised"].items()}
    allowed = {key: Decimal(value) for key, value in settled["allowed_by_item"].items()}
    agreed = {
        item["key"]: Decimal(item["grant"]) for part in ostim.negotiated_plan()["packages"] for item in part["items"]
    }
    assert allowed.keys() == agreed.keys()
    bound = {key: portion(realised.get(key, Decimal(0)), Decimal(75)) for key in allowed}
    assert allowed == {key: min(bound[key], agreed[key]) for key in agreed}
    assert [key for key, value in allowed.items() if value == bound[key]], "one item stands exactly at its bound"
    assert sum(allowed.values()) >= amount(told, "allowed")


async def test_after_force_majeure_an_extension_alone_moves_the_end_without_money(told: Told, cast: Cast) -> None:
    page = await grant_of(told, cast)
    (struck,), (extended,) = page["force_majeure"], page["extensions"]
    assert struck["status"] == "ended"
    lost = date.fromisoformat(struck["ended_on"]) - date.fromisoformat(struck["starts_on"])
    assert lost.days == LASTED
    starts_on = date.fromisoformat(page["starts_on"])
    assert extended["status"] == "granted"
    assert extended["ground"] == "force_majeure"
    assert page["support_ends_on"] == extended["new_end"]
    assert page["support_ends_on"] == add_months(starts_on, 60 + EXTENDED_MONTHS).isoformat()
    assert page["support_ends_on"] <= page["ceiling_ends_on"] == add_months(starts_on, 84).isoformat()
    assert Decimal(page["money"]["approved"]) == amount(told, "approved")


async def test_the_ledger_holds_every_event_told_once_and_its_chain_is_whole(told: Told, cast: Cast) -> None:
    about = told.result.application_id
    types = await recorded_once(cast, told.stack, about)
    checked = await cast.get("mufettis", "audit", f"/applications/{about}/ledger/check")
    assert checked["holds"] is True
    assert checked["length"] >= len(types), "runs come into the archive meanwhile, and reading is on record"
    assert types.count("application.application.submitted.v1") == 1


async def test_the_whole_file_is_replayed_and_every_row_of_every_room_says_what_was_told(
    told: Told, cast: Cast
) -> None:
    inspector = cast.session("mufettis")
    client, builds = await connect(told.stack.settings), await fetch_builds(inspector)
    found = await Inspector(inspector, client, builds=builds).inspect(told.result.application_id)
    assert [(proof.what, proof.found) for proof in found.proofs if not proof.holds] == []
    looked_at = {proof.what for proof in found.proofs}
    assert looked_at >= {f"tables of the {room} room" for room in ("application", "evaluation", "monitoring")}
    assert "what the workflows heard" in looked_at
    assert {"cluster-registry in the application room, on which the file stands"} <= looked_at
    assert builds.is_kept
    verdict = await walked(cast.session("mufettis"))
    assert verdict["findings"] == []


async def test_every_automatic_decision_on_record_is_made_again_and_is_the_same(told: Told, cast: Cast) -> None:
    about, inspector = told.result.application_id, cast.session("mufettis")
    ledger = await fetch_ledger(inspector, about)
    proofs = [*prove_decisions(ledger), *prove_decisions(await fetch_ledger(inspector, ledger.call_id))]
    assert [proof for proof in proofs if not proof.holds] == []
    assert {proof.what.split()[1] for proof in proofs} == DECIDED


async def test_the_whole_life_is_taken_along_without_what_is_personal_and_holds(told: Told, cast: Cast) -> None:
    about = told.result.application_id
    whole = await take(cast.session("mufettis"), about, redacted=True)
    verdict = verify(whole)
    assert [one for one in verdict.findings if not one.holds] == []
    assert verdict.holds
    for person in ("koordinator", "uzman-bir", "mufettis"):
        assert f'"{person}"'.encode() not in whole


async def test_the_officer_reads_the_whole_life_on_its_page(told: Told) -> None:
    async with httpx.AsyncClient(base_url=told.stack.urls["portal"], timeout=60) as browser:
        await sign_in(browser, told.stack.urls["identity"], "uzman-bir")
        page = await browser.get(f"/applications/{told.result.application_id}")
        listed = await browser.get("/applications")
    assert page.status_code == listed.status_code == 200
    assert f"/applications/{told.result.application_id}" in listed.text
    parts = {name: text_of(page.text, name) for name in ("timeline", "money", "grant", "story")}
    for stage in (
        "Bağımsız ön değerlendirme",
        "Kurul değerlendirmesi",
        "Müzakere",
        "Bakan onayı",
        "Sözleşme imzalandı",
    ):
        assert stage in parts["timeline"], stage
    assert "12.294.200,00" in parts["money"]
    assert "Mücbir sebep" in parts["grant"]
    for told_of in ("Çağrı yayımlandı", "Bakan onayladı", "12.294.200,00 TL", "Mali hizmetler uzmanı"):
        assert told_of in parts["story"], told_of


async def test_the_story_names_the_money_and_the_rule(told: Told) -> None:
    text = "\n".join(told.lines)
    for said in ("24.826.800,00 TL", "12.294.200,00 TL", "geçme notu 60", "eşik 70", "Mücbir sebep"):
        assert said in text


def test_the_bill_charges_each_stage_of_the_story_for_what_it_used(told: Told) -> None:
    assert set(told.bill) == set(STAGES.values())
    for used in told.bill.values():
        assert set(used) <= set(COUNTS)
        assert used.get("transactions", 0) == sum(used.get(name, 0) for name in ("acts", "orders", "hearings"))
        assert used.get("tasks", 0) <= used.get("history", 0)
    whole = sum((Counter(used) for used in told.bill.values()), Counter[str]())
    assert all(whole[name] > 0 for name in COUNTS)
    stages = ("draft and submission", "administrative check", "signing", "reports")
    assert all(told.bill[stage]["acts"] for stage in stages)
    assert all(f" {stage} " in _printed(told.bill) for stage in told.bill)


def _printed(bill: dict[str, dict[str, int]]) -> str:
    out = StringIO()
    for one in tables({"answers": {}, "stages": bill, "cores": 2, "seconds": 1}):
        Console(file=out, width=220).print(one)
    return out.getvalue()
