"""Papers with an application on its pages: put to a draft or a completion, taken back, read by whoever checks."""

from typing import Any

import httpx
import pytest

from services.application.api.papers import PaperIn
from tests.services.portal.filling import Shown, shown
from tests.services.portal.recorded import OSTIM, PAPER
from tests.services.portal.recorded_applying import DRAFTED, KEPT, SENT_BACK
from tests.services.portal.standin import Stage

PDF = b"%PDF-1.7 beyanname"
MINE = "koordinator-ostim"
OF_DRAFT, OF_COMPLETION = f"/applications/{DRAFTED}/draft/papers", f"/applications/{SENT_BACK}/completion/papers"
HASH = "ab" * 32


async def sent(
    browser: httpx.AsyncClient, form: Shown, typed: dict[str, Any], *files: tuple[str, bytes]
) -> httpx.Response:
    chosen = [("paper", (name, content, "application/pdf")) for name, content in files]
    return await browser.post(form.address, data={**form.values, **typed}, files=chosen)


def form_at(page: str, address: str) -> Shown:
    return next(shown(f"{part}</form>", address) for part in page.split("</form>") if f'action="{address}"' in part)


def kept(stage: Stage, file: str) -> list[PaperIn]:
    path = f"application/applications/{file}/papers"
    return [PaperIn.model_validate(act.body) for act in stage.rooms.done.values() if act.path == path]


@pytest.mark.parametrize(("address", "file"), [(OF_DRAFT, DRAFTED), (OF_COMPLETION, SENT_BACK)])
async def test_papers_are_put_to_a_draft_and_to_a_completion_each_with_its_kind(
    stage: Stage, address: str, file: str
) -> None:
    stage.rooms.said[f"application/applications/{file}/papers"] = (201, {"document": HASH})
    browser = await stage.signed_in(MINE)
    form = form_at((await browser.get(address)).text, address)
    files = ("Beyanname <1>.pdf", PDF), ("Beyanname 2.pdf", PDF + b"2")
    answer = await sent(browser, form, {"kind": "declaration", "do": "put"}, *files)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    found = [(one.title, one.kind, one.media_type, one.content) for one in kept(stage, file)]
    assert found == [(name, "declaration", "application/pdf", content) for name, content in files]


async def test_a_draft_says_which_papers_are_missing_and_whose_list_it_is(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    page = (await browser.get(OF_DRAFT)).text
    assert "İşletme katılım formu" in page
    assert "Eksik" in page
    assert "Henüz teslim edilmedi" in page
    assert "beyanname &lt;taslak&gt;.pdf" in page
    for place in (f"/applications/{DRAFTED}/draft", f"/applications/{DRAFTED}/do/submission"):
        said = (await browser.get(place)).text
        assert "eksik olanlar: İşletme katılım formu" in " ".join(said.split()), place
        assert OF_DRAFT in said


async def test_what_was_not_handed_in_yet_is_taken_back_and_nothing_else(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    form = form_at((await browser.get(OF_DRAFT)).text, OF_DRAFT)
    assert (await sent(browser, form, {"do": f"back.{KEPT['document']}"})).status_code == 303
    (path,) = [act.path for act in stage.rooms.done.values()]
    assert path == f"application/applications/{DRAFTED}/papers/{KEPT['document']}/take-back"
    form = form_at((await browser.get(OF_DRAFT)).text, OF_DRAFT)
    assert (await sent(browser, form, {"do": f"back.{HASH}"})).status_code == 404


async def test_a_file_that_is_wrong_says_so_beside_its_field_and_keeps_none_of_the_others_out(stage: Stage) -> None:
    stage.rooms.said[f"application/applications/{DRAFTED}/papers"] = (201, {"document": HASH})
    browser = await stage.signed_in(MINE)
    form = form_at((await browser.get(OF_DRAFT)).text, OF_DRAFT)
    answer = await sent(browser, form, {"kind": "other"}, ("x.docx", b"PK\x03\x04"), ("iyi.pdf", PDF))
    assert answer.status_code == 422
    assert "x.docx: yalnız PDF" in answer.text
    assert [one.title for one in kept(stage, DRAFTED)] == ["iyi.pdf"]
    again = form_at((await browser.get(OF_DRAFT)).text, OF_DRAFT)
    assert "Yüklenecek dosyayı seçin" in (await sent(browser, again, {"kind": "other"})).text


async def test_a_file_that_is_empty_is_said_to_be_empty_and_not_to_be_missing(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    form = form_at((await browser.get(OF_DRAFT)).text, OF_DRAFT)
    answer = await sent(browser, form, {"kind": "other"}, ("boş.pdf", b""))
    assert answer.status_code == 422
    assert "boş.pdf: bu dosya boş" in answer.text
    assert "Yüklenecek dosyayı seçin" not in answer.text
    nothing = form_at((await browser.get(OF_DRAFT)).text, OF_DRAFT)
    assert "Yüklenecek dosyayı seçin" in (await sent(browser, nothing, {"kind": "other"}, ("", b""))).text


async def test_whoever_reads_the_file_finds_its_papers_to_be_saved(stage: Stage) -> None:
    browser = await stage.signed_in("uzman-bir")
    address = f"/applications/{OSTIM}/papers/{PAPER['document']}"
    page = (await browser.get(f"/applications/{OSTIM}/read")).text
    assert f'href="{address}"' in page
    assert "beyanname &lt;imzalı&gt;.pdf" in page
    answer = await browser.get(address)
    assert answer.headers["content-disposition"] == f'attachment; filename="{str(PAPER["document"])[:16]}.pdf"'
    assert answer.content == b"%PDF-1.7 paper"
