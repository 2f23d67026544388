"""What officers do with calls and with who judges their applications, each by its form; and a combination tried."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel

from services.application.api.calls import CallFile, CallIn
from services.application.api.regimes import RegimesOut
from services.evaluation.api.combinations import TryCombination
from services.evaluation.api.proposals import AcceptProposal
from services.evaluation.usecases.views import PreEvaluationView
from services.portal.acting import Act
from services.portal.call_acts import ACCEPT, ALL, ASSIGN, DEADLINE, PROPOSE, PUBLISH, REOPEN, STAFFING
from services.portal.forms import ident
from tests.services.portal.doors import DOORS, door_of
from tests.services.portal.filling import form_of, send, shown, typed
from tests.services.portal.recorded import CALL, OSTIM, PRE_EVALUATION
from tests.services.portal.recorded_applying import CALL as WHOLE
from tests.services.portal.recorded_applying import OPEN_CALL, TO_COME
from tests.services.portal.recorded_calls import JUDGED, REGIMES, evaluated
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

OFFICER = "uzman-bir"
ACCEPTS = f"/proposals/{OPEN_CALL}/o-2/do"
JUDGES = f"/applications/{JUDGED}/evaluators"
BY_PROPOSAL, FREELY = STAFFING
WHERE = {
    PUBLISH.name: "/calls/new",
    DEADLINE.name: f"/calls/{OPEN_CALL}/do/deadline",
    BY_PROPOSAL.name: f"/calls/{OPEN_CALL}/do/staffing",
    FREELY.name: f"/calls/{TO_COME}/do/staffing",
    PROPOSE.name: f"/calls/{OPEN_CALL}/do/proposal",
    ACCEPT.name: ACCEPTS,
    ASSIGN.name: JUDGES,
    REOPEN.name: f"{JUDGES}/a-7",
}
SAID = {
    "opens_at": "2018-12-01T09:00",
    "closes_at": "31.12.2018 17.00",
    "minimum_share": "12,5",
    "changes[0].application_id": "0190-ostim",
    "changes[0].instead_of": "degerlendirici-1",
    "changes[0].evaluator_id": "degerlendirici-1",
    "evaluator_id": "degerlendirici-1",
}


def bodies(stage: Stage, path: str) -> list[Any]:
    return [act.body for act in stage.rooms.done.values() if act.path == path]


@pytest.mark.parametrize("act", ALL, ids=lambda act: act.name)
async def test_an_act_reaches_its_door_as_the_room_asks_for_it_and_once(stage: Stage, act: Act) -> None:
    browser = await stage.signed_in(OFFICER)
    form = form_of((await browser.get(WHERE[act.name])).text, act.name)
    known = {name: said for name, said in SAID.items() if name.replace("[0]", "[]") in act.fields}
    answers = [await send(browser, form, {**form.values, **typed(act), **known}) for _ in range(2)]
    assert {one.status_code for one in answers} == {303}
    (done,) = stage.rooms.done.values()
    room, _, path = done.path.partition("/")
    door = DOORS[door_of(room, f"/{path}")]
    assert door is BaseModel or door.model_validate(done.body).model_fields_set == set(done.body)
    assert set(done.body) == set(act.fixed) | {field.partition("[")[0] for field in act.fields}


async def test_nothing_is_offered_to_whoever_may_not(stage: Stage) -> None:
    browser = await stage.signed_in("uye-bir")
    offered = [where for where in set(WHERE.values()) if 'name="do"' in (await browser.get(where)).text]
    assert offered == []


async def test_a_call_is_published_with_moments_of_turkiye_and_a_share_as_it_is_written(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    form = form_of((await browser.get("/calls/new")).text, PUBLISH.name)
    said = {"name": "4. çağrı", "regime": "kdp-2014", "envelope": "25.000.000", "minimum_share": "12,5"}
    moments = {"opens_at": "2018-12-01T09:00", "closes_at": "31.12.2018 17.00"}
    assert (await send(browser, form, {**said, **moments, "do": PUBLISH.name})).status_code == 422, "not confirmed"
    answer = await send(browser, form, {**said, **moments, "do": PUBLISH.name, "confirmed": "1"})
    assert answer.headers["location"] == "/calls"
    call = CallIn.model_validate(bodies(stage, "application/calls")[0])
    assert (str(call.envelope), str(call.minimum_share)) == ("25000000.00", "12.5")
    assert call.opens_at.isoformat() == "2018-12-01T06:00:00+00:00"


async def test_the_calls_are_listed_for_officers_and_lead_to_what_can_be_done_with_each(stage: Stage) -> None:
    listed = await page(stage, OFFICER, "/calls")
    assert f'href="/calls/{OPEN_CALL}"' in listed
    assert 'href="/calls/new"' in listed
    one = await page(stage, OFFICER, f"/calls/{OPEN_CALL}")
    for place in ("deadline", "staffing", "proposal"):
        assert f'href="/calls/{OPEN_CALL}/do/{place}"' in one
    assert "Sel &lt;b&gt;oldu&lt;/b&gt;" in one
    assert "/do/" not in await page(stage, "koordinator-ostim", f"/calls/{OPEN_CALL}")
    assert 'href="/calls"' not in await page(stage, "koordinator-ostim", "/")


async def test_only_the_other_way_of_inviting_is_offered(stage: Stage) -> None:
    free = await page(stage, OFFICER, f"/calls/{OPEN_CALL}/do/staffing")
    held = await page(stage, OFFICER, f"/calls/{TO_COME}/do/staffing")
    assert (BY_PROPOSAL.name in free, FREELY.name in free) == (True, False)
    assert (BY_PROPOSAL.name in held, FREELY.name in held) == (False, True)


async def test_a_proposal_is_accepted_as_it_is_where_no_change_was_written(stage: Stage) -> None:
    html = await page(stage, OFFICER, ACCEPTS)
    assert "Aylin Ölçer (degerlendirici-1)" in html
    browser = await stage.signed_in_anew(OFFICER)
    await send(browser, form_of(html, ACCEPT.name), {"do": ACCEPT.name, "confirmed": "1"})
    form = form_of((await browser.get(ACCEPTS)).text, ACCEPT.name)
    assert (await send(browser, form, {"do": ACCEPT.name, "confirmed": "1"})).status_code == 303
    (body,) = bodies(stage, f"evaluation/calls/{OPEN_CALL}/assignment-proposals/o-2/acceptance")
    assert AcceptProposal.model_validate(body).changes == ()


async def test_a_change_without_a_reason_is_sent_all_the_same_and_refused_beside_its_field(stage: Stage) -> None:
    door = f"evaluation/calls/{OPEN_CALL}/assignment-proposals/o-2/acceptance"
    stage.rooms.said[door] = (422, {"title": "x", "errors": [{"field": "changes[0].reason", "message": "Yazın."}]})
    browser = await stage.signed_in(OFFICER)
    form = form_of((await browser.get(ACCEPTS)).text, ACCEPT.name)
    chosen = {"changes[0].instead_of": "degerlendirici-1", "do": ACCEPT.name, "confirmed": "1"}
    answer = await send(browser, form, chosen)
    assert '<option value="degerlendirici-1" selected>' in answer.text
    assert 'id="proposal_accept-field-changes-0-reason-wrong">Yazın.' in answer.text


async def test_whom_a_refusal_speaks_of_is_shown_by_name_with_the_id_beside_it(stage: Stage) -> None:
    tie = {"field": "files.x", "rule": "proposal.tie", "asked": "izleme-bir", "message": "izleme-bir ile bağ var."}
    other = {"field": "files.x", "rule": "other.rule", "asked": "uzman-bir", "message": "uzman-bir olmaz."}
    door = f"evaluation/calls/{OPEN_CALL}/assignment-proposals/o-2/acceptance"
    stage.rooms.said[door] = (422, {"title": "x", "errors": [tie, other]})
    browser = await stage.signed_in(OFFICER)
    form = form_of((await browser.get(ACCEPTS)).text, ACCEPT.name)
    text = plain((await send(browser, form, {"do": ACCEPT.name, "confirmed": "1"})).text)
    assert "Nehir Gözcü (izleme-bir) ile bağ var." in text
    assert "uzman-bir olmaz." in text, "only rules that speak of people are looked through"


async def test_the_page_of_the_proposal_leads_on(stage: Stage) -> None:
    html = await page(stage, OFFICER, f"/proposals/{OPEN_CALL}")
    assert f'href="{ACCEPTS}"' in html
    assert f'href="/calls/{OPEN_CALL}/do/proposal"' in html


async def test_who_judges_is_shown_with_the_way_to_take_a_sheet_back(stage: Stage) -> None:
    html = await page(stage, OFFICER, JUDGES)
    assert "Yedinci &lt;b&gt;Kişi&lt;/b&gt;" in html
    assert f'href="{JUDGES}/a-7"' in html
    assert f'href="{JUDGES}"' in await page(stage, OFFICER, f"/applications/{JUDGED}")


TRY = f"/combinations/{OPEN_CALL}/new"


async def test_a_combination_is_tried_with_its_cut_and_other_amounts(stage: Stage) -> None:
    stage.rooms.said[f"evaluation/calls/{OPEN_CALL}/funding-combinations"] = (201, {"number": 7})
    browser = await stage.signed_in(OFFICER)
    html = (await browser.get(TRY)).text
    form = shown(html, TRY)
    said = {"name": "Beşe kadar", "cut_off.by": "total", "cut_off.value": "72,5"}
    amounts = {name: "1.000.000" for name in form.values if name.startswith("amounts.")}
    answer = await send(browser, form, {**said, **amounts})
    assert answer.headers["location"] == f"/combinations/{OPEN_CALL}/7"
    asked = TryCombination.model_validate(bodies(stage, f"evaluation/calls/{OPEN_CALL}/funding-combinations")[0])
    assert (asked.cut_off.value, asked.cut_off.by) == (Fraction(145, 2), "total")
    assert {str(amount) for amount in asked.amounts.values()} <= {"1000000.00"}
    assert f'href="/combinations/{CALL}/new"' in await page(stage, OFFICER, f"/combinations/{CALL}")


async def test_a_combination_without_a_cut_says_so_beside_it_and_keeps_what_was_typed(stage: Stage) -> None:
    errors = [{"field": "cut_off.by", "message": "Seçin."}]
    stage.rooms.said[f"evaluation/calls/{OPEN_CALL}/funding-combinations"] = (422, {"title": "x", "errors": errors})
    browser = await stage.signed_in(OFFICER)
    answer = await send(browser, shown((await browser.get(TRY)).text, TRY), {"name": "Ad"})
    assert 'id="field-cut_off-by-wrong">Seçin.' in answer.text
    assert shown(answer.text, TRY).values["name"] == "Ad"


async def test_what_is_wrong_with_an_amount_of_a_combination_stands_beside_it(stage: Stage) -> None:
    one = {"id": OSTIM, "consortium_name": "OSTİM", "stage": "committee", "requested": "9.00", "currency": "TRY"}
    stage.rooms.instead["application/applications"] = {"entries": [one], "after": None}
    wrong = {"field": OSTIM, "rule": "combination.amount", "message": "Çok."}
    stage.rooms.said[f"evaluation/calls/{OPEN_CALL}/funding-combinations"] = (422, {"title": "x", "errors": [wrong]})
    browser = await stage.signed_in(OFFICER)
    form = shown((await browser.get(TRY)).text, TRY)
    answer = await send(browser, form, {"cut_off.by": "rank", "cut_off.value": "1", f"amounts.{OSTIM}": "10"})
    assert f'id="{ident(f"amounts.{OSTIM}")}-wrong">Çok.' in answer.text


async def test_whoever_may_try_none_is_refused_the_page(stage: Stage) -> None:
    assert (await (await stage.signed_in("kurul-baskani")).get(TRY)).status_code == 403


def test_the_stand_in_speaks_of_calls_as_the_rooms_do() -> None:
    assert set(WHOLE) | {"moves"} == set(CallFile.model_fields)
    assert set(evaluated(PRE_EVALUATION)) == set(PreEvaluationView.model_fields)
    assert PreEvaluationView.model_validate(evaluated(PRE_EVALUATION)).missing == 1
    assert RegimesOut.model_validate(REGIMES).entries[0].key == "kdp-2014"


async def test_who_is_barred_by_a_tie_is_not_said_to_have_declined(stage: Stage) -> None:
    known = evaluated(PRE_EVALUATION)
    (line,) = known["evaluators"]
    said = {
        ("declined", "declared"): ("Çıkar çatışması bildirdi, bu başvuruyu değerlendiremez", "Kabul etmedi"),
        ("submitted", "computed"): ("Çıkar çatışması bulundu, bu başvuruyu değerlendiremez", "Kabul etmedi"),
        ("declined", None): ("Kabul etmedi", "Çıkar çatışması"),
    }
    for (status, barred), (words, never) in said.items():
        told = {**known, "evaluators": [{**line, "status": status, "barred": barred}]}
        assert PreEvaluationView.model_validate(told)
        stage.rooms.instead[f"evaluation/applications/{JUDGED}/pre-evaluation"] = told
        html = await page(stage, OFFICER, JUDGES)
        assert words in html
        assert never not in html
