"""The room's tables. Only the store reads and writes them."""

from services.monitoring.models.addenda import AddendumRow
from services.monitoring.models.audits import AuditRow
from services.monitoring.models.clock import ExtensionRow, ForceMajeureRow, NoticeRow
from services.monitoring.models.grants import AgreementRow, GrantRow, HistoryRow, SettlementRow, SupportItemRow
from services.monitoring.models.reports import ClaimRow, IndicatorRow, ReportRow, SpendingRow
from services.monitoring.models.row import Row

__all__ = [
    "AddendumRow",
    "AgreementRow",
    "AuditRow",
    "ClaimRow",
    "ExtensionRow",
    "ForceMajeureRow",
    "GrantRow",
    "HistoryRow",
    "IndicatorRow",
    "NoticeRow",
    "ReportRow",
    "Row",
    "SettlementRow",
    "SpendingRow",
    "SupportItemRow",
]
