"""The minutes of a committee: what they say, to whom, and when they are signed in full."""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from grants.contracts.stages import CommitteeDecision
from grants.regimes import keys, load
from grants.regimes.words import Background
from services.evaluation.domain.board import Board
from services.evaluation.domain.minutes_text import MinutesFacts, minutes_text
from services.evaluation.domain.records import (
    CallFile,
    Committee,
    CommitteeMember,
    CommitteeStatus,
    Item,
    Placement,
    SeatKind,
)
from services.evaluation.usecases.minutes_paper import minutes_paper
from tests.rooms import ApiClient
from tests.services.evaluation.acts import FULL, Case, open_with, rules_of
from tests.services.evaluation.sitting import Sitting, concluded, seated, sitting

AT = datetime(2027, 3, 8, 9, 0, 0, 7, tzinfo=UTC)


def facts(regime: str = "kdp-2014") -> MinutesFacts:
    """Three members on two applications; "c" has left for the second, and "y" has come for it."""
    rules = load(regime)
    people = [("a", SeatKind.FULL, 1), ("b", SeatKind.FULL, 2), ("c", SeatKind.FULL, 3), ("y", SeatKind.SUBSTITUTE, 1)]
    scores = {(one, who): 31 for one in ("A1", "A2") for who in "abcy"}
    return MinutesFacts(
        board=Board(
            committee=Committee(
                call_id="c1",
                status=CommitteeStatus.CONCLUDED,
                chair_id="a",
                present=("a", "b", "c", "y"),
                envelope=Decimal("100.00"),
                usable=Decimal("150.00"),
                reason="Ek ödenek",
                concluded_at=AT,
            ),
            members=tuple(
                CommitteeMember(
                    call_id="c1",
                    person_id=who,
                    name=f"Üye {who}",
                    background=Background.PRIVATE_SECTOR,
                    seat=seat,
                    ordinal=place,
                )
                for who, seat, place in people
            ),
            items=tuple(Item(call_id="c1", application_id=one, evaluators_mean="226/3") for one in ("A1", "A2")),
            conflicts=frozenset({("A2", "c")}),
            scores=scores,
        ),
        call=CallFile(call_id="c1", name="2. Çağrı", regime=regime, revision=rules.revision, envelope=Decimal(100)),
        names={"A1": "Çağdaş Işık", "A2": "Öğüt Küme"},
        placements=tuple(
            Placement(
                call_id="c1",
                application_id=one,
                rank=place,
                total="235/3",
                decision=CommitteeDecision.SELECTED,
                requested=Decimal("60.00"),
                within_envelope=True,
            )
            for place, one in enumerate(("A2", "A1"), start=1)
        ),
        motions=(),
        ballots=(),
    )


def text_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages)


@pytest.mark.parametrize("key", keys())
async def test_the_paper_says_who_sat_for_what_and_why_not_under_every_regime(key: str) -> None:
    given, rules = facts(key), load(key)
    text = text_of(await minutes_paper(given))
    for said in (
        rules.names.board.value.tr,
        "2. Çağrı",
        rules.revision,
        "Asıl 1, başkan Üye a özel sektör yer alabilir",
        "Çağdaş Işık",
        "Üye c çıkar çatışması nedeniyle salondan ayrıldı; sayılmadı",
        "Üye y yedek üye olarak, sırası geldiği için oturdu",
        "Oturan 3, gereken 2/3",
        "Değerlendiricilerin ortalaması: 75,33. Kurulun ortalaması: 31.",
        "Kullanılabilir bütçe: 150,00",
        "Gerekçe: Ek ödenek",
        "08.03.2027 12:00",
    ):
        assert said in text, said


async def test_points_are_said_by_name_only_where_the_regime_does_not_keep_them_secret() -> None:
    is_open, is_secret = minutes_text(facts()), minutes_text(facts("kdp-2022"))
    assert [item["scores"] for item in is_secret["items"]] == [[], []]
    assert [item["mean"] for item in is_secret["items"]] == ["31", "31"]
    assert is_open["items"][0]["scores"] == [["Üye a", "31"], ["Üye b", "31"], ["Üye c", "31"]]


async def test_an_extract_says_nothing_of_the_hidden_item_nor_where_the_others_stand() -> None:
    extract = minutes_text(replace(facts(), hidden=frozenset({"A2"})))
    said = str(extract)
    assert not [secret for secret in ("A2", "Öğüt Küme", "150", "Ek ödenek", "100.00") if secret in said]
    assert extract["ranking"] == [["–", "Çağdaş Işık", "78,33", "60,00 TL", "Seçildi"]]
    assert extract["is_extract"]
    assert not minutes_text(facts())["is_extract"]


async def test_the_same_facts_give_the_same_bytes_and_others_do_not() -> None:
    first = await minutes_paper(facts())
    assert first == await minutes_paper(facts())
    assert first != await minutes_paper(replace(facts(), hidden=frozenset({"A2"})))


async def test_what_people_wrote_is_text_and_never_markup() -> None:
    written = '#read("/etc/hostname") $x$ *b* \\ "q" <tag>'
    text = text_of(await minutes_paper(replace(facts(), names={"A1": written, "A2": "B"})))
    assert re.sub(r"\s", "", written) in re.sub(r"\s", "", text)


async def paper_of(at: Sitting, client: ApiClient) -> bytes:
    answer = await client.get(f"{at.path}/minutes.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


async def sign(at: Sitting, who: str, document: str) -> tuple[int, dict[str, object]]:
    answer = await at.case.member(who).post(f"{at.path}/minutes/signature", {"document": document})
    return answer.status_code, answer.json()


@pytest.mark.servers
async def test_the_chair_prepares_the_minutes_and_whoever_sat_reads_the_same_paper(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    assert (await at.case.chair.post(f"{at.path}/minutes")).status_code == 409
    await at.act("k1", one, "open")
    await at.carry(one, kind="negotiate", points=[{"title": "Kiralar", "text": "Üç yıl"}])
    await at.act("k2", one, "motions", kind="recommend", conditions=["Rapor üç ayda bir"])
    await at.vote(one, "+++-0", 2)
    await at.act("k1", one, "motions/2/decide")
    await at.act("k4", one, "motions/2/dissent", text="Bütçe yüksek")
    await staffed.score_all(at.call, one, 30)
    await at.act("k1", one, "close")
    await staffed.conclude(at.call)
    assert (await staffed.inspector.get(f"{at.path}/minutes")).status_code == 404
    for client in (staffed.officer, staffed.member("k2"), staffed.inspector):
        assert (await client.post(f"{at.path}/minutes")).status_code == 403
    prepared = await staffed.chair.post(f"{at.path}/minutes")
    assert prepared.status_code == 201, prepared.text
    for client in (staffed.chair, staffed.member("k2"), staffed.officer, staffed.inspector):
        paper = await paper_of(at, client)
        assert hashlib.sha256(paper).hexdigest() == prepared.json()["document"]
    text = text_of(paper)
    for said in (
        "08.03.2027 10:00–10:30",
        "Ankara, toplantı salonu 3",
        "Kiralar: Üç yıl",
        "2. Destek önerisi: kabul edildi",
        "Rapor üç ayda bir",
        "Oylar: 3 kabul, 1 ret, 1 çekimser",
        "Karşı oy, K4: Bütçe yüksek",
        "Kurulun ortalaması: 30.",
    ):
        assert said in text, said


@pytest.mark.servers
async def test_the_minutes_are_complete_once_the_chair_and_a_majority_have_signed(staffed: Case) -> None:
    at = await concluded(staffed, "75")
    document = (await staffed.chair.post(f"{at.path}/minutes")).json()["document"]
    for who, complete in (("k2", False), ("k3", False), ("k4", False), ("k1", True), ("k5", True)):
        status, answer = await sign(at, who, document)
        assert (status, answer["complete"]) == (200, complete), who
    told = [event for event in await staffed.room.told(at.call) if "minutes_signed" in event.type]
    assert [event.data["is_complete"] for event in told] == [False, False, False, True, True]
    twice, refused = await sign(at, "k2", document)
    assert (twice, refused["errors"][0]["rule"]) == (409, "minutes.signed")
    again = await staffed.chair.post(f"{at.path}/minutes")
    assert (again.status_code, rules_of(again)) == (409, ["minutes.complete"])


@pytest.mark.servers
async def test_only_the_paper_as_it_is_now_can_be_signed(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+++--")
    await at.act("k1", one, "motions/1/decide")
    await staffed.score_all(at.call, one, 30)
    await at.act("k1", one, "close")
    await staffed.conclude(at.call)
    first = (await staffed.chair.post(f"{at.path}/minutes")).json()["document"]
    status, refused = await sign(at, "k2", "0" * 64)
    assert (status, refused["errors"][0]["rule"]) == (409, "minutes.other_document")
    assert (await sign(at, "k2", first))[0] == 200
    same = await staffed.chair.post(f"{at.path}/minutes")
    assert [one["person_id"] for one in same.json()["signatures"]] == ["k2"]
    await at.act("k5", one, "motions/1/dissent", text="Bütçe yüksek")
    status, refused = await sign(at, "k3", first)
    assert (status, refused["errors"][0]["rule"]) == (409, "minutes.stale")
    second = (await staffed.chair.post(f"{at.path}/minutes")).json()
    assert (second["signatures"], second["document"] != first) == ([], True)
    assert (await sign(at, "k3", first))[0] == 409
    assert (await sign(at, "k3", second["document"]))[0] == 200


@pytest.mark.servers
async def test_a_member_in_conflict_reads_and_signs_the_minutes_without_that_item(staffed: Case) -> None:
    at = await sitting(staffed)
    one, other = at.applications
    await staffed.member("k2").post(f"{at.path}/conflicts", {"application_id": one})
    await at.begin(*FULL)
    await at.act("k1", one, "open")
    await staffed.score_all(at.call, one, 30, ("k1", *FULL[2:]))
    await at.act("k1", one, "close")
    await at.hear(other)
    await staffed.conclude(at.call)
    whole = (await staffed.chair.post(f"{at.path}/minutes")).json()["document"]
    mine = (await staffed.member("k2").get(f"{at.path}/minutes")).json()
    assert mine["is_extract"]
    assert mine["document"] != whole
    paper = await paper_of(at, staffed.member("k2"))
    assert hashlib.sha256(paper).hexdigest() == mine["document"]
    assert one not in text_of(paper)
    assert other in text_of(paper)
    assert (await sign(at, "k2", whole))[0] == 409
    assert (await sign(at, "k2", mine["document"]))[0] == 200
    (told,) = [event for event in await staffed.room.told(at.call) if "minutes_signed" in event.type]
    assert told.data["is_extract"]


@pytest.mark.servers
async def test_minutes_of_a_committee_without_sessions_are_prepared_and_signed_too(staffed: Case) -> None:
    call, (one,) = await open_with(staffed, "75")
    at = Sitting(staffed, call, [one])
    await staffed.attend(call, *FULL[:3])
    await staffed.score_all(call, one, 30, FULL[:3])
    await staffed.conclude(call)
    document = (await staffed.chair.post(f"{at.path}/minutes")).json()["document"]
    assert (await sign(at, "k4", document))[0] == 403
    assert (await sign(at, "k2", document))[1]["complete"] is False
    assert (await sign(at, "k1", document))[1]["complete"] is True


@pytest.mark.servers
async def test_minutes_are_shown_to_nobody_who_did_not_sit_or_does_not_oversee(staffed: Case) -> None:
    at = await concluded(staffed, "75")
    await staffed.chair.post(f"{at.path}/minutes")
    strangers = ("coordinator", "consortium_member", "evaluator", "committee_member", "committee_chair")
    for role in (*strangers, "ministers_office", "administrator", "finance_officer"):
        client = staffed.room.api.as_("someone", role)
        for path in ("minutes", "minutes.pdf"):
            assert (await client.get(f"{at.path}/{path}")).status_code == 403, role
    for client in (staffed.member("y1"), staffed.room.api.as_("y1", "committee_member", "ministry_officer")):
        assert (await client.get(f"{at.path}/minutes.pdf")).status_code == 403
