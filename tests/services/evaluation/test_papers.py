"""Papers of an application in the hands of who judges it: of whoever reads the application, and gone with its file."""

from typing import Any

import httpx
import pytest

from grants.contracts.application_events import ApplicationAdmitted, CallPublished
from grants.contracts.privacy_events import PersonalDataErased
from grants.contracts.queues import APPLICATION
from grants.contracts.stages import Stage
from grants.proof.tables.evaluation import HANDLERS, TABLES
from grants.regimes import load
from grants.values import ApplicationId
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from runtime.room import filed_of
from runtime.shredding import Shredder
from services.application.store.personal import PERSONAL
from services.evaluation.events import HEARS
from services.evaluation.store import files, holdings
from tests.conftest import OpenRoom
from tests.grants.proof.told import book_of
from tests.rooms import ApiClient
from tests.services.application.test_letting_go import erased
from tests.services.application.test_papers import PDF, with_papers
from tests.services.application.way import at
from tests.services.evaluation.acts import FIRM, PAPER, REGIME, SCAN, Case, open_with, rules_of

pytestmark = pytest.mark.servers
MEMBER = "k2"


def paper(assignment_id: str, document: str = PAPER.document) -> str:
    return f"/assignments/{assignment_id}/papers/{document}"


def of_item(call: str, application: str) -> str:
    return f"/calls/{call}/committee/applications/{application}"


async def downloads(case: Case, application: str) -> list[tuple[str, str]]:
    """Who took a copy, by which door."""
    told = await case.room.told(application, reads=True)
    return [(one.actorid, one.data["act"]) for one in told if one.data.get("downloaded")]


async def asked(case: Case) -> tuple[str, str]:
    """An application that two evaluators were asked to judge; the first one's assignment."""
    application = await case.admit(await case.publish())
    await case.open(application)
    return application, await case.assignment(application, "d1")


async def erase(case: Case, application: str) -> None:
    told = PersonalDataErased(application_id=ApplicationId(application), reason="", destroyed=1)
    event = CloudEvent(
        id=new_id(),
        source="/destek/audit",
        type=told.type_name(),
        subject=application,
        time=case.room.clock.at,
        actorid="administrator",
        actorrole="administrator",
        data=told.model_dump(mode="json"),
    )
    await room_effect(case.room.desk, dict(HEARS["audit"]))(event)


async def shown(client: ApiClient, address: str) -> list[dict[str, Any]]:
    found = (await client.get(address)).json()["content"]
    return list(found["papers"]) if found else []


def refused(*answers: httpx.Response) -> list[int]:
    return [one.status_code for one in answers]


async def test_an_evaluator_reads_the_papers_once_the_invitation_is_accepted(staffed: Case) -> None:
    application, assignment = await asked(staffed)
    evaluator, address = staffed.evaluator("d1"), paper(assignment)
    assert await shown(evaluator, f"/assignments/{assignment}") == []
    assert (await evaluator.get(address)).status_code == 403, "what was not accepted is not opened"
    await staffed.answer(application, "d1")
    (one,) = await shown(evaluator, f"/assignments/{assignment}")
    named = one.pop("names")
    assert one == PAPER.model_dump()
    assert named["tr"] != named["en"]
    answer = await evaluator.get(address)
    assert (answer.content, answer.headers["content-type"]) == (SCAN, "image/png")
    assert answer.headers["content-disposition"] == f'attachment; filename="{PAPER.document[:16]}.png"'
    assert await downloads(staffed, application) == [("d1", "GET /assignments/{assignment_id}/papers/{document}")]


async def test_who_does_not_judge_the_application_reads_none_of_its_papers(staffed: Case) -> None:
    application, assignment = await asked(staffed)
    await staffed.answer(application, "d1")
    await staffed.answer(application, "d2", accept=False, conflict=True, reason="Ortağıyım")
    address, api = paper(assignment), staffed.room.api
    party = api.as_("someone", "evaluator", "ministry_officer", tax_number=FIRM.tax_number)
    tied, other = (staffed.evaluator(one) for one in ("d2", "d3"))
    assert refused(*[await one.get(address) for one in (party, tied, other)]) == [403, 403, 403]
    own = paper(await staffed.assignment(application, "d2"))
    assert (await tied.get(own)).status_code == 403, "who declared a tie has nothing of it left"
    told = [one.actorid for one in await staffed.room.told(application) if one.type.endswith(".act.refused.v1")]
    assert {"someone", "d2", "d3"} <= {*told}, "whoever asked without a right to it is told of"
    assert await downloads(staffed, application) == []


async def test_only_what_the_application_was_admitted_with_is_read(staffed: Case) -> None:
    application, assignment = await asked(staffed)
    await staffed.answer(application, "d1")
    later = await filed_of(staffed.room.platform, APPLICATION).keep(application, b"%PDF-1.7 taken back")
    assert (await staffed.evaluator("d1").get(paper(assignment, later))).status_code == 404
    other = await staffed.admit(await staffed.publish(), papers=())
    await staffed.open(other)
    asked_of = (await staffed.evaluators(other))[0]
    judge, one_id = staffed.evaluator(asked_of["evaluator_id"]), asked_of["assignment_id"]
    await staffed.answer(other, asked_of["evaluator_id"])
    assert await shown(judge, f"/assignments/{one_id}") == []
    assert (await judge.get(paper(one_id))).status_code == 404


async def test_the_board_reads_the_papers_of_what_lies_before_it_and_who_has_a_tie_none(staffed: Case) -> None:
    call, (first, second) = await open_with(staffed, "75", "80")
    member, address = staffed.member(MEMBER), of_item(call, first)
    assert [one["document"] for one in await shown(member, address)] == [PAPER.document]
    answer = await member.get(f"{address}/papers/{PAPER.document}")
    assert (answer.status_code, answer.content) == (200, SCAN)
    door = "GET /calls/{call_id}/committee/applications/{application_id}/papers/{document}"
    assert await downloads(staffed, first) == [(MEMBER, door)]
    declared = await member.post(f"/calls/{call}/committee/conflicts", {"application_id": first})
    assert declared.status_code == 200, declared.text
    stranger = staffed.room.api.as_("k9", "committee_member")
    party = staffed.room.api.as_("someone", "committee_member", "inspector", tax_number=FIRM.tax_number)
    for client in (member, stranger, party):
        assert (await client.get(f"{address}/papers/{PAPER.document}")).status_code == 403
    assert (await member.get(f"{of_item(call, second)}/papers/{PAPER.document}")).status_code == 200
    assert (await member.get(f"{of_item(call, second)}/papers/{'0' * 64}")).status_code == 404


async def test_a_member_who_has_not_yet_declared_opens_no_paper(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.passed(call)
    await staffed.appoint(call)
    await staffed.order("open_committee", call_id=call, applications=(application,))
    address = f"{of_item(call, application)}/papers/{PAPER.document}"
    assert (await staffed.member(MEMBER).get(address)).status_code == 409
    await staffed.declare_none(call)
    assert (await staffed.member(MEMBER).get(address)).status_code == 200


async def test_of_an_erased_file_no_paper_is_handed_out_and_its_name_is_gone(staffed: Case) -> None:
    application, assignment = await asked(staffed)
    await staffed.answer(application, "d1")
    evaluator = staffed.evaluator("d1")
    assert (await evaluator.get(paper(assignment))).status_code == 200
    await erase(staffed, application)
    gone = await staffed.inspector.get(paper(assignment))
    assert (gone.status_code, rules_of(gone)) == (410, ["document.erased"]), "the other room may still have it"
    (one,) = await shown(staffed.inspector, f"/assignments/{assignment}")
    assert (one["title"], one["document"], one["kind"]) == ("–", PAPER.document, PAPER.kind)


async def test_what_is_handed_in_at_the_one_room_is_read_at_the_other_until_its_key_is_destroyed(
    staffed: Case, room_of: OpenRoom
) -> None:
    way = await at(room_of, Stage.DRAFT)
    (document,) = await with_papers(way, "Beyanname")
    await way.to(Stage.ADMITTED)
    rules, at_hand = load(REGIME), {"opens_at": way.room.clock.at, "closes_at": way.room.clock.at}
    told_of = {"name": "2. Çağrı", "regime": rules.key, "revision": rules.revision, "envelope": "25000000.00"}
    call = (await way.record()).call_id
    await staffed.hear(CallPublished.model_validate({"call_id": call, **told_of, **at_hand}), call)
    admitted = next(one for one in await way.room.told(way.id) if one.type == ApplicationAdmitted.type_name())
    await room_effect(staffed.room.desk, dict(HEARS["application"]))(admitted)
    await staffed.open(way.id)
    await staffed.answer(way.id, "d1")
    address = paper(await staffed.assignment(way.id, "d1"), document)
    answer = await staffed.evaluator("d1").get(address)
    assert (answer.status_code, answer.content) == (200, PDF + b"Beyanname")
    await erased(way.room, way.id)
    await Shredder(way.room.desk, filed_of(way.room.platform, APPLICATION), PERSONAL).round()
    gone = await staffed.evaluator("d1").get(address)
    assert (gone.status_code, rules_of(gone)) == (410, ["document.erased"]), "though this room has not heard of it"


async def test_a_file_that_was_admitted_before_papers_were_told_has_none(case: Case) -> None:
    """Its event is read as it was told, and its row is as the records have it."""
    call = await case.publish()
    application = await case.admit(call, papers=())
    async with case.room.desk.database.transaction() as session:
        kept = await files.file(session, application)
        held = await holdings.of_application(session, application, call)
    assert kept is not None
    assert kept.papers == ()
    told = kept.model_dump(mode="json", exclude={"papers", "ended", "leaders", "former", "led_version"})
    event = CloudEvent(
        id=new_id(),
        source="/destek/application",
        type="application.application.admitted.v1",
        subject=application,
        time=case.room.clock.at,
        actorid="officer",
        actorrole="ministry_officer",
        data=told,
    )
    assert list(book_of(TABLES, HANDLERS, [event], application).differences(held)) == []
