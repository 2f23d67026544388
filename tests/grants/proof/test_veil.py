"""What is personal in an event is known by its field, veiled in the record, and opened only by what was sealed."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.decisions import DECISIONS
from grants.proof.canonical import canonical
from grants.proof.declared import NAMES
from grants.proof.veil import ABOUT_PERSONS, Opening, read, unveil, veil, without, written


def salts() -> Callable[[], bytes]:
    numbers = count()
    return lambda: next(numbers).to_bytes(16, "big")


EVENT: dict[str, Any] = {
    "id": "e1",
    "type": "evaluation.conflict.found.v1",
    "subject": "a1",
    "actorid": "memur-1",
    "actorrole": "ministry_officer",
    "onbehalfof": "",
    "data": {
        "application_id": "a1",
        "person_id": "uzman-3",
        "reason": "Aynı adres: Ayşe Kaya",
        "members": [{"name": "Akgün", "address": "Ostim 1"}],
        "explanations": [
            {"decision": "conflict", "inputs": {"person": "uzman-3"}, "steps": [{"rule": "r"}], "figures": {}},
            {"decision": "plan", "inputs": {"total": "1"}, "steps": [], "figures": {}},
        ],
    },
}
PLACES = {
    "/actorid",
    "/data/person_id",
    "/data/reason",
    "/data/members/0/address",
    "/data/explanations/0/inputs",
    "/data/explanations/0/steps",
}


def test_what_is_personal_is_veiled_and_nothing_else() -> None:
    veiled, openings = veil(EVENT, salts())
    assert openings.keys() == PLACES
    assert veiled["data"]["application_id"] == "a1"
    assert veiled["data"]["members"][0]["name"] == "Akgün"
    assert veiled["data"]["explanations"][1] == EVENT["data"]["explanations"][1]
    assert "uzman-3" not in json.dumps(veiled)


def test_what_was_given_is_not_changed_by_veiling() -> None:
    before = canonical(EVENT)
    veil(EVENT, salts())
    assert canonical(EVENT) == before


def test_opened_by_everything_that_was_veiled_it_is_the_event_again() -> None:
    veiled, openings = veil(EVENT, salts())
    opened = unveil(veiled, read(written(openings)))
    assert (opened.event, opened.closed, opened.false) == (EVENT, (), ())


@pytest.mark.parametrize("left_out", sorted(PLACES))
def test_what_is_left_out_stays_veiled_and_all_else_is_opened(left_out: str) -> None:
    veiled, openings = veil(EVENT, salts())
    opened = unveil(veiled, {place: one for place, one in openings.items() if place != left_out})
    assert opened.closed == (left_out,)
    assert opened.false == ()
    assert without(opened).keys() == EVENT.keys()


@pytest.mark.parametrize("place", sorted(PLACES))
def test_an_opening_of_something_else_is_named(place: str) -> None:
    veiled, openings = veil(EVENT, salts())
    openings[place] = Opening(openings[place].salt, "another")
    opened = unveil(veiled, openings)
    assert opened.false == (place,)


def test_an_opening_that_has_no_place_is_named() -> None:
    veiled, openings = veil(EVENT, salts())
    opened = unveil(veiled, {**openings, "/data/secret": Opening("00", "x")})
    assert opened.false == ("/data/secret",)


def test_the_same_value_is_veiled_differently_each_time() -> None:
    one, _ = veil(EVENT, salts())
    later = salts()
    later()
    other, _ = veil(EVENT, later)
    assert one["data"]["reason"] != other["data"]["reason"]


def test_what_a_refused_person_typed_is_veiled_whatever_its_field() -> None:
    refused = {
        "type": "application.act.refused.v1",
        "actorid": "",
        "data": {"act": "submit", "breaches": [{"rule": "r", "asked": "12345678901"}, {"rule": "s", "asked": ""}]},
    }
    _, openings = veil(refused, salts())
    assert openings.keys() == {"/data/breaches/0/asked"}


@pytest.mark.parametrize("decision", sorted(ABOUT_PERSONS))
def test_of_a_decision_about_persons_only_the_outcome_stays_open(decision: str) -> None:
    told = {"decision": decision, "inputs": {"x": "uzman-3"}, "steps": [{"subject": "uzman-3"}], "outcome": "chosen"}
    event = {"data": {"explanations": [{**told, "figures": {"chosen": "uzman-3"}}]}}
    veiled, openings = veil(event, salts())
    assert "uzman-3" not in json.dumps(veiled)
    assert veiled["data"]["explanations"][0]["outcome"] == "chosen"
    assert unveil(veiled, openings).event == event


def test_decisions_about_persons_are_decisions_there_are() -> None:
    assert DECISIONS.keys() >= ABOUT_PERSONS


@pytest.mark.parametrize("text", ["[]", '{"a": 1}', '{"a": ["x"]}', "{", '"x"'])
def test_a_text_that_holds_no_openings_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NAMES, "name", "a/b", "c~d", "explanations"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(data=st.dictionaries(st.sampled_from([*NAMES, "x", "a/b"]), JSON, max_size=5), actor=st.text(max_size=5))
def test_whatever_the_event_it_comes_back_whole(data: dict[str, Any], actor: str) -> None:
    event = {"type": "x.y.z.v1", "actorid": actor, "data": data}
    veiled, openings = veil(event, salts())
    opened = unveil(json.loads(canonical(veiled)), read(written(openings)))
    assert (canonical(opened.event), opened.closed, opened.false) == (canonical(event), (), ())


def test_what_somebody_wrote_as_if_it_were_veiled_is_veiled_and_opens_as_it_was_written() -> None:
    lie = {"veiled": "00" * 32}
    event = {**EVENT, "data": {**EVENT["data"], "choice": [lie], "reason": "x"}}
    veiled, openings = veil(event, salts())
    assert "/data/choice/0" in openings
    opened = unveil(veiled, openings)
    assert (opened.event, opened.closed, opened.false) == (event, (), ())
