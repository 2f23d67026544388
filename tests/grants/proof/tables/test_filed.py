"""Lines with papers, sums by item and numbers of a report: whatever is changed in them beside the room is named."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from grants.contracts.monitoring_events import ReportAccepted, ReportSubmitted
from grants.contracts.report_events import LineDisallowed, LineFiled
from grants.proof.tables import reports
from grants.proof.tables.book import Book, Differs, Told
from grants.proof.tables.monitoring import TABLES
from grants.proof.veil import VEILED
from grants.values import ApplicationId, GrantId

AT = datetime(2027, 6, 1, tzinfo=UTC)
GRANT = {"grant_id": GrantId("g"), "application_id": ApplicationId("g")}
PAPER = {
    "paper_kind": "invoice",
    "paper_number": "A-1",
    "paper_key": "A1",
    "issued_on": date(2027, 5, 10),
    "issuer": "Makina Ltd.",
    "issuer_tax_number": "1112223334",
    "document": "ab" * 32,
}
LINES = (
    LineFiled(line=1, item="I1", cost_head="machinery", net="100.00", vat="20.00", counted="120.00", **PAPER),
    LineFiled(line=2, item="I1", net="30.00", vat="0.00", counted="30.00", in_kind=True),
    LineFiled(line=3, item="I2", net="7.00", vat="0.00", counted="7.00"),
)


def told(event: ReportSubmitted | ReportAccepted, number: int = 1) -> Told:
    return Told(f"g#{number}", event.type_name(), "g", AT, "ayse", "coordinator", "", event.model_dump(mode="json"))


def submitted(**data: Any) -> Told:
    facts = {"realised": "157.00", "lines": LINES, "indicators": {"G1": 3, "G2": 0}} | data
    return told(ReportSubmitted(**GRANT, number=1, **facts))


def accepted(**data: Any) -> Told:
    taken = LineDisallowed(line=2, item="I1", amount=Decimal("10.00"), reason="Private.")
    facts = {"realised": Decimal("147.00"), "earned": Decimal("90.00"), "disallowed": (taken,), **data}
    return told(ReportAccepted(**GRANT, number=1, **facts), 2)


def book(first: Told | None = None) -> Book:
    made = Book(TABLES)
    reports.report_submitted(made, first or submitted())
    reports.report_accepted(made, accepted())
    return made


def held() -> dict[str, list[dict[str, Any]]]:
    """The rows as the room has them."""
    rows: list[dict[str, Any]] = []
    for one in LINES:
        row = one.model_dump(mode="json") | {"report": 1, "remark": "", "disallowed": "0.00", "reason": ""}
        rows.append(row | {"paper_kind": one.paper_kind or None})
    rows[1] |= {"disallowed": "10.00", "reason": "Private."}
    paper = {"issuer_tax_number": "1112223334", "paper_key": "A1", "total": None, "parts": "120.00"}
    return {
        "spending_line": rows,
        "spending": [
            {"number": 1, "item": "I1", "realised": "140.00", "in_kind": "20.00"},
            {"number": 1, "item": "I2", "realised": "7.00", "in_kind": "0.00"},
        ],
        "counted_paper": [{"report": 1, "line": 1, **paper}],
        "indicator_value": [{"number": 1, "code": "G1", "value": 3}, {"number": 1, "code": "G2", "value": 0}],
    }


def test_rows_that_say_what_was_filed_and_accepted_agree() -> None:
    assert list(book().differences(held())) == []


FIELDS = [
    (table, place, name)
    for table, rows in held().items()
    for place, row in enumerate(rows)
    for name in row
    if name not in {"line", "report", "number", "code"}
]


@pytest.mark.parametrize(("table", "place", "name"), FIELDS)
def test_every_field_that_is_changed_is_named_with_the_record_that_told_it(table: str, place: int, name: str) -> None:
    rows = held()
    was = rows[table][place][name]
    rows[table][place][name] = f"{was}1" if isinstance(was, str) else "1.00" if was is None else was + 1
    found = [one for one in book().differences(rows) if one.table == table]
    assert found
    assert {one.record for one in found} <= {"g#1", "g#2"}
    keyed = table == "spending" and name == "item"
    assert keyed or name in {one.field for one in found}


@pytest.mark.parametrize("table", list(held()))
def test_a_row_that_is_taken_out_or_put_in_is_named(table: str) -> None:
    rows = held()
    last = rows[table].pop()
    assert Differs.MISSING in {one.kind for one in book().differences(rows) if one.table == table}
    key = {name: 9 for name in ("line", "code", "item") if name in last}
    rows = held()
    rows[table].append(last | key)
    assert Differs.COUNT in {one.kind for one in book().differences(rows) if one.table == table}


def test_of_a_report_told_before_its_lines_were_told_nothing_is_held_against_them() -> None:
    before = submitted()
    data = {name: value for name, value in before.data.items() if name not in {"lines", "indicators"}}
    old = Told("g#1", before.type, "g", AT, "ayse", "coordinator", "", data)
    rows = held()
    for one in (rows["spending_line"][0], rows["counted_paper"][0]):
        one["issuer_tax_number"] = "9"
    rows["indicator_value"] = []
    assert list(book(old).differences(rows)) == []
    rows["spending_line"][1]["disallowed"] = "9.00"
    assert {one.field for one in book(old).differences(rows)} >= {"disallowed"}


def test_whose_paper_it_was_is_not_asked_once_it_was_erased() -> None:
    data, hidden = dict(submitted().data), ("issuer", "issuer_tax_number")
    lines = [one | {name: {VEILED: "x"} for name in hidden if one[name]} for one in data["lines"]]
    erased = Told("g#1", submitted().type, "g", AT, "", "coordinator", "", data | {"lines": lines})
    rows = held()
    rows["spending_line"][0] |= {"issuer": "", "issuer_tax_number": ""}
    rows["counted_paper"] = []
    assert list(book(erased).differences(rows)) == []
    rows["spending_line"][0]["paper_number"] = "A-2"
    assert [one.field for one in book(erased).differences(rows)] == ["paper_number"]


def test_a_paper_that_is_split_may_have_begun_to_count_in_another_grant() -> None:
    split = (LINES[0].model_copy(update={"paper_total": Decimal("500.00")}), *LINES[1:])
    rows = held()
    rows["spending_line"][0]["paper_total"] = "500.00"
    rows["counted_paper"] = []
    assert list(book(submitted(lines=split)).differences(rows)) == []


def test_filed_anew_the_lines_take_the_place_of_those_before() -> None:
    made = book()
    reports.report_submitted(made, submitted(lines=LINES[:1], realised="120.00"))
    rows = held()
    rows["spending_line"] = rows["spending_line"][:1]
    rows["spending"] = [{"number": 1, "item": "I1", "realised": "120.00", "in_kind": "0.00"}]
    assert list(made.differences(rows)) == []
