"""Members whose numbers were erased from the records: none of their rows is called put in."""

from datetime import UTC, datetime
from typing import Any

import pytest

from grants.contracts.application_events import ConsortiumCreated, ContractConcluded, MemberData, ParticipationConfirmed
from grants.contracts.event import EventData
from grants.contracts.keeping_events import PersonalDataEmptied
from grants.proof.tables import application as tables
from grants.proof.tables import consortia
from grants.proof.tables.book import Book, Row, Told
from grants.proof.veil import VEILED

AT = datetime(2027, 6, 1, tzinfo=UTC)
GONE = {VEILED: "x"}
FIRM = MemberData(name="F A.Ş.", kind="firm", tax_number="1234567890", province="Ankara", address="Sk. 1")
CREATED = ConsortiumCreated.model_validate(
    {"consortium_id": "c", "name": "Küme", "coordinator_id": "k", "members": [FIRM], "nace": "28.11"}
)
CONFIRMED = ParticipationConfirmed.model_validate({"consortium_id": "c", "name": "F", "tax_number": FIRM.tax_number})
CONCLUDED = ContractConcluded.model_validate(
    {
        "application_id": "a",
        "grant_id": "a",
        "call_id": "k",
        "number": "1",
        "signed_on": "2027-01-01",
        "regime": "r",
        "revision": "1",
        "consortium_name": "c",
        "enterprise_name": "e",
        "coordinator_id": "k",
        "enterprise_tax_number": "1",
        "province": "Ankara",
        "members": [FIRM],
        "plan_version": 1,
        "plan": {},
        "total": "1.00",
        "approved": "1.00",
    }
)


def told(event: EventData, kind: str = "", **instead: Any) -> Told:
    data = event.model_dump(mode="json") | instead
    return Told("c#1", kind or event.type_name(), "c", AT, "k", "coordinator", "", data)


def erased(event: EventData) -> Told:
    """Without the numbers and addresses of its members."""
    return told(event, members=[{**FIRM.model_dump(), "tax_number": GONE, "address": GONE}])


def made(tables_: Any, *records: Told) -> Book:
    book = Book(tables_.TABLES)
    for one in records:
        tables_.HANDLERS[one.type](book, one)
    return book


@pytest.mark.parametrize(
    ("book", "table", "row"),
    [
        (made(consortia, erased(CREATED)), "confirmation", {"tax_number": "1", "confirmed_by": "x"}),
        (made(consortia, told(CREATED), told(CONFIRMED, tax_number=GONE)), "confirmation", {"tax_number": "1"}),
        (made(tables, erased(CONCLUDED)), "belonging", {"tax_number": "1", "joined_version": 1}),
    ],
)
def test_none_of_their_rows_is_called_put_in(book: Book, table: str, row: Row) -> None:
    assert [one for one in book.differences({table: [row]}) if one.table == table] == []


def test_with_the_last_file_of_a_consortium_who_acts_for_it_is_no_longer_asked_for() -> None:
    emptied = PersonalDataEmptied(ground="contract", rows=3)
    book = made(consortia, told(CREATED), told(CONFIRMED), told(emptied, consortia.EMPTIED))
    held: dict[str, list[Row]] = {
        "consortium": [{**told(CREATED).data, "id": "c", "coordinator_id": "", "created_at": AT.isoformat()}],
        "member": [{**FIRM.model_dump(), "place": 0, "address": ""}],
        "confirmation": [{"tax_number": FIRM.tax_number, "confirmed_by": "", "confirmed_at": AT.isoformat()}],
    }
    assert list(book.differences(held)) == []
    other = made(consortia, told(CREATED), told(CONFIRMED))
    assert {one.field for one in other.differences(held)} == {"coordinator_id", "address", "confirmed_by"}


def test_of_a_consortium_that_was_told_without_its_members_only_the_name_is_known() -> None:
    old = {name: told(CREATED).data[name] for name in ("consortium_id", "name", "coordinator_id")}
    first = Told("c#1", CREATED.type_name(), "c", AT, "k", "coordinator", "", old)
    book = made(consortia, first)
    row = {"id": "c", "name": "Küme", "coordinator_id": "somebody", "nace": "x", "created_at": AT.isoformat()}
    assert list(book.differences({"consortium": [row]})) == []
    assert [one.field for one in book.differences({"consortium": [row | {"name": "x"}]})] == ["name"]
