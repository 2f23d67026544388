"""Whom a conflict of interest keeps from a file sees nothing of it in the audit room either, inspector or not."""

from datetime import timedelta

import pytest

from grants.contracts import application_events as application
from grants.contracts.evaluation_events import CommitteeScored, ConflictFound, ConflictWaived
from runtime.cloudevents import CloudEvent
from services.audit.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import MEMBER_TAX_NUMBER, File, hear, said

pytestmark = pytest.mark.servers

WHO = "mufettis-bagli"
ROLES = ("inspector", "ministry_officer", "commission_member", "ministers_office", "administrator")


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def found(file: File, who: str = WHO, *, days: int = 0) -> CloudEvent:
    facts = {"application_id": file.id, "finding_id": "f", "person_id": who, "kind": "address", "hard": False}
    return _later(said(ConflictFound.model_validate({**facts, "barred": True}), file.id), days)


def waived(file: File, *, days: int) -> CloudEvent:
    facts = {"application_id": file.id, "finding_id": "f", "person_id": WHO, "kind": "address", "reason": "G"}
    return _later(said(ConflictWaived.model_validate({**facts, "barred": False}), file.id), days)


def _later(event: CloudEvent, days: int) -> CloudEvent:
    return event.model_copy(update={"time": event.time + timedelta(days=days)})


def of_the_call(file: File) -> CloudEvent:
    data = CommitteeScored(call_id=file.call_id, application_id=file.id, member_id="uye")
    return said(data, file.call_id, "uye", "committee_member")


def of_the_consortium(file: File) -> CloudEvent:
    data = application.ConsortiumCreated(
        consortium_id=file.consortium_id, name="OSTİM", coordinator_id=file.coordinator
    )
    return said(data, file.consortium_id, file.coordinator, "coordinator")


async def sees(person: ApiClient, file: File) -> list[int]:
    """Status of the story, of the chains of the file, of its call and of its consortium, and of the file's proofs."""
    paths = [f"/applications/{file.id}/story"]
    paths += [f"/applications/{about}/ledger" for about in (file.id, file.call_id, file.consortium_id)]
    paths += [f"/applications/{file.id}/ledger/check", f"/applications/{file.id}/ledger/proof"]
    return [(await person.get(path)).status_code for path in paths]


async def test_whom_a_conflict_keeps_from_a_file_neither_reads_nor_checks_nor_signs_it(audit: Room) -> None:
    file = File()
    await hear(audit, of_the_consortium(file), *file.until_assessed(), of_the_call(file), file.excluded())
    tied, other = audit.api.as_(WHO, *ROLES), audit.api.as_("mufettis", *ROLES)
    before = await sees(tied, file)
    assert before[:5] == [200] * 5
    assert before[5] != 403
    assert file.id in (await tied.get("/tasks")).text
    await hear(audit, found(file))
    assert await sees(tied, file) == [403] * 6
    for role in ROLES:
        assert (await audit.api.as_(WHO, role).get(f"/applications/{file.id}/story")).status_code == 403, role
    assert file.id not in (await tied.get("/tasks")).text
    signed = await tied.post(f"/applications/{file.id}/inspections", {"remark": "Uygun."})
    assert signed.status_code == 403
    assert await sees(other, file) == before
    assert file.id in (await other.get("/tasks")).text


async def test_the_newest_word_stands_whenever_it_is_heard(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed(), waived(file, days=2), found(file, days=1))
    assert (await sees(audit.api.as_(WHO, "inspector"), file))[0] == 200
    await hear(audit, found(file, days=3))
    assert (await sees(audit.api.as_(WHO, "inspector"), file))[0] == 403


async def test_a_file_of_others_stays_open_and_a_party_stays_a_party(audit: Room) -> None:
    file, other = File(), File()
    await hear(audit, *file.until_assessed(), *other.until_assessed(), found(file), found(file, file.coordinator))
    assert (await sees(audit.api.as_(WHO, "inspector"), other))[:2] == [200, 200]
    coordinator = audit.api.as_(file.coordinator, "coordinator")
    assert (await sees(coordinator, file))[0] == 200
    member = audit.api.as_("uye", "consortium_member", tax_number=MEMBER_TAX_NUMBER)
    await hear(audit, found(file, "uye"))
    assert (await sees(member, file))[0] == 200


async def test_who_is_tied_to_one_file_of_a_call_is_told_why_its_other_files_cannot_be_replayed_and_who_can(
    audit: Room,
) -> None:
    file, other = File(), File()
    other.call_id = file.call_id
    await hear(audit, *file.until_assessed(), *other.until_assessed(), of_the_call(file), found(file))
    tied, another = audit.api.as_(WHO, "inspector"), audit.api.as_("mufettis", "inspector")
    assert (await tied.get(f"/applications/{other.id}/ledger")).status_code == 200
    said_of = {}
    for about in (file.id, file.call_id):
        answer = await tied.get(f"/applications/{about}/ledger")
        (error,) = answer.json()["errors"]
        said_of[about] = (answer.status_code, error["rule"])
        assert "müfettiş" in error["message"], "who can is said"
        assert file.id not in error["message"]
        assert (await another.get(f"/applications/{about}/ledger")).status_code == 200
    assert said_of == {file.id: (403, "audit.tied"), file.call_id: (403, "audit.tied_in_call")}
