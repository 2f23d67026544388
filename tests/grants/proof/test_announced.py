"""What the ledger tells of its keys and roots is held against those that are handed out: none is cut off unnoticed."""

from collections.abc import Sequence
from functools import cache

import pytest

from grants.contracts.ledger_events import KeyIntroduced, RootSigned
from grants.proof.announced import ABOUT, Untrue
from grants.proof.signatures import PublicKey, Ring, SignedRoot
from grants.proof.walking import Amiss, Found, Walk
from tests.grants.proof.dossier import made
from tests.grants.proof.tampering import Rows, made_to_hold, row_of, walked

FIRST, SECOND = made.keys()


def introduced(book: made.Book, key: PublicKey) -> None:
    voucher = key.voucher
    vouched = {"voucher_key": voucher.key, "voucher": voucher.signature} if voucher else {}
    book.add(ABOUT, KeyIntroduced.type_name(), **key.statement.model_dump(exclude={"what"}), **vouched)


@cache
def ledger() -> tuple[Rows, tuple[SignedRoot, ...]]:
    """A key, two roots by it, the key that came after, two roots by that; each is told of."""
    book, roots = made.Book(), list[SignedRoot]()
    for at, (key, signer) in enumerate(((FIRST, made.FIRST), (SECOND, made.SECOND))):
        introduced(book, key)
        for number in (1, 2):
            book.add("file-1", "monitoring.future.happened.v1", number=number)
            before = roots[-1].statement.digest() if roots else ""
            root = made.root_of(book, len(roots) + 1, len(book.told), before, signer, 365 * at + number)
            told = {**root.statement.model_dump(exclude={"what"}), **root.signed.model_dump()}
            book.add(ABOUT, RootSigned.type_name(), **told)
            roots.append(root)
    records = tuple(row_of(told) for told in book.told)
    return Rows(records, made_to_hold(Rows(records, ())).keys), tuple(roots)


def found(keys: Sequence[PublicKey], roots: Sequence[SignedRoot], rows: Rows | None = None) -> list[Found]:
    return walked(Walk(Ring(tuple(keys)), roots), rows or ledger()[0])


def without(rows: Rows, kind: str, said: str = "") -> Rows:
    """The ledger without its records of this type that say this, written anew so that all hashes hold."""
    left = tuple(row for row in rows.records if row["type"] != kind or said not in row["body"])
    return made_to_hold(Rows(left, ()))


def test_a_ledger_that_tells_of_its_keys_and_roots_holds() -> None:
    assert found((FIRST, SECOND), ledger()[1]) == []


def test_the_last_root_may_have_no_record_yet() -> None:
    rows, roots = ledger()
    before = Rows(rows.records[:-1], rows.keys[:-1])
    assert found((FIRST, SECOND), roots, before) == []


def test_a_key_that_was_taken_out_so_that_the_one_before_it_signs_on_is_named() -> None:
    """The rotated key signs all roots anew; the records of the roots still tell of the others."""
    rows, roots = ledger()
    anew: list[SignedRoot] = []
    for root in roots:
        statement = root.statement.model_copy(update={"previous": anew[-1].statement.digest() if anew else ""})
        anew.append(SignedRoot(statement=statement, signed=made.sign(made.FIRST, statement.canonical())))
    seen = found((FIRST,), anew)
    introduction = next(row["place"] for row in rows.records if made.named(made.SECOND) in row["body"])
    assert Found(Untrue.KEY_GONE, introduction, event_id=made.named(made.SECOND)) in seen
    assert {one.root for one in seen if one.what is Untrue.ROOT_TOLD_OTHERWISE} == {3, 4}


def test_a_key_whose_record_says_something_else_of_it_is_named() -> None:
    later = SECOND.statement.model_copy(update={"since": made.stamp(made.BEGAN + made.timedelta(days=364))})
    other = PublicKey(statement=later, voucher=made.sign(made.FIRST, later.canonical()))
    seen = found((FIRST, other), ledger()[1])
    assert [(one.what, one.event_id) for one in seen] == [(Untrue.KEY_TOLD_OTHERWISE, SECOND.statement.id)]


def test_roots_that_were_cut_off_are_named_by_the_records_that_tell_of_them() -> None:
    seen = found((FIRST, SECOND), ledger()[1][:2])
    assert [(one.what, one.root) for one in seen] == [(Untrue.ROOT_MISSING, 3), (Untrue.ROOT_MISSING, 4)]


def test_what_came_while_the_ledger_was_walked_is_no_finding() -> None:
    rows, roots = ledger()
    assert found((FIRST,), roots[:2])
    assert walked(Walk(Ring((FIRST,)), roots[:2]), rows, (FIRST, SECOND), roots) == []


def test_a_root_or_a_key_that_no_record_tells_of_is_named_once_later_ones_are_told_of() -> None:
    rows, roots = ledger()
    silent = without(rows, RootSigned.type_name(), '"number":2,')
    assert {one.root for one in found((FIRST, SECOND), roots, silent) if one.what is Untrue.ROOT_UNTOLD} == {2}
    silent = without(rows, KeyIntroduced.type_name())
    keys = {one.event_id for one in found((FIRST, SECOND), roots, silent) if one.what is Untrue.KEY_UNTOLD}
    assert keys == {FIRST.statement.id, SECOND.statement.id}


@pytest.mark.parametrize("body", ['{"data":{}}', '{"data":[]}', "{", "[]"])
def test_a_record_of_a_root_that_cannot_be_read_is_named(body: str) -> None:
    rows, roots = ledger()
    records = list(rows.records)
    at = next(at for at, row in enumerate(records) if row["type"] == RootSigned.type_name())
    records[at] = records[at] | {"body": body}
    seen = found((FIRST, SECOND), roots, Rows(tuple(records), rows.keys))
    assert (Untrue.ROOT_TOLD_OTHERWISE, at + 1) in {(one.what, one.place) for one in seen}


def test_a_root_that_does_not_lie_apart_when_it_has_to_is_named() -> None:
    """Also where all were taken away: then nothing is left to tell that any was there."""
    rows, roots = ledger()
    kept = {root.statement.number: root for root in roots}
    ring = Ring((FIRST, SECOND))
    assert walked(Walk(ring, roots, kept, due=4), rows) == []
    assert walked(Walk(ring, roots, {}, due=0), rows) == [], "signed a moment ago, all of them"
    gone = [(one.what, one.root) for one in walked(Walk(ring, roots, {}, due=3), rows)]
    assert gone == [(Amiss.ROOT_NOT_KEPT, number) for number in (1, 2, 3)]
    between = {number: root for number, root in kept.items() if number != 2}
    assert [(one.what, one.root) for one in walked(Walk(ring, roots, between), rows)] == [(Amiss.ROOT_NOT_KEPT, 2)]
