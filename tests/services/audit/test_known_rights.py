"""Whoever inspects sees with which rights people came, and who decided shortly after getting others."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from grants.contracts.event import RightsSeen, rights_of
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from services.audit.app import PLAN
from services.audit.domain.known_rights import known_rights, trace_of_change
from services.audit.domain.leads import CHANGED, RECENTLY, Lead, LeadKind, Trace, leads
from services.audit.usecases.desk import heard
from services.audit.usecases.known_rights import forget
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import NOON, File, hear, said

servers = pytest.mark.servers


def seen(person: str, *roles: str, room: str = "application", at: datetime = NOON, minutes: int = 0) -> CloudEvent:
    """What a room tells of a person's rights. minutes: after noon at which the token was issued."""
    data = RightsSeen(person_id=person, roles=roles, issued_at=NOON + timedelta(minutes=minutes), first=True)
    return CloudEvent(
        id=new_id(),
        source=f"/destek/{room}",
        type=RightsSeen.type_name().replace("{room}", room),
        subject=rights_of(person),
        time=at,
        actorid=person,
        data=data.model_dump(mode="json"),
    )


def change(before: CloudEvent | None, now: CloudEvent) -> Trace | None:
    known = known_rights(heard(now))
    assert known is not None
    return trace_of_change(None if before is None else known_rights(heard(before)), known)


def test_other_rights_than_any_room_saw_last_are_a_change() -> None:
    before, now = seen("ayse", "evaluator"), seen("ayse", "inspector", room="evaluation", minutes=5)
    trace = change(before, now)
    assert trace is not None
    assert (trace.act, trace.person_id, trace.event_id, trace.about) == (CHANGED, "ayse", now.id, rights_of("ayse"))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (None, seen("ayse", "inspector")),
        (seen("ayse", "inspector", "evaluator"), seen("ayse", "evaluator", "inspector", room="audit", minutes=5)),
        (seen("ayse", "inspector", minutes=5), seen("ayse", "evaluator", room="audit")),
    ],
    ids=["the first", "the same in another room", "an older token"],
)
def test_the_first_rights_the_same_and_those_of_an_older_token_are_none(
    before: CloudEvent | None, now: CloudEvent
) -> None:
    assert change(before, now) is None


def test_what_is_told_in_an_unknown_shape_is_passed_over() -> None:
    told = seen("ayse", "inspector")
    assert known_rights(heard(told.model_copy(update={"data": {"roles": 7}}))) is None
    assert known_rights(heard(told.model_copy(update={"type": "application.future.seen.v1"}))) is None


def shown(after: timedelta, act: str = "application/decided", person: str = "ayse") -> tuple[Lead, ...]:
    changed = Trace("e1", "rights-1", CHANGED, "ayse", NOON)
    return leads([changed, Trace("e2", "file-1", act, person, NOON + after)])


@pytest.mark.parametrize(
    ("after", "found"), [(timedelta(), 1), (RECENTLY, 1), (RECENTLY + timedelta(seconds=1), 0), (timedelta(-1), 0)]
)
def test_a_decision_shortly_after_the_deciders_rights_changed_is_a_lead(after: timedelta, found: int) -> None:
    assert [(one.kind, one.persons, one.count, one.evidence) for one in shown(after)] == [
        (LeadKind.RIGHTS_CHANGED, ("ayse",), 1, ("e1", "e2"))
    ] * found


@pytest.mark.parametrize(("act", "person"), [("assignment/made", "ayse"), ("application/decided", "ali")])
def test_what_others_decide_or_what_is_given_to_the_person_is_none(act: str, person: str) -> None:
    assert shown(timedelta(minutes=1), act, person) == ()


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


@pytest.fixture
def inspector(audit: Room) -> ApiClient:
    return audit.api.as_("mufettis-1", "inspector")


@servers
async def test_the_inspector_reads_a_persons_rights_newest_first_and_the_look_is_told(
    audit: Room, inspector: ApiClient
) -> None:
    person = f"memur-{uuid4()}"
    events = [seen(person, "evaluator"), seen(person, "ministry_officer", room="evaluation", minutes=5)]
    await hear(audit, *events, events[0])
    page = await inspector.get("/desk/rights", person_id=person, limit=1)
    assert page.status_code == 200, page.text
    (newest,) = page.json()["entries"]
    assert (newest["room"], newest["roles"], newest["event_id"]) == ("evaluation", ["ministry_officer"], events[1].id)
    (older,) = (await inspector.get("/desk/rights", person_id=person, after=page.json()["after"])).json()["entries"]
    assert (older["event_id"], older["roles"]) == (events[0].id, ["evaluator"])
    (told,) = [one for one in await audit.told(rights_of(person), reads=True) if one.type == "audit.file.read.v1"]
    assert (told.actorid, told.data["act"]) == ("mufettis-1", "GET /desk/rights")


@servers
async def test_nobody_else_reads_them(audit: Room) -> None:
    file = audit.api.as_("memur-1", "ministry_officer", "administrator", "monitoring_officer")
    assert (await file.get("/desk/rights")).status_code == 403


@servers
async def test_the_room_tells_of_its_own_visitors_too_and_the_story_of_their_rights_is_the_inspectors(
    audit: Room, inspector: ApiClient
) -> None:
    person = f"memur-{uuid4()}"
    officer = audit.api.as_(person, "ministry_officer")
    await officer.get("/desk/rights")
    (own,) = [one for one in await audit.told(rights_of(person), reads=True) if one.type == "audit.rights.seen.v1"]
    await hear(audit, own)
    story = await inspector.get(f"/applications/{rights_of(person)}/story")
    assert [line["text"] for line in story.json()["entries"]] == [
        "Bu birime ilk kez geldi; yetkileri: rol: Bakanlık uzmanı."
    ]
    assert (await officer.get(f"/applications/{rights_of(person)}/story")).json().get("entries", []) == []


@servers
async def test_who_excludes_a_file_with_rights_of_that_day_is_shown_as_a_lead(
    audit: Room, inspector: ApiClient
) -> None:
    person, file = f"memur-{uuid4()}", File()
    await hear(audit, seen(person, "evaluator"), seen(person, "ministry_officer", minutes=5))
    await hear(audit, file.by_coordinator(file.submitted()), said(file.admitted(), file.id, person))
    found = (await inspector.get("/desk/leads")).json()["entries"]
    (mine,) = [one for one in found if one["persons"] == [person]]
    assert (mine["kind"], mine["count"], [one["act"] for one in mine["traces"]]) == (
        "rights_changed",
        1,
        ["rights/changed", "application/decided"],
    )


@servers
async def test_rights_seen_long_ago_go_with_the_traces_of_their_change_and_later_ones_stay(
    audit: Room, inspector: ApiClient
) -> None:
    person = f"memur-{uuid4()}"
    old = [seen(person, "evaluator"), seen(person, "inspector", minutes=5)]
    young = seen(person, "ministry_officer", at=NOON + timedelta(days=2), minutes=9)
    await hear(audit, *old, young)
    audit.clock.at = NOON + timedelta(days=1) + relative(10)
    assert await forget(audit.desk, 10) >= len(old)
    kept = (await inspector.get("/desk/rights", person_id=person)).json()["entries"]
    assert [one["event_id"] for one in kept] == [young.id]
    query = text("SELECT event_id FROM trace WHERE person_id = :person")
    async with audit.desk.database.transaction() as session:
        assert (await session.scalars(query, {"person": person})).all() == [young.id]


def relative(years: int) -> timedelta:
    """From the noon of these tests to the same day so many years later."""
    return NOON.replace(year=NOON.year + years) - NOON
