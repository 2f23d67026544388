"""A replay that was broken off goes on with what it had found, and with nothing else."""

from pathlib import Path

import pytest

from cli.inspection import Inspection
from cli.journal import Journal, OtherReplay, Scope
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
DONE = Inspection("a/1", proofs=[Proof("plain", holds=True, found="7"), FOUND])


def test_what_was_found_is_taken_up_word_by_word_in_either_language(tmp_path: Path) -> None:
    Journal(tmp_path, SCOPE).keep(DONE)
    again = Journal(tmp_path, SCOPE, resumes=True).found("a/1")
    assert again is not None
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
    "other",
    [
        Scope("call-2", None, "", archive_only=False),
        Scope("call-1", None, "0.1.0", archive_only=False),
        Scope("call-1", None, "", archive_only=True),
        Scope("", 2027, "", archive_only=False),
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
