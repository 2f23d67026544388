"""The pool of evaluators kept by its administrator and its people, and files for the bank made by finance."""

from typing import Any

import pytest

from runtime.messages import catalogue
from services.evaluation.api.evaluators import RegisterEvaluator
from services.portal import order_acts, pool_acts
from services.portal.acting import Act
from tests.services.portal.filling import as_the_room_asks, form_of, pressed_twice, send
from tests.services.portal.recorded import OSTIM
from tests.services.portal.recorded_payments import MADE
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page

KEEPER, ONE, FINANCE = "yonetici", "degerlendirici-1", "mali-uzman"
_WHERE = {
    "evaluator_register": (KEEPER, "/evaluators/new/entry"),
    "evaluator_change": (KEEPER, f"/evaluators/{ONE}/do/entry"),
    "evaluator_own": (ONE, f"/evaluators/{ONE}/do/profile"),
    "evaluator_erase": (KEEPER, f"/evaluators/{ONE}/do/erasure"),
    "order_make": (FINANCE, "/payments/do/make"),
    "order_cancel": (FINANCE, f"/payments/{MADE}/cancel"),
}
SAID = {
    "person_id": ONE,
    "email": "aylin@example.org",
    "employer_tax_number": "9990000001",
    "nace": "30.20\n28.1",
    "languages": "tr\nen",
    "declared": "9990000001",
    "claims": "c-1",
    "account": "TR330006100519786457841326",
}
ALL = (*pool_acts.ALL, *order_acts.ALL)
TEXTS = catalogue("grants", "runtime", "services.portal")


@pytest.mark.parametrize("act", ALL, ids=lambda act: act.name)
async def test_an_act_on_pool_or_order_reaches_its_door_as_the_room_asks_for_it_and_once(
    stage: Stage, act: Act
) -> None:
    who, where = _WHERE[act.name]
    browser = await stage.signed_in(who)
    answers = await pressed_twice(browser, where, act, **SAID)
    assert {one.status_code for one in answers} == {303}
    (done,) = stage.rooms.done.values()
    as_the_room_asks(done.path, done.body)
    assert set(done.body) == {name.partition("[")[0] for name in act.fields}


@pytest.mark.parametrize("act", ALL, ids=lambda act: act.name)
def test_each_field_of_pool_and_order_has_its_words(act: Act) -> None:
    said = {f"portal.do.{act.name}", *(one.label for one in act.fields.values() if not one.hidden)}
    said |= {f"portal.row.{act.name}.{group}" for group in act.rows}
    assert sorted(key for key in said if not TEXTS.knows(key, "tr")) == []


async def test_an_entry_comes_whole_so_that_what_is_not_touched_stays_as_it_is(stage: Stage) -> None:
    browser = await stage.signed_in(KEEPER)
    form = form_of((await browser.get(f"/evaluators/{ONE}/do/entry")).text, "evaluator_change")
    assert (await send(browser, form, {"do": "evaluator_change"})).status_code == 303
    (done,) = stage.rooms.done.values()
    read = as_the_room_asks(done.path, done.body)
    assert isinstance(read, RegisterEvaluator)
    assert (read.person_id, read.name, read.nace, read.active) == (ONE, "Aylin Ölçer", ("30.20",), True)
    assert [str(one.since) for one in read.availability] == ["2018-01-01"]
    assert [(one.number, str(one.fee)) for one in read.contracts] == [("S-1", "2500.00")]


async def test_a_profile_left_blank_says_so_and_keeps_nothing_old(stage: Stage) -> None:
    browser = await stage.signed_in(ONE)
    form = form_of((await browser.get(f"/evaluators/{ONE}/do/profile")).text, "evaluator_own")
    blank = dict.fromkeys((name for name in form.values if name != "form"), "")
    assert (await send(browser, form, {**blank, "do": "evaluator_own"})).status_code == 303
    (done,) = stage.rooms.done.values()
    assert done.body == {"languages": [], "availability": [], "declared": []}


async def test_before_anybody_is_erased_the_page_says_what_goes_what_stays_and_what_stands_against_it(
    stage: Stage,
) -> None:
    text = await page(stage, KEEPER, f"/evaluators/{ONE}/do/erasure")
    for said in ("Silinecek olanlar", "aylin@example.org", "Kalacak olanlar", "2 açık dosya"):
        assert said in text


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("uzman-bir", "/evaluators/new/entry"),
        ("uzman-bir", f"/evaluators/{ONE}/do/entry"),
        (KEEPER, f"/evaluators/{ONE}/do/profile"),
        (KEEPER, "/evaluators/degerlendirici-0/do/erasure"),
        ("mufettis", f"/payments/{MADE}/cancel"),
        (FINANCE, "/payments/0190-talimat/cancel"),
    ],
)
async def test_pool_and_orders_offer_nothing_to_whoever_may_not_or_where_it_is_over(
    stage: Stage, who: str, where: str
) -> None:
    assert 'name="do"' not in await page(stage, who, where)


async def test_an_order_is_chosen_from_what_waits_to_be_paid_with_its_amounts(stage: Stage) -> None:
    text = await page(stage, FINANCE, "/payments/do/make")
    assert "(1): 250.000,25" in text
    assert f'href="/grants/{OSTIM}/do/claim/c-1"' in text
    assert 'name="claims" type="checkbox" value="c-1"' in text


async def test_a_claim_that_cannot_be_paid_is_named_beside_the_choice_and_the_choice_stays(stage: Stage) -> None:
    errors: list[dict[str, Any]] = [{"field": "claims[0]", "message": "Hesabı onaylanmadı."}]
    stage.rooms.said["monitoring/payment-orders"] = (422, {"title": "x", "errors": errors})
    browser = await stage.signed_in(FINANCE)
    form = form_of((await browser.get("/payments/do/make")).text, "order_make")
    answer = await send(browser, form, {"claims": "c-1", "account": SAID["account"], "do": "order_make"})
    assert 'id="order_make-field-claims-wrong">Hesabı onaylanmadı.' in answer.text
    assert 'value="c-1" checked' in answer.text


async def test_the_file_for_the_bank_is_handed_through_under_its_name(stage: Stage) -> None:
    browser = await stage.signed_in(FINANCE)
    answer = await browser.get(f"/payments/{MADE}/file.xml")
    assert answer.content == b"<Document/>"
    assert answer.headers["content-disposition"] == f'attachment; filename="talimat-{MADE}.xml"'
    assert f'href="/payments/{MADE}/file.xml"' in await page(stage, FINANCE, f"/payments/{MADE}")
    assert "file.xml" not in await page(stage, "mufettis", f"/payments/{MADE}")
