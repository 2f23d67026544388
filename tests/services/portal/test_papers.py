"""Papers handed in with a form: each once, and what is wrong with one stands beside the field it was chosen in."""

from typing import Any

import httpx

from runtime.identifiers import made_at
from services.monitoring.api.clock import DeclarationIn
from services.monitoring.api.milestones import ReachedIn
from services.monitoring.api.reports import ReportIn
from services.monitoring.api.scans import ScanIn
from services.portal.papers import MOST_OF_PDF
from tests.services.portal.filling import Shown, form_of, shown
from tests.services.portal.pictures import photograph
from tests.services.portal.recorded import OSTIM
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.standin import Stage

PDF = b"%PDF-1.7 tutanak"
MINE = "koordinator-ostim"
HASH = "ab" * 32
DECLARE = f"/grants/{BUSY}/do/milestone/M1"
Files = list[tuple[str, tuple[str, bytes, str]]]


async def sent(browser: httpx.AsyncClient, form: Shown, typed: dict[str, Any], files: Files) -> httpx.Response:
    return await browser.post(form.address, data={**form.values, **typed}, files=files)


def scans(stage: Stage) -> list[Any]:
    return [act.body for act in stage.rooms.done.values() if act.path.endswith("/scans")]


async def test_evidence_is_handed_in_with_the_act_that_names_it_and_twice_is_once(stage: Stage) -> None:
    stage.rooms.said[f"monitoring/grants/{BUSY}/scans"] = (201, {"document": HASH})
    browser = await stage.signed_in(MINE)
    form = form_of((await browser.get(DECLARE)).text, "milestone_declare")
    files: Files = [
        ("documents.new", ("açılış tutanağı.pdf", PDF, "application/pdf")),
        ("documents.new", ("kapi.jpg", photograph(), "image/jpeg")),
    ]
    typed = {"reached_on": "1.10.2018", "do": "milestone_declare"}
    answers = [await sent(browser, form, typed, files) for _ in range(2)]
    assert {one.status_code for one in answers} == {303}
    assert None not in [made_at(key) for key in stage.rooms.done], "a key that says its time need not be kept for good"
    kept = [ScanIn.model_validate(body) for body in scans(stage)]
    assert [(one.name, one.media_type) for one in kept] == [
        ("açılış tutanağı.pdf", "application/pdf"),
        ("kapi.jpg", "image/jpeg"),
    ]
    assert kept[0].content == PDF
    (body,) = [act.body for act in stage.rooms.done.values() if act.path.endswith("/declare")]
    assert ReachedIn.model_validate(body).documents == (HASH, HASH)


async def test_a_file_that_is_wrong_or_too_big_says_so_beside_its_field_and_nothing_is_lost(stage: Stage) -> None:
    stage.rooms.said[f"monitoring/grants/{BUSY}/scans"] = (201, {"document": HASH})
    browser = await stage.signed_in(MINE)
    form = form_of((await browser.get(DECLARE)).text, "milestone_declare")
    files: Files = [
        ("documents.new", ("rapor.docx", b"PK\x03\x04", "application/pdf")),
        ("documents.new", ("büyük.pdf", b"%PDF-" + b"0" * MOST_OF_PDF, "application/pdf")),
        ("documents.new", ("boş.pdf", b"", "application/pdf")),
        ("documents.new", ("iyi.pdf", PDF, "application/pdf")),
    ]
    answer = await sent(browser, form, {"note": "Not <b>", "do": "milestone_declare"}, files)
    assert answer.status_code == 422
    assert 'id="milestone_declare-field-documents-new-wrong">rapor.docx: yalnız PDF' in answer.text
    assert "büyük.pdf: dosya çok büyük" in answer.text
    assert "boş.pdf: bu dosya boş" in answer.text
    again = form_of(answer.text, "milestone_declare")
    assert (again.values["note"], again.values["documents"]) == ("Not <b>", f"{HASH} iyi.pdf")
    assert [one["name"] for one in scans(stage)] == ["iyi.pdf"]


async def test_a_force_majeure_and_a_line_of_a_report_rest_on_papers(stage: Stage) -> None:
    stage.rooms.said[f"monitoring/grants/{OSTIM}/scans"] = (201, {"document": HASH})
    browser = await stage.signed_in(MINE)
    told = f"/grants/{OSTIM}/force-majeure"
    files: Files = [("documents.new", ("valilik.pdf", PDF, "application/pdf"))]
    typed = {"starts_on": "1.2.2018", "ground": "Sel", "evidence": "Yazı"}
    assert (await sent(browser, shown((await browser.get(told)).text), typed, files)).status_code == 303
    (body,) = [act.body for act in stage.rooms.done.values() if act.path == f"monitoring{told}"]
    assert DeclarationIn.model_validate(body).documents == (HASH,)

    report = f"/grants/{OSTIM}/report"
    paper = {
        "kind": "invoice",
        "number": "A1",
        "issued_on": "1.3.2018",
        "issuer": "X",
        "issuer_tax_number": "1112223334",
    }
    line = {
        "lines[0].item": "I1",
        "lines[0].net": "10",
        **{f"lines[0].paper.{name}": said for name, said in paper.items()},
    }
    files = [("lines[0].paper.document.new", ("fatura.pdf", PDF, "application/pdf"))]
    typed = {"technical": "t", "administrative": "a", **line, "do": "send"}
    assert (await sent(browser, shown((await browser.get(report)).text), typed, files)).status_code == 303
    (body,) = [act.body for act in stage.rooms.done.values() if act.path == f"monitoring/grants/{OSTIM}/reports/2"]
    found = ReportIn.model_validate(body).lines[0].paper
    assert found is not None
    assert found.document == HASH
