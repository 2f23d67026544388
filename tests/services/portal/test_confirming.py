"""An act that is confirmed first says at once all that is wrong with it: the box, and what its room would say."""

import pytest
from fastapi.routing import APIRoute

from runtime.http.door import is_triable
from services.portal.rooms import Room
from tests.services.portal.doors import NO_PLATFORM, PLANS, door_of
from tests.services.portal.filling import form_of, send, shown
from tests.services.portal.recorded import OTHER
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.standin import Stage
from tests.services.portal.test_every_act import CALLS, FILES, GRANTS, JUDGED, STAFFED
from tests.services.portal.test_pages import plain

OFFICER = "izleme-bir"
WHERE, DOOR = f"/grants/{BUSY}/do/termination", f"monitoring/grants/{BUSY}/terminate"
MISSING = (422, {"title": "x", "errors": [{"field": "reason", "message": "Gerekçe yazın."}]})
BOX = 'href="#terminate-field-confirmed"'
OUTSIDE = {
    "pack_close": "its paper is made and kept",
    "evaluator_erase": "what is erased does not come back",
}
"""Acts whose rest cannot be tried, as something outside the transaction is touched."""


async def test_the_box_and_what_the_room_says_are_shown_in_one_go(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    stage.rooms.said[DOOR] = MISSING
    form = form_of((await browser.get(WHERE)).text, "terminate")
    answer = await send(browser, form, {"ground": "breach", "do": "terminate"})
    assert answer.status_code == 422
    assert 'id="terminate-field-reason-wrong">Gerekçe yazın.' in answer.text
    assert BOX in answer.text
    assert [one.path for one in stage.rooms.tried] == [DOOR]
    assert stage.rooms.done == {}


async def test_who_confirmed_what_was_refused_is_told_with_the_rest_to_confirm_anew(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    stage.rooms.said[DOOR] = MISSING
    form = form_of((await browser.get(WHERE)).text, "terminate")
    answer = await send(browser, form, {"ground": "breach", "confirmed": "1", "do": "terminate"})
    assert 'id="terminate-field-reason-wrong"' in answer.text
    assert BOX in answer.text
    stage.rooms.said.clear()
    again = form_of(answer.text, "terminate")
    assert "confirmed" not in again.values
    done = await send(browser, again, {"reason": "Gider", "confirmed": "1", "do": "terminate"})
    assert done.status_code == 303, "one look was enough"
    assert "İşleminiz kaydedildi: Sözleşmeyi feshet" in plain((await browser.get(done.headers["location"])).text)


@pytest.mark.parametrize("status", [400, 401, 405])
async def test_a_room_that_knows_no_trying_leaves_the_box_alone_to_be_shown(stage: Stage, status: int) -> None:
    browser = await stage.signed_in(OFFICER)
    form = form_of((await browser.get(WHERE)).text, "terminate")
    stage.rooms.refused[DOOR] = status
    answer = await send(browser, form, {"ground": "breach", "reason": "Gider", "do": "terminate"})
    assert (answer.status_code, BOX in answer.text) == (422, True)
    assert "size açık değil" not in answer.text


async def test_an_erasure_without_reason_and_box_says_both(stage: Stage) -> None:
    browser = await stage.signed_in("yonetici")
    stage.rooms.said[f"audit/applications/{OTHER}/erasure"] = MISSING
    answer = await send(browser, shown((await browser.get(f"/erasure/{OTHER}")).text), {})
    assert 'href="#field-reason"' in answer.text
    assert 'href="#field-confirmed"' in answer.text
    assert stage.rooms.done == {}


ENDPOINTS = {
    (room, route.path): route.endpoint
    for room, plan in PLANS.items()
    for router in plan.routers(NO_PLATFORM)
    for route in router.routes
    if isinstance(route, APIRoute) and "POST" in route.methods
}
GRAVE = [
    (act, room)
    for acts, room in (
        (GRANTS, Room.MONITORING),
        (FILES, Room.APPLICATION),
        (CALLS, Room.APPLICATION),
        (JUDGED, Room.EVALUATION),
        (STAFFED, Room.EVALUATION),
    )
    for act in acts
    if act.confirms
]


@pytest.mark.parametrize(("act", "room"), GRAVE, ids=lambda one: getattr(one, "name", ""))
def test_each_act_that_is_confirmed_first_can_be_tried_or_it_is_said_why_not(act, room: Room) -> None:
    door = door_of(room, act.door.format(file="x", part="x", number="1"))
    assert is_triable(ENDPOINTS[door]) is (act.name not in OUTSIDE)
