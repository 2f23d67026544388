"""Spending of an accepted report disallowed by a form: what it comes to is shown first, and nothing typed is lost."""

from typing import Any

import pytest

from services.monitoring.api.disallowing import TakenIn, TriedOut
from services.portal.pages.disallowing import body_of
from services.portal.reading_reports import Lines
from tests.services.portal.filling import fill, send, shown
from tests.services.portal.recorded import GRANT as FACTS
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import plain

FORM = f"/grants/{BUSY}/reports/1/disallow"
ROOM = f"monitoring{FORM}"
OFFICER = "izleme-bir"
TYPED = {"ground": "audit", "finding": "2", "line.1.said": "Belge <b>başka</b> işe ait", "line.1.amount": "100,00"}
_BEFORE = {"grant_id": BUSY, "realised": "2500000.50", "earned": "1250000.25", "claimable": "250000.25"}
TRIED: dict[str, Any] = {
    "before": {**_BEFORE, "recovered": "0.00", "currency": "TRY"},
    "after": {**_BEFORE, "realised": "2499900.50", "earned": "1249950.25", "recovered": "50.00", "currency": "TRY"},
    "claims": [{"number": 3, "before": "250000.00", "after": "0.00", "status": "lapsed"}],
    "explanation": FACTS["money"]["explanation"],
}


async def test_what_it_comes_to_is_shown_before_and_only_then_can_it_be_decided(stage: Stage) -> None:
    assert TriedOut.model_validate(TRIED)
    stage.rooms.said[f"{ROOM}/preview"] = (200, TRIED)
    browser = await stage.signed_in(OFFICER)
    first = await browser.get(FORM)
    assert first.text.count('value="disallow"') == 0
    tried = await send(browser, shown(first.text), TYPED)
    assert tried.status_code == 200
    for words in ("Karar verilirse", "1.249.950,25", "50,00", "3 numaralı hakediş", "Henüz karar verilmedi"):
        assert words in plain(tried.text), words
    assert not [act for act in stage.rooms.done.values() if act.path == ROOM]
    answers = [await send(browser, shown(tried.text), {"do": "disallow"}) for _ in range(2)]
    assert {one.headers["location"] for one in answers} == {f"/grants/{BUSY}/reports/1"}
    (act,) = [act for act in stage.rooms.done.values() if act.path == ROOM]
    asked = TakenIn.model_validate(act.body)
    assert (asked.ground, asked.finding, str(asked.lines[0].amount)) == ("audit", 2, "100.00")


async def test_a_line_that_is_wrong_says_so_beside_it_and_what_was_typed_stays(stage: Stage) -> None:
    errors = [{"field": "lines[0].amount", "message": "Sayılandan çok."}, {"field": "finding", "message": "Yok."}]
    stage.rooms.said[f"{ROOM}/preview"] = (422, {"title": "x", "errors": errors})
    answer = await fill(await stage.signed_in(OFFICER), FORM, **TYPED)
    assert answer.status_code == 422
    assert 'id="field-line-1-amount-wrong">Sayılandan çok.' in answer.text
    assert 'id="field-finding-wrong">Yok.' in answer.text
    values = shown(answer.text).values
    assert {name: values[name] for name in TYPED} == TYPED


@pytest.mark.parametrize("number", ["9" * 5_000, "٣", "1e3", "-1", "² kez"])
async def test_a_finding_that_is_no_number_is_for_the_room_to_refuse_and_what_was_typed_stays(
    stage: Stage, number: str
) -> None:
    stage.rooms.said[f"{ROOM}/preview"] = (422, {"title": "x", "errors": [{"field": "finding", "message": "Yok."}]})
    answer = await fill(await stage.signed_in(OFFICER), FORM, **{**TYPED, "finding": number})
    assert answer.status_code == 422
    assert shown(answer.text).values["line.1.said"] == TYPED["line.1.said"]
    read = body_of(Lines(number=1), {"finding": number})[0]["finding"]
    assert read == (-1 if number == "-1" else number)


async def test_nobody_is_offered_it_whom_the_room_does_not_let(stage: Stage) -> None:
    browser = await stage.signed_in("koordinator-ostim")
    assert (await browser.get(FORM)).text.count('class="destek-form"') == 0
    assert (await browser.get(f"/grants/{BUSY}/reports/1")).text.count(f'href="{FORM}"') == 0
    assert (await browser.get(f"/grants/{BUSY}/reports/9/disallow")).status_code == 404
