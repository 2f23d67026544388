"""Who blanks what was veiled is told from who erased it: an erasure is on record, later in the chain, by its order."""

from typing import Any

import pytest

from grants.contracts.privacy_events import PersonalDataErased
from grants.proof.chain import GROUND, Fault, FaultKind
from grants.proof.dossier.checking import verify
from grants.proof.erasures import ERASED, Erasures, is_shut
from grants.proof.signatures import Ring
from grants.proof.walking import Amiss, Found, Walk
from tests.grants.proof.dossier import made
from tests.grants.proof.tampering import Rows, link_of, made_to_hold, row_of, walked

FILE, OTHER = made.APPLICATION, made.CALL


SAID = "monitoring.future.happened.v1"
BEGUN, ENDED, ERASE = "begun", "ended", "erased"


def rows_of(*told: tuple[str, str], **instead: Any) -> Rows:
    """Records about these subjects, of these kinds, one after the other. instead: what an erasure says otherwise."""
    book = made.Book()
    for about, kind in told:
        match kind:
            case "begun":
                book.add(about, "application.application.submitted.v1", application_id=about, call_id=OTHER)
            case "ended":
                made.end(book, about)
            case "erased":
                made.erase(book, about, **instead)
            case _:
                book.add(about, kind, application_id=about, number=1)
    records = tuple(row_of(one) for one in book.told)
    return Rows(records, made_to_hold(Rows(records, ())).keys)


def blanked(rows: Rows, *at: int) -> Rows:
    """Without the openings of these, counted from 0."""
    records = tuple(
        row | {"openings": "", "actor_id": ""} if number in at else row for number, row in enumerate(rows.records)
    )
    return Rows(records, rows.keys)


THREE = ((FILE, BEGUN), (FILE, SAID), (OTHER, SAID), (FILE, SAID))
GONE = ((FILE, ENDED), (FILE, ERASE))


def found_in(rows: Rows) -> list[Found]:
    return walked(Walk(Ring(()), ()), rows)


def unopened(rows: Rows) -> list[tuple[str, int, int]]:
    found = found_in(rows)
    assert {one.what for one in found} <= {FaultKind.UNOPENED}
    return [(one.about, one.chain_index, one.place) for one in found]


def test_a_veil_that_nobody_ordered_to_shut_is_named_by_its_place() -> None:
    assert unopened(rows_of(*THREE)) == []
    assert unopened(blanked(rows_of(*THREE), 1, 2)) == [(FILE, 2, 2), (OTHER, 1, 3)]


def test_an_order_answers_for_what_stands_before_it_in_its_own_chain_alone() -> None:
    rows = rows_of(*THREE, *GONE, (FILE, SAID))
    assert unopened(blanked(rows, 0, 1, 3)) == []
    assert unopened(blanked(rows, 0, 2)) == [(OTHER, 1, 3)]
    assert unopened(blanked(rows, 0, 7)) == [(FILE, 7, 8)]


def test_an_order_that_does_not_say_who_gave_it_answers_for_others_and_not_for_itself() -> None:
    assert unopened(blanked(rows_of(*THREE, *GONE), 0, 6)) == [(FILE, 6, 7)]


@pytest.mark.parametrize(
    ("told", "instead"),
    [
        (((FILE, ERASE),), {}),
        (((FILE, "application.application.ended.v1"), (FILE, ERASE)), {}),
        (((FILE, ERASE), (FILE, ENDED)), {}),
        (GONE, {"later": 9}),
        (GONE, {"role": "ministry_officer"}),
        (GONE, {"role": "inspector"}),
        (GONE, {"destroyed": 0}),
        (GONE, {"destroyed": True}),
        (GONE, {"destroyed": "1"}),
        (GONE, {"application_id": "another"}),
    ],
)
def test_what_says_that_it_is_an_erasure_and_cannot_be_one_answers_for_nothing_and_is_named(
    told: tuple[tuple[str, str], ...], instead: dict[str, Any]
) -> None:
    rows = rows_of(*THREE, *told, **instead)
    assert [one.what for one in found_in(rows)] == [Amiss.ERASURE_UNTRUE]
    found = found_in(blanked(rows, 0, 1))
    assert [one.what for one in found] == [Amiss.ERASURE_UNTRUE, FaultKind.UNOPENED, FaultKind.UNOPENED]
    assert [(one.about, one.place) for one in found[1:]] == [(FILE, 1), (FILE, 2)]


@pytest.mark.parametrize(("later", "holds"), [(0, True), (12, False)])
def test_that_it_was_signed_off_may_be_on_record_a_moment_later_but_not_have_happened_later(
    later: int,
    holds: bool,  # noqa: FBT001 - a column of the table
) -> None:
    book = made.Book()
    book.add(FILE, "application.application.submitted.v1", application_id=FILE, call_id=OTHER)
    book.add(FILE, "application.application.ended.v1", application_id=FILE, outcome="withdrawn", stage="draft")
    made.erase(book, FILE)
    book.say(FILE, "audit.inspection.signed.v1", {"application_id": FILE}, "inspector", later)
    records = tuple(row_of(one) for one in book.told)
    rows = blanked(Rows(records, made_to_hold(Rows(records, ())).keys), 0)
    assert (found_in(rows) == []) is holds


def test_nobody_orders_that_what_is_personal_in_a_call_is_erased() -> None:
    book = made.Book()
    book.add(FILE, "application.application.submitted.v1", application_id=FILE, call_id=OTHER)
    made.end(book, FILE)
    made.erase(book, FILE)
    made.erase(book, OTHER)
    rows = tuple(row_of(one) for one in book.told)
    found = found_in(Rows(rows, made_to_hold(Rows(rows, ())).keys))
    assert [(one.what, one.about) for one in found] == [(Amiss.ERASURE_UNTRUE, OTHER)]


def test_a_call_follows_the_last_of_its_files() -> None:
    book = made.Book()
    for about in (FILE, "another-file"):
        book.add(about, "application.application.submitted.v1", application_id=about, call_id=OTHER)
        made.end(book, about)
    for place, about in enumerate((FILE, OTHER, "another-file", OTHER)):
        made.erase(book, about, "system" if about == OTHER else "administrator")
        rows = tuple(row_of(one) for one in book.told)
        found = found_in(Rows(rows, made_to_hold(Rows(rows, ())).keys))
        assert len(found) == (1 if place else 0), "only the one that came too early"


@pytest.mark.parametrize(("chosen", "told"), [("contract", []), ("erased", [Amiss.ERASURE_UNTRUE])])
def test_a_consortium_is_erased_once_its_room_let_go_of_who_acts_for_it(chosen: str, told: list[Amiss]) -> None:
    book = made.Book()
    book.add("birlik", "application.consortium.created.v1", consortium_id="birlik", name="x")
    book.say("birlik", "application.personal_data.emptied.v1", {"ground": chosen, "rows": 1}, "system")
    made.erase(book, "birlik", role="system")
    rows = tuple(row_of(one) for one in book.told)
    assert [one.what for one in found_in(Rows(rows, made_to_hold(Rows(rows, ())).keys))] == told


def test_one_chain_followed_by_itself_names_the_first() -> None:
    erasures = Erasures(FILE)
    erasures.follow(link_of(row) for row in blanked(rows_of((FILE, SAID), (FILE, SAID)), 0, 1).records)
    assert erasures.first() == Fault(FaultKind.UNOPENED, 1, "event-0001")


def test_a_record_in_which_only_a_part_is_shut_is_falsely_opened() -> None:
    row = rows_of((FILE, ENDED), (FILE, ERASE)).records[-1] | {"place": 1, "chain_index": 1, "previous_hash": GROUND}
    rows = made_to_hold(Rows((row,), ()))
    (row,) = rows.records
    assert '"/actorid"' in row["openings"]
    part = row | {"openings": row["openings"].partition(',"/data/reason"')[0] + "}"}
    found = walked(Walk(Ring(()), ()), Rows((part,), rows.keys))
    assert FaultKind.FALSELY_OPENED in [one.what for one in found]


@pytest.mark.parametrize("body", ["{", '["{\\"veiled\\":"]', '{"a":"{\\"veiled\\":1}"}', '{"a":{"veiled":1}}', "{}"])
def test_what_veils_nothing_is_not_shut(body: str) -> None:
    assert not is_shut(body, "")


def test_a_dossier_in_which_an_opening_was_blanked_does_not_hold_unless_it_was_erased_or_left_out_by_wish() -> None:
    one = made.dossier()
    shut = made.with_chain(one, 0, openings=("", *one.chains[0].openings[1:]))
    broken = [finding.found for finding in verify(made.written_down(shut)).findings if not finding.holds]
    assert broken == ["record 1 cannot be opened, and no erasure after it answers for that"]
    assert verify(made.written_down(made.dossier(redacted=True))).holds
    assert verify(made.written_down(made.dossier(erased=True))).holds


def test_the_kind_of_an_erasure_is_the_one_the_room_tells() -> None:
    assert PersonalDataErased.type_name() == ERASED
