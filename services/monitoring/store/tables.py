"""The rows as tables, so that queries are written over columns."""

from sqlalchemy import Table, inspect

from services.monitoring import models


def _table(row: type[models.Row]) -> Table:
    table = inspect(row).local_table
    if not isinstance(table, Table):
        raise TypeError(row.__name__)
    return table


GRANT = _table(models.GrantRow)
BARRED = _table(models.BarredRow)
AGREEMENT = _table(models.AgreementRow)
ITEM = _table(models.SupportItemRow)
REPORT = _table(models.ReportRow)
SPENDING = _table(models.SpendingRow)
INDICATOR = _table(models.IndicatorRow)
AUDIT = _table(models.AuditRow)
EVIDENCE = _table(models.EvidenceRow)
ASSESSMENT = _table(models.AssessmentRow)
HOLD = _table(models.HoldRow)
VISIT = _table(models.VisitRow)
VISIT_DRAFT = _table(models.VisitDraftRow)
PHOTOGRAPH = _table(models.PhotographRow)
CHANGE = _table(models.ChangeRow)
PROPOSAL = _table(models.ProposalRow)
MILESTONE = _table(models.MilestoneRow)
PLAN_VERSION = _table(models.PlanVersionRow)
AUDIT_DUTY = _table(models.AuditDutyRow)
FINDING = _table(models.FindingRow)
DEVELOPMENT = _table(models.DevelopmentReportRow)
SPENDING_LINE = _table(models.SpendingLineRow)
COUNTED_PAPER = _table(models.CountedPaperRow)
REPORT_DRAFT = _table(models.ReportDraftRow)
SCAN = _table(models.ScanRow)
ADDENDUM = _table(models.AddendumRow)
CLOSING_REPORT = _table(models.ClosingReportRow)
CLAIM = _table(models.ClaimRow)
FORCE_MAJEURE = _table(models.ForceMajeureRow)
EXTENSION = _table(models.ExtensionRow)
NOTICE = _table(models.NoticeRow)
OBLIGATION = _table(models.ObligationRow)
SETTLEMENT = _table(models.SettlementRow)
HISTORY = _table(models.HistoryRow)
ACCOUNT = _table(models.PayeeAccountRow)
GUARANTEE = _table(models.GuaranteeRow)
RECOVERY = _table(models.RecoveryRow)
INSTALMENT = _table(models.InstalmentRow)
RECEIPT = _table(models.ReceiptRow)
DISALLOWANCE = _table(models.DisallowanceRow)
LEDGER = _table(models.LedgerEntryRow)
PAYMENT = _table(models.PaymentRow)
PAYMENT_ORDER = _table(models.PaymentOrderRow)
ORDERED_CLAIM = _table(models.OrderedClaimRow)
BANK_STATEMENT = _table(models.BankStatementRow)
BANK_LINE = _table(models.BankLineRow)
APPROPRIATION = _table(models.AppropriationRow)
BUDGET_CHARGE = _table(models.BudgetChargeRow)
