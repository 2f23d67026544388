"""After the submission: what was missing is completed, and a plan is offered anew, written as a draft is written."""

from typing import Any

import httpx
import pytest

from grants.workplan import WorkPlan
from services.application.api.check import Completion
from services.application.api.negotiation import PlanOffered
from services.application.api.offers import OfferIn
from tests.services.portal.filling import send, shown
from tests.services.portal.recorded_applying import PLAN, SENT_BACK, TALKS
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

COORDINATOR = "koordinator-ostim"
BACK, OFFER = f"/applications/{SENT_BACK}/completion", f"/applications/{TALKS}/talks"
COMPLETES = f"application/applications/{SENT_BACK}/check/complete"
OFFERS = f"application/applications/{TALKS}/negotiation/plans"
LINE = {"title": "Yazılım", "activity": "K3.02", "cost_head": "services", "cost": "100", "grant": "50"}


def bodies(stage: Stage, path: str) -> list[Any]:
    return [act.body for act in stage.rooms.done.values() if act.path == path]


def kept(stage: Stage, start: str) -> OfferIn:
    """What was last kept at a place."""
    return OfferIn.model_validate(bodies(stage, f"application{start.rpartition('/')[0]}/offer")[-1])


async def filled(stage: Stage, path: str, typed: dict[str, str]) -> tuple[httpx.AsyncClient, httpx.Response]:
    browser = await stage.signed_in(COORDINATOR)
    form = shown((await browser.get(path)).text, path)
    return browser, await send(browser, form, typed)


@pytest.mark.parametrize("start", [BACK, OFFER])
async def test_every_kind_of_row_is_put_in_changed_and_taken_out_after_the_submission(stage: Stage, start: str):
    browser, answer = await filled(stage, f"{start}/plan/1/items/new", LINE)
    assert answer.headers["location"] == f"{start}/plan"
    for path, typed in (
        ("plan/new", {"title": "Tanıtım"}),
        ("plan/0/activities/new", {"code": "K1.04", "title": "Fuar", "first_quarter": "1", "last_quarter": "4"}),
        ("plan/0/milestones/new", {"title": "Ofis açıldı", "quarter": "2"}),
        ("plan/1/items/0", {"grant": "700"}),
        ("plan/1/milestones/0", {"do": "gone", "confirmed": "1"}),
        ("plan/indicators", {"m0.baseline": "0", "m0.y1": "1"}),
    ):
        form = shown((await browser.get(f"{start}/{path}")).text, f"{start}/{path}")
        assert (await send(browser, form, typed)).status_code == 303, path
    plan = kept(stage, start).plan
    assert plan is not None
    assert [one.key for one in plan.packages] == ["P1", "P2", "P3"]
    assert [one.code for one in plan.packages[0].activities] == ["K1.03", "K1.04"]
    assert [(one.key, str(one.grant)) for one in plan.packages[1].items] == [("I2", "700.00"), ("I3", "50.00")]
    assert [[one.title for one in each.milestones] for each in plan.packages[:2]] == [["Ofis açıldı"], []]
    assert [one.code for one in plan.indicators] == ["G1", "G2"]
    text = (await browser.get(start)).text
    changes = text[text.index('id="changes"') :].partition("</section>")[0]
    for path in ("plan/2", "plan/0/activities/1", "plan/0/milestones/0", "plan/1/items/0", "plan/1/items/1"):
        assert f'href="{start}/{path}"' in changes, path
    assert "Çıkarıldı" in changes


async def test_the_plan_that_stands_is_untouched_until_it_is_handed_in(stage: Stage):
    browser, _ = await filled(stage, f"{OFFER}/plan/1/items/0", {"grant": "700"})
    assert {act.path for act in stage.rooms.done.values()} == {f"application/applications/{TALKS}/offer"}
    assert "henüz gönderilmedi" in (await browser.get(OFFER)).text
    row = (await browser.get(f"{OFFER}/plan")).text.partition(f'href="{OFFER}/plan/1/items/0"')[2].partition("</tr>")[0]
    assert "Değişti" in row
    assert "700,00" in row


async def test_what_is_offered_is_what_was_seen_and_goes_out_once_however_often_it_is_pressed(stage: Stage):
    browser, _ = await filled(stage, f"{OFFER}/plan/1/items/0", {"grant": "700"})
    form = shown((await browser.get(f"{OFFER}/send")).text, f"{OFFER}/send")
    answers = [await send(browser, form, {"why": "Madde 1"}) for _ in range(2)]
    assert [one.headers["location"] for one in answers] == [f"/applications/{TALKS}"] * 2
    (body,) = bodies(stage, OFFERS)
    asked = PlanOffered.model_validate(body)
    assert (asked.why, asked.written, asked.plan) == ("Madde 1", 1, None)


async def test_only_the_sections_that_were_opened_and_changed_go_with_what_is_completed(stage: Stage):
    assert "Bütçe &lt;b&gt;kalemi&lt;/b&gt; eksik" in plain(await page(stage, COORDINATOR, BACK))
    browser, answer = await filled(stage, f"{BACK}/form/sustainability", {"form.sustainability": "Gelir", "do": "save"})
    assert answer.headers["location"] == BACK
    assert kept(stage, BACK).form == {"sustainability": "Gelir"}
    assert "Gelir" in (await browser.get(f"{BACK}/form/sustainability")).text
    form = shown((await browser.get(f"{BACK}/send")).text, f"{BACK}/send")
    await send(browser, form, {"note": "Form imzalandı"})
    asked = Completion.model_validate(bodies(stage, COMPLETES)[0])
    assert (asked.note, asked.written, asked.form, asked.plan) == ("Form imzalandı", 1, None, None)


async def test_what_still_is_wrong_leads_to_its_row_and_stands_there_beside_its_field(stage: Stage):
    browser = await stage.signed_in(COORDINATOR)
    for path in (OFFER, f"{OFFER}/send"):
        assert f'href="{OFFER}/plan/1/items/0"' in (await browser.get(path)).text.partition('id="lacks"')[2]
    row = (await browser.get(f"{OFFER}/plan/1/items/0")).text
    assert 'id="field-grant-wrong"' in row, "800 of 1000 is more than three quarters"
    assert 'href="#field-grant"' in row


async def test_in_the_talks_only_the_plan_is_looked_at_and_the_points_are_one_press_away(stage: Stage):
    talks, back = await page(stage, COORDINATOR, OFFER), await page(stage, COORDINATOR, BACK)
    assert f'href="/applications/{TALKS}/do/answer"' in talks
    assert 'href="/consortia/' not in talks.partition('id="lacks"')[2]
    assert 'href="/consortia/' in back.partition('id="lacks"')[2], "who completes it is asked for its members"


async def test_words_that_were_refused_are_not_lost_and_what_was_written_since_is_seen(stage: Stage):
    errors = [{"field": "written", "message": "Yeniden bakın."}]
    browser, _ = await filled(stage, f"{OFFER}/plan/1/items/0", {"grant": "700"})
    form = shown((await browser.get(f"{OFFER}/send")).text, f"{OFFER}/send")
    await filled(stage, f"{OFFER}/plan/1/items/0", {"grant": "600"})
    stage.rooms.said[OFFERS] = (422, {"title": "x", "errors": errors})
    again = await send(browser, form, {"why": "Uzun gerekçe"})
    assert "Yeniden bakın." in again.text
    assert shown(again.text, f"{OFFER}/send").values | {"form": "", "labels": ""} == {
        "form": "",
        "labels": "",
        "why": "Uzun gerekçe",
        "written": "2",
    }


async def test_all_that_was_written_is_thrown_away_only_when_one_is_sure(stage: Stage):
    browser, _ = await filled(stage, f"{BACK}/plan/1/items/0", {"grant": "700"})
    form = shown((await browser.get(BACK)).text, BACK)
    assert (await send(browser, form, {})).status_code == 422
    assert (await send(browser, form, {"confirmed": "1"})).headers["location"] == BACK
    assert kept(stage, BACK).anew
    assert "400,00" in (await browser.get(f"{BACK}/plan")).text


@pytest.mark.parametrize("rest", ["", "/send", "/plan", "/plan/new", "/plan/0/items/0", "/plan/indicators"])
async def test_whoever_may_not_write_is_led_to_the_file(stage: Stage, rest: str):
    browser = await stage.signed_in("uye-bir")
    assert (await browser.get(f"{OFFER}{rest}")).headers["location"] == f"/applications/{TALKS}"


async def test_in_the_talks_the_form_of_the_application_is_no_page(stage: Stage):
    browser = await stage.signed_in(COORDINATOR)
    assert (await browser.get(f"{OFFER}/form/sustainability")).status_code == 404
    assert "sustainability" not in (await browser.get(OFFER)).text


def test_the_plan_of_the_stand_in_is_one_the_room_takes():
    assert len(WorkPlan.model_validate(PLAN).packages) == 2
