"""Every question can be asked, with tiny numbers, and answers in the documented shape."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bench import dossier, events, idle_grants, latency, ledger, lifecycles, matching, startup
from bench.__main__ import tables
from bench.answer import Answer, middle, percentile
from cli.stack.options import StackOptions
from cli.stack.stack import Stack

SHAPE = {
    "question": str,
    "measured": float,
    "limit": float,
    "unit": str,
    "limit_is": str,
    "ratio": float,
    "aim": float,
    "better": str,
    "details": dict,
    "met": bool,
}


GENEROUS = 10
"""So many times the bench's own limit: a file of two quarters is small, and the machine is shared."""


def shown(report: dict[str, Any]) -> str:
    out = io.StringIO()
    for one in tables(report):
        Console(file=out, width=220).print(one)
    return out.getvalue()


def check(answers: list[Answer], count: int) -> None:
    found = json.loads(json.dumps([one.as_dict() for one in answers]))
    assert len(found) == count
    for one in found:
        assert {field: type(value) for field, value in one.items()} == SHAPE
        assert one["limit"] > 0
        assert one["better"] in {"more", "less"}
        assert all(isinstance(value, int | float) for value in one["details"].values())


@pytest.mark.journey
async def test_what_a_whole_stack_is_asked_is_answered_by_a_number_its_limit_and_their_ratio(tmp_path: Path) -> None:
    async with Stack(StackOptions(data=tmp_path)) as stack:
        check(await lifecycles.measured(stack, applications=1, rounds=1), 1)
        check(await latency.measured(stack, applications=2), 2)
        check(await idle_grants.measured(stack, grants=2, window=0.2, rounds=1), 2)
    check(await startup.measured(tmp_path, applications=1, starts=1, settle=0), 3)


async def test_how_long_it_takes_to_find_whom_to_ask_is_held_against_the_time_the_solver_has() -> None:
    taken, fit = await matching.answers(files=6, people=5, rounds=1)
    check([taken, fit], 2)
    assert (taken.details["proven_best"], fit.met) == (1, True)


async def test_how_long_a_dossier_takes_to_verify_is_held_against_what_is_enough_and_against_hashing_it() -> None:
    within, times = await dossier.answers(quarters=2, rounds=1)
    check([within, times], 2)
    assert within.measured == times.measured
    assert times.ratio <= GENEROUS * dossier.TIMES, "verifying goes on with the size of the file, as hashing it does"


@pytest.mark.servers
async def test_events_are_answered_by_a_number_its_limit_and_their_ratio() -> None:
    check(await events.answers(events=100, rounds=1, alone=2), 1)
    check(await ledger.answers(events=40, rounds=1), 2)


@pytest.mark.parametrize(
    ("seconds", "bare", "met"),
    [
        (1.0, 50_000.0, [True, True]),
        (1.0, 50_001.0, [True, False]),
        (2.0, 25_000.0, [False, True]),
        (2.0, 50_000.0, [False, False]),
    ],
)
def test_events_a_second_and_what_they_stand_to_are_held_each_against_its_own_aim(
    seconds: float, bare: float, met: list[bool]
) -> None:
    found = ledger.answered([(ledger.Went(5_000, seconds, 0.1, {"postgres": 0.1}), bare)])
    assert [one.met for one in found] == met
    assert (found[0].limit, found[1].limit) == (ledger.AIMED_AT, bare)


@pytest.mark.parametrize(
    ("ratio", "better", "met"), [(0.5, "more", True), (0.49, "more", False), (0.51, "less", False)]
)
def test_an_aim_is_met_from_its_own_side(ratio: float, better: Any, met: bool) -> None:  # noqa: FBT001 - a table
    one = Answer("how fast", ratio, 1.0, "s", "a second", ratio, 0.5, better)
    assert one.met is met
    assert ("missed" in shown({"answers": {"x": [one.as_dict()]}, "cores": 2, "seconds": 1})) is not met


def test_one_disturbed_round_does_not_move_the_middle() -> None:
    assert middle([1.0, 2.0, 900.0]) == 2.0


def test_a_percentile_is_not_exceeded_by_so_many() -> None:
    assert percentile([float(one) for one in range(1, 102)], 95) == 96.0
    assert percentile([7.0], 95) == 7.0


def test_a_bill_is_a_line_a_stage() -> None:
    bill = {"approval": {"acts": 1, "history": 13}}
    text = shown({"answers": {}, "stages": bill, "cores": 2, "seconds": 1})
    assert "approval" in text
    assert "13" in text


@pytest.mark.long
def test_what_nobody_asks_is_refused_by_name() -> None:
    done = subprocess.run([sys.executable, "-P", "-m", "bench", "weather"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "weather" in done.stderr
