"""The room's tables. Only the store reads and writes them; what is on record the service's role can only add to."""

from services.audit.models.archive import ArchivedRunRow, WatchRow
from services.audit.models.barred import BarredRow
from services.audit.models.desk import CaseFileRow, LeadAnswerRow, SampleRow, TraceRow, WorkingPaperRow
from services.audit.models.dossiers import DossierRow
from services.audit.models.endings import FinishedRow
from services.audit.models.gaps import GapRow, MarkRow, OutboxMarkRow
from services.audit.models.known_rights import KnownRightsRow
from services.audit.models.ledger import LedgerRow, NodeRow, RecordRow, RootRow, SigningKeyRow
from services.audit.models.row import Row
from services.audit.models.subject_keys import SubjectKeyRow

__all__ = [
    "ArchivedRunRow",
    "BarredRow",
    "CaseFileRow",
    "DossierRow",
    "FinishedRow",
    "GapRow",
    "KnownRightsRow",
    "LeadAnswerRow",
    "LedgerRow",
    "MarkRow",
    "NodeRow",
    "OutboxMarkRow",
    "RecordRow",
    "RootRow",
    "Row",
    "SampleRow",
    "SigningKeyRow",
    "SubjectKeyRow",
    "TraceRow",
    "WatchRow",
    "WorkingPaperRow",
]
