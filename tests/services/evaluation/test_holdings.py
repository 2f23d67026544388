"""The tables of the evaluation room say what was told, and whatever is changed in them beside the room is named."""

from datetime import timedelta
from functools import partial

import httpx
import pytest

from grants.contracts.application_events import ApplicationAdmitted, CallPublished
from grants.proof.tables import boards
from grants.proof.tables.evaluation import HANDLERS, SHARED_HANDLERS, SHARED_TABLES, TABLES
from runtime.cloudevents import CloudEvent
from runtime.pruning import Pruner
from runtime.settings import KeepingSettings
from services.evaluation.models import Row
from services.evaluation.store import holdings
from services.evaluation.store.personal import PERSONAL
from tests.every_column import unheld
from tests.grants.proof.told import book_of
from tests.services.evaluation.acts import FULL, Case, sheet
from tests.services.evaluation.sitting import Sitting, sitting
from tests.services.evaluation.test_conflicts import FORM, SEATED
from tests.services.evaluation.test_conflicts import settle as settle_tie
from tests.services.evaluation.test_feedback import BLOCK, contest, coordinator, feedback, reword
from tests.services.evaluation.test_feedback import settle as settle_objection
from tests.services.evaluation.test_packs import attempt, choose, close, say
from tests.services.evaluation.test_proposals import accept, proposed
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
KNOWN_BY = frozenset({"application_id", "call_id", "person_id"})
"""By what the room finds the rows of a file, of a call, and of one of the pool."""
OF_NO_FILE = {
    "evaluator": "active = NOT active",
    "evaluator_person": "employer_tax_number = '9999999999'",
    "evaluator_contract": "fee = fee + 0.01",
}
UNSAID = frozenset({"assessment_version", "conflict_finding", "feedback_redaction", "objection", "committee_conflict"})
UNSAID_OF_CALL = frozenset({"assignment_proposal", "staffing_mode", "reserve"})
"""Tables in which these files have nothing."""
ELSEWHERE = frozenset({"committee_conflict", "reserve"})
"""Of these, the ones in which the files of the other life have nothing either."""


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
    looks, rows, silent = [], set(), set()
    for admission in admitted:
        about = admission.subject
        events = sorted([*of_call, admission, *await staffed.room.told(about)], key=lambda one: one.time)
        book = book_of(TABLES, HANDLERS, events, about)
        answer = await staffed.inspector.get(f"/applications/{about}/holdings")
        done(answer)
        held = answer.json()["tables"]
        assert list(book.differences(held)) == []
        rows |= {table for table, found in held.items() if found}
        silent |= unheld(Row.metadata, book, held, KNOWN_BY)
        looks.append((book, partial(holdings.of_application, application_id=about, call_id=board.call)))
    assert {*TABLES} - rows == UNSAID
    assert await unnoticed(staffed.room, looks, OTHER, ("committee_ballot", "placement", "assignment")) == []
    assert await unnoticed(staffed.room, looks, MORE) == []
    book = book_of(boards.TABLES, boards.HANDLERS, of_call)
    held = (await staffed.inspector.get(f"/calls/{board.call}/holdings")).json()["tables"]
    assert list(book.differences(held)) == []
    silent |= unheld(Row.metadata, book, held, KNOWN_BY)
    assert silent <= {*holdings.NO_EVIDENCE}
    assert {*boards.TABLES} - {table for table, found in held.items() if found} == UNSAID_OF_CALL
    look = partial(holdings.of_call, call_id=board.call)
    assert await unnoticed(staffed.room, [(book, look)], OTHER_OF_CALL, ("committee_signature",)) == []
    for kept_out in (staffed.member("k1"), staffed.officer, staffed.room.api.as_("k1", "inspector")):
        assert (await kept_out.get(f"/applications/{board.applications[1]}/holdings")).status_code == 403
        assert (await kept_out.get(f"/calls/{board.call}/holdings")).status_code == 403


async def judged(case: Case) -> tuple[str, str]:
    """A call with a file that has ties, a sheet taken back, feedback put in other words and an objection; and another,
    staffed by an accepted proposal.
    """
    call = await case.publish()
    await case.register("d3", address="ostim mahallesi 1234. cadde 5 ankara")
    application = await case.admit(call, members=(SEATED,), form=FORM)
    await case.open(application)
    done(await settle_tie(case, application, "waiver"))
    done(await case.answer(application, "d2", accept=False, conflict=True, reason="Akrabam"))
    await case.advance(application)
    for _ in range(2):
        done(await case.assess(application, "d1", "40"))
        path = f"/assignments/{await case.assignment(application, 'd1')}/reopening"
        done(await case.officer.post(path, {"reason": "Yazım hatası"}))
    await case.answer(application, "d1")
    written = sheet("40")
    written["justifications"][BLOCK] = "D3 Hanım da böyle düşünüyor"
    path = f"/assignments/{await case.assignment(application, 'd1')}/assessment"
    done(await case.evaluator("d1").post(path, written))
    done(await case.assess(application, "d3", "40"))
    await case.advance(application)
    return call, application


async def objected(case: Case, call: str, application: str) -> None:
    shown = (await feedback(case.officer, application)).json()
    texts = [(block["code"], one["number"]) for block in shown["blocks"] for one in block["texts"] if one["betrays"]]
    ((block, number),) = texts
    done(await reword(case.officer, application, block=block, number=number))
    done(await contest(coordinator(case), application))
    done(await settle_objection(case.officer, application))
    done(await case.officer.post(f"/calls/{call}/staffing", {"by_proposal": True, "reason": "Komisyon istedi"}))
    other = await case.admit(call)
    await case.open(other)
    made = await proposed(case, call)
    done(await accept(case, call, made["id"]))


async def test_ties_sheets_taken_back_objections_and_proposals_are_held_as_well(staffed: Case) -> None:
    call, application = await judged(staffed)
    await objected(staffed, call, application)
    published, admitted = await heard(staffed, Sitting(staffed, call, [application]))
    of_call = [published, *await staffed.room.told(call)]
    events = [*of_call, *admitted, *await staffed.room.told(application)]
    book = book_of(TABLES, HANDLERS, events, application)
    held = (await staffed.inspector.get(f"/applications/{application}/holdings")).json()["tables"]
    assert list(book.differences(held)) == []
    assert unheld(Row.metadata, book, held, KNOWN_BY) == set()
    rows = {table for table, found in held.items() if found}
    of_calls = book_of(boards.TABLES, boards.HANDLERS, of_call)
    held = (await staffed.inspector.get(f"/calls/{call}/holdings")).json()["tables"]
    assert list(of_calls.differences(held)) == []
    assert unheld(Row.metadata, of_calls, held, KNOWN_BY) == set()
    assert (rows | {table for table, found in held.items() if found}) >= (UNSAID | UNSAID_OF_CALL) - ELSEWHERE


async def test_of_who_was_erased_first_the_reason_goes_and_then_the_rest_and_the_records_know(case: Case) -> None:
    room = case.room
    contract = {"number": "S-9", "since": "2026-01-01", "until": "2028-01-01", "fee": "1500.00"}
    root = room.api.as_("root", "administrator")
    done(await root.post("/evaluators", {"person_id": "giden", "name": "Ayşe", "contracts": [contract]}))
    done(await root.post("/evaluators/giden/erasure", {"reason": "Kendisi istedi"}))
    settings = KeepingSettings()
    pruner = Pruner(room.desk, room.platform.bus, settings, PERSONAL)
    left = {}
    for years in (0, settings.log_years, settings.duty_years):
        room.clock.begin()
        room.clock.forward(days=366 * years + 1)
        await pruner.round()
        async with room.desk.database.transaction() as session:
            held = await holdings.of_evaluator(session, "giden")
        book = book_of(SHARED_TABLES, SHARED_HANDLERS, await room.told("giden"))
        assert list(book.differences(held)) == []
        left[years] = {name for name, rows in held.items() if rows} | {
            row["erasure_reason"] for row in held["evaluator"] if row["erasure_reason"]
        }
    contracted = {"evaluator", "evaluator_contract"}
    assert left == {0: {*contracted, "Kendisi istedi"}, settings.log_years: contracted, settings.duty_years: set()}


async def test_the_pool_says_what_was_told_of_it_and_an_erasure_is_no_difference(staffed: Case) -> None:
    room = staffed.room
    contract = {"number": "S-1", "since": "2026-01-01", "until": "2028-01-01", "fee": "1500.00"}
    given = {"name": "Ayşe", "employer_tax_number": "1234567890", "projects": [{"title": "P", "partner": "F"}]}
    root = room.api.as_("root", "administrator")
    done(await root.post("/evaluators", {"person_id": "yeni", **given, "nace": ["28.11"], "contracts": [contract]}))
    own = {"languages": ["tr"], "availability": [], "declared": ["1111111111"]}
    done(await room.api.as_("yeni", "evaluator").post("/evaluators/yeni/profile", own))
    look = partial(holdings.of_evaluator, person_id="yeni")
    for gone in (False, True):
        if gone:
            done(await root.post("/evaluators/yeni/erasure", {"reason": "İstek"}))
        book = book_of(SHARED_TABLES, SHARED_HANDLERS, await room.told("yeni"))
        answer = await staffed.inspector.get("/holdings/yeni")
        done(answer)
        held = answer.json()["tables"]
        assert list(book.differences(held)) == []
        assert unheld(Row.metadata, book, held, KNOWN_BY) == set()
        changes = {name: OF_NO_FILE[name] for name, rows in held.items() if rows}
        assert await unnoticed(room, [(book, look)], changes, changes) == []
    assert {*held} - {*changes} == {"evaluator_person"}
    every = (await staffed.inspector.get("/holdings", limit=1)).json()
    assert (len(every["entries"]), every["after"]) == (1, every["entries"][0]["about"])
    assert (await staffed.inspector.get("/holdings/nobody")).status_code == 404
    for kept_out in (root, room.api.as_("yeni", "inspector")):
        assert (await kept_out.get("/holdings")).status_code == 403


def test_every_table_is_held_against_the_records_or_it_is_said_why_not() -> None:
    assert {*Row.metadata.tables} == {*TABLES, *boards.TABLES, *SHARED_TABLES, *holdings.LEFT_OUT}
