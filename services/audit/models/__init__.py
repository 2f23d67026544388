"""The room's tables. Only the store reads and writes them; the database itself refuses to change the ledger."""

from services.audit.models.endings import FinishedRow
from services.audit.models.ledger import ChainRow, LedgerRow
from services.audit.models.row import Row

__all__ = ["ChainRow", "FinishedRow", "LedgerRow", "Row"]
