"""Grants outlive releases: every run saved by an earlier version replays against the code of today."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from grants.calendar import start_of
from grants.contracts.activities import FallDue
from grants.contracts.stages import DeadlineKind
from tests.workflows.hasty import Hasty
from tests.workflows.kinds import kind_of

HISTORIES = Path(__file__).parent / "histories"
SAVED = sorted(HISTORIES.rglob("*.json.gz"))


def read(file: Path) -> WorkflowHistory:
    kept = json.loads(gzip.decompress(file.read_bytes()))
    return WorkflowHistory.from_json(kept["id"], json.dumps(kept["history"]))


@pytest.mark.parametrize("file", SAVED, ids=lambda file: f"{file.parent.name}/{file.name.removesuffix('.json.gz')}")
async def test_a_saved_run_replays(file: Path) -> None:
    run = read(file)
    replayer = Replayer(workflows=kind_of(run), data_converter=pydantic_data_converter, debug_mode=True)
    await replayer.replay_workflow(run)


def test_each_kind_of_workflow_has_saved_runs_and_the_grant_one_a_period() -> None:
    kinds = [file.name.partition("-0")[0].partition("-1")[0] for file in SAVED]
    assert {"call", "application", "pre-evaluation", "committee", "negotiation", "grant"} <= set(kinds)
    assert {"reserve", "objection-window"} <= set(kinds)
    assert kinds.count("grant") >= 12


@pytest.mark.parametrize("version", sorted({file.relative_to(HISTORIES).parts[0] for file in SAVED}))
def test_each_version_saved_a_closed_grant_that_waits_without_a_date(version: str) -> None:
    first, last = sorted((HISTORIES / version).rglob("money-to-come-back/obligations-*.json.gz"))
    (order,) = orders_of(last)
    assert (orders_of(first), order.kind) == ([], DeadlineKind.GUARANTEE_END)


def orders_of(file: Path) -> list[FallDue]:
    """What a saved run put to the room, in order."""
    asked = (
        event.activity_task_scheduled_event_attributes.input.payloads[0].data
        for event in read(file).events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    )
    return [FallDue.model_validate_json(data) for data in asked]


@pytest.mark.parametrize("version", sorted({file.relative_to(HISTORIES).parts[0] for file in SAVED}))
def test_each_version_saved_a_whole_life_of_seven_years_and_twenty_eight_quarters(version: str) -> None:
    of_grant = sorted((HISTORIES / version / "seven-years").glob("grant-*.json.gz"))
    orders = [order for file in of_grant for order in orders_of(file)]
    ended = [order for order in orders if order.kind is DeadlineKind.PERIOD_END]
    assert [order.number for order in ended] == [*range(1, 29)]
    assert len(of_grant) == 29
    (over,) = [order for order in orders if order.kind is DeadlineKind.SUPPORT_END]
    assert (over.at, ended[-1].at) == (start_of(date(2035, 3, 1)),) * 2, "seven years from 29 February 2028"
    moved = start_of(date(2029, 8, 29)) + timedelta(days=40)
    assert ended[5].at == moved, "forty days of force majeure lie in the sixth quarter"
    after = [order for file in sorted(of_grant[0].parent.glob("obligations-*")) for order in orders_of(file)]
    assert [order.kind for order in after] == [DeadlineKind.OBLIGATION_REMINDER, DeadlineKind.OBLIGATION_END] * 2


async def test_a_changed_order_of_steps_is_found_by_replay() -> None:
    file = next(one for one in SAVED if one.name.startswith("negotiation"))
    replayer = Replayer(workflows=[Hasty], data_converter=pydantic_data_converter, debug_mode=True)
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(read(file))
