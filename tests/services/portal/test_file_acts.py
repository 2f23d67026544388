"""Acts on an application, on the feedback after it, on ties and on packs, each by its own small form."""

import pytest

from grants.policy import TABLE, Role
from services.portal.acting import Act
from services.portal.file_acts import CHOICE, CONFLICT, OBJECTION, OBJECTION_DECISIONS, PACK, PLACES, REDACTION
from tests.services.portal.filling import as_the_room_asks, form_of, pressed_twice, send
from tests.services.portal.recorded import CALL, FINDING, OSTIM
from tests.services.portal.recorded_acts import WAITS
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page

FILE = f"/applications/{WAITS}/do"
TIE = FINDING["id"]
MINE, OFFICER, CHAIR, MINISTER = "koordinator-ostim", "uzman-bir", "kurul-baskani", "bakanlik"
WHERE = {
    **{act.name: f"{FILE}/{place}" for place, acts in PLACES.items() for act in acts},
    OBJECTION.name: f"/applications/{OSTIM}/do/objection",
    **{act.name: f"{FILE}/objection-decision" for act in OBJECTION_DECISIONS},
    REDACTION.name: f"{FILE}/redaction",
    **{act.name: f"/packs/{CALL}/2/do" for act in PACK},
    CHOICE.name: f"/combinations/{CALL}/1/do",
    **{act.name: f"/applications/{OSTIM}/do/conflict/{TIE}" for act in CONFLICT},
}
ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        *(act for acts in PLACES.values() for act in acts),
        *(OBJECTION, *OBJECTION_DECISIONS, REDACTION, *PACK, CHOICE, *CONFLICT),
    )
}


def person(act: Act) -> str:
    """Somebody whose role may do it."""
    for role, who in ((Role.COORDINATOR, MINE), (Role.COMMITTEE_CHAIR, CHAIR), (Role.MINISTRY_OFFICER, OFFICER)):
        if role in TABLE[act.action]:
            return who
    return MINISTER


@pytest.mark.parametrize("name", ACTS)
async def test_an_act_reaches_its_door_as_the_room_asks_for_it_and_once(stage: Stage, name: str) -> None:
    act = ACTS[name]
    browser = await stage.signed_in(person(act))
    answers = await pressed_twice(browser, WHERE[name], act)
    assert {one.status_code for one in answers} == {303}
    (done,) = stage.rooms.done.values()
    as_the_room_asks(done.path, done.body)
    assert set(done.body) == set(act.fixed) | {field.partition("[")[0] for field in act.fields}


async def test_nothing_is_offered_to_whoever_may_not(stage: Stage) -> None:
    browser = await stage.signed_in("uye-bir")
    offered = [where for where in set(WHERE.values()) if 'name="do"' in (await browser.get(where)).text]
    assert offered == []


async def test_the_pages_lead_to_what_is_open(stage: Stage) -> None:
    mine = await page(stage, MINE, f"/applications/{WAITS}")
    assert f'href="{FILE}/answer"' in mine
    assert mine.count(f'href="{FILE}/check"') == 0
    assert f'href="{FILE}/check"' in await page(stage, OFFICER, f"/applications/{WAITS}")
    assert f'href="/packs/{CALL}/2/do"' in await page(stage, CHAIR, f"/packs/{CALL}/2")
    assert f'href="/combinations/{CALL}/1/do"' in await page(stage, OFFICER, f"/combinations/{CALL}/1")
    assert f'href="/applications/{OSTIM}/do/objection"' in await page(stage, MINE, f"/applications/{OSTIM}/feedback")
    assert "/do/conflict/" in await page(stage, OFFICER, f"/applications/{OSTIM}")


async def test_a_member_who_does_not_agree_is_told_beside_the_field_that_a_reason_is_needed(stage: Stage) -> None:
    errors = [{"field": "reason", "message": "Gerekçe yazın."}]
    stage.rooms.said[f"evaluation/calls/{CALL}/approval-packs/2/opinion"] = (422, {"title": "x", "errors": errors})
    browser = await stage.signed_in(CHAIR)
    form = form_of((await browser.get(f"/packs/{CALL}/2/do")).text, "pack_disagree")
    answer = await send(browser, form, {"do": "pack_disagree"})
    assert 'id="pack_disagree-field-reason-wrong">Gerekçe yazın.' in answer.text
    assert 'href="#pack_disagree-field-reason">Gerekçe: Gerekçe yazın.' in answer.text
