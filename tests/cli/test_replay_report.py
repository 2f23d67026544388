"""The report of a replay says what is broken first, for people and for programs, and runs nobody's code."""

import json
import re
from pathlib import Path

from cli.inspection import Inspection
from cli.phrases import Phrase, from_json
from cli.proof import Proof
from cli.replay_report import Report, html, write
from grants.proof import archive, builds
from grants.proof.chain import FaultKind
from grants.proof.decided import How
from grants.proof.tables.book import Differs
from runtime.histories import Ending
from runtime.messages import catalogue

WHOLE = Inspection("a-1", proofs=[Proof("ledger of a-1", holds=True, found="7 records")])
BROKEN = Inspection(
    "a-2",
    proofs=[
        Proof("ledger of a-2", holds=True, found="9 records"),
        Proof("run 1 of grant/a-2", holds=False, found="<script>1 < 2</script>", meaning="other steps"),
    ],
)


def test_a_report_holds_where_every_file_does() -> None:
    assert Report((WHOLE,)).holds
    assert not Report((WHOLE, BROKEN)).holds


def test_the_page_counts_and_names_what_is_broken_and_escapes_what_was_found() -> None:
    page = html(Report((WHOLE, BROKEN)))
    assert "2 looked through, 1 broken, 0 could not be read." in page
    assert page.index("<h2>Broken</h2>") < page.index('<h2 id="a-1">')
    assert '<a href="#a-2">a-2</a>' in page
    assert "other steps" in page
    assert "<script>" not in page
    assert "<h2>Broken</h2>" not in html(Report((WHOLE,)))


def test_both_reports_are_written_with_the_same_findings(tmp_path: Path) -> None:
    page = write(Report((WHOLE, BROKEN)), tmp_path / "rapor")
    told = json.loads(page.with_name("report.json").read_text(encoding="utf-8"))
    assert page.name == "report.html"
    assert told["holds"] is False
    assert told["files"][1]["proofs"][1] == {
        "what": "run 1 of grant/a-2",
        "holds": False,
        "found": "<script>1 < 2</script>",
        "meaning": "other steps",
    }


def test_the_page_is_turkish_for_who_reads_turkish() -> None:
    found = Phrase.of("replay.run.other_way", failure="x")
    meaning = Phrase.of("replay.run.other_way.meaning")
    what = Phrase.of("replay.run", volume=1, workflow="grant/a-3")
    unread = Inspection("a-4", proofs=[Proof("a-4", holds=False, found="403")], is_unread=True)
    broken = Inspection("a-3", proofs=[Proof(what, holds=False, found=found, meaning=meaning)])
    page = html(Report((WHOLE, broken, unread)), "tr")
    assert '<html lang="tr">' in page
    assert "3 dosya incelendi, 1 tanesi tutmuyor, 1 tanesi okunamadı." in page
    assert "grant/a-3, 1. cilt" in page
    assert "kod başka bir yoldan gidiyor: x" in page
    assert "TUTMUYOR" in page
    assert Report((broken,)).as_dict("tr")["files"] == [broken.as_dict("tr")]


def test_every_text_of_a_replay_is_there_in_both_languages_with_the_same_places() -> None:
    texts = catalogue("cli").texts
    keys = {key for key in texts["tr"] if key.startswith("replay.")}
    assert keys == {key for key in texts["en"] if key.startswith("replay.")}
    for key in keys:
        places = [sorted(re.findall(r"\{([a-z]+)", texts[language][key])) for language in ("tr", "en")]
        assert places[0] == places[1], key


def test_each_kind_of_difference_fault_and_ending_has_its_words() -> None:
    kinds = (
        *(f"replay.differs.{one}.meaning" for one in Differs),
        *(f"replay.ledger.{one}" for one in FaultKind),
        *(f"replay.archive.{one}" for one in archive.Wrong),
        *(f"replay.build.{one}" for one in builds.Wrong),
        *(f"replay.ending.{one}" for one in Ending),
        *(f"replay.decision.{one}" for one in How),
    )
    assert [one for one in kinds if not catalogue("cli").knows(one)] == []


def test_a_phrase_that_was_written_down_is_said_in_either_language_again() -> None:
    nested = Phrase.of("replay.end.same", recorded=Phrase.of("replay.end.open"))
    again = from_json(json.loads(json.dumps(nested.as_json())))
    assert again == nested == "on record and by the workflow: still under way"
    assert again.said("tr") == "kayıtta ve iş akışında: sürüyor"
