"""People of the tests keep their sign-in while they come as they last came, and no longer."""

from pathlib import Path

import pytest

from tests.rooms import Signer


@pytest.fixture
def fresh(tmp_path: Path) -> Signer:
    return Signer(tmp_path / "key.json")


def test_who_comes_again_as_before_has_the_same_sign_in(fresh: Signer) -> None:
    officer = fresh.token("ayse", "ministry_officer", tax_number="1")
    fresh.token("mehmet", "inspector")
    assert fresh.token("ayse", "ministry_officer", tax_number="1") == officer


async def test_who_comes_with_other_rights_or_in_another_s_name_has_a_sign_in_of_their_own(fresh: Signer) -> None:
    verifier = fresh.verifier()
    for person, roles, tax_number in (
        ("ayse", ("inspector",), None),
        ("ayse", ("evaluator", "inspector"), None),
        ("ayse", ("inspector",), "1"),
        ("mehmet", ("inspector",), "1"),
    ):
        actor = await verifier.verify(fresh.token(person, *roles, tax_number=tax_number))
        assert (actor.person_id, actor.roles, actor.tax_number) == (person, frozenset(roles), tax_number)


def test_who_comes_back_to_earlier_rights_signs_in_anew(fresh: Signer) -> None:
    """Rooms tell earlier rights from later ones by their sign-ins: an old one is not shown after a newer one."""
    first = fresh.token("ayse", "inspector")
    fresh.token("ayse", "evaluator")
    assert fresh.token("ayse", "inspector") != first
