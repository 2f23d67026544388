"""Audits, findings and disallowed lines in a random life, and what always holds of them."""

from datetime import timedelta
from decimal import Decimal

from grants.values import ZERO
from services.monitoring.domain import auditing, findings, lines, reporting, stops
from services.monitoring.domain.audit_facts import AuditReport, FindingSaid, FindingStatus, Severity
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.report_facts import LineSaid
from services.monitoring.domain.states import AuditStatus, ClaimStatus, ReportStatus
from tests.services.monitoring.lives import Life, act, law

SAID = (
    FindingSaid("An invoice is missing.", Severity.MINOR),
    FindingSaid("A machine is not there.", Severity.CRITICAL, Decimal("500.00")),
)


@act("independent_audit.ask")
def complain(life: Life) -> GrantFile | None:
    if not life.chance(1):
        return None
    return auditing.complain(life.file, "a letter", "officer", life.now, life.rules)


@act("independent_audit.assign")
def charge(life: Life) -> GrantFile | None:
    """Mostly where one is asked for; now and then another takes the place of one at work."""
    if not auditing.unsettled(life.file) and not life.chance(1):
        return None
    due_on = life.today + timedelta(days=life.dice.choice([0, 1, 30, 90]))
    return auditing.charge(life.file, life.new_id("auditor"), due_on, "officer", life.now)


@act("independent_audit.report")
def report(life: Life) -> GrantFile | None:
    if auditing.awaited(life.file) is None:
        return None
    told = tuple(life.dice.sample(SAID, k=life.dice.randrange(3)))
    said = AuditReport(life.today - timedelta(days=1), "qualified" if told else "unqualified", told)
    return auditing.report(life.file, said, life.now, life.rules)


@act("finding.answer")
def answer(life: Life) -> GrantFile | None:
    for one in life.file.findings:
        if one.status is FindingStatus.OPEN and life.chance(6):
            return findings.answer(life.file, one.number, "Here it is.", "coordinator", life.now)
    return None


@act("finding.decide", weight=3)
def decide(life: Life) -> GrantFile | None:
    for one in findings.open_findings(life.file):
        if life.chance(3):
            return findings.ask_again(life.file, one.number, "Not all.", "officer", life.now, life.rules)
        if life.chance(8):
            return findings.close(life.file, one.number, "Seen.", "officer", life.now)
    return None


@act("report.disallow")
def disallow(life: Life) -> GrantFile | None:
    """A report is accepted but for some of its lines; that never earns more than all of it would."""
    for one in life.file.reports:
        if one.status is ReportStatus.SUBMITTED:
            told = [line for line in life.file.spending if line.number == one.number]
            said = [LineSaid(line.item, line.realised) for line in told]
            made = lines.valued(life.file.grant, one.number, said, life.rules)
            some = [line for line in made if line.counted and life.chance(4)]
            left = lines.disallow(made, [lines.Disallowed(line.line, "private") for line in some], life.rules)
            less = reporting.recounted(life.file, one.number, left)
            less = reporting.accept(less, one.number, "", "officer", life.now, life.rules)
            whole = reporting.accept(life.file, one.number, "", "officer", life.now, life.rules)
            assert less.grant.earned <= whole.grant.earned
            assert less.grant.realised <= whole.grant.realised
            return less
    return None


@law("at most one auditor is at work, and what was asked for before is settled by that")
def one_auditor(life: Life) -> bool:
    at_work = [one for one in life.file.audits if one.status is AuditStatus.ASSIGNED]
    return len(at_work) <= 1 and (not at_work or not auditing.unsettled(life.file))


@law("each year of the contract asks for an audit once, none before it is over")
def each_year_once(life: Life) -> bool:
    years = [one.year for one in life.file.audit_duties if one.year]
    return years == [*range(1, len(years) + 1)]


_STOPPED = {
    ClaimStatus.MADE: {ClaimStatus.SECONDED, ClaimStatus.APPROVED},
    ClaimStatus.SECONDED: {ClaimStatus.APPROVED},
    ClaimStatus.APPROVED: {ClaimStatus.ORDERED, ClaimStatus.PAID},
}
"""Steps towards a payment that are not made while something stops it; what is at the bank already is answered."""


@law("no claim comes nearer to its payment while a finding is open, a hold stands, or an advance lost its guarantee")
def findings_stop_money(life: Life) -> bool:
    found = stops.in_the_way(life.before, life.today, life.rules)
    if not found:
        return True
    if any(claim.status in _STOPPED for claim in life.before.claims):
        life.done.update({f"stopped by {one.rule}": 1 for one in found})
    now = {one.id: one.status for one in life.file.claims}
    return all(now[one.id] not in _STOPPED.get(one.status, set()) for one in life.before.claims if one.id in now)


@law("a report is reminded of, late and escalated only while it is awaited, and in that order")
def reports_in_order(life: Life) -> bool:
    late = (one for one in life.file.reports if one.status is ReportStatus.LATE and one.escalated_at is not None)
    return all(one.was_late and one.duty_since is not None and one.duty_since < one.escalated_at for one in late)


@law("what was realised is never less than what of it was borne in kind")
def in_kind_within(life: Life) -> bool:
    return all(ZERO <= one.in_kind <= one.realised for one in life.file.spending)
