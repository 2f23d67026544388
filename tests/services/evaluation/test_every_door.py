"""Blindness by every way there is: each door of the room by each role, each event, each line of the log."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pytest
import structlog

from grants.contracts.event import RightsSeen
from grants.policy import Role
from runtime.cloudevents import CloudEvent
from tests.contracts.published import EVENTS
from tests.rooms import ApiClient
from tests.services.evaluation.acts import FIRM, JUSTIFICATION, PAPER, Case
from tests.services.evaluation.openings import Opening, openings, read
from tests.services.evaluation.sitting import Sitting
from workflows.routes import ROUTES, Heard

pytestmark = pytest.mark.servers

WORDS = "Gizli vizyon metni"
POINTS = "71.25"
OTHER_POINTS = "66.75"
WHO = tuple(word for number in range(1, 6) for word in (f'"d{number}"', f"D{number}"))
WRITTEN = (JUSTIFICATION, WORDS, FIRM.tax_number, "d1 A.Ş.", "d2 A.Ş.", "d3 A.Ş.")
NOT_TOLD_HERE = {f"evaluation.reserve.{what}.v1" for what in ("opened", "moved_up", "released", "closed")}
"""The money was enough for all: what is told of a reserve has places and totals, and no field for a person."""
WITHIN = {Role.MINISTRY_OFFICER, Role.COMMISSION_MEMBER, Role.INSPECTOR}
"""Who may learn who evaluated."""
ALL = tuple(role.value for role in Role)
OUTSIDE = tuple(role.value for role in Role if role not in WITHIN | {Role.MINISTERS_OFFICE, Role.ADMINISTRATOR})
"""Who has no business with a file to which they have no relation."""
OF_THE_POOL = ("/evaluators", "/holdings")
"""Doors that tell of evaluators and of no file."""
RIGHTS = {RightsSeen.type_name().replace("{room}", "evaluation")}
"""What a visitor's own token said is told of that visitor, whatever stands in it."""
OWN_ACTS = {"/applications/{application_id}/objection"}
"""What applicants may do in this room."""


@dataclass(frozen=True)
class World:
    """A call after its committee, with everything there is to be read of it, and one whose file is under way."""

    case: Case
    decided: Mapping[str, str]
    under_way: Mapping[str, str]
    doors: tuple[Opening, ...]

    async def shown(self, client: ApiClient, ids: Mapping[str, str], *, pool: bool = True) -> str:
        """All that this person reads at all doors, refusals and what was refused included."""
        found = []
        for door in self.doors:
            if door.method == "GET" and (pool or not door.route.startswith(OF_THE_POOL)):
                answer = await door.knock(client, ids)
                assert answer.status_code < 500, (door.route, answer.text)
                found.append(read(answer))
        return "\n".join(found)


async def world(case: Case) -> World:
    """Told from invitation to approval pack; of what is decided, "d1" has declined and "d2" and "d3" have judged."""
    call = await case.publish()
    file = await judged(case, call)
    await case.appoint(call)
    await case.convene(call, [file])
    at = Sitting(case, call, [file])
    await at.summon()
    await at.begin()
    await at.hear(file)
    assert (await case.conclude(call)).status_code == 200
    for door, body in (
        ("committee/minutes", {}),
        ("funding-combinations", {"name": "Hepsi", "cut_off": {"by": "rank", "value": "1"}}),
        ("approval-packs", {"combination": 1}),
    ):
        client = case.chair if door.startswith("committee") else case.officer
        assert (await client.post(f"/calls/{call}/{door}", body)).status_code == 201, door
    decided = _ids(call, file, await case.assignment(file, "d2"))
    return World(case, decided, await _under_way(case), openings(case.room.api.app, decided))


async def judged(case: Case, call: str) -> str:
    """A file of which an evaluator declined, and a sheet was taken back and given again."""
    file = await case.admit(call)
    await case.open(file)
    await case.answer(file, "d1", accept=False)
    await case.advance(file)
    await case.assess(file, "d2", "70")
    again = f"/assignments/{await case.assignment(file, 'd2')}/reopening"
    assert (await case.officer.post(again, {"reason": "Gerekçe başka dosyaya ait"})).status_code == 200
    await case.assess(file, "d2", OTHER_POINTS)
    await case.assess(file, "d3", POINTS)
    assert (await case.advance(file)).decided
    return file


async def _under_way(case: Case) -> dict[str, str]:
    """A file that one of two evaluators has judged, and a proposal for its call.

    Who has judged the consortium before is not asked again.
    """
    for person_id in ("d4", "d5"):
        await case.register(person_id)
    call = await case.publish()
    file = await case.admit(call)
    await case.open(file)
    first, second = [one["evaluator_id"] for one in await case.evaluators(file)]
    await case.assess(file, first, POINTS)
    assert (await case.answer(file, second)).status_code == 200
    proposal = (await case.officer.post(f"/calls/{call}/assignment-proposals")).json()["id"]
    ids = _ids(call, file, await case.assignment(file, first))
    return {**ids, "proposal_id": proposal, "first": first, "second": second}


def _ids(call: str, application: str, assignment: str) -> dict[str, str]:
    return {
        "call_id": call,
        "application_id": application,
        "assignment_id": assignment,
        "person_id": "d1",
        "about": "d1",
        "evaluator_id": "d1",
        "number": "1",
        "proposal_id": "none",
        "finding_id": "none",
        "task": "board",
        "document": PAPER.document,
    }


def told_in(text: str, secrets: Iterable[str]) -> list[str]:
    return [one for one in secrets if one in text]


async def test_no_door_and_no_event_shows_anybody_what_is_not_theirs(staffed: Case) -> None:
    at = await world(staffed)
    reading = await at.shown(staffed.inspector, at.decided)
    secrets = (at.decided["application_id"], WORDS, '"d2"', '"d3"')
    assert told_in(reading, secrets) == list(secrets), "whoever may read it finds it at these doors"
    await strangers_read_nothing(at)
    await parties_read_nothing_by_any_role(at)
    await evaluators_read_nothing_of_each_other(at)
    told = [event for event in await staffed.room.told() if event.type not in RIGHTS]
    nothing_written_is_told(told)
    nothing_reaches_a_workflow(told)


async def strangers_read_nothing(at: World) -> None:
    """By each role alone, and by all of them together."""
    for roles, ids in (*(((role,), at.decided) for role in OUTSIDE), (OUTSIDE, at.under_way)):
        shown = await at.shown(at.case.room.api.as_("stranger", *roles), ids)
        assert told_in(shown, (*WHO, POINTS, *WRITTEN)) == [], roles
    administrator = at.case.room.api.as_("stranger", Role.ADMINISTRATOR.value)
    assert told_in(await at.shown(administrator, at.decided, pool=False), (*WHO, *WRITTEN)) == []
    minister = at.case.room.api.as_("stranger", Role.MINISTERS_OFFICE.value)
    assert told_in(await at.shown(minister, at.decided), WHO) == [], "who approves reads how, never who"


async def parties_read_nothing_by_any_role(at: World) -> None:
    """Whoever leads the application or works for a member, with every role there is: after the decision, the texts."""
    facts: tuple[tuple[str, dict[str, str | None]], ...] = (
        ("koordinator", {}),
        ("someone", {"tax_number": FIRM.tax_number}),
        ("someone", {"organisation": FIRM.name}),
    )
    for person, fact in facts:
        client = at.case.room.api.as_(person, *ALL, **fact)
        assert told_in(await at.shown(client, at.decided, pool=False), (*WHO, OTHER_POINTS, WORDS)) == [], person
        shown = await at.shown(client, at.under_way, pool=False)
        assert told_in(shown, (*WHO, POINTS, JUSTIFICATION, WORDS)) == [], (person, fact)


async def evaluators_read_nothing_of_each_other(at: World) -> None:
    """Before the decision, with every role there is; the own file is read."""
    for roles in (("evaluator",), ALL):
        shown = await at.shown(at.case.room.api.as_(at.under_way["second"], *roles), at.under_way, pool=False)
        assert told_in(shown, (POINTS, JUSTIFICATION, f'"{at.under_way["first"]}"')) == [], roles
        assert at.under_way["application_id"] in shown


def nothing_written_is_told(told: list[CloudEvent]) -> None:
    """No text, no name; points only when they are final, and of whom they are is told by another event."""
    assert {"evaluation.committee.concluded.v1", "evaluation.assessment.reopened.v1"} <= {one.type for one in told}
    for event in told:
        assert told_in(json.dumps(event.data, ensure_ascii=False), WRITTEN) == [], event.type
    with_points = {event.type for event in told if POINTS in json.dumps(event.data)}
    assert with_points == {"evaluation.assessment.submitted.v1", "evaluation.pre_evaluation.decided.v1"}


def nothing_reaches_a_workflow(told: list[CloudEvent]) -> None:
    """Workflows hear that something has happened, never who did it or how it was judged."""
    routed = {kind.type_name(): kind for kind in ROUTES if kind in EVENTS["evaluation"]}
    heard = [one for one in told if one.type in routed]
    assert set(routed) - {one.type for one in heard} <= NOT_TOLD_HERE
    for event in heard:
        kind = routed[event.type]
        for step in ROUTES[kind](Heard(event.id, event.time, by_system=False), kind.model_validate(event.data)):
            assert told_in(repr(step), ("'d1'", "'d2'", "'d3'", POINTS, OTHER_POINTS)) == [], event.type


async def test_no_door_lets_anybody_act_whose_act_it_is_not_and_neither_refusal_nor_log_betrays_anything(
    staffed: Case,
) -> None:
    with structlog.testing.capture_logs() as lines:
        at = await world(staffed)
        await nobody_else_acts(at)
    assert {"refused"} <= {line["event"] for line in lines}
    assert told_in(json.dumps(lines, default=str, ensure_ascii=False), (*WRITTEN, POINTS, OTHER_POINTS)) == []


async def nobody_else_acts(at: World) -> None:
    """Each door asked for what it asks for, by people with every role but those of the ministry."""
    people = {
        "stranger": at.case.room.api.as_("stranger", *OUTSIDE),
        "coordinator": at.case.room.api.as_("koordinator", *OUTSIDE),
        "member": at.case.room.api.as_("someone", *OUTSIDE, tax_number=FIRM.tax_number),
    }
    statuses: list[int] = []
    for who, client in people.items():
        for door in at.doors:
            if door.method == "GET" or (who == "coordinator" and door.route in OWN_ACTS):
                continue
            answer = await door.knock(client, at.decided)
            assert 400 <= answer.status_code < 500, (who, door.route, answer.text)
            assert told_in(answer.text, (*WHO, *WRITTEN, POINTS)) == [], (who, door.route)
            statuses.append(answer.status_code)
    understood = [status for status in statuses if status in {403, 404}]
    assert len(understood) > len(statuses) * 2 // 3, "most doors were asked something they could have done"


async def test_without_sign_in_no_door_opens(staffed: Case) -> None:
    for door in openings(staffed.room.api.app, {}):
        ids = dict.fromkeys(
            ("call_id", "application_id", "assignment_id", "person_id", "proposal_id", "finding_id", "about"), "x"
        )
        asked = {**ids, "number": "1", "task": "board", "document": PAPER.document}
        assert (await door.knock(staffed.room.api, asked)).status_code == 401, door.route
