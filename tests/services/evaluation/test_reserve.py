"""The reserve of a call on a real database: it moves up when a winner leaves, and ends with its days."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from grants.calendar import end_of_days_after
from grants.contracts.stages import Outcome, Stage
from grants.decisions import recompute
from grants.explanation import Explanation
from grants.regimes import load
from services.evaluation.store import selections
from tests.retold import fell, retold
from tests.services.evaluation.acts import REGIME, Case, ranked

pytestmark = pytest.mark.servers

DAYS = load(REGIME).committee.reserve_days.value
MOVED = "evaluation.reserve.moved_up.v1"
RELEASED = "evaluation.reserve.released.v1"


async def states(case: Case, call: str) -> list[str]:
    """What became of each, in the order of the ranking, as an officer reads it."""
    shown = (await case.officer.get(f"/calls/{call}/ranking")).json()
    return [line["state"] for line in shown["placed"]]


async def told(case: Case, about: str, kind: str) -> list[dict[str, Any]]:
    return [event.data for event in await case.room.told(about) if event.type == kind]


async def lapse(case: Case, call: str) -> Any:
    return await case.order("lapse_reserve", call_id=call)


async def test_when_a_winner_leaves_the_best_placed_in_reserve_that_fits_moves_up(staffed: Case) -> None:
    call, (first, second, third) = await ranked(staffed, "1500000.00", "1000000.00", "1200000.00", "400000.00")
    assert await states(staffed, call) == ["winner", "reserve", "reserve"]
    await staffed.end(call, first, Outcome.DECLINED, Stage.NEGOTIATION)
    assert await states(staffed, call) == ["gone", "winner", "reserve"]
    (up,) = await told(staffed, second, MOVED)
    assert (up["rank"], up["decision"]) == (2, "selected")
    assert await told(staffed, third, MOVED) == []
    (considered,) = await told(staffed, call, "evaluation.reserve.considered.v1")
    assert (considered["left"], considered["moved"]) == (first, [second])
    explained = Explanation.model_validate(considered["explanations"][0])
    assert explained.figures == {"free": "1500000.00", "moved": "1", "left": "300000.00"}
    assert recompute(explained) == explained
    await staffed.end(call, second, Outcome.CONTRACTED, Stage.SIGNING)
    (out,) = await told(staffed, third, RELEASED)
    assert (out["ground"], out["decision"]) == ("nothing_left", "not_selected")
    assert (retold(out).decision, retold(out).outcome) == ("reach", "out")
    assert await states(staffed, call) == ["gone", "contracted", "released"]
    assert (await staffed.room.told_types(call))[-1] == "evaluation.reserve.closed.v1"


async def test_the_reserve_lapses_with_its_days_and_not_before(staffed: Case) -> None:
    call, (_, second) = await ranked(staffed, "1500000.00", "1000000.00", "1200000.00")
    (opened,) = await told(staffed, call, "evaluation.reserve.opened.v1")
    until = end_of_days_after(staffed.room.clock.at, DAYS)
    assert (opened["until"], opened["waiting"]) == (until.isoformat().replace("+00:00", "Z"), 1)
    placed = (await staffed.advance_committee(call)).placed
    assert [one.due_at for one in placed] == [None, until]
    staffed.room.clock.at = until - timedelta(seconds=1)
    state = await lapse(staffed, call)
    assert (state.closed, state.due_at) == (False, until)
    staffed.room.clock.at = until
    assert (await lapse(staffed, call)).closed
    (out,) = await told(staffed, second, RELEASED)
    assert out["ground"] == "reserve_lapsed"
    assert fell(out) == ("reserve", "released")
    assert "set_at" not in retold(out).inputs
    assert (await lapse(staffed, call)).closed
    assert len(await told(staffed, second, RELEASED)) == 1


@pytest.mark.parametrize(("seconds", "moves"), [(-1, True), (0, False)])
async def test_who_left_in_time_counts_however_late_it_is_heard_of(staffed: Case, seconds: int, *, moves: bool) -> None:
    call, (first, second) = await ranked(staffed, "1000000.00", "1000000.00", "1000000.00")
    until = end_of_days_after(staffed.room.clock.at, DAYS)
    staffed.room.clock.at = until + timedelta(minutes=1)
    left_at = until + timedelta(seconds=seconds)
    await staffed.end(call, first, Outcome.DECLINED, Stage.FOUNDING, at=left_at)
    assert bool(await told(staffed, second, MOVED)) == moves


async def test_after_the_reserve_is_closed_nobody_moves_up(staffed: Case) -> None:
    call, (first, second) = await ranked(staffed, "1000000.00", "1000000.00", "1000000.00")
    left_at = staffed.room.clock.at
    staffed.room.clock.at = end_of_days_after(staffed.room.clock.at, DAYS)
    await lapse(staffed, call)
    await staffed.end(call, first, Outcome.DECLINED, Stage.FOUNDING, at=left_at)
    assert await told(staffed, second, MOVED) == []
    assert await states(staffed, call) == ["gone", "released"]


async def test_who_leaves_the_reserve_moves_nobody_and_an_empty_reserve_is_closed(staffed: Case) -> None:
    call, (first, second) = await ranked(staffed, "1000000.00", "1000000.00", "1000000.00")
    await staffed.end(call, second, Outcome.WITHDRAWN, Stage.RESERVE)
    assert await states(staffed, call) == ["winner", "gone"]
    assert (await staffed.room.told_types(call))[-1] == "evaluation.reserve.closed.v1"
    await staffed.end(call, first, Outcome.DECLINED, Stage.NEGOTIATION)
    assert await told(staffed, second, MOVED) == []


async def test_what_asks_more_than_all_the_money_is_never_put_in_reserve(staffed: Case) -> None:
    call, (_, second) = await ranked(staffed, "1000000.00", "1000000.00", "1000000.01")
    placed = (await staffed.advance_committee(call)).placed
    assert [one.decision for one in placed] == ["selected", "not_selected"]
    assert await told(staffed, call, "evaluation.reserve.opened.v1") == []
    assert await told(staffed, second, RELEASED) == []


async def test_two_winners_who_leave_at_once_let_up_only_what_fits(staffed: Case) -> None:
    call, (first, second, third, fourth, fifth) = await ranked(
        staffed, "1000000.00", "500000.00", "500000.00", "600000.00", "400000.00", "300000.00"
    )
    await asyncio.gather(
        staffed.end(call, first, Outcome.DECLINED, Stage.NEGOTIATION),
        staffed.end(call, second, Outcome.WITHDRAWN, Stage.NEGOTIATION),
    )
    async with staffed.room.desk.database.transaction() as session:
        held = sum(one.amount for one in await selections.selections(session, call) if one.holds_money)
    assert held <= 1_000_000
    moved = [one for one in (third, fourth, fifth) if await told(staffed, one, MOVED)]
    assert moved in ([third, fourth], [fourth, fifth])
    assert len(await told(staffed, call, "evaluation.reserve.considered.v1")) == 2


async def test_the_end_of_the_days_and_a_winner_who_leaves_at_once_come_to_one_end(staffed: Case) -> None:
    call, (first, second) = await ranked(staffed, "1000000.00", "1000000.00", "1000000.00")
    left_at = staffed.room.clock.at
    staffed.room.clock.at = end_of_days_after(staffed.room.clock.at, DAYS)
    await asyncio.gather(lapse(staffed, call), staffed.end(call, first, Outcome.DECLINED, Stage.FOUNDING, at=left_at))
    results = [event.type for event in await staffed.room.told(second) if event.type in {MOVED, RELEASED}]
    assert len(results) == 1
