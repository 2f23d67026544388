"""The room's tables. Only the store reads and writes them."""

from services.evaluation.models.assessments import AssignmentRow, PreEvaluationRow
from services.evaluation.models.combinations import CombinationRow
from services.evaluation.models.committees import (
    CommitteeConflictRow,
    CommitteeItemRow,
    CommitteeMemberRow,
    CommitteeRow,
    CommitteeScoreRow,
    EnvelopeRaiseRow,
    PlacementRow,
)
from services.evaluation.models.conflicts import DeclarationRow, FindingRow
from services.evaluation.models.evaluators import EvaluatorContractRow, EvaluatorPersonRow, EvaluatorRow
from services.evaluation.models.feedback import FeedbackRow, ObjectionRow, RedactionRow
from services.evaluation.models.files import CallFileRow, FileRow
from services.evaluation.models.packs import PackOpinionRow, PackRow
from services.evaluation.models.proposals import ProposalRow
from services.evaluation.models.row import Row
from services.evaluation.models.selections import ReserveRow, SelectionRow
from services.evaluation.models.sessions import (
    CommitteeBallotRow,
    CommitteeMinutesRow,
    CommitteeMotionRow,
    CommitteeSessionRow,
    CommitteeSignatureRow,
    CommitteeSlotRow,
)
from services.evaluation.models.staffing import StaffingModeRow

__all__ = [
    "AssignmentRow",
    "CallFileRow",
    "CombinationRow",
    "CommitteeBallotRow",
    "CommitteeConflictRow",
    "CommitteeItemRow",
    "CommitteeMemberRow",
    "CommitteeMinutesRow",
    "CommitteeMotionRow",
    "CommitteeRow",
    "CommitteeScoreRow",
    "CommitteeSessionRow",
    "CommitteeSignatureRow",
    "CommitteeSlotRow",
    "DeclarationRow",
    "EnvelopeRaiseRow",
    "EvaluatorContractRow",
    "EvaluatorPersonRow",
    "EvaluatorRow",
    "FeedbackRow",
    "FileRow",
    "FindingRow",
    "ObjectionRow",
    "PackOpinionRow",
    "PackRow",
    "PlacementRow",
    "PreEvaluationRow",
    "ProposalRow",
    "RedactionRow",
    "ReserveRow",
    "Row",
    "SelectionRow",
    "StaffingModeRow",
]
