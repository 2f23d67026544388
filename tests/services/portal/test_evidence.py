"""Lists of evidence: row by row, or as a table the way Turkish Excel writes it; wrong lines named, nothing lost."""

import pytest

from services.portal.evidence_lists import NoTable, key_of, read_table, written
from tests.services.portal.filling import as_the_room_asks, fill, shown
from tests.services.portal.recorded import OSTIM
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page

MINE, WHERE = "koordinator-ostim", f"/grants/{OSTIM}/reports/2/evidence"
DOOR = f"monitoring/grants/{OSTIM}/reports/2/evidence"
COLUMNS = {"gosterge": "code", "tur": "kind", "ad": "name", "vergino": "tax_number"}
VALUES = {"kind": {key_of("İşletme"): "firm"}}
TEXT = "Gösterge;Tür;Ad;Vergi no\r\nfirms;İşletme;Şişli Isı A.Ş.;9990000001\r\n\r\nfirms;İŞLETME;Iğdır Ltd.;\r\n"


def test_letters_are_compared_as_turkish_does() -> None:
    assert key_of("İŞLETME ") == key_of("işletme")
    assert {key_of(one) for one in ("Gösterge", "Tür", "Ad", "Vergi no")} == set(COLUMNS)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode(),
        TEXT.encode("cp1254"),
        TEXT.replace(";", "\t").encode("utf-16"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace("\r\n", "\n").encode(),
    ],
    ids=["utf-8 with its mark", "utf-8", "windows-1254", "utf-16 with tabs", "commas", "unix lines"],
)
def test_a_table_is_read_however_a_spreadsheet_writes_it(content: bytes) -> None:
    found = read_table(content, COLUMNS, VALUES)
    assert found.entries == (
        {"code": "firms", "kind": "firm", "name": "Şişli Isı A.Ş.", "tax_number": "9990000001"},
        {"code": "firms", "kind": "firm", "name": "Iğdır Ltd."},
    )
    assert found.lines == (2, 4)
    assert found.place("entries[1].tax_number") == (4, "tax_number")
    assert found.place("entries[1]") == (4, "")
    assert found.place("entries.firms") is None
    assert found.place("entries[2].name") is None


@pytest.mark.parametrize(
    ("content", "why", "about"),
    [
        (b"", "rows", ""),
        (b" ; ;\r\n", "rows", ""),
        (b"Tur;Ad\r\nfirm;x", "columns", "code"),
        ('Gösterge;Tür;Ad\r\nfirms;firm;"x"y\r\n'.encode(), "broken", "2"),
        (b"\x00\x01", "text", ""),
        (b"\xff\xfe\x00", "text", ""),
    ],
)
def test_what_is_no_table_is_told_by_what_is_the_matter(content: bytes, why: str, about: str) -> None:
    with pytest.raises(NoTable) as told:
        read_table(content, COLUMNS, VALUES)
    assert (told.value.why, told.value.about) == (why, about)


def test_a_cell_that_would_be_run_as_a_formula_is_written_as_text() -> None:
    assert written(["Ad"], [["=1+1"], ["x"]]).decode("utf-8-sig") == "Ad\r\n'=1+1\r\nx\r\n"


async def test_rows_are_saved_as_a_whole_list_without_those_left_blank(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    form = shown((await browser.get(WHERE)).text, WHERE)
    assert form.values["entries[0].name"] == "Akgün <b>Makine</b>"
    fresh = {"code": "firms", "kind": "firm", "name": "Yeni Firma", "tax_number": "9990000001"}
    typed = {f"entries[3].{name}": text for name, text in fresh.items()}
    answer = await browser.post(WHERE, data={**form.values, **typed})
    assert answer.headers["location"] == WHERE
    (done,) = stage.rooms.done.values()
    as_the_room_asks(done.path, done.body)
    assert [one["name"] for one in done.body["entries"]] == ["Akgün <b>Makine</b>", "Yeni Firma"]


async def test_an_empty_list_is_said_as_one(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    form = shown((await browser.get(WHERE)).text, WHERE)
    blank = dict.fromkeys((name for name in form.values if name != "form"), "")
    assert (await browser.post(WHERE, data={**form.values, **blank})).status_code == 303
    (done,) = stage.rooms.done.values()
    assert done.body == {"entries": []}


async def test_more_rows_come_without_anything_being_sent(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    answer = await fill(browser, WHERE, do="rows")
    assert stage.rooms.done == {}
    assert 'name="entries[10].name"' in answer.text


async def upload(stage: Stage, content: bytes) -> tuple[int, str]:
    browser = await stage.signed_in(MINE)
    form = shown((await browser.get(WHERE)).text, WHERE)
    files = {"table": ("liste.csv", content, "text/csv")}
    answer = await browser.post(WHERE, data={"form": form.values["form"], "do": "upload"}, files=files)
    return answer.status_code, answer.text


async def test_a_table_goes_to_the_room_whole(stage: Stage) -> None:
    head = "Gösterge;Tür;Ad;Vergi no;Açıklama\r\n"
    rows = "".join(f"firms;İşletme;Firma {at};{1000000000 + at};\r\n" for at in range(1_000))
    assert (await upload(stage, (head + rows).encode("cp1254")))[0] == 303
    (done,) = stage.rooms.done.values()
    as_the_room_asks(done.path, done.body)
    assert len(done.body["entries"]) == 1_000
    assert done.body["entries"][0] == {
        "code": "firms",
        "kind": "firm",
        "name": "Firma 0",
        "tax_number": "1000000000",
    }


async def test_each_wrong_line_of_a_table_is_named_by_its_number_and_column(stage: Stage) -> None:
    errors = [
        {"field": "entries[1].tax_number", "message": "Vergi numarası yazılmalıdır."},
        {"field": "entries[0]", "message": "İki kez yazılmış."},
        {"field": "entries.firms", "message": "Rapordakinden çok."},
    ]
    stage.rooms.said[DOOR] = (422, {"title": "x", "errors": errors})
    status, text = await upload(stage, TEXT.encode("cp1254"))
    assert status == 422
    for said in (
        "4. satır, Vergi no: Vergi numarası yazılmalıdır.",
        "2. satır: İki kez yazılmış.",
        "Rapordakinden çok.",
    ):
        assert f">{said}" in text
    assert 'value="Akgün &lt;b&gt;Makine&lt;/b&gt;"' in text


async def test_what_is_no_table_is_told_beside_the_file_in_words(stage: Stage) -> None:
    status, text = await upload(stage, b"Ad\r\nx\r\n")
    assert status == 422
    assert 'id="field-table-wrong">İlk satırda şu sütun adları yok: Gösterge, Tür.' in text
    assert 'id="field-table-wrong">Dosya boş.' in (await upload(stage, b""))[1]


async def test_the_list_comes_as_a_table_that_can_be_handed_in_again(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    answer = await browser.get(f"{WHERE}.csv")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Gösterge;Tür;Ad;Vergi no;Açıklama",
        "firms;İşletme;Akgün <b>Makine</b>;1000000009;Sözleşme",
    ]


async def test_a_list_is_open_to_the_coordinator_while_its_report_is_not_decided(stage: Stage) -> None:
    assert 'name="table"' in await page(stage, MINE, WHERE)
    assert 'name="table"' not in await page(stage, MINE, WHERE.replace("/2/", "/1/"))
    assert 'name="table"' not in await page(stage, "izleme-bir", WHERE)
    assert f'href="{WHERE}"' in await page(stage, MINE, f"/grants/{OSTIM}")
