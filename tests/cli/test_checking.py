"""What a walk over the ledger came to is said in both languages, what is amiss by its place."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cli.checking import KEPT_WITHIN, due_of, lines, unlike
from grants.proof.announced import Untrue
from grants.proof.chain import FaultKind
from grants.proof.known import Known
from grants.proof.walking import Amiss
from runtime.messages import catalogue
from tests.grants.proof.dossier import made

WHOLE: dict[str, Any] = {
    "holds": True,
    "records": 40,
    "roots": 4,
    "covered": 33,
    "first_key": "ab",
    "first_key_known": True,
    "last_key": "cd",
    "vouched": True,
    "amiss": 0,
    "withheld": {},
    "leads": [],
    "set_aside": [],
    "findings": [],
}


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("kind", [*Amiss, *FaultKind, *Untrue])
def test_everything_a_walk_can_find_has_words(kind: Amiss | FaultKind | Untrue, language: str) -> None:
    assert catalogue("cli").say(language, f"walk.{kind}") != f"walk.{kind}"


def test_a_ledger_that_holds_is_said_to_be_proven_as_far_as_roots_cover_it() -> None:
    assert list(lines(WHOLE, "en")) == ["proven: all 40 records hold, 33 of them under 4 signed roots"]


def test_what_is_amiss_is_named_by_its_place_and_counted() -> None:
    found = {"what": "torn", "place": 11, "about": "file-1", "chain_index": 4}
    verdict = {**WHOLE, "holds": False, "amiss": 1, "findings": [found]}
    assert list(lines(verdict, "en")) == [
        "BROKEN  a record does not stand on the one before it (place 11, about file-1, chain_index 4)",
        "1 found amiss in 40 records under 4 signed roots",
    ]


def test_what_is_not_in_the_ledger_because_it_could_not_be_is_told_with_its_reason() -> None:
    aside = {"seq": 3, "room": "application", "place": 17, "reason": "NotAnEvent: no JSON"}
    first, _ = lines({**WHOLE, "set_aside": [aside]}, "en")
    assert first == "ASIDE   not in the ledger: application 17, set aside as 3 (NotAnEvent: no JSON)"


def test_what_holds_and_is_to_be_looked_at_all_the_same_is_told_and_breaks_nothing() -> None:
    lead = {"what": "backdated", "place": 12, "about": "file-1", "chain_index": 5}
    first, last = lines({**WHOLE, "leads": [lead]}, "en")
    assert first.startswith("LOOK    a record says that it happened more than a day before")
    assert first.endswith("(place 12, about file-1, chain_index 5)")
    assert last.startswith("proven: ")


def test_what_was_closed_to_whoever_asked_is_counted_and_named() -> None:
    first, last = lines({**WHOLE, "withheld": {"file-1": 3, "call-1": 2}}, "en")
    assert first.startswith("CLOSED  of 5 records only the hashes were held against the roots")
    assert "(file-1, call-1)" in first
    assert last.startswith("proven")


def test_records_no_root_was_signed_over_prove_nothing() -> None:
    (line,) = lines({**WHOLE, "holds": False, "roots": 0}, "en")
    assert line.startswith("nothing is proven")


def test_keys_nobody_vouches_for_prove_nothing_however_well_it_holds() -> None:
    (line,) = lines({**WHOLE, "vouched": False}, "en")
    assert line.startswith("all 40 records hold, 33 of them under 4 signed roots, by keys nobody has vouched for")


KEYS = [key.statement.id for key in made.dossier().keys]
ROOTS = made.dossier().roots.roots


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize(
    ("known", "what"),
    [
        (Known(KEYS[1]), "first_key_found"),
        (Known(last_key=KEYS[0]), "last_key_found"),
        (Known(root="00" * 32), "known_root_missing"),
        (Known(root=ROOTS[0].model_copy(update={"signed": ROOTS[1].signed})), "known_root_differs"),
    ],
)
def test_what_is_known_from_elsewhere_and_is_not_so_has_words(known: Known, what: str, language: str) -> None:
    (finding,) = unlike(known, made.keys(), ROOTS)
    assert finding["what"] == what
    assert catalogue("cli").knows(f"walk.{what}", language)


def test_what_is_known_from_elsewhere_and_is_so_is_no_finding() -> None:
    assert unlike(Known(*KEYS, root=ROOTS[1]), made.keys(), ROOTS) == []


@pytest.mark.parametrize(("since", "due"), [(1, 2), (0, 2), (-1, 1)])
def test_a_root_has_to_lie_apart_an_hour_after_it_was_signed(since: int, due: int) -> None:
    signed = datetime.fromisoformat(ROOTS[1].statement.at)
    assert due_of(ROOTS, signed + KEPT_WITHIN + timedelta(seconds=since)) == due
