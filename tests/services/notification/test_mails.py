"""Each addressee gets one mail about an event, sent at least once under one name, and reads only what is theirs."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from grants.breach import NotYet
from grants.contracts import application_events as application
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.regimes import load
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.migrate import differences
from runtime.settings import PlatformSettings
from services.notification.app import PLAN
from services.notification.events import HEARS
from services.notification.usecases import postbox
from services.notification.usecases.send import send_next
from services.notification.worker import postbox_of
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import File, said
from tests.services.notification.mail_server import MailServer

pytestmark = pytest.mark.servers


@pytest.fixture
async def notification(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


async def hear(room: Room, *events: CloudEvent) -> None:
    for event in events:
        await room_effect(room.desk, dict(HEARS[event.type.partition(".")[0]]))(event)


async def tray(room: Room, about: str) -> list[dict[str, Any]]:
    answer = await room.api.as_("yonetici", "administrator").get("/mails", limit=200)
    return [mail for mail in answer.json()["entries"] if mail["about"] == about]


async def known(room: Room) -> File:
    """A file whose coordinator the room has heard of."""
    file = File()
    await hear(room, said(file.admitted(), file.id))
    return file


def late(file: File) -> CloudEvent:
    return said(monitoring.ReportLate(grant_id=file.id, application_id=file.id, number=2), file.id)


async def emptied(room: Room, box: postbox.Postbox) -> None:
    while await send_next(room.desk, box):
        pass


async def test_the_migrations_make_what_the_models_say(notification: Room) -> None:
    assert await differences("notification", notification.desk.database.url) == []


async def test_an_event_delivered_twice_makes_one_mail_for_each_addressee(notification: Room) -> None:
    file = await known(notification)
    event = late(file)
    await hear(notification, event, event)
    mails = await tray(notification, file.id)
    assert {mail["addressee"] for mail in mails} == {file.coordinator, "role:monitoring_officer"}
    assert len(mails) == 2


async def test_a_mail_says_it_in_turkish_first_and_in_english(notification: Room) -> None:
    file = await known(notification)
    paid = monitoring.ClaimPaid(
        grant_id=file.id, application_id=file.id, claim_id="t", amount="1234567.80", paid_on="2027-03-05"
    )
    await hear(notification, said(paid, file.id))
    (mail,) = await tray(notification, file.id)
    assert mail["subject"] == "Ödeme yapıldı: OSTİM / Paid: OSTİM"
    assert mail["text"].startswith("5 Mart 2027 tarihinde 1.234.567,80 TL ödendi.\n\nDosya: OSTİM")
    assert "TRY 1,234,567.80 was paid on 5 March 2027." in mail["text"]


async def test_a_mail_about_a_grant_in_dollars_says_dollars(notification: Room) -> None:
    file = await known(notification)
    paid = monitoring.ClaimPaid(
        grant_id=file.id, application_id=file.id, claim_id="t", amount="1234567.80", paid_on="2027-03-05"
    )
    event = said(paid, file.id).model_copy(update={"regime": load("urge-2010-8").pinned})
    await hear(notification, event)
    (mail,) = await tray(notification, file.id)
    assert "1.234.567,80 USD ödendi" in mail["text"]
    assert "USD 1,234,567.80 was paid" in mail["text"]


async def test_what_is_missing_stands_in_the_mail_line_by_line(notification: Room) -> None:
    file = await known(notification)
    asked = application.CompletionRequested(
        application_id=file.id, call_id=file.call_id, items=("İmza sirküleri", "Taahhüt"), due_at="2027-03-14T21:00:00Z"
    )
    await hear(notification, said(asked, file.id))
    (mail,) = await tray(notification, file.id)
    assert "- İmza sirküleri\n- Taahhüt" in mail["text"]
    assert "Süre: 14 Mart 2027 24:00" in mail["text"]


async def test_coordinators_are_known_from_the_consortium_the_draft_or_a_contract_taken_over(
    notification: Room,
) -> None:
    by_consortium, by_draft, by_contract = File(), File(), File()
    created = application.ConsortiumCreated(
        consortium_id=by_consortium.consortium_id, name="Seramik", coordinator_id=by_consortium.coordinator
    )
    await hear(notification, said(created, by_consortium.consortium_id))
    await hear(notification, by_consortium.until_assessed()[0], by_draft.until_assessed()[0])
    await hear(notification, said(by_contract.concluded(), by_contract.id))
    for file in (by_consortium, by_draft, by_contract):
        ended = application.ApplicationEnded(
            application_id=file.id, call_id=file.call_id, outcome="withdrawn", stage="submitted"
        )
        await hear(notification, said(ended, file.id))
        assert [mail["addressee"] for mail in await tray(notification, file.id)] == [file.coordinator]


async def test_the_coordinator_of_a_draft_that_lapsed_is_told_so_with_its_reason_in_words(notification: Room) -> None:
    file = File()
    lapsed = application.ApplicationEnded(
        application_id=file.id, call_id=file.call_id, outcome="lapsed", stage="draft", reason="reason.call_closed"
    )
    await hear(notification, file.until_assessed()[0], said(lapsed, file.id))
    (mail,) = await tray(notification, file.id)
    assert mail["addressee"] == file.coordinator
    assert mail["text"].startswith("Çağrı kapandığında başvuru gönderilmemişti. Taslağın süresi doldu.")


async def test_what_a_person_wrote_as_reason_stands_in_the_mail_as_written(notification: Room) -> None:
    file = await known(notification)
    ended = application.ApplicationEnded(
        application_id=file.id, call_id=file.call_id, outcome="excluded", stage="completion", reason="İmza {eksik}"
    )
    await hear(notification, said(ended, file.id))
    assert "İmza {eksik}" in (await tray(notification, file.id))[0]["text"]


async def test_a_mail_about_a_call_names_the_call(notification: Room) -> None:
    file = File()
    published = application.CallPublished(
        call_id=file.call_id,
        name="2. Çağrı",
        regime="kdp-2014",
        revision="1",
        opens_at="2027-02-28T21:00:00Z",
        closes_at="2027-05-29T21:00:00Z",
        envelope="25000000",
    )
    overdue = evaluation.CommitteeOverdue(call_id=file.call_id, due_at="2027-03-14T21:00:00Z")
    await hear(notification, said(published, file.call_id), said(overdue, file.call_id))
    (mail,) = await tray(notification, file.call_id)
    assert (mail["addressee"], mail["subject"]) == (
        "role:ministry_officer",
        "Kurulun süresi geçti: 2. Çağrı / The committee is overdue: 2. Çağrı",
    )
    assert "14 Mart 2027 24:00" in mail["text"]


async def test_an_event_whose_coordinator_is_not_known_yet_is_tried_again(notification: Room) -> None:
    file = File()
    event = late(file)
    with pytest.raises(NotYet):
        await hear(notification, event)
    await hear(notification, said(file.admitted(), file.id), event)
    assert len(await tray(notification, file.id)) == 2


async def test_an_evaluator_is_written_to_alone_and_the_coordinator_hears_nothing_of_it(
    notification: Room,
) -> None:
    file = await known(notification)
    assigned = evaluation.EvaluatorAssigned(
        application_id=file.id, assignment_id="g", evaluator_id=file.evaluator, due_at="2027-03-14T21:00:00Z"
    )
    await hear(notification, said(assigned, file.id))
    (mail,) = await tray(notification, file.id)
    assert mail["addressee"] == file.evaluator
    assert file.coordinator not in mail["text"] + mail["subject"]
    coordinator = notification.api.as_(file.coordinator, "coordinator")
    assert (await coordinator.get("/mails")).json()["entries"] == []


async def test_a_mail_is_read_by_its_addressee_a_role_by_who_holds_it_and_all_by_an_administrator(
    notification: Room,
) -> None:
    file = await known(notification)
    await hear(notification, late(file))

    async def reads(person: str, *roles: str) -> list[str]:
        found = (await notification.api.as_(person, *roles).get("/mails", limit=200)).json()["entries"]
        return sorted(mail["addressee"] for mail in found if mail["about"] == file.id)

    assert await reads(file.coordinator, "coordinator") == [file.coordinator]
    assert await reads("izleme", "monitoring_officer") == ["role:monitoring_officer"]
    assert await reads("yonetici", "administrator") == [file.coordinator, "role:monitoring_officer"]
    assert await reads("mufettis", "inspector") == []
    assert await reads("baska", "coordinator") == []


async def test_who_has_no_role_in_the_programme_reads_no_mail(notification: Room) -> None:
    answer = await notification.api.as_("kimse").get("/mails")
    assert answer.status_code == 403
    forged = await notification.api.as_("kimse", "role:inspector").get("/mails")
    assert forged.status_code == 403


async def test_mails_are_read_in_pages_newest_first(notification: Room) -> None:
    file = await known(notification)
    await hear(notification, *(late(file) for _ in range(3)))
    reader = notification.api.as_(file.coordinator, "coordinator")
    first = (await reader.get("/mails", limit=2)).json()
    second = (await reader.get("/mails", limit=2, after=first["after"])).json()
    ids = [mail["id"] for mail in first["entries"] + second["entries"]]
    assert (len(ids), ids, second["after"]) == (3, sorted(ids, reverse=True), None)


async def test_mails_go_into_the_folder_as_they_are_and_once(notification: Room, tmp_path: Path) -> None:
    await emptied(notification, postbox.folder(tmp_path / "before"))
    file = await known(notification)
    await hear(notification, late(file))
    box = postbox.folder(tmp_path / "posta kutusu ğ")
    await emptied(notification, box)
    await emptied(notification, box)
    files = sorted((tmp_path / "posta kutusu ğ").iterdir())
    assert len(files) == 2
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
    assert {str(mail["To"]) for mail in mails} == {
        f"{file.coordinator}@destek.example",
        "monitoring-officer@destek.example",
    }
    assert {str(mail["Subject"]) for mail in mails} == {
        "2. faaliyet raporu gecikti: OSTİM / Activity report 2 is late: OSTİM"
    }
    assert all("2. faaliyet raporu süresinde verilmedi." in mail.get_content() for mail in mails)
    assert all(mail["sent_at"] for mail in await tray(notification, file.id))


async def test_a_mail_that_goes_out_ends_with_the_address_of_its_page(notification: Room, tmp_path: Path) -> None:
    await emptied(notification, postbox.folder(tmp_path / "before"))
    file = await known(notification)
    await hear(notification, late(file))
    box = postbox.folder(tmp_path / "linked")
    while await send_next(notification.desk, box, "https://destek.example.org/"):
        pass
    sent = [message_from_bytes(path.read_bytes(), policy=default) for path in (tmp_path / "linked").iterdir()]
    link = f"https://destek.example.org/grants/{file.id}"
    assert [mail.get_content().split()[-1] for mail in sent] == [link] * 2
    assert {mail["path"] for mail in await tray(notification, file.id)} == {f"/grants/{file.id}"}


async def test_a_mail_sent_again_after_a_crash_carries_the_same_message_id(notification: Room, tmp_path: Path) -> None:
    await emptied(notification, postbox.folder(tmp_path / "before"))
    file = await known(notification)
    await hear(notification, late(file))
    seen: list[str] = []

    async def crashing(_mail_id: str, message: Any) -> None:
        seen.append(message["Message-ID"])
        raise RuntimeError("the process dies after the mail went out, before the commit")

    for _ in range(2):
        with pytest.raises(RuntimeError):
            await send_next(notification.desk, crashing)
    assert len(seen) == 2
    assert len(set(seen)) == 1


async def test_two_senders_at_once_send_each_mail_once(notification: Room, tmp_path: Path) -> None:
    await emptied(notification, postbox.folder(tmp_path / "before"))
    file = await known(notification)
    await hear(notification, *(late(file) for _ in range(5)))
    seen: list[str] = []

    async def counting(mail_id: str, _message: Any) -> None:
        await asyncio.sleep(0.005)
        seen.append(mail_id)

    await asyncio.gather(*(emptied(notification, counting) for _ in range(3)))
    assert (len(seen), len(set(seen))) == (10, 10)


async def test_a_mail_server_gets_the_mail(notification: Room, tmp_path: Path, mail_server: MailServer) -> None:
    await emptied(notification, postbox.folder(tmp_path / "before"))
    file = await known(notification)
    await hear(notification, late(file))
    await emptied(notification, postbox.server(mail_server.url))
    assert {recipient for recipient, _ in mail_server.taken} == {
        f"<{file.coordinator}@destek.example>",
        "<monitoring-officer@destek.example>",
    }
    content = message_from_bytes(mail_server.taken[0][1], policy=default)
    assert "2. faaliyet raporu süresinde verilmedi." in content.get_content()


async def test_a_mail_put_off_waits_its_turn_and_a_refused_one_for_ever(
    notification: Room, tmp_path: Path, mail_server: MailServer
) -> None:
    await emptied(notification, postbox.folder(tmp_path / "before"))
    file = await known(notification)
    await hear(notification, late(file))
    mail_server.answers = {
        f"<{file.coordinator}@destek.example>": b"451 later",
        "<monitoring-officer@destek.example>": b"550 nobody of that name",
    }
    box = postbox.server(mail_server.url)
    await emptied(notification, box)
    by_addressee = {mail["addressee"]: mail for mail in await tray(notification, file.id)}
    assert by_addressee["role:monitoring_officer"]["refusal"] == "550 nobody of that name"
    assert by_addressee[file.coordinator]["sent_at"] is None
    mail_server.answers = {}
    notification.clock.forward(seconds=2)
    await emptied(notification, box)
    assert [recipient for recipient, _ in mail_server.taken] == [f"<{file.coordinator}@destek.example>"]


async def test_a_mail_server_that_is_away_keeps_the_mail_in_the_tray(notification: Room, tmp_path: Path) -> None:
    await emptied(notification, postbox.folder(tmp_path / "before"))
    file = await known(notification)
    await hear(notification, late(file))
    async with MailServer() as gone:
        url = gone.url
    await emptied(notification, postbox.server(url))
    assert [mail["sent_at"] for mail in await tray(notification, file.id)] == [None, None]
    notification.clock.forward(hours=2)
    await emptied(notification, postbox.folder(tmp_path / "after"))
    assert all(mail["sent_at"] for mail in await tray(notification, file.id))


def test_a_mail_server_comes_before_a_folder_and_without_either_mails_stay() -> None:
    assert postbox_of(PlatformSettings(mail_dir="", smtp_url="")) is None
    assert postbox_of(PlatformSettings(mail_dir="/x", smtp_url="")) is not None
    with pytest.raises(ValueError, match="smtp://host:port"):
        postbox_of(PlatformSettings(mail_dir="/x", smtp_url="ftp://mail.example"))


async def test_the_same_event_and_addressee_cannot_stand_twice_even_past_the_inbox(notification: Room) -> None:
    file = await known(notification)
    event = late(file)
    for _ in range(2):
        async with notification.desk.unit(system_actor(f"test-{uuid4()}")) as unit:
            await HEARS["monitoring"][event.type](unit, event)
    assert len(await tray(notification, file.id)) == 2
