"""A finished file waits for the inspector, who signs it off once; the ledger hears of it and still holds."""

import asyncio
from decimal import Decimal
from importlib import import_module
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from grants.contracts import application_events as application
from grants.contracts import monitoring_events as monitoring
from grants.contracts.stages import GrantOutcome, Outcome, Stage
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from services.audit.app import PLAN
from services.audit.events import HEARS
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import MEMBER_TAX_NUMBER, File, hear, said

pytestmark = pytest.mark.servers

MIGRATION = import_module("services.audit.migrations.versions.0002_finished_files")
REMARK = {"remark": "Süreç kurallara uygun yürümüş."}


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def inspector(audit: Room, **facts: str) -> ApiClient:
    return audit.api.as_("mufettis", "inspector", **facts)


def ended(file: File, outcome: Outcome = Outcome.EXCLUDED) -> CloudEvent:
    stage = Stage.ADMINISTRATIVE_CHECK
    data = application.ApplicationEnded(application_id=file.id, call_id=file.call_id, outcome=outcome, stage=stage)
    return said(data, file.id)


def closed(file: File, outcome: GrantOutcome = GrantOutcome.TERMINATED) -> CloudEvent:
    money = dict.fromkeys(("realised", "allowed", "paid", "recovered"), Decimal(0))
    data = monitoring.GrantClosed(grant_id=file.id, application_id=file.id, outcome=outcome, **money)
    return said(data, file.id, "izleme", "monitoring_officer")


async def tasks_of(person: ApiClient, file: File) -> list[dict[str, Any]]:
    answer = await person.get("/tasks")
    assert answer.status_code == 200, answer.text
    return [task for task in answer.json()["entries"] if task["application_id"] == file.id]


async def sign(person: ApiClient, file: File, key: str | None = None) -> httpx.Response:
    return await person.post(f"/applications/{file.id}/inspections", REMARK, key=key)


def rules(answer: httpx.Response) -> list[str]:
    return [error["rule"] for error in answer.json()["errors"]]


async def test_a_file_that_ended_waits_until_it_is_signed_off(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    assert await tasks_of(inspector(audit), file) == []
    await hear(audit, ended(file))
    (task,) = await tasks_of(inspector(audit), file)
    assert (task["kind"], task["ending"], task["title"]) == ("inspection.sign", "excluded", "OSTİM")
    answer = await sign(inspector(audit), file)
    assert (answer.status_code, answer.json()["remark"]) == (201, REMARK["remark"])
    assert await tasks_of(inspector(audit), file) == []


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.CONTRACTED])
async def test_every_end_of_an_application_but_the_contract_is_looked_through(audit: Room, outcome: Outcome) -> None:
    file = File()
    await hear(audit, ended(file, outcome))
    assert [task["ending"] for task in await tasks_of(inspector(audit), file)] == [outcome]


@pytest.mark.parametrize("outcome", list(GrantOutcome))
async def test_a_contracted_application_is_looked_through_when_its_grant_is_closed(
    audit: Room, outcome: GrantOutcome
) -> None:
    file = File()
    await hear(audit, *file.until_assessed(), ended(file, Outcome.CONTRACTED))
    assert await tasks_of(inspector(audit), file) == []
    await hear(audit, closed(file, outcome))
    assert [task["ending"] for task in await tasks_of(inspector(audit), file)] == [outcome]


async def test_a_draft_that_was_given_up_is_known_by_the_name_of_its_consortium(audit: Room) -> None:
    file = File()
    made = application.ConsortiumCreated(
        consortium_id=file.consortium_id, name="Seramik Birlikteliği", coordinator_id=file.coordinator
    )
    await hear(audit, said(made, file.consortium_id), file.until_assessed()[0], ended(file, Outcome.WITHDRAWN))
    assert [task["title"] for task in await tasks_of(inspector(audit), file)] == ["Seramik Birlikteliği"]


async def test_the_signature_comes_into_the_ledger_by_its_event_and_the_chain_holds(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed(), ended(file))
    await sign(inspector(audit), file)
    (told,) = await audit.told(file.id)
    assert (told.type, told.actorrole, told.data["ending"]) == ("audit.inspection.signed.v1", "inspector", "excluded")
    for _ in range(2):
        await room_effect(audit.desk, dict(HEARS["audit"]))(told)
    links = (await inspector(audit).get(f"/applications/{file.id}/ledger")).json()["entries"]
    assert [link["type"] for link in links][-2:] == ["application.application.ended.v1", "audit.inspection.signed.v1"]
    assert (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()["holds"]
    lines = (await inspector(audit).get(f"/applications/{file.id}/story")).json()["entries"]
    (line,) = [line for line in lines if line["what"] == told.type]
    assert line["text"].endswith(REMARK["remark"])
    applicant = audit.api.as_(file.coordinator, "coordinator")
    seen = (await applicant.get(f"/applications/{file.id}/story")).json()["entries"]
    assert "audit.inspection.signed.v1" not in {line["what"] for line in seen}


async def test_a_file_is_signed_off_once_whoever_tries_at_the_same_time(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed(), ended(file))
    answers = await asyncio.gather(*(sign(inspector(audit), file) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert rules(late) == ["inspection.signed"]
    assert [event.type for event in await audit.told(file.id)].count("audit.inspection.signed.v1") == 1


async def test_a_file_that_goes_on_is_not_signed_off_and_one_nobody_knows_is_not_found(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    answer = await sign(inspector(audit), file)
    assert (answer.status_code, rules(answer)) == (409, ["inspection.not_finished"])
    assert (await sign(inspector(audit), File())).status_code == 404


async def test_only_an_inspector_signs_and_none_who_belongs_to_the_file(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed(), ended(file))
    for person in (
        audit.api.as_(file.coordinator, "coordinator"),
        audit.api.as_("memur-1", "ministry_officer"),
        audit.api.as_("yonetici", "administrator"),
        inspector(audit, tax_number=MEMBER_TAX_NUMBER),
    ):
        assert (await sign(person, file)).status_code == 403
    assert await tasks_of(audit.api.as_("memur-1", "ministry_officer"), file) == []


async def test_files_that_ended_before_the_room_kept_a_list_are_found_in_the_ledger(audit: Room) -> None:
    named, given_up, contracted = File(), File(), File()
    made = application.ConsortiumCreated(
        consortium_id=given_up.consortium_id, name="Seramik Birlikteliği", coordinator_id=given_up.coordinator
    )
    await hear(audit, *named.until_assessed(), ended(named, Outcome.ELIMINATED))
    await hear(audit, said(made, given_up.consortium_id), given_up.until_assessed()[0])
    await hear(audit, ended(given_up, Outcome.WITHDRAWN), ended(contracted, Outcome.CONTRACTED))
    files = (named, given_up, contracted)
    listed = text("SELECT about, ending, title, regime, ended_at FROM finished WHERE about = ANY(:ids) ORDER BY about")
    of = {"ids": [file.id for file in files]}
    async with audit.desk.database.transaction() as session:
        heard = (await session.execute(listed, of)).all()
        await session.execute(text("DELETE FROM finished"))
        await session.execute(text(MIGRATION.HEARD_BEFORE))
        found = (await session.execute(listed, of)).all()
    assert found == heard
    assert {row.title for row in found} == {"OSTİM", "Seramik Birlikteliği"}
