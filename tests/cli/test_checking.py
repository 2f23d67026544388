"""What a walk over the ledger came to is said in both languages, what is amiss by its place."""

from typing import Any

import pytest

from cli.checking import lines
from grants.proof.chain import FaultKind
from grants.proof.walking import Amiss
from runtime.messages import catalogue

WHOLE: dict[str, Any] = {
    "holds": True,
    "records": 40,
    "roots": 4,
    "covered": 33,
    "first_key": "ab",
    "first_key_known": True,
    "amiss": 0,
    "set_aside": [],
    "findings": [],
}


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("kind", [*Amiss, *FaultKind])
def test_everything_a_walk_can_find_has_words(kind: Amiss | FaultKind, language: str) -> None:
    assert catalogue("cli").say(language, f"walk.{kind}") != f"walk.{kind}"


def test_a_ledger_that_holds_is_said_to_be_proven_as_far_as_roots_cover_it() -> None:
    assert list(lines(WHOLE, "en")) == ["proven: all 40 records hold, 33 of them under 4 signed roots"]


def test_what_is_amiss_is_named_by_its_place_and_counted() -> None:
    found = {"what": "torn", "place": 11, "about": "file-1", "chain_index": 4}
    verdict = {**WHOLE, "holds": False, "amiss": 1, "findings": [found], "first_key_known": False}
    assert list(lines(verdict, "en")) == [
        "BROKEN  a record does not stand on the one before it (place 11, about file-1, chain_index 4)",
        "BROKEN  the first key is ab, not the one that is known",
        "1 found amiss in 40 records under 4 signed roots",
    ]


def test_what_is_not_in_the_ledger_because_it_could_not_be_is_told_with_its_reason() -> None:
    aside = {"seq": 3, "room": "application", "place": 17, "reason": "NotAnEvent: no JSON"}
    first, _ = lines({**WHOLE, "set_aside": [aside]}, "en")
    assert first == "ASIDE   not in the ledger: application 17, set aside as 3 (NotAnEvent: no JSON)"


def test_records_no_root_was_signed_over_prove_nothing() -> None:
    (line,) = lines({**WHOLE, "holds": False, "roots": 0}, "en")
    assert line.startswith("nothing is proven")
