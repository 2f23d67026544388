"""The rows as tables, so that queries are written over columns."""

from sqlalchemy import Table, inspect

from services.monitoring import models


def _table(row: type[models.Row]) -> Table:
    table = inspect(row).local_table
    if not isinstance(table, Table):
        raise TypeError(row.__name__)
    return table


GRANT = _table(models.GrantRow)
AGREEMENT = _table(models.AgreementRow)
ITEM = _table(models.SupportItemRow)
REPORT = _table(models.ReportRow)
SPENDING = _table(models.SpendingRow)
INDICATOR = _table(models.IndicatorRow)
AUDIT = _table(models.AuditRow)
ADDENDUM = _table(models.AddendumRow)
CLAIM = _table(models.ClaimRow)
FORCE_MAJEURE = _table(models.ForceMajeureRow)
EXTENSION = _table(models.ExtensionRow)
NOTICE = _table(models.NoticeRow)
SETTLEMENT = _table(models.SettlementRow)
HISTORY = _table(models.HistoryRow)
