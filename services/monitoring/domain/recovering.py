"""What is taken back after the settlement: its instalments, what comes in, what is late."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules import recovery as rule
from grants.rules.exact import said
from grants.values import ZERO
from services.monitoring.domain.derivation import DerivedDate, step
from services.monitoring.domain.errors import NothingToRecover
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Instalment, Receipt, Recovery, RecoveryStatus
from services.monitoring.domain.states import ClaimStatus


@dataclass(frozen=True, slots=True)
class CameIn:
    """A payment of the enterprise: the day, the amount, and the bank's reference for it."""

    received_on: date
    amount: Decimal
    reference: str


def order(file: GrantFile, recovery_id: str, amount: Decimal, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The settlement takes this amount back, due at once and whole until instalments are agreed."""
    today, grant_id = istanbul_day(now), file.grant.id
    reference = f"GA{recovery_id.replace('-', '')[-12:].upper()}"
    recovery = Recovery(recovery_id, grant_id, reference, amount, by, now, today)
    return replace(file.with_recovery(recovery), instalments=_instalments(recovery, 1, rules))


def running(file: GrantFile) -> Recovery | None:
    """What is being taken back and has not all come in."""
    return next((one for one in file.recoveries if one.status is not RecoveryStatus.PAID), None)


def may_plan(file: GrantFile) -> bool:
    """Instalments are agreed before anything has come in or fallen due."""
    recovery = running(file)
    return recovery is not None and recovery.status is RecoveryStatus.OPEN and not file.receipts


def plan(file: GrantFile, count: int, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """So many instalments instead of those before, counted from the order."""
    recovery = _running(file)
    wrong = list(rule.plan_breaches(count, rules))
    if not may_plan(file):
        wrong.append(Breach("recovery.begun", "instalments", str(len(file.receipts)), "0", "Destek"))
    if wrong:
        raise RulesBroken(*wrong)
    planned = replace(recovery, planned_by=by, planned_at=now)
    return replace(file.with_recovery(planned), instalments=_instalments(planned, count, rules))


def receive(file: GrantFile, receipt_id: str, came: CameIn, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """What came in pays the interest of its day first, then the sum. Never more than is owed on that day."""
    recovery = _running(file)
    if wrong := tuple(_wrong_receipt(file, recovery, came, istanbul_day(now), rules)):
        raise RulesBroken(*wrong)
    received = [*_received(file), rule.Amount(came.amount, came.received_on)]
    before = rule.standing(debt(file), _received(file), came.received_on, rules)
    found = rule.standing(debt(file), received, came.received_on, rules)
    receipt = Receipt(
        id=receipt_id,
        grant_id=file.grant.id,
        reference=came.reference,
        amount=came.amount,
        received_on=came.received_on,
        interest=found.interest_paid - before.interest_paid,
        principal=found.principal_paid - before.principal_paid,
        recorded_by=by,
        recorded_at=now,
    )
    return _with_status(file.with_receipt(receipt), recovery, now, rules)


def mark_late(file: GrantFile, number: int, now: datetime) -> GrantFile:
    """An instalment was due and is not covered."""
    recovery = _running(file)
    marked = tuple(replace(one, late_at=now) if one.number == number else one for one in file.instalments)
    return replace(file.with_recovery(replace(recovery, status=RecoveryStatus.LATE)), instalments=marked)


def account(file: GrantFile, day: date, rules: RuleSet) -> rule.Standing:
    """What is left of the sum and of its interest on a day."""
    return rule.standing(debt(file), _received(file), day, rules)


def explained(file: GrantFile, day: date, rules: RuleSet) -> Explanation:
    """How `account` comes about."""
    owed, dated = debt(file), _dated
    inputs: dict[str, object] = {
        "amount": owed.amount,
        "ordered_on": owed.ordered_on,
        "payments": [dated(one) for one in owed.payments],
        "instalments": [dated(one) for one in owed.instalments],
        "received": [dated(one) for one in _received(file)],
        "day": day,
    }
    return explain("recovery", inputs, rules)


def debt(file: GrantFile) -> rule.Debt:
    """What is to come back, with the payments it was paid out by and its instalments."""
    if not file.recoveries:
        raise NothingToRecover(Breach("recovery.none", "grant"))
    recovery = file.recoveries[-1]
    paid = tuple(
        rule.Amount(claim.amount, claim.paid_on)
        for claim in file.claims
        if claim.status is ClaimStatus.PAID and claim.paid_on is not None
    )
    due = tuple(rule.Amount(one.amount, one.due_on) for one in file.instalments)
    return rule.Debt(recovery.amount, recovery.ordered_on, paid, due)


def due_moments(file: GrantFile) -> Iterator[tuple[int, datetime]]:
    """The number and the exclusive end of each instalment that is neither covered nor marked late."""
    if running(file) is None:
        return
    paid, due = sum((one.principal for one in file.receipts), ZERO), ZERO
    for one in file.instalments:
        due += one.amount
        if paid < due and one.late_at is None:
            yield one.number, start_of(one.due_on + timedelta(days=1))


def dates(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """When the instalments fall due, by the calendar: force majeure does not move them."""
    for number, at in due_moments(file):
        one = next(one for one in file.instalments if one.number == number)
        ordered, source = file.recoveries[-1].ordered_on.isoformat(), rules.cite(rules.recovery.due_days)
        steps = (step("recovery_due", ordered, said(one.amount, file.grant.currency), source),)
        yield DerivedDate("recovery_due", at, steps, number, DeadlineKind.RECOVERY_DUE)


def _with_status(file: GrantFile, recovery: Recovery, now: datetime, rules: RuleSet) -> GrantFile:
    found = account(file, istanbul_day(now), rules)
    late = rule.first_late(debt(file), found, istanbul_day(now)) is not None
    status = RecoveryStatus.LATE if late else RecoveryStatus.OPEN
    return file.with_recovery(replace(recovery, status=status if found.owed else RecoveryStatus.PAID))


def _wrong_receipt(file: GrantFile, recovery: Recovery, came: CameIn, today: date, rules: RuleSet) -> Iterator[Breach]:
    last = max((one.received_on for one in file.receipts), default=recovery.ordered_on)
    if not last <= came.received_on <= today:
        span = f"{last} - {today}"
        yield Breach("recovery.received_on", "received_on", came.received_on.isoformat(), span, "Destek")
        return
    owed = account(file, came.received_on, rules).owed
    if not ZERO < came.amount <= owed:
        currency = file.grant.currency
        asked, most = said(came.amount, currency), said(owed, currency)
        yield Breach("recovery.above_owed", "amount", asked, most, "Destek")


def _instalments(recovery: Recovery, count: int, rules: RuleSet) -> tuple[Instalment, ...]:
    first = recovery.ordered_on + timedelta(days=rules.recovery.due_days.value)
    parts = rule.instalments(recovery.amount, first, count, rules)
    return tuple(Instalment(recovery.grant_id, number, one.amount, one.day) for number, one in enumerate(parts, 1))


def _running(file: GrantFile) -> Recovery:
    recovery = running(file)
    if recovery is None:
        raise NothingToRecover(Breach("recovery.none", "grant"))
    return recovery


def _received(file: GrantFile) -> list[rule.Amount]:
    return [rule.Amount(one.amount, one.received_on) for one in file.receipts]


def _dated(one: rule.Amount) -> dict[str, object]:
    return {"amount": one.amount, "day": one.day}
