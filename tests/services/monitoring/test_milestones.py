"""Milestones: planned, declared with evidence, confirmed or returned, late, and moved by nothing but a change."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from grants.breach import Refused
from grants.calendar import start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.workplan import WorkPlan
from services.monitoring.domain import duties, falls, milestones, risking
from services.monitoring.domain.change_facts import Wish
from services.monitoring.domain.changing import weigh
from services.monitoring.domain.clock import deadlines, derive
from services.monitoring.domain.facts import ForceMajeure, GrantFile
from services.monitoring.domain.milestone_facts import MilestoneStatus, Reached
from services.monitoring.domain.states import ForceMajeureStatus, GrantStatus
from tests.rooms import Room
from tests.services.monitoring.life import RULES, SIGNED, Life, begun, due, file_of, ok, plan, rules_of
from tests.services.monitoring.test_changing import version

PAPER = "a" * 64
SOON = start_of(date(2027, 5, 31))
END_OF_FIRST = start_of(date(2027, 6, 1))


def with_milestones(**quarters: int) -> WorkPlan:
    """The plan of the grant with these milestones, by key and quarter."""
    raw = plan()
    named = [{"key": key, "title": f"Taş {key}", "quarter": quarter} for key, quarter in quarters.items()]
    raw["packages"][0]["milestones"] = named
    return WorkPlan.model_validate(raw)


def planned(**quarters: int) -> GrantFile:
    return replace(file_of(), milestones=milestones.planned("g", with_milestones(**quarters)))


def declared(file: GrantFile, key: str = "M1", on: date = SIGNED) -> GrantFile:
    return milestones.declare(
        file, key, Reached(on, (PAPER,)), {PAPER}, "coordinator", start_of(on) + timedelta(days=1)
    )


def decided(file: GrantFile, key: str = "M1", *, confirmed: bool) -> GrantFile:
    return milestones.decide(file, key, "x", "monitor", SOON, confirmed=confirmed)


def paused(file: GrantFile, ended_on: date | None) -> GrantFile:
    """Force majeure from 1 April 2027 on."""
    status = ForceMajeureStatus.ENDED if ended_on else ForceMajeureStatus.ACCEPTED
    one = ForceMajeure("f", "g", date(2027, 4, 1), "Deprem", "Rapor", "coordinator", SOON, status, ended_on)
    return file.with_force_majeure(one)


def next_due(file: GrantFile) -> Deadline | None:
    return next((one for one in deadlines(file, RULES) if one.kind is DeadlineKind.MILESTONE_DUE), None)


def test_a_milestone_falls_due_at_the_end_of_its_quarter_and_only_the_next_quarter_does() -> None:
    file = planned(M3=8, M1=1, M2=1)
    assert next_due(file) == Deadline(kind=DeadlineKind.MILESTONE_DUE, at=END_OF_FIRST, number=1)
    told = falls.fall(file, Deadline(kind=DeadlineKind.MILESTONE_DUE, at=END_OF_FIRST, number=1), END_OF_FIRST, RULES)
    assert milestones.late_of(told, 1, END_OF_FIRST) == ("M1", "M2")
    assert (next_due(told) or END_OF_FIRST) == Deadline(
        kind=DeadlineKind.MILESTONE_DUE, at=start_of(date(2029, 3, 1)), number=8
    )
    names = [(one.number, one.on, one.due) for one in derive(told, RULES) if one.name == "milestone_due"]
    assert names == [(1, date(2027, 6, 1), None), (8, date(2029, 3, 1), DeadlineKind.MILESTONE_DUE)]


@pytest.mark.parametrize(
    ("ended_on", "falls_on"),
    [(date(2027, 4, 11), date(2027, 6, 11)), (date(2027, 4, 1), date(2027, 6, 1)), (None, None)],
)
def test_force_majeure_moves_a_milestone_by_its_days_and_suspends_it_while_it_lasts(
    ended_on: date | None, falls_on: date | None
) -> None:
    file = paused(planned(M1=1), ended_on)
    found = due(deadlines(file, RULES), DeadlineKind.MILESTONE_DUE, 1)
    assert found == (None if falls_on is None else start_of(falls_on))


def test_one_declared_in_time_does_not_fall_due_and_one_returned_does_again() -> None:
    file = declared(planned(M1=1))
    assert next_due(file) is None
    assert next_due(decided(file, confirmed=True)) is None
    assert next_due(decided(file, confirmed=False)) is not None


@pytest.mark.parametrize(
    ("on", "documents", "rules"),
    [
        (SIGNED, (PAPER,), []),
        (SIGNED - timedelta(days=1), (PAPER,), ["milestone.reached_on"]),
        (date(2027, 5, 31), (PAPER,), []),
        (date(2027, 6, 1), (PAPER,), ["milestone.reached_on"]),
        (date(2027, 6, 1), ("b" * 64,), ["milestone.reached_on", "scan.unknown"]),
    ],
)
def test_it_is_reached_between_the_contract_and_today_by_papers_of_the_grant(
    on: date, documents: tuple[str, ...], rules: list[str]
) -> None:
    found: list[str] = []
    try:
        milestones.declare(planned(M1=1), "M1", Reached(on, documents), {PAPER}, "coordinator", SOON)
    except Refused as refused:
        found = [breach.rule for breach in refused.breaches]
    assert found == rules


def test_what_was_declared_is_declared_and_what_was_decided_is_decided_once() -> None:
    file = declared(planned(M1=1))
    for wrong, at in (
        (lambda: declared(file), "declared"),
        (lambda: declared(decided(file, confirmed=True)), "confirmed"),
        (lambda: decided(planned(M1=1), confirmed=True), "planned"),
        (lambda: decided(decided(file, confirmed=False), confirmed=True), "returned"),
    ):
        with pytest.raises(Refused, match=f"milestone_stage.{at}"):
            wrong()
    with pytest.raises(Refused, match="part_unknown"):
        declared(file, "M9")
    ended = file.with_grant(status=GrantStatus.TERMINATED)
    with pytest.raises(Refused, match=r"grant_stage\.terminated"):
        declared(replace(ended, milestones=planned(M1=1).milestones))
    assert decided(ended, confirmed=True).milestones[0].status is MilestoneStatus.CONFIRMED
    with pytest.raises(Refused, match=r"grant_stage\.closed"):
        decided(file.with_grant(status=GrantStatus.CLOSED), confirmed=True)


def at(day: date, file: GrantFile) -> tuple[str, ...]:
    """Which milestones an assessment on that day tells as late."""
    found = risking.explained(file, version(file), version(file), start_of(day), RULES).inputs["signals"]
    assert isinstance(found, dict)
    told: Any = found.get("late_milestones", {"where": ()})
    return tuple(told["where"])


def test_an_assessment_tells_what_is_not_reached_and_what_was_reached_late_for_as_long_as_the_rules_look_back() -> None:
    assert RULES.risk.window_months.value == 24
    last, first = date(2027, 5, 31), date(2027, 6, 1)
    assert at(last, planned(M1=1, M2=1)) == ()
    assert at(first, planned(M1=1, M2=1)) == ("M1", "M2")
    assert at(date(2031, 6, 1), planned(M1=1)) == ("M1",)
    assert at(first, declared(planned(M1=1), on=last)) == ()
    late = declared(planned(M1=1), on=first)
    assert at(date(2029, 6, 1), late) == ("M1",)
    assert at(date(2029, 6, 2), late) == ()
    assert at(first, paused(planned(M1=1), date(2027, 4, 11))) == ()


def breaches(file: GrantFile, **quarters: int) -> list[str]:
    wish = Wish("major", "x", plan=with_milestones(**quarters))  # type: ignore[arg-type]  # its value
    before = replace(version(file), plan=with_milestones(**{one.key: one.quarter for one in file.milestones}))
    return [one.rule for one in weigh(file, before, wish, RULES).breaches if one.rule == "change.milestone_reached"]


def test_a_change_moves_and_removes_what_is_open_and_nothing_that_was_reached() -> None:
    file = planned(M1=1, M2=2)
    assert breaches(file, M1=4) == []
    told = declared(file)
    assert breaches(told, M1=1, M2=4) == []
    assert breaches(told, M2=2) == ["change.milestone_reached"]
    assert breaches(decided(told, confirmed=True), M1=2, M2=2) == ["change.milestone_reached"]
    assert breaches(decided(told, confirmed=False), M2=2) == []


def test_one_that_a_change_moves_is_late_anew_only_after_its_new_day_and_keeps_what_became_of_the_others() -> None:
    file = milestones.mark_late(declared(planned(M1=1, M2=1)), 1, END_OF_FIRST)
    assert file.milestones[1].late_since == END_OF_FIRST
    wish = Wish("major", "x", plan=with_milestones(M2=2, M1=1))  # type: ignore[arg-type]  # its value
    made = weigh(file, replace(version(file), plan=with_milestones(M1=1, M2=1)), wish, RULES).file
    assert [(one.key, one.status, one.late_since) for one in made.milestones] == [
        ("M2", MilestoneStatus.PLANNED, None),
        ("M1", MilestoneStatus.DECLARED, None),
    ]
    assert (next_due(made) or END_OF_FIRST) == Deadline(
        kind=DeadlineKind.MILESTONE_DUE, at=start_of(date(2027, 9, 1)), number=2
    )


def test_force_majeure_takes_back_what_it_explains_of_the_open_and_nothing_of_what_was_confirmed() -> None:
    late = milestones.mark_late(planned(M1=1, M2=1), 1, END_OF_FIRST)
    file = decided(declared(late), confirmed=True)
    lasts = ForceMajeure("f", "g", date(2027, 5, 20), "Sel", "r", "c", END_OF_FIRST, status=ForceMajeureStatus.ACCEPTED)
    after = milestones.taken_back(file.with_force_majeure(lasts), END_OF_FIRST)
    assert [(one.status, one.late_since) for one in after.milestones] == [
        (MilestoneStatus.CONFIRMED, END_OF_FIRST),
        (MilestoneStatus.PLANNED, None),
    ]


def test_what_was_returned_or_is_late_waits_for_the_coordinator() -> None:
    fresh = planned(M1=1, M2=1)
    assert [task.part for task in duties.of_coordinator(fresh) if task.kind == "milestone.declare"] == []
    file = milestones.mark_late(decided(declared(fresh), confirmed=False), 1, END_OF_FIRST)
    assert [task.part for task in duties.of_coordinator(file) if task.kind == "milestone.declare"] == ["M1", "M2"]


async def scanned(life: Life) -> str:
    content = b64encode(b"%PDF-1.7 tutanak %%EOF").decode()
    given = {"name": "Tutanak", "media_type": "application/pdf", "content": content}
    return str(ok(await life.coordinator.post(f"/grants/{life.id}/scans", given))["document"])


@pytest.mark.servers
async def test_a_milestone_is_declared_returned_told_as_late_declared_again_and_confirmed(room: Room) -> None:
    life = await begun(room, plan=with_milestones(M1=1, M2=8).model_dump(mode="json"))
    path, body = f"/grants/{life.id}/milestones/M1", {"reached_on": "2027-03-01", "documents": [await scanned(life)]}
    assert rules_of(await life.coordinator.post(f"{path}/declare", {**body, "documents": [PAPER]})) == ["scan.unknown"]
    assert (await life.officer.post(f"{path}/declare", body)).status_code == 403
    assert ok(await life.coordinator.post(f"{path}/declare", body))["status"] == "declared"
    assert (await life.coordinator.post(f"{path}/confirm")).status_code == 403
    waits = ok(await life.officer.get("/tasks", limit=200))["entries"]
    assert [one["part"] for one in waits if one["grant_id"] == life.id] == ["M1"]
    ok(await life.officer.post(f"{path}/return", {"remark": "Tutanak imzasız."}))
    await life.travel(DeadlineKind.MILESTONE_DUE)
    late = await life.last("monitoring.milestone.late")
    assert (late.data["keys"], late.data["explanations"][0]["outcome"]) == (["M1"], "late")
    mine = ok(await life.coordinator.get("/tasks", limit=200))["entries"]
    assert [one["part"] for one in mine if one["kind"] == "milestone.declare"] == ["M1"]
    ok(await life.coordinator.post(f"{path}/declare", {**body, "reached_on": "2027-05-31"}))
    ok(await life.officer.post(f"{path}/confirm", {"remark": "Görüldü."}))
    again = await life.officer.post(f"{path}/confirm")
    assert (again.status_code, rules_of(again)) == (409, ["milestone_stage.confirmed"])
    one, other = (await life.page())["milestones"]
    assert (one["status"], one["reached_on"], one["ends_on"], one["is_late"]) == (
        *("confirmed", "2027-05-31", "2027-06-01"),
        False,
    )
    assert (other["key"], other["package"], other["can"]) == ("M2", "P1", [])
    assert [event for event in await life.told() if event.startswith("monitoring.milestone")] == [
        *("monitoring.milestone.declared", "monitoring.milestone.returned", "monitoring.milestone.late"),
        *("monitoring.milestone.declared", "monitoring.milestone.confirmed"),
    ]
