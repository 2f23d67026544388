"""The bank's statement read against what was ordered and what is to come back, line by line, each line once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from grants.breach import RulesBroken
from grants.contracts.monitoring_events import ClaimPaid
from grants.contracts.payment_events import BankStatementReconciled, PaymentOrderBooked, SettledLine
from grants.iban import masked
from grants.policy import Action
from grants.proof.accounts import account_digest
from runtime.unit import Unit
from services.monitoring.domain import camt053, covering, money, paying, recovering
from services.monitoring.domain.camt053 import BankLine, Statement
from services.monitoring.domain.errors import NothingToRecover
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.orders import (
    FINE,
    SETTLING,
    Answered,
    Order,
    OrderStatus,
    Outcome,
    claim_of,
    of_debit,
    recovery_of,
)
from services.monitoring.store import orders
from services.monitoring.usecases.acting import Act, hold
from services.monitoring.usecases.covering import tell_returned
from services.monitoring.usecases.orders import allow
from services.monitoring.usecases.recovering import receive

_ONE_AT_A_TIME = "bank statements"


@dataclass(slots=True)
class Reading:
    """A statement while it is read. acts: the grants it touches, held."""

    unit: Unit
    id: str
    statement: Statement
    acts: dict[str, Act]
    grant_of: dict[str, str]
    known: dict[str, orders.ReadLine]
    answers: list[Answered] = field(default_factory=list)
    counted: list[orders.ReadLine] = field(default_factory=list)
    booked: dict[str, list[str]] = field(default_factory=dict)


async def reconcile(unit: Unit, text: str) -> list[Reading]:
    """Read an uploaded file. The same movement told again, in this file or another, changes nothing.

    Raises `RulesBroken` where the file is no statement; what does not fit is named line by line in the answer.
    """
    allow(unit, Action.BANK_STATEMENT_RECONCILE)
    statements = camt053.read(text)
    await unit.lock(_ONE_AT_A_TIME)
    digest = hashlib.sha256(text.encode()).hexdigest()
    acts: dict[str, Act] = {}
    found = await _grants(unit, [line for one in statements for line in one.lines])
    for grant_id in sorted(set(found.values())):
        acts[grant_id] = await hold(unit, grant_id)
    readings = []
    for index, statement in enumerate(statements):
        known = await orders.known_lines(unit.session, [_key(statement, line) for line in statement.lines])
        reading = Reading(unit, f"{digest}-{index}", statement, acts, found, known)
        for line in statement.lines:
            await _take(reading, line)
        readings.append(reading)
    for act in acts.values():
        if act.said:
            await act.keep(is_binding=False)
    for reading in readings:
        await _record(reading)
    return readings


async def _grants(unit: Unit, lines: Iterable[BankLine]) -> dict[str, str]:
    """The grant of every claim and recovery that these lines name."""
    claims = {name for line in lines if (name := claim_of(line))}
    references = {name for line in lines if (name := recovery_of(line))}
    of_claims = await orders.grants_of_claims(unit.session, claims) if claims else {}
    of_recoveries = await orders.grants_of_recoveries(unit.session, references) if references else {}
    return of_claims | of_recoveries


def _key(statement: Statement, line: BankLine) -> str:
    return f"{statement.account}/{line.reference}"


async def _take(reading: Reading, line: BankLine) -> None:
    key = _key(reading.statement, line)
    known = reading.known.get(key)
    if not line.reference:
        answer = Answered(line, Outcome.NO_REFERENCE)
    elif known is not None:
        answer = _again(line, known)
    elif not line.is_booked:
        answer = Answered(line, Outcome.PENDING)
    else:
        answer = await _debit(reading, line) if line.is_debit else _credit(reading, line)
    if answer.outcome in SETTLING:
        direction = "debit" if line.is_debit else "credit"
        counted = orders.ReadLine(key, reading.id, direction, line.amount, line.booked_on, answer.document)
        reading.counted.append(counted)
        reading.known[key] = counted
    reading.answers.append(answer)


def _again(line: BankLine, known: orders.ReadLine) -> Answered:
    """Told before; the same reference with another amount or direction is no repetition."""
    if known.amount != line.amount or (known.direction == "debit") is not line.is_debit:
        return Answered(line, Outcome.AMOUNT, known.document, f"{known.amount:.2f}")
    return Answered(line, Outcome.KNOWN, known.document)


async def _debit(reading: Reading, line: BankLine) -> Answered:
    act = reading.acts.get(reading.grant_of.get(claim_of(line), ""))
    claim = money.find(act.file, claim_of(line)) if act else None
    order = await orders.read(reading.unit.session, claim.order_id) if claim and claim.order_id else None
    answer = of_debit(line, claim, act.file.grant.currency if act else "", order)
    if answer.outcome is Outcome.PAID and order and order.account != reading.statement.account:
        return Answered(line, Outcome.ACCOUNT, answer.document, masked(order.account))
    if answer.outcome is Outcome.PAID and act and claim and order:
        _book(reading, act, claim, order, line)
    return answer


def _book(reading: Reading, act: Act, claim: Claim, order: Order, line: BankLine) -> None:
    payment = paying.Payment(line.booked_on, line.reference)
    paid = paying.booked(act.file, claim.id, payment, act.now)
    act.change(covering.free_all(paid, act.by, act.now, act.rules))
    act.say(ClaimPaid, claim_id=claim.id, amount=claim.amount, paid_on=line.booked_on, reference=line.reference)
    tell_returned(act)
    reading.booked.setdefault(order.id, []).append(claim.id)


def _credit(reading: Reading, line: BankLine) -> Answered:
    reference = recovery_of(line)
    act = reading.acts.get(reading.grant_of.get(reference, ""))
    if line.is_reversal or (act is None and claim_of(line) in reading.grant_of):
        return Answered(line, Outcome.RETURNED, claim_of(line))
    if act is None:
        return Answered(line, Outcome.UNKNOWN)
    if line.currency != act.file.grant.currency:
        return Answered(line, Outcome.CURRENCY, reference, act.file.grant.currency.value)
    came = recovering.CameIn(line.booked_on, line.amount, line.reference, towards=reference)
    if any(one.reference == line.reference for one in act.file.receipts):
        return Answered(line, Outcome.KNOWN, reference)
    try:
        receive(act, came)
    except (RulesBroken, NothingToRecover) as refused:
        return Answered(line, Outcome.REFUSED, reference, refused.breaches[0].allowed)
    return Answered(line, Outcome.RECEIVED, reference)


async def _record(reading: Reading) -> None:
    unit, statement = reading.unit, reading.statement
    for order_id, claims in reading.booked.items():
        await orders.mark(unit.session, order_id, claims, OrderStatus.BOOKED)
        order = await orders.lock(unit.session, order_id)
        if order and order.status is OrderStatus.MADE and not await orders.waiting_in(unit.session, order_id):
            await orders.close(unit.session, _booked(order))
            unit.tell(PaymentOrderBooked(order_id=order_id, statement_id=reading.id), about=order_id)
    facts = {
        "id": reading.id,
        "number": statement.number,
        "account": statement.account,
        "lines": len(statement.lines),
    }
    await orders.add_statement(unit.session, facts, reading.counted, unit.actor.person_id, unit.now)
    told = BankStatementReconciled(
        statement_id=reading.id,
        number=statement.number,
        account=masked(statement.account),
        lines=len(reading.answers),
        settled=sum(one.outcome in SETTLING for one in reading.answers),
        left=sum(one.outcome not in FINE for one in reading.answers),
        settled_lines=tuple(_settled(reading, one) for one in reading.counted),
        account_digest=account_digest(statement.account, reading.id),
    )
    unit.tell(told, about=reading.id)


def _settled(reading: Reading, one: orders.ReadLine) -> SettledLine:
    facts = {"direction": one.direction, "booked_on": one.booked_on, "document": one.document}
    reference = one.id.removeprefix(f"{reading.statement.account}/")
    return SettledLine(reference=reference, amount=one.amount, **facts)


def _booked(order: Order) -> Order:
    return replace(order, status=OrderStatus.BOOKED)
