"""The room's tables. Only the store reads and writes them."""

from services.application.models.acts import (
    ApprovalRow,
    CheckRow,
    CompletionRow,
    ContractCounterRow,
    ContractRow,
    EnterpriseRow,
    PointRow,
)
from services.application.models.applications import ApplicationRow, PlanVersionRow, StageRow
from services.application.models.barred import BarredRow
from services.application.models.belonging import BelongingRow
from services.application.models.board import BoardPointsRow, PresentationRow
from services.application.models.calls import CallRow, ClusterRow, DeadlineMoveRow
from services.application.models.consortia import ConfirmationRow, ConsortiumRow, MemberRow
from services.application.models.offers import OfferRow
from services.application.models.packs import ApprovalPackRow
from services.application.models.papers import PaperRow
from services.application.models.row import Row

__all__ = [
    "ApplicationRow",
    "ApprovalPackRow",
    "ApprovalRow",
    "BarredRow",
    "BelongingRow",
    "BoardPointsRow",
    "CallRow",
    "CheckRow",
    "ClusterRow",
    "CompletionRow",
    "ConfirmationRow",
    "ConsortiumRow",
    "ContractCounterRow",
    "ContractRow",
    "DeadlineMoveRow",
    "EnterpriseRow",
    "MemberRow",
    "OfferRow",
    "PaperRow",
    "PlanVersionRow",
    "PointRow",
    "PresentationRow",
    "Row",
    "StageRow",
]
