"""The bank's statement is handed in on a page, and what came of each movement is said there."""

from datetime import date

import httpx

from services.monitoring.api.payments import StatementIn
from tests.services.monitoring.statements import entry, statement
from tests.services.portal.filling import shown
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import plain

PAGE = "/payments/do/statement"
ROOM = "monitoring/bank-statements"
FILE = statement(entry("B1", "270000.00", "t-1", date(2018, 11, 1), about="Küme Teşebbüsü"))
_LINE = {
    "place": "1",
    "reference": "B1",
    "is_debit": True,
    "amount": "270000.00",
    "currency": "TRY",
    "booked_on": "2018-11-01",
    "outcome": "paid",
    "document": "t-1",
    "expected": "",
}
_WRONG = {**_LINE, "place": "2", "outcome": "amount", "expected": "90000.00"}
READ = {"entries": [{"id": "x-0", "number": "2018-7", "account": "TR33", "lines": [_LINE, _WRONG]}]}


async def handed_in(
    browser: httpx.AsyncClient, content: bytes, *, times: int = 1, name: str = "ozet.xml"
) -> list[httpx.Response]:
    form = shown((await browser.get(PAGE)).text)
    files = {"statement": (name, content, "text/xml")}
    return [await browser.post(PAGE, data=form.values, files=files) for _ in range(times)]


async def test_what_the_bank_did_is_handed_in_once_and_each_movement_is_told_in_words(stage: Stage) -> None:
    stage.rooms.said[ROOM] = (200, READ)
    browser = await stage.signed_in("mali-uzman")
    answers = await handed_in(browser, FILE.encode("utf-8-sig"), times=2)
    for words in ("2018-7", "1 Kasım 2018", "270.000,00 TL", "Ödendi olarak işlendi", "Tutar uymuyor", "90.000,00 TL"):
        assert words in plain(answers[1].text)
    (act,) = stage.rooms.done.values()
    assert (act.path, StatementIn.model_validate(act.body).statement) == (ROOM, FILE)


async def test_a_file_in_the_signs_of_turkish_windows_is_read_as_well(stage: Stage) -> None:
    stage.rooms.said[ROOM] = (200, READ)
    await handed_in(await stage.signed_in("mali-uzman"), FILE.encode("cp1254"))
    (act,) = stage.rooms.done.values()
    assert act.body == {"statement": FILE}


async def test_no_file_and_one_that_is_too_large_are_said_beside_the_field_and_reach_no_room(stage: Stage) -> None:
    browser = await stage.signed_in("mali-uzman")
    for content, words in ((b"", "ozet.xml: bu dosya boş."), (b"x" * 1_900_001, "en çok 1,9 MB olabilir")):
        (answer,) = await handed_in(browser, content)
        assert (answer.status_code, words in plain(answer.text)) == (422, True)
        assert 'id="field-statement-wrong"' in answer.text
    (answer,) = await handed_in(browser, b"", name="")
    assert "Bankadan aldığınız dosyayı seçin." in plain(answer.text)
    assert stage.rooms.done == {}


async def test_what_the_room_says_of_a_file_that_is_no_statement_stands_beside_the_field(stage: Stage) -> None:
    wrong = {"title": "Uygun değil", "errors": [{"field": "statement", "message": "camt.053 değil."}]}
    stage.rooms.said[ROOM] = (422, wrong)
    (answer,) = await handed_in(await stage.signed_in("mali-uzman"), b"%PDF")
    assert answer.status_code == 422
    assert '<a href="#field-statement">Hesap özeti dosyası: camt.053 değil.</a>' in answer.text


async def test_finance_finds_the_way_to_it_and_nobody_else_has_the_form(stage: Stage) -> None:
    finance, other = await stage.signed_in("mali-uzman"), await stage.signed_in("mufettis")
    assert f'href="{PAGE}"' in (await finance.get("/payments")).text
    assert f'href="{PAGE}"' not in (await other.get("/payments")).text
    assert "Hesap özetini ver</button>" not in (await other.get(PAGE)).text
