"""The monitoring room's tables: which there are, and what each kind of event says of them."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.contracts import application_events as application
from grants.contracts import claim_events as claims
from grants.contracts import closing_events as closing
from grants.contracts import evaluation_events as evaluation
from grants.contracts import indicator_events as evidence
from grants.contracts import milestone_events as planned
from grants.contracts import monitoring_events as said
from grants.contracts import obligation_events as obligations
from grants.contracts import payment_events as payments
from grants.contracts import plan_events as plans
from grants.contracts import report_events as owed
from grants.contracts import risk_events as risk
from grants.contracts.event import EventData
from grants.contracts.grant_event import ClockMoved, GrantEvent
from grants.proof.tables import bank, besides, grant, kept_from, milestones, money, reports
from grants.proof.tables.book import Book, Handler, Row, Table, Told


def _is_open_period(row: Row) -> bool:
    """A period that runs has its row; that it began was not told of by itself."""
    return bool(row["status"] == "awaited")


def _is_of_a_visit(row: Row) -> bool:
    """How many findings a visit had was told, not each."""
    return bool(row["visit"])


NUMBER = ("number",)
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "grant": Table(key=("id",), whole=True),
        "agreement": Table(whole=True),
        "plan_version": Table(key=("version",), whole=True),
        "support_item": Table(key=("key",), whole=True),
        "milestone": Table(key=("key",), whole=True),
        "change_request": Table(key=("id",), whole=True),
        "change_proposal": Table(key=("change_id",), whole=True),
        "report": Table(key=NUMBER, whole=True, but=_is_open_period),
        "spending_line": Table(key=("report", "line"), since=True),
        "spending": Table(key=("number", "item"), since=True),
        "scan": Table(key=("document",), whole=True),
        "counted_paper": Table(key=("report", "line"), since=True),
        "indicator_value": Table(key=("number", "code"), since=True),
        "indicator_evidence": Table(key=("number", "place"), since=True),
        "development_report": Table(key=NUMBER, whole=True),
        "independent_audit": Table(key=NUMBER, whole=True),
        "audit_duty": Table(key=NUMBER, whole=True),
        "finding": Table(key=NUMBER, whole=True, but=_is_of_a_visit),
        "risk_assessment": Table(key=NUMBER, whole=True),
        "payment_hold": Table(key=("id",), whole=True),
        "site_visit": Table(key=("id",), whole=True),
        "visit_photograph": Table(key=("visit_id", "document"), whole=True),
        "force_majeure": Table(key=("id",), whole=True),
        "extension": Table(key=("id",), whole=True),
        "notice": Table(key=("id",), whole=True),
        "addendum": Table(key=("id",), whole=True),
        "obligation": Table(key=NUMBER, whole=True),
        "closing_report": Table(key=NUMBER, whole=True),
        "settlement": Table(whole=True),
        "claim": Table(key=("id",), whole=True),
        "payment": Table(key=("claim_id",), whole=True),
        "budget_charge": Table(key=("claim_id",), whole=True),
        "payment_order": Table(key=("id",), whole=True),
        "ordered_claim": Table(key=("order_id", "claim_id"), whole=True),
        "payee_account": Table(key=("id",), whole=True),
        "guarantee": Table(key=("id",), whole=True),
        "recovery": Table(order=("ordered_at",), whole=True),
        "instalment": Table(key=NUMBER, since=True),
        "disallowance": Table(key=NUMBER, whole=True),
        "receipt": Table(order=("recorded_at", "id"), whole=True),
        "ledger_entry": Table(key=("act", "document", "debit", "credit")),
        "history": Table(order=("id",), whole=True),
        "barred": Table(key=("person_id",), whole=True),
    }
)
_OWN: Mapping[type[EventData], tuple[Handler, ...]] = {
    said.GrantOpened: (grant.opened, money.appropriated),
    said.ReportOpened: (reports.report_opened,),
    said.ReportLate: (reports.report_late,),
    said.ReportSubmitted: (reports.report_submitted,),
    said.ReportReturned: (reports.report_returned,),
    said.ReportAccepted: (reports.report_accepted,),
    said.ClaimMade: (money.claim_made,),
    said.ClaimApproved: (money.claim_approved,),
    said.ClaimPaid: (money.claim_paid,),
    said.ForceMajeureDeclared: (grant.force_majeure_declared,),
    said.ForceMajeureDecided: (grant.force_majeure_decided,),
    said.ForceMajeureEnded: (grant.force_majeure_ended,),
    said.ExtensionAsked: (grant.extension_asked,),
    said.ExtensionDecided: (grant.extension_decided,),
    said.AddendumRecorded: (grant.addendum_recorded,),
    said.NoticeGiven: (grant.notice_given,),
    said.NoticeCured: (grant.notice_cured,),
    said.NoticeExpired: (grant.notice_expired,),
    said.GrantTerminated: (grant.terminated,),
    said.SupportEnded: (grant.support_ended,),
    said.IndependentAuditAssigned: (reports.audit_assigned,),
    said.IndependentAuditReported: (reports.audit_reported,),
    said.ClosingOverdue: (grant.closing_overdue,),
    closing.ClosingReminded: (grant.closing_reminded,),
    closing.ClosingSubmitted: (grant.closing_submitted,),
    closing.ClosingReturned: (grant.closing_returned,),
    closing.ClosingAccepted: (grant.closing_accepted,),
    said.RecoveryOrdered: (money.recovery_ordered,),
    said.GrantClosed: (money.lapsed, grant.closed, money.settled, money.added_up, money.recovery_began),
    obligations.ObligationLook: (grant.obligation_to_look_at,),
    obligations.ObligationEnded: (grant.obligation_ended,),
    obligations.ObligationLookedAt: (grant.obligation_looked_at,),
    obligations.ObligationReleased: (grant.obligation_released,),
    obligations.GrantReopened: (grant.reopened, money.reopened),
    claims.ClaimReturned: (money.claim_returned,),
    claims.ClaimRefused: (money.claim_refused,),
    claims.ClaimResubmitted: (money.claim_resubmitted,),
    claims.ClaimLapsed: (money.claim_lapsed,),
    claims.ClaimLowered: (money.claim_lowered,),
    claims.SpendingDisallowed: (money.spending_disallowed,),
    payments.ClaimSeconded: (money.claim_seconded,),
    payments.ClaimOrdered: (money.claim_ordered,),
    payments.ClaimReleased: (money.claim_released,),
    payments.AccountRecorded: (money.account_recorded,),
    payments.AccountConfirmed: (money.account_confirmed,),
    payments.GuaranteeReceived: (money.guarantee_received,),
    payments.GuaranteeReturned: (money.guarantee_returned,),
    payments.GuaranteeWarned: (money.guarantee_warned,),
    payments.GuaranteeEnded: (money.guarantee_ended,),
    payments.RecoveryReminded: (money.recovery_reminded,),
    payments.RecoveryPlanned: (money.recovery_planned,),
    payments.RecoveryReceived: (money.recovery_received,),
    payments.RecoveryLate: (money.recovery_late,),
    plans.ChangeAsked: (grant.change_asked,),
    plans.ChangeDecided: (grant.change_decided,),
    plans.ChangeWithdrawn: (grant.change_withdrawn,),
    plans.PlanChanged: (grant.plan_changed,),
    planned.MilestoneDeclared: (milestones.declared,),
    planned.MilestoneConfirmed: (milestones.confirmed,),
    planned.MilestoneReturned: (milestones.returned,),
    planned.MilestonesLate: (milestones.late,),
    risk.RiskAssessed: (reports.risk_assessed,),
    risk.RiskAnswered: (reports.risk_answered,),
    risk.HoldOrdered: (reports.hold_ordered,),
    risk.HoldLifted: (reports.hold_lifted,),
    risk.VisitPlanned: (reports.visit_planned,),
    risk.VisitPhotographed: (reports.visit_photographed,),
    risk.VisitMade: (reports.visit_made,),
    risk.VisitCancelled: (reports.visit_cancelled,),
    evidence.EvidenceListed: (reports.evidence_listed,),
    owed.ReportReminded: (reports.report_reminded,),
    owed.ReportEscalated: (reports.report_escalated,),
    owed.PaperScanned: (reports.paper_scanned,),
    owed.DevelopmentReportOpened: (reports.development_opened,),
    owed.DevelopmentReportReminded: (reports.development_reminded,),
    owed.DevelopmentReportLate: (reports.development_late,),
    owed.DevelopmentReportEscalated: (reports.development_escalated,),
    owed.DevelopmentReportSubmitted: (reports.development_submitted,),
    owed.DevelopmentReportDecided: (reports.development_decided,),
    owed.IndependentAuditAsked: (reports.audit_asked,),
    owed.IndependentAuditLate: (reports.audit_late,),
    owed.FindingMade: (reports.finding_made,),
    owed.FindingLate: (reports.finding_late,),
    owed.FindingAnswered: (reports.finding_answered,),
    owed.FindingReturned: (reports.finding_returned,),
    owed.FindingClosed: (reports.finding_closed,),
}
"""What an event says of the tables. One of the room that is not here says nothing but that it happened."""
_CONFLICTS = (
    evaluation.ConflictFound,
    evaluation.ConflictDeclared,
    evaluation.ConflictWaived,
    evaluation.ConflictDismissed,
)


def _of(event: type[GrantEvent]) -> Handler:
    """What one kind of event of a grant says: its own, that it is a turn, and that it happened."""
    turn = grant.moved if issubclass(event, ClockMoved) else grant.stood
    own = _OWN.get(event, ())

    def handle(book: Book, told: Told) -> None:
        for one in (*own, turn, besides.kept):
            one(book, told)
        grant.happened(book, told, event.ELSEWHERE)

    return handle


def _handlers() -> dict[str, Handler]:
    found = {one.type_name(): _of(one) for one in said.EVENTS if issubclass(one, GrantEvent)}
    found |= {one.type_name(): kept_from.barred for one in _CONFLICTS}
    found[owed.PaperCounted.type_name()] = besides.kept
    return {application.ContractConcluded.type_name(): grant.concluded, **found}


HANDLERS: Mapping[str, Handler] = MappingProxyType(_handlers())
SHARED_TABLES, SHARED_HANDLERS = bank.TABLES, bank.HANDLERS
"""What is of no grant."""
