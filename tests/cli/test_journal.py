"""A replay that was broken off goes on with what it had found, and with nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.inspection import Inspection
from cli.journal import Journal, OtherReplay, Scope, code_of
from cli.phrases import Phrase
from cli.proof import Proof

SCOPE = Scope("call-1", None, "", archive_only=False)
PLACE = {"room": "monitoring", "table": "claim", "row": "c-1", "field": "amount"}
FOUND = Proof(
    Phrase.of("replay.place", **PLACE),
    holds=False,
    found=Phrase.of("replay.differs.value", told="1.00", held="2.00", record="a-1#7"),
    meaning=Phrase.of("replay.differs.value.meaning"),
    place=PLACE,
)
DONE = Inspection("a/1", proofs=[Proof("plain", holds=True, found="7"), FOUND], position="ab" * 32)


def test_what_was_found_is_taken_up_word_by_word_in_either_language(tmp_path: Path) -> None:
    Journal(tmp_path, SCOPE).keep(DONE)
    again = Journal(tmp_path, SCOPE, resumes=True).found("a/1")
    assert again is not None
    assert again.position == DONE.position
    assert again.as_dict("tr") == DONE.as_dict("tr")
    assert again.as_dict("en") == DONE.as_dict("en")


def test_without_resuming_it_begins_anew(tmp_path: Path) -> None:
    Journal(tmp_path, SCOPE).keep(DONE)
    assert Journal(tmp_path, SCOPE).found("a/1") is None
    assert Journal(tmp_path, SCOPE, resumes=True).found("a/1") is None


def test_what_could_not_be_read_or_was_half_written_is_looked_at_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path, SCOPE, resumes=True)
    journal.keep(Inspection("a-2", is_unread=True))
    assert journal.found("a-2") is None
    journal.keep(DONE)
    (path,) = (tmp_path / "files").glob("*.done.json")
    path.write_text(path.read_text(encoding="utf-8")[:40], encoding="utf-8")
    assert journal.found("a/1") is None


@pytest.mark.parametrize(
    "forged", [{"proofs": []}, {"about": "a-2"}, {"position": ""}, {"proofs": {}}, {"proofs": [[]]}, {"position": None}]
)
def test_what_proves_nothing_or_is_of_another_file_is_looked_at_again(tmp_path: Path, forged: dict[str, Any]) -> None:
    Journal(tmp_path, SCOPE).keep(DONE)
    (path,) = (tmp_path / "files").glob("*.done.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | forged), encoding="utf-8")
    assert Journal(tmp_path, SCOPE, resumes=True).found("a/1") is None


def test_what_was_found_of_a_chain_that_does_not_hold_is_not_kept(tmp_path: Path) -> None:
    Journal(tmp_path, SCOPE).keep(Inspection("a/1", proofs=[FOUND]))
    assert Journal(tmp_path, SCOPE, resumes=True).found("a/1") is None


def test_the_code_is_what_its_files_are_wherever_they_lie(tmp_path: Path) -> None:
    for name in ("one/grants/a.py", "two/grants/a.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("A = 1\n")
    one, two = tmp_path / "one", tmp_path / "two"
    assert code_of(one) == code_of(two) != code_of()
    (two / "grants/a.py").write_text("A = 2\n")
    assert code_of(one) != code_of(two)


@pytest.mark.parametrize(
    "other",
    [
        Scope("call-2", None, "", archive_only=False),
        Scope("call-1", None, "0.1.0", archive_only=False),
        Scope("call-1", None, "", archive_only=True),
        Scope("", 2027, "", archive_only=False),
        Scope("call-1", None, "", archive_only=False, program="other code"),
    ],
)
def test_what_a_replay_of_other_files_has_found_is_not_taken_up(tmp_path: Path, other: Scope) -> None:
    Journal(tmp_path, SCOPE).keep(DONE)
    with pytest.raises(OtherReplay):
        Journal(tmp_path, other, resumes=True)


def test_without_a_folder_nothing_is_kept() -> None:
    journal = Journal(None, SCOPE, resumes=True)
    journal.keep(DONE)
    assert journal.found("a/1") is None
