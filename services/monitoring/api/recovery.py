"""What is taken back, over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from grants.explanation import Explanation
from grants.regimes.words import Currency
from grants.values import Line, Moment, Money
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Key, TheUnit
from services.monitoring.domain import recovering as domain
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Recovery, RecoveryStatus
from services.monitoring.usecases import recovering

router = APIRouter(route_class=Door, tags=["recovery"])


class PlanIn(Asked):
    instalments: Annotated[int, Field(ge=1, le=1000)]


class ReceivedIn(Asked):
    """reference: the bank's for the payment; the same one again changes nothing."""

    amount: Annotated[Money, Field(gt=0)]
    received_on: date
    reference: Line


class InstalmentOut(Answered):
    """due_on: the last day on which it is in time. late_at: when it was found not to be covered."""

    number: int
    amount: Money
    due_on: date
    late_at: Moment | None
    reminded_at: Moment | None


class ReceiptOut(Answered):
    reference: str
    amount: Money
    received_on: date
    interest: Money
    principal: Money


class RecoveryOut(Answered):
    """reference: what the enterprise writes on its payments. principal, interest: left on `day`, and how.

    disallowed: ordered on the way, for spending disallowed; else by the settlement.
    """

    id: str
    reference: str
    amount: Money
    currency: Currency
    ordered_on: date
    status: RecoveryStatus
    disallowed: bool
    instalments: tuple[InstalmentOut, ...]
    receipts: tuple[ReceiptOut, ...]
    day: date
    principal: Money
    interest: Money
    owed: Money
    explanation: Explanation


@router.post("/grants/{grant_id}/recovery/plan")
async def planned(grant_id: Key, asked: PlanIn, unit: TheUnit) -> RecoveryOut:
    """Agree on instalments, before anything has come in; as many as the rules allow."""
    file = await recovering.plan_recovery(unit, grant_id, asked.instalments)
    return recovery_of(file, recovering.today(unit))


@router.post("/grants/{grant_id}/recovery/receipts")
async def received(grant_id: Key, asked: ReceivedIn, unit: TheUnit) -> RecoveryOut:
    """Record money that came in; it pays the interest of its day first, then the sum."""
    came = domain.CameIn(asked.received_on, asked.amount, asked.reference)
    return recovery_of(await recovering.receive_recovery(unit, grant_id, came), recovering.today(unit))


def recovery_of(file: GrantFile, day: date, one: Recovery | None = None) -> RecoveryOut:
    """How what is taken back stands on a day; the one that runs, or else the last, if none is named."""
    names = ("id", "reference", "amount", "ordered_on", "status", "disallowed")
    recovery, rules = one or domain.current(file), file.grant.rules
    account = domain.account(file, day, rules, recovery)
    return RecoveryOut.model_validate(
        {
            **{name: getattr(recovery, name) for name in names},
            "currency": file.grant.currency,
            "instalments": domain.instalments_of(file, recovery),
            "receipts": domain.receipts_of(file, recovery),
            "day": account.day,
            "principal": account.principal,
            "interest": account.interest,
            "owed": account.owed,
            "explanation": domain.explained(file, account.day, rules, recovery),
        }
    )
