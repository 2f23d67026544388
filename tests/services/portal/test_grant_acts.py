"""Acts on a grant, each by its own small form: where it is open, as the room asks for it, once, and nothing lost."""

import re

import pytest

from grants.policy import TABLE, Role
from services.portal.acting import Act
from services.portal.forms import ident as ident_of
from services.portal.grant_acts import PLACES
from tests.services.portal.doors import DOORS, door_of
from tests.services.portal.filling import form_of, send, typed
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.recorded_people import shown_of
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

GRANT = f"/grants/{BUSY}"
MINE, OFFICER, FINANCE = "koordinator-ostim", "izleme-bir", "mali-uzman"
WHERE = {
    "claim_approve": "claim/c-m",
    "claim_countersign": "claim/c-s",
    "claim_pay": "claim/c-a",
    "claim_send_again": "claim/c-r",
    "claim_return": "claim/c-m",
    "claim_refuse": "claim/c-m",
    "milestone_declare": "milestone/M1",
    "milestone_confirm": "milestone/M.2_b",
    "milestone_return": "milestone/M.2_b",
    "visit_cancel": "planned-visit/v-1",
    "hold_lift": "held/h-1",
    "force_majeure_end": "force-majeure-end/f-1",
    "notice_cured": "given-notice/n-1",
    "finding_answer": "finding/1",
    "finding_close": "finding/2",
    "finding_ask_again": "finding/2",
    "development_submit": "development/1",
    "development_decide": "development/2",
    "obligation_look": "obligation/1",
    "obligation_release": "obligation/1",
    "account_confirm": "account-to-confirm/a-2",
    "guarantee_return": "held-guarantee/g-1",
}
"""Acts on a part, and the part of the recorded grant on which each is open."""
BY = {"claim_countersign": "uzman-bir", "audit_report": "bagimsiz-denetci"}
ACTS = {act.name: (place, act) for place, one in PLACES.items() for act in one.acts}


def address(name: str) -> str:
    return f"{GRANT}/do/{WHERE.get(name, ACTS[name][0])}"


def person(act: Act) -> str:
    """Somebody whose role may do it."""
    roles = TABLE[act.action]
    if act.name in BY:
        return BY[act.name]
    return MINE if Role.COORDINATOR in roles else FINANCE if Role.FINANCE_OFFICER in roles else OFFICER


@pytest.mark.parametrize("name", ACTS)
async def test_an_act_reaches_its_door_as_the_room_asks_for_it_and_once(stage: Stage, name: str) -> None:
    _, act = ACTS[name]
    browser = await stage.signed_in(person(act))
    html = (await browser.get(address(name))).text
    answers = [await send(browser, form_of(html, act.name), typed(act)) for _ in range(2)]
    assert {(one.status_code, one.headers.get("location")) for one in answers} == {(303, GRANT)}
    (done,) = stage.rooms.done.values()
    room, _, path = done.path.partition("/")
    model = DOORS[door_of(room, f"/{path}")]
    asked = model.model_validate(done.body)
    assert set(done.body) == set(act.fixed) | {re.split(r"[.\[]", field)[0] for field in act.fields}
    assert asked.model_fields_set == set(done.body)
    assert "İşleminiz kaydedildi" in plain((await browser.get(GRANT)).text)


@pytest.mark.parametrize("name", [name for name, (_, act) in ACTS.items() if act.fields])
async def test_what_is_wrong_stands_beside_its_field_in_the_form_of_the_act_and_what_was_typed_stays(
    stage: Stage, name: str
) -> None:
    _, act = ACTS[name]
    browser = await stage.signed_in(person(act))
    form = form_of((await browser.get(address(name))).text, name)
    said = typed(act)
    fields = [one for one in said if one not in {"do", "confirmed"}]
    path = act.door.format(file=BUSY, part=WHERE.get(name, "").partition("/")[2])
    wrong = [{"field": one, "message": f"Yanlış {at}."} for at, one in enumerate(fields)]
    stage.rooms.said[f"monitoring{path}"] = (422, {"title": "x", "errors": wrong})
    answer = await send(browser, form, said)
    assert answer.status_code == 422
    for at, field in enumerate(fields):
        ident = f"{name}-{ident_of(field)}"
        assert f'href="#{ident}"' in answer.text
        assert f'id="{ident}"' in answer.text
        assert f": Yanlış {at}.</a>" in answer.text, "the summary names the field"
        beside = f'id="{ident}-wrong">Yanlış {at}.'
        assert beside in answer.text
    again = form_of(answer.text, act.name)
    chosen = {one: shown_of(said[one]) for one in fields if act.fields[one.replace("[0]", "[]")].task}
    assert {one: again.values[one] for one in fields} == {one: said[one] for one in fields} | chosen
    assert again.values["form"] != "", "the same key, sealed anew"
    assert not stage.rooms.done


async def test_only_what_the_room_says_is_open_is_offered(stage: Stage) -> None:
    browser = await stage.signed_in("uye-bir")
    for where in {address(name) for name in ("claim_approve", "notice_give", "milestone_declare", "visit_cancel")}:
        html = (await browser.get(where)).text
        assert html.count('name="do"') == 0, where
        assert "yapabileceğiniz bir işlem yok" in plain(html)


async def test_a_grave_act_is_not_sent_before_it_is_confirmed(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    act = ACTS["terminate"][1]
    form = form_of((await browser.get(address("terminate"))).text, "terminate")
    answer = await send(browser, form, {"ground": "breach", "reason": "Gider", "do": "terminate"})
    assert answer.status_code == 422
    assert "kolay geri alınamaz" in plain(answer.text)
    assert not stage.rooms.done
    assert (
        await send(browser, form_of(answer.text, act.name), {"confirmed": "1", "do": "terminate"})
    ).status_code == 303


async def test_a_claim_shows_what_is_payable_how_it_comes_about_and_who_may_approve_up_to_which_amount(
    stage: Stage,
) -> None:
    shown_there = plain(await page(stage, OFFICER, address("claim_approve")))
    for words in ("250.000,25", "Bu tutar nasıl hesaplandı", "Kim onaylar", "İzleme uzmanı", "Mali hizmetler"):
        assert words in shown_there, words
    english = plain(await page(stage, MINE, address("claim_make"), "en"))
    for words in ("Payable now", "How this amount comes about", "First approval"):
        assert words in english, words


@pytest.mark.parametrize("name", ["visit_plan", "hold_order", "risk_answer"])
async def test_the_score_that_proposes_a_visit_or_a_hold_is_told_before_either(stage: Stage, name: str) -> None:
    assert "geciken rapor" in plain(await page(stage, OFFICER, address(name))).lower()


async def test_the_page_of_a_grant_leads_to_every_act_that_is_open(stage: Stage) -> None:
    pages = {who: await page(stage, who, GRANT) for who in {person(act) for _, act in ACTS.values()}}
    for name, (_, act) in ACTS.items():
        assert f'href="{address(name)}"' in pages[person(act)], name


@pytest.mark.parametrize("path", ["do/nowhere", "do/claim", "do/claims/c-1", "do/claim/unknown", "do/claim/../x"])
async def test_a_place_that_is_not_there_is_not_found(stage: Stage, path: str) -> None:
    browser = await stage.signed_in(OFFICER)
    assert (await browser.get(f"{GRANT}/{path}")).status_code == 404
