"""The story of a file is told to each reader as far as it is theirs to know."""

import json
from datetime import timedelta
from typing import Any

import pytest

from grants.contracts import application_events as application
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts.desk_events import WorkingPaperNoted
from grants.contracts.event import ActRefused, EventData, FileRead, RightsSeen
from grants.contracts.milestone_events import MilestonesLate
from grants.contracts.report_events import IndependentAuditAsked
from grants.regimes import load
from runtime.cloudevents import CloudEvent
from runtime.messages import catalogue
from services.audit.app import PLAN
from services.audit.domain.kinds import KINDS
from services.audit.domain.views import Scene
from services.audit.usecases.sentences import sentence
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import MEMBER_TAX_NUMBER, NOON, File, hear, said

pytestmark = pytest.mark.servers


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


async def story(reader: ApiClient, file: File, **query: Any) -> list[dict[str, Any]]:
    answer = await reader.get(f"/applications/{file.id}/story", **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["entries"])


def kinds(lines: list[dict[str, Any]]) -> list[str]:
    return [line["what"].removesuffix(".v1") for line in lines]


async def full(audit: Room) -> File:
    """A file up to the ranking, with the call's own events and a refusal."""
    file = File()
    published = application.CallClosed(call_id=file.call_id, applications=2)
    await hear(
        audit,
        *file.until_assessed(),
        file.decided(),
        said(published, file.call_id, "system:workflow", "system"),
        file.ranked("another"),
    )
    return file


async def test_an_inspector_is_told_everything_by_time_the_calls_part_included(audit: Room) -> None:
    file = await full(audit)
    lines = await story(audit.api.as_("mufettis", "inspector"), file)
    assert kinds(lines) == [
        "application.application.drafted",
        "application.application.submitted",
        "application.application.admitted",
        "evaluation.assignment.made",
        "evaluation.assessment.submitted",
        "evaluation.pre_evaluation.decided",
        "application.call.closed",
        "evaluation.committee.concluded",
    ]
    assert lines[4]["numbers"] == {"total": "81", "remaining": "1"}
    assert lines[4]["actor_id"] == file.evaluator
    assert lines[1]["text"] == "OSTİM başvurdu: plan toplamı 24.826.800,00 TL, istenen destek 12.413.400,00 TL."
    assert lines[7]["text"] == "Kurul kararı: seçildi; sıra 1, toplam puan 89."


@pytest.mark.parametrize("who", ["coordinator", "member"])
async def test_applicants_are_never_told_who_evaluated_them_nor_what_the_evaluation_room_said(
    audit: Room, who: str
) -> None:
    file = await full(audit)
    reader = (
        audit.api.as_(file.coordinator, "coordinator")
        if who == "coordinator"
        else audit.api.as_("uye", "consortium_member", tax_number=MEMBER_TAX_NUMBER)
    )
    lines = await story(reader, file)
    assert kinds(lines) == [
        "application.application.drafted",
        "application.application.submitted",
        "application.application.admitted",
        "application.call.closed",
    ]
    assert file.evaluator not in json.dumps(lines)
    assert "81" not in json.dumps([line["numbers"] for line in lines])


async def test_an_evaluators_name_is_hidden_from_applicants_even_on_an_event_they_may_see(audit: Room) -> None:
    file = File()
    declared = application.NegotiationPointRaised(
        application_id=file.id, call_id=file.call_id, point_id="p", title="Bütçe"
    )
    await hear(audit, *file.until_assessed(), said(declared, file.id, "kurul-1", "commission_member"))
    last = (await story(audit.api.as_(file.coordinator, "coordinator"), file))[-1]
    assert (last["actor_id"], last["actor_role"], last["text"]) == (
        "",
        "commission_member",
        "Müzakere konusu açıldı: Bütçe",
    )


async def test_an_officer_sees_who_evaluates_but_no_score_before_the_decision(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    officer = audit.api.as_("memur-1", "ministry_officer")
    assessed = (await story(officer, file))[-1]
    assert assessed["actor_id"] == file.evaluator
    assert "total" not in assessed["numbers"]
    assert "81" not in assessed["text"]
    await hear(audit, file.decided())
    assert (await story(officer, file))[4]["numbers"]["total"] == "81"


async def test_of_the_ranking_a_file_is_told_its_own_line_only(audit: Room) -> None:
    file = await full(audit)
    concluded = (await story(audit.api.as_("memur-1", "ministry_officer"), file))[-1]
    assert concluded["numbers"]["rank"] == "1"
    assert "another" not in json.dumps(concluded)


async def test_what_the_call_said_of_another_application_is_not_this_ones_story(audit: Room) -> None:
    file = File()
    other = evaluation.CommitteeScored(call_id=file.call_id, application_id="another", member_id="kurul-1")
    own = evaluation.CommitteeScored(call_id=file.call_id, application_id=file.id, member_id="kurul-2")
    await hear(audit, *file.until_assessed(), said(other, file.call_id), said(own, file.call_id))
    lines = await story(audit.api.as_("mufettis", "inspector"), file)
    assert kinds(lines).count("evaluation.committee.scored") == 1


def refusal(file: File, actor: str) -> CloudEvent:
    event = said(ActRefused(act="POST /applications/{id}/withdrawal", rule="wrong_stage"), file.id, actor, "")
    return event.model_copy(update={"type": "application.act.refused.v1"})


async def test_a_refusal_is_told_to_the_ministry_and_to_whom_it_met(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed(), refusal(file, file.coordinator), refusal(file, "stranger"))
    assert kinds(await story(audit.api.as_("memur-1", "ministry_officer"), file)).count("application.act.refused") == 2
    lines = await story(audit.api.as_(file.coordinator, "coordinator"), file)
    assert kinds(lines)[-1] == "application.act.refused"
    assert kinds(lines).count("application.act.refused") == 1
    assert lines[-1]["text"].startswith("Yapılmak istendi ve reddedildi: geri çekilme (")


@pytest.mark.parametrize("role", ["ministry_officer", "inspector", "commission_member"])
async def test_who_evaluates_a_file_learns_of_the_others_by_no_other_role_before_it_is_decided(
    audit: Room, role: str
) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    person = audit.api.as_(file.evaluator, "evaluator", role)
    addresses = [f"/applications/{file.id}/story", f"/applications/{file.id}/ledger"]
    assert [(await person.get(one)).status_code for one in addresses] == [403, 403]
    await hear(audit, file.decided())
    after = 403 if role == "inspector" else 200  # who judged a file is no inspector of it, then or ever
    assert (await person.get(addresses[0])).status_code == after


async def test_strangers_evaluators_and_the_conflicted_are_refused(audit: Room) -> None:
    file = File()
    conflict = evaluation.CommitteeConflictDeclared(call_id=file.call_id, application_id=file.id, member_id="kurul-1")
    declined = evaluation.AssignmentDeclined(application_id=file.id, assignment_id="g2", conflict=True)
    await hear(
        audit, *file.until_assessed(), said(conflict, file.call_id), said(declined, file.id, "deg-2", "evaluator")
    )
    for person, roles, facts in (
        ("baska", ("coordinator",), {}),
        ("uye", ("consortium_member",), {"tax_number": "0000000000"}),
        (file.evaluator, ("evaluator",), {}),
        ("kurul-1", ("committee_chair", "ministry_officer"), {}),
        ("deg-2", ("evaluator", "ministry_officer"), {}),
        ("maliye", ("finance_officer",), {}),
        ("yonetici", ("administrator",), {}),
        ("kimse", (), {}),
    ):
        answer = await audit.api.as_(person, *roles, **facts).get(f"/applications/{file.id}/story")
        assert answer.status_code == 403, person


async def test_a_coordinator_is_known_from_the_draft_on_and_members_from_admission(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed()[:2])
    assert await story(audit.api.as_(file.coordinator, "coordinator"), file)
    member = audit.api.as_("uye", "consortium_member", tax_number=MEMBER_TAX_NUMBER)
    assert (await member.get(f"/applications/{file.id}/story")).status_code == 403
    await hear(audit, file.until_assessed()[2])
    assert await story(member, file)


async def test_once_it_is_a_grant_those_who_follow_grants_may_read_on(audit: Room) -> None:
    file = File()
    await hear(audit, said(file.concluded(), file.id))
    finance = audit.api.as_("maliye", "finance_officer")
    assert kinds(await story(finance, file)) == ["application.contract.concluded"]


async def test_a_story_is_read_in_pages_by_time_whatever_came_first(audit: Room) -> None:
    file = File()
    events = [
        event.model_copy(update={"time": NOON + timedelta(hours=n)}) for n, event in enumerate(file.until_assessed())
    ]
    await hear(audit, *reversed(events))
    inspector = audit.api.as_("mufettis", "inspector")
    first = (await inspector.get(f"/applications/{file.id}/story", limit=2)).json()
    second = (await inspector.get(f"/applications/{file.id}/story", limit=3, after=first["after"])).json()
    assert [line["event_id"] for line in first["entries"] + second["entries"]] == [event.id for event in events]
    assert second["after"] is None


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("type_name", sorted(KINDS))
def test_every_kind_of_event_has_a_sentence_in_both_languages(language: str, type_name: str) -> None:
    subject = type_name.removesuffix(".v1")
    is_everybodys = subject.endswith(
        ("act.refused", "file.read", "rights.seen", "outbox.pruned", "data.emptied", "documents.erased")
    )
    key = f"story.{subject.partition('.')[2] if is_everybodys else subject}"
    texts = catalogue("grants", "runtime")
    assert any(known == key or known.startswith(f"{key}.") for known in texts.texts[language])


@pytest.mark.parametrize(
    ("data", "turkish"),
    [
        (
            IndependentAuditAsked(grant_id="g", application_id="g", number=1, cause="yearly", year=2),
            "Bağımsız denetçi görevlendirilmesi gerekiyor: yıllık denetim.",
        ),
        (
            MilestonesLate(grant_id="g", application_id="g", quarter=6, keys=("M1", "M2"), explanations=()),
            "6. çeyreğin ulaşıldığı bildirilmeyen kilometre taşı sayısı: 2.",
        ),
        (WorkingPaperNoted(application_id="a", sample_id="s", kind="remark", text="x"), "(not): x"),
        (
            RightsSeen(person_id="p", added=("role:inspector", "role:x", "organisation:OSTİM"), gone=("on_behalf_of",)),
            "verilen rol: Müfettiş, rol: x, kurum: OSTİM; alınan bir başkası adına.",
        ),
        (RightsSeen(person_id="p", first=True), "Bu birime ilk kez geldi; yetkileri: hiçbiri."),
        (FileRead(act="GET /applications/{application_id}/ledger"), "Okundu: kayıt defteri."),
        (FileRead(act="GET /grants/{grant_id}/{paper}", downloaded=True), "alındı: dosyadan bir belge."),
    ],
)
def test_people_read_words_and_no_codes_or_addresses(data: EventData, turkish: str) -> None:
    kind = data.type_name().replace("{room}", "monitoring")
    scene = Scene("e", NOON, kind, "p", "inspector", "", "", data.model_dump(mode="json"))
    assert sentence(catalogue("grants", "runtime"), "tr", scene).endswith(turkish)


def test_midnight_ends_and_last_days_are_said_as_people_count_them() -> None:
    texts = catalogue("grants", "runtime")
    notice = monitoring.ExtensionDecided(
        grant_id="g", application_id="g", extension_id="u", granted=True, new_end="2024-05-02"
    )
    event = said(notice, "g")
    scene = Scene(event.id, NOON, event.type, "p", "monitoring_officer", "", "", event.data)
    assert sentence(texts, "tr", scene) == "Süre 1 Mayıs 2024 sonuna kadar uzatıldı."
    assert sentence(texts, "en", scene) == "Extended to the end of 1 May 2024."
    entered = application.StageEntered(
        application_id="a", call_id="c", stage="completion", due_at="2027-03-14T21:00:00Z"
    )
    told = said(entered, "a")
    scene = Scene(told.id, NOON, told.type, "p", "", "", "", told.data)
    assert sentence(texts, "tr", scene) == "Aşama: eksik giderme; süre 14 Mart 2027 24:00."


def test_the_end_of_a_draft_that_lapsed_is_told_in_words() -> None:
    lapsed = application.ApplicationEnded(
        application_id="a", call_id="c", outcome="lapsed", stage="draft", reason="reason.call_closed"
    )
    told = said(lapsed, "a")
    scene = Scene(told.id, NOON, told.type, "workflow", "system", "", "", told.data)
    ending = sentence(catalogue("grants"), "tr", scene)
    assert ending == "Başvuru sonuçlandı: süresi doldu. Çağrı kapandığında başvuru gönderilmemişti."


def test_a_beginning_at_midnight_is_that_day_and_an_end_the_day_before() -> None:
    published = application.CallPublished(
        call_id="c",
        name="2. Çağrı",
        regime="kdp-2014",
        revision="1",
        opens_at="2027-02-28T21:00:00Z",
        closes_at="2027-05-29T21:00:00Z",
        envelope="25000000",
    )
    told = said(published, "c")
    scene = Scene(told.id, NOON, told.type, "p", "", "", "", told.data)
    assert sentence(catalogue("grants"), "tr", scene) == (
        "Çağrı yayımlandı: 2. Çağrı; 1 Mart 2027 00:00 ile 29 Mayıs 2027 24:00 arasında, bütçe 25.000.000,00 TL."
    )


def test_amounts_are_told_in_lira_where_the_regime_of_an_event_is_not_known() -> None:
    made = monitoring.ClaimMade(grant_id="g", application_id="g", claim_id="c", amount="1000.00")
    told = said(made, "g")
    for regime in ("", "kdp-1066@1", "kdp-2014@1", load("kdp-2014").pinned):
        scene = Scene(told.id, NOON, told.type, "p", "coordinator", "", regime, told.data)
        assert "1.000,00 TL" in sentence(catalogue("grants"), "tr", scene)


def test_amounts_are_told_in_the_currency_of_the_regime() -> None:
    made = monitoring.ClaimMade(grant_id="g", application_id="g", claim_id="c", amount="1000.00")
    told = said(made, "g")
    scene = Scene(told.id, NOON, told.type, "p", "coordinator", "", load("urge-2010-8").pinned, told.data)
    assert "1.000,00 USD" in sentence(catalogue("grants"), "tr", scene)
    assert "USD 1,000.00" in sentence(catalogue("grants"), "en", scene)


def test_an_event_whose_shape_is_not_known_is_still_told() -> None:
    texts = catalogue("grants", "runtime")
    unknown = Scene("e", NOON, "monitoring.future.happened.v1", "p", "", "", "", {"x": {"y": 1}})
    assert sentence(texts, "tr", unknown) == "Kayıt: monitoring.future.happened.v1."
    broken = Scene("e", NOON, "monitoring.claim.paid.v1", "p", "", "", "", {"amount": "çok"})
    assert sentence(texts, "tr", broken) == "Ödendi: çok, ."
