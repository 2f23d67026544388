"""What a person may do to an application now: the policy, the stage and what was done before, together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from grants.breach import Refused
from grants.contracts.stages import Stage
from grants.policy import Action, Relation, decide
from services.application.domain import calls
from services.application.domain.records import ApplicationRecord, CallRecord, ContractRecord
from services.application.domain.stages import Act, Standing, step

ACTS: Final[Mapping[Action, Act]] = MappingProxyType(
    {
        Action.APPLICATION_SUBMIT: Act.SUBMIT,
        Action.APPLICATION_WITHDRAW: Act.WITHDRAW,
        Action.CHECK_ADMIT: Act.ADMIT,
        Action.CHECK_REQUEST_COMPLETION: Act.REQUEST_COMPLETION,
        Action.CHECK_COMPLETE: Act.COMPLETE,
        Action.CHECK_EXCLUDE: Act.EXCLUDE,
        Action.NEGOTIATION_RAISE_POINT: Act.RAISE_POINT,
        Action.NEGOTIATION_ANSWER: Act.ANSWER_POINT,
        Action.NEGOTIATION_REVISE_PLAN: Act.REVISE_PLAN,
        Action.NEGOTIATION_AGREE: Act.AGREE,
        Action.NEGOTIATION_DECLINE: Act.DECLINE,
        Action.APPROVAL_DECIDE: Act.APPROVE,
        Action.ENTERPRISE_RECORD: Act.RECORD_ENTERPRISE,
        Action.CONTRACT_SIGN_FOR_MINISTRY: Act.SIGN,
        Action.CONTRACT_SIGN_FOR_ENTERPRISE: Act.SIGN,
    }
)
"""Each action of a person on an application, as the table of stages calls it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else decides. open_points: how many points of the negotiation have no answer yet."""

    call: CallRecord
    contract: ContractRecord | None
    open_points: int
    now: datetime


def standing(application: ApplicationRecord) -> Standing:
    """The application as the table of stages sees it."""
    return Standing(
        stage=application.stage,
        due_at=application.stage_due_at,
        outcome=application.outcome,
        completion_used=application.completion_used,
    )


def actions(
    application: ApplicationRecord, around: Surroundings, roles: frozenset[str], relations: frozenset[Relation]
) -> tuple[Action, ...]:
    """Every action open to someone of these roles and relations now, in the order of the table."""
    allowed = [action for action in Action if decide(roles, action, relations) is not None]
    return tuple(action for action in allowed if _possible(action, application, around))


def _possible(action: Action, application: ApplicationRecord, around: Surroundings) -> bool:
    if action is Action.APPLICATION_DRAFT:
        return application.stage is Stage.DRAFT and not calls.is_over(around.call, around.now)
    act = ACTS.get(action)
    return act is not None and _in_stage(application, act, around.now) and _not_yet_done(action, around)


def _in_stage(application: ApplicationRecord, act: Act, now: datetime) -> bool:
    try:
        step(standing(application), act, now)
    except Refused:
        return False
    return True


def _not_yet_done(action: Action, around: Surroundings) -> bool:
    contract = around.contract
    if action is Action.APPLICATION_SUBMIT:
        return calls.takes_applications(around.call, around.now)
    if action is Action.NEGOTIATION_ANSWER:
        return around.open_points > 0
    if action is Action.CONTRACT_SIGN_FOR_MINISTRY:
        return contract is not None and contract.signed_ministry_at is None
    if action is Action.CONTRACT_SIGN_FOR_ENTERPRISE:
        return contract is not None and contract.signed_enterprise_at is None
    return True
