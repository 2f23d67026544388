"""Papers with an application: kept while it is written, handed in with it, not touched after; gone with the file."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from grants.contracts.stages import Stage
from grants.policy import Role
from runtime.filed import DocumentErased
from runtime.room import filed_of
from runtime.shredding import Shredder
from services.application.app import NAME
from services.application.store import papers as store
from services.application.store.personal import PERSONAL
from tests.conftest import OpenRoom
from tests.services.application.test_letting_go import erased, with_another
from tests.services.application.way import Way, at
from tests.services.application.written import rules

pytestmark = pytest.mark.servers
PDF = b"%PDF-1.7\n%%EOF "


def paper(title: str, kind: str = "other", content: bytes = b"", media_type: str = "application/pdf") -> dict[str, Any]:
    written = b64encode(content or PDF + title.encode()).decode()
    return {"kind": kind, "title": title, "media_type": media_type, "content": written}


async def kept(way: Way, *args: Any, **said: Any) -> httpx.Response:
    return await way.as_coordinator().post(way.path("papers"), paper(*args, **said))


async def with_papers(way: Way, *titles: str) -> list[str]:
    """Papers kept for what is handed in next; their hashes."""
    answers = [await kept(way, title) for title in titles]
    assert {one.status_code for one in answers} == {201}, answers[0].text
    return [one.json()["document"] for one in answers]


async def file_of(way: Way, person: str = "", role: str = "coordinator") -> dict[str, Any]:
    found: dict[str, Any] = (
        await way.room.api.as_(person or way.coordinator, role).get(f"/applications/{way.id}")
    ).json()
    return found


async def titles(way: Way, person: str = "", role: str = "coordinator") -> list[str]:
    return [one["title"] for one in (await file_of(way, person, role))["papers"]]


async def take_back(way: Way, document: str) -> httpx.Response:
    return await way.as_coordinator().post(way.path(f"papers/{document}/take-back"), {})


async def test_papers_are_handed_in_with_the_application_and_read_by_whoever_checks_it(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    officer = way.as_officer()
    first, wrong = await with_papers(way, "Beyanname", "Yanlış dosya")
    assert (await kept(way, "Beyanname")).json()["document"] == first, "the same again changes nothing"
    assert (await take_back(way, wrong)).status_code == 200
    assert (await titles(way), await titles(way, "officer", "ministry_officer")) == (["Beyanname"], [])
    assert (await officer.get(way.path(f"papers/{first}"))).status_code == 404, "not handed in yet"
    await way.to(Stage.COMPLETION)
    answer = await officer.get(way.path(f"papers/{first}"))
    assert (answer.content, answer.headers["content-disposition"]) == (
        PDF + b"Beyanname",
        f'attachment; filename="{first[:16]}.pdf"',
    )
    assert rules(await take_back(way, first)) == ["paper.handed_in"]
    assert rules(await kept(way, "Beyanname")) == ["paper.there"]
    (second,) = await with_papers(way, "Oda belgesi")
    assert await titles(way, "officer", "ministry_officer") == ["Beyanname"]
    completed = await way.as_coordinator().post(way.path("check/complete"), {"note": "Eklendi"})
    assert completed.status_code == 200, completed.text
    assert await titles(way, "officer", "ministry_officer") == ["Beyanname", "Oda belgesi"]
    assert (await kept(way, "Geç kalan")).status_code == 409, "nothing is asked any more"
    told = [await way.last(f"application.{one}") for one in ("application.submitted", "check.completion_submitted")]
    assert [[one["document"] for one in event["papers"]] for event in told] == [[first], [second]]
    read = [event for event in await way.room.told(way.id, reads=True) if event.type.endswith(".file.read.v1")]
    assert [event.data for event in read] == [
        {"act": "GET /applications/{application_id}/papers/{document}", "downloaded": True}
    ]


async def test_who_judges_is_told_of_all_that_was_handed_in_and_of_nothing_else(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    (first,) = await with_papers(way, "Beyanname")
    await way.to(Stage.COMPLETION)
    (second,) = await with_papers(way, "Oda belgesi")
    assert (await way.as_coordinator().post(way.path("check/complete"), {"note": "Eklendi"})).status_code == 200
    async with way.room.desk.database.transaction() as session:
        known = await store.find(session, way.id, second)
        await store.add(session, replace(known, document="0" * 64, handed_in_at=None))
    assert (await way.as_officer().post(way.path("check/admit"))).status_code == 200
    told = (await way.last("application.application.admitted"))["papers"]
    assert [one["document"] for one in told] == [first, second]
    size = len(PDF + b"Beyanname")
    said = {"kind": "other", "title": "Beyanname", "media_type": "application/pdf", "size": size}
    assert told[0] == {"document": first, **said}, "what it is, and not whose hand it came from"


async def test_what_is_no_paper_or_of_no_kind_is_refused_and_others_put_none_there(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    assert rules(await kept(way, "x", content=b"MZ program")) == ["scan.kind"]
    assert rules(await kept(way, "x", media_type="image/png")) == ["scan.kind"]
    assert rules(await kept(way, "x", content=b"%PDF-1.7\n")) == ["scan.cut_off"]
    assert rules(await kept(way, "x", kind="passport")) == ["paper.kind_unknown"]
    assert (await kept(way, "x", media_type="text/html")).status_code == 422
    assert (await kept(way, "x", content=PDF + b"0" * 1_400_000)).status_code in {413, 422}
    assert (await way.as_officer().post(way.path("papers"), paper("x"))).status_code == 403
    stranger = way.room.api.as_("baska", Role.COORDINATOR.value)
    assert (await stranger.post(way.path("papers"), paper("x"))).status_code == 403
    (document,) = await with_papers(way, "Beyanname")
    assert (await stranger.get(way.path(f"papers/{document}"))).status_code == 403
    assert (await stranger.post(way.path(f"papers/{document}/take-back"), {})).status_code == 403
    assert (await take_back(way, "0" * 64)).status_code == 404


async def test_what_the_rules_ask_for_is_missing_until_one_of_its_kind_is_there(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    assert (await kept(way, "Beyanname", kind="declaration")).status_code == 201
    asked = {one["code"]: (one["count"], one["is_missing"]) for one in (await file_of(way))["asked_papers"]}
    assert (asked["declaration"], asked["participation_form"]) == ((1, False), (0, True))


async def test_the_papers_of_an_erased_file_are_destroyed_and_asking_for_one_says_so(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    (document,) = await with_papers(way, "Beyanname")
    await way.to(Stage.ADMINISTRATIVE_CHECK)
    await erased(way.room, way.id)
    shredder = Shredder(way.room.desk, filed_of(way.room.platform, NAME), PERSONAL)
    for _ in range(2):
        gone = await way.as_officer().get(way.path(f"papers/{document}"))
        assert (gone.status_code, rules(gone)) == (410, ["document.erased"])
        await shredder.round()
    assert await titles(way, "officer", "ministry_officer") == [""]
    assert (await way.last("application.documents.erased")) == {"count": 1, "left": 0}


async def test_papers_of_a_draft_that_can_no_longer_be_submitted_go_with_the_last_file_of_its_consortium(
    room_of: OpenRoom,
) -> None:
    way = await at(room_of, Stage.DRAFT)
    (document,) = await with_papers(way, "Beyanname")
    address, room = way.path(f"papers/{document}"), way.room
    assert (await way.as_coordinator().get(address)).status_code == 200
    other = await with_another(way)
    over = "UPDATE call SET closes_at = opens_at + interval '1 second' WHERE id = :id"
    submitted = "UPDATE application SET submitted_at = now(), stage = 'administrative_check' WHERE id = :id"
    async with room.desk.database.transaction() as session:
        await session.execute(text(over), {"id": (await way.record()).call_id})
        await session.execute(text(submitted), {"id": other})
    await erased(room, other)
    filed = filed_of(room.platform, NAME)
    async with room.desk.database.transaction() as session:
        with pytest.raises(DocumentErased):
            await filed.read(session, way.id, document)
    await Shredder(room.desk, filed, PERSONAL).round()
    assert (await way.last("application.documents.erased")) == {"count": 1, "left": 0}
