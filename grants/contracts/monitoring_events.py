"""What the monitoring room says. About: the application id of the grant.

Events that move the clock of a grant carry `deadlines`: everything that will fall due, as it stands then.
"""

from datetime import date

from grants.contracts import (
    claim_events,
    closing_events,
    indicator_events,
    milestone_events,
    obligation_events,
    payment_events,
    plan_events,
    report_events,
    risk_events,
)
from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved, Deadline, GrantEvent
from grants.contracts.obligation_events import ObligationBegun
from grants.contracts.report_events import LineDisallowed, LineFiled, LineRemarked
from grants.contracts.stages import AuditOpinion, GrantOutcome
from grants.personal import Public, Words
from grants.values import ZERO, Moment, Money, PersonId

__all__ = ["EVENTS", "ClockMoved", "Deadline", "GrantEvent"]


class GrantOpened(ClockMoved, DecidedData):
    """Explained: how the end of support came about."""

    SUBJECT = "monitoring.grant.opened"

    programme: Public
    call_id: Public
    province: Public
    starts_on: date
    support_ends_on: date
    ceiling_ends_on: date
    approved: Money


class ReportOpened(GrantEvent, DecidedData):
    """Explained where its period ended by time alone."""

    SUBJECT = "monitoring.report.opened"

    number: int
    due_at: Moment


class ReportLate(GrantEvent, DecidedData):
    """Explained: that its time is over."""

    SUBJECT = "monitoring.report.late"

    number: int


class ReportSubmitted(GrantEvent):
    """lines, indicators: what was filed, papers and numbers; none where a room of before did not tell them."""

    SUBJECT = "monitoring.report.submitted"
    ELSEWHERE = frozenset({"lines", "indicators"})

    number: int
    realised: Money
    lines: tuple[LineFiled, ...] | None = None
    indicators: dict[str, int] | None = None


class ReportReturned(ClockMoved):
    SUBJECT = "monitoring.report.returned"

    number: int
    remarks: Words
    lines: tuple[LineRemarked, ...] = ()


class ReportAccepted(ClockMoved, DecidedData):
    """Explained: what accepted spending has earned, and what its lines count where any of them has a paper."""

    SUBJECT = "monitoring.report.accepted"

    number: int
    realised: Money
    earned: Money
    disallowed: tuple[LineDisallowed, ...] = ()


class ClaimMade(GrantEvent, DecidedData):
    """Explained: what may be claimed. A claim on the final settlement is explained by it.

    advance: paid ahead of all reports. set_off: of an advance, by what this claim has earned.
    """

    SUBJECT = "monitoring.claim.made"

    claim_id: Public
    amount: Money
    advance: bool = False
    set_off: Money = ZERO


class ClaimApproved(GrantEvent):
    SUBJECT = "monitoring.claim.approved"

    claim_id: Public
    amount: Money


class ClaimPaid(GrantEvent):
    """reference: the bank's; "" where a room of before did not tell it."""

    SUBJECT = "monitoring.claim.paid"
    ELSEWHERE = frozenset({"reference"})

    claim_id: Public
    amount: Money
    paid_on: date
    reference: Words = ""


class ForceMajeureDeclared(GrantEvent):
    SUBJECT = "monitoring.force_majeure.declared"

    force_majeure_id: Public
    starts_on: date
    ground: Words
    documents: tuple[Public, ...] = ()


class ForceMajeureDecided(ClockMoved):
    SUBJECT = "monitoring.force_majeure.decided"

    force_majeure_id: Public
    accepted: bool
    starts_on: date
    reason: Words = ""


class ForceMajeureEnded(ClockMoved):
    SUBJECT = "monitoring.force_majeure.ended"

    force_majeure_id: Public
    ended_on: date


class ExtensionAsked(GrantEvent, DecidedData):
    """Explained: that it keeps the rules."""

    SUBJECT = "monitoring.extension.asked"

    extension_id: Public
    ground: Words
    new_end: date
    documents: tuple[Public, ...] = ()


class ExtensionDecided(ClockMoved, DecidedData):
    """Explained where it was granted: that it keeps the rules on the day of the decision."""

    SUBJECT = "monitoring.extension.decided"

    extension_id: Public
    granted: bool
    new_end: date
    reason: Words = ""


class AddendumRecorded(ClockMoved, DecidedData):
    """The grant lives under other rules from now on. before, after: regime and revision, key@revision.

    number, signed_on: of the paper. Ends as the new rules give them; earned: by them, on accepted spending.
    Explained: that it keeps the rules, and what it changes in ends and money.
    """

    SUBJECT = "monitoring.grant.addendum_recorded"

    addendum_id: Public
    number: Words
    signed_on: date
    reason: Words
    before: Public
    after: Public
    support_ends_on: date
    ceiling_ends_on: date
    earned: Money


class NoticeGiven(ClockMoved):
    SUBJECT = "monitoring.notice.given"

    notice_id: Public
    number: int
    cure_until: Moment
    reason: Words


class NoticeCured(ClockMoved):
    SUBJECT = "monitoring.notice.cured"

    notice_id: Public
    number: int


class NoticeExpired(GrantEvent, DecidedData):
    """The time to cure is over and nothing was cured; what follows, an officer decides. Explained: that it is over."""

    SUBJECT = "monitoring.notice.expired"

    notice_id: Public
    number: int


class GrantTerminated(ClockMoved):
    """The grant ends before its time. ground: a code of its rule set. outcome: who ended it, as it will be closed."""

    SUBJECT = "monitoring.grant.terminated"

    reason: Words
    ground: Words = ""
    outcome: GrantOutcome = GrantOutcome.TERMINATED


class SupportEnded(ClockMoved, DecidedData):
    """The support period is over; the closing report is awaited. Explained: that it is over."""

    SUBJECT = "monitoring.grant.support_ended"

    support_ends_on: date


class IndependentAuditAssigned(ClockMoved):
    """An auditor from outside was charged with this grant. number: counts the audits; due_at: of the report."""

    SUBJECT = "monitoring.independent_audit.assigned"

    number: int
    auditor_id: PersonId
    due_at: Moment


class IndependentAuditReported(ClockMoved):
    """The auditor's report. until: the first day it does not cover; findings: how many it names."""

    SUBJECT = "monitoring.independent_audit.reported"

    number: int
    until: date
    opinion: AuditOpinion
    findings: int


class ClosingOverdue(ClockMoved, DecidedData):
    """The closing did not come; a reminder, and a new date. Explained: that its time is over."""

    SUBJECT = "monitoring.closing.overdue"


class RecoveryOrdered(GrantEvent):
    SUBJECT = "monitoring.recovery.ordered"

    amount: Money


class GrantClosed(ClockMoved, DecidedData):
    """The final settlement is made; only what outlives the grant still falls due. Explained: the settlement.

    obligations: those that begin with it. closing_report: the number of the accepted one it rests on; 0 where none
    came in spite of a reminder.
    """

    SUBJECT = "monitoring.grant.closed"

    outcome: GrantOutcome
    realised: Money
    allowed: Money
    paid: Money
    recovered: Money
    programme: Public = ""
    call_id: Public = ""
    province: Public = ""
    obligations: tuple[ObligationBegun, ...] = ()
    closing_report: int = 0


EVENTS: tuple[type[EventData], ...] = (
    GrantOpened,
    ReportOpened,
    ReportLate,
    ReportSubmitted,
    ReportReturned,
    ReportAccepted,
    ClaimMade,
    ClaimApproved,
    ClaimPaid,
    ForceMajeureDeclared,
    ForceMajeureDecided,
    ForceMajeureEnded,
    ExtensionAsked,
    ExtensionDecided,
    AddendumRecorded,
    NoticeGiven,
    NoticeCured,
    NoticeExpired,
    GrantTerminated,
    SupportEnded,
    IndependentAuditAssigned,
    IndependentAuditReported,
    ClosingOverdue,
    RecoveryOrdered,
    GrantClosed,
    *closing_events.EVENTS,
    *obligation_events.EVENTS,
    *payment_events.EVENTS,
    *claim_events.EVENTS,
    *plan_events.EVENTS,
    *milestone_events.EVENTS,
    *risk_events.EVENTS,
    *indicator_events.EVENTS,
    *report_events.EVENTS,
)
