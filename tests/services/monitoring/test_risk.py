"""What the recorded facts of a grant say of its risk; holds that stop its payments; visits that look at it."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from grants.breach import RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from grants.rules.risk import RiskLevel
from grants.workplan import WorkPlan
from services.monitoring.domain import holds, risking, stops, visiting
from services.monitoring.domain.audit_facts import FindingSaid
from services.monitoring.domain.errors import DecidedAlready, PaymentStopped
from services.monitoring.domain.facts import GrantFile, IndicatorValue, Spending
from services.monitoring.domain.findings import open_findings
from services.monitoring.domain.risk_facts import Place, PointAnswer, VisitPoint
from services.monitoring.domain.states import GrantStatus, ReportStatus
from services.monitoring.domain.visiting import Form
from tests.rooms import Room
from tests.services.monitoring.life import RULES, SIGNED, Life, begun, file_of, ok, plan, rules_of
from tests.services.monitoring.test_changing import CONSORTIUM, version

NOW = start_of(SIGNED)
YEAR_LATER = start_of(date(2028, 3, 10))
POINTS = dict.fromkeys(VisitPoint, PointAnswer.YES)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def reported(spent: str = "800.00", late: bool = False, **values: int) -> GrantFile:  # noqa: FBT001, FBT002 - of a report
    """A grant whose first year was reported on in one report."""
    file = file_of()
    due_at = start_of(date(2028, 4, 1))
    told = {"period_ends_on": date(2028, 3, 1), "status": ReportStatus.SUBMITTED, "was_late": late, "due_at": due_at}
    report = replace(file.reports[0], **told)
    numbers = tuple(IndicatorValue("g", 1, code, value) for code, value in values.items())
    return replace(file, reports=(report,), spending=(Spending("g", 1, "I1", Decimal(spent)),), indicators=numbers)


def signals(file: GrantFile, firms: int = 20, **raw: Any) -> dict[str, tuple[int, list[str]]]:
    """What was found, by signal: how often and where. firms: how many are left of twenty."""
    contracted = version(file)
    in_force = replace(version(file, **raw), members=CONSORTIUM[: 2 + firms])
    found = risking.explained(file, contracted, in_force, YEAR_LATER, RULES).inputs["signals"]
    assert isinstance(found, dict)
    return {kind: (one["count"], one["where"]) for kind, one in found.items()}  # type: ignore[index,call-overload]  # JSON


def test_a_grant_on_its_way_shows_no_signal() -> None:
    assert signals(file_of()) == {}
    assert signals(reported("800.00")) == {}


def test_spending_is_measured_against_the_plan_at_the_end_of_what_was_reported() -> None:
    assert signals(reported("600.00")) == {"under_spending": (25, [])}
    assert signals(reported("0.00")) == {"under_spending": (100, [])}


def test_late_reports_lost_members_open_findings_and_short_measures_are_told_with_their_places() -> None:
    measure = {"code": "G3", "baseline": 0, "targets": [24, 30]}
    file = visiting.plan(reported("800.00", late=True, G3=23), "v", "uzman", "x", None, "uzman", NOW, RULES)
    form = Form(SIGNED, "Ankara", Place(), POINTS, "Tamam.", (FindingSaid("Makine yok"), FindingSaid("Kayıt yok")))
    file = visiting.make(file, "v", form, "uzman", NOW, RULES)
    assert signals(file, 18, indicators=[measure]) == {
        "late_reports": (1, ["1"]),
        "members_lost": (2, []),
        "open_findings": (2, ["1", "2"]),
        "indicators_short": (1, ["G3"]),
    }


def test_what_was_late_long_ago_no_longer_counts() -> None:
    file = reported("800.00", late=True)
    later = start_of(date(2030, 4, 2))
    found = risking.explained(file, version(file), version(file), later, RULES).inputs["signals"]
    assert found == {}


def test_an_assessment_waits_for_an_officer_only_where_it_proposes_something() -> None:
    worst = risking.explained(reported("0.00", late=True), version(file_of()), version(file_of()), YEAR_LATER, RULES)
    assert (worst.outcome, worst.figures["score"]) == ("visit", "40")
    file = risking.assessed(file_of(), worst, "uzman", NOW)
    assert (file.assessments[0].is_open, risking.level_now(file)) == (True, RiskLevel.VISIT)
    declined = risking.decline(file, "Gerekmez.", "uzman", NOW)
    assert not declined.assessments[0].is_open
    with pytest.raises(DecidedAlready):
        risking.decline(declined, "x", "uzman", NOW)
    calm = risking.explained(file_of(), version(file_of()), version(file_of()), NOW, RULES)
    after = risking.assessed(file, calm, "uzman", NOW)
    assert [one.is_open for one in after.assessments] == [False, False]


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2027, 2, 28), False), (SIGNED, True), (date(2027, 4, 29), True), (date(2027, 4, 30), False)],
)
def test_a_hold_stands_from_its_first_day_to_its_last_and_not_beyond(day: date, *, held: bool) -> None:
    file = holds.order(file_of(), "h", "Bulgu var.", None, "uzman", NOW, RULES)
    assert bool(holds.in_force(file, day)) is held
    assert [breach.rule for breach in stops.in_the_way(file, day)] == ["hold.in_force"] * held


def test_a_lifted_hold_lets_payments_go_from_that_day_on_and_is_not_lifted_twice() -> None:
    file = holds.order(file_of(), "h", "Bulgu var.", date(2027, 6, 30), "uzman", NOW, RULES)
    with pytest.raises(PaymentStopped):
        stops.refuse_stopped(file, SIGNED)
    lifted = holds.lift(file, "h", "Giderildi.", "uzman", start_of(date(2027, 3, 20)))
    assert holds.in_force(lifted, date(2027, 3, 19))
    stops.refuse_stopped(lifted, date(2027, 3, 20))
    with pytest.raises(DecidedAlready):
        holds.lift(lifted, "h", "x", "uzman", start_of(date(2027, 3, 21)))


@pytest.mark.parametrize("last_day", [SIGNED - timedelta(days=1), SIGNED + timedelta(days=holds.MOST_DAYS)])
def test_a_hold_ends_neither_before_it_begins_nor_in_many_years(last_day: date) -> None:
    with pytest.raises(RulesBroken, match=r"hold\.last_day"):
        holds.order(file_of(), "h", "x", last_day, "uzman", NOW, RULES)


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        (Form(SIGNED - timedelta(days=1), "Ankara", Place(), POINTS, "x", ()), "visit.visited_on"),
        (Form(SIGNED + timedelta(days=1), "Ankara", Place(), POINTS, "x", ()), "visit.visited_on"),
        (Form(SIGNED, "Ankara", Place(), {VisitPoint.STAFF: PointAnswer.NO}, "x", ()), "visit.points_missing"),
        (Form(SIGNED, "Ankara", Place(), POINTS, "x", (FindingSaid("y", due_on=SIGNED),)), "finding.due_on"),
    ],
)
def test_a_form_of_another_day_or_with_open_points_is_refused(form: Form, rule: str) -> None:
    file = visiting.plan(file_of(), "v", "uzman", "x", None, "uzman", NOW, RULES)
    with pytest.raises(RulesBroken, match=rule):
        visiting.make(file, "v", form, "uzman", NOW, RULES)


def test_nobody_who_acts_for_the_grant_visits_it_and_a_closed_one_is_not_visited() -> None:
    with pytest.raises(RulesBroken, match=r"visit\.outsider"):
        visiting.plan(file_of(), "v", "coordinator", "x", None, "uzman", NOW, RULES)
    closed = file_of().with_grant(status=GrantStatus.CLOSED)
    with pytest.raises(Exception, match="grant_stage"):
        visiting.plan(closed, "v", "uzman", "x", None, "uzman", NOW, RULES)


def test_findings_of_a_visit_are_open_like_those_of_an_audit_and_name_their_visit() -> None:
    file = visiting.plan(file_of(), "v", "uzman", "x", None, "uzman", NOW, RULES)
    form = Form(SIGNED, "Ankara", Place(), POINTS, "Tamam.", (FindingSaid("Makine yok"),))
    (found,) = open_findings(visiting.make(file, "v", form, "uzman", NOW, RULES))
    assert (found.audit, found.visit, found.text) == (0, 1, "Makine yok")


@pytest.mark.servers
async def test_a_grant_that_reports_late_and_spends_nothing_is_looked_at_held_and_let_go(room: Room) -> None:
    life = await begun(room)
    for _ in range(2):
        await life.travel(DeadlineKind.PERIOD_END)
    await life.travel(DeadlineKind.REPORT_DUE)
    page = await life.page()
    assert page["risk"]["today"]["figures"]["score"] == "20"
    assert page["risk"]["assessments"] == []
    ok(await life.file_report(1, I1="0.00"))
    found = ok(await life.officer.post(f"/grants/{life.id}/risk"))
    assert (found["level"], found["is_open"]) == ("visit", True)
    tasks = [
        one["kind"] for one in ok(await life.officer.get("/tasks", limit=200))["entries"] if one["grant_id"] == life.id
    ]
    assert "risk.answer" in tasks
    visit = ok(await life.officer.post(f"/grants/{life.id}/visits", {"visitor_id": "uzman-2", "reason": "Gecikme."}))
    hold = ok(await life.officer.post(f"/grants/{life.id}/holds", {"reason": "Ziyaret bekleniyor."}))
    mine = ok(await life.coordinator.get(f"/grants/{life.id}"))
    assert (mine["risk"], mine["visits"], [one["reason"] for one in mine["holds"]]) == (
        None,
        [],
        ["Ziyaret bekleniyor."],
    )
    assert not {"monitoring.risk.assessed", "monitoring.visit.planned"} & {one["act"] for one in mine["history"]}
    assert {"visit_due", "hold_end"} & {one["name"] for one in mine["dates"]} == {"hold_end"}
    await waits(life, visit["id"], visit["due_at"])
    ok(await life.officer.post(f"/grants/{life.id}/reports/1/accept"))
    await written(life, visit["id"])
    await visited(life, visit["id"])
    assert ok(await life.room.api.as_("uzman-2", "monitoring_officer").get(f"/visits/{visit['id']}"))["draft"] is None
    assert ok(await life.officer.post(f"/holds/{hold['id']}/lift", {"reason": "Giderildi."}))["lifted_at"]
    page = await life.page()
    assert [one["is_open"] for one in page["risk"]["assessments"]] == [False]
    assert (page["visits"][0]["status"], len(page["visits"][0]["photographs"])) == ("made", 1)
    mine = ok(await life.coordinator.get(f"/grants/{life.id}"))
    assert mine["visits"][0]["summary"] == "Atölye boş."


async def waits(life: Life, visit_id: str, due_at: str) -> None:
    """While force majeure lasts a visit has no day, on the page, on its own and in its visitor's list; then a later."""
    visitor, today = life.room.api.as_("uzman-2", "monitoring_officer"), istanbul_day(life.room.clock.at)

    async def told() -> list[str | None]:
        listed = [one for one in ok(await visitor.get("/visits"))["entries"] if one["id"] == visit_id]
        page = await life.page()
        derived = [one["at"] for one in page["dates"] if one["name"] == "visit_due"]
        own = ok(await visitor.get(f"/visits/{visit_id}"))["due_at"]
        return [listed[0]["due_at"], own, page["visits"][0]["due_at"], *derived]

    assert await told() == [due_at] * 4
    said = {"starts_on": str(today - timedelta(days=2)), "ground": "Sel", "evidence": "Tutanak"}
    one = ok(await life.coordinator.post(f"/grants/{life.id}/force-majeure", said))
    ok(await life.officer.post(f"/force-majeure/{one['id']}/decide", {"accepted": True, "reason": "Kabul."}))
    assert await told() == [None] * 4
    ok(await life.officer.post(f"/force-majeure/{one['id']}/end", {"ended_on": str(today)}))
    assert await told() == [due_at] * 4, "its days lie before the visit was planned"


async def written(life: Life, visit_id: str) -> None:
    """The visitor finds the visit and keeps what was typed of its form; another officer's list does not show it."""
    visitor, path = life.room.api.as_("uzman-2", "monitoring_officer"), f"/visits/{visit_id}"
    assert visit_id in [one["id"] for one in ok(await visitor.get("/visits"))["entries"]]
    assert visit_id not in [one["id"] for one in ok(await life.officer.get("/visits"))["entries"]]
    for typed in ({"place": "OST"}, {"place": "OSTİM", "findings[0].text": "Makine"}):
        ok(await visitor.post(f"{path}/draft", {"typed": typed}))
    found = ok(await visitor.get(path))
    assert (found["draft"]["typed"], found["consortium_name"]) == (typed, "Temiz Teknolojiler")
    for role in ("coordinator", "evaluator", "independent_auditor"):
        other = life.room.api.as_("x", role)
        for answer in (
            await other.get(path),
            await other.get("/visits"),
            await other.post(f"{path}/draft", {"typed": {}}),
        ):
            assert answer.status_code == 403
    assert (await visitor.get("/visits/yok")).status_code == 404


async def visited(life: Life, visit_id: str) -> None:
    """The visitor photographs, and hands in the form with a finding; what is no picture is refused."""
    visitor, path = life.room.api.as_("uzman-2", "monitoring_officer"), f"/visits/{visit_id}"
    at = life.room.clock.at.isoformat()
    taken = {"media_type": "image/png", "content": b64encode(PNG).decode(), "taken_at": at}
    where = {"latitude": "39.968312", "longitude": "32.743210", "note": "Kapı"}
    first = ok(await visitor.post(f"{path}/photographs", {**taken, **where}))
    assert ok(await visitor.post(f"{path}/photographs", {**taken, **where}))["document"] == first["document"]
    wrong = await visitor.post(f"{path}/photographs", {**taken, "content": b64encode(b"<html>").decode()})
    assert (wrong.status_code, rules_of(wrong)) == (422, ["scan.kind"])
    far = await visitor.post(f"{path}/photographs", {**taken, "latitude": "90.000001"})
    assert far.status_code == 422
    early = await visitor.post(f"{path}/photographs", {**taken, "taken_at": "2020-01-01T00:00:00Z"})
    assert rules_of(early) == ["visit.taken_at"]
    picture = await visitor.get(f"{path}/photographs/{first['document']}")
    assert (picture.content, picture.headers["content-type"]) == (PNG, "image/png")
    assert (await life.room.api.as_("x", "evaluator").get(f"{path}/photographs/{first['document']}")).status_code == 403
    day = (life.room.clock.at + timedelta(hours=3)).date().isoformat()
    form = {"visited_on": day, "place": "OSTİM", "points": POINTS, "summary": "Atölye boş.", **where}
    del form["note"]
    said = ok(await visitor.post(f"{path}/report", {**form, "findings": [{"text": "Makine yok", "severity": "major"}]}))
    assert (said["status"], said["latitude"]) == ("made", "39.968312")
    again = await visitor.post(f"{path}/report", form)
    assert (again.status_code, rules_of(again)) == (409, ["visit_stage.made"])
    finding = (await life.last("monitoring.visit.made")).data
    assert (finding["findings"], finding["photographs"]) == (1, 1)


@pytest.mark.servers
async def test_only_monitoring_officers_assess_hold_and_visit(room: Room) -> None:
    life = await begun(room)
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("risk", {}),
        ("holds", {"reason": "x"}),
        ("visits", {"visitor_id": "v", "reason": "x"}),
    )
    for other in (life.coordinator, life.finance, room.api.as_("m", "ministers_office")):
        for part, body in asked:
            assert (await other.post(f"/grants/{life.id}/{part}", body)).status_code == 403


def test_the_plan_of_these_tests_is_the_one_of_the_life() -> None:
    assert version(file_of()).plan == WorkPlan.model_validate(plan())
