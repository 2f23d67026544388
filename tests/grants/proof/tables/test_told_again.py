"""What several records say of one row: the row has to agree with each of them, not with the last alone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from grants.contracts.application_events import NegotiationAgreed
from grants.contracts.stages import Stage
from grants.proof.tables import application as tables
from grants.proof.tables.book import Book, Differs, Told

AT = datetime(2027, 6, 1, tzinfo=UTC)
SUBMITTED, ADMITTED = "application.application.submitted.v1", "application.check.admitted.v1"
ROW = {"version": 1, "total": "100.00", "requested": "50.00", "plan": {"packages": []}, "why": ""}
SAID: dict[str, Any] = {"plan_version": 1, "plan_total": "100.00", "requested": "50.00", "province": "Ankara"}
AGREED: dict[str, Any] = {"version": 1, "total": "100.00", "requested": "50.00"}


def told(number: int, kind: str, **data: Any) -> Told:
    return Told(f"a#{number}", kind, "a", AT, "p1", "coordinator", "kdp-2014@x", data)


def book(submitted: dict[str, Any], admitted: dict[str, Any], agreed: dict[str, Any]) -> Book:
    made = Book(tables.TABLES, kept={"own": "a"})
    made.put(tables.APPLICATION, ("a",), told(1, ""), plan_version=1, stage=Stage.DRAFT)
    tables.submitted(made, told(2, SUBMITTED, **SAID | submitted))
    facts = {"coordinator_id": "p1", "form": {}, "plan": ROW["plan"], "requested": "50.00", "members": []}
    tables.admitted(made, told(3, ADMITTED, **facts | admitted))
    tables.agreed(made, told(4, NegotiationAgreed.type_name(), **AGREED | agreed))
    return made


def differing(made: Book) -> set[tuple[str, str]]:
    row = ROW | {"made_by": "p1", "made_at": AT.isoformat()}
    found = made.of(tables.PLAN).differences({tables.PLAN: [row]})
    return {(one.field, one.record) for one in found if one.kind is Differs.VALUE}


def test_a_version_of_the_plan_that_all_records_say_the_same_of_holds() -> None:
    assert differing(book({}, {}, {})) == set()


@pytest.mark.parametrize(
    ("submitted", "admitted", "agreed", "named"),
    [
        ({"requested": "99999999.00"}, {}, {}, ("requested", "a#2")),
        ({"plan_total": "1.00"}, {}, {}, ("total", "a#2")),
        ({}, {"requested": "99999999.00"}, {}, ("requested", "a#3")),
        ({}, {"plan": {"packages": [1]}}, {}, ("plan", "a#3")),
        ({}, {}, {"requested": "99999999.00"}, ("requested", "a#4")),
        ({}, {}, {"total": "1.00"}, ("total", "a#4")),
    ],
)
def test_a_record_of_it_that_says_something_else_is_named_whichever_it_is(
    submitted: dict[str, Any], admitted: dict[str, Any], agreed: dict[str, Any], named: tuple[str, str]
) -> None:
    assert differing(book(submitted, admitted, agreed)) == {named}


def test_that_a_version_is_missing_is_told_once() -> None:
    found = [one.kind for one in book({}, {}, {}).of(tables.PLAN).differences({tables.PLAN: []})]
    assert found == [Differs.MISSING]
