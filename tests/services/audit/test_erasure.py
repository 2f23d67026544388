"""What is personal is erased when nothing keeps it any more, by the administrator, once; what happened stays."""

from datetime import date, timedelta

import obstore
import pytest
from sqlalchemy import select

from grants.contracts.audit_events import InspectionSigned
from grants.contracts.privacy_events import PersonalDataErased
from grants.regimes import load
from services.audit.app import PLAN
from services.audit.domain.endings import Finished
from services.audit.domain.keeping import kept_until, why_not
from services.audit.models import Row
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import NOON, REGIME, File, hear, said

ENDED = Finished("a", "excluded", "OSTİM", REGIME, NOON, signed_by="mufettis-1", signed_at=NOON)
TEN_YEARS_ON = date(2037, 3, 1)


def test_records_are_kept_for_the_years_the_rules_of_the_file_say() -> None:
    (duty,) = (one for one in load("kdp-2014").obligations.kinds.value if one.code == "records")
    assert duty.years == 10
    assert kept_until(ENDED) == TEN_YEARS_ON


@pytest.mark.parametrize(
    ("file", "today", "rules"),
    [
        (None, TEN_YEARS_ON, ["erasure.goes_on"]),
        (ENDED, TEN_YEARS_ON - timedelta(days=1), ["erasure.kept_until"]),
        (ENDED, TEN_YEARS_ON, []),
        (
            Finished("a", "excluded", "OSTİM", REGIME, NOON),
            TEN_YEARS_ON - timedelta(days=1),
            ["erasure.not_signed", "erasure.kept_until"],
        ),
    ],
)
def test_everything_that_stands_in_the_way_is_said(file: Finished | None, today: date, rules: list[str]) -> None:
    assert [breach.rule for breach in why_not(file, today)] == rules


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def administrator(room: Room) -> ApiClient:
    return room.api.as_("yonetici-1", "administrator")


@pytest.mark.servers
async def test_it_is_erased_once_and_the_story_says_so(audit: Room) -> None:
    file = File()
    inspector = audit.api.as_("mufettis-1", "inspector")
    await hear(audit, *file.until_assessed(), file.excluded())
    address, reason = f"/applications/{file.id}/erasure", {"reason": "Saklama süresi doldu."}
    early = await administrator(audit).post(address, reason)
    assert early.status_code == 409
    assert {error["rule"] for error in early.json()["errors"]} == {"erasure.not_signed", "erasure.kept_until"}
    signed = await inspector.post(f"/applications/{file.id}/inspections", {"remark": "İncelendi."})
    assert signed.status_code == 201
    drawn = {"method": "lot", "size": 1, "reason": "Plan", "call_id": file.call_id}
    sample_id = (await inspector.post("/desk/samples", drawn)).json()["sample"]["id"]
    paper = f"/desk/samples/{sample_id}/papers/{file.id}"
    await inspector.post(f"{paper}/notes", {"kind": "remark", "text": f"{file.coordinator} ile görüşüldü."})
    await inspector.post(f"{paper}/sign", {"conclusion": "Uygundur."})
    whole, redacted = [await made(inspector, file, redacted=one) for one in (False, True)]
    (kept,) = await below(audit, f"files/{file.id}/audit/")
    assert file.coordinator.encode() not in await audit.platform.documents.read_at(kept)
    audit.clock.forward(days=366 * 10)
    assert (await inspector.post(address, reason)).status_code == 403
    assert (await inspector.get("/erasures")).status_code == 403
    assert await listed(audit, file) == (True, TEN_YEARS_ON.isoformat(), False)
    erased = await administrator(audit).post(address, reason)
    assert (erased.status_code, erased.json()["keys"], erased.json()["dossiers"]) == (201, 1, 1), erased.text
    assert await below(audit, f"files/{file.id}/") == []
    gone = await inspector.get(f"/applications/{file.id}/dossiers/{whole}")
    assert (gone.status_code, gone.json()["errors"][0]["rule"]) == (410, "dossier.erased")
    later = await made(inspector, file, redacted=False)
    for one in (redacted, later):
        assert (await inspector.get(f"/applications/{file.id}/dossiers/{one}")).status_code == 200
    assert (await administrator(audit).post(address, reason)).status_code == 409
    assert await listed(audit, file) == (False, TEN_YEARS_ON.isoformat(), True)
    signed_off = [event for event in await audit.told(file.id) if event.type == "audit.inspection.signed.v1"]
    await hear(audit, *signed_off)
    told = [event for event in await audit.told(file.id) if event.type == "audit.personal_data.erased.v1"]
    assert (await inspector.get(f"/applications/{file.id}/ledger/check")).json()["holds"], "the order came with it"
    await hear(audit, *told)
    ledger = (await inspector.get(f"/applications/{file.id}/ledger")).json()["entries"]
    assert not any(link["openings"] for link in ledger[:6])
    assert [link["type"] for link in ledger].count("audit.personal_data.erased.v1") == 1
    check = (await inspector.get(f"/applications/{file.id}/ledger/check")).json()
    assert check["holds"] is True
    story = (await inspector.get(f"/applications/{file.id}/story")).json()["entries"]
    last = story[-1]
    assert "kanıt dosyası yok edildi" in last["text"]
    assert last["text"].endswith("Gerekçe: Saklama süresi doldu.")
    assert {line["actor_id"] for line in story if line["erased"]} == {""}
    assert [line["actor_role"] for line in story if line["erased"]][:2] == ["coordinator", "coordinator"]
    assert await named(audit, file.id, file.coordinator, file.evaluator, "memur-1", "Uygundur.", "İncelendi.") == set()
    assert await named(audit, file.id, "mufettis-1", "yonetici-1") == {
        ("dossier", "made_by"),
        ("finished", "signed_by"),
        ("subject_key", "destroyed_by"),
        ("working_paper", "signed_by"),
        ("working_paper", "entries"),
    }


async def below(audit: Room, folder: str) -> list[str]:
    """What the store has there."""
    return [one["path"] for one in await obstore.list(audit.platform.documents.store, folder).collect_async()]


async def made(inspector: ApiClient, file: File, *, redacted: bool) -> str:
    """A dossier of the file."""
    answer = await inspector.post(f"/applications/{file.id}/dossiers", {"redacted": redacted})
    assert answer.status_code == 201, answer.text
    sha256: str = answer.json()["sha256"]
    return sha256


async def named(audit: Room, about: str, *words: str) -> set[tuple[str, str]]:
    """Where any of these words stands in what the room keeps about a file."""
    found = set()
    async with audit.desk.database.transaction() as session:
        for table in Row.metadata.sorted_tables:
            if "about" not in table.c:
                continue
            for row in (await session.execute(select(table).where(table.c.about == about))).mappings():
                found |= {(table.name, name) for name, value in row.items() for word in words if word in str(value)}
    return found


async def listed(audit: Room, file: File) -> tuple[bool, str, bool]:
    """Of a finished file in the administrator's list: whether it may be erased, from when on, and whether it was."""
    after: str | None = None
    while True:
        page = (await administrator(audit).get("/erasures", limit=200, **({"after": after} if after else {}))).json()
        for one in page["entries"]:
            if one["application_id"] == file.id:
                return one["open"], one["first_day"], one["erased_at"] is not None
        after = page["after"]
        assert after, "not listed"


@pytest.mark.servers
async def test_a_record_of_an_erasure_without_a_key_that_was_destroyed_does_not_hold(audit: Room) -> None:
    file, inspector = File(), audit.api.as_("mufettis-1", "inspector")
    signed = said(InspectionSigned(application_id=file.id, ending="excluded", remark="x"), file.id, role="inspector")
    await hear(audit, *file.until_assessed(), file.excluded(), signed)
    forged = PersonalDataErased(application_id=file.id, reason="Süre doldu.", destroyed=1)
    told = said(forged, file.id, "yonetici-1", "administrator")
    await hear(audit, told.model_copy(update={"time": NOON + timedelta(days=366 * 11)}))
    check = (await inspector.get(f"/applications/{file.id}/ledger/check")).json()
    assert (check["holds"], check["fault"]["kind"]) == (False, "not_destroyed")
