"""An event's own amounts, points and days are held against the decision it carries, whoever wrote them."""

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.contracts.event import DecidedData
from grants.contracts.kinds import KINDS
from grants.decisions import explain
from grants.explanation import Explanation
from grants.proof.bound import FREE_EVERYWHERE, TIES, told_otherwise
from grants.proof.bound.tie import Order, Part, Seen, holds
from grants.proof.decided import How, find_decisions, remade
from grants.proof.veil import Opened, unveil, veil
from grants.regimes import pinned
from tests.architecture.test_decided import every
from tests.grants.decisions import given as g

RECORDED = Path(__file__).parent / "bound_events.jsonl"
"""Events as rooms told them, of every kind that carries a decision."""


def _late(what: str, kind: str) -> dict[str, Any]:
    now = "2020-03-04T21:00:00Z"
    why = explain("deadline", {"what": what, "now": now, "set_at": now}, g.KDP).model_dump(mode="json")
    data = {"grant_id": "g", "application_id": "a", "number": 1, "due_at": now, "explanations": [why]}
    return {"type": f"monitoring.development_report.{kind}.v1", "time": now, "regime": g.KDP.pinned, "data": data}


EVENTS = [
    *(json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()),
    _late("development_reminder", "reminded"),
    _late("development_due", "late"),
    _late("development_escalation", "escalated"),
]


def wrong(event: Mapping[str, Any]) -> list[str]:
    found = told_otherwise(event, (), pinned)
    return [breach.subject for index in sorted(found) for breach in found[index]]


def explanations(event: Mapping[str, Any]) -> list[Explanation]:
    return [Explanation.model_validate(one) for one in event["data"]["explanations"]]


def parts(event: Mapping[str, Any]) -> Iterator[tuple[Part, Seen]]:
    """The decisions of an event with what ties them to it."""
    about, data = TIES[_kind(event)], event["data"]
    count: dict[str, int] = {}
    for one in explanations(event):
        nth = count.get(one.decision, 0)
        count[one.decision] = nth + 1
        seen = Seen(one, pinned(one.regime), data, str(event["time"]), nth)
        yield from ((part, seen) for part in about.parts if part.decision == one.decision)


def _kind(event: Mapping[str, Any]) -> type[DecidedData]:
    kind = KINDS[event["type"]]
    assert issubclass(kind, DecidedData)
    return kind


def bound_fields(event: Mapping[str, Any]) -> dict[str, Order]:
    """The fields of this event that its decisions say something of."""
    return {
        name: tied.order
        for part, seen in parts(event)
        for name, tied in part.fields.items()
        if event["data"].get(name) is not None and tied.source(seen) is not None
    }


def other(value: Any, order: Order) -> Any:
    """Something else that the field could say just as well."""
    match value:
        case bool():
            return not value
        case int():
            return value - 1 if order is Order.AT_LEAST else value + 1
        case list():
            return _other_list(value)
        case str():
            return _other_text(value, order)
        case _:
            raise AssertionError(value)


def _other_list(value: list[Any]) -> list[Any]:
    if value and isinstance(value[0], dict):
        first = {name: other(one, Order.EXACTLY) for name, one in value[0].items()}
        return [first, *value[1:]]
    return [*(f"{one}x" for one in value), "one more"]


def _other_text(value: str, order: Order) -> str:
    try:
        number = Fraction(value)
    except ValueError:
        return _other_time(value)
    if "/" in value:
        return str(number + 1)
    step = Fraction(-1, 100) if order is Order.AT_LEAST else Fraction(1, 100)
    return f"{float(number + step):.2f}"


def _other_time(value: str) -> str:
    try:
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    except ValueError:
        pass
    try:
        return (datetime.fromisoformat(value) + timedelta(minutes=1)).isoformat()
    except ValueError:
        return f"{value}x"


def name_of(event: Mapping[str, Any]) -> str:
    return str(event["type"])


def test_every_field_of_an_event_with_a_decision_is_tied_to_it_or_said_free_with_a_reason() -> None:
    kinds = {kind for kind in every(DecidedData) if kind in set(KINDS.values())}
    assert len(kinds) > 50
    assert set(TIES) == kinds
    for kind, about in TIES.items():
        fields = set(kind.model_fields) - {"explanations"}
        free = set(about.free) | (set(FREE_EVERYWHERE) & fields) - about.bound
        assert about.bound | free == fields, (kind.__name__, (about.bound | free) ^ fields)
        assert not about.bound & set(about.free), kind.__name__
        assert all(len(reason) > 5 for reason in about.free.values())


def test_there_is_an_event_on_record_of_every_kind_that_carries_a_decision() -> None:
    assert {_kind(event) for event in EVENTS} == set(TIES)


def test_every_field_that_is_tied_is_so_in_some_event_on_record() -> None:
    tried = {(_kind(event), name) for event in EVENTS for name in bound_fields(event)}
    assert {(kind, name) for kind, about in TIES.items() for name in about.bound} <= tried


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_what_a_room_told_holds_beside_its_decisions(event: dict[str, Any]) -> None:
    assert wrong(event) == []
    assert {one.how for one in remade(Opened(event))} == {How.SAME}


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_each_tied_field_that_says_something_else_is_named(event: dict[str, Any]) -> None:
    for name, order in bound_fields(event).items():
        forged = copy.deepcopy(event)
        forged["data"][name] = other(event["data"][name], order)
        assert name in wrong(forged), name
        assert any(one.how is How.TOLD and name in one.came for one in remade(Opened(forged))), name
        assert any(not one.holds and name in one.found for one in find_decisions(Opened(forged), "here"))


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_a_decision_in_the_place_of_another_does_not_hold(event: dict[str, Any]) -> None:
    forged = copy.deepcopy(event)
    strange = explain("board_vote", {"points": "1"}, g.KDP).model_dump(mode="json")
    forged["data"]["explanations"] = [strange]
    assert "explanations" in wrong(forged)


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_an_event_of_old_without_a_decision_is_held_against_nothing(event: dict[str, Any]) -> None:
    old = {**event, "data": {**event["data"], "explanations": []}}
    assert (wrong(old), list(remade(Opened(old)))) == ([], [])


def only(kind: str) -> dict[str, Any]:
    return copy.deepcopy(next(event for event in EVENTS if event["type"] == kind))


CLAIMED = only("monitoring.claim.made.v1")


@settings(max_examples=40, deadline=None)
@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_only_the_amount_that_was_decided_can_be_claimed(amount: Any) -> None:
    forged = {**CLAIMED, "data": {**CLAIMED["data"], "amount": f"{amount:.2f}"}}
    assert (wrong(forged) == []) == (amount == Fraction(CLAIMED["data"]["amount"]))


def test_what_is_told_of_a_number_is_a_decimal_as_people_write_it() -> None:
    event = only("evaluation.pre_evaluation.decided.v1")
    mean = explain("pre_evaluation", g.totals("75", "82"), g.KDP).model_dump(mode="json")
    event["regime"], event["data"] = g.KDP.pinned, event["data"] | {"passed": True, "mean": "12.00"}
    event["data"]["explanations"] = [mean]
    (one,) = remade(Opened(event))
    assert one.came == "mean: on record '12.00', made again '78.5'"


def test_a_time_that_was_not_over_explains_nothing_that_follows_from_its_end() -> None:
    event = only("monitoring.report.late.v1")
    now = event["data"]["explanations"][0]["inputs"]["now"]
    inputs = {"what": "report_due", "now": now, "set_at": "2150-01-01T00:00:00Z"}
    early = explain("deadline", inputs, pinned(event["regime"])).model_dump(mode="json")
    event["data"]["explanations"] = [early]
    assert wrong(event) == ["explanation.outcome"]


def test_a_time_of_something_else_or_of_another_moment_explains_nothing() -> None:
    event = only("monitoring.report.late.v1")
    other_time = {**event, "time": "2150-01-01T00:00:00Z"}
    assert wrong(other_time) == ["explanation.inputs.now"]
    now = event["data"]["explanations"][0]["inputs"]["now"]
    why = explain("deadline", {"what": "development_due", "now": now, "set_at": now}, g.KDP).model_dump(mode="json")
    event["data"]["explanations"] = [why]
    assert wrong(event) == ["explanation.inputs.what"]


def test_what_is_sealed_is_held_against_what_can_still_be_read_and_no_further() -> None:
    event = only("evaluation.committee.motion_decided.v1")
    sealed, _ = veil(event, lambda: bytes(16))
    opened = unveil(sealed, {})
    assert {one.how for one in remade(opened)} == {How.SEALED}
    forged = copy.deepcopy(sealed)
    forged["data"]["carried"] = not forged["data"]["carried"]
    assert {one.how for one in remade(unveil(forged, {}))} == {How.TOLD}


@pytest.mark.parametrize("said", [None, [], {}, "x", "1e999999999", 1.5, "9" * 5000, True])
def test_what_is_no_such_value_is_another_one_and_raises_nothing(said: object) -> None:
    assert not holds(said, Fraction(1))
    assert not holds(said, datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    assert not holds(said, date(2020, 1, 1))


@pytest.mark.parametrize("data", [None, [], {"explanations": [[{"veiled": "x"}]]}, {"explanations": {"a": 1}}])
def test_an_event_that_is_none_is_no_decision_and_raises_nothing(data: object) -> None:
    event = {"type": "monitoring.claim.made.v1", "time": "", "regime": "", "data": data}
    closed = ("/data/explanations/0/0",)
    assert all(one.how in {How.UNREADABLE, How.SEALED, How.TOLD} for one in remade(Opened(event, closed)))


def test_inputs_that_no_rule_was_made_for_are_a_refusal_and_no_fault() -> None:
    event = only("monitoring.claim.made.v1")
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    event["data"]["explanations"][0]["inputs"]["items"] = deep
    assert all(not one.holds for one in remade(Opened(event)))
