"""The closing report: what it says, what it may not say, and the way from draft to the settlement that rests on it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from grants.breach import RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.closing_events import ClosingPart
from grants.contracts.stages import DeadlineKind
from grants.workplan import WorkPlan
from services.monitoring.domain import closing, ending, expiring, falls
from services.monitoring.domain.audit_facts import Finding, FindingStatus, Severity
from services.monitoring.domain.clock import deadlines, derive
from services.monitoring.domain.closing_facts import Asset, ClosingSaid, ClosingStatus
from services.monitoring.domain.errors import ClosingMissing, ClosingSubmittedAlready
from services.monitoring.domain.facts import GrantFile, IndicatorValue, Spending
from services.monitoring.domain.milestone_facts import Milestone, MilestoneStatus
from services.monitoring.domain.money_facts import Guarantee, GuaranteeStatus
from services.monitoring.domain.risk_facts import Hold
from services.monitoring.domain.states import GrantStatus, ReportStatus
from tests.rooms import Room
from tests.services.monitoring.life import CLOSING, RULES, Life, due, file_of, ok, plan, rules_of
from tests.services.monitoring.test_closing import ended as ended_in

SIGNED = date(2027, 3, 1)
ENDED = start_of(date(2032, 3, 1))
DAYS = RULES.deadlines.closing_days.value
SAID = ClosingSaid("Done.")


def ended(*spent: tuple[str, str], **values: int) -> GrantFile:
    """A grant whose support has ended, with one report, accepted: what was spent by item, and indicators."""
    file = file_of(SIGNED)
    report = replace(file.reports[0], status=ReportStatus.ACCEPTED, period_ends_on=date(2032, 3, 1))
    spending = tuple(Spending("g", 1, item, Decimal(amount)) for item, amount in spent)
    numbers = tuple(IndicatorValue("g", 1, code, value) for code, value in values.items())
    file = replace(file, reports=(report,), spending=spending, indicators=numbers)
    return falls.await_closing(file, GrantStatus.CLOSING, date(2032, 3, 1), ENDED, RULES)


def sent(file: GrantFile | None = None) -> GrantFile:
    return closing.submit(file or ended(), SAID, "coordinator", ENDED)


def returned() -> GrantFile:
    return closing.give_back(sent(), {ClosingPart.ASSETS: "where?"}, "", "officer", ENDED, RULES)


def wrong(file: GrantFile, said: ClosingSaid, *known: str) -> list[tuple[str, str]]:
    with pytest.raises(RulesBroken) as refused:
        closing.submit(file, said, "coordinator", ENDED, None, known)
    return [(one.rule, one.subject) for one in refused.value.breaches]


def test_a_report_that_was_returned_has_the_full_time_again_and_its_reminder_after_it() -> None:
    file = returned()
    again = start_of(date(2032, 3, 2) + timedelta(days=DAYS))
    assert due(deadlines(file, RULES), DeadlineKind.CLOSING_DUE) == again
    (derived,) = [one for one in derive(file, RULES) if one.name == "closing_due"]
    assert [(one.rule, one.asked, one.allowed) for one in derived.steps] == [
        ("step.date.closing_returned", "2032-03-01", str(DAYS))
    ]
    (next_due,) = [one for one in deadlines(file, RULES) if one.kind is DeadlineKind.CLOSING_DUE]
    assert expiring.explained(file, next_due, again, RULES).outcome == "overdue"
    file = falls.fall(file, next_due, again, RULES)
    assert closing.may_settle(file), "it never came again, in spite of a reminder"
    assert ending.number_of_closing(file) == 0


def test_a_closing_is_reminded_of_once_the_days_of_the_regime_ahead_and_anew_after_a_return() -> None:
    before = RULES.reporting.reminder_days_before.value
    last = due(deadlines(ended(), RULES), DeadlineKind.CLOSING_DUE)
    assert last is not None
    (found,) = [one for one in deadlines(ended(), RULES) if one.kind is DeadlineKind.CLOSING_REMINDER]
    assert found.at == last - timedelta(days=before)
    assert expiring.explained(ended(), found, found.at, RULES).outcome == "report_reminded"
    told = falls.fall(ended(), found, found.at, RULES)
    assert due(deadlines(told, RULES), DeadlineKind.CLOSING_REMINDER) is None
    later = found.at + timedelta(days=1)
    again = closing.submit(told, SAID, "coordinator", later)
    assert due(deadlines(again, RULES), DeadlineKind.CLOSING_REMINDER) is None
    again = closing.give_back(again, {}, "more", "officer", later, RULES)
    anew = due(deadlines(again, RULES), DeadlineKind.CLOSING_REMINDER)
    assert anew == start_of(istanbul_day(later) + timedelta(days=1 + DAYS - before))
    overdue = again.with_grant(closing_reminders=1)
    assert due(deadlines(overdue, RULES), DeadlineKind.CLOSING_REMINDER) is None


def test_while_it_waits_for_a_decision_or_was_returned_nothing_is_settled() -> None:
    settler = ending.Settler("officer", ENDED, "last")
    for file in (ended(), sent(), returned()):
        assert not closing.may_settle(file)
        with pytest.raises(ClosingMissing):
            ending.settle(file, settler, RULES)
    reminded = ended().with_grant(closing_reminders=1)
    assert not closing.may_settle(sent(reminded)), "sent after a reminder, it is decided on all the same"
    done = ending.settle(closing.accept(sent(), "", "officer", ENDED), settler, RULES)
    assert done.settlement is not None
    assert done.settlement.result["closing_report"] == 1


def test_a_report_is_decided_on_once_and_sent_once_until_it_is_returned() -> None:
    with pytest.raises(ClosingSubmittedAlready):
        sent(sent())
    for file in (ended(), returned(), closing.accept(sent(), "", "officer", ENDED)):
        with pytest.raises(ClosingMissing):
            closing.accept(file, "", "officer", ENDED)
    second = sent(returned())
    assert [(one.number, one.status) for one in second.closing_reports] == [
        (1, ClosingStatus.RETURNED),
        (2, ClosingStatus.SUBMITTED),
    ]
    assert second.closing_reports[0].remarks == {"assets": "where?"}


def test_a_return_says_what_is_to_be_done() -> None:
    with pytest.raises(RulesBroken) as refused:
        closing.give_back(sent(), {}, "", "officer", ENDED, RULES)
    assert [one.rule for one in refused.value.breaches] == ["closing.no_remark"]
    assert closing.last(closing.give_back(sent(), {}, "all", "officer", ENDED, RULES)) is not None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("100.00",), []),
        (("60.00", "40.00"), []),
        (("100.01",), [("closing.asset_value", "assets[0].value")]),
        (("60.00", "40.01"), [("closing.asset_value", "assets[1].value")]),
    ],
)
def test_the_assets_of_an_item_are_worth_no_more_than_was_realised_of_it(
    values: tuple[str, ...], found: list[tuple[str, str]]
) -> None:
    said = replace(SAID, assets=tuple(Asset("CNC", "OSTİM", "I1", value) for value in values))
    file = ended(("I1", "100.00"), ("I2", "500.00"))
    if found:
        assert wrong(file, said) == found
    else:
        assert closing.last(closing.submit(file, said, "coordinator", ENDED)) is not None


def test_everything_wrong_in_a_report_is_said_at_once() -> None:
    assets = (Asset("CNC", "OSTİM", "I9", "1.00"), Asset("CNC", "OSTİM", "I1", "1.00"))
    said = replace(SAID, assets=assets, documents=("a" * 64, "b" * 64))
    assert wrong(ended(), said, "a" * 64) == [
        ("closing.asset_item", "assets[0].item"),
        ("closing.asset_value", "assets[1].value"),
        ("scan.unknown", "documents[1]"),
    ]


def test_the_figures_are_those_of_the_record_planned_against_realised() -> None:
    measures = [{"code": "G3", "baseline": 2, "targets": [10, 30]}, {"code": "G4", "baseline": 0, "targets": [5]}]
    in_force = WorkPlan.model_validate({**plan(), "indicators": measures})
    found = closing.figures(ended(("I1", "100.00"), ("I2", "50.50"), G3=24, G1=1), in_force, ENDED)
    assert [(one.head, one.realised) for one in found.heads] == [("services", Decimal("150.50"))]
    assert (found.heads[0].cost, found.heads[0].grant) == (Decimal("4000.00"), Decimal("2000.00"))
    assert [(one.code, one.baseline, one.target, one.reached) for one in found.measures] == [
        ("G1", None, None, 1),
        ("G3", 2, 30, 24),
        ("G4", 0, 5, None),
    ]


def test_what_is_left_open_is_named_and_what_is_done_is_not() -> None:
    finding = Finding("g", 1, 1, "Fatura", Severity.MINOR, Decimal("5.00"), ENDED, ENDED)
    guarantee = Guarantee("t", "g", "TM-1", "Banka", Decimal("9.00"), date(2033, 1, 1), "f", ENDED)
    planned = Milestone("g", "M1", 1, "Açılış", 1)
    hold = Hold("h", "g", 1, "x", date(2032, 2, 1), date(2032, 3, 2), "m", ENDED)
    file = replace(
        ended(),
        findings=(finding, replace(finding, number=2, status=FindingStatus.CLOSED)),
        guarantees=(guarantee, replace(guarantee, id="u", reference="TM-2", status=GuaranteeStatus.RETURNED)),
        milestones=(planned, replace(planned, key="M2", status=MilestoneStatus.CONFIRMED)),
        holds=(hold, replace(hold, number=2, ends_on=date(2032, 3, 1))),
    )
    found = closing.figures(file, None, ENDED)
    assert [(one.kind, one.about, one.amount) for one in found.left_open] == [
        ("finding", "1", Decimal("5.00")),
        ("milestone", "M1", None),
        ("hold", "1", None),
        ("guarantee", "TM-1", Decimal("9.00")),
    ]
    assert (found.milestones, found.milestones_confirmed) == (2, 1)


@pytest.mark.servers
async def test_a_closing_goes_from_draft_to_settlement_by_way_of_a_return(room: Room) -> None:
    life = await ended_in(room, I1="1000.00")
    path = f"/grants/{life.id}/closing"
    before = ok(await life.coordinator.get(path))
    assert (before["draft"], before["reports"], before["figures"]["heads"][0]["realised"]) == (None, [], "1000.00")
    assert {one["code"] for one in before["begins"]} == {one.code for one in RULES.obligations.kinds.value}
    ok(await life.coordinator.post(f"{path}/draft", {"typed": {"aims": "Atöl"}}))
    assert ok(await life.coordinator.get(path))["draft"]["typed"] == {"aims": "Atöl"}
    assert ok(await life.officer.get(path))["draft"] is None
    assert (await life.officer.post(f"{path}/draft", {"typed": {}})).status_code == 403
    dear = {"name": "CNC", "place": "OSTİM", "item": "I1", "value": "1000.01"}
    refused = await life.coordinator.post(path, {**CLOSING, "assets": [dear]})
    assert (refused.status_code, rules_of(refused)) == (422, ["closing.asset_value"])
    await _returned_and_sent_again(life, path, dear | {"value": "1000.00"})
    assert "closing.settle" in await _tasks(life)
    ok(await life.officer.post(f"/grants/{life.id}/settle"))
    assert (await life.last("monitoring.grant.closed")).data["closing_report"] == 2
    assert (await life.officer.post(f"{path}/return", {"note": "x"})).status_code == 409


async def _returned_and_sent_again(life: Life, path: str, asset: dict[str, Any]) -> None:
    due_at = ok(await life.coordinator.post(path, CLOSING))["closing_due_at"]
    assert ok(await life.coordinator.get(path))["draft"] is None
    assert "closing.decide" in await _tasks(life)
    assert (await life.coordinator.post(f"{path}/return", {"note": "x"})).status_code == 403
    empty = await life.officer.post(f"{path}/return", {})
    assert (empty.status_code, rules_of(empty)) == (422, ["closing.no_remark"])
    unknown = await life.officer.post(f"{path}/return", {"remarks": {"weather": "x"}})
    assert unknown.status_code == 422
    back = ok(await life.officer.post(f"{path}/return", {"remarks": {"assets": "Nerede?"}}))
    assert (back["closing_submitted_at"], back["closing_due_at"] > due_at) == (None, True)
    told = await life.last("monitoring.closing.returned")
    assert told.data["remarks"] == [{"part": "assets", "remark": "Nerede?"}]
    assert "closing_due" in {one["kind"] for one in told.data["deadlines"]}
    assert "closing.decide" not in await _tasks(life)
    ok(await life.coordinator.post(path, {**CLOSING, "assets": [asset]}))
    ok(await life.officer.post(f"{path}/accept", {"note": "Tamam."}))
    sent_last = await life.last("monitoring.closing.submitted")
    assert (sent_last.data["number"], sent_last.data["assets"]) == (2, [asset])
    page = (await life.page())["closing"]
    assert (page["report"]["number"], page["report"]["status"], page["accepted_at"]) == (
        2,
        "accepted",
        str(page["accepted_at"]),
    )
    first, second = ok(await life.coordinator.get(path))["reports"]
    assert (first["status"], first["remarks"], second["assets"]) == ("returned", {"assets": "Nerede?"}, [asset])
    assert second["figures"]["heads"] == sent_last.data["figures"]["heads"]


async def _tasks(life: Life) -> set[str]:
    found = ok(await life.officer.get("/tasks", limit=200))["entries"]
    return {one["kind"] for one in found if one["grant_id"] == life.id}
