"""A payment order as each grant in it was told: its file, its sums and who is paid; whatever is changed is named."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from grants.contracts.payment_events import ClaimOrdered, ClaimReleased, OrderFacts
from grants.iban import masked
from grants.proof.tables import money
from grants.proof.tables.book import Book, Differs, Told
from grants.proof.tables.monitoring import TABLES
from grants.proof.veil import VEILED
from grants.values import ApplicationId, GrantId

AT = datetime(2027, 6, 1, tzinfo=UTC)
CLAIM = {"grant_id": GrantId("g"), "application_id": ApplicationId("g"), "claim_id": "c", "order_id": "o"}
PAYEE, MINISTRY = "TR330006100519786457841326", "TR320010009999901234567890"
ORDER = OrderFacts(
    account=masked(MINISTRY), currency="TRY", execute_on=date(2027, 6, 2), count=2, total="500.00", sha256="ab" * 32
)


def told(event: ClaimOrdered | ClaimReleased, by: str = "mali") -> Told:
    return Told("g#1", event.type_name(), "g", AT, by, "finance_officer", "", event.model_dump(mode="json"))


def ordered() -> Told:
    facts = {"account": masked(PAYEE), "holder": "Ege A.Ş.", "order": ORDER}
    return told(ClaimOrdered(**CLAIM, amount="300.00", **facts))


def book(first: Told | None = None) -> Book:
    made = Book(TABLES)
    money.claim_ordered(made, first or ordered())
    return made


def held() -> dict[str, list[dict[str, Any]]]:
    order = ORDER.model_dump(mode="json", exclude={"account_digest"}) | {
        "id": "o",
        "account": MINISTRY,
        "content": ORDER.sha256,
    }
    line = {"order_id": "o", "claim_id": "c", "grant_id": "g", "amount": "300.00", "status": "made"}
    line |= {"iban": PAYEE, "holder": "Ege A.Ş."}
    by = {"made_by": "mali", "made_at": "2027-06-01T00:00:00Z"}
    return {"payment_order": [order | by], "ordered_claim": [line]}


def test_an_order_that_is_as_it_was_told_agrees() -> None:
    assert list(book().differences(held())) == []


@pytest.mark.parametrize(("table", "name"), [(table, name) for table, (row,) in held().items() for name in row])
def test_every_field_that_is_changed_is_named(table: str, name: str) -> None:
    rows = held()
    (row,) = rows[table]
    row[name] = f"{row[name]}1" if isinstance(row[name], str) else row[name] + 1
    found = [one for one in book().differences(rows) if one.table == table]
    keyed = name in {"id", "order_id", "claim_id"}
    assert {one.field for one in found} == ({""} if keyed else {name})


@pytest.mark.parametrize("table", list(held()))
def test_an_order_or_a_line_that_is_taken_out_or_put_in_is_named(table: str) -> None:
    rows = held()
    (row,) = rows[table]
    rows[table].append(row | {"id": "o2", "order_id": "o2"})
    assert [(one.table, one.kind) for one in book().differences(rows)] == [(table, Differs.UNTOLD)]
    rows[table] = []
    assert [(one.table, one.kind) for one in book().differences(rows)] == [(table, Differs.MISSING)]


def test_of_an_order_told_before_only_what_was_told_is_compared() -> None:
    whole = ordered()
    data = {name: value for name, value in whole.data.items() if name not in {"account", "holder", "order"}}
    old = Told("g#1", whole.type, "g", AT, "mali", "finance_officer", "", data)
    rows = held()
    rows["payment_order"][0] |= {"content": "x", "account": "x"}
    rows["ordered_claim"][0]["iban"] = "x"
    assert list(book(old).differences(rows)) == []
    rows["payment_order"][0]["made_by"] = "x"
    assert [one.field for one in book(old).differences(rows)] == ["made_by"]


def test_who_is_paid_is_not_asked_once_it_was_erased() -> None:
    whole = ordered()
    hidden = {
        "account": {VEILED: "x"},
        "holder": {VEILED: "y"},
        "order": {**whole.data["order"], "account": {VEILED: "z"}},
    }
    erased = Told("g#1", whole.type, "g", AT, {VEILED: "b"}, "finance_officer", "", {**whole.data, **hidden})
    rows = held()
    rows["ordered_claim"][0] |= {"iban": "", "holder": ""}
    assert list(book(erased).differences(rows)) == []


def test_an_order_that_was_cancelled_says_by_whom() -> None:
    made = book()
    money.claim_released(made, told(ClaimReleased(**CLAIM, amount="300.00"), by="other"))
    rows = held()
    rows["ordered_claim"] = []
    rows["payment_order"][0] |= {"status": "cancelled", "cancelled_by": "other", "cancelled_at": AT.isoformat()}
    assert list(made.differences(rows)) == []
    rows["payment_order"][0] |= {"status": "made", "cancelled_by": "mali"}
    assert [one.field for one in made.differences(rows)] == ["status", "cancelled_by"]
