"""What is owed besides: reminders, escalations, development reports, yearly audits and findings, to the day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from grants.breach import Refused, RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.grant_event import Deadline
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet, load
from grants.regimes.words import Part
from services.monitoring.domain import auditing, development, ending, findings, pausing, reporting, stops
from services.monitoring.domain.audit_facts import (
    AuditCause,
    AuditDuty,
    AuditReport,
    FindingSaid,
    FindingStatus,
    Severity,
)
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.development import Decided
from services.monitoring.domain.errors import DecidedAlready, GrantStageWrong
from services.monitoring.domain.facts import ForceMajeure, GrantFile
from services.monitoring.domain.falls import fall
from services.monitoring.domain.report_facts import DevelopmentDecision, DevelopmentStatus
from services.monitoring.domain.states import ForceMajeureStatus, GrantStatus, ReportStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import INDICATORS, RULES, SIGNED, file_of

NEW = load("kdp-2022")
DAY = timedelta(days=1)


def under(rules: RuleSet) -> GrantFile:
    """A grant on its first day, pinned to these rules."""
    file = file_of()
    return file.with_grant(regime=rules.key, revision=rules.revision)


def day(kind: DeadlineKind, file: GrantFile, rules: RuleSet = RULES, number: int | None = None) -> date | None:
    """The Istanbul day at whose beginning it falls, if it does."""
    found = [one for one in deadlines(file, rules) if one.kind is kind and number in {None, one.number}]
    return (found[0].at + timedelta(hours=3)).date() if found else None


def after(file: GrantFile, kind: DeadlineKind, rules: RuleSet = RULES) -> tuple[GrantFile, datetime]:
    """Let everything fall up to and with the next deadline of this kind."""
    while True:
        due = deadlines(file, rules)[0]
        file = fall(file, due, due.at, rules)
        if due.kind is kind:
            return file, due.at


def paused(file: GrantFile, first: date, last: date | None) -> GrantFile:
    status = ForceMajeureStatus.ACCEPTED if last is None else ForceMajeureStatus.ENDED
    ended = None if last is None else last + DAY
    moment = start_of(first)
    return file.with_force_majeure(ForceMajeure("fm", "g", first, "flood", "seen", "c", moment, status, ended))


def test_a_report_is_reminded_of_a_week_before_late_on_its_day_and_escalated_two_weeks_after() -> None:
    file, _ = after(file_of(), DeadlineKind.PERIOD_END)
    assert day(DeadlineKind.REPORT_REMINDER, file) == date(2027, 9, 24)
    assert day(DeadlineKind.REPORT_DUE, file) == date(2027, 10, 1)
    assert day(DeadlineKind.REPORT_ESCALATION, file) is None
    file, _ = after(file, DeadlineKind.REPORT_REMINDER)
    assert day(DeadlineKind.REPORT_REMINDER, file) is None
    file, _ = after(file, DeadlineKind.REPORT_DUE)
    assert reporting.find(file, 1).status is ReportStatus.LATE
    assert day(DeadlineKind.REPORT_ESCALATION, file) == date(2027, 10, 16)
    file, at = after(file, DeadlineKind.REPORT_ESCALATION)
    assert reporting.find(file, 1).escalated_at == at
    assert day(DeadlineKind.REPORT_ESCALATION, file) is None


@pytest.mark.parametrize("days", [0, 1, 30])
def test_how_long_before_one_is_reminded_is_the_regime_s(days: int) -> None:
    rules = changed(RULES, {"reporting.reminder_days_before": days})
    file, at = after(file_of(), DeadlineKind.PERIOD_END, rules)
    found = day(DeadlineKind.REPORT_REMINDER, file, rules)
    expected = None if days in {0, 30} else date(2027, 10, 1) - timedelta(days=days)
    assert found == expected, "never with the day the duty begins"
    assert at == start_of(date(2027, 9, 1))


def test_force_majeure_moves_reminder_day_and_escalation_alike_and_suspends_them_while_it_lasts() -> None:
    file, _ = after(file_of(), DeadlineKind.PERIOD_END)
    moved = paused(file, date(2027, 9, 10), date(2027, 9, 19))
    assert day(DeadlineKind.REPORT_REMINDER, moved) == date(2027, 10, 4)
    assert day(DeadlineKind.REPORT_DUE, moved) == date(2027, 10, 11)
    lasting = paused(file, date(2027, 9, 10), None)
    assert day(DeadlineKind.REPORT_REMINDER, lasting) is None


def test_a_returned_report_is_reminded_of_again_and_escalated_again() -> None:
    file, _ = after(file_of(), DeadlineKind.PERIOD_END)
    file, at = after(file, DeadlineKind.REPORT_ESCALATION)
    filed = reporting.Filed("t", "a", (), INDICATORS)
    file = reporting.submit(file, 1, filed, "c", at, RULES)
    assert day(DeadlineKind.REPORT_ESCALATION, file) is None
    file = reporting.give_back(file, 1, "again", "m", at + DAY, RULES)
    assert day(DeadlineKind.REPORT_REMINDER, file) is not None
    file, _ = after(file, DeadlineKind.REPORT_DUE)
    assert day(DeadlineKind.REPORT_ESCALATION, file) is not None


def test_no_development_report_is_asked_for_where_the_regime_has_none() -> None:
    assert day(DeadlineKind.DEVELOPMENT_OPENING, file_of()) is None


def test_a_development_report_is_asked_for_every_two_years_while_support_goes_on() -> None:
    file, found = under(NEW), []
    while file.grant.status is GrantStatus.IN_FORCE:
        due = deadlines(file, NEW)[0]
        file = fall(file, due, due.at, NEW)
        found += [due] if due.kind is DeadlineKind.DEVELOPMENT_OPENING else []
    days = [(one.number, (one.at + timedelta(hours=3)).date()) for one in found]
    assert days == [(1, date(2029, 3, 1)), (2, date(2031, 3, 1))]
    assert [one.period_starts_on for one in file.development] == [SIGNED, date(2029, 3, 1)]
    assert {one.status for one in file.development} == {DevelopmentStatus.LATE}
    kinds = {one.kind for one in deadlines(file, NEW)}
    assert not {one for one in kinds if one.startswith("development")}, "after the support nothing of it is asked"


PARTS = {Part.TECHNICAL: "t", Part.ADMINISTRATIVE: "a", Part.FINANCIAL: "f"}


def developed() -> tuple[GrantFile, datetime]:
    """A grant whose first development report is asked for."""
    return after(under(NEW), DeadlineKind.DEVELOPMENT_OPENING, NEW)


def said(decision: DevelopmentDecision, on: date) -> Decided:
    return Decided(decision, "as found", "DK-7", on)


def test_a_development_report_has_every_part_the_regime_asks_for_and_no_other() -> None:
    file, at = developed()
    with pytest.raises(RulesBroken) as refused:
        development.submit(file, 1, {**PARTS, Part.FINANCIAL: ""}, "c", at, NEW)
    assert [(one.rule, one.subject) for one in refused.value.breaches] == [("development.part_missing", "financial")]
    kinds = [one.model_dump() for one in NEW.reporting.kinds.value]
    kinds[1]["parts"] = ["technical"]
    narrow = changed(NEW, {"reporting.kinds": kinds})
    with pytest.raises(RulesBroken) as refused:
        development.submit(file, 1, PARTS, "c", at, narrow)
    assert {one.rule for one in refused.value.breaches} == {"development.part_strange"}


@pytest.mark.parametrize(("days", "ok"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_decision_is_of_a_day_from_the_report_to_today(days: int, ok: bool) -> None:  # noqa: FBT001
    file, at = developed()
    file = development.submit(file, 1, PARTS, "c", at, NEW)
    on = (at + timedelta(hours=3)).date() + timedelta(days=days)
    decided = said(DevelopmentDecision.CONTINUE, on)
    if not ok:
        with pytest.raises(RulesBroken):
            development.decide(file, 1, decided, "m", at + timedelta(days=10))
        return
    done = development.decide(file, 1, decided, "m", at + timedelta(days=10))
    assert development.explained(done, 1, NEW).outcome == "continue"
    assert day(DeadlineKind.DEVELOPMENT_DUE, done, NEW) is None


def test_nothing_is_decided_twice_or_before_it_was_filed() -> None:
    file, at = developed()
    on = (at + timedelta(hours=3)).date()
    with pytest.raises(DecidedAlready):
        development.decide(file, 1, said(DevelopmentDecision.END, on), "m", at)
    file = development.submit(file, 1, PARTS, "c", at, NEW)
    done = development.decide(file, 1, said(DevelopmentDecision.CONTINUE, on), "m", at)
    with pytest.raises(DecidedAlready):
        development.decide(done, 1, said(DevelopmentDecision.END, on), "m", at)
    with pytest.raises(DecidedAlready):
        development.submit(done, 1, PARTS, "c", at, NEW)


def test_only_a_decision_to_end_lets_a_grant_end_on_that_ground() -> None:
    file, at = developed()
    ground = development.ground(NEW)
    with pytest.raises(RulesBroken) as refused:
        ending.terminate(file, ground, "as found", at, NEW)
    assert refused.value.breaches[0].rule == "termination.undecided"
    file = development.submit(file, 1, PARTS, "c", at, NEW)
    file = development.decide(file, 1, said(DevelopmentDecision.END, (at + timedelta(hours=3)).date()), "m", at)
    ended = ending.terminate(file, ground, "as found", at, NEW)
    assert ended.grant.status is GrantStatus.TERMINATED
    with pytest.raises(GrantStageWrong):
        development.submit(ended, 1, PARTS, "c", at, NEW)


def test_a_late_development_report_is_late_and_escalated_and_says_so_when_it_is_decided() -> None:
    file, _ = developed()
    file, _ = after(file, DeadlineKind.DEVELOPMENT_ESCALATION, NEW)
    report = development.find(file, 1)
    assert (report.status, report.was_late, report.escalated_at is not None) == (DevelopmentStatus.LATE, True, True)
    at = start_of(date(2029, 6, 1))
    file = development.submit(file, 1, PARTS, "c", at, NEW)
    done = development.decide(file, 1, said(DevelopmentDecision.CONTINUE, date(2029, 6, 1)), "m", at)
    assert "step.development.late" in {one.rule for one in development.explained(done, 1, NEW).steps}


def audits_asked_for(file: GrantFile) -> list[tuple[int, date]]:
    """Each audit that is asked for until the grant is closed, with its Istanbul day."""
    found = []
    while file.grant.status is not GrantStatus.CLOSING:
        due = deadlines(file, RULES)[0]
        file = fall(file, due, due.at, RULES)
        found += [due] if due.kind is DeadlineKind.AUDIT_DUE else []
    found += [one for one in deadlines(file, RULES) if one.kind is DeadlineKind.AUDIT_DUE]
    return [(one.number, istanbul_day(one.at)) for one in found]


LEAP = [(1, date(2025, 3, 1)), (2, date(2026, 3, 1)), (3, date(2027, 3, 1)), (4, date(2028, 2, 29))]
"""The years of a contract of 29 February 2024 but for the last."""


def test_each_year_of_the_contract_asks_for_an_audit_when_it_is_over() -> None:
    assert audits_asked_for(file_of(date(2024, 2, 29))) == [*LEAP, (5, date(2029, 3, 1))]


def test_force_majeure_moves_the_days_of_audits_as_any_other_but_never_past_the_end_of_support() -> None:
    """While force majeure lasts, duties and deadlines are suspended and start again where they stood."""
    file = paused(file_of(date(2024, 2, 29)), date(2024, 5, 1), date(2024, 5, 31))
    moved = [(year, on + timedelta(days=31)) for year, on in LEAP]
    assert audits_asked_for(file) == [*moved, (5, date(2029, 3, 1))]
    lasting = paused(file_of(date(2024, 2, 29)), date(2024, 5, 1), None)
    assert day(DeadlineKind.AUDIT_DUE, lasting) is None


def test_the_day_an_auditor_reports_by_is_moved_by_force_majeure_and_lateness_it_explains_is_taken_back() -> None:
    at = start_of(SIGNED) + timedelta(days=40)
    file = charged(file_of(), at)
    due = next(one for one in deadlines(file, RULES) if one.kind is DeadlineKind.AUDIT_REPORT_DUE)
    late = fall(file, due, due.at, RULES)
    assert late.audits[0].was_late
    began = istanbul_day(due.at) - timedelta(days=3)
    quake = ForceMajeure("f", "g", began, "Quake", "Paper", "c", due.at)
    after = pausing.decide(
        late.with_force_majeure(quake), quake, "m", due.at + timedelta(days=1), RULES, accepted=True, reason="Yes"
    )
    assert not after.audits[0].was_late
    assert auditing.report_due_at(after, after.audits[0]) is None


def test_the_last_part_of_a_year_up_to_the_end_of_support_is_audited_where_the_regime_says_so() -> None:
    file = file_of(date(2024, 2, 29)).with_grant(support_ends_on=date(2027, 6, 1))
    without = changed(RULES, {"audit.last_part_year": False})
    done = replace(file, audit_duties=tuple(AuditDuty("g", n, AuditCause.YEARLY, n, "", "s", NOW) for n in (1, 2, 3)))
    assert auditing.next_year(done, RULES) == (4, date(2027, 6, 1))
    assert auditing.next_year(done, without) is None
    asked = auditing.fall_due(done, 4, "s", NOW)
    assert auditing.next_year(asked, RULES) is None, "after the last part there is none"


@pytest.mark.parametrize(
    ("ends_on", "last"),
    [(date(2025, 2, 28), (1, date(2025, 2, 28))), (date(2025, 3, 1), (1, date(2025, 3, 1)))],
)
def test_a_grant_that_ends_within_its_first_year_is_audited_once(ends_on: date, last: tuple[int, date]) -> None:
    file = file_of(date(2024, 2, 29)).with_grant(support_ends_on=ends_on)
    assert auditing.next_year(file, RULES) == last
    assert auditing.next_year(auditing.fall_due(file, 1, "s", NOW), RULES) is None


def test_no_yearly_audit_is_asked_for_where_the_regime_has_none_or_the_grant_was_ended() -> None:
    none = changed(RULES, {"audit.yearly": False})
    assert day(DeadlineKind.AUDIT_DUE, file_of(), none) is None
    ended = file_of().with_grant(status=GrantStatus.TERMINATED)
    assert day(DeadlineKind.AUDIT_DUE, ended) is None


def charged(file: GrantFile, at: datetime, who: str = "auditor") -> GrantFile:
    return auditing.charge(file, who, (at + timedelta(days=30)).date(), "m", at)


def test_an_auditor_charged_settles_what_was_asked_for_and_one_at_work_settles_what_comes() -> None:
    file, at = after(file_of(), DeadlineKind.AUDIT_DUE)
    assert [one.year for one in auditing.unsettled(file)] == [1]
    file = auditing.complain(file, "a letter", "m", at, RULES)
    assert [one.cause for one in auditing.unsettled(file)] == ["yearly", "complaint"]
    file = charged(file, at)
    assert auditing.unsettled(file) == ()
    file = auditing.complain(file, "another letter", "m", at, RULES)
    assert (auditing.unsettled(file), file.audit_duties[-1].audit) == ((), 1)
    file = charged(file, at, "other")
    assert [one.audit for one in file.audit_duties] == [2, 2, 2], "who takes the place takes the duties"


def test_a_complaint_is_put_on_record_only_where_the_regime_knows_audits_on_complaint() -> None:
    none = changed(RULES, {"audit.on_complaint": False})
    with pytest.raises(RulesBroken) as refused:
        auditing.complain(file_of(), "a letter", "m", start_of(SIGNED), none)
    assert refused.value.breaches[0].rule == "independent_audit.no_complaint"


def test_an_audit_whose_report_does_not_come_is_late_once() -> None:
    at = start_of(date(2027, 4, 1))
    file = charged(file_of(), at)
    due = next(one for one in deadlines(file, RULES) if one.kind is DeadlineKind.AUDIT_REPORT_DUE)
    late = fall(file, due, due.at, RULES)
    assert late.audits[0].was_late
    assert day(DeadlineKind.AUDIT_REPORT_DUE, late) is None


FINDING = FindingSaid("An invoice is missing.", Severity.MAJOR, Decimal("120.00"))
NOW = start_of(date(2027, 5, 3)) + timedelta(hours=9)


def audited(*told: FindingSaid, rules: RuleSet = RULES) -> GrantFile:
    """A grant with an audit report of these findings."""
    file = charged(file_of(), start_of(date(2027, 4, 1)))
    return auditing.report(file, AuditReport(date(2027, 4, 1), "qualified", told), NOW, rules)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [(None, date(2027, 6, 3)), (date(2027, 5, 4), date(2027, 5, 5)), (date(2027, 7, 1), date(2027, 7, 2))],
)
def test_a_finding_is_answered_by_the_day_its_report_sets_or_in_the_regime_s_days(
    due_on: date | None, expected: date
) -> None:
    file = audited(replace(FINDING, due_on=due_on))
    assert day(DeadlineKind.FINDING_DUE, file, number=1) == expected
    moved = paused(file, date(2027, 5, 4), date(2027, 5, 13))
    assert day(DeadlineKind.FINDING_DUE, moved, number=1) == expected + timedelta(days=10)


def test_a_finding_due_today_or_before_is_refused() -> None:
    with pytest.raises(RulesBroken) as refused:
        audited(FINDING, replace(FINDING, due_on=date(2027, 5, 3)))
    assert [(one.rule, one.subject) for one in refused.value.breaches] == [("finding.due_on", "findings[1].due_on")]


@pytest.mark.parametrize("blocks", [True, False])
def test_findings_stand_in_the_way_of_payments_until_each_is_closed_where_the_regime_says_so(blocks: bool) -> None:  # noqa: FBT001
    rules = changed(RULES, {"audit.findings_block_payment": blocks})
    file = audited(FINDING, FINDING)
    assert len(findings.blocking(file, rules)) == (2 if blocks else 0)
    file = findings.answer(file, 1, "It was found.", "c", NOW)
    assert len(findings.blocking(file, rules)) == (2 if blocks else 0), "an answer does not close it"
    file = findings.close(file, 1, "Seen.", "m", NOW)
    file = findings.close(file, 2, "A slip of the auditor.", "m", NOW)
    assert findings.blocking(file, rules) == ()


def test_what_stops_the_money_of_a_grant_hears_of_findings() -> None:
    file = audited(FINDING)
    assert [one.rule for one in stops.in_the_way(file, date(2027, 5, 4))] == ["finding.blocks_payment"]
    assert stops.in_the_way(findings.close(file, 1, "Seen.", "m", NOW), date(2027, 5, 4)) == ()


def test_an_answer_that_does_not_do_is_awaited_again_with_its_full_time() -> None:
    file = findings.answer(audited(FINDING), 1, "It is lost.", "c", NOW)
    file = findings.ask_again(file, 1, "Ask the issuer.", "m", NOW + timedelta(days=5), RULES)
    found = findings.find(file, 1)
    assert (found.status, found.reason) == (FindingStatus.OPEN, "Ask the issuer.")
    assert day(DeadlineKind.FINDING_DUE, file, number=1) == date(2027, 6, 8)
    late = findings.mark_late(file, 1)
    assert day(DeadlineKind.FINDING_DUE, late) is None


ACTS: dict[str, Callable[[GrantFile], GrantFile]] = {
    "answer": lambda file: findings.answer(file, 1, "Again.", "c", NOW),
    "close": lambda file: findings.close(file, 1, "Again.", "m", NOW),
    "ask_again": lambda file: findings.ask_again(file, 1, "Again.", "m", NOW, RULES),
}


@pytest.mark.parametrize(
    ("before", "act"),
    [("open", "ask_again"), ("closed", "answer"), ("closed", "close"), ("answered", "answer")],
)
def test_each_act_on_a_finding_has_its_turn(before: str, act: str) -> None:
    file = audited(FINDING)
    if before != "open":
        file = findings.answer(file, 1, "Here.", "c", NOW)
    if before == "closed":
        file = findings.close(file, 1, "Seen.", "m", NOW)
    with pytest.raises(Refused):
        ACTS[act](file)


def test_a_deadline_that_was_moved_since_has_no_consequence() -> None:
    file = audited(FINDING)
    due = next(one for one in deadlines(file, RULES) if one.kind is DeadlineKind.FINDING_DUE)
    closed = findings.close(file, 1, "Seen.", "m", NOW)
    assert due not in deadlines(closed, RULES)
    assert Deadline(kind=due.kind, at=due.at + DAY, number=1) not in deadlines(file, RULES)
