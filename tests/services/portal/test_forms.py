"""Forms over real HTTP: from our own pages only, once however often they are sent, and nothing typed is lost."""

import re

import pytest

from services.monitoring.api.clock import DeclarationIn
from services.portal.forms import Fault, Form, Kind
from services.portal.labels import heard, named, told
from services.portal.posting import MOST_OF_A_FIELD
from tests.services.portal.filling import fill, form_of, send, shown
from tests.services.portal.recorded import OSTIM
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import plain

FORM = f"/grants/{OSTIM}/force-majeure"
ROOM = f"monitoring{FORM}"
HOLD = f"/grants/{BUSY}/do/hold"
TYPED = {"starts_on": "1.2.2018", "ground": "Sel <b>baskını</b>", "evidence": "Valilik yazısı\nsayı 12"}
WRONG = {
    "title": "Alanlar uygun değil",
    "errors": [
        {"field": "starts_on", "message": "Bugünden sonra olamaz."},
        {"field": "grant", "message": "Mücbir sebep sürüyor."},
    ],
}


async def test_what_was_typed_reaches_the_room_as_it_asks_for_it_and_the_page_says_that_it_is_done(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    answer = await fill(browser, FORM, **TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/grants/{OSTIM}")
    (act,) = stage.rooms.done.values()
    assert (act.person, act.path) == ("koordinator-ostim", ROOM)
    assert DeclarationIn.model_validate(act.body).starts_on.isoformat() == "2018-02-01"
    there = await browser.get(answer.headers["location"])
    assert "Mücbir sebep bildiriminiz kaydedildi" in plain(there.text)
    assert "Mücbir sebep bildiriminiz" not in plain((await browser.get(f"/grants/{OSTIM}")).text)


async def test_a_field_in_which_nothing_can_be_seen_is_a_field_left_empty(stage: Stage):
    answer = await fill(await stage.signed_in("koordinator-ostim"), FORM, **{**TYPED, "ground": "\u200b \u2060"})
    assert answer.status_code == 303
    (act,) = stage.rooms.done.values()
    assert act.body.keys() == {"starts_on", "evidence"} & TYPED.keys()


async def test_a_form_sent_twice_acts_once_and_answers_the_same(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(FORM)).text)
    answers = [await send(browser, form, TYPED) for _ in range(3)]
    assert {(one.status_code, one.headers["location"]) for one in answers} == {(303, f"/grants/{OSTIM}")}
    assert len(stage.rooms.done) == 1
    await fill(browser, FORM, **TYPED)
    assert len(stage.rooms.done) == 2, "a form that was opened anew is another act"


async def test_what_the_room_finds_wrong_stands_beside_the_field_and_what_was_typed_stays(stage: Stage):
    stage.rooms.said[ROOM] = (422, WRONG)
    browser = await stage.signed_in("koordinator-ostim")
    answer = await fill(browser, FORM, **TYPED)
    assert answer.status_code == 422
    assert "<title>Hata: Mücbir sebep bildir" in answer.text
    assert '<a href="#field-starts_on">İlk günü: Bugünden sonra olamaz.</a>' in answer.text
    assert "<li>Mücbir sebep sürüyor.</li>" in answer.text
    beside = answer.text.index('id="field-starts_on-wrong">Bugünden sonra olamaz.')
    assert 0 < answer.text.index('id="field-starts_on"') - beside < 200
    again = shown(answer.text)
    assert {name: again.values[name] for name in TYPED} == TYPED
    del stage.rooms.said[ROOM]
    assert (await send(browser, again, {"starts_on": "2018-01-31"})).status_code == 303
    assert next(iter(stage.rooms.done.values())).body["starts_on"] == "2018-01-31"


@pytest.mark.parametrize("status", [400, 403, 404, 409])
async def test_an_act_that_is_not_allowed_says_so_plainly_and_keeps_what_was_typed(stage: Stage, status):
    stage.rooms.refused[ROOM] = status
    browser = await stage.signed_in("koordinator-ostim")
    answer = await fill(browser, FORM, **TYPED)
    assert answer.status_code == status
    assert "Bu işlem size açık değil" in answer.text
    assert shown(answer.text).values["evidence"] == TYPED["evidence"]


async def test_when_even_the_page_of_the_form_is_closed_what_was_typed_is_still_shown(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(FORM)).text)
    stage.rooms.refused |= {ROOM: 409, f"monitoring/grants/{OSTIM}": 404}
    answer = await send(browser, form, TYPED)
    assert answer.status_code == 409
    for words in ("Bu işlem yapılamadı", "Bu işlem size açık değil", "Valilik yazısı"):
        assert words in plain(answer.text)


async def test_a_room_that_is_away_loses_nothing_and_the_second_sending_is_the_same_act(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(FORM)).text)
    stage.rooms.down.add("monitoring")
    away = await send(browser, form, TYPED)
    assert away.status_code == 503
    assert "Yazdıklarınız bu sayfada duruyor" in plain(away.text)
    stage.rooms.down.clear()
    assert (await send(browser, shown(away.text), {})).status_code == 303
    assert (await send(browser, form, TYPED)).status_code == 303
    assert len(stage.rooms.done) == 1


async def test_what_was_kept_stands_under_the_names_of_its_fields_however_often_it_is_sent(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(FORM)).text)
    stage.rooms.down.add("monitoring")
    away = await send(browser, form, TYPED)
    for answer in (away, await send(browser, shown(away.text), {})):
        assert answer.status_code == 503
        names = re.findall(r'destek-name">([^<]*)</dt>', answer.text)
        assert names
        assert not set(names) & set(TYPED), "no field is called as the room calls it"
        assert [one for one in names if f">{one}</label>" not in form.page] == []
    stage.rooms.down.clear()
    assert (await send(browser, shown(away.text), {})).status_code == 303


@pytest.mark.parametrize("labels", ["", "{", "[1]", "null", "[" * 30_000, '{"evidence": 3}'])
async def test_names_that_are_none_of_ours_lose_nothing_of_what_was_typed(stage: Stage, labels):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(FORM)).text)
    stage.rooms.down.add("monitoring")
    away = await send(browser, form, {**TYPED, "labels": labels})
    assert (away.status_code, "Valilik yazısı" in plain(away.text)) == (503, True)


def test_a_form_of_many_rows_says_each_name_once_and_what_was_kept_says_the_row():
    names = [f"lines[{place}].net" for place in range(200)]
    form = Form("/x", "", {"lines[].net": Kind.MONEY, "mark": Kind.TEXT}, labels=dict.fromkeys(names, "Tutar"))
    assert heard(told(form)) == {"lines[].net": "Tutar"}
    values = {"lines[1].net": "12,50", "mark": "abc", "lines[2].net": " "}
    assert list(named(values, heard(told(form)))) == [("Tutar (2)", "12,50")]
    assert list(named(values, {})) == [("lines[1].net", "12,50"), ("mark", "abc")]


def test_the_names_of_a_long_form_never_outgrow_what_a_field_may_hold():
    many = Form("/x", "", {}, labels={f"line.{place}.said": "Açıklama" * 9 for place in range(4_000)})
    assert 0 < len(told(many).encode()) < MOST_OF_A_FIELD


async def test_what_is_kept_keeps_which_button_was_pressed_and_is_done_when_it_is_sent_again(stage: Stage):
    browser = await stage.signed_in("izleme-bir")
    form = form_of((await browser.get(HOLD)).text, "hold_order")
    stage.rooms.down.add("monitoring")
    away = await send(browser, form, {"do": "hold_order", "reason": "Belge eksik", "last_day": "2018-12-31"})
    assert (away.status_code, "Belge eksik" in away.text) == (503, True)
    stage.rooms.down.clear()
    assert (await send(browser, shown(away.text), {})).status_code == 303
    (act,) = stage.rooms.done.values()
    assert act.path == f"monitoring/grants/{BUSY}/holds"
    assert act.body == {"reason": "Belge eksik", "last_day": "2018-12-31"}


async def test_a_form_without_our_token_acts_nowhere(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    other = await stage.signed_in("uzman-bir")
    stolen = shown((await other.get(FORM)).text).values["form"]
    elsewhere = shown((await browser.get(f"/grants/{OSTIM}/extension")).text).values["form"]
    for token in ("", "x", stolen, elsewhere):
        answer = await browser.post(FORM, data={**TYPED, "form": token})
        assert answer.status_code == 403
        assert "Göndermeden önce denetleyin" in plain(answer.text)
    assert stage.rooms.done == {}


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_a_form_of_another_site_is_refused_whatever_it_holds(stage: Stage, headers):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(FORM)).text)
    answer = await browser.post(FORM, data={**form.values, **TYPED}, headers=headers)
    assert answer.status_code == 403
    assert "Valilik" not in answer.text
    assert stage.rooms.done == {}


async def test_who_signed_in_anew_is_asked_once_more_and_the_act_keeps_its_key(stage: Stage):
    first = await stage.signed_in("koordinator-ostim")
    form = shown((await first.get(FORM)).text)
    nobody = await stage.browser().post(FORM, data={**form.values, **TYPED})
    assert nobody.status_code == 401
    assert "Yeni sekmede giriş yap" in plain(nobody.text)
    later = await stage.signed_in_anew("koordinator-ostim")
    asked = await send(later, shown(nobody.text), {})
    assert (asked.status_code, stage.rooms.done) == (403, {})
    assert (await send(later, shown(asked.text), {})).status_code == 303
    assert (await send(first, form, TYPED)).status_code == 303
    assert len(stage.rooms.done) == 1


HOSTILE = (
    {"content": b"x" * 500_000, "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    {"content": b"starts_on=1", "headers": {"Content-Type": "multipart/form-data"}},
    {"content": b"--x\r\nbroken", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    {
        "content": b'--x\r\nContent-Disposition: form-data; name="\xff\xfe"\r\n\r\n\xff\r\n--x--\r\n',
        "headers": {"Content-Type": "multipart/form-data; boundary=x; charset=idna"},
    },
    {"content": b"{}", "headers": {"Content-Type": "application/json"}},
    {"files": {"evidence": ("a.txt", b"text", "text/plain")}},
    {"data": {f"field{number}": "x" for number in range(2_000)}},
    {"data": {"form": "\x00", "starts_on": "\ud83d\x00".encode("utf-8", "surrogatepass"), "[0]": "x", "": ""}},
)


@pytest.mark.parametrize("sent", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_hostile_post_is_refused_with_a_page_and_never_a_fault(stage: Stage, sent):
    browser = await stage.signed_in("koordinator-ostim")
    answer = await browser.post(FORM, **sent)
    assert 400 <= answer.status_code < 500
    assert answer.text.count("<h1") == 1
    assert stage.rooms.done == {}


async def test_hostile_words_in_a_form_of_ours_reach_the_room_as_text(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(FORM)).text)
    typed = {**form.values, "starts_on": "x" * 50_000, "ground": b"a\x00\xed\xa0\xbd", "evidence": "\u202e{{7*7}}"}
    stage.rooms.said[ROOM] = (422, WRONG)
    answer = await browser.post(FORM, data=typed)
    assert answer.status_code == 422
    assert "{{7*7}}" in answer.text


class _Asked(dict[str, Kind]):
    """Counts how often somebody goes through all of it."""

    times = 0

    def __iter__(self):
        self.times += 1
        return super().__iter__()


def test_a_long_form_with_much_that_is_wrong_goes_through_its_fields_once_and_not_for_each_of_them():
    asked = _Asked({f"plan.items[{at}].{part}": Kind.MONEY for at in range(60) for part in ("cost", "grant")})
    wrong = tuple(Fault(name, "Sayı olarak okunamadı.") for name in asked)
    form = Form("/", "", asked).with_faults(wrong, 422)
    asked.times = 0
    assert all(form.wrong(name) == ("Sayı olarak okunamadı.",) for name in form.names())
    assert {place for place, _, _ in form.summary()} == set(form.names())
    assert asked.times <= 3
