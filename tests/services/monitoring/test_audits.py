"""Independent audits over HTTP: the auditor is charged from outside, sees the grant, and reports on it."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from grants.calendar import start_of
from tests.rooms import ApiClient, Room
from tests.services.monitoring.life import Life, begun, ok, rules_of

pytestmark = pytest.mark.servers

CLEAN = {"until": "2027-04-01", "opinion": "unqualified"}


@pytest.fixture
async def life(room: Room) -> Life:
    """A grant one month old."""
    life = await begun(room)
    room.clock.at = start_of(date(2027, 4, 1))
    return life


def auditor_of(life: Life, person_id: str = "auditor", **facts: str) -> ApiClient:
    return life.room.api.as_(f"{person_id}-{life.id}", "independent_auditor", **facts)


async def charged(life: Life, person_id: str = "auditor", due_on: str = "2027-05-31") -> dict[str, Any]:
    body = {"person_id": f"{person_id}-{life.id}", "due_on": due_on}
    return ok(await life.officer.post(f"/grants/{life.id}/auditor", body))


async def waiting(person: ApiClient) -> list[dict[str, Any]]:
    return list(ok(await person.get("/tasks"))["entries"])


async def test_an_auditor_charged_with_a_grant_sees_it_and_has_a_report_to_give_until_it_is_given(life: Life) -> None:
    auditor = auditor_of(life)
    assert (await auditor.get(f"/grants/{life.id}")).status_code == 403
    assert await waiting(auditor) == []
    await charged(life)
    assert [one["id"] for one in ok(await auditor.get("/grants"))["entries"]] == [life.id]
    assert ok(await auditor.get(f"/grants/{life.id}"))["can"] == ["independent_audit.report"]
    (task,) = await waiting(auditor)
    assert (task["kind"], task["number"], task["due_at"]) == ("independent_audit.report", 1, "2027-05-31T21:00:00Z")
    found = {"until": "2027-04-01", "opinion": "qualified", "findings": ["Fatura eksik", "Demirbaş kaydı yok"]}
    given = await auditor.post(f"/grants/{life.id}/audit-reports", found)
    assert (given.status_code, given.json()["status"]) == (201, "reported")
    assert await waiting(auditor) == []
    (audit,) = (await life.page())["audits"]
    assert (audit["opinion"], audit["findings"], audit["until"]) == ("qualified", found["findings"], "2027-04-01")
    assert (await life.told())[-4:] == [
        "monitoring.independent_audit.assigned",
        "monitoring.independent_audit.reported",
        "monitoring.finding.made",
        "monitoring.finding.made",
    ]
    told = await life.last("monitoring.independent_audit.reported")
    assert (told.actorrole, told.data["findings"], told.data["number"]) == ("independent_auditor", 2, 1)


async def test_only_the_monitoring_officer_charges_an_auditor(life: Life) -> None:
    body = {"person_id": "auditor-x", "due_on": "2027-05-31"}
    for person in (life.coordinator, life.finance, auditor_of(life), life.room.api.as_("i", "inspector")):
        assert (await person.post(f"/grants/{life.id}/auditor", body)).status_code == 403


async def test_only_the_auditor_charged_reports_and_no_other_auditor_sees_anything(life: Life) -> None:
    await charged(life)
    for person in (life.officer, life.coordinator, auditor_of(life, "stranger")):
        assert (await person.post(f"/grants/{life.id}/audit-reports", CLEAN)).status_code == 403
    assert ok(await auditor_of(life, "stranger").get("/grants"))["entries"] == []


async def test_who_works_for_a_party_of_the_grant_cannot_audit_it(life: Life) -> None:
    await charged(life)
    of_a_member = auditor_of(life, tax_number="1234567890")
    assert (await of_a_member.post(f"/grants/{life.id}/audit-reports", CLEAN)).status_code == 403
    assert (await of_a_member.get(f"/grants/{life.id}")).status_code == 403
    assert await waiting(of_a_member) == []


async def test_another_auditor_takes_the_place_of_one_who_has_not_reported(life: Life) -> None:
    await charged(life)
    await charged(life, "second", "2027-06-30")
    assert (await auditor_of(life).get(f"/grants/{life.id}")).status_code == 403
    assert await waiting(auditor_of(life)) == []
    (task,) = await waiting(auditor_of(life, "second"))
    assert task["number"] == 2
    assert [one["status"] for one in (await life.page())["audits"]] == ["released", "assigned"]


async def test_the_same_auditor_is_charged_again_only_after_reporting(life: Life) -> None:
    await charged(life)
    body = {"person_id": f"auditor-{life.id}", "due_on": "2027-06-30"}
    again = await life.officer.post(f"/grants/{life.id}/auditor", body)
    assert (again.status_code, rules_of(again)) == (409, ["independent_audit.pending"])
    ok(await auditor_of(life).post(f"/grants/{life.id}/audit-reports", CLEAN))
    twice = await auditor_of(life).post(f"/grants/{life.id}/audit-reports", CLEAN)
    assert (twice.status_code, rules_of(twice)) == (409, ["independent_audit.not_awaited"])
    assert (await charged(life, due_on="2028-05-31"))["number"] == 2


async def test_an_auditor_comes_from_outside_and_has_time_to_report(life: Life) -> None:
    insider = {"person_id": life.contract.coordinator_id, "due_on": "2027-04-01"}
    wrong = await life.officer.post(f"/grants/{life.id}/auditor", insider)
    assert (wrong.status_code, rules_of(wrong)) == (
        422,
        ["independent_audit.outsider", "independent_audit.due_on"],
    )
    own = await life.officer.post(f"/grants/{life.id}/auditor", {"person_id": "monitor", "due_on": "2027-04-02"})
    assert rules_of(own) == ["independent_audit.outsider"]


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"until": "2027-03-01"}, ["independent_audit.until"]),
        ({"until": "2027-03-02"}, []),
        ({"until": "2027-04-02"}, ["independent_audit.until"]),
        ({"opinion": "adverse"}, ["independent_audit.findings"]),
        ({"opinion": "disclaimer", "until": "2020-01-01"}, ["independent_audit.until", "independent_audit.findings"]),
        ({"opinion": "unqualified", "findings": ["Not"]}, []),
    ],
)
async def test_a_report_covers_days_that_are_over_and_an_opinion_rests_on_findings(
    life: Life, change: dict[str, Any], rules: list[str]
) -> None:
    await charged(life)
    answer = await auditor_of(life).post(f"/grants/{life.id}/audit-reports", CLEAN | change)
    assert answer.status_code == (422 if rules else 201)
    assert (rules_of(answer) if rules else []) == rules


async def test_what_is_wrong_with_a_finding_is_said_of_the_field_it_is_wrong_with(life: Life) -> None:
    await charged(life)
    wrong = {"text": "Fatura eksik", "severity": "grave", "amount": "-3", "due_on": "2027-02-30"}
    said = CLEAN | {"opinion": "qualified", "findings": ["Demirbaş kaydı yok", wrong, " "]}
    answer = await auditor_of(life).post(f"/grants/{life.id}/audit-reports", said)
    places = {one["field"] for one in answer.json()["errors"]}
    assert places == {"findings[1].severity", "findings[1].amount", "findings[1].due_on", "findings[2].text"}


async def test_of_two_officers_who_charge_two_auditors_at_once_the_later_one_stands(life: Life) -> None:
    await asyncio.gather(charged(life, "one"), charged(life, "two"))
    audits = (await life.page())["audits"]
    assert [one["status"] for one in audits] == ["released", "assigned"]
    assert {one["number"] for one in audits} == {1, 2}


async def test_the_same_key_charges_once(life: Life) -> None:
    body, key = {"person_id": "auditor-key", "due_on": "2027-05-31"}, str(uuid4())
    first = await life.officer.post(f"/grants/{life.id}/auditor", body, key=key)
    again = await life.officer.post(f"/grants/{life.id}/auditor", body, key=key)
    assert first.json() == again.json()
    assert len((await life.page())["audits"]) == 1
