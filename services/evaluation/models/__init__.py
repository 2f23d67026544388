"""The room's tables. Only the store reads and writes them."""

from services.evaluation.models.assessments import AssignmentRow, PreEvaluationRow
from services.evaluation.models.committees import (
    CommitteeConflictRow,
    CommitteeItemRow,
    CommitteeMemberRow,
    CommitteeRow,
    CommitteeScoreRow,
    EnvelopeRaiseRow,
    PlacementRow,
)
from services.evaluation.models.evaluators import EvaluatorContractRow, EvaluatorPersonRow, EvaluatorRow
from services.evaluation.models.files import CallFileRow, FileRow
from services.evaluation.models.row import Row

__all__ = [
    "AssignmentRow",
    "CallFileRow",
    "CommitteeConflictRow",
    "CommitteeItemRow",
    "CommitteeMemberRow",
    "CommitteeRow",
    "CommitteeScoreRow",
    "EnvelopeRaiseRow",
    "EvaluatorContractRow",
    "EvaluatorPersonRow",
    "EvaluatorRow",
    "FileRow",
    "PlacementRow",
    "PreEvaluationRow",
    "Row",
]
