"""The stages of an application and the ways it can end, in the programme's words."""

from enum import StrEnum


class Stage(StrEnum):
    """Where an application stands. Resting stages (admitted, selected, …) wait for the workflow to open the next."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMINISTRATIVE_CHECK = "administrative_check"
    COMPLETION = "completion"
    ADMITTED = "admitted"
    PRE_EVALUATION = "pre_evaluation"
    COMMITTEE = "committee"
    RESERVE = "reserve"
    SELECTED = "selected"
    NEGOTIATION = "negotiation"
    AGREED = "agreed"
    APPROVAL = "approval"
    APPROVED = "approved"
    FOUNDING = "founding"
    FOUNDED = "founded"
    SIGNING = "signing"
    ENDED = "ended"


class Outcome(StrEnum):
    """How an application ended. lapsed: it was still a draft when its call closed."""

    EXCLUDED = "excluded"
    ELIMINATED = "eliminated"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    CONTRACTED = "contracted"
    LAPSED = "lapsed"


class CommitteeDecision(StrEnum):
    """What the committee's ranking means for one application. reserve: it moves up if somebody before it leaves."""

    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    ELIMINATED = "eliminated"


class DeadlineKind(StrEnum):
    """What falls due in the life of a grant."""

    PERIOD_END = "period_end"
    REPORT_DUE = "report_due"
    SUPPORT_END = "support_end"
    CURE_END = "cure_end"
    CLOSING_DUE = "closing_due"
    REPORT_REMINDER = "report_reminder"
    REPORT_ESCALATION = "report_escalation"
    DEVELOPMENT_OPENING = "development_opening"
    DEVELOPMENT_REMINDER = "development_reminder"
    DEVELOPMENT_DUE = "development_due"
    DEVELOPMENT_ESCALATION = "development_escalation"
    AUDIT_DUE = "audit_due"
    AUDIT_REPORT_DUE = "audit_report_due"
    FINDING_DUE = "finding_due"
    RECOVERY_DUE = "recovery_due"
    OBLIGATION_REMINDER = "obligation_reminder"
    OBLIGATION_END = "obligation_end"
    CLAIM_CORRECTION = "claim_correction"
    RECOVERY_REMINDER = "recovery_reminder"
    GUARANTEE_REMINDER = "guarantee_reminder"
    GUARANTEE_END = "guarantee_end"
    MILESTONE_DUE = "milestone_due"
    CLOSING_REMINDER = "closing_reminder"


class GrantOutcome(StrEnum):
    """How a grant ended. withdrawn: the enterprise gave it up."""

    COMPLETED = "completed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


class AuditOpinion(StrEnum):
    """What an independent auditor concludes; the four opinions auditors give everywhere."""

    UNQUALIFIED = "unqualified"
    QUALIFIED = "qualified"
    ADVERSE = "adverse"
    DISCLAIMER = "disclaimer"
