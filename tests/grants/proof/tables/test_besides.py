"""What an act left in the rows is told beside its event: whatever of it is changed, dropped or put in is named."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from grants.contracts.grant_event import ClockMoved
from grants.contracts.monitoring_events import GrantOpened, ReportAccepted
from grants.contracts.row_kept import RowKept
from grants.proof.sealed import digest
from grants.proof.tables import besides
from grants.proof.tables.besides import TOLD
from grants.proof.tables.book import Book, Differs, Told
from grants.proof.tables.monitoring import TABLES
from grants.proof.veil import VEILED

AT = datetime(2027, 6, 1, tzinfo=UTC)
BOND = {"number": 1, "audit": 1, "text": "Missing.", "answer": "", "answered_by": "", "duty_since": AT.isoformat()}
FINDING = RowKept(
    table="finding",
    key=(1,),
    said={"audit": 1, "answer": "", "answered_by": ""},
    written={"text": digest("Missing.")},
    at=("duty_since",),
)
ANSWERED = RowKept(table="finding", key=(1,), written={"answer": digest("Here.")}, by=("answered_by",))


def told(*rows: RowKept, kind: type[ClockMoved] = GrantOpened, by: Any = "denetçi") -> Told:
    data = {"kept": [one.model_dump(mode="json") for one in rows]}
    return Told("g#1", kind.type_name(), "g", AT, by, "", "", data)


def book(*every: Told) -> Book:
    made = Book({})
    for one in every:
        besides.kept(made, one)
    return made


def differing(made: Book, *rows: dict[str, Any]) -> set[tuple[Differs, str]]:
    return {(one.kind, one.field) for one in made.differences({"finding": rows})}


@pytest.mark.parametrize("name", sorted(BOND.keys() - {"number"}))
def test_each_column_that_was_told_is_named_where_it_is_changed(name: str) -> None:
    assert differing(book(told(FINDING)), BOND) == set()
    assert differing(book(told(FINDING)), BOND | {name: "2"}) == {(Differs.VALUE, name)}


def test_what_a_later_act_changed_says_so_and_the_rest_stands() -> None:
    now = BOND | {"answer": "Here.", "answered_by": "koordinatör"}
    made = book(told(FINDING), told(ANSWERED, by="koordinatör"))
    assert differing(made, now) == set()
    assert differing(made, BOND) == {(Differs.VALUE, "answer"), (Differs.VALUE, "answered_by")}
    assert differing(made, now | {"text": "x"}) == {(Differs.VALUE, "text")}


def test_a_row_that_is_dropped_put_in_or_there_twice_is_named() -> None:
    made = book(told(FINDING))
    assert differing(made) == {(Differs.MISSING, "")}
    assert (Differs.UNTOLD, "") in differing(made, BOND, BOND | {"number": 2})
    assert (Differs.UNTOLD, "") in differing(made, BOND, BOND)


def test_a_row_that_an_act_took_out_is_not_there() -> None:
    made = book(told(FINDING), told(RowKept(table="finding", key=(1,), gone=True)))
    assert differing(made) == set()
    assert (Differs.UNTOLD, "") in differing(made, BOND)


def test_of_a_grant_that_was_opened_before_rows_were_told_only_what_was_told_is_compared() -> None:
    made = book(Told("g#1", GrantOpened.type_name(), "g", AT, "", "", "", {}), told(FINDING, kind=ReportAccepted))
    assert not made.beside[0].is_whole
    assert differing(book(Told("g#1", GrantOpened.type_name(), "g", AT, "", "", "", {}))) == set()


def test_what_was_erased_is_not_asked_for() -> None:
    erased = told(FINDING, by={VEILED: "x"})
    erased.data["kept"][0]["written"] = {VEILED: "y"}
    assert differing(book(erased), BOND | {"text": "", "audit": 1}) == set()
    assert differing(book(erased), BOND | {"audit": 2}) == {(Differs.VALUE, "audit")}


def test_a_row_says_nothing_of_what_it_does_not_tell() -> None:
    assert ANSWERED.model_dump(mode="json").keys() == {"table", "key", "written", "by"}
    assert RowKept.model_validate(ANSWERED.model_dump(mode="json")) == ANSWERED


@pytest.mark.parametrize("table", sorted(TOLD))
def test_each_column_is_told_in_one_way(table: str) -> None:
    about = TOLD[table]
    kinds = (about.said, about.digests, about.texts, about.persons)
    assert sum(map(len, kinds)) == len(about.columns)
    assert table in TABLES
    assert set(about.key).isdisjoint(about.columns)


def test_a_day_is_told_as_text() -> None:
    row = RowKept(table="receipt", key=("r",), said={"received_on": date(2027, 6, 1).isoformat()})
    assert row.said == {"received_on": "2027-06-01"}
