"""`destek demo --json`, as a person or a program runs it."""

import json
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cli.stack.options import COMMAND
from tests.journeys.test_life import WAY

pytestmark = pytest.mark.journey


def test_it_prints_one_json_object_tells_the_story_apart_and_leaves_a_dossier_that_is_proven(tmp_path: Path) -> None:
    dossier = tmp_path / "grant.zip"
    words = [*COMMAND, "demo", "--json", "--dossier", str(dossier)]
    end = subprocess.run(words, capture_output=True, text=True, timeout=800, check=False)
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
    assert result["workflow_runs"] == 19
    assert result["history_events"] > result["events"] > result["workflow_runs"]
    assert result["seconds"] > 0
    assert "Mücbir sebep" in end.stderr
    checked = subprocess.run(
        [*COMMAND, "audit", "verify", "--json", str(dossier)], capture_output=True, text=True, timeout=300, check=False
    )
    verdict = json.loads(checked.stdout)
    assert [one for one in verdict["findings"] if not one["holds"]] == []
    assert (verdict["wrong"], verdict["holds"], checked.returncode) == (None, True, 0)
    looked_at = [one["what"] for one in verdict["findings"]]
    runs = sum(what.startswith("run ") for what in looked_at)
    assert runs == result["workflow_runs"] - 1, "every run but that of what outlives the grant, which goes on"
    assert sum(what.startswith("decision ") for what in looked_at) > result["workflow_runs"]
