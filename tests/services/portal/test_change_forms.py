"""A change of the grant: its difference and effect are shown before it is asked, and before it is decided."""

import pytest

from services.monitoring.api.changes import AcceptIn, ChangeIn, RefuseIn
from tests.services.portal.filling import send, shown
from tests.services.portal.recorded import OSTIM
from tests.services.portal.recorded_changes import ASKED, CHANGE, FORBIDDEN, IN_FORCE, TRIED
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import plain

ASK = f"/grants/{OSTIM}/changes"
ROOM = f"monitoring{ASK}"
ITEM = "plan.packages[0].items"


async def filled(stage: Stage, kind: str, typed: dict[str, str]):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(f"{ASK}/{kind}")).text)
    return browser, await send(browser, form, typed)


def bodies(stage: Stage, path: str = ROOM) -> list[object]:
    return [act.body for act in stage.rooms.done.values() if act.path == path]


async def test_the_difference_the_effect_and_who_decides_are_shown_before_it_is_asked_and_then_it_is_asked_once(stage):
    stage.rooms.said[f"{ROOM}/preview"] = (200, TRIED)
    typed = {"reason": "Fiyat arttı", "transfers[0].source": "I1", "transfers[0].target": "I1"}
    money = {"transfers[0].cost": "1.000,50", "transfers[0].grant": "500"}
    browser, tried = await filled(stage, "budget_transfer", {**typed, **money, "do": "preview"})
    text = plain(tried.text)
    for words in ("Bakan", "1.200,00 TL", "1.100,00 TL", "1 Ağustos 2019", "Kalem maliyeti I1"):
        assert words in text
    assert bodies(stage) == []
    form = shown(tried.text)
    assert {name: form.values[name] for name in (*typed, *money)} == {**typed, **money}
    answers = [await send(browser, form, {"do": "ask"}) for _ in range(2)]
    assert {one.headers["location"] for one in answers} == {f"/grants/{OSTIM}"}
    (body,) = bodies(stage)
    asked = ChangeIn.model_validate(body)
    assert (asked.kind, str(asked.transfers[0].cost)) == ("budget_transfer", "1000.50")


async def test_what_forbids_it_stands_beside_the_field_and_it_cannot_be_sent(stage):
    stage.rooms.said[f"{ROOM}/preview"] = (200, FORBIDDEN)
    _, tried = await filled(stage, "major", {"reason": "x", f"{ITEM}[0].gone": "", "do": "preview"})
    assert 'href="#field-plan-packages-0-items-0-cost"' in tried.text
    assert 'id="field-plan-packages-0-items-0-cost-wrong"' in tried.text
    assert tried.text.count('value="ask"') == 0


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("budget_transfer", 'id="field-transfers-0-source-wrong">'),
        ("member", 'id="field-joins-0-name-wrong">'),
        ("coordinator", 'id="field-coordinator_id-wrong">'),
        ("major", "<li>"),
    ],
)
async def test_a_change_that_would_change_nothing_says_so_beside_its_first_field(stage, kind: str, place: str):
    stage.rooms.said[f"{ROOM}/preview"] = (200, {**TRIED, "differences": [], "effect": {}})
    _, tried = await filled(stage, kind, {"reason": "x", "do": "preview"})
    assert tried.status_code == 422
    assert f"{place}Değişen bir şey yok" in tried.text
    assert shown(tried.text).values["reason"] == "x"
    assert tried.text.count('value="ask"') == 0


async def test_a_plan_is_sent_whole_with_what_was_changed_taken_out_and_new(stage):
    typed = {
        "reason": "Yazılım alınmayacak",
        "plan.packages[0].milestones[0].quarter": "9",
        f"{ITEM}[0].gone": "1",
        f"{ITEM}[1].cost": "2.100,00",
        "new_items[0].package": "P1",
        "new_items[0].key": "I3",
        "new_items[0].activity": "K3.02",
        "new_items[0].title": "Eğitim",
        "new_items[0].cost_head": "services",
        "new_items[0].cost": "900",
        "new_items[0].grant": "450",
        "do": "ask",
    }
    _, answer = await filled(stage, "major", typed)
    assert answer.status_code == 303
    (body,) = bodies(stage)
    asked = ChangeIn.model_validate(body)
    assert asked.plan is not None
    assert [(one.key, str(one.cost)) for one in asked.plan.items] == [("I2", "2100.00"), ("I3", "900.00")]
    assert [one.quarter for one in asked.plan.milestones] == [9]
    assert [one.code for one in asked.plan.activities] == ["K3.02"]


async def test_baselines_yearly_targets_and_the_budget_by_quarter_are_part_of_the_form(stage):
    typed = {
        "reason": "Plan yeniden dağıtıldı",
        "plan.indicators[0].baseline": "20",
        "plan.indicators[0].targets[1]": "40",
        f"{ITEM}[0].gone": "1",
        "more.packages[0].items[1].q3": "1.500,00",
        "more.packages[0].items[1].q20": "500",
    }
    errors = [{"field": f"{ITEM}[0].quarters[1].cost", "message": "Çok."}]
    stage.rooms.said[ROOM] = (422, {"title": "x", "errors": errors})
    browser, wrong = await filled(stage, "major", {**typed, "do": "ask"})
    assert 'id="field-more-packages-0-items-1-q20-wrong">Çok.' in wrong.text
    stage.rooms.said.clear()
    assert (await send(browser, shown(wrong.text), {"do": "ask"})).status_code == 303
    (body,) = bodies(stage)
    plan = ChangeIn.model_validate(body).plan
    assert plan is not None
    assert [(one.quarter, str(one.cost)) for one in plan.items[0].quarters] == [(3, "1500.00"), (20, "500.00")]
    assert (plan.indicators[0].baseline, plan.indicators[0].targets) == (20, (27, 40))


async def test_a_plan_nobody_touched_is_sent_as_it_stands(stage):
    await filled(stage, "minor", {"reason": "x", "do": "ask"})
    (body,) = bodies(stage)
    assert ChangeIn.model_validate(body).plan == ChangeIn.model_validate({**body, "plan": IN_FORCE["plan"]}).plan


async def test_what_the_room_finds_wrong_with_a_plan_finds_its_field_though_things_moved_up(stage):
    errors = [
        {"field": f"{ITEM}[0].cost", "message": "Bütçe yok."},
        {"field": f"{ITEM}[1].key", "message": "Kod uymuyor."},
    ]
    stage.rooms.said[ROOM] = (422, {"title": "x", "errors": errors})
    new = {"new_items[0].package": "P1", "new_items[0].title": "Eğitim"}
    _, answer = await filled(stage, "major", {"reason": "x", f"{ITEM}[0].gone": "1", **new, "do": "ask"})
    assert 'href="#field-plan-packages-0-items-1-cost"' in answer.text
    assert 'href="#field-new_items-0-key"' in answer.text


async def test_a_plan_that_changed_meanwhile_is_not_overwritten(stage):
    _, answer = await filled(stage, "major", {"reason": "Uzun gerekçe", "version": "1", "do": "ask"})
    assert answer.status_code == 409
    assert "Siz yazarken plan değişti" in plain(answer.text)
    assert shown(answer.text).values["reason"] == "Uzun gerekçe"
    assert stage.rooms.done == {}


async def test_members_leave_and_join(stage):
    joins = {"name": "Yeni A.Ş.", "kind": "firm", "tax_number": "4445556667", "province": "Ankara", "commits": "1"}
    typed = {"reason": "x", "leaves": "1112223334", **{f"joins[0].{name}": said for name, said in joins.items()}}
    await filled(stage, "member", {**typed, "do": "ask"})
    asked = ChangeIn.model_validate(bodies(stage)[0])
    assert asked.leaves == ("1112223334",)
    assert (asked.joins[0].commits, asked.joins[0].in_main_field) == (True, False)


@pytest.mark.parametrize(("nobody", "said"), [("", None), ("1", "")])
async def test_a_coordinator_changes_and_a_representative_stays_or_goes(stage, nobody, said):
    typed = {"reason": "x", "coordinator_id": "yeni-kisi", "do": "ask", **({"nobody": nobody} if nobody else {})}
    await filled(stage, "coordinator", typed)
    asked = ChangeIn.model_validate(bodies(stage)[0])
    assert (asked.coordinator_id, asked.representative_id) == ("yeni-kisi", said)


async def test_another_row_is_one_press_away_and_nothing_is_sent(stage):
    _, answer = await filled(stage, "budget_transfer", {"transfers[0].source": "I1", "do": "rows"})
    assert "transfers[2].source" in shown(answer.text).values
    assert stage.rooms.asked[-1][2].endswith("/plan") or stage.rooms.done == {}


async def decided(stage: Stage, **typed: str):
    browser = await stage.signed_in("bakanlik")
    form = shown((await browser.get(f"/changes/{CHANGE}")).text)
    return await send(browser, form, typed)


async def test_who_decides_sees_what_it_does_today_and_decides_with_reason_and_paper(stage):
    browser = await stage.signed_in("bakanlik")
    text = plain((await browser.get(f"/changes/{CHANGE}")).text)
    for words in ("Tezgâh &lt;b&gt;ucuzladı", "Bu haliyle yürürlüğe giremez", "1150.00 TRY", "Kararı kaydet"):
        assert words in text
    assert "Kararı kaydet" not in plain((await (await stage.signed_in("mufettis")).get(f"/changes/{CHANGE}")).text)
    accepted = await decided(stage, decision="accept", paper="12.10.2018/44")
    refused = await decided(stage, decision="refuse", reason="Bütçe yok")
    assert {one.headers["location"] for one in (accepted, refused)} == {f"/changes/{CHANGE}"}
    assert AcceptIn.model_validate(bodies(stage, f"monitoring/changes/{CHANGE}/accept")[0]).paper == "12.10.2018/44"
    assert RefuseIn.model_validate(bodies(stage, f"monitoring/changes/{CHANGE}/refuse")[0]).reason == "Bütçe yok"


async def test_a_decision_that_was_not_taken_is_asked_for(stage):
    answer = await decided(stage, reason="Uygundur")
    assert answer.status_code == 422
    assert '<a href="#field-decision">Karar: Kabul ya da ret seçin.</a>' in answer.text
    assert stage.rooms.done == {}


async def test_what_was_decided_can_still_be_read(stage):
    over = {"status": "accepted", "decided_at": "2018-10-21T08:00:00Z", "decision_reason": "Uygundur.", "today": None}
    stage.rooms.instead[f"monitoring/changes/{CHANGE}"] = {**ASKED, **over, "grant_id": OSTIM}
    answer = await (await stage.signed_in("bakanlik")).get(f"/changes/{CHANGE}")
    assert answer.status_code == 200
    for words in ("Uygundur.", "1.200,00 TL", "1.100,00 TL"):
        assert words in plain(answer.text)


async def test_its_coordinator_takes_it_back(stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(f"/changes/{CHANGE}")).text)
    assert (await send(browser, form, {"do": "withdraw"})).status_code == 303
    assert bodies(stage, f"monitoring/changes/{CHANGE}/withdraw") == [{}]
