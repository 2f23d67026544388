"""What workflows heard is what was told them, and each volume begins with what the one before it left."""

import base64
import json
from copy import deepcopy
from typing import Any

from cli.proof import Ledger
from cli.trace import facts_of, prove_heard, prove_volumes
from grants.contracts.workflows import FactKind
from runtime.histories import Run
from tests.cli.test_replayed import history_of, kept

APPLICATION, CALL = "0.1.0/application-02", "0.1.0/call-01"
NOTHING = Ledger("nobody", ())


def run(saved: dict[str, Any], volume: int = 1) -> Run:
    history = history_of(saved)
    return Run(history.workflow_id, history.run_id, volume, history)


def test_facts_are_read_out_of_a_run_in_their_order() -> None:
    kinds = [fact.kind for fact in facts_of(run(kept(APPLICATION))) if fact is not None]
    assert kinds
    assert set(kinds) <= set(FactKind)


def test_a_fact_nobody_told_and_a_signal_that_is_none_are_found() -> None:
    saved = kept(APPLICATION)
    heard = list(facts_of(run(saved)))
    found = list(prove_heard(NOTHING, NOTHING, {"a": [run(saved)]}, {}))
    assert len(found) == len(heard)
    assert not any(proof.holds for proof in found)
    assert "which is not on record" in found[0].found
    for event in saved["history"]["events"]:
        if "workflowExecutionSignaledEventAttributes" in event:
            event["workflowExecutionSignaledEventAttributes"]["signalName"] = "tamper"
    (first, *_) = prove_heard(NOTHING, NOTHING, {"a": [run(saved)]}, {})
    assert first.found == "heard something that is no fact"


def volumes() -> list[dict[str, Any]]:
    """Two runs of a grant, made to follow each other."""
    one, other = kept("0.1.0/grant-06"), kept("0.1.0/grant-07")
    left = one["history"]["events"][-1]["workflowExecutionContinuedAsNewEventAttributes"]
    began = other["history"]["events"][0]["workflowExecutionStartedEventAttributes"]
    left["newExecutionRunId"] = run(other).run_id
    began["input"] = deepcopy(left["input"])
    return [one, other]


def test_a_volume_that_begins_with_what_was_left_is_whole_and_any_other_is_found() -> None:
    one, other = volumes()
    assert list(prove_volumes({"g": [run(one), run(other, 2)]})) == []
    (payload,) = other["history"]["events"][0]["workflowExecutionStartedEventAttributes"]["input"]["payloads"]
    start = json.loads(base64.b64decode(payload["data"]))
    payload["data"] = base64.b64encode(json.dumps({**start, "province": "Mars"}).encode()).decode()
    (found,) = prove_volumes({"g": [run(one), run(other, 2)]})
    assert not found.holds
    assert found.found == "begins with something else than the volume before it left"
