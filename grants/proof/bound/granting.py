"""What events of a grant in force say beside their decisions."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.contracts.closing_events import ClosingReminded
from grants.contracts.event import DecidedData
from grants.contracts.milestone_events import MilestonesLate
from grants.contracts.monitoring_events import (
    AddendumRecorded,
    ClosingOverdue,
    ExtensionAsked,
    ExtensionDecided,
    GrantOpened,
    NoticeExpired,
    ReportLate,
    ReportOpened,
    SupportEnded,
)
from grants.contracts.obligation_events import ObligationEnded, ObligationLook
from grants.contracts.plan_events import ChangeAsked, ChangeDecided
from grants.contracts.report_events import (
    DevelopmentReportDecided,
    DevelopmentReportEscalated,
    DevelopmentReportLate,
    DevelopmentReportOpened,
    DevelopmentReportReminded,
    FindingLate,
    IndependentAuditAsked,
    IndependentAuditLate,
    ReportEscalated,
    ReportReminded,
)
from grants.contracts.risk_events import RiskAssessed
from grants.proof.bound.deadlines import fell, looked_at
from grants.proof.bound.tie import (
    Seen,
    Tie,
    always,
    day,
    due_day,
    figure,
    first_after,
    given,
    is_outcome,
    outcome,
    part,
    programme,
    text,
    tie,
)
from grants.rules.deadlines import Due
from grants.rules.duration import ceiling_end

_COUNTED = "a number counted up; held against the tables"
_NAMED = "names what the event is about"
_WROTE = "what a person wrote"
_HASHED = "a hash of what is in the room; held against the tables"
_REPORT = (Due.PERIOD_END, Due.SUPPORT_END)


def _ceiling(seen: Seen) -> object:
    """No pause is known on the day of the contract."""
    if seen.rules is None or not seen.is_open or seen.given.first_day is None:
        return None
    return ceiling_end(seen.given.first_day, seen.rules)


def _regime(seen: Seen) -> object:
    return seen.explanation.regime


_DEVELOPMENT_DUE = "the day the report is due; explained when it is over"
TIES: Mapping[type[DecidedData], Tie] = MappingProxyType(
    {
        GrantOpened: tie(
            looked_at(
                Due.SUPPORT_END,
                starts_on=day("first_day"),
                support_ends_on=due_day,
                ceiling_ends_on=_ceiling,
                programme=programme,
            ),
            province="where it is decides nothing",
            approved="as contracted; the record of the contract has it",
        ),
        ReportOpened: tie(
            fell(*_REPORT, optional=True),
            number=_COUNTED,
            due_at="reckoned from the end of the period; explained when it is over",
        ),
        ReportReminded: tie(
            fell(Due.REPORT_REMINDER), number=_COUNTED, due_at="the day the report is due; explained when it is over"
        ),
        ReportLate: tie(fell(Due.REPORT_DUE), number=_COUNTED),
        ReportEscalated: tie(fell(Due.REPORT_ESCALATION), number=_COUNTED),
        DevelopmentReportOpened: tie(fell(Due.DEVELOPMENT_OPENING), number=_COUNTED, due_at=_DEVELOPMENT_DUE),
        DevelopmentReportReminded: tie(fell(Due.DEVELOPMENT_REMINDER), number=_COUNTED, due_at=_DEVELOPMENT_DUE),
        DevelopmentReportLate: tie(fell(Due.DEVELOPMENT_DUE), number=_COUNTED),
        DevelopmentReportEscalated: tie(fell(Due.DEVELOPMENT_ESCALATION), number=_COUNTED),
        DevelopmentReportDecided: tie(
            part("development", decision=outcome, decided_on=day("decided_on")),
            number=_COUNTED,
            reason=_WROTE,
            paper="the paper of those who decided",
        ),
        IndependentAuditAsked: tie(
            fell(Due.AUDIT_DUE), number=_COUNTED, cause="why it is due: by the year, or by a complaint", year=_COUNTED
        ),
        IndependentAuditLate: tie(fell(Due.AUDIT_REPORT_DUE), number=_COUNTED, auditor_id="names who is late"),
        FindingLate: tie(fell(Due.FINDING_DUE), number=_COUNTED),
        MilestonesLate: tie(
            fell(Due.MILESTONE_DUE, quarter=given("number")), keys="names of what is late; held against the tables"
        ),
        NoticeExpired: tie(fell(Due.CURE_END), notice_id=_NAMED, number=_COUNTED),
        SupportEnded: tie(fell(Due.SUPPORT_END, support_ends_on=due_day)),
        ClosingReminded: tie(
            fell(Due.CLOSING_REMINDER), due_at="the day the closing is due; explained when it is over"
        ),
        ClosingOverdue: tie(fell(Due.CLOSING_DUE)),
        ObligationLook: tie(
            fell(Due.OBLIGATION_REMINDER), number=_COUNTED, code=_NAMED, ends_on="set when the grant was closed"
        ),
        ObligationEnded: tie(fell(Due.OBLIGATION_END), number=_COUNTED, code=_NAMED),
        ExtensionAsked: tie(
            part("extension", "allowed", ground=text("ground"), new_end=first_after("last_day")),
            extension_id=_NAMED,
            documents=_HASHED,
        ),
        ExtensionDecided: tie(
            part("extension", "allowed", granted=always(value=True), new_end=first_after("last_day")),
            extension_id=_NAMED,
            reason=_WROTE,
        ),
        AddendumRecorded: tie(
            part(
                "addendum",
                "allowed",
                signed_on=day("signed_on"),
                before=text("before"),
                after=_regime,
                support_ends_on=first_after("last_day"),
                ceiling_ends_on=first_after("latest_day"),
                earned=figure("earned"),
            ),
            addendum_id=_NAMED,
            number=_COUNTED,
            reason=_WROTE,
        ),
        ChangeAsked: tie(
            part("change", "allowed", kind=text("kind"), decided_by=figure("decided_by")),
            part("plan", "allowed", optional=True),
            change_id=_NAMED,
            number=_COUNTED,
            reason=_WROTE,
            wish_hash=_HASHED,
            differences_hash=_HASHED,
            effect_hash=_HASHED,
        ),
        ChangeDecided: tie(
            part("change", "allowed", kind=text("kind"), accepted=is_outcome("allowed")),
            part("plan", "allowed", optional=True),
            change_id=_NAMED,
            number=_COUNTED,
            reason=_WROTE,
            paper="the paper of those who decided",
        ),
        RiskAssessed: tie(part("risk", score=figure("score"), level=outcome), number=_COUNTED),
    }
)
