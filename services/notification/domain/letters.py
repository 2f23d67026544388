"""Which event is written about, and to whom. One line an event; nobody is written to about anything else.

In a letter to applicants stands nothing of what was scored or by whom: what the evaluation room says goes to the
Ministry or to the evaluator concerned, but for that feedback is there to be read and an objection was decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from grants.contracts import application_events as application
from grants.contracts import claim_events as claim
from grants.contracts import closing_events as closing
from grants.contracts import committee_events as committee
from grants.contracts import evaluation_events as evaluation
from grants.contracts import milestone_events as milestone
from grants.contracts import monitoring_events as monitoring
from grants.contracts import obligation_events as obligation
from grants.contracts import pack_events as pack
from grants.contracts import payment_events as payment
from grants.contracts import plan_events as plan
from grants.contracts import report_events as report
from grants.contracts import reserve_events as reserve
from grants.contracts import risk_events as risk
from grants.contracts import selection_events as selection
from grants.contracts.event import EventData
from grants.contracts.stages import GrantOutcome, Stage
from grants.policy import Role
from grants.regimes.words import Decider
from grants.rules.changes import ChangeKind
from grants.rules.risk import RiskLevel
from services.notification.domain.mail import role_mailbox

COORDINATOR = "coordinator"
"""Stands for the coordinator of the file, whoever that is."""

OFFICERS = role_mailbox(Role.MINISTRY_OFFICER)
MONITORS = role_mailbox(Role.MONITORING_OFFICER)
FINANCE = role_mailbox(Role.FINANCE_OFFICER)
MINISTER = role_mailbox(Role.MINISTERS_OFFICE)

_AT_WORK: Mapping[Stage, tuple[str, ...]] = MappingProxyType(
    {
        Stage.ADMINISTRATIVE_CHECK: (OFFICERS,),
        Stage.RESERVE: (COORDINATOR,),
        Stage.NEGOTIATION: (COORDINATOR, OFFICERS),
        Stage.APPROVAL: (MINISTER,),
        Stage.FOUNDING: (COORDINATOR,),
        Stage.SIGNING: (COORDINATOR,),
    }
)
"""Whose turn it is in a stage. The other stages have letters of their own, or nobody to write to."""


@dataclass(frozen=True, slots=True)
class Letter:
    """key: of subject and text in the catalogues (`mail.<key>.subject`, `.text`). to: the addressees."""

    key: str
    to: tuple[str, ...]


Writing = Callable[[Any], Letter | None]


def _to(key: str, *addressees: str) -> Writing:
    return lambda _event: Letter(key, addressees)


def _stage(event: application.StageEntered) -> Letter | None:
    to = _AT_WORK.get(event.stage)
    return None if to is None else Letter(f"stage.{event.stage}", to)


def _overdue(event: application.StageOverdue) -> Letter:
    """To the Ministry's officers, and to whoever else's turn it is there."""
    at_work = _AT_WORK.get(event.stage, ())
    return Letter("overdue", tuple(dict.fromkeys((OFFICERS, *at_work))))


def _assigned(event: evaluation.EvaluatorAssigned) -> Letter:
    return Letter("assigned", (event.evaluator_id,))


def _reminded(event: evaluation.AssignmentReminded) -> Letter:
    return Letter("reminded", (event.evaluator_id,))


def _lapsed(event: evaluation.AssignmentLapsed) -> Letter | None:
    """To whoever had it; of old, who that was did not stand in the event."""
    return Letter("lapsed", (event.evaluator_id,)) if event.evaluator_id else None


def _reopened(event: evaluation.AssessmentReopened) -> Letter:
    return Letter("reopened", (event.evaluator_id,))


def _session(key: str) -> Writing:
    """To the members it names; what lies on the agenda, or in a pack, is read after signing in, by who may see it."""
    return lambda event: Letter(key, tuple(event.members))


def _decided(key: str, name: str) -> Writing:
    return lambda event: Letter(f"{key}.{'yes' if getattr(event, name) else 'no'}", (COORDINATOR,))


def _change_asked(event: plan.ChangeAsked) -> Letter:
    """To who decides; what is only notified is told to the monitoring officers."""
    return Letter("change", (MINISTER if event.decided_by == Decider.MINISTER else MONITORS,))


def _plan_changed(event: plan.PlanChanged) -> Letter | None:
    """To whoever acts for the grant from now on, where that changed; any other change is told by its decision."""
    return Letter("coordinator_changed", (COORDINATOR,)) if event.kind == ChangeKind.COORDINATOR else None


def _risk(event: risk.RiskAssessed) -> Letter | None:
    """To the officers, where something is proposed."""
    return None if event.level == RiskLevel.LOW else Letter("risk", (MONITORS,))


def _audited(event: monitoring.IndependentAuditReported) -> Letter:
    """To those who wait for it; the coordinator only where there is something to answer."""
    to = (COORDINATOR, MONITORS) if event.findings else (MONITORS,)
    return Letter("audit_reported", to)


def _accepted(event: monitoring.ReportAccepted) -> Letter:
    return Letter("report_accepted_less" if event.disallowed else "report_accepted", (COORDINATOR,))


def _received(event: payment.RecoveryReceived) -> Letter:
    return Letter("recovery_received" if event.left > 0 else "recovery_settled", (COORDINATOR,))


def _reconciled(event: payment.BankStatementReconciled) -> Letter | None:
    """To the finance officers, where lines are left that somebody has to look at."""
    return Letter("statement_left", (FINANCE,)) if event.left else None


def _terminated(event: monitoring.GrantTerminated) -> Letter:
    """To both sides where the enterprise gave it up: the officers hear of it by this."""
    if event.outcome is GrantOutcome.WITHDRAWN:
        return Letter("grant_withdrawn", (COORDINATOR, MONITORS))
    return Letter("terminated", (COORDINATOR,))


def _closed(event: monitoring.GrantClosed) -> Letter:
    return Letter("closed_lasting" if event.obligations else "closed", (COORDINATOR, MONITORS))


def _reopened_grant(event: obligation.GrantReopened) -> Letter:
    return Letter(f"grant_reopened.{'yes' if event.runs else 'no'}", (COORDINATOR, MONITORS))


LETTERS: Mapping[type[EventData], Writing] = MappingProxyType(
    {
        application.StageEntered: _stage,
        application.StageOverdue: _overdue,
        application.CompletionRequested: _to("completion", COORDINATOR),
        application.CompletionSubmitted: _to("completed", OFFICERS),
        application.ApplicationEnded: lambda event: Letter(f"ended.{event.outcome}", (COORDINATOR,)),
        application.PresentationCalled: _to("presentation", COORDINATOR),
        application.PresentationCancelled: _to("presentation_cancelled", COORDINATOR),
        application.NegotiationPointRaised: _to("point_raised", COORDINATOR),
        application.NegotiationPointAnswered: _to("point_answered", OFFICERS),
        application.ContractPrepared: _to("contract", OFFICERS),
        application.ApplicationSubmitted: _to("submitted", COORDINATOR),
        application.PlanRevised: _to("plan_revised", OFFICERS),
        application.ContractSignedBySide: _to("signed_by_side", COORDINATOR, OFFICERS),
        monitoring.GrantOpened: _to("grant_opened", COORDINATOR, MONITORS),
        evaluation.EvaluatorAssigned: _assigned,
        evaluation.EvaluatorsMissing: _to("evaluators_missing", OFFICERS),
        evaluation.AssignmentReminded: _reminded,
        evaluation.AssignmentLapsed: _lapsed,
        evaluation.AssessmentReopened: _reopened,
        committee.CommitteeSessionCalled: _session("session_called"),
        committee.CommitteeSessionChanged: _session("session_changed"),
        evaluation.CommitteeOverdue: _to("committee_overdue", OFFICERS),
        reserve.ReserveMovedUp: _to("moved_up", OFFICERS),
        pack.ApprovalPackOpened: _session("pack_opened"),
        pack.ApprovalPackClosed: _to("pack_closed", MINISTER),
        selection.FeedbackIssued: _to("feedback", COORDINATOR),
        selection.FeedbackBlocked: _to("feedback_held", OFFICERS),
        selection.ObjectionMade: _to("objection", OFFICERS),
        selection.ObjectionDecided: _decided("objection_decided", "upheld"),
        monitoring.ReportOpened: _to("report_opened", COORDINATOR),
        monitoring.ReportLate: _to("report_late", COORDINATOR, MONITORS),
        monitoring.ReportSubmitted: _to("report_submitted", MONITORS),
        monitoring.ReportReturned: _to("report_returned", COORDINATOR),
        monitoring.ReportAccepted: _accepted,
        monitoring.ClaimMade: _to("claim_made", MONITORS),
        monitoring.ClaimApproved: _to("claim_approved", COORDINATOR, FINANCE),
        monitoring.ClaimPaid: _to("claim_paid", COORDINATOR),
        claim.ClaimReturned: _to("claim_returned", COORDINATOR),
        claim.ClaimRefused: _to("claim_refused", COORDINATOR),
        claim.ClaimResubmitted: _to("claim_resubmitted", MONITORS),
        claim.ClaimLowered: _to("claim_lowered", COORDINATOR, MONITORS),
        claim.SpendingDisallowed: _to("spending_disallowed", COORDINATOR, FINANCE),
        claim.ClaimLapsed: _to("claim_lapsed", COORDINATOR, MONITORS),
        payment.ClaimSeconded: _to("claim_seconded", OFFICERS),
        payment.AccountRecorded: _to("account_recorded", FINANCE),
        payment.AccountConfirmed: _to("account_confirmed", COORDINATOR),
        payment.GuaranteeReturned: _to("guarantee_returned", COORDINATOR),
        payment.AppropriationWarned: _to("appropriation_warned", FINANCE),
        payment.RecoveryPlanned: _to("recovery_planned", COORDINATOR),
        payment.GuaranteeReceived: _to("guarantee_received", COORDINATOR),
        payment.BankStatementReconciled: _reconciled,
        payment.RecoveryReceived: _received,
        payment.RecoveryReminded: _to("recovery_reminded", COORDINATOR),
        payment.GuaranteeWarned: _to("guarantee_warned", COORDINATOR, FINANCE),
        payment.GuaranteeEnded: _to("guarantee_ended", COORDINATOR, FINANCE),
        payment.RecoveryLate: _to("recovery_late", COORDINATOR, FINANCE),
        monitoring.ForceMajeureDeclared: _to("force_majeure", MONITORS),
        monitoring.ForceMajeureEnded: _to("force_majeure_ended", COORDINATOR, MONITORS),
        monitoring.ForceMajeureDecided: _decided("force_majeure_decided", "accepted"),
        monitoring.ExtensionAsked: _to("extension", MONITORS),
        monitoring.ExtensionDecided: _decided("extension_decided", "granted"),
        monitoring.AddendumRecorded: _to("addendum", COORDINATOR),
        plan.ChangeAsked: _change_asked,
        plan.PlanChanged: _plan_changed,
        risk.RiskAssessed: _risk,
        risk.HoldOrdered: _to("hold", COORDINATOR, FINANCE),
        risk.HoldLifted: _to("hold_lifted", COORDINATOR, FINANCE),
        risk.VisitPlanned: lambda event: Letter("visit_planned", (event.visitor_id,)),
        risk.VisitMade: _to("visit_made", COORDINATOR),
        risk.VisitCancelled: _to("visit_cancelled", MONITORS),
        plan.ChangeWithdrawn: _to("change_withdrawn", MONITORS),
        plan.ChangeDecided: _decided("change_decided", "accepted"),
        milestone.MilestoneDeclared: _to("milestone_declared", MONITORS),
        milestone.MilestoneConfirmed: _to("milestone_confirmed", COORDINATOR),
        milestone.MilestoneReturned: _to("milestone_returned", COORDINATOR),
        milestone.MilestonesLate: _to("milestones_late", COORDINATOR, MONITORS),
        report.ReportReminded: _to("report_reminded", COORDINATOR),
        report.ReportEscalated: _to("report_escalated", COORDINATOR, MONITORS, OFFICERS),
        report.DevelopmentReportOpened: _to("development_opened", COORDINATOR),
        report.DevelopmentReportReminded: _to("development_reminded", COORDINATOR),
        report.DevelopmentReportLate: _to("development_late", COORDINATOR, MONITORS),
        report.DevelopmentReportEscalated: _to("development_escalated", COORDINATOR, MONITORS, OFFICERS),
        report.DevelopmentReportSubmitted: _to("development_submitted", MONITORS),
        report.DevelopmentReportDecided: lambda event: Letter(f"development_decided.{event.decision}", (COORDINATOR,)),
        report.IndependentAuditAsked: _to("audit_asked", MONITORS),
        monitoring.IndependentAuditAssigned: lambda event: Letter("audit_assigned", (event.auditor_id,)),
        report.IndependentAuditLate: lambda event: Letter("audit_late", (event.auditor_id, MONITORS)),
        monitoring.IndependentAuditReported: _audited,
        report.FindingMade: _to("finding_made", COORDINATOR),
        report.FindingLate: _to("finding_late", COORDINATOR, MONITORS),
        report.FindingAnswered: _to("finding_answered", MONITORS),
        report.FindingReturned: _to("finding_returned", COORDINATOR),
        report.FindingClosed: _to("finding_closed", COORDINATOR),
        monitoring.NoticeGiven: _to("notice", COORDINATOR),
        monitoring.NoticeCured: _to("notice_cured", COORDINATOR),
        monitoring.NoticeExpired: _to("notice_expired", COORDINATOR, MONITORS),
        monitoring.GrantTerminated: _terminated,
        monitoring.SupportEnded: _to("support_ended", COORDINATOR),
        closing.ClosingReminded: _to("closing_reminded", COORDINATOR),
        closing.ClosingSubmitted: _to("closing_submitted", MONITORS),
        closing.ClosingReturned: _to("closing_returned", COORDINATOR),
        closing.ClosingAccepted: _to("closing_accepted", COORDINATOR),
        monitoring.ClosingOverdue: _to("closing_overdue", COORDINATOR, MONITORS),
        monitoring.RecoveryOrdered: _to("recovery", COORDINATOR),
        monitoring.GrantClosed: _closed,
        obligation.ObligationLook: _to("obligation_look", COORDINATOR, MONITORS),
        obligation.ObligationEnded: _to("obligation_ended", COORDINATOR, MONITORS),
        obligation.ObligationLookedAt: lambda event: Letter(f"obligation_found.{event.found}", (COORDINATOR,)),
        obligation.ObligationReleased: _to("obligation_released", COORDINATOR),
        obligation.GrantReopened: _reopened_grant,
    }
)


def letter_of(event: EventData) -> Letter | None:
    """What to write about an event, if anything."""
    return LETTERS[type(event)](event)
