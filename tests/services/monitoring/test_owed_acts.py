"""Development reports, complaints, findings and escalations over HTTP: who acts, what is told, what waits for whom."""

from datetime import date
from typing import Any

import pytest

from grants.calendar import start_of
from grants.contracts.stages import DeadlineKind
from grants.decisions import recompute
from grants.explanation import Explanation
from grants.regimes import load
from tests.rooms import ApiClient, Room
from tests.services.monitoring.life import Life, begun, ok, rules_of

pytestmark = pytest.mark.servers

NEW = load("kdp-2022")
PARTS = {"technical": "t", "administrative": "a", "financial": "f"}


async def waiting(person: ApiClient, life: Life) -> list[str]:
    entries = ok(await person.get("/tasks", limit=200))["entries"]
    return sorted(one["kind"] for one in entries if one["grant_id"] == life.id)


async def test_a_report_that_does_not_come_is_reminded_of_late_and_escalated(room: Room) -> None:
    life = await begun(room)
    for kind in (DeadlineKind.PERIOD_END, DeadlineKind.REPORT_REMINDER, DeadlineKind.REPORT_DUE):
        await life.travel(kind)
        assert "report.escalated" not in await waiting(life.officer, life)
    await life.travel(DeadlineKind.REPORT_ESCALATION)
    told = await life.told()
    assert told[-4:] == [f"monitoring.report.{one}" for one in ("opened", "reminded", "late", "escalated")]
    for address in ("reminded", "escalated"):
        (why,) = (await life.last(f"monitoring.report.{address}")).data["explanations"]
        assert recompute(Explanation.model_validate(why)).model_dump(mode="json") == why
    assert await waiting(life.officer, life) == ["report.escalated"]
    ok(await life.file_report(1, I1="1.00"))
    assert await waiting(life.officer, life) == ["report.decide"]


async def developed(room: Room) -> Life:
    """A grant under the rules of 2022 whose first development report is asked for."""
    life = await begun(room, regime=NEW.key, revision=NEW.revision)
    await life.travel(DeadlineKind.DEVELOPMENT_OPENING)
    return life


def decision(word: str, on: str = "2029-03-05") -> dict[str, str]:
    return {"decision": word, "reason": "Two of six indicators stand still.", "paper": "DK-7", "decided_on": on}


async def test_the_board_s_decision_to_end_is_put_on_record_and_ends_the_grant(room: Room) -> None:
    life = await developed(room)
    path = f"/grants/{life.id}/development-reports/1"
    assert "development.submit" in await waiting(life.coordinator, life)
    assert (await life.officer.post(path, PARTS)).status_code == 403
    missing = await life.coordinator.post(path, {"technical": "t"})
    assert rules_of(missing) == ["development.part_missing"] * 2
    early = await life.officer.post(f"{path}/decide", decision("end"))
    assert (early.status_code, rules_of(early)) == (409, ["development_stage.open"])
    ok(await life.coordinator.post(path, PARTS))
    assert "development.decide" in await waiting(life.officer, life)
    room.clock.at = start_of(date(2029, 3, 10))
    assert (await life.coordinator.post(f"{path}/decide", decision("end"))).status_code == 403
    done = ok(await life.officer.post(f"{path}/decide", decision("end")))
    assert (done["decision"], done["paper"], done["decided_on"]) == ("end", "DK-7", "2029-03-05")
    page = await life.page()
    assert (page["status"], page["termination_reason"]) == ("terminated", "Two of six indicators stand still.")
    event = await life.last("monitoring.development_report.decided")
    (why,) = event.data["explanations"]
    assert Explanation.model_validate(why).outcome == "end"
    assert "monitoring.grant.terminated" in await life.told()
    assert [one["decision"] for one in page["development"]] == ["end"]


async def test_where_the_board_lets_support_go_on_the_next_report_is_two_years_later(room: Room) -> None:
    life = await developed(room)
    path = f"/grants/{life.id}/development-reports/1"
    ok(await life.coordinator.post(path, PARTS))
    ok(await life.coordinator.post(path, {**PARTS, "technical": "better"}))
    ok(await life.officer.post(f"{path}/decide", decision("continue", "2029-03-01")))
    again = await life.officer.post(f"{path}/decide", decision("end", "2029-03-01"))
    assert (again.status_code, rules_of(again)) == (409, ["development_stage.decided"])
    found = [one for one in await life.deadlines() if one.kind is DeadlineKind.DEVELOPMENT_OPENING]
    assert [(one.number, one.at) for one in found] == [(2, start_of(date(2031, 3, 1)))]
    ground = {"ground": "development", "reason": "Without the board."}
    alone = await life.officer.post(f"/grants/{life.id}/terminate", ground)
    assert (alone.status_code, rules_of(alone)) == (422, ["termination.undecided"])


async def audited(life: Life, *findings: Any) -> None:
    body = {"person_id": f"auditor-{life.id}", "due_on": "2027-06-30"}
    ok(await life.officer.post(f"/grants/{life.id}/auditor", body))
    auditor = life.room.api.as_(f"auditor-{life.id}", "independent_auditor")
    said = {"until": "2027-03-02", "opinion": "qualified", "findings": list(findings)}
    ok(await auditor.post(f"/grants/{life.id}/audit-reports", said))


async def test_a_complaint_asks_for_an_auditor_and_the_charge_settles_it(room: Room) -> None:
    life = await begun(room)
    path = f"/grants/{life.id}/audit-complaints"
    assert (await life.coordinator.post(path, {"ground": "x"})).status_code == 403
    duty = ok(await life.officer.post(path, {"ground": "A letter of a member."}))
    assert (duty["cause"], duty["audit"]) == ("complaint", None)
    assert await waiting(life.officer, life) == ["independent_audit.assign"]
    body = {"person_id": f"auditor-{life.id}", "due_on": "2027-03-10"}
    ok(await life.officer.post(f"/grants/{life.id}/auditor", body))
    assert await waiting(life.officer, life) == []
    await life.travel(DeadlineKind.AUDIT_REPORT_DUE)
    assert await waiting(life.officer, life) == ["independent_audit.late"]
    assert (await life.last("monitoring.independent_audit.late")).data["auditor_id"] == f"auditor-{life.id}"


async def test_a_year_of_the_contract_that_is_over_asks_for_an_auditor(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.AUDIT_DUE)
    told = await life.last("monitoring.independent_audit.asked")
    assert (told.data["cause"], told.data["year"], len(told.data["explanations"])) == ("yearly", 1, 1)
    assert "independent_audit.assign" in await waiting(life.officer, life)


async def test_findings_go_from_the_auditor_to_the_coordinator_to_the_officer(room: Room) -> None:
    life = await begun(room)
    room.clock.at = start_of(date(2027, 4, 1))
    heavy = {"text": "Two invoices are missing.", "severity": "critical", "amount": "240.00", "due_on": "2027-04-20"}
    await audited(life, heavy, "No register of assets.")
    assert (await life.told()).count("monitoring.finding.made") == 2
    page = await life.page()
    assert [(one["severity"], one["amount"]) for one in page["findings"]] == [("critical", "240.00"), ("minor", "0.00")]
    assert await waiting(life.coordinator, life) == ["finding.answer"] * 2
    path = f"/grants/{life.id}/findings/1"
    assert (await life.officer.post(f"{path}/answer", {"answer": "x"})).status_code == 403
    ok(await life.coordinator.post(f"{path}/answer", {"answer": "Here they are."}))
    assert await waiting(life.officer, life) == ["finding.decide"]
    ok(await life.officer.post(f"{path}/decide", {"closed": False, "reason": "One is still missing."}))
    await life.travel(DeadlineKind.FINDING_DUE)
    assert await waiting(life.officer, life) == ["finding.late"]
    ok(await life.coordinator.post(f"{path}/answer", {"answer": "The other one."}))
    for number in (1, 2):
        closed = {"closed": True, "reason": "Seen."}
        ok(await life.officer.post(f"/grants/{life.id}/findings/{number}/decide", closed))
    assert await waiting(life.coordinator, life) == []
    late = await life.coordinator.post(f"{path}/answer", {"answer": "x"})
    assert (late.status_code, rules_of(late)) == (409, ["finding_stage.closed"])
    assert (await life.coordinator.post(f"/grants/{life.id}/findings/9/answer", {"answer": "x"})).status_code == 404


async def test_an_open_finding_keeps_a_claim_from_being_approved(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="100.00")
    claim = await life.claimed()
    body = {"person_id": f"auditor-{life.id}", "due_on": "2028-06-30"}
    ok(await life.officer.post(f"/grants/{life.id}/auditor", body))
    auditor = life.room.api.as_(f"auditor-{life.id}", "independent_auditor")
    said = {"until": "2027-08-01", "opinion": "adverse", "findings": ["All of it."]}
    ok(await auditor.post(f"/grants/{life.id}/audit-reports", said))
    stopped = await life.officer.post(f"/claims/{claim['id']}/approve")
    assert (stopped.status_code, rules_of(stopped)) == (409, ["finding.blocks_payment"])
    ok(await life.officer.post(f"/grants/{life.id}/findings/1/decide", {"closed": True, "reason": "Seen."}))
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
