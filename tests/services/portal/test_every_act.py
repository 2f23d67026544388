"""Every act the rooms offer to somebody is done by a form, or is named here with the ground on which it has none."""

import re

import pytest

from grants.policy import TABLE, Action
from services.portal import file_acts, grant_acts
from services.portal.rooms import Room
from tests.services.portal.doors import DOORS, door_of
from tests.services.portal.recorded import OSTIM, OTHER
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.recorded_desk import drawn
from tests.services.portal.standin import Stage
from tests.services.portal.ways import OWN_PAGES, Door

M, A, E, D = Room.MONITORING, Room.APPLICATION, Room.EVALUATION, Room.AUDIT

COMMAND = "done by command, with a file in hand"
MACHINE = "asked by machines: a calculation that keeps nothing"
OTHERS_PAGE = "asked by Temporal's own pages, and handed on: test_codec_pages"
WITHOUT_FORM: dict[Door, str] = {
    (A, "/rules/check"): MACHINE,
    (D, "/codec/decode"): OTHERS_PAGE,
    (A, "/calls/record"): COMMAND,
    (A, "/registry/clusters"): COMMAND,
    (A, "/contracts/take-over"): COMMAND,
    (E, "/evaluators/import"): COMMAND,
    (M, "/bank-statements"): COMMAND,
}
"""Acts that are nobody's daily work at a page."""

_APPLYING = "applying is not done on the pages yet: consortium, form and plan go through the API"
_CALL = "done a few times a year by one office, through the API until it has a form"
_JUDGING = "the sheet of an evaluator is not filled in on the pages yet"
_SITTING = "the committee's sitting is led through the API until it has a page of its own"
_POOL = "the pool of evaluators is kept by the administrator, through the API until it has a form"
_ORDERS = "the file for the bank is made through the API until it has a form"
OPEN: dict[Door, str] = {
    **dict.fromkeys(
        (
            (A, "/applications"),
            (A, "/applications/{application_id}/draft"),
            (A, "/applications/{application_id}/check/complete"),
            (A, "/applications/{application_id}/negotiation/plans"),
            (A, "/consortia"),
            (A, "/consortia/{consortium_id}/members"),
            (A, "/consortia/{consortium_id}/members/{tax_number}/confirmation"),
        ),
        _APPLYING,
    ),
    **dict.fromkeys(((A, "/calls"), (A, "/calls/{call_id}/deadline")), _CALL),
    **dict.fromkeys(
        (
            (E, "/calls/{call_id}/assignment-proposals"),
            (E, "/calls/{call_id}/assignment-proposals/{proposal_id}/acceptance"),
            (E, "/calls/{call_id}/staffing"),
            (E, "/calls/{call_id}/funding-combinations"),
            (E, "/applications/{application_id}/assignments"),
            (E, "/assignments/{assignment_id}/reopening"),
        ),
        _CALL,
    ),
    **dict.fromkeys(
        (
            (E, "/assignments/{assignment_id}/answer"),
            (E, "/assignments/{assignment_id}/assessment"),
            (E, "/assignments/{assignment_id}/draft"),
            (E, "/assignments/{assignment_id}/declaration"),
        ),
        _JUDGING,
    ),
    **dict.fromkeys(
        (
            (E, f"/calls/{{call_id}}/committee{rest}")
            for rest in (
                "",
                "/conflicts",
                "/attendance",
                "/scores",
                "/envelope",
                "/conclude",
                "/declarations",
                "/minutes",
                "/minutes/signature",
                "/sessions",
                "/sessions/{number}",
                "/sessions/{number}/attendance",
                *(f"/items/{{application_id}}/{act}" for act in ("open", "close", "motions")),
                *(f"/items/{{application_id}}/motions/{{number}}/{act}" for act in ("votes", "decide", "dissent")),
            )
        ),
        _SITTING,
    ),
    **dict.fromkeys(
        (
            (E, "/evaluators"),
            (E, "/evaluators/{person_id}/profile"),
            (E, "/evaluators/{person_id}/erasure"),
        ),
        _POOL,
    ),
    **dict.fromkeys(((M, "/payment-orders"), (M, "/payment-orders/{order_id}/cancel")), _ORDERS),
    (M, "/grants/{grant_id}/reports/{number}/evidence"): "long lists of firms go through the API until it has a form",
}
"""Daily work that still has no form: each is owed one, and named so that none is forgotten."""


def _asked_of(named: str, room: Room) -> Door:
    """The door of an act as its room describes it."""
    said = named.format(file="{}", part="{}")
    found = [door for of, door in DOORS if of is room and re.sub(r"\{[^}]*\}", "{}", door) == said]
    assert len(found) == 1, named
    return room, found[0]


GRANTS = tuple(act for place in grant_acts.PLACES.values() for act in place.acts)
FILES = tuple(act for acts in file_acts.PLACES.values() for act in acts)
JUDGED = (
    *(file_acts.OBJECTION, *file_acts.OBJECTION_DECISIONS, file_acts.REDACTION),
    *(*file_acts.PACK, file_acts.CHOICE, *file_acts.CONFLICT),
)
SMALL: frozenset[Door] = frozenset(
    _asked_of(door, room)
    for acts, room in ((GRANTS, M), (FILES, A), (JUDGED, E))
    for act in acts
    for door in (act.door, act.draft)
    if door
)
"""Doors of the small forms; each is driven by test_grant_acts or test_file_acts, drafts by test_closing_form."""


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
    by_form = {act.action for act in (*GRANTS, *FILES, *JUDGED)}
    elsewhere = {Action(one) for one in ELSEWHERE}
    acting = {action for action in TABLE if not action.value.endswith((".read", ".list", ".read_personal"))}
    assert sorted(acting - by_form - elsewhere) == []


ELSEWHERE = frozenset(
    {
        *("force_majeure.declare", "force_majeure.decide", "extension.ask", "extension.decide", "change.ask"),
        *("change.withdraw", "change.decide", "change.decide_minister", "report.submit", "report.decide"),
        *("visit.make", "paper.scan", "appropriation.record", "line.disallow", "inspection.sign", "sample.draw"),
        *("working_paper.write", "lead.answer", "personal_data.erase", "audit.replay"),
        *("call.publish", "call.move_deadline", "rules.check", "registry.load", "contract.take_over"),
        *("consortium.create", "consortium.change", "consortium.confirm", "application.draft", "check.complete"),
        *("negotiation.revise_plan", "evaluator.register", "evaluator.change_own", "evaluator.erase"),
        *("evaluation.assign", "assignment.declare", "assignment.answer", "assignment.score", "assignment.reopen"),
        *("committee.appoint", "committee.declare_conflict", "committee.attend", "committee.score"),
        *("committee.exceed_envelope", "committee.conclude", "committee.call_session", "committee.preside"),
        *("committee.vote", "minutes.prepare", "minutes.sign", "combination.try", "payment_order.make"),
        "bank_statement.reconcile",
    }
)
"""Rights behind a page of their own, a command, or a door that still has no form (OWN_PAGES, WITHOUT_FORM, OPEN)."""
