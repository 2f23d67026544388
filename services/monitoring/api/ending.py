"""Formal notices, termination, closing and settlement over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from grants.contracts.stages import GrantOutcome
from grants.regimes.words import Currency
from grants.values import Moment, Money, Prose
from runtime.http.door import Door, triable
from services.monitoring.api.shapes import Answered, Asked, Empty, Key, TheUnit
from services.monitoring.domain.states import GrantStatus, NoticeStatus
from services.monitoring.usecases import ending

router = APIRouter(route_class=Door, tags=["ending"])


GroundCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]


class NoticeIn(Asked):
    """cure_days: days to cure; without it, as many as the regime gives."""

    reason: Prose
    cure_days: Annotated[int, Field(ge=1, le=365)] | None = None


class TerminationIn(Asked):
    """ground: a code of the rule set the grant lives under; most need a formal notice that was not cured in time."""

    reason: Prose
    ground: GroundCode = "breach"


class WithdrawalIn(Asked):
    reason: Prose


class NoticeOut(Answered):
    id: str
    grant_id: str
    number: int
    reason: str
    given_at: Moment
    cure_until: Moment
    status: NoticeStatus


class GrantOut(Answered):
    id: str
    status: GrantStatus
    closing_due_at: Moment | None
    closing_submitted_at: Moment | None
    terminated_at: Moment | None


class SettlementOut(Answered):
    """result: amounts by item and the steps of the computation. claim_id: the last claim."""

    grant_id: str
    outcome: GrantOutcome | None
    realised: Money
    paid: Money
    allowed: Money
    due_to_grantee: Money
    to_recover: Money
    claim_id: str | None
    currency: Currency
    result: dict[str, Any]


@router.post("/grants/{grant_id}/notices", status_code=201)
async def notice(grant_id: Key, asked: NoticeIn, unit: TheUnit) -> NoticeOut:
    return NoticeOut.model_validate(await ending.give_notice(unit, grant_id, asked.reason, asked.cure_days))


@router.post("/notices/{notice_id}/cured")
async def cured(notice_id: Key, asked: Empty, unit: TheUnit) -> NoticeOut:  # noqa: ARG001 - an empty body is asked for
    return NoticeOut.model_validate(await ending.cure_notice(unit, notice_id))


@router.post("/grants/{grant_id}/terminate")
@triable
async def terminate(grant_id: Key, asked: TerminationIn, unit: TheUnit) -> GrantOut:
    return GrantOut.model_validate(await ending.terminate(unit, grant_id, asked.ground, asked.reason))


@router.post("/grants/{grant_id}/withdrawal")
@triable
async def withdraw(grant_id: Key, asked: WithdrawalIn, unit: TheUnit) -> GrantOut:
    """The enterprise gives the grant up; report, closing and settlement follow as at any end."""
    return GrantOut.model_validate(await ending.withdraw(unit, grant_id, asked.reason))


@router.post("/grants/{grant_id}/settle")
@triable
async def settle(grant_id: Key, asked: Empty, unit: TheUnit) -> SettlementOut:  # noqa: ARG001 - an empty body is asked for
    """Settle on what was realised: the rest is paid, or what was paid above it is recovered."""
    file = await ending.settle(unit, grant_id)
    settled, last = file.settlement, next((claim.id for claim in file.claims if claim.final), None)
    return SettlementOut.model_validate(
        {
            "grant_id": grant_id,
            "outcome": file.grant.outcome,
            "realised": file.grant.realised,
            "paid": file.grant.paid,
            "allowed": settled.allowed if settled else None,
            "due_to_grantee": settled.due_to_grantee if settled else None,
            "to_recover": settled.to_recover if settled else None,
            "claim_id": last,
            "currency": file.grant.currency,
            "result": settled.result if settled else None,
        }
    )
