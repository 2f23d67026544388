"""Applying from the first page on: a consortium and its members, a draft, its form and its plan, row by row."""

from typing import Any

import httpx
import pytest
from markupsafe import escape

from grants.workplan import WorkPlan
from services.application.api.applications import ApplicationIn, DraftIn
from services.application.api.consortia import ConsortiumIn, ConsortiumOut, MembersIn
from services.application.domain import form as forms
from services.portal.drafting import SECTIONS
from tests.services.portal.filling import send, shown
from tests.services.portal.recorded_applying import (
    CALL,
    CONSORTIUM,
    DRAFTED,
    MEMBER_TAX,
    MINE,
    OPEN_CALL,
    OTHER_TAX,
    PLAN,
    weighed_members,
)
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

COORDINATOR, MEMBER = "koordinator-ostim", "uye-bir"
DRAFT = f"/applications/{DRAFTED}/draft"
ROOM = f"application{DRAFT}"


def bodies(stage: Stage, path: str) -> list[Any]:
    return [act.body for act in stage.rooms.done.values() if act.path == path]


async def filled(
    stage: Stage, path: str, typed: dict[str, str], person: str = COORDINATOR
) -> tuple[httpx.AsyncClient, httpx.Response]:
    browser = await stage.signed_in(person)
    form = shown((await browser.get(path)).text, path)
    return browser, await send(browser, form, typed)


async def test_the_first_page_of_applying_shows_open_calls_ones_consortia_and_no_call_that_is_over(stage: Stage):
    text = await page(stage, COORDINATOR, "/apply")
    assert f'href="/calls/{OPEN_CALL}/apply"' in text
    assert f'href="/consortia/{MINE}"' in text
    assert "İkinci" not in text
    assert 'href="/apply"' in await page(stage, COORDINATOR, "/")
    assert 'href="/apply"' not in await page(stage, "uzman-bir", "/")


async def test_a_consortium_is_formed_and_one_is_led_to_its_members(stage: Stage):
    stage.rooms.said["application/consortia"] = (201, {**CONSORTIUM, "id": "0190-yeni"})
    typed = {"name": "Raylı Sistemler", "provinces": "Eskişehir\nAnkara", "geography_has_chamber_of_industry": "1"}
    _, answer = await filled(stage, "/consortia/new", typed)
    assert answer.headers["location"] == "/consortia/0190-yeni"
    asked = ConsortiumIn.model_validate(bodies(stage, "application/consortia")[0])
    assert (asked.provinces, asked.members, asked.nace) == (("Eskişehir", "Ankara"), (), "")


async def test_a_consortium_the_room_refuses_keeps_what_was_typed_beside_what_is_wrong(stage: Stage):
    errors = [{"field": "provinces[1]", "message": "Böyle bir il yok."}]
    stage.rooms.said["application/consortia"] = (422, {"title": "x", "errors": errors})
    _, answer = await filled(stage, "/consortia/new", {"name": "Ad", "provinces": "Ankara\nAnkra"})
    assert 'id="field-provinces-wrong">Böyle bir il yok.' in answer.text
    assert shown(answer.text, "/consortia/new").values["provinces"] == "Ankara\nAnkra"


async def test_the_page_of_a_consortium_says_what_the_open_calls_ask_of_its_members(stage: Stage):
    stage.rooms.said["application/rules/check"] = (200, {"explanation": weighed_members()})
    text = plain(await page(stage, COORDINATOR, f"/consortia/{MINE}"))
    asks = "3. &lt;b&gt;çağrı&lt;/b&gt; için aranan üyeler"
    for words in (asks, "en az 20 olmalıdır", "2 üye, 1 üye katılımını onayladı"):
        assert words in text
    (asked,) = bodies(stage, "application/rules/check")
    assert (asked["regime"], asked["kind"], len(asked["input"]["members"])) == (CALL["regime"], "consortium", 2)


NEW_MEMBER = {
    "members[0].name": "Yeni A.Ş.",
    "members[0].kind": "firm",
    "members[0].tax_number": "9990000777",
    "members[0].province": "Konya",
    "members[0].commits": "1",
}


async def test_members_are_written_behind_those_that_are_there_and_sent_twice_are_there_once(stage: Stage):
    browser, answer = await filled(stage, f"/consortia/{MINE}/members/new", NEW_MEMBER)
    assert answer.headers["location"] == f"/consortia/{MINE}"
    (body,) = bodies(stage, f"application/consortia/{MINE}/members")
    listed = MembersIn.model_validate(body).members
    assert [one.tax_number for one in listed] == [OTHER_TAX, MEMBER_TAX, "9990000777"]
    assert (listed[2].commits, listed[2].in_main_field, listed[1].address) == (True, False, "OSTİM, Ankara")
    stage.rooms.done.clear()
    form = shown((await browser.get(f"/consortia/{MINE}/members/new")).text)
    whole = {f"members[0].{name}": said for name, said in CONSORTIUM["members"][1].items() if isinstance(said, str)}
    again = await send(browser, form, {**whole, "members[0].commits": "1", "members[0].in_main_field": "1"})
    assert (again.status_code, stage.rooms.done) == (303, {})


async def test_what_is_wrong_with_a_new_member_stands_in_its_own_row(stage: Stage):
    errors = [{"field": "members[2].tax_number", "message": "10 ya da 11 rakam yazın."}]
    stage.rooms.said[f"application/consortia/{MINE}/members"] = (422, {"title": "x", "errors": errors})
    _, answer = await filled(stage, f"/consortia/{MINE}/members/new", {**NEW_MEMBER, "members[0].tax_number": "12"})
    assert 'id="field-members-0-tax_number-wrong">10 ya da 11 rakam yazın.' in answer.text


async def test_a_form_of_members_that_was_left_blank_says_so_beside_its_first_field(stage: Stage):
    for typed in ({}, {"members[0].name": " ", "members[0].commits": "1"}):
        _, answer = await filled(stage, f"/consortia/{MINE}/members/new", typed)
        assert answer.status_code == 422
        assert 'id="field-members-0-name-wrong">Bu form boş' in answer.text
    assert stage.rooms.done == {}


async def test_another_row_for_a_member_is_one_press_away_and_nothing_is_sent(stage: Stage):
    _, answer = await filled(stage, f"/consortia/{MINE}/members/new", {**NEW_MEMBER, "do": "rows"})
    assert shown(answer.text).values["members[0].name"] == "Yeni A.Ş."
    assert "members[3].name" in shown(answer.text).values
    assert stage.rooms.done == {}


@pytest.mark.parametrize("do", ["paste", "save"])
async def test_firms_pasted_out_of_a_table_fill_the_rows_and_are_sent_once_they_were_seen(stage: Stage, do: str):
    path, room = f"/consortia/{MINE}/members/new", f"application/consortia/{MINE}/members"
    table = "Bir A.Ş.\t9990000101\tAnkara\t27.11\n\n İki Ltd. ; 9990000102 ; Konya\n"
    browser, answer = await filled(stage, path, {**NEW_MEMBER, "pasted": table, "do": do})
    assert (answer.status_code, stage.rooms.done) == (200, {}), "seen first"
    assert (await send(browser, shown(answer.text, path), {"do": "save"})).status_code == 303
    listed = MembersIn.model_validate(bodies(stage, room)[0]).members[2:]
    assert [one.name for one in listed] == ["Yeni A.Ş.", "Bir A.Ş.", "İki Ltd."]
    assert [(one.nace, one.commits) for one in listed[1:]] == [("27.11", True), ("", True)]


async def test_a_member_is_changed_in_its_place_and_taken_off_the_list_only_when_one_is_sure(stage: Stage):
    path, room = f"/consortia/{MINE}/members/{MEMBER_TAX}", f"application/consortia/{MINE}/members"
    browser, answer = await filled(stage, path, {"province": "Konya"})
    assert answer.status_code == 303
    assert [one.province for one in MembersIn.model_validate(bodies(stage, room)[0]).members] == ["Ankara", "Konya"]
    stage.rooms.done.clear()
    form = shown((await browser.get(path)).text, path)
    assert (await send(browser, form, {"do": "gone"})).status_code == 422
    assert stage.rooms.done == {}
    assert (await send(browser, form, {"do": "gone", "confirmed": "1"})).status_code == 303
    assert [one.tax_number for one in MembersIn.model_validate(bodies(stage, room)[0]).members] == [OTHER_TAX]


async def test_a_member_sees_how_it_is_written_and_confirms_its_own_part(stage: Stage):
    path = f"/applications/{DRAFTED}/part"
    browser, answer = await filled(stage, path, {}, MEMBER)
    assert answer.status_code == 303
    assert bodies(stage, f"application/consortia/{MINE}/members/{MEMBER_TAX}/confirmation") == [{}]
    assert "OSTİM, Ankara" in (await browser.get(path)).text


async def test_whoever_is_no_member_is_offered_nothing_to_confirm(stage: Stage):
    assert 'method="post" action="/applications' not in await page(stage, COORDINATOR, f"/applications/{DRAFTED}/part")


async def test_an_application_is_begun_for_a_call_and_one_is_led_to_its_draft(stage: Stage):
    stage.rooms.said["application/applications"] = (201, {"id": DRAFTED})
    _, answer = await filled(stage, f"/calls/{OPEN_CALL}/apply", {"title": "Güneş"})
    assert answer.headers["location"] == DRAFT
    asked = ApplicationIn.model_validate(bodies(stage, "application/applications")[0])
    assert (asked.call_id, asked.consortium_id, asked.title) == (OPEN_CALL, MINE, "Güneş")


def test_the_form_has_the_sections_the_room_asks_for():
    assert SECTIONS == forms.SECTIONS


async def test_the_draft_says_what_is_missing_and_leads_to_where_it_is_put_right(stage: Stage):
    html = await page(stage, COORDINATOR, DRAFT)
    missing = html[html.index('id="lacks"') :].partition("</section>")[0]
    for link in (f"/consortia/{MINE}", f"{DRAFT}/form/sustainability", f"{DRAFT}/plan/1/items/0", f"{DRAFT}/plan"):
        assert f'href="{link}"' in missing, link
    assert f'href="{DRAFT}/form/cluster_facts"' not in missing, "it is written"
    assert f'href="/applications/{DRAFTED}/do/submission"' in html


async def test_who_may_not_work_on_the_draft_is_led_to_its_file(stage: Stage):
    answer = await (await stage.signed_in("uzman-bir")).get(DRAFT)
    assert answer.headers["location"] == f"/applications/{DRAFTED}"


@pytest.mark.parametrize(("do", "to"), [("save", DRAFT), ("next", f"{DRAFT}/form/reference_projects")])
async def test_a_section_is_saved_by_itself_and_one_is_led_on(stage: Stage, do: str, to: str):
    typed = {"form.cluster_facts": "Yeni  metin\nikinci satır", "do": do}
    _, answer = await filled(stage, f"{DRAFT}/form/cluster_facts", typed)
    assert answer.headers["location"] == to
    asked = DraftIn.model_validate(bodies(stage, ROOM)[0])
    assert (asked.form, asked.plan) == ({"cluster_facts": "Yeni  metin\nikinci satır"}, None)


async def test_a_section_the_form_does_not_have_is_no_page(stage: Stage):
    assert (await (await stage.signed_in(COORDINATOR)).get(f"{DRAFT}/form/other")).status_code == 404


async def test_the_plan_shows_what_the_rules_say_beside_the_row_it_is_of(stage: Stage):
    html = await page(stage, COORDINATOR, f"{DRAFT}/plan")
    row, below = html[html.index(f'href="{DRAFT}/plan/1/items/0"', html.index('id="package-1"')) :].split("</tr>")[:2]
    assert "govuk-error-message" in below, "800 of 1000 is more than three quarters"
    other = html[html.index(f'href="{DRAFT}/plan/0/items/0"', html.index('id="package-0"')) :].partition("</table>")[0]
    assert "govuk-error-message" not in other
    assert "2.000,00 TL" in plain(html)
    assert "En çok 750,00 TL (75 % × 1.000,00 TL)" in plain(row)


def planned(stage: Stage) -> WorkPlan:
    (body,) = bodies(stage, ROOM)
    plan = DraftIn.model_validate(body).plan
    assert plan is not None
    return plan


LINE = {
    "title": "Yazılım",
    "activity": "K3.02",
    "cost_head": "services",
    "cost": "1.250,50",
    "grant": "600",
    "q1": "1.000,00",
    "q2": "250,50",
}


async def test_a_budget_line_is_put_in_under_a_key_of_its_own_and_one_is_led_on(stage: Stage):
    _, answer = await filled(stage, f"{DRAFT}/plan/1/items/new", {**LINE, "do": "more"})
    assert answer.headers["location"] == f"{DRAFT}/plan/1/items/new"
    line = planned(stage).packages[1].items[1]
    assert (line.key, str(line.cost), str(line.grant), line.activity) == ("I3", "1250.50", "600.00", "K3.02")
    assert [(one.quarter, str(one.cost)) for one in line.quarters] == [(1, "1000.00"), (2, "250.50")]
    assert planned(stage).packages[0] == WorkPlan.model_validate(PLAN).packages[0], "the rest stays as it is"


async def test_a_row_sent_twice_stands_in_the_plan_once(stage: Stage):
    typed = {"title": "Tezgâh", "activity": "K3.02", "cost_head": "machinery", "cost": "1.000", "grant": "800"}
    spread = {"q3": "600", "q4": "400"}
    _, answer = await filled(stage, f"{DRAFT}/plan/1/items/new", {**typed, **spread, "mark": "0"})
    assert (answer.status_code, stage.rooms.done) == (303, {}), "it stands at that place already"


async def test_what_is_wrong_with_a_row_stands_beside_its_field_and_nothing_typed_is_lost(stage: Stage):
    wrong = [("plan.packages[1].items[1].cost", "Tutar yazın."), ("plan.packages[1].items[1].quarters[1].cost", "Çok.")]
    errors = [{"field": field, "message": message} for field, message in wrong]
    stage.rooms.said[ROOM] = (422, {"title": "x", "errors": errors})
    _, answer = await filled(stage, f"{DRAFT}/plan/1/items/new", {**LINE, "cost": "çok"})
    assert 'id="field-cost-wrong">Tutar yazın.' in answer.text
    assert 'id="field-q2-wrong">Çok.' in answer.text
    form = shown(answer.text, f"{DRAFT}/plan/1/items/new")
    assert {name: form.values[name] for name in LINE} == {**LINE, "cost": "çok"}


async def test_a_row_that_is_there_is_shown_with_all_it_says_and_sent_back_as_it_was(stage: Stage):
    browser = await stage.signed_in(COORDINATOR)
    html = (await browser.get(f"{DRAFT}/plan/1/items/0")).text
    values = shown(html).values
    assert (values["cost"], values["q3"], values["q5"], values["activity"]) == ("1.000,00", "600,00", "", "K3.02")
    await send(browser, shown(html), {"grant": "750"})
    line = planned(stage).packages[1].items[0]
    assert (line.key, str(line.grant), len(line.quarters)) == ("I2", "750.00", 2)


async def test_lines_and_milestones_follow_an_activity_to_its_new_kind(stage: Stage):
    await filled(stage, f"{DRAFT}/plan/1/activities/0", {"code": "K3.05"})
    package = planned(stage).packages[1]
    assert {package.activities[0].code, package.items[0].activity, package.milestones[0].activity} == {"K3.05"}


async def test_an_activity_keeps_the_actions_of_the_action_plan_it_serves(stage: Stage):
    await filled(stage, f"{DRAFT}/plan/0/activities/0", {"actions": "ORA1.AA1.T1.E1\nORA2.AA1.T1.E2"})
    assert planned(stage).packages[0].activities[0].actions == ("ORA1.AA1.T1.E1", "ORA2.AA1.T1.E2")


async def test_a_row_is_taken_out_only_when_one_is_sure(stage: Stage):
    path = f"{DRAFT}/plan/1/milestones/0"
    browser, answer = await filled(stage, path, {"do": "gone"})
    assert (answer.status_code, stage.rooms.done) == (422, {})
    assert (await send(browser, shown(answer.text, path), {"do": "gone", "confirmed": "1"})).status_code == 303
    assert planned(stage).packages[1].milestones == ()


async def test_a_package_is_named_put_in_and_taken_out_with_all_that_is_in_it(stage: Stage):
    await filled(stage, f"{DRAFT}/plan/new", {"title": "Tanıtım"})
    assert [(one.key, one.title) for one in planned(stage).packages][-1] == ("P3", "Tanıtım")
    stage.rooms.done.clear()
    await filled(stage, f"{DRAFT}/plan/1", {"title": "Atölyeler"})
    assert [one.title for one in planned(stage).packages] == ["Koordinasyon", "Atölyeler"]
    assert len(planned(stage).packages[1].items) == 1
    stage.rooms.done.clear()
    await filled(stage, f"{DRAFT}/plan/1", {"do": "gone", "confirmed": "1"})
    assert [one.key for one in planned(stage).packages] == ["P1"]


@pytest.mark.parametrize(
    ("rest", "field", "typed"),
    [
        ("plan/1/items/0", "title", "Benim"),
        ("plan/indicators", "m0.y1", "7"),
        ("form/cluster_facts", "form.cluster_facts", "Benim metnim"),
        ("form/sustainability", "form.sustainability", "Benim metnim"),
    ],
)
async def test_what_changed_meanwhile_is_not_overwritten_before_it_was_seen(
    stage: Stage, rest: str, field: str, typed: str
):
    path = f"{DRAFT}/{rest}"
    browser, answer = await filled(stage, path, {field: typed, "mark": "0" * 16})
    assert (answer.status_code, stage.rooms.done) == (409, {})
    assert "Siz yazarken burada yazılı olan değişti" in answer.text
    form = shown(answer.text, path)
    assert form.values[field] == typed
    assert (await send(browser, form, {})).status_code == 303


async def test_the_text_that_somebody_else_wrote_meanwhile_stands_beside_ones_own(stage: Stage):
    path = f"{DRAFT}/form/cluster_facts"
    before = shown(await page(stage, COORDINATOR, path), path).values["form.cluster_facts"]
    _, answer = await filled(stage, path, {"form.cluster_facts": "Benim metnim", "mark": "0" * 16})
    assert before
    assert f'destek-prose">{escape(before)}</div>' in answer.text


async def test_the_same_text_sent_twice_is_no_change_of_anybody_else(stage: Stage):
    browser = await stage.signed_in(COORDINATOR)
    path = f"{DRAFT}/form/cluster_facts"
    form = shown((await browser.get(path)).text, path)
    assert (await send(browser, form, {"mark": "0" * 16})).status_code == 303


async def test_a_new_row_is_put_behind_what_somebody_else_added_meanwhile(stage: Stage):
    _, answer = await filled(stage, f"{DRAFT}/plan/1/items/new", {**LINE, "mark": "0"})
    assert answer.status_code == 303
    assert [one.key for one in planned(stage).packages[1].items] == ["I2", "I3"]


@pytest.mark.parametrize("rest", ["7", "0/items/9", "7/items/new"])
async def test_a_place_the_plan_does_not_have_is_no_page(stage: Stage, rest: str):
    assert (await (await stage.signed_in(COORDINATOR)).get(f"{DRAFT}/plan/{rest}")).status_code == 404


async def test_measures_are_planned_year_by_year_and_one_nobody_filled_in_is_left_out(stage: Stage):
    codes = ["G1", "G2"]
    typed = {"m0.baseline": "0", "m0.y1": "1", "m0.y2": "2", "m1.y2": "5"}
    _, answer = await filled(stage, f"{DRAFT}/plan/indicators", typed)
    assert answer.headers["location"] == f"{DRAFT}/plan"
    found = planned(stage).indicators
    assert [(one.code, one.baseline, one.targets) for one in found] == [(codes[0], 0, (1, 2)), (codes[1], 1, (1, 5))]


async def test_a_year_that_is_no_number_is_said_beside_it(stage: Stage):
    errors = [{"field": "plan.indicators[0].targets[1]", "message": "Sayı yazın."}]
    stage.rooms.said[ROOM] = (422, {"title": "x", "errors": errors})
    _, answer = await filled(stage, f"{DRAFT}/plan/indicators", {"m0.y1": "1", "m0.y2": "çok"})
    assert 'id="field-m0-y2-wrong">Sayı yazın.' in answer.text


def test_the_stand_in_speaks_of_a_consortium_as_the_room_does():
    assert set(CONSORTIUM) == set(ConsortiumOut.model_fields)
    assert ConsortiumOut.model_validate(CONSORTIUM).id == MINE
    assert WorkPlan.model_validate(PLAN).model_dump(mode="json")["packages"][1]["milestones"]


async def test_the_page_of_a_file_leads_to_where_it_is_written(stage: Stage):
    mine = await page(stage, COORDINATOR, f"/applications/{DRAFTED}")
    for name in ("draft", "completion", "talks"):
        assert f'href="/applications/{DRAFTED}/{name}"' in mine
    assert f'href="/applications/{DRAFTED}/part"' in await page(stage, MEMBER, f"/applications/{DRAFTED}")
    assert f'href="/applications/{DRAFTED}/draft"' in await page(
        stage, COORDINATOR, f"/applications/{DRAFTED}/do/submission"
    )
