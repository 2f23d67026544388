"""What is personal and of no file goes by itself; whoever checks the record goes by the same years as who let it go."""

from typing import Any

import pytest

from grants.contracts.privacy_events import LEAST_YEARS, PersonalDataLapsed
from grants.proof.chain import FaultKind
from grants.proof.erasures import LAPSED, Erasures, Files
from grants.proof.walking import Amiss
from runtime.settings import KeepingSettings
from tests.grants.proof.dossier import made
from tests.grants.proof.tampering import Rows, link_of, made_to_hold, row_of
from tests.grants.proof.test_erasures import SAID, blanked, found_in

FILE, CALL, NO_FILE = made.APPLICATION, made.CALL, "rights-0123"
YEARS = 10


def rows(book: made.Book) -> Rows:
    records = tuple(row_of(one) for one in book.told)
    return Rows(records, made_to_hold(Rows(records, ())).keys)


def lapse(book: made.Book, about: str, *, later: int = YEARS + 1, role: str = "system", **instead: Any) -> None:
    said = {"upto": book.ends[about].length, "years": YEARS, "destroyed": 1}
    book.say(about, LAPSED, said | instead, role, later)


def of_no_file() -> made.Book:
    book = made.Book()
    for _ in range(2):
        book.add(NO_FILE, SAID, number=1)
    return book


def amiss(rows: Rows) -> list[tuple[str, int]]:
    return [(one.what, one.place) for one in found_in(rows)]


def test_it_answers_for_the_records_it_names_that_are_old_enough() -> None:
    book = of_no_file()
    lapse(book, NO_FILE)
    assert amiss(blanked(rows(book), 0, 1)) == []
    assert amiss(blanked(rows(book), 0, 1, 2)) == [(FaultKind.UNOPENED, 3)], "it does not answer for itself"


def test_it_answers_for_nothing_that_is_younger_or_that_it_does_not_name() -> None:
    book = of_no_file()
    book.say(NO_FILE, SAID, {"number": 1}, later=2)
    lapse(book, NO_FILE)
    assert amiss(blanked(rows(book), 0, 1, 2)) == [(FaultKind.UNOPENED, 3)]
    book = of_no_file()
    lapse(book, NO_FILE, upto=1)
    assert amiss(blanked(rows(book), 0, 1)) == [(FaultKind.UNOPENED, 2)]


@pytest.mark.parametrize(
    "instead",
    [
        {"role": "administrator"},
        {"years": LEAST_YEARS - 1},
        {"years": "10"},
        {"years": 10**9},
        {"destroyed": 0},
        {"upto": 0},
        {"upto": True},
        {"later": 1},
    ],
)
def test_nobody_says_of_what_is_young_or_still_there_that_it_lapsed(instead: dict[str, Any]) -> None:
    book = of_no_file()
    lapse(book, NO_FILE, **instead)
    assert (FaultKind.UNOPENED, 1) in amiss(blanked(rows(book), 0))


@pytest.mark.parametrize("begun", ["application.application.drafted", "application.contract.concluded"])
def test_what_is_of_a_file_does_not_lapse_and_what_was_told_of_it_after_its_erasure_does(begun: str) -> None:
    book = made.Book()
    book.add(FILE, f"{begun}.v1", application_id=FILE, call_id=CALL)
    lapse(book, FILE)
    assert [what for what, _ in amiss(blanked(rows(book), 0))] == [Amiss.ERASURE_UNTRUE, FaultKind.UNOPENED]
    book = made.Book()
    book.add(FILE, f"{begun}.v1", application_id=FILE, call_id=CALL)
    made.end(book, FILE)
    made.erase(book, FILE)
    book.say(FILE, "audit.file.read.v1", {"act": "GET /x"}, "inspector", 11)
    lapse(book, FILE, later=2 * YEARS + 3)
    assert amiss(blanked(rows(book), *range(5))) == []


def test_a_grant_taken_over_from_paper_is_erased_by_order_alone() -> None:
    for role, found in (("administrator", []), ("system", [Amiss.ERASURE_UNTRUE])):
        book = made.Book()
        book.add(FILE, "application.contract.concluded.v1", application_id=FILE, call_id=CALL)
        made.end(book, FILE)
        made.erase(book, FILE, role)
        assert [what for what, _ in amiss(rows(book))] == found


CLOSES = "2027-06-01T09:00:00.000000Z"


@pytest.mark.parametrize(
    ("later", "closes_at", "file", "found"),
    [
        (11, CLOSES, "", []),
        (9, CLOSES, "", [Amiss.ERASURE_UNTRUE]),
        (11, "2029-06-01T09:00:00.000000Z", "", [Amiss.ERASURE_UNTRUE]),
        (11, "soon", "", [Amiss.ERASURE_UNTRUE]),
        (11, CLOSES, "application.application.drafted.v1", []),
        (11, CLOSES, "application.application.submitted.v1", [Amiss.ERASURE_UNTRUE]),
        (11, CLOSES, "application.contract.concluded.v1", [Amiss.ERASURE_UNTRUE]),
    ],
)
def test_a_call_that_never_had_a_file_is_erased_once_its_rules_keep_it_no_more(
    later: int, closes_at: str, file: str, found: list[Amiss]
) -> None:
    book = made.Book()
    book.add(CALL, "application.call.published.v1", call_id=CALL, closes_at=CLOSES)
    book.add(CALL, "application.call.deadline_moved.v1", call_id=CALL, closes_at=closes_at)
    if file:
        book.add(FILE, file, application_id=FILE, call_id=CALL)
    made.erase(book, CALL, "system", later)
    assert [what for what, _ in amiss(rows(book))] == found
    alone = Erasures(CALL, Files(whole=True))
    alone.follow(link_of(row) for row in rows(book).records if row["about"] == CALL)
    assert (alone.untrue == []) is (found == [] or bool(file)), "of itself it knows of no file"


def test_what_may_be_set_is_never_less_than_what_is_taken() -> None:
    least = {one.ge for one in KeepingSettings.model_fields["no_file_years"].metadata if hasattr(one, "ge")}
    assert least == {LEAST_YEARS}
    assert PersonalDataLapsed.type_name() == LAPSED


def test_the_chain_of_an_erased_file_holds_by_itself_when_what_was_told_afterwards_has_lapsed() -> None:
    book = made.Book()
    book.add(FILE, "application.application.drafted.v1", application_id=FILE, call_id=CALL)
    made.end(book, FILE)
    made.erase(book, FILE)
    lapse(book, FILE, later=2 * YEARS + 3)
    known = Erasures(FILE)
    known.follow(link_of(row) for row in blanked(rows(book), 0, 1, 2, 3).records)
    assert (known.first(), known.untrue) == (None, [])
