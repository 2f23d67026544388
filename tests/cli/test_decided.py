"""Whoever checks a file makes every automatic decision in it again, and sees which was not made so."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.decided import of_ledger, prove_decisions, prove_decisions_by
from cli.proof import Ledger, Proof
from cli.replaying import Replays
from grants.decisions import explain
from grants.proof.chain import GROUND, Link
from tests.grants.decisions import given as g

PLAN = explain("plan", g.one_item("24826800.00", "12413400.00"), g.KDP).model_dump(mode="json")
MEAN = explain("pre_evaluation", g.totals("75", "80"), g.KDP).model_dump(mode="json")


def ledger(*explanations: object, regime: str = g.KDP.pinned, kind: str = "", **data: object) -> Ledger:
    said = {"application_id": "a", **data, "explanations": list(explanations)}
    body = json.dumps({"type": kind, "regime": regime, "data": said})
    at = datetime(2017, 5, 2, tzinfo=UTC)
    link = Link("a", 1, "e1", "some.thing.decided.v1", at, "p", "coordinator", "", regime, body, "", GROUND, at)
    silent = Link(
        "a", 2, "e2", "some.thing.said.v1", at, "p", "coordinator", "", regime, '{"data": {}}', "", GROUND, at
    )
    return Ledger("a", (link, silent))


def proven(*explanations: object, regime: str = g.KDP.pinned) -> list[Proof]:
    return list(prove_decisions(ledger(*explanations, regime=regime)))


def test_every_decision_on_record_is_made_again_and_holds() -> None:
    first, second = proven(PLAN, MEAN)
    assert (first.what, first.holds, second.holds) == ("decision plan at record 1 of a", True, True)
    assert second.found == f"passed (mean 77.5); made again under {g.KDP.pinned}: the same"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"outcome": "eliminated"}, "outcome: on record 'eliminated', made again 'passed'"),
        ({"figures": {"mean": "78"}}, "figures.mean: on record '78', made again '77.5'"),
        ({"inputs": {"totals": ["76", "80"]}}, "figures.mean: on record '77.5', made again '78'"),
        ({"inputs": {"totals": ["seventy"]}}, "cannot be made again: input.shape totals[0]"),
        ({"regime": "kdp-2014@none"}, "cannot be made again: regime.unknown_revision revision"),
        ({"decision": "luck"}, "cannot be made again: input.decision kind"),
        ({"steps": MEAN["steps"][:-1]}, "steps[2]: on record ''"),
    ],
)
def test_a_decision_that_was_not_made_so_is_named_with_what_differs(changes: dict[str, Any], told: str) -> None:
    (proof,) = proven(MEAN | changes)
    assert not proof.holds
    assert told in proof.found
    assert proof.meaning


def test_a_decision_under_other_rules_than_its_event_does_not_hold() -> None:
    (proof,) = proven(MEAN, regime="kdp-2022@x")
    assert (proof.holds, "regime" in proof.found) == (False, True)


PRE_EVALUATED = "evaluation.pre_evaluation.decided.v1"
FORGED = {"kind": PRE_EVALUATED, "passed": False, "mean": "77.5"}


def test_an_event_that_says_otherwise_than_its_decision_does_not_hold_and_the_field_is_named() -> None:
    (true,) = prove_decisions(ledger(MEAN, kind=PRE_EVALUATED, passed=True, mean="77.5"))
    (forged,) = prove_decisions(ledger(MEAN, **FORGED))
    assert true.holds
    assert not forged.holds
    assert forged.found == "the event says otherwise: passed: on record 'false', made again 'true'"
    assert forged.meaning


@pytest.mark.long
async def test_an_event_that_says_otherwise_does_not_hold_whatever_another_build_makes_of_its_decision() -> None:
    every = list(of_ledger(ledger({**MEAN, "figures": {"mean": "78"}}, **FORGED)))
    async with Replays(ROOT, build="b-1") as replays:
        (proof,) = await prove_decisions_by(replays, every)
    assert not proof.holds


@pytest.mark.parametrize("raw", ["text", {}, None, {"decision": 1}])
def test_what_is_no_explanation_does_not_hold(raw: object) -> None:
    (proof,) = proven(raw)
    assert proof.what == "decision - at record 1 of a"
    assert (proof.holds, proof.found) == (False, "what is on record is no explanation")


ROOT = Path(__file__).parents[2]


def build_of(folder: Path, decided: str) -> Path:
    """A build that decides so, with no workflow."""
    for name in ("grants/__init__.py", "grants/proof/__init__.py", "workflows/__init__.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "workflows/worker.py").write_text("WORKFLOWS = ()\n")
    (folder / "grants/proof/veil.py").write_text("Opened = dict\n")
    (folder / "grants/proof/decided.py").write_text(decided)
    return folder


async def proven_by(build: Path, *explanations: object) -> list[Proof]:
    async with Replays(build, build="b-1") as replays:
        return await prove_decisions_by(replays, list(of_ledger(ledger(*explanations))))


@pytest.mark.long
async def test_another_build_makes_decisions_again_by_its_own_code_and_the_report_says_which() -> None:
    same, refused, none = await proven_by(ROOT, MEAN, {**MEAN, "decision": "luck"}, "text")
    assert same.found == f"passed (mean 77.5); made again under {g.KDP.pinned}: the same; by the code of build b-1"
    assert (refused.holds, refused.found.endswith("by the code of build b-1")) == (False, True)
    assert (none.holds, none.found) == (False, "what is on record is no explanation")


async def test_what_another_build_comes_to_is_what_counts(tmp_path: Path) -> None:
    code = (
        "from types import SimpleNamespace as Made\n"
        "def remade(opened):\n"
        "    for one in opened['data']['explanations']:\n"
        "        came = one['outcome'] + '?'\n"
        "        yield Made(decision=one['decision'], how='other', came=came, regime=opened['regime'])\n"
    )
    (proof,) = await proven_by(build_of(tmp_path, code), MEAN)
    assert (proof.holds, proof.found) == (False, "passed?; by the code of build b-1")
    assert proof.meaning


@pytest.mark.long
@pytest.mark.parametrize(
    "code",
    [
        "",
        "def remade(opened):\n    raise RuntimeError('no rule')\n",
        "raise SystemExit",
        "def remade(_):\n    return ()\n",
    ],
)
async def test_where_a_build_makes_no_decision_todays_code_does_and_it_is_said(tmp_path: Path, code: str) -> None:
    (proof,) = await proven_by(build_of(tmp_path, code), MEAN)
    assert proof.holds
    assert "; by the code of this build: build b-1 makes no such decision (" in proof.found


async def test_without_another_build_nothing_is_said_of_any() -> None:
    async with Replays() as replays:
        every = list(of_ledger(ledger(PLAN, MEAN)))
        assert await prove_decisions_by(replays, every) == proven(PLAN, MEAN)
