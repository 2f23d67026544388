"""What `destek audit replay` proves: every run is taken again by the code, and its end is the one on record."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from temporalio import workflow
from temporalio.client import WorkflowHistory

from cli.archived import fetch_archive
from cli.audit import inspect
from cli.client import ApiSession
from cli.histories import Ending, export, replay, result_of, runs_of
from cli.inspection import Inspector
from cli.journal import Journal, Scope
from cli.replay import NothingSubmitted, Which, found_before, look_through
from cli.replay_report import Report
from cli.replaying import Replays
from cli.stack.stack import Stack
from cli.trace import facts_of
from grants.contracts import activities as rooms
from grants.contracts import application_events as application
from grants.contracts import evaluation_events as evaluation
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind, GrantOutcome, Stage
from grants.contracts.workflows import (
    HEAR,
    ApplicationInput,
    CommitteeInput,
    FactKind,
    GrantInput,
    GrantOutput,
    PreEvaluationInput,
    PreEvaluationOutput,
    WorkflowName,
    application_workflow_id,
    call_workflow_id,
    committee_workflow_id,
    grant_workflow_id,
    pre_evaluation_workflow_id,
)
from grants.values import CallId
from runtime.cloudevents import CloudEvent
from services.audit.app import PLAN
from services.audit.domain.watching import Watch
from services.audit.usecases.archive import Shelf, look, sweep
from services.audit.worker import shelf_of
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import NOON, File, hear, said
from tests.services.audit.test_ledger import owning
from tests.workflows.conftest import Play, Theatre
from tests.workflows.test_call import Calendar, finished, publish
from workflows.routes import BY_TYPE, ROUTES, Heard, Tell
from workflows.worker import WORKFLOWS

pytestmark = pytest.mark.servers

AUDIT = "http://audit.test"
AT_ONCE = (0.0, 0.0)
"""Pauses between looks, where nothing is on its way."""


def decided(_order: object) -> rooms.PreEvaluationState:
    return rooms.PreEvaluationState(decided=True, passed=True, mean="81.5")


async def pre_evaluated(play: Play) -> tuple[Theatre, str]:
    theatre = await play({"open_pre_evaluation": decided})
    application_id = str(uuid4())
    workflow_id = pre_evaluation_workflow_id(application_id)
    start = PreEvaluationInput(application_id=application_id)
    await (await theatre.start(WorkflowName.PRE_EVALUATION, start, workflow_id)).result()
    return theatre, workflow_id


@workflow.defn(name=WorkflowName.PRE_EVALUATION, sandboxed=False)
class ChangedPreEvaluation:
    """The same workflow after somebody put a pause before its first order."""

    @workflow.run
    async def run(self, start: PreEvaluationInput) -> PreEvaluationOutput:
        await workflow.sleep(timedelta(days=1))
        return PreEvaluationOutput(passed=False, mean=str(start.application_id))


async def test_a_run_is_taken_again_step_by_step_by_the_code_that_made_it(play: Play) -> None:
    theatre, workflow_id = await pre_evaluated(play)
    (run,) = await runs_of(theatre.client, workflow_id)
    assert run.ending is Ending.COMPLETED
    assert await replay(run, WORKFLOWS) == ""
    assert await result_of([run], PreEvaluationOutput) == PreEvaluationOutput(passed=True, mean="81.5")


async def test_code_that_was_changed_goes_another_way_and_is_found_out(play: Play) -> None:
    theatre, workflow_id = await pre_evaluated(play)
    (run,) = await runs_of(theatre.client, workflow_id)
    assert "Nondeterminism" in await replay(run, [ChangedPreEvaluation])


async def test_a_run_written_to_a_file_replays_from_it(play: Play, tmp_path: Path) -> None:
    theatre, workflow_id = await pre_evaluated(play)
    (run,) = await runs_of(theatre.client, workflow_id)
    path = export(run, tmp_path / "kanıt")
    assert path.name == f"001-{run.run_id}.json"
    assert path.parent.name == workflow_id.replace("/", "_")
    again = WorkflowHistory.from_json(workflow_id, path.read_text(encoding="utf-8"))
    assert list(again.events) == list(run.events)


async def test_a_workflow_that_never_ran_has_no_runs(play: Play) -> None:
    theatre = await play({})
    assert await runs_of(theatre.client, "application/yok") == []


async def test_the_runs_of_a_grant_are_found_back_to_the_first_and_all_replay(play: Play) -> None:
    theatre = await play({"fall_due": next_period})
    now = await theatre.travel.now()
    grant_id = str(uuid4())
    start = GrantInput(
        grant_id=grant_id,
        application_id=grant_id,
        call_id="c",
        programme="kdp-2014",
        province="Ankara",
        deadlines=(Deadline(kind=DeadlineKind.PERIOD_END, at=now, number=1),),
    )
    handle = await theatre.start(WorkflowName.GRANT, start, grant_workflow_id(grant_id))
    await theatre.until_ordered("fall_due", 3)
    await theatre.tell(grant_workflow_id(grant_id), FactKind.GRANT_CLOSED, decision=GrantOutcome.COMPLETED)
    await handle.result()
    runs = await runs_of(theatre.client, grant_workflow_id(grant_id))
    assert [run.volume for run in runs] == [1, 2, 3, 4]
    assert [run.ending for run in runs] == [Ending.CONTINUED] * 3 + [Ending.COMPLETED]
    assert [await replay(run, WORKFLOWS) for run in runs] == [""] * 4
    assert await result_of(runs, GrantOutput) == GrantOutput(outcome=GrantOutcome.COMPLETED)
    assert await result_of(runs[:3], GrantOutput) is None


def next_period(order: rooms.FallDue) -> rooms.GrantState:
    """Periods that end at once, until the third."""
    if order.number == 3:
        return rooms.GrantState(turn=order.number)
    following = Deadline(kind=DeadlineKind.PERIOD_END, at=order.at, number=order.number + 1)
    return rooms.GrantState(deadlines=(following,), turn=order.number)


Meanwhile = Callable[[httpx.Response], Awaitable[None]]


async def nothing(_: httpx.Response) -> None:
    """Nobody does anything while an inspector reads."""


def inspector(room: Room, person: str = "mufettis", *, meanwhile: Meanwhile = nothing) -> ApiSession:
    """The room's door as an inspector comes to it; meanwhile: what is done after each answer, before the next."""
    hooks = {"response": [meanwhile]}
    http = httpx.AsyncClient(transport=httpx.ASGITransport(room.api.app), event_hooks=hooks)
    return ApiSession(token=room.api.signer.token(person, "inspector"), urls={"audit": AUDIT}, http=http)


@dataclass
class Once:
    """Done once, when the door at `path` has answered for the last of so many times."""

    path: str
    act: Callable[[], Awaitable[object]]
    left: int = 1

    async def __call__(self, answer: httpx.Response) -> None:
        if answer.request.url.path == self.path:
            self.left -= 1
            if self.left == 0:
                await self.act()


def ending(file: File, outcome: str = "withdrawn") -> CloudEvent:
    """That the application ended, as the room tells it."""
    ended = application.ApplicationEnded(
        application_id=file.id, call_id=file.call_id, outcome=outcome, stage="administrative_check"
    )
    return file.by_coordinator(ended)


async def under_way(play: Play, file: File) -> Theatre:
    """An application whose workflow waits for the administrative check."""
    checking = rooms.StageState(stage=Stage.ADMINISTRATIVE_CHECK)
    theatre = await play({"enter_stage": lambda _: checking, "open_pre_evaluation": decided})
    start = ApplicationInput(application_id=file.id, call_id=file.call_id, programme="kdp-2014", province="Ankara")
    await theatre.start(WorkflowName.APPLICATION, start, application_workflow_id(file.id))
    await theatre.until_ordered("enter_stage")
    return theatre


async def ended_by(theatre: Theatre, file: File, event: CloudEvent) -> None:
    """Its workflow hears of the end, as it hears of any event, and comes to it."""
    await tell(theatre, event, application_workflow_id(file.id))
    await theatre.client.get_workflow_handle(application_workflow_id(file.id)).result()


async def withdrawn(play: Play, file: File, event: CloudEvent) -> Theatre:
    """An application whose workflow has heard of its end, as it hears of any event."""
    theatre = await under_way(play, file)
    await ended_by(theatre, file, event)
    return theatre


async def tell(theatre: Theatre, event: CloudEvent, workflow_id: str) -> None:
    """What this workflow is to hear of an event."""
    kind = BY_TYPE[event.type]
    heard = Heard(event.id, event.time, by_system=False)
    steps = ROUTES[kind](heard, kind.model_validate(event.data))
    (fact,) = [step.fact for step in steps if isinstance(step, Tell) and step.workflow_id == workflow_id]
    await theatre.client.get_workflow_handle(workflow_id).signal(HEAR, fact)


async def record(room: Room, file: File, *events: CloudEvent) -> None:
    opened = application.CallOpened(call_id=file.call_id)
    await hear(room, said(opened, file.call_id), *file.until_assessed()[:2], *events)


async def test_a_withdrawn_application_is_proven_from_end_to_end(play: Play, room_of: OpenRoom, tmp_path: Path) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file, event)
    async with inspector(room) as api:
        found = await inspect(api, theatre.client, file.id, tmp_path)
    assert found.holds, found.proofs
    assert [proof.what for proof in found.proofs] == [
        f"ledger of {file.call_id}",
        f"archive of {file.call_id}",
        f"ledger of {file.id}",
        f"archive of {file.id}",
        f"run 1 of application/{file.id}",
        "what the workflows heard",
        "outcome of the application",
    ]
    assert found.proofs[-1].found == "on record and by the workflow: withdrawn"
    assert found.story[-1]["text"] == "Başvuru sonuçlandı: geri çekildi."
    (exported,) = tmp_path.rglob("*.json")  # noqa: ASYNC240 - a few small files
    assert json.loads(exported.read_text(encoding="utf-8"))["events"]
    assert found.as_dict()["holds"] is True


async def test_an_end_on_record_that_the_workflow_did_not_come_to_is_broken(play: Play, room_of: OpenRoom) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file, ending(file, "excluded").model_copy(update={"id": event.id}))
    async with inspector(room) as api:
        found = await inspect(api, theatre.client, file.id, pauses=AT_ONCE)
    assert not found.holds
    assert [proof.found for proof in found.proofs if not proof.holds] == [
        f"heard application_ended by event {event.id} otherwise than that event says, or though it does not concern it",
        "on record: excluded; by the workflow: withdrawn",
    ]


async def test_a_workflow_that_was_told_by_hand_what_no_room_told_is_found_out(play: Play, room_of: OpenRoom) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file, ending(file))
    async with inspector(room) as api:
        found = await inspect(api, theatre.client, file.id, pauses=AT_ONCE)
    (broken,) = [proof for proof in found.proofs if not proof.holds]
    assert broken.found == f"heard application_ended by event {event.id}, which is not on record"
    assert "signalled by hand" in broken.meaning


async def test_what_the_call_told_since_it_was_looked_through_is_no_sign_by_hand(play: Play, room_of: OpenRoom) -> None:
    calendar, room = Calendar(), await room_of(PLAN)
    theatre = await play(
        {**calendar.scripts(), "enter_stage": lambda _: rooms.StageState(stage=Stage.ADMINISTRATIVE_CHECK)}
    )
    file = File(call_id=await publish(theatre, calendar))
    calendar.applications = (file.id,)
    event, own = ending(file), application_workflow_id(file.id)
    await record(room, file, event)
    async with inspector(room) as api:
        looking = Inspector(api, theatre.client)
        await looking.inspect_call(file.call_id)
        start = ApplicationInput(application_id=file.id, call_id=file.call_id, programme="kdp-2014", province="Ankara")
        handle = await theatre.start(WorkflowName.APPLICATION, start, own)
        await theatre.until_ordered("enter_stage")
        await theatre.travel.to(calendar.closes_at)
        await theatre.tell(call_workflow_id(file.call_id), FactKind.APPLICATION_READY, about=file.id)
        await theatre.until_ordered("open_committee")
        await theatre.tell(committee_workflow_id(file.call_id), FactKind.COMMITTEE_CONCLUDED)
        await finished(theatre, file.call_id)
        await tell(theatre, event, own)
        await handle.result()
        found = await looking.inspect(file.id)
    (heard,) = [proof for proof in found.proofs if str(proof.what) == "what the workflows heard"]
    assert heard.holds
    assert [run.ending for run in await runs_of(theatre.client, own)] == [Ending.COMPLETED]
    assert FactKind.COMMITTEE_RESULT in [
        fact.kind for run in await runs_of(theatre.client, own) for fact in facts_of(run) if fact
    ]


async def test_an_application_on_record_without_any_workflow_is_broken_once_it_has_ended(
    play: Play, room_of: OpenRoom
) -> None:
    file, room = File(), await room_of(PLAN)
    theatre = await play({})
    await record(room, file, ending(file))
    async with inspector(room) as api:
        found = await inspect(api, theatre.client, file.id, pauses=AT_ONCE)
    assert [proof.what for proof in found.proofs if not proof.holds] == ["outcome of the application"]


async def archived(room: Room, theatre: Theatre) -> None:
    here = shelf_of(room.platform)
    await sweep(room.desk, Shelf(theatre.client, here.documents, here.build))
    for event in [one for one in await room.told() if one.type == "audit.run.archived.v1"]:
        await hear(room, event)


async def test_runs_that_come_into_the_archive_while_it_is_read_are_no_sign_of_tampering(
    play: Play, room_of: OpenRoom
) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file, event)

    async def meanwhile(answer: httpx.Response) -> None:
        match answer.request.url.path.removeprefix(f"/applications/{file.id}"):
            case "/ledger":
                await archived(room, theatre)
            case "/archive":
                start = PreEvaluationInput(application_id=file.id)
                later = await theatre.start(WorkflowName.PRE_EVALUATION, start, pre_evaluation_workflow_id(file.id))
                await later.result()
                await look(room.desk, replace(shelf_of(room.platform), client=theatre.client), Watch(later.id, file.id))

    async with inspector(room, meanwhile=meanwhile) as api:
        found = await inspect(api, theatre.client, file.id, pauses=())
    async with inspector(room) as api:
        now = await fetch_archive(api, file.id)
    assert len(now.entries) == 2, "one came before the archive was read, one after it"
    assert f"archive of {file.id}" in {proof.what for proof in found.proofs if proof.holds}
    assert [proof.what for proof in found.proofs if str(proof.what).startswith("archived run")] == []


async def test_an_end_that_comes_after_the_ledger_was_read_is_no_other_end(play: Play, room_of: OpenRoom) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await under_way(play, file)
    await record(room, file)

    async def comes_to_its_end() -> None:
        await hear(room, event)
        await ended_by(theatre, file, event)

    end = Once(f"/applications/{file.id}/ledger", comes_to_its_end)
    async with inspector(room, meanwhile=end) as api:
        found = await inspect(api, theatre.client, file.id, pauses=AT_ONCE)
    assert found.holds, found.proofs
    assert found.proofs[-1].found == "on record and by the workflow: withdrawn"
    (run,) = [proof for proof in found.proofs if str(proof.what).startswith("run ")]
    assert "completed" in run.found, "what is compared is what was replayed"


async def test_an_end_on_record_that_the_workflow_hears_of_after_it_was_read_is_no_other_end(
    play: Play, room_of: OpenRoom
) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await under_way(play, file)
    await record(room, file, event)
    end = Once(f"/applications/{file.id}/story", lambda: ended_by(theatre, file, event))
    async with inspector(room, meanwhile=end) as api:
        found = await inspect(api, theatre.client, file.id, pauses=AT_ONCE)
    assert end.left == 0
    assert found.holds, found.proofs


async def test_a_conclusion_on_record_since_the_call_was_looked_through_is_the_one_its_committee_came_to(
    play: Play, room_of: OpenRoom
) -> None:
    file, room = File(), await room_of(PLAN)
    line = {"application_id": file.id, "rank": 1, "total": "80", "decision": "selected"}
    placed = rooms.CommitteeState.model_validate({"concluded": True, "placed": [line]})
    theatre = await play({"open_committee": lambda _: placed})
    start = CommitteeInput.model_validate({"call_id": file.call_id, "applications": [file.id]})
    await (await theatre.start(WorkflowName.COMMITTEE, start, committee_workflow_id(file.call_id))).result()
    await hear(room, said(application.CallOpened(call_id=CallId(file.call_id)), file.call_id), file.until_assessed()[0])
    lines = [{**line, "requested": "1.00", "within_envelope": True}]
    told = {"call_id": file.call_id, "placed": lines, "envelope": "1.00"}
    concluded = said(evaluation.CommitteeConcluded.model_validate(told), file.call_id)
    async with inspector(room) as api:
        looking = Inspector(api, theatre.client, pauses=AT_ONCE)
        await looking.inspect_call(file.call_id)
        before = await looking.inspect(file.id, with_call=False)
        assert [proof.what for proof in before.proofs if not proof.holds] == ["committee"]
        await hear(room, concluded)
        found = await looking.inspect(file.id, with_call=False)
    assert found.holds, found.proofs
    assert "committee" in {proof.what for proof in found.proofs}


async def test_what_comes_to_be_on_record_long_after_the_workflow_heard_it_is_no_sign_by_hand(
    play: Play, room_of: OpenRoom
) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file)
    told = Once(f"/applications/{file.id}/ledger", lambda: hear(room, event), left=2)
    async with inspector(room, meanwhile=told) as api:
        found = await inspect(api, theatre.client, file.id, pauses=AT_ONCE)
    assert found.holds, found.proofs


async def test_what_the_call_handed_on_is_not_compared_by_the_archive_alone_before_its_last_run_is_there(
    play: Play, room_of: OpenRoom
) -> None:
    calendar, room = Calendar(), await room_of(PLAN)
    theatre = await play(
        {**calendar.scripts(), "enter_stage": lambda _: rooms.StageState(stage=Stage.ADMINISTRATIVE_CHECK)}
    )
    file = File(call_id=await publish(theatre, calendar))
    calendar.applications = (file.id,)
    event, own = ending(file), application_workflow_id(file.id)
    await record(room, file, event)
    start = ApplicationInput(application_id=file.id, call_id=file.call_id, programme="kdp-2014", province="Ankara")
    await theatre.start(WorkflowName.APPLICATION, start, own)
    await theatre.until_ordered("enter_stage")
    await theatre.travel.to(calendar.closes_at)
    await theatre.tell(call_workflow_id(file.call_id), FactKind.APPLICATION_READY, about=file.id)
    await theatre.until_ordered("open_committee")
    await theatre.tell(committee_workflow_id(file.call_id), FactKind.COMMITTEE_CONCLUDED)
    await finished(theatre, file.call_id)
    await ended_by(theatre, file, event)
    shelf = replace(shelf_of(room.platform), client=theatre.client)
    said_of_it = []
    async with inspector(room) as api:
        for workflow_id, about in ((own, file.id), (call_workflow_id(file.call_id), file.call_id)):
            await look(room.desk, shelf, Watch(workflow_id, about))
            found = await Inspector(api, None, pauses=AT_ONCE).inspect(file.id)
            said_of_it += [
                str(one.found) for one in found.proofs if one.what == "what the workflows heard" and one.holds
            ]
    assert ["its last run is not in the archive yet" in one for one in said_of_it] == [True, False]


async def test_all_files_of_a_call_are_proven_from_the_archive_alone(
    play: Play, room_of: OpenRoom, tmp_path: Path
) -> None:
    file, room = File(), await room_of(PLAN)
    other = File(call_id=file.call_id, consortium_id=file.consortium_id)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file, event)
    await hear(room, *other.until_assessed()[:2], other.excluded())
    await archived(room, theatre)
    async with inspector(room) as api, Replays() as replays:
        for which in (Which(call=file.call_id), Which(year=NOON.year)):
            journal = Journal(tmp_path, Scope(which.call, which.year, "", archive_only=True))
            found = await look_through(api, Inspector(api, None, replays, pauses=AT_ONCE), which, journal)
            looked = {one.application_id: one for one in found.inspections}
            assert {file.call_id, file.id, other.id} <= looked.keys()
            assert looked[file.id].holds, looked[file.id].proofs
    whats = [proof.what for proof in looked[file.id].proofs]
    assert whats == [
        f"ledger of {file.id}",
        f"archive of {file.id}",
        f"run 1 of application/{file.id}",
        "what the workflows heard",
        "outcome of the application",
    ]
    (awaited,) = [proof.found for proof in looked[other.id].proofs if proof.what == "outcome of the application"]
    assert awaited == "on record: excluded; not compared: the run that came to it is not in the archive yet"
    room.clock.forward(hours=26)
    async with inspector(room) as api:
        assert (await Inspector(api, None).inspect(file.id)).holds
        late = await Inspector(api, None, pauses=AT_ONCE).inspect(other.id)
    assert [proof.what for proof in late.proofs if not proof.holds] == ["outcome of the application"]
    again = Journal(tmp_path, Scope("", NOON.year, "", archive_only=True), resumes=True)
    async with inspector(room) as api:  # that it was read since changes nothing; a fact that came does
        assert await found_before(api, again, file.id) == again.found(file.id) is not None
        assert await found_before(api, again, other.id) is None, "its run may be in the archive by now"
        broken = replace(again.found(file.id) or late, proofs=[replace(late.proofs[0], holds=False)])
        again.keep(broken)
        assert again.found(file.id) == broken
        assert await found_before(api, again, file.id) is None, "what did not hold is looked at again"
        again.keep(replace(broken, proofs=late.proofs[:1]))
        await hear(room, file.excluded())
        assert await found_before(api, again, file.id) is None


async def test_looking_through_nothing_proves_nothing(room_of: OpenRoom) -> None:
    async with inspector(await room_of(PLAN)) as api:
        with pytest.raises(NothingSubmitted):
            await look_through(api, Inspector(api, None), Which(call="yok"))
    assert not Report(()).holds


async def test_what_one_inspector_may_not_read_ends_nothing_and_is_looked_at_again_by_another(
    play: Play, room_of: OpenRoom, tmp_path: Path
) -> None:
    file, room = File(), await room_of(PLAN)
    kept_from = File(call_id=file.call_id, consortium_id=file.consortium_id)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file, event)
    tie = {"application_id": kept_from.id, "person_id": "mufettis", "tie": "hard", "barred": True}
    barred = evaluation.ConflictDeclared.model_validate(tie)
    await hear(room, *kept_from.until_assessed()[:2], said(barred, kept_from.id))
    await archived(room, theatre)
    scope, which = Scope(file.call_id, None, "", archive_only=True), Which(call=file.call_id)
    async with inspector(room) as api, Replays() as replays:
        journal = Journal(tmp_path, scope)
        found = await look_through(api, Inspector(api, None, replays, pauses=AT_ONCE), which, journal)
    looked = {one.application_id: one for one in found.inspections}
    assert looked.keys() >= {file.id, kept_from.id}, "every file hangs on its call, which tells of the other"
    assert all(looked[one].is_unread and "403" in looked[one].proofs[0].found for one in (file.id, kept_from.id))
    assert not found.holds
    again = Journal(tmp_path, scope, resumes=True)
    assert again.found(file.id) is again.found(kept_from.id) is None
    async with inspector(room, "mufettis-2") as api, Replays() as replays:
        found = await look_through(api, Inspector(api, None, replays, pauses=AT_ONCE), which, again)
    looked = {one.application_id: one for one in found.inspections}
    assert looked[file.id].holds, looked[file.id].proofs
    assert not looked[kept_from.id].is_unread


async def test_an_archive_that_was_changed_is_named_with_place_and_meaning(
    play: Play, room_of: OpenRoom, servers: Stack
) -> None:
    file, room = File(), await room_of(PLAN)
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    await record(room, file, event)
    await archived(room, theatre)
    async with owning(servers) as session:
        await session.execute(text("ALTER TABLE archived_run DISABLE TRIGGER USER"))
        changed = "UPDATE archived_run SET manifest = replace(manifest, 'completed', 'cancelled') WHERE about = :about"
        await session.execute(text(changed), {"about": file.id})
        for guard in ("rows_stand", "table_stands"):
            await session.execute(text(f"ALTER TABLE archived_run ENABLE ALWAYS TRIGGER {guard}"))
    async with inspector(room) as api:
        found = await inspect(api, theatre.client, file.id, pauses=AT_ONCE)
    (broken,) = [proof for proof in found.proofs if not proof.holds]
    assert broken.what == f"archive of {file.id}"
    assert broken.found.startswith("changed at run 1")
    assert broken.meaning == "what the archive knows of a run was changed after it was sealed"
