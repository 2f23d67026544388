"""The room's tables. Only the store reads and writes them."""

from services.monitoring.models.addenda import AddendumRow
from services.monitoring.models.audits import AuditDutyRow, AuditRow, FindingRow
from services.monitoring.models.barred import BarredRow
from services.monitoring.models.changes import ChangeRow, PlanVersionRow, ProposalRow
from services.monitoring.models.clock import ExtensionRow, ForceMajeureRow, NoticeRow
from services.monitoring.models.closing import ClosingReportRow
from services.monitoring.models.development import DevelopmentReportRow
from services.monitoring.models.drafts import VisitDraftRow
from services.monitoring.models.evidence import EvidenceRow
from services.monitoring.models.grants import AgreementRow, GrantRow, HistoryRow, SettlementRow, SupportItemRow
from services.monitoring.models.lines import CountedPaperRow, ReportDraftRow, ScanRow, SpendingLineRow
from services.monitoring.models.milestones import MilestoneRow
from services.monitoring.models.obligations import ObligationRow
from services.monitoring.models.payments import (
    AppropriationRow,
    BankLineRow,
    BankStatementRow,
    BudgetChargeRow,
    DisallowanceRow,
    GuaranteeRow,
    InstalmentRow,
    LedgerEntryRow,
    OrderedClaimRow,
    PayeeAccountRow,
    PaymentOrderRow,
    PaymentRow,
    ReceiptRow,
    RecoveryRow,
)
from services.monitoring.models.reports import ClaimRow, IndicatorRow, ReportRow, SpendingRow
from services.monitoring.models.risk import AssessmentRow, HoldRow, PhotographRow, VisitRow
from services.monitoring.models.row import Row

__all__ = [
    "AddendumRow",
    "AgreementRow",
    "AppropriationRow",
    "AssessmentRow",
    "AuditDutyRow",
    "AuditRow",
    "BankLineRow",
    "BankStatementRow",
    "BarredRow",
    "BudgetChargeRow",
    "ChangeRow",
    "ClaimRow",
    "ClosingReportRow",
    "CountedPaperRow",
    "DevelopmentReportRow",
    "DisallowanceRow",
    "EvidenceRow",
    "ExtensionRow",
    "FindingRow",
    "ForceMajeureRow",
    "GrantRow",
    "GuaranteeRow",
    "HistoryRow",
    "HoldRow",
    "IndicatorRow",
    "InstalmentRow",
    "LedgerEntryRow",
    "MilestoneRow",
    "NoticeRow",
    "ObligationRow",
    "OrderedClaimRow",
    "PayeeAccountRow",
    "PaymentOrderRow",
    "PaymentRow",
    "PhotographRow",
    "PlanVersionRow",
    "ProposalRow",
    "ReceiptRow",
    "RecoveryRow",
    "ReportDraftRow",
    "ReportRow",
    "Row",
    "ScanRow",
    "SettlementRow",
    "SpendingLineRow",
    "SpendingRow",
    "SupportItemRow",
    "VisitDraftRow",
    "VisitRow",
]
