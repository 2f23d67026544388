"""By which reference, day and name money came and went: told, and whatever is changed in them is named."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from grants.contracts.claim_events import ClaimRefused, ClaimReturned
from grants.contracts.event import EventData
from grants.contracts.monitoring_events import ClaimPaid
from grants.contracts.payment_events import AccountRecorded, GuaranteeReceived, RecoveryReceived
from grants.iban import masked
from grants.proof.tables import money
from grants.proof.tables.book import Book, Differs, Told
from grants.proof.tables.monitoring import TABLES
from grants.proof.veil import VEILED
from grants.values import ApplicationId, GrantId

AT = datetime(2027, 6, 1, tzinfo=UTC)
OWN = {"grant_id": GrantId("g"), "application_id": ApplicationId("g")}
IBAN = "TR330006100519786457841326"
PAID = ClaimPaid(**OWN, claim_id="c", amount="300.00", paid_on=date(2027, 6, 2), reference="B-1")
ACCOUNT = AccountRecorded(**OWN, account_id="h", account=masked(IBAN), holder="Ege A.Ş.")
BOND = GuaranteeReceived(
    **OWN, guarantee_id="t", amount="50.00", valid_until=date(2030, 1, 1), reference="T-1", issuer="Banka"
)
CAME = RecoveryReceived(
    **OWN,
    recovery_id="r",
    amount="50.00",
    interest="5.00",
    principal="45.00",
    left="1.00",
    received_on=date(2027, 6, 1),
    reference="H-1",
)
HANDLERS = {"payment": money.claim_paid, "payee_account": money.account_recorded, "guarantee": money.guarantee_received}
SAID: dict[str, tuple[EventData, dict[str, Any]]] = {
    "payment": (
        PAID,
        {
            "claim_id": "c",
            "amount": "300.00",
            "paid_on": "2027-06-02",
            "order_id": "",
            "reference": "B-1",
            "paid_by": "mali",
        },
    ),
    "payee_account": (ACCOUNT, {"id": "h", "iban": IBAN, "holder": "Ege A.Ş.", "confirmed_at": None}),
    "guarantee": (BOND, {"id": "t", "amount": "50.00", "valid_until": "2030-01-01", "status": "held"}),
    "receipt": (CAME, {"id": "x", "amount": "50.00", "interest": "5.00", "principal": "45.00", "recovery_id": "r"}),
}
SAID["guarantee"][1].update(reference="T-1", issuer="Banka", received_by="mali", returned_at=None)
SAID["receipt"][1].update(received_on="2027-06-01", reference="H-1", recorded_by="mali")
TIMES = {"recorded_at": AT.isoformat(), "received_at": AT.isoformat(), "recorded_by": "mali"}


def book(table: str, **instead: Any) -> Book:
    event, _ = SAID[table]
    data = event.model_dump(mode="json") | instead
    told = Told("g#1", event.type_name(), "g", AT, "mali", "finance_officer", "", data)
    made = Book(TABLES)
    HANDLERS.get(table, money.recovery_received)(made, told)
    return made


def differing(made: Book, table: str, **instead: Any) -> set[str]:
    row = TIMES | SAID[table][1] | instead
    return {one.field for one in made.differences({table: [row]}) if one.table == table}


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("payment", "reference"),
        ("payment", "order_id"),
        ("payee_account", "holder"),
        ("guarantee", "reference"),
        ("guarantee", "issuer"),
        ("receipt", "reference"),
        ("receipt", "received_on"),
    ],
)
def test_it_agrees_and_where_it_is_changed_it_is_named(table: str, name: str) -> None:
    assert differing(book(table), table) == set()
    assert differing(book(table), table, **{name: "2029-09-09"}) == {name}


@pytest.mark.parametrize("table", list(SAID))
def test_what_a_room_of_before_did_not_tell_is_not_compared(table: str) -> None:
    before = {"reference": "", "holder": "", "issuer": "", "received_on": None}
    other = {"reference": "x", "holder": "x", "issuer": "x", "received_on": "2020-01-01"}
    assert differing(book(table, **before), table, **other) == set()


def test_the_holder_of_an_account_is_not_asked_once_erased() -> None:
    erased = book("payee_account", holder={VEILED: "x"}, account={VEILED: "y"})
    assert differing(erased, "payee_account", holder="", iban="") == set()


def test_a_claim_says_the_reference_it_was_paid_by() -> None:
    made = book("payment")
    assert made.value("claim", ("c",), "payment_ref") is None, "a claim nobody told of has no row"
    told = Told("g#2", PAID.type_name(), "g", AT, "mali", "finance_officer", "", PAID.model_dump(mode="json"))
    made.put("claim", ("c",), told, status="ordered", order_id="o")
    money.claim_paid(made, told)
    assert made.value("claim", ("c",), "payment_ref") == "B-1"
    assert made.value("payment", ("c",), "order_id") == "o"


DECIDED = {"decision": "settlement", "figures": {"paid": "260.00"}}
CLOSED = {"paid": "300.00", "explanations": [DECIDED]}


@pytest.mark.parametrize(
    ("said", "paid", "back", "found"),
    [
        ({}, "300.00", "40.00", set()),
        ({}, "299.00", "40.00", {"payment"}),
        ({"paid": "301.00"}, "300.00", "41.00", {"payment"}),
        ({"paid": "301.00"}, "300.00", "40.00", {"payment", "recovery"}),
        (
            {"explanations": [DECIDED | {"figures": {"paid": "259.00"}}]},
            "300.00",
            "40.00",
            {"recovery"},
        ),
        ({"explanations": []}, "300.00", "41.00", set()),
    ],
)
def test_what_a_closing_says_was_paid_is_all_that_was_and_its_decision_counts_what_was_not_ordered_back(
    said: dict[str, Any], paid: str, back: str, found: set[str]
) -> None:
    made = Book(TABLES)
    money.added_up(made, replace(_told(PAID), data=CLOSED | said))
    payment = {"claim_id": "c", "amount": paid}
    recovery = {"id": "r", "ordered_at": AT.isoformat(), "amount": back, "disallowed": True}
    held = {"payment": [payment], "recovery": [recovery]}
    sums = [one for one in made.differences(held) if one.kind is Differs.SUM]
    assert {one.table for one in sums} == found


def test_what_is_paid_after_the_closing_is_counted_as_well() -> None:
    made = Book(TABLES)
    money.added_up(made, replace(_told(PAID), data=CLOSED))
    money.claim_paid(made, _told(PAID))
    assert made.totals[money.PAID_OUT][0] == 600


def test_a_claim_that_is_refused_waits_for_nobody_to_send_it_again() -> None:
    made = Book(TABLES)
    made.put("claim", ("c",), _told(PAID), status="made", amount="300.00")
    back = ClaimReturned(**OWN, claim_id="c", amount="300.00", remarks="Which?", due_at=AT)
    money.claim_returned(made, _told(back))
    assert made.value("claim", ("c",), "correct_by") is not None
    money.claim_refused(made, _told(ClaimRefused(**OWN, claim_id="c", amount="300.00", reason="No.")))
    assert made.value("claim", ("c",), "correct_by") is None


def _told(event: EventData) -> Told:
    return Told("g#1", event.type_name(), "g", AT, "mali", "finance_officer", "", event.model_dump(mode="json"))
