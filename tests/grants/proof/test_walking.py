"""Whoever changes, drops, inserts, moves or dates back a record is found, also where all was made to hold again."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.proof.canonical import canonical
from grants.proof.chain import FaultKind
from grants.proof.signatures import Ring, SignedRoot, stamp
from grants.proof.walking import Amiss, Found, Key, Walk
from tests.grants.proof.dossier import made
from tests.grants.proof.tampering import TAMPERINGS, Row, Rows, link_of, made_to_hold, names, row_of, walked

COUNT = 40
SIZES = 7, 8, 19, 33
"""Records that each root covers; the last seven are under none."""
Tampering = Callable[[Rows, int, int], Rows]


@cache
def book() -> made.Book:
    found = made.Book()
    for number in range(COUNT):
        found.add(f"file-{number % 3}", "monitoring.future.happened.v1", number=number, reason="çünkü" * (number % 2))
    return found


@cache
def rows() -> Rows:
    records = tuple(row_of(told) for told in book().told)
    return Rows(records, made_to_hold(Rows(records, ())).keys)


@cache
def roots() -> tuple[SignedRoot, ...]:
    found: list[SignedRoot] = []
    for number, size in enumerate(SIZES, 1):
        before = found[-1].statement.digest() if found else ""
        found.append(made.root_of(book(), number, size, before, made.FIRST, 10 * number))
    return tuple(found)


def walk(kept: tuple[SignedRoot, ...] = ()) -> Walk:
    return Walk(Ring(made.keys()), roots(), {root.statement.number: root for root in kept})


PLACES = st.tuples(st.integers(0, SIZES[-1] - 1), st.integers(0, SIZES[-1] - 1)).filter(lambda two: two[0] < two[1])


def test_a_ledger_that_nobody_touched_holds() -> None:
    assert walked(walk(roots()), rows()) == []


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
@given(places=PLACES)
@settings(max_examples=30)
def test_a_record_that_was_tampered_with_is_found_and_named(tampering: Tampering, places: tuple[int, int]) -> None:
    found = walked(walk(), tampering(rows(), *places))
    assert names(found, places[0] + 1)


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
@given(places=PLACES)
@settings(max_examples=30)
def test_where_all_was_made_to_hold_again_the_signed_roots_name_between_which_of_them_it_lies(
    tampering: Tampering, places: tuple[int, int]
) -> None:
    found = walked(walk(), made_to_hold(tampering(rows(), *places)))
    before = max((size for size in SIZES if size <= places[0]), default=0)
    root = next(number for number, size in enumerate(SIZES, 1) if size > places[0])
    assert found == [Found(Amiss.OTHER_RECORDS, SIZES[root - 1], before, root=root)]


@given(left=st.integers(0, COUNT - 1))
def test_a_ledger_whose_end_was_cut_off_covers_less_than_was_signed(left: int) -> None:
    whole = rows()
    found = walked(walk(), Rows(whole.records[:left], whole.keys[:left]))
    assert [(one.what, one.root) for one in found] == [
        (Amiss.TAIL_CUT, number) for number, size in enumerate(SIZES, 1) if size > left
    ]


def test_whoever_cuts_off_the_roots_as_well_leaves_those_that_were_kept_apart() -> None:
    shorter = replace(walk(roots()), roots=roots()[:2])
    found = walked(shorter, Rows(rows().records[:8], rows().keys[:8]))
    assert [(one.what, one.root) for one in found] == [(Amiss.ROOT_GONE, 3), (Amiss.ROOT_GONE, 4)]


def test_a_root_that_is_not_the_one_kept_apart_or_that_another_signed_is_named() -> None:
    third = roots()[2]
    other = third.model_copy(update={"statement": third.statement.model_copy(update={"root": "11" * 32})})
    forged = Walk(Ring(made.keys()), (*roots()[:2], other, roots()[3]), {r.statement.number: r for r in roots()})
    found = [(one.what, one.root) for one in walked(forged, rows())]
    assert found == [
        (Amiss.ROOT_UNSIGNED, 3),
        (Amiss.ROOTS_TORN, 4),
        (Amiss.ROOT_DIFFERS, 3),
        (Amiss.OTHER_RECORDS, 3),
    ]


def test_a_key_nobody_vouches_for_is_named() -> None:
    first, second = made.keys()
    ring = Ring((first, second.model_copy(update={"voucher": None})))
    found = walked(Walk(ring, roots()), rows())
    assert [(one.what, one.event_id) for one in found] == [(Amiss.KEY_UNVOUCHED, second.statement.id)]


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("event_id", "x", Amiss.KEY_DIFFERS),
        ("about", "x", Amiss.KEY_DIFFERS),
        ("hash", "zz", FaultKind.CHANGED),
        ("previous_hash", "11" * 32, FaultKind.TORN),
        ("chain_index", 9, FaultKind.OUT_OF_ORDER),
        ("type", "x", FaultKind.COPY_DIFFERS),
        ("actor_role", "x", FaultKind.COPY_DIFFERS),
        ("openings", '{"/actorid":["00","x"]}', FaultKind.FALSELY_OPENED),
        ("body", "{", FaultKind.CHANGED),
    ],
)
def test_whatever_stands_beside_a_record_is_compared(field: str, value: object, what: Amiss | FaultKind) -> None:
    records = list(rows().records)
    records[10] = records[10] | {field: value}
    found = walked(walk(), Rows(tuple(records), rows().keys))
    assert (what, 11) in {(one.what, one.place) for one in found}


@pytest.mark.parametrize(("part", "what"), [("records", Amiss.NO_TEXT), ("keys", Amiss.NO_KEY)])
def test_a_key_without_its_record_and_a_record_without_its_key_are_named(part: str, what: Amiss) -> None:
    whole = rows()
    fewer = replace(whole, **{part: tuple(row for row in getattr(whole, part) if row["place"] != 11)})
    assert (what, 11) in {(one.what, one.place) for one in walked(walk(), fewer)}


CLOSED = "file-1"


def walked_closed(shown: Rows) -> tuple[list[Found], Walk]:
    """What a walk finds whose walker may not read one file: its records come as their hashes alone."""
    nothing = dict.fromkeys(("type", "actor_id", "actor_role", "on_behalf_of", "regime", "body", "openings"), "")
    records = [row | nothing if row["about"] == CLOSED else row for row in shown.records]
    withheld = {row["place"] for row in records if row["about"] == CLOSED}
    own, keys = walk(roots()), [Key(**row) for row in shown.keys]
    links = [(row["place"], link_of(row)) for row in records]
    return [*own.begin(), *own.go_on(keys, links, COUNT, withheld), *own.finish()], own


def test_a_ledger_is_proven_by_whom_a_file_is_closed_to_and_the_walk_counts_what_was_withheld() -> None:
    found, own = walked_closed(rows())
    assert found == []
    assert own.withheld == {CLOSED: sum(row["about"] == CLOSED for row in rows().records)}


@given(at=st.integers(0, SIZES[-1] - 1).filter(lambda at: rows().records[at]["about"] == CLOSED))
@settings(max_examples=10)
def test_another_hash_of_a_record_that_is_withheld_is_found(at: int) -> None:
    forged = [row | ({"hash": "ab" * 32} if number == at else {}) for number, row in enumerate(rows().records)]
    found, _ = walked_closed(Rows(tuple(forged), tuple(_key_of(row) for row in forged)))
    assert names(found, at + 1)


def _key_of(row: Row) -> Row:
    return {name: row[name] for name in ("place", "event_id", "about", "chain_index", "hash")}


def dated(*days: tuple[str, str, int]) -> list[tuple[str, int]]:
    """What is to be looked at of records about these subjects, of these rooms, that happened so many days on."""
    book = made.Book()
    for about, room, _ in days:
        book.add(about, f"{room}.future.happened.v1", number=1)
    records = []
    for row, (_, _, on) in zip([row_of(one) for one in book.told], days, strict=True):
        at = made.BEGAN + timedelta(days=on)
        body = json.loads(row["body"]) | {"time": stamp(at)}
        records.append(row | {"time": at, "body": canonical(body)})
    rows = made_to_hold(Rows(tuple(records), ()))
    walk = Walk(Ring(()), ())
    assert walked(walk, rows) == []
    return [(one.about, one.chain_index) for one in walk.leads]


@pytest.mark.parametrize(
    ("days", "leads"),
    [
        ((("a", "application", 5), ("a", "application", 6)), []),
        ((("a", "application", 5), ("a", "application", 4)), []),
        ((("a", "application", 5), ("a", "application", 3)), [("a", 2)]),
        ((("a", "application", 5), ("a", "monitoring", 1)), []),
        ((("a", "application", 5), ("b", "application", 1)), []),
        ((("a", "application", 9), ("a", "application", 3), ("a", "application", 4)), [("a", 2), ("a", 3)]),
        ((("a", "application", 9), ("a", "monitoring", 9), ("a", "application", 9)), []),
    ],
)
def test_what_says_it_happened_long_before_what_its_room_had_told_already_is_to_be_looked_at_and_breaks_nothing(
    days: tuple[tuple[str, str, int], ...], leads: list[tuple[str, int]]
) -> None:
    assert dated(*days) == leads
