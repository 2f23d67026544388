"""What is of no grant says what was told of it: orders, statements, a year's money; whatever is changed is named."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from grants.contracts import payment_events as said
from grants.contracts.event import EventData
from grants.iban import masked
from grants.proof.accounts import Account, account_digest
from grants.proof.tables.book import Book, Differs, Told
from grants.proof.tables.monitoring import SHARED_HANDLERS, SHARED_TABLES
from grants.values import GrantId

AT = datetime(2027, 6, 1, tzinfo=UTC)
ACCOUNT = "TR330006100519786457841326"
OTHER_MIDDLE = "TR330006200519786457841326"
LINE = said.SettledLine(reference="R2", direction="debit", amount="5.00", booked_on=date(2027, 6, 1), document="c")
READ = said.BankStatementReconciled(
    statement_id="s",
    number="7",
    account=masked(ACCOUNT),
    lines=3,
    settled=1,
    left=0,
    settled_lines=(LINE,),
    account_digest=account_digest(ACCOUNT, "s"),
)


def book(*every: EventData) -> Book:
    made = Book(SHARED_TABLES)
    for event in every:
        kind = event.type_name()
        SHARED_HANDLERS[kind](made, Told("s#1", kind, "s", AT, "mali", "", "", event.model_dump(mode="json")))
    return made


def line(reference: str = "R2", account: str = ACCOUNT) -> dict[str, Any]:
    facts = {"statement_id": "s", "direction": "debit", "amount": "5.00", "booked_on": "2027-06-01", "document": "c"}
    return {"id": f"{account}/{reference}", **facts}


def held(*lines: dict[str, Any], account: str = ACCOUNT) -> dict[str, list[dict[str, Any]]]:
    row = {"id": "s", "number": "7", "account": account, "lines": 3, "read_by": "mali", "read_at": AT.isoformat()}
    return {"bank_statement": [row], "bank_line": [*lines]}


def test_a_statement_that_is_as_it_was_told_agrees_and_another_digit_in_the_middle_of_its_account_is_named() -> None:
    assert list(book(READ).differences(held(line()))) == []
    found = book(READ).differences(held(line(account=OTHER_MIDDLE), account=OTHER_MIDDLE))
    assert {(one.table, one.field) for one in found} == {("bank_statement", "account"), ("bank_line", "id")}


def test_uploaded_again_a_line_that_counts_only_now_stands_in_its_order() -> None:
    again = READ.model_copy(update={"settled_lines": (LINE.model_copy(update={"reference": "R1"}),)})
    assert list(book(READ, again).differences(held(line(), line("R1")))) == []
    assert {one.kind for one in book(READ, again).differences(held(line()))} == {Differs.MISSING, Differs.VALUE}


def test_of_a_statement_told_before_its_lines_are_not_asked_for() -> None:
    before = READ.model_copy(update={"settled_lines": None, "account_digest": ""})
    assert list(book(before).differences(held(line(), account=OTHER_MIDDLE))) == []


def test_a_years_money_says_which_grant_brought_it_low_until_it_is_recorded_anew() -> None:
    recorded = said.AppropriationRecorded(programme="p", year=2027, amount="9.00", source="Law")
    low = said.AppropriationDrawn(programme="p", year=2027, amount="9.00", used="8.00", grant_id=GrantId("g"))
    row = {"programme": "p", "year": 2027, "amount": "9.00", "source": "Law", "recorded_by": "mali"}
    row |= {"recorded_at": AT.isoformat(), "warned_at": AT.isoformat(), "warned_grant": "g"}
    assert list(book(recorded, low).differences({"appropriation": [row]})) == []
    found = book(recorded, low, recorded).differences({"appropriation": [row]})
    assert {one.field for one in found} == {"warned_at", "warned_grant"}


@pytest.mark.parametrize(("held_", "is_it"), [(ACCOUNT, True), (OTHER_MIDDLE, False), ("", False), (None, False)])
def test_an_account_is_proven_by_its_digest(held_: str | None, *, is_it: bool) -> None:
    assert Account(masked(ACCOUNT), account_digest(ACCOUNT, "x"), "x").is_of(held_) is is_it


def test_the_same_account_of_another_matter_has_another_digest() -> None:
    assert account_digest(ACCOUNT, "x") != account_digest(ACCOUNT, "y")
