"""Every act the rooms offer to somebody is done by a form, or is named here with the ground on which it has none."""

import re

import pytest

from grants.policy import TABLE, Action
from services.portal import call_acts, file_acts, grant_acts, judging_acts, order_acts, pool_acts, sitting_acts
from services.portal.rooms import Room
from tests.services.portal.doors import DOORS, door_of
from tests.services.portal.recorded import OSTIM, OTHER
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.recorded_desk import drawn
from tests.services.portal.standin import Stage
from tests.services.portal.ways import OWN_PAGES as MOST_PAGES
from tests.services.portal.ways import Door
from tests.services.portal.ways_of_judging import WAYS

M, A, E, D = Room.MONITORING, Room.APPLICATION, Room.EVALUATION, Room.AUDIT

OWN_PAGES = {**MOST_PAGES, **WAYS}
COMMAND = "done by command, with a file in hand"
MACHINE = "asked by machines: a calculation that keeps nothing"
A_PAPER = "asked by the link to the paper, with the names the page shows: test_desk_pages"
OTHERS_PAGE = "asked by Temporal's own pages, and handed on: test_codec_pages"
WITHOUT_FORM: dict[Door, str] = {
    (A, "/rules/check"): MACHINE,
    (D, "/codec/decode"): OTHERS_PAGE,
    (D, "/applications/{application_id}/story.pdf"): A_PAPER,
    (A, "/calls/record"): COMMAND,
    (A, "/registry/clusters"): COMMAND,
    (A, "/contracts/take-over"): COMMAND,
    (E, "/evaluators/import"): COMMAND,
}
"""Acts that are nobody's daily work at a page."""

OPEN: dict[Door, str] = {}
"""Daily work that still has no form: each is owed one, and named so that none is forgotten."""


def _asked_of(named: str, room: Room) -> Door:
    """The door of an act as its room describes it."""
    said = named.format(file="{}", part="{}", number="{}")
    found = [door for of, door in DOORS if of is room and re.sub(r"\{[^}]*\}", "{}", door) == said]
    assert len(found) == 1, named
    return room, found[0]


GRANTS = tuple(act for place in grant_acts.PLACES.values() for act in place.acts)
FILES = tuple(act for acts in file_acts.PLACES.values() for act in acts)
JUDGED = (
    *(file_acts.OBJECTION, *file_acts.OBJECTION_DECISIONS, file_acts.REDACTION),
    *(*file_acts.PACK, file_acts.CHOICE, *file_acts.CONFLICT),
    *judging_acts.INVITATION,
    *sitting_acts.ALL,
    *pool_acts.ALL,
)
CALLS = (call_acts.PUBLISH, call_acts.DEADLINE)
STAFFED = (*call_acts.STAFFING, call_acts.PROPOSE, call_acts.ACCEPT, call_acts.ASSIGN, call_acts.REOPEN)
SMALL: frozenset[Door] = frozenset(
    _asked_of(door, room)
    for acts, room in ((GRANTS, M), (order_acts.ALL, M), (FILES, A), (CALLS, A), (JUDGED, E), (STAFFED, E))
    for act in acts
    for door in (act.door, act.draft)
    if door
)
"""Doors of the small forms; each is driven by test_grant_acts, test_file_acts, test_call_acts, test_judging,
test_sitting or test_pool_and_orders, drafts by test_closing_form.
"""


def test_every_act_of_every_room_has_its_form_or_its_ground() -> None:
    known = SMALL | OWN_PAGES.keys() | WITHOUT_FORM.keys() | OPEN.keys()
    assert sorted(DOORS.keys() - known) == [], "acts without a form"
    assert sorted(known - DOORS.keys()) == [], "forms and grounds of acts that no room offers"


def test_each_act_is_named_once() -> None:
    named = (SMALL, OWN_PAGES.keys(), WITHOUT_FORM.keys(), OPEN.keys())
    for place, some in enumerate(named):
        for others in named[place + 1 :]:
            assert set(some) & set(others) == set()


@pytest.mark.parametrize("person", sorted({one.person for one in OWN_PAGES.values()}))
async def test_a_page_that_is_named_posts_to_the_door_it_stands_for(stage: Stage, person: str) -> None:
    browser = await stage.signed_in(person)
    for door, way in ((door, way) for door, way in OWN_PAGES.items() if way.person == person):
        stage.rooms.forget()
        stage.rooms.said[f"monitoring/grants/{BUSY}/scans"] = (201, {"document": "ab" * 32})
        stage.rooms.said["audit/desk/samples"] = (201, drawn(OTHER, OSTIM))
        answer = await way.go(browser)
        reached = {door_of(*_room_and_path(act.path)) for act in stage.rooms.done.values()}
        assert door in reached, (door, way, answer.status_code)


def _room_and_path(said: str) -> tuple[str, str]:
    room, _, path = said.partition("/")
    return room, f"/{path}"


def test_every_right_of_a_role_to_act_on_a_grant_or_a_file_is_behind_a_form_or_a_ground() -> None:
    by_form = {act.action for act in (*GRANTS, *order_acts.ALL, *FILES, *JUDGED, *CALLS, *STAFFED)}
    elsewhere = {Action(one) for one in ELSEWHERE}
    acting = {action for action in TABLE if not action.value.endswith((".read", ".list", ".read_personal"))}
    assert sorted(acting - by_form - elsewhere) == []


ELSEWHERE = frozenset(
    {
        *("force_majeure.declare", "force_majeure.decide", "extension.ask", "extension.decide", "change.ask"),
        *("change.withdraw", "change.decide", "change.decide_minister", "report.submit", "report.decide"),
        *("visit.make", "paper.scan", "appropriation.record", "line.disallow", "inspection.sign", "sample.draw"),
        *("working_paper.write", "lead.answer", "personal_data.erase", "audit.replay"),
        *("rules.check", "registry.load", "contract.take_over", "assignment.score"),
        *("consortium.create", "consortium.change", "consortium.confirm", "application.draft", "check.complete"),
        "negotiation.revise_plan",
        "combination.try",
        "bank_statement.reconcile",
    }
)
"""Rights behind a page of their own, a command, or a door that still has no form (OWN_PAGES, WITHOUT_FORM, OPEN)."""
