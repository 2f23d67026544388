"""What is personal in an event is known by its field, veiled in the record, and opened only by what was sealed."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.contracts.event import ActRefused, EventData
from grants.decisions import DECISIONS
from grants.proof.veil import ABOUT_PERSONS, PERSONAL, Opening, canonical, read, unveil, veil, without, written
from tests.contracts.published import EVENTS

IMPERSONAL = frozenset(
    {
        "account_id",
        "act",
        "addendum_id",
        "after",
        "allowed",
        "amount",
        "application_id",
        "applications",
        "approved",
        "asked",
        "assignment_id",
        "at",
        "before",
        "block",
        "call_id",
        "cause",
        "change_id",
        "claim_id",
        "code",
        "consortium_id",
        "consortium_name",
        "content",
        "currency",
        "decided_by",
        "decision",
        "document",
        "drawn",
        "earned",
        "ending",
        "enterprise_name",
        "enterprise_tax_number",
        "envelope",
        "event_id",
        "evidence",
        "extension_id",
        "figures",
        "finding_id",
        "findings",
        "force_majeure_id",
        "found",
        "grant",
        "grant_id",
        "guarantee_id",
        "hash",
        "hold_id",
        "id",
        "interest",
        "item",
        "items",
        "key",
        "kind",
        "latitude",
        "lead_id",
        "left",
        "level",
        "limit",
        "longitude",
        "mean",
        "method",
        "moved",
        "nace",
        "name",
        "notice_id",
        "number",
        "order_id",
        "outcome",
        "paid",
        "place",
        "plan",
        "plan_total",
        "point_id",
        "population",
        "previous",
        "principal",
        "programme",
        "proposal_id",
        "province",
        "public",
        "realised",
        "recovered",
        "recovery_id",
        "regime",
        "requested",
        "revision",
        "room",
        "root",
        "rule",
        "run_id",
        "sample_id",
        "seed",
        "set_off",
        "severity",
        "sha256",
        "side",
        "signature",
        "since",
        "source",
        "statement_id",
        "subject",
        "tax_number",
        "total",
        "usable",
        "used",
        "verdict",
        "visit_id",
        "voucher",
        "voucher_key",
        "workflow_id",
    }
)
"""Fields of text that name no person: ids of things, codes, amounts, and legal persons, who are public."""


def salts() -> Callable[[], bytes]:
    numbers = count()
    return lambda: next(numbers).to_bytes(16, "big")


def texts_of(schema: dict[str, Any], defs: dict[str, Any], name: str, depth: int = 0) -> Iterator[str]:
    """The names of all fields of a schema that hold free text."""
    if depth > 12:
        return
    if "$ref" in schema:
        yield from texts_of(defs[schema["$ref"].rpartition("/")[2]], defs, name, depth + 1)
    for one in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
        yield from texts_of(one, defs, name, depth + 1)
    for inner, one in schema.get("properties", {}).items():
        yield from texts_of(one, defs, inner, depth + 1)
    if isinstance(schema.get("items"), dict):
        yield from texts_of(schema["items"], defs, name, depth + 1)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from texts_of(schema["additionalProperties"], defs, name, depth + 1)
    closed = schema.keys() & {"enum", "const", "pattern", "format"}
    if schema.get("type") == "string" and not closed:
        yield name


KINDS = [ActRefused, *(kind for kinds in EVENTS.values() for kind in kinds)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.SUBJECT)
def test_of_every_text_of_every_event_it_is_known_whether_it_is_personal(kind: type[EventData]) -> None:
    schema = kind.model_json_schema()
    names = set(texts_of(schema, schema.get("$defs", {}), ""))
    unknown = {name for name in names if name not in IMPERSONAL and name not in PERSONAL}
    assert unknown == set(), "say in grants.proof.veil whether these are personal, or list them here as impersonal"


def test_no_field_is_both_personal_and_not() -> None:
    assert IMPERSONAL & PERSONAL.keys() == set()


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
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*PERSONAL, "name", "a/b", "c~d", "explanations"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(data=st.dictionaries(st.sampled_from([*PERSONAL, "x", "a/b"]), JSON, max_size=5), actor=st.text(max_size=5))
def test_whatever_the_event_it_comes_back_whole(data: dict[str, Any], actor: str) -> None:
    event = {"type": "x.y.z.v1", "actorid": actor, "data": data}
    veiled, openings = veil(event, salts())
    opened = unveil(json.loads(canonical(veiled)), read(written(openings)))
    assert (canonical(opened.event), opened.closed, opened.false) == (canonical(event), (), ())
