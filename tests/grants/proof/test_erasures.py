"""Who blanks what was veiled is told from who erased it: an erasure is on record, later in the chain, by its order."""

import pytest

from grants.contracts.privacy_events import PersonalDataErased
from grants.proof.chain import Fault, FaultKind
from grants.proof.dossier.checking import verify
from grants.proof.erasures import ERASED, Erasures, is_shut
from grants.proof.signatures import Ring
from grants.proof.walking import Found, Walk
from tests.grants.proof.dossier import made
from tests.grants.proof.tampering import Rows, link_of, made_to_hold, row_of, walked

FILE, OTHER = made.APPLICATION, made.CALL


def rows_of(*told: tuple[str, str]) -> Rows:
    """Records about these subjects, of these kinds, one after the other."""
    book = made.Book()
    for about, kind in told:
        data = {"application_id": about, "reason": "Süre doldu.", "destroyed": 1}
        book.add(about, kind, **(data if kind == ERASED else {"number": 1}))
    records = tuple(row_of(one) for one in book.told)
    return Rows(records, made_to_hold(Rows(records, ())).keys)


def blanked(rows: Rows, *at: int) -> Rows:
    """Without the openings of these, counted from 0."""
    records = tuple(
        row | {"openings": "", "actor_id": ""} if number in at else row for number, row in enumerate(rows.records)
    )
    return Rows(records, rows.keys)


SAID = "monitoring.future.happened.v1"
THREE = ((FILE, SAID), (FILE, SAID), (OTHER, SAID), (FILE, SAID))


def unopened(rows: Rows) -> list[tuple[str, int, int]]:
    found: list[Found] = walked(Walk(Ring(()), ()), rows)
    assert {one.what for one in found} <= {FaultKind.UNOPENED}
    return [(one.about, one.chain_index, one.place) for one in found]


def test_a_veil_that_nobody_ordered_to_shut_is_named_by_its_place() -> None:
    assert unopened(rows_of(*THREE)) == []
    assert unopened(blanked(rows_of(*THREE), 1, 2)) == [(FILE, 2, 2), (OTHER, 1, 3)]


def test_an_order_answers_for_what_stands_before_it_in_its_own_chain_alone() -> None:
    rows = rows_of(*THREE, (FILE, ERASED), (FILE, SAID))
    assert unopened(blanked(rows, 0, 1, 3)) == []
    assert unopened(blanked(rows, 0, 2)) == [(OTHER, 1, 3)]
    assert unopened(blanked(rows, 0, 5)) == [(FILE, 5, 6)]


def test_an_order_that_does_not_say_who_gave_it_answers_for_others_and_not_for_itself() -> None:
    assert unopened(blanked(rows_of(*THREE, (FILE, ERASED)), 0, 4)) == [(FILE, 4, 5)]


def test_one_chain_followed_by_itself_names_the_first() -> None:
    erasures = Erasures()
    erasures.follow(link_of(row) for row in blanked(rows_of((FILE, SAID), (FILE, SAID)), 0, 1).records)
    assert erasures.first() == Fault(FaultKind.UNOPENED, 1, "event-0001")


def test_a_record_in_which_only_a_part_is_shut_is_falsely_opened() -> None:
    rows = rows_of((FILE, ERASED))
    (row,) = rows.records
    assert '"/actorid"' in row["openings"]
    part = row | {"openings": row["openings"].partition(',"/data/reason"')[0] + "}"}
    found = walked(Walk(Ring(()), ()), Rows((part,), rows.keys))
    assert [one.what for one in found] == [FaultKind.FALSELY_OPENED]


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
