"""Who leaves the room of the board for an application: what was computed and what was declared is held, row by row."""

from datetime import UTC, datetime
from typing import Any

import pytest

from grants.contracts.committee_events import ApartData, CommitteeMinutesSigned, CommitteeScored, CommitteeVoted
from grants.contracts.evaluation_events import (
    CommitteeAppointed,
    CommitteeConflictDeclared,
    CommitteeOpened,
    ConflictDeclared,
    ConflictWaived,
    EvaluatorAssigned,
)
from grants.contracts.event import EventData
from grants.contracts.pack_events import ApprovalPackAnswered
from grants.proof.tables import boards
from grants.proof.tables import evaluation as tables
from grants.proof.tables.book import Book, Told
from grants.proof.veil import VEILED
from grants.values import ApplicationId, CallId, PersonId

AT = datetime(2027, 6, 1, tzinfo=UTC)
A, K = ApplicationId("a"), CallId("k")
FALSE_MATCH = {"finding_id": "f", "kind": "address", "reason": "G", "barred": False}


def told(event: EventData, role: str = "committee_member", **instead: Any) -> Told:
    return Told("a#1", event.type_name(), "a", AT, "k1", role, "", event.model_dump(mode="json") | instead)


def opened(*pairs: tuple[str, str]) -> Told:
    apart = tuple(ApartData(application_id=ApplicationId(one), person_id=PersonId(who)) for one, who in pairs)
    return told(CommitteeOpened(call_id=K, applications=(A,), due_at=AT, apart=apart))


def declared(tie: str, role: str = "committee_member") -> Told:
    return told(ConflictDeclared(application_id=A, person_id=PersonId("k1"), tie=tie, barred=tie != "none"), role)


def waived(who: str) -> Told:
    return told(ConflictWaived.model_validate({**FALSE_MATCH, "application_id": A, "person_id": who}))


def scored() -> Told:
    return told(CommitteeScored(call_id=K, application_id=A, member_id=PersonId("k1")))


def rows(*records: Told) -> dict[str, Any]:
    """Who is kept from it, and whether by the own word."""
    made = book(*records)
    return {key[0]: made.value("committee_conflict", key, "declared") for key in made.keys("committee_conflict")}


def book(*records: Told) -> Book:
    made = Book(tables.TABLES, kept={"own": "a"})
    for one in records:
        tables.HANDLERS[one.type](made, one)
    return made


def asked(who: str) -> Told:
    return told(EvaluatorAssigned(application_id=A, assignment_id="g", evaluator_id=PersonId(who), due_at=AT))


@pytest.mark.parametrize(
    ("records", "kept"),
    [
        ([opened(("a", "k1"), ("b", "k2"))], {"k1": False}),
        ([opened(), declared("hard")], {"k1": True}),
        ([opened(), declared("soft")], {"k1": False}),
        ([opened(), declared("none")], {}),
        ([opened(), declared("hard", "evaluator")], {}),
        ([declared("hard"), opened(("a", "k1"))], {"k1": False}),
        ([opened(("a", "k1")), waived("k1")], {}),
        ([opened(), declared("hard"), waived("k1")], {"k1": True}),
        ([asked("k1"), opened(("a", "k1")), waived("k1")], {"k1": False}),
    ],
)
def test_who_is_kept_from_an_application_follows_from_what_was_told(records: list[Told], kept: dict[str, bool]) -> None:
    assert rows(*records) == kept


def test_a_row_that_is_changed_dropped_or_put_in_is_named() -> None:
    made = book(opened(("a", "k1")))
    own = {"person_id": "k1", "declared": False}
    for held, kind in (
        ([own], None),
        ([], "missing"),
        ([own | {"declared": True}], "value"),
        ([own, {"person_id": "k2", "declared": False}], "untold"),
    ):
        found = {one.kind for one in made.differences({"committee_conflict": held}) if one.table.endswith("conflict")}
        assert found == ({kind} if kind else set())


def test_where_it_was_not_told_who_is_kept_no_row_is_called_put_in() -> None:
    before = opened()
    old = Told(
        *(getattr(before, name) for name in ("record", "type", "about", "at", "by", "role", "regime")),
        {name: value for name, value in before.data.items() if name != "apart"},
    )
    held = {"committee_conflict": [{"person_id": "k1", "declared": False}], "committee_item": [{}]}
    assert [one for one in book(old).differences(held) if one.table == "committee_conflict"] == []


@pytest.mark.parametrize(
    "leaving",
    [declared("soft"), told(CommitteeConflictDeclared(call_id=K, application_id=A, member_id=PersonId("k1")))],
)
def test_what_a_member_gave_who_leaves_the_room_is_void(leaving: Told) -> None:
    assert book(opened(), scored()).keys("committee_score") == [("k1",)]
    assert book(opened(), scored(), leaving).keys("committee_score") == []


ERASED = {VEILED: "x"}
VOTED = CommitteeVoted(call_id=K, application_id=A, motion=1, member_id=PersonId("k1"))
PAIR = {"application_id": "a", "person_id": ERASED}


@pytest.mark.parametrize(
    ("record", "table"),
    [
        (told(CommitteeScored(call_id=K, application_id=A, member_id=PersonId("k1")), member_id=ERASED), "score"),
        (
            told(CommitteeVoted(call_id=K, application_id=A, motion=1, member_id=PersonId("k1")), member_id=ERASED),
            "ballot",
        ),
        (told(CommitteeOpened(call_id=K, applications=(A,), due_at=AT), apart=[PAIR]), "conflict"),
    ],
)
def test_of_a_member_who_was_erased_no_row_is_called_put_in(record: Told, table: str) -> None:
    row = {"person_id": "k1", "number": 1, "declared": False}
    name = f"committee_{table}"
    assert [one for one in book(record).differences({name: [row]}) if one.table == name] == []


def test_of_a_board_that_was_erased_no_row_is_called_put_in() -> None:
    nobody = {"full": ERASED, "substitutes": ERASED, "chair": ERASED}
    facts = {"call_id": K, "full": (), "substitutes": (), "chair": "k1"}
    appointed = told(CommitteeAppointed.model_validate(facts), **nobody)
    signed = {"call_id": K, "document": "d", "member_id": "k1", "is_extract": False, "is_complete": False}
    said = {"call_id": K, "number": 1, "member_id": "k1", "agrees": True}
    made = Book(boards.TABLES)
    for one in (
        appointed,
        told(CommitteeMinutesSigned.model_validate(signed), member_id=ERASED),
        told(ApprovalPackAnswered.model_validate(said), member_id=ERASED),
    ):
        boards.HANDLERS[one.type](made, one)
    tables_of = ("committee_member", "committee_signature", "approval_pack_opinion")
    held = {name: [{"person_id": "k1", "number": 1}] for name in tables_of}
    assert [one for one in made.differences(held) if one.table in tables_of] == []
