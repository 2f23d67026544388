"""Grants outlive releases: every run saved by an earlier version replays against the code of today."""

import gzip
import json
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from tests.workflows.hasty import Hasty
from workflows.worker import WORKFLOWS

SAVED = sorted((Path(__file__).parent / "histories").rglob("*.json.gz"))


def read(file: Path) -> WorkflowHistory:
    kept = json.loads(gzip.decompress(file.read_bytes()))
    return WorkflowHistory.from_json(kept["id"], json.dumps(kept["history"]))


@pytest.mark.parametrize("file", SAVED, ids=lambda file: f"{file.parent.name}/{file.name.removesuffix('.json.gz')}")
async def test_a_saved_run_replays(file: Path) -> None:
    await Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter).replay_workflow(read(file))


def test_each_kind_of_workflow_has_saved_runs_and_the_grant_one_a_period() -> None:
    kinds = [file.name.partition("-0")[0].partition("-1")[0] for file in SAVED]
    assert {"call", "application", "pre-evaluation", "committee", "negotiation", "grant"} <= set(kinds)
    assert kinds.count("grant") >= 12


async def test_a_changed_order_of_steps_is_found_by_replay() -> None:
    (file,) = [one for one in SAVED if one.name.startswith("negotiation")]
    replayer = Replayer(workflows=[Hasty], data_converter=pydantic_data_converter)
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(read(file))
