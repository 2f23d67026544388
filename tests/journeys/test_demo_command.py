"""`destek demo --json`, as a person or a program runs it."""

import json
import subprocess
from datetime import datetime
from decimal import Decimal

import pytest

from cli.stack.options import COMMAND
from tests.journeys.test_life import WAY

pytestmark = pytest.mark.journey


def test_it_prints_one_json_object_with_everything_it_came_to_and_tells_the_story_apart() -> None:
    end = subprocess.run([*COMMAND, "demo", "--json"], capture_output=True, text=True, timeout=240, check=False)
    assert end.returncode == 0, end.stderr
    result = json.loads(end.stdout)
    assert result["outcome"] == "completed"
    assert tuple(result["stages"]) == WAY
    reached = [datetime.fromisoformat(at) for at in result["stages"].values()]
    assert reached == sorted(reached)
    assert (reached[-1] - reached[0]).days > 5 * 365
    money = {name: Decimal(text) for name, text in result["money"].items()}
    assert money["requested"] == money["approved"] == money["paid"] == Decimal("12294200.00")
    assert money["recovered"] == money["paid"] - money["allowed"] > 0
    assert result["workflow_runs"] == 17
    assert result["history_events"] > result["events"] > result["workflow_runs"]
    assert result["seconds"] > 0
    assert "Mücbir sebep" in end.stderr
