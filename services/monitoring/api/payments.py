"""Accounts, guarantees, payment orders, the bank's answers, appropriations and the books, over HTTP."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field, StringConstraints

from grants.regimes.words import Currency
from grants.values import Line, Moment, Money, Prose
from runtime.http.door import Door, recorded, triable
from services.monitoring.api.shapes import After, Answered, Asked, Balance, Empty, Key, Limit, TheUnit
from services.monitoring.domain.covering import Paper
from services.monitoring.domain.ledger import Account, Act
from services.monitoring.domain.money_facts import GuaranteeStatus
from services.monitoring.domain.orders import OrderStatus, Outcome
from services.monitoring.usecases import budgets, covering, orders, reconciling
from services.monitoring.usecases.reconciling import Reading

router = APIRouter(route_class=Door, tags=["payments"])

Iban = Annotated[str, StringConstraints(strip_whitespace=True, min_length=15, max_length=42)]
ClaimId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Programme = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,80}$")]
BudgetYear = Annotated[int, Path(ge=2000, le=2100)]
Paid = Annotated[Money, Field(gt=0)]


class AccountIn(Asked):
    """iban: blanks do not matter. holder: as the bank knows it."""

    iban: Iban
    holder: Line


class AccountOut(Answered):
    id: str
    grant_id: str
    iban: str
    holder: str
    recorded_at: Moment
    confirmed_at: Moment | None


class GuaranteeIn(Asked):
    """valid_until: the last day on which it can be called in."""

    reference: Line
    issuer: Line
    amount: Paid
    valid_until: date


class GuaranteeOut(Answered):
    id: str
    grant_id: str
    reference: str
    issuer: str
    amount: Money
    valid_until: date
    status: GuaranteeStatus
    received_at: Moment
    returned_at: Moment | None
    warned_at: Moment | None


class OrderIn(Asked):
    """claims: ids of approved claims of one currency. account: of the Ministry, which is paid from."""

    claims: Annotated[tuple[ClaimId, ...], Field(min_length=1, max_length=500)]
    account: Iban
    execute_on: date


class CancelIn(Asked):
    reason: Prose


class OrderedOut(Answered):
    claim_id: str
    grant_id: str
    amount: Money
    iban: str
    holder: str
    status: OrderStatus


class OrderLineOut(Answered):
    """sha256: of the file as it was made; it is at /payment-orders/{id}/file."""

    id: str
    currency: Currency
    account: str
    execute_on: date
    total: Money
    count: int
    sha256: str
    status: OrderStatus
    made_at: Moment
    cancelled_at: Moment | None
    reason: str


class OrderOut(OrderLineOut):
    claims: tuple[OrderedOut, ...]


class OrderList(Answered):
    """after: where the next page begins; none on the last."""

    entries: tuple[OrderLineOut, ...]
    after: str | None


class StatementIn(Asked):
    """statement: the camt.053 file as text."""

    statement: Annotated[str, StringConstraints(min_length=1, max_length=1_900_000)]


class AnswerOut(Answered):
    """What came of one movement. place: of the entry in the file, and of the transfer in it."""

    place: str
    reference: str
    is_debit: bool
    amount: Money
    currency: str
    booked_on: date
    outcome: Outcome
    document: str
    expected: str


class StatementOut(Answered):
    id: str
    number: str
    account: str
    lines: tuple[AnswerOut, ...]


class StatementsOut(Answered):
    entries: tuple[StatementOut, ...]


class AppropriationIn(Asked):
    """source: the paper that appropriates it."""

    amount: Money
    source: Line


class AppropriationOut(Answered):
    """committed: approved and not paid. is_low: whether the finance officers are warned.

    kept_from: grants in these sums that a conflict of interest keeps the reader from.
    """

    programme: str
    year: int
    amount: Money
    committed: Money
    paid: Money
    left: Balance
    currency: Currency
    source: str
    is_low: bool
    kept_from: int


class AppropriationList(Answered):
    entries: tuple[AppropriationOut, ...]


class EntryOut(Answered):
    """An amount from one account to another. document: the claim, receipt … it stems from."""

    at: Moment
    act: Act
    document: str
    debit: Account
    credit: Account
    amount: Money


class LedgerOut(Answered):
    """balances: by account; more than nothing on the debit side. They always come to nothing together."""

    grant_id: str
    currency: Currency
    balances: dict[Account, Balance]
    entries: tuple[EntryOut, ...]


@router.post("/grants/{grant_id}/account", status_code=201)
async def account(grant_id: Key, asked: AccountIn, unit: TheUnit) -> AccountOut:
    """Record where the grant is to be paid to; a finance officer confirms it before anything is."""
    return AccountOut.model_validate(await covering.record_account(unit, grant_id, asked.iban, asked.holder))


@router.post("/accounts/{account_id}/confirm")
async def confirmed(account_id: Key, asked: Empty, unit: TheUnit) -> AccountOut:  # noqa: ARG001 - an empty body is asked for
    return AccountOut.model_validate(await covering.confirm_account(unit, account_id))


@router.post("/grants/{grant_id}/guarantees", status_code=201)
async def guarantee(grant_id: Key, asked: GuaranteeIn, unit: TheUnit) -> GuaranteeOut:
    paper = Paper(asked.reference, asked.issuer, asked.amount, asked.valid_until)
    return GuaranteeOut.model_validate(await covering.receive_guarantee(unit, grant_id, paper))


@router.post("/guarantees/{guarantee_id}/return")
@triable
async def returned(guarantee_id: Key, asked: Empty, unit: TheUnit) -> GuaranteeOut:  # noqa: ARG001 - an empty body is asked for
    """Give a guarantee back that covers nothing any more."""
    return GuaranteeOut.model_validate(await covering.return_guarantee(unit, guarantee_id))


@router.post("/payment-orders", status_code=201)
async def order(asked: OrderIn, unit: TheUnit) -> OrderOut:
    """Make the file for the bank of approved claims: all of them or none."""
    return _order(await orders.make_order(unit, tuple(dict.fromkeys(asked.claims)), asked.account, asked.execute_on))


@router.get("/payment-orders")
async def ordered(unit: TheUnit, after: After = "", limit: Limit = 50, status: OrderStatus | None = None) -> OrderList:
    """Orders, the newest first; those in a state, if one is named."""
    found = await orders.list_orders(unit, after, limit, status)
    entries = tuple(OrderLineOut.model_validate(one) for one in found)
    return OrderList(entries=entries, after=entries[-1].id if len(entries) == limit else None)


@router.get("/payment-orders/{order_id}")
@recorded
async def one_order(order_id: Key, unit: TheUnit) -> OrderOut:
    return _order(await orders.read_order(unit, order_id))


@router.get("/payment-orders/{order_id}/file", response_class=Response)
async def order_file(order_id: Key, unit: TheUnit) -> Response:
    """The file as it was made, pain.001.001.09; that it was taken is told."""
    found, content = await orders.download_order(unit, order_id)
    headers = {"Content-Disposition": f'attachment; filename="{found.id}.xml"', "ETag": f'"{found.sha256}"'}
    return Response(content.encode(), media_type="application/xml", headers=headers)


@router.post("/payment-orders/{order_id}/cancel")
@triable
async def cancelled(order_id: Key, asked: CancelIn, unit: TheUnit) -> OrderOut:
    """What the bank has not paid can be ordered anew; said by another person than who made the order."""
    return _order(await orders.cancel_order(unit, order_id, asked.reason))


@router.post("/bank-statements")
async def statement(asked: StatementIn, unit: TheUnit) -> StatementsOut:
    """Read a camt.053 file: what was ordered is paid, what came in is counted, what does not fit is named."""
    readings = await reconciling.reconcile(unit, asked.statement)
    return StatementsOut(entries=tuple(_statement(one) for one in readings))


@router.post("/appropriations/{programme}/{year}")
async def appropriation(
    programme: Programme, year: BudgetYear, asked: AppropriationIn, unit: TheUnit
) -> AppropriationOut:
    """Record what a programme may spend in a budget year."""
    return _budget(await budgets.record_appropriation(unit, programme, year, asked.amount, asked.source))


@router.get("/appropriations")
async def appropriations(unit: TheUnit) -> AppropriationList:
    found = await budgets.list_appropriations(unit)
    return AppropriationList(entries=tuple(_budget(one) for one in found))


@router.get("/grants/{grant_id}/ledger")
async def ledger(grant_id: Key, unit: TheUnit) -> LedgerOut:
    """The books of a grant."""
    found = await budgets.read_books(unit, grant_id)
    entries = tuple(EntryOut.model_validate({"at": one.at, **asdict(one.entry)}) for one in found.entries)
    return LedgerOut(grant_id=grant_id, currency=found.currency, balances=found.balances, entries=entries)


def _order(view: orders.OrderView) -> OrderOut:
    return OrderOut.model_validate({**asdict(view.order), "claims": [asdict(one) for one in view.claims]})


def _budget(one: budgets.Budget) -> AppropriationOut:
    facts = {
        name: getattr(one.of, name) for name in ("programme", "year", "amount", "committed", "paid", "left", "source")
    }
    return AppropriationOut.model_validate(
        {**facts, "currency": one.currency, "is_low": one.is_low, "kept_from": one.kept_from}
    )


def _statement(reading: Reading) -> StatementOut:
    lines = [{**asdict(one.line), **_said(one.outcome, one.document, one.expected)} for one in reading.answers]
    facts = {"id": reading.id, "number": reading.statement.number, "account": reading.statement.account}
    return StatementOut.model_validate({**facts, "lines": lines})


def _said(outcome: Outcome, document: str, expected: str) -> dict[str, str | Decimal]:
    return {"outcome": outcome, "document": document, "expected": expected}
