"""How people learn of what falls due: which letter says so before, which once it is over, or why none does.

ahead: letters that name the day. over: letters once the time is over. A reason stands where there is no letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from grants.contracts import application_events as application
from grants.contracts import claim_events as claim
from grants.contracts import closing_events as closing
from grants.contracts import evaluation_events as evaluation
from grants.contracts import milestone_events as milestone
from grants.contracts import monitoring_events as monitoring
from grants.contracts import obligation_events as obligation
from grants.contracts import payment_events as payment
from grants.contracts import report_events as report
from grants.contracts import selection_events as selection
from grants.contracts.event import EventData
from grants.rules.deadlines import Due

Letters = tuple[type[EventData], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """ahead, over: the events written about, or why nobody is."""

    ahead: Letters | str
    over: Letters | str


_PUBLIC = "a call and its calendar are public; nobody can say who thinks of applying"
_ITSELF = "it is a letter itself"

TOLD: Mapping[Due, Telling] = MappingProxyType(
    {
        Due.CALL_OPENING: Telling(_PUBLIC, _PUBLIC),
        Due.CALL_CLOSING: Telling(_PUBLIC, _PUBLIC),
        Due.DRAFT: Telling(_PUBLIC, (application.ApplicationEnded,)),
        Due.ADMINISTRATIVE_CHECK: Telling(
            "a reminder of the Ministry to itself; the officers have the file among their tasks",
            (application.StageOverdue,),
        ),
        Due.COMPLETION: Telling((application.CompletionRequested,), (application.ApplicationEnded,)),
        Due.INVITATION: Telling((evaluation.EvaluatorAssigned,), (evaluation.AssignmentLapsed,)),
        Due.EVALUATION_REMINDER: Telling(_ITSELF, (evaluation.AssignmentReminded,)),
        Due.EVALUATION: Telling(
            (evaluation.EvaluatorAssigned, evaluation.AssignmentReminded), (evaluation.AssignmentLapsed,)
        ),
        Due.COMMITTEE: Telling(
            "a reminder of the Ministry to itself; members are called to their sessions by name and hour",
            (evaluation.CommitteeOverdue,),
        ),
        Due.RESERVE: Telling((application.StageEntered,), (application.ApplicationEnded,)),
        Due.OBJECTION: Telling((selection.FeedbackIssued,), "nothing follows for who did not object"),
        Due.NEGOTIATION: Telling((application.StageEntered,), (application.ApplicationEnded,)),
        Due.APPROVAL: Telling(
            "a reminder of the Ministry to itself; the Minister's office has the file among its tasks",
            (application.StageOverdue,),
        ),
        Due.FOUNDING: Telling((application.StageEntered,), (application.ApplicationEnded,)),
        Due.SIGNING: Telling((application.StageEntered,), (application.ApplicationEnded,)),
        Due.PERIOD_END: Telling("nothing is owed at the end of a period", (monitoring.ReportOpened,)),
        Due.REPORT_DUE: Telling(
            (monitoring.ReportOpened, report.ReportReminded, monitoring.ReportReturned), (monitoring.ReportLate,)
        ),
        Due.CURE_END: Telling((monitoring.NoticeGiven,), (monitoring.NoticeExpired,)),
        Due.SUPPORT_END: Telling((monitoring.GrantOpened, monitoring.ExtensionDecided), (monitoring.SupportEnded,)),
        Due.CLOSING_DUE: Telling(
            (monitoring.SupportEnded, monitoring.GrantTerminated, closing.ClosingReturned, closing.ClosingReminded),
            (monitoring.ClosingOverdue,),
        ),
        Due.CLOSING_REMINDER: Telling(_ITSELF, (closing.ClosingReminded,)),
        Due.REPORT_REMINDER: Telling(_ITSELF, (report.ReportReminded,)),
        Due.REPORT_ESCALATION: Telling(_ITSELF, (report.ReportEscalated,)),
        Due.DEVELOPMENT_OPENING: Telling("nothing is owed before it is asked for", (report.DevelopmentReportOpened,)),
        Due.DEVELOPMENT_REMINDER: Telling(_ITSELF, (report.DevelopmentReportReminded,)),
        Due.DEVELOPMENT_DUE: Telling(
            (report.DevelopmentReportOpened, report.DevelopmentReportReminded), (report.DevelopmentReportLate,)
        ),
        Due.DEVELOPMENT_ESCALATION: Telling(_ITSELF, (report.DevelopmentReportEscalated,)),
        Due.AUDIT_DUE: Telling("nothing is owed before an auditor is appointed", (report.IndependentAuditAsked,)),
        Due.AUDIT_REPORT_DUE: Telling((monitoring.IndependentAuditAssigned,), (report.IndependentAuditLate,)),
        Due.FINDING_DUE: Telling((report.FindingMade, report.FindingReturned), (report.FindingLate,)),
        Due.RECOVERY_DUE: Telling(
            (payment.RecoveryPlanned, payment.RecoveryReceived, payment.RecoveryReminded), (payment.RecoveryLate,)
        ),
        Due.RECOVERY_REMINDER: Telling(_ITSELF, (payment.RecoveryReminded,)),
        Due.GUARANTEE_REMINDER: Telling(_ITSELF, (payment.GuaranteeWarned,)),
        Due.GUARANTEE_END: Telling((payment.GuaranteeReceived, payment.GuaranteeWarned), (payment.GuaranteeEnded,)),
        Due.OBLIGATION_REMINDER: Telling(_ITSELF, (obligation.ObligationLook,)),
        Due.OBLIGATION_END: Telling((monitoring.GrantClosed, obligation.ObligationLook), (obligation.ObligationEnded,)),
        Due.CLAIM_CORRECTION: Telling((claim.ClaimReturned,), (claim.ClaimLapsed,)),
        Due.MILESTONE_DUE: Telling(
            "the enterprise planned the day itself; the plan and the dates of the grant show it",
            (milestone.MilestonesLate,),
        ),
    }
)
