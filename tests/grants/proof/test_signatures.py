"""A signature under the ledger's statements holds for these bytes, this key and its time, and for nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from grants.proof.signatures import (
    ChainStatement,
    Doubt,
    KeyStatement,
    PublicKey,
    Ring,
    RootStatement,
    Signed,
    decoded,
    encoded,
    follows,
    holds,
    key_id,
    ring,
    stamp,
)

BEGAN = datetime(2027, 1, 1, tzinfo=UTC)
FIRST, SECOND = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))


def public(key: Ed25519PrivateKey) -> str:
    return encoded(key.public_key().public_bytes_raw())


def named(key: Ed25519PrivateKey) -> str:
    return key_id(key.public_key().public_bytes_raw())


def sign(key: Ed25519PrivateKey, content: bytes) -> Signed:
    return Signed(key=named(key), signature=encoded(key.sign(content)))


def introduced(key: Ed25519PrivateKey, since: datetime, by: Ed25519PrivateKey | None = None) -> PublicKey:
    told = KeyStatement(id=named(key), public=public(key), since=stamp(since))
    return PublicKey(statement=told, voucher=sign(by, told.canonical()) if by else None)


KEYS = ring([introduced(SECOND, BEGAN + timedelta(days=30), FIRST), introduced(FIRST, BEGAN)])


def root(at: datetime, number: int = 1, previous: str = "", size: int = 8) -> RootStatement:
    return RootStatement(number=number, size=size, root="ab" * 32, at=stamp(at), previous=previous)


def test_the_published_example_of_the_signature_holds() -> None:
    """RFC 8032, section 7.1, test 2."""
    key = encoded(bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    signature = encoded(
        bytes.fromhex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        )
    )
    assert holds(key, signature, b"\x72")
    assert not holds(key, signature, b"\x73")


def test_keys_that_vouch_for_each_other_raise_no_doubt() -> None:
    assert [key.statement.id for key in KEYS.keys] == [named(FIRST), named(SECOND)]
    assert KEYS.doubts() == []


@pytest.mark.parametrize(
    ("key", "day", "doubt"),
    [
        (FIRST, -1, Doubt.NOT_ITS_TIME),
        (FIRST, 0, None),
        (FIRST, 29, None),
        (FIRST, 30, Doubt.NOT_ITS_TIME),
        (SECOND, 29, Doubt.NOT_ITS_TIME),
        (SECOND, 30, None),
        (SECOND, 4000, None),
    ],
)
def test_a_key_signs_from_its_day_until_the_next_one_s(key: Ed25519PrivateKey, day: int, doubt: Doubt | None) -> None:
    told = root(BEGAN + timedelta(days=day))
    assert KEYS.doubt(told, told.at, sign(key, told.canonical())) is doubt


def test_a_statement_that_was_changed_is_forged() -> None:
    told = root(BEGAN)
    signed = sign(FIRST, told.canonical())
    for change in ({"size": 9}, {"number": 2}, {"root": "cd" * 32}, {"previous": "x"}):
        assert KEYS.doubt(told.model_copy(update=change), told.at, signed) is Doubt.FORGED


def test_a_key_nobody_knows_proves_nothing() -> None:
    told = root(BEGAN)
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert KEYS.doubt(told, told.at, sign(stranger, told.canonical())) is Doubt.UNKNOWN_KEY
    as_first = Signed(key=named(FIRST), signature=sign(stranger, told.canonical()).signature)
    assert KEYS.doubt(told, told.at, as_first) is Doubt.FORGED


def test_a_signature_of_one_kind_is_worth_nothing_under_another() -> None:
    told = ChainStatement(about="a", length=8, head="ab" * 32, size=8, at=stamp(BEGAN))
    signed = sign(FIRST, told.canonical())
    assert KEYS.doubt(told, told.at, signed) is None
    assert KEYS.doubt(root(BEGAN), told.at, signed) is Doubt.FORGED
    with pytest.raises(ValidationError, match="what"):
        RootStatement.model_validate({**root(BEGAN).model_dump(), "what": "destek.ledger.chain.v1"})


@pytest.mark.parametrize(
    ("second", "doubt"),
    [
        (introduced(SECOND, BEGAN + timedelta(days=1)), Doubt.UNVOUCHED),
        (introduced(SECOND, BEGAN + timedelta(days=1), SECOND), Doubt.UNVOUCHED),
        (
            introduced(SECOND, BEGAN + timedelta(days=1), FIRST).model_copy(
                update={"voucher": Signed(key=named(FIRST), signature=encoded(bytes(64)))}
            ),
            Doubt.FORGED,
        ),
        (
            PublicKey(
                statement=KeyStatement(id="0" * 32, public=public(SECOND), since=stamp(BEGAN + timedelta(days=1)))
            ),
            Doubt.MISNAMED,
        ),
    ],
)
def test_a_key_the_one_before_did_not_vouch_for_is_doubted(second: PublicKey, doubt: Doubt) -> None:
    found = Ring((introduced(FIRST, BEGAN), second)).doubts()
    assert found == [(second.statement.id, doubt)]


@pytest.mark.parametrize("text", ["", "!", "AAAA", "ş", "=" * 9, encoded(bytes(64)), encoded(bytes(64)) + "A"])
def test_whatever_is_given_as_a_signature_or_a_key_is_no_error(text: str) -> None:
    assert not holds(public(FIRST), text, b"x")
    assert not holds(text, encoded(bytes(64)), b"x")


def test_roots_that_follow_each_other_name_the_one_before() -> None:
    first = root(BEGAN)
    second = root(BEGAN, 2, first.digest(), 9)
    assert follows([first, second])
    assert follows([first])
    assert not follows([first, root(BEGAN, 2, "00" * 32, 9)])
    assert not follows([first, root(BEGAN, 3, first.digest(), 9)])
    assert not follows([first, root(BEGAN, 2, first.digest(), 7)])


def test_text_and_bytes_go_into_each_other() -> None:
    assert decoded(encoded(b"\xff\xfe\x00")) == b"\xff\xfe\x00"
    assert decoded("not base64!") == b""
