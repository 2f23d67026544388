"""simulate: a draft on the recorded applications of a call, on the real rooms, and nothing is written."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from cli.client import ApiError
from cli.rules.saying import Voice
from cli.rules.sets import rule_set
from cli.rules.simulate.command import simulated
from cli.rules.simulate.gathering import AT_ONCE, each, gather
from cli.rules.simulate.ledger import Told
from cli.rules.simulate.outcome import Simulation
from cli.rules.simulate.telling import as_dict, print_simulation
from cli.stack.stack import Stack
from grants.breach import RulesBroken
from grants.contracts.queues import ROOMS
from grants.regimes import load
from runtime.room import RoomPlan
from tests.cli.rules.asking import amendment, ask
from tests.cli.rules.staging import ENVELOPE, FATES, PAID, Asked, Staged, staged
from tests.rooms import Room, Signer, TestClock, open_room, platform_for

pytestmark = pytest.mark.servers
VOICE = Voice.of("en")


@pytest.fixture(scope="module")
async def stage(servers: Stack, signer: Signer, migrated: Callable[[str], Awaitable[str]]) -> AsyncIterator[Staged]:
    """Set once: whoever simulates only reads."""
    settings = servers.settings
    clock = TestClock()
    async with AsyncExitStack() as closing:
        platform = await platform_for(settings, signer, clock, closing)

        async def open_one(plan: RoomPlan) -> Room:
            room = open_room(plan, platform, clock, await migrated(plan.name), signer)
            closing.push_async_callback(room.desk.database.close)
            return room

        yield await staged(open_one, signer)


async def tried(stage: Staged, folder: Path, changes: dict[str, object], *roles: str) -> Simulation:
    draft = rule_set(str(amendment(folder, changes)))
    return await simulated(stage.session(*roles), draft, stage.call_id)


def by_fate(stage: Staged, found: Simulation) -> dict[str, dict[str, Any]]:
    told: Any = as_dict(VOICE, found)
    ids = {stage.id_of(fate): fate for fate in FATES}
    return {ids[one["id"]]: one for one in told["applications"]}


def sides(one: dict[str, Any]) -> tuple[str, str]:
    return tuple(f"{one[side]['fate']} {one[side]['gate']}" for side in ("before", "after"))


async def test_the_record_tried_under_its_own_rules_comes_out_as_it_went(stage: Staged) -> None:
    found = await simulated(stage.session(), rule_set("kdp-2014"), stage.call_id)
    told = by_fate(stage, found)
    assert {fate: sides(one) for fate, one in told.items()} == {
        "granted": ("passes board", "passes board"),
        "selected": ("passes board", "passes board"),
        "below_threshold": ("fails board", "fails board"),
        "below_mark": ("fails pre_evaluation", "fails pre_evaluation"),
        "excluded": ("left check", "left check"),
    }
    assert not any(one["changes"] or one["reasons"] for one in told.values())
    assert not any("simulate.remark.not_as_decided" in one["remarks"] for one in told.values())
    totals = as_dict(VOICE, found)["totals"]
    assert totals == {
        "submitted": 5,
        "passing": {"before": 2, "after": 2},
        "gained": 0,
        "lost": 0,
        "no_score": 0,
        "other_sheet": 0,
        "granted": {"before": "900000.00", "after": "900000.00"},
        "payable": {"before": "300000.00", "after": "300000.00"},
        "paid": PAID,
        "could_get": "0.00",
    }


async def test_a_lower_mark_lets_one_go_on_whom_the_board_never_heard(stage: Staged, tmp_path: Path) -> None:
    found = await tried(stage, tmp_path, {"evaluation.pass_mark": 55})
    one = by_fate(stage, found)["below_mark"]
    assert sides(one) == ("fails pre_evaluation", "no_score board")
    assert one["remarks"] == ["simulate.remark.no_score.board"]
    assert one["after"]["granted"] == "0.00"
    assert (found.totals.no_score, found.totals.passing) == (1, (2, 2))
    marks = {(reason["side"], reason["asked"], reason["allowed"], reason["held"]) for reason in one["reasons"]}
    assert marks == {
        ("before", "(55 + 57) / 2 = 56", "60", False),
        ("after", "(55 + 57) / 2 = 56", "55", True),
    }


async def test_a_higher_mark_stops_those_below_it_before_the_board(stage: Staged, tmp_path: Path) -> None:
    found = await tried(stage, tmp_path, {"evaluation.pass_mark": 75})
    told = by_fate(stage, found)
    assert sides(told["granted"]) == ("passes board", "passes board")
    assert sides(told["selected"]) == ("passes board", "fails pre_evaluation")
    assert sides(told["below_threshold"]) == ("fails board", "fails pre_evaluation")
    assert (found.totals.gained, found.totals.lost) == (0, 1)
    assert [f"{one:.2f}" for one in found.totals.granted] == ["900000.00", "500000.00"]


async def test_a_lower_threshold_selects_one_more_within_the_envelope(stage: Staged, tmp_path: Path) -> None:
    found = await tried(stage, tmp_path, {"committee.threshold": 67})
    one = by_fate(stage, found)["below_threshold"]
    assert sides(one) == ("fails board", "passes board")
    assert one["after"]["place"] == 3
    assert one["after"]["granted"] == "200000.00"
    assert found.totals.granted[1] == ENVELOPE
    assert {reason["rule"] for reason in one["reasons"]} == {"step.placement.threshold"}


async def test_a_lower_cap_refuses_a_plan_and_says_what_it_could_have_asked(stage: Staged, tmp_path: Path) -> None:
    found = await tried(stage, tmp_path, {"money.overall_cap": 45})
    told = by_fate(stage, found)
    assert sides(told["granted"]) == ("passes board", "fails plan")
    assert told["granted"]["after"]["could_get"] == "450000.00"
    assert told["granted"]["after"]["granted"] == "0.00"
    assert told["below_mark"]["after"]["could_get"] == "0.00"
    assert sides(told["selected"]) == ("passes board", "passes board")
    (broken,) = [one for one in told["granted"]["reasons"] if one["side"] == "after"]
    assert broken["rule"] == "money.overall_cap"
    assert "450000.00" in broken["allowed"]


async def test_a_cap_tested_at_the_settlement_pays_less_and_says_by_which_step(stage: Staged, tmp_path: Path) -> None:
    changes = {"money.overall_cap": 40, "money.overall_tested": ["settlement"]}
    found = await tried(stage, tmp_path, changes)
    one = by_fate(stage, found)["granted"]
    assert sides(one) == ("passes board", "passes board")
    assert (one["before"]["granted"], one["after"]["granted"]) == ("500000.00", "400000.00")
    assert (one["before"]["payable"], one["after"]["payable"]) == ("300000.00", "240000.00")
    assert one["paid"] == PAID
    overall = [reason for reason in one["reasons_payable"] if reason["rule"] == "step.settlement.overall"]
    assert [reason["allowed"].partition(" (")[0] for reason in overall] == ["300000.00 TL", "240000.00 TL"]
    assert found.totals.paid == 450000


async def test_more_firms_asked_for_stop_everybody_at_the_door(stage: Staged, tmp_path: Path) -> None:
    told = by_fate(stage, await tried(stage, tmp_path, {"composition.minimum_firms": 21}))
    assert {sides(one)[1] for one in told.values()} == {"fails consortium"}
    for one in told.values():
        assert "composition.firms" in {reason["rule"] for reason in one["reasons"] if reason["side"] == "after"}


async def test_a_draft_that_asks_for_three_evaluators_does_not_make_one_up(stage: Staged, tmp_path: Path) -> None:
    told = by_fate(stage, await tried(stage, tmp_path, {"evaluation.evaluators": 3}))
    assert sides(told["selected"]) == ("passes board", "no_score pre_evaluation")
    assert "simulate.remark.no_score.pre_evaluation" in told["selected"]["remarks"]
    assert sides(told["excluded"]) == ("left check", "left check")


async def test_points_given_on_other_weights_are_counted_apart_and_never_derived(stage: Staged, tmp_path: Path) -> None:
    blocks = [block.model_dump(mode="json") for block in load("kdp-2014").evaluation.blocks.value]
    blocks[0]["maximum"], blocks[2]["maximum"] = 30, 20
    found = await tried(stage, tmp_path, {"evaluation.blocks": blocks})
    told = by_fate(stage, found)
    scored = ("granted", "selected", "below_threshold", "below_mark")
    assert {sides(told[fate])[1] for fate in scored} == {"other_sheet pre_evaluation"}
    assert sides(told["excluded"])[1] == "left check"
    for fate in scored:
        assert "simulate.remark.other_sheet.pre_evaluation" in told[fate]["remarks"]
        assert (told[fate]["after"]["granted"], told[fate]["after"]["place"]) == ("0.00", None)
    assert (found.totals.other_sheet, found.totals.passing, found.totals.granted[1]) == (4, (2, 0), 0)


async def test_points_of_the_board_on_another_scale_rank_nobody(stage: Staged, tmp_path: Path) -> None:
    found = await tried(stage, tmp_path, {"committee.part_scale": 50, "evaluation.part_scale": 50})
    told = by_fate(stage, found)
    assert {sides(told[fate])[1] for fate in ("granted", "selected", "below_threshold")} == {"other_sheet board"}
    assert "simulate.remark.other_sheet.board" in told["granted"]["remarks"]
    assert sides(told["below_mark"])[1] == "fails pre_evaluation"
    assert found.totals.other_sheet == 3


async def test_a_draft_in_another_currency_is_not_compared(stage: Staged, tmp_path: Path) -> None:
    with pytest.raises(RulesBroken) as refused:
        await tried(stage, tmp_path, {"money.currency": "USD"})
    assert refused.value.breaches[0].rule == "simulate.currency"


async def test_inputs_come_from_the_explanations_on_record_and_else_from_the_pages(
    stage: Staged, tmp_path: Path
) -> None:
    _, read = await gather(stage.session(), stage.call_id)
    _, by_officer = await gather(stage.session("ministry_officer"), stage.call_id)
    totals = {one.sources.get("totals") for one in read if one.totals}
    assert totals == {"explanation"}
    assert {where for one in by_officer for where in one.sources.values()} == {"page"}
    assert [one.totals for one in read] == [one.totals for one in by_officer]
    draft = rule_set(str(amendment(tmp_path, {"committee.threshold": 67})))
    seen = [
        as_dict(VOICE, await simulated(stage.session(role), draft, stage.call_id))["totals"]
        for role in ("inspector", "ministry_officer")
    ]
    assert seen[0] == seen[1]


async def test_nothing_is_written_and_only_reading_is_asked(stage: Staged, tmp_path: Path) -> None:
    draft = rule_set(str(amendment(tmp_path, {"committee.threshold": 67})))
    await simulated(stage.session(), draft, stage.call_id)  # that somebody came and read is on record, once an hour
    asked, before = Asked(), await stage.rows()
    await simulated(stage.session(asked=asked), draft, stage.call_id)
    assert len(asked.requests) > len(FATES)
    assert {request.method for request in asked.requests} == {"GET"}
    assert await stage.rows() == before


async def test_a_reader_without_the_right_is_told_so_by_the_door(stage: Staged) -> None:
    with pytest.raises(ApiError) as refused:
        await simulated(stage.session("evaluator"), rule_set("kdp-2014"), stage.call_id)
    assert refused.value.status == 403


async def test_a_call_that_is_not_there_is_told_so_by_the_door(stage: Staged) -> None:
    with pytest.raises(ApiError) as refused:
        await simulated(stage.session(), rule_set("kdp-2014"), "no-such-call")
    assert refused.value.status == 404


async def test_the_tables_tell_fates_reasons_and_sums(stage: Staged, tmp_path: Path, capsys: Any) -> None:
    print_simulation(VOICE, await tried(stage, tmp_path, {"evaluation.pass_mark": 55, "committee.threshold": 67}))
    said = capsys.readouterr().out
    for words in (
        "Not selected: board",
        "no board score on record",
        "Newly selected: 1; no longer selected: 0; without a score: 1",
        "TRY 1,100,000.00",
        "nothing was written",
    ):
        assert words in said
    assert "simulate." not in said


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """A room on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


async def test_the_program_asks_the_doors_whose_addresses_it_is_given(
    stage: Staged, signer: Signer, tmp_path: Path
) -> None:
    draft = amendment(tmp_path, {"committee.threshold": 67})
    async with AsyncExitStack() as closing:
        urls = {room: await closing.enter_async_context(served(app)) for room, app in stage.apps().items()}
        env = {f"DESTEK_{room.upper()}_API_URL": urls.get(room, "") for room in ROOMS}
        env["DESTEK_TOKEN"] = signer.token("mufettis", "inspector")
        words = ("rules", "simulate", "--regime", str(draft), "--against", stage.call_id, "--json")
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli.main",
            *words,
            "--data",
            str(tmp_path),
            env={**os.environ, **env},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await program.communicate()
    assert program.returncode == 0, err.decode()
    told = json.loads(out)
    assert told["call"]["id"] == stage.call_id
    assert told["changed_rules"] == ["instrument", "committee.threshold"]
    assert told["totals"]["gained"] == 1


def test_without_a_system_the_program_says_what_to_give(tmp_path: Path) -> None:
    env = {f"DESTEK_{room.upper()}_API_URL": None for room in ROOMS}
    answer = ask("simulate", "--regime", "kdp-2014", "--against", "x", "--data", tmp_path, "--json", env=env)
    assert (answer.code, answer.json["errors"][0]["rule"]) == (2, "simulate.no_system")


def test_a_draft_with_faults_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    draft = amendment(tmp_path, {"money.overall_cap": 160})
    answer = ask("simulate", "--regime", draft, "--against", "x", "--json")
    assert answer.code == 2
    assert answer.json["errors"][0]["rule"].startswith("regime.")


async def test_few_applications_are_asked_about_at_a_time_and_all_come_in_order() -> None:
    at_work, most = 0, 0

    async def read(name: str) -> str:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0.001)
        at_work -= 1
        return name.upper()

    names = [f"a{number:03}" for number in range(200)]
    assert await each(names, read) == [name.upper() for name in names]
    assert most == AT_ONCE


async def test_the_first_refusal_of_a_door_ends_it_as_that_refusal() -> None:
    async def read(name: str) -> str:
        raise ApiError(503, f"no {name}", [], "GET /x")

    with pytest.raises(ApiError, match="503 no a"):
        await each(["a"], read)


def test_of_a_long_life_only_the_newest_explanations_are_kept() -> None:
    told = Told()
    for number in range(500):
        explanation = {"decision": "claim", "regime": "x@1", "inputs": {"n": number}, "steps": [], "outcome": "paid"}
        told.hear("monitoring.claim.made.v1", json.dumps({"data": {"explanations": [explanation, {"x": 1}]}}))
    assert told.inputs("claim") == {"n": 499}
    assert (len(told.newest), told.inputs("claim", as_submitted=True)) == (1, None)
