"""What waits for whom: which stage asks which action of a person, and under which name it is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from grants.contracts.stages import Stage
from grants.policy import Action
from grants.values import ApplicationId, CallId


class TaskKind(StrEnum):
    """What is to be done; shown by the message `task.<value>`."""

    FINISH_DRAFT = "finish_draft"
    CONFIRM_PARTICIPATION = "confirm_participation"
    CHECK = "check"
    COMPLETE = "complete"
    ANSWER_POINTS = "answer_points"
    NEGOTIATE = "negotiate"
    DECIDE_APPROVAL = "decide_approval"
    RECORD_ENTERPRISE = "record_enterprise"
    SIGN_FOR_MINISTRY = "sign_for_ministry"
    SIGN_FOR_ENTERPRISE = "sign_for_enterprise"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Applications in `stage` wait for somebody who may do `action`."""

    kind: TaskKind
    stage: Stage
    action: Action


WAITING: Final = (
    Waiting(TaskKind.FINISH_DRAFT, Stage.DRAFT, Action.APPLICATION_SUBMIT),
    Waiting(TaskKind.CONFIRM_PARTICIPATION, Stage.DRAFT, Action.CONSORTIUM_CONFIRM),
    Waiting(TaskKind.CHECK, Stage.ADMINISTRATIVE_CHECK, Action.CHECK_ADMIT),
    Waiting(TaskKind.COMPLETE, Stage.COMPLETION, Action.CHECK_COMPLETE),
    Waiting(TaskKind.ANSWER_POINTS, Stage.NEGOTIATION, Action.NEGOTIATION_ANSWER),
    Waiting(TaskKind.NEGOTIATE, Stage.NEGOTIATION, Action.NEGOTIATION_AGREE),
    Waiting(TaskKind.DECIDE_APPROVAL, Stage.APPROVAL, Action.APPROVAL_DECIDE),
    Waiting(TaskKind.RECORD_ENTERPRISE, Stage.FOUNDING, Action.ENTERPRISE_RECORD),
    Waiting(TaskKind.SIGN_FOR_MINISTRY, Stage.SIGNING, Action.CONTRACT_SIGN_FOR_MINISTRY),
    Waiting(TaskKind.SIGN_FOR_ENTERPRISE, Stage.SIGNING, Action.CONTRACT_SIGN_FOR_ENTERPRISE),
)
"""In the order of the way of an application."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person. due_at: exclusive end, if it has one; overdue: it has passed."""

    kind: TaskKind
    application_id: ApplicationId
    call_id: CallId
    title: str
    consortium_name: str
    due_at: datetime | None
    overdue: bool
