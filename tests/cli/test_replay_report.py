"""The report of a replay says what is broken first, for people and for programs, and runs nobody's code."""

import json
from pathlib import Path

from cli.inspection import Inspection
from cli.proof import Proof
from cli.replay_report import Report, html, write

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
    assert "2 looked through, 1 broken." in page
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
