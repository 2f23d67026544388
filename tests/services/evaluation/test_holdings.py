"""The tables of the evaluation room say what was told, and whatever is changed in them beside the room is named."""

from datetime import timedelta
from functools import partial

import httpx
import pytest

from grants.contracts.application_events import ApplicationAdmitted, CallPublished
from grants.proof.tables import boards
from grants.proof.tables.evaluation import HANDLERS, TABLES
from runtime.cloudevents import CloudEvent
from services.evaluation.models import Row
from services.evaluation.store import holdings
from tests.grants.proof.told import book_of
from tests.services.evaluation.acts import FULL, Case
from tests.services.evaluation.sitting import Sitting, sitting
from tests.services.evaluation.test_packs import attempt, choose, close, say
from tests.tampering import unnoticed

pytestmark = pytest.mark.servers

OTHER = {
    "file": "requested = requested + 0.01",
    "assignment": "scores = jsonb_set(scores, ARRAY[(SELECT min(k) FROM jsonb_object_keys(scores) k)], '\"1\"')",
    "pre_evaluation": "mean = '1'",
    "declaration": "tie = 'soft'",
    "feedback": "object_until = object_until + interval '1 day'",
    "committee_item": "evaluators_mean = '1'",
    "committee_score": "score = score + CASE WHEN person_id = 'k1' THEN 1 WHEN person_id = 'k2' THEN -1 ELSE 0 END",
    "committee_slot": "minutes = minutes + 1",
    "committee_motion": "state = 'failed'",
    "committee_ballot": "vote = 'no'",
    "placement": "total = '1'",
    "selection": "place = place + 1",
}
MORE = {
    "assignment": 'justifications = justifications || \'{"x": "y"}\'',
    "committee_ballot": "salt = md5(salt)",
    "committee_score": "salt = ''",
}
"""What is changed besides: words of a sheet, and what a vote and a score are sealed with."""
OTHER_OF_CALL = {
    "call_file": "envelope = envelope + 0.01",
    "committee": "usable = usable + 0.01",
    "envelope_raise": "usable = usable + 0.01",
    "committee_member": "ordinal = ordinal + 10",
    "committee_session": "present = '[]'",
    "committee_minutes": "document = 'x'",
    "committee_signature": "is_extract = true",
    "funding_combination": "name = 'x'",
    "approval_pack": "combination = combination + 1",
    "approval_pack_opinion": "agrees = NOT agrees",
}
UNSAID = frozenset({"assessment_version", "conflict_finding", "feedback_redaction", "objection", "committee_conflict"})
UNSAID_OF_CALL = frozenset({"assignment_proposal", "staffing_mode", "reserve"})
"""Tables in which these files have nothing."""


def done(answer: httpx.Response) -> None:
    assert answer.status_code in {200, 201}, answer.text


async def concluded(case: Case) -> Sitting:
    """A call whose board has sat, voted, placed and signed; a pack of it went to approval."""
    board = await sitting(case, "80", "75")
    done(await case.raise_envelope(board.call, "25500000.00"))
    done(await board.begin())
    for application in board.applications:
        done(await board.act("k1", application, "open"))
        await board.carry(application, kind="recommend", text="Uygun", conditions=["Rapor"])
        await case.score_all(board.call, application, 30)
        done(await board.act("k1", application, "close"))
    case.room.clock.at += timedelta(hours=2)
    done(await case.conclude(board.call))
    done(await case.chair.post(f"{board.path}/minutes"))
    shown = (await case.chair.get(f"{board.path}/minutes")).json()
    done(await case.chair.post(f"{board.path}/minutes/signature", {"document": shown["document"]}))
    number = await attempt(case, board.call, "2")
    done(await choose(case, board.call, number))
    for person in FULL:
        done(await say(case, board.call, person))
    done(await close(case, board.call))
    return board


async def heard(case: Case, board: Sitting) -> tuple[CloudEvent, list[CloudEvent]]:
    """What the application room had told: the call, and the files as they were admitted."""
    async with case.room.desk.database.transaction() as session:
        of_call = await holdings.of_call(session, board.call)
        files = [(await holdings.of_application(session, one, board.call))["file"][0] for one in board.applications]
    call = of_call["call_file"][0]
    times = {"opens_at": case.room.clock.at, "closes_at": case.room.clock.at}
    like = (await case.room.told(board.call))[0]
    like = like.model_copy(update={"time": like.time - timedelta(days=30)})
    published = CallPublished.model_validate({**call, **times})
    admitted = [ApplicationAdmitted.model_validate(one) for one in files]
    return as_told(like, published, board.call), [as_told(like, one, one.application_id) for one in admitted]


def as_told(like: CloudEvent, data: CallPublished | ApplicationAdmitted, about: str) -> CloudEvent:
    told = {"type": data.type_name(), "subject": about, "data": data.model_dump(mode="json")}
    return like.model_copy(update=told)


async def test_tables_say_what_was_told_and_every_change_beside_the_room_is_named(staffed: Case) -> None:
    board = await concluded(staffed)
    published, admitted = await heard(staffed, board)
    of_call = [published, *await staffed.room.told(board.call)]
    looks, rows = [], set()
    for admission in admitted:
        about = admission.subject
        events = sorted([*of_call, admission, *await staffed.room.told(about)], key=lambda one: one.time)
        book = book_of(TABLES, HANDLERS, events, about)
        answer = await staffed.inspector.get(f"/applications/{about}/holdings")
        done(answer)
        held = answer.json()["tables"]
        assert list(book.differences(held)) == []
        rows |= {table for table, found in held.items() if found}
        looks.append((book, partial(holdings.of_application, application_id=about, call_id=board.call)))
    assert {*TABLES} - rows == UNSAID
    assert await unnoticed(staffed.room, looks, OTHER, ("committee_ballot", "placement", "assignment")) == []
    assert await unnoticed(staffed.room, looks, MORE) == []
    book = book_of(boards.TABLES, boards.HANDLERS, of_call)
    held = (await staffed.inspector.get(f"/calls/{board.call}/holdings")).json()["tables"]
    assert list(book.differences(held)) == []
    assert {*boards.TABLES} - {table for table, found in held.items() if found} == UNSAID_OF_CALL
    look = partial(holdings.of_call, call_id=board.call)
    assert await unnoticed(staffed.room, [(book, look)], OTHER_OF_CALL, ("committee_signature",)) == []
    for kept_out in (staffed.member("k1"), staffed.officer, staffed.room.api.as_("k1", "inspector")):
        assert (await kept_out.get(f"/applications/{board.applications[1]}/holdings")).status_code == 403
        assert (await kept_out.get(f"/calls/{board.call}/holdings")).status_code == 403


def test_every_table_is_held_against_the_records_or_it_is_said_why_not() -> None:
    assert {*Row.metadata.tables} == {*TABLES, *boards.TABLES, *holdings.LEFT_OUT}
