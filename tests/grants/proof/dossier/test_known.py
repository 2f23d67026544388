"""What an auditor brings along is held against a dossier; without it nothing is said to be proven."""

from dataclasses import replace

import pytest

from grants.proof.dossier.checking import verify
from grants.proof.dossier.contents import Dossier, Roots
from grants.proof.known import NOTHING, Known, is_hash, root_in
from tests.grants.proof.dossier import made

ROOTS = made.dossier().roots.roots
FIRST, SECOND = made.named(made.FIRST), made.named(made.SECOND)


def broken(whole: bytes, known: Known) -> list[str]:
    verdict = verify(whole, known)
    assert verdict.wrong is None, verdict.wrong
    return [finding.what for finding in verdict.findings if not finding.holds]


def by_the_old_key() -> bytes:
    """The same file by whoever stole the key that was rotated away: no other key, all signed by it, dated today."""
    one = made.dossier()
    root = made.root_of(made.told(), 1, one.roots.roots[-1].statement.size, "", made.FIRST, 399)
    chains = []
    for chain in one.chains:
        statement = chain.proof.chain.statement
        signed = made.SignedChain(statement=statement, signed=made.sign(made.FIRST, statement.canonical()))
        chains.append(replace(chain, proof=made.ChainProof(chain=signed, sealed=chain.proof.sealed)))
    forged: Dossier = replace(one, keys=one.keys[:1], roots=Roots(roots=(root,), growth=()), chains=tuple(chains))
    return made.written_down(forged, made.FIRST)


def test_a_dossier_of_a_stolen_old_key_holds_for_whoever_knows_the_first_key_alone() -> None:
    """It cannot be otherwise: nothing in what its thief makes tells of the key after it."""
    assert broken(by_the_old_key(), Known(FIRST)) == []


@pytest.mark.parametrize(
    ("known", "what"),
    [
        (Known(FIRST, SECOND), "last key"),
        (Known(FIRST, root=ROOTS[0]), "known root"),
        (Known(FIRST, root=ROOTS[1]), "known root"),
        (Known(FIRST, root=ROOTS[0].statement.root), "known root"),
        (Known(FIRST, root=ROOTS[1].statement.digest()), "known root"),
    ],
)
def test_it_does_not_hold_for_whoever_knows_the_last_key_or_a_root(known: Known, what: str) -> None:
    assert broken(by_the_old_key(), known) == [what]
    assert broken(made.whole(), known) == []


def test_a_key_that_another_came_after_signs_nothing_dated_later() -> None:
    one = made.dossier()
    sealed_late = made.written_down(one, made.FIRST)
    assert verify(sealed_late).wrong is not None


def test_a_known_root_that_is_not_among_those_of_the_dossier_is_not_taken_for_proven() -> None:
    between = ROOTS[1].model_copy(update={"statement": ROOTS[1].statement.model_copy(update={"number": 7})})
    (finding,) = [one for one in verify(made.whole(), Known(root=between)).findings if one.what == "known root"]
    assert (finding.holds, finding.found) == (False, "root 7 is not here to be held against it")


def test_a_known_root_by_a_key_the_dossier_does_not_know_is_named() -> None:
    statement = ROOTS[1].statement.model_copy(update={"number": 7})
    stranger = made.Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
    other = made.SignedRoot(statement=statement, signed=made.sign(stranger, statement.canonical()))
    (finding,) = [one for one in verify(made.whole(), Known(root=other)).findings if one.what == "known root"]
    assert (finding.holds, made.named(stranger) in finding.found) == (False, True)


def test_nothing_vouches_for_a_dossier_unless_something_of_it_is_known() -> None:
    assert not verify(made.whole(), NOTHING).vouched
    assert all(
        verify(made.whole(), one).vouched for one in (Known(FIRST), Known(last_key=SECOND), Known(root=ROOTS[0]))
    )


def test_a_root_is_given_by_its_hash_or_as_it_was_kept_apart() -> None:
    assert is_hash(ROOTS[0].statement.root)
    assert not is_hash("ledger/roots/000000000001.json")
    assert root_in(ROOTS[0].model_dump_json()) == ROOTS[0]
    with pytest.raises(ValueError, match="statement"):
        root_in("{}")
