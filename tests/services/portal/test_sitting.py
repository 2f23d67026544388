"""The committee's sitting: what is asked of whom next, and each act at its door, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from runtime.messages import catalogue
from services.evaluation.usecases.session_views import HearingView, MinutesView, SessionsView
from services.evaluation.usecases.views import CommitteeView, ItemContent
from services.portal import sitting_acts as acts
from services.portal.acting import Act
from services.portal.reading_evaluation import Committee
from services.portal.reading_sessions import Hearing, Minutes, Sessions
from services.portal.sitting import Sitting
from tests.services.portal import recorded_sitting as r
from tests.services.portal.filling import as_the_room_asks, form_of, pressed_twice, send
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page

TEXTS = catalogue("grants", "runtime", "services.portal")
OFFICER = "uzman-bir"
NOW = datetime(2018, 10, 28, 9, tzinfo=UTC)
BOARD, ITEM = f"/committees/{r.SITTING}", f"/committees/{r.SITTING}/items/{r.FILE}"
_OF_THE_MINISTRY = ("appointment", "envelope", "new-session")
_WHERE: dict[str, str] = {
    **{
        act.name: f"/committees/{r.NEW if place != 'minutes' else r.DONE}/{place}"
        for place, some in acts.PLACES.items()
        for act in some
    },
    "session_change": f"/committees/{r.NEW}/sessions/1/change",
    "session_attend": f"{BOARD}/sessions/1/attendance",
    "item_open": f"/committees/{r.NEW}/items/{r.FILE}",
    **{act.name: ITEM for act in (acts.SCORE, acts.CLOSE, acts.MOVE)},
    "motion_vote": f"{ITEM}/motions/1",
    "motion_decide": f"{ITEM}/motions/2",
    "motion_dissent": f"{ITEM}/motions/3",
}


SAID = {
    **dict.fromkeys(("applications", "application_id", "slots[0].application_id"), r.FILE),
    **dict.fromkeys(("starts", "ends", "slots[0].starts"), "10:30"),
    **dict.fromkeys(("present", "chair", "members[0].person_id"), r.CHAIR),
    "members[0].background": "academic",
    "members[0].employer_tax_number": "9990000001",
    "members[0].seat": "full",
    "kind": "negotiate",
    "vote": "abstain",
}
"""What is chosen, and what only one kind of words fits."""


def person(act: Act) -> str:
    of_the_ministry = {one.name for place in _OF_THE_MINISTRY for one in acts.PLACES[place]} | {"session_change"}
    return OFFICER if act.name in of_the_ministry else r.CHAIR


@pytest.mark.parametrize("act", acts.ALL, ids=lambda act: act.name)
async def test_an_act_of_a_sitting_reaches_its_door_as_the_room_asks_for_it_and_once(stage: Stage, act: Act) -> None:
    browser = await stage.signed_in(person(act))
    answers = await pressed_twice(browser, _WHERE[act.name], act, **SAID)
    assert {one.status_code for one in answers} == {303}
    (done,) = stage.rooms.done.values()
    as_the_room_asks(done.path, done.body)
    assert set(done.body) == set(act.fixed) | {name.partition("[")[0] for name in act.fields}


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (CommitteeView, r.NOT_BEGUN),
        (CommitteeView, r.AT_WORK),
        (SessionsView, r.BEGUN),
        (HearingView, r.heard("open")),
        (MinutesView, r.MINUTES),
        (ItemContent, r.CONTENT),
    ],
)
def test_the_stand_in_of_a_sitting_speaks_as_the_room_does(model: Any, said: dict[str, Any]) -> None:
    assert set(said) == set(model.model_fields)
    assert model.model_validate(said).model_dump(mode="json") is not None


def seen(
    me: str = r.CHAIR,
    *,
    committee: dict[str, Any] = r.AT_WORK,
    sessions: dict[str, Any] = r.BEGUN,
    hearing: dict[str, Any] | None = None,
    minutes: dict[str, Any] | None = None,
    now: datetime = NOW,
) -> Sitting:
    roles = frozenset({"ministry_officer"} if me == OFFICER else {"committee_chair"})
    return Sitting(
        "c",
        me,
        roles,
        now,
        Committee.model_validate(committee),
        Sessions.model_validate(sessions),
        {r.FILE: Hearing.model_validate(hearing)} if hearing else {},
        Minutes.model_validate(minutes) if minutes else None,
    )


def steps(one: Sitting) -> list[str]:
    return [step.name for step in one.steps()]


def _heard(state: str, **facts: Any) -> dict[str, Any]:
    return {**r.heard(state), "motions": [], "awaited": [], **facts}


def _item(**facts: Any) -> dict[str, Any]:
    return {**r.AT_WORK, "items": [{**r.AT_WORK["items"][0], **facts}]}


def _sessions(state: str, present: list[str] | None = None) -> dict[str, Any]:
    return r.sessions("c", state, "2018-10-01T07:00:00Z", present)


_FREE = {**r.BEGUN, "sessions": [], "required": False}


@pytest.mark.parametrize(
    ("sitting", "asked"),
    [
        (seen(committee=r.NOT_BEGUN, sessions=r.CALLED), ["declare"]),
        (seen(committee=_item(awaited=[]), sessions=r.CALLED), []),
        (seen(committee=_item(awaited=[]), sessions=_sessions("waiting")), ["attend_session"]),
        (
            seen(committee=_item(), sessions=_sessions("waiting", [r.CHAIR]), hearing=_heard("waiting")),
            ["open"],
        ),
        (seen(hearing=r.heard("open")), ["vote", "score", "decide"]),
        (seen(r.SECOND, hearing=r.heard("open")), []),
        (seen(committee=_item(awaited=[r.SECOND]), hearing=_heard("open", awaited=[r.SECOND])), ["lead"]),
        (seen(r.SECOND, committee=_item(awaited=[r.SECOND]), hearing=_heard("open")), ["score"]),
        (seen(committee=_item(awaited=[]), hearing=_heard("open")), ["close"]),
        (seen(r.SECOND, committee=_item(awaited=[]), hearing=_heard("open", presiding=r.SECOND)), ["close"]),
        (seen(committee=_item(awaited=[]), sessions=_sessions("closed", [r.CHAIR])), ["conclude"]),
        (seen(committee=_item(awaited=[], quorum=False), sessions=_sessions("closed", [r.CHAIR])), []),
        (seen(sessions={**_FREE, "required": True, "unscheduled": [r.FILE]}), []),
        (seen(sessions=_FREE), ["score", "attend"]),
        (seen(committee=r.OVER), ["prepare"]),
        (seen(committee=r.OVER, minutes=r.MINUTES), ["sign"]),
        (seen(r.SECOND, committee=r.OVER, minutes=r.MINUTES), []),
        (seen(OFFICER), []),
    ],
)
def test_what_comes_next_follows_from_how_the_committee_stands(sitting: Sitting, asked: list[str]) -> None:
    assert steps(sitting) == asked


def test_attendance_is_asked_for_from_the_instant_a_session_begins() -> None:
    begins = datetime(2018, 10, 1, 7, tzinfo=UTC)
    for now, asked in ((begins - timedelta(seconds=1), []), (begins, ["attend_session"])):
        assert steps(seen(committee=_item(awaited=[]), sessions=_sessions("waiting"), now=now)) == asked


async def test_the_page_of_a_committee_leads_its_chair_and_each_member_to_what_is_next(stage: Stage) -> None:
    text = await page(stage, r.CHAIR, BOARD)
    assert f'href="{ITEM}/motions/1"' in text
    assert f'href="{ITEM}"' in text
    assert "Puanı beklenenler" in text
    assert f'href="/committees/{r.NEW}/declarations"' in await page(stage, r.CHAIR, f"/committees/{r.NEW}")
    assert f'href="/committees/{r.DONE}/minutes"' in await page(stage, r.CHAIR, f"/committees/{r.DONE}")


async def test_who_is_out_by_conflict_is_said_on_the_page_of_the_application(stage: Stage) -> None:
    text = await page(stage, r.CHAIR, ITEM)
    assert "Bora Yedek" in text
    assert "Çıkar çatışması nedeniyle bu başvuruya bakamaz" in text
    assert f'href="{ITEM}/file"' in text
    assert "Ortak &lt;i&gt;sınama&lt;/i&gt; altyapısı." in await page(stage, r.CHAIR, f"{ITEM}/file")


async def test_who_does_not_sit_is_offered_nothing_on_an_application(stage: Stage) -> None:
    for where in (ITEM, f"{ITEM}/motions/1", f"{ITEM}/motions/2"):
        assert 'name="do"' not in await page(stage, OFFICER, where)


async def test_points_that_are_refused_stand_beside_their_field_with_the_application_around_it(stage: Stage) -> None:
    errors = [{"field": "score", "message": "0 ile 40 arasında tam puan verin."}]
    stage.rooms.said[f"evaluation/calls/{r.SITTING}/committee/scores"] = (422, {"title": "x", "errors": errors})
    browser = await stage.signed_in(r.CHAIR)
    form = form_of((await browser.get(ITEM)).text, acts.SCORE.name)
    answer = await send(browser, form, {"score": "41", "do": acts.SCORE.name})
    assert 'id="committee_score-field-score-wrong">0 ile 40 arasında tam puan verin.' in answer.text
    assert 'value="41"' in answer.text
    assert "Bora Yedek" in answer.text


async def test_minutes_are_signed_by_the_hash_of_what_was_read_and_not_unread(stage: Stage) -> None:
    browser = await stage.signed_in(r.CHAIR)
    where = f"/committees/{r.DONE}/minutes"
    form = form_of((await browser.get(where)).text, acts.SIGN.name)
    assert (await send(browser, form, {"do": acts.SIGN.name})).status_code == 422
    assert (await send(browser, form, {"do": acts.SIGN.name, "confirmed": "1"})).status_code == 303
    (done,) = stage.rooms.done.values()
    assert done.body == {"document": r.PAPER}


async def test_a_session_comes_to_be_changed_as_it_was_called_by_the_clock_in_istanbul(stage: Stage) -> None:
    browser = await stage.signed_in(OFFICER)
    form = form_of((await browser.get(f"/committees/{r.NEW}/sessions/1/change")).text, "session_change")
    asked = ("day", "starts", "ends", "slots[0].application_id", "slots[0].starts", "slots[0].minutes")
    assert [form.values[name] for name in asked] == ["2018-11-12", "10:00", "12:00", r.FILE, "10:00", "30"]


@pytest.mark.parametrize("act", acts.ALL, ids=lambda act: act.name)
def test_an_act_of_a_sitting_and_each_of_its_fields_has_its_words(act: Act) -> None:
    said = {f"portal.do.{act.name}", *(one.label for one in act.fields.values() if not one.hidden)}
    said |= {f"portal.field.{act.confirms}", f"portal.field.{act.confirms}_first"} if act.confirms else set()
    said |= {f"portal.row.{act.name}"} if act.rows else set()
    assert sorted(key for key in said if not TEXTS.knows(key, "tr")) == []
