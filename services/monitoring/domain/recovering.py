"""What is taken back, by the settlement or on the way: its instalments, what comes in, what is late.

Of several, each has its own reference, instalments and interest; money that names none counts for the oldest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day, moved_by_days, start_of
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
    """A payment of the enterprise: the day, the amount, and the bank's reference for it. towards: what it names."""

    received_on: date
    amount: Decimal
    reference: str
    towards: str = ""


def order(
    file: GrantFile,
    recovery_id: str,
    amount: Decimal,
    by: str,
    now: datetime,
    rules: RuleSet,
    *,
    disallowed: bool = False,
) -> GrantFile:
    """This amount is taken back, due at once and whole until instalments are agreed.

    disallowed: on the way, because spending was disallowed; else by the settlement.
    """
    today, grant_id = istanbul_day(now), file.grant.id
    reference = f"GA{recovery_id.replace('-', '')[-12:].upper()}"
    recovery = Recovery(recovery_id, grant_id, reference, amount, by, now, today, disallowed=disallowed)
    return _instalments(file.with_recovery(recovery), recovery, 1, rules)


def running(file: GrantFile) -> Recovery | None:
    """The oldest that is being taken back and has not all come in."""
    return next((one for one in file.recoveries if one.status is not RecoveryStatus.PAID), None)


def current(file: GrantFile) -> Recovery:
    """The one that runs, or else the last. Raises `NothingToRecover`."""
    found = running(file) or (file.recoveries[-1] if file.recoveries else None)
    if found is None:
        raise NothingToRecover(Breach("recovery.none", "grant"))
    return found


def of_instalment(file: GrantFile, number: int) -> Recovery:
    """What the instalment of this number belongs to."""
    named = next(one.recovery_id for one in file.instalments if one.number == number)
    return next(one for one in file.recoveries if one.id == named)


def instalments_of(file: GrantFile, recovery: Recovery) -> tuple[Instalment, ...]:
    return tuple(one for one in file.instalments if one.recovery_id == recovery.id)


def receipts_of(file: GrantFile, recovery: Recovery) -> tuple[Receipt, ...]:
    return tuple(one for one in file.receipts if one.recovery_id == recovery.id)


def may_plan(file: GrantFile) -> bool:
    """Instalments are agreed before anything has come in or fallen due."""
    recovery = running(file)
    return recovery is not None and recovery.status is RecoveryStatus.OPEN and not receipts_of(file, recovery)


def plan(file: GrantFile, count: int, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """So many instalments instead of those before, counted from the order."""
    recovery = _running(file)
    wrong = list(rule.plan_breaches(count, rules))
    if not may_plan(file):
        wrong.append(Breach("recovery.begun", "instalments", str(len(receipts_of(file, recovery))), "0", "Destek"))
    if wrong:
        raise RulesBroken(*wrong)
    planned = replace(recovery, planned_by=by, planned_at=now)
    return _instalments(file.with_recovery(planned), planned, count, rules)


def is_known(file: GrantFile, came: CameIn) -> bool:
    """Whether it is on record already. The number of another amount or day is refused: it would be lost."""
    before = next((one for one in file.receipts if one.reference == came.reference), None)
    if before is not None and (before.amount, before.received_on) != (came.amount, came.received_on):
        raise RulesBroken(Breach("recovery.twice", "reference", came.reference, "", "Destek"))
    return before is not None


def receive(file: GrantFile, receipt_id: str, came: CameIn, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """What came in pays the interest of its day first, then the sum. Never more than is owed on that day."""
    named = (one for one in file.recoveries if one.reference == came.towards and one.status is not RecoveryStatus.PAID)
    recovery = next(named, None) or _running(file)
    if wrong := tuple(_wrong_receipt(file, recovery, came, istanbul_day(now), rules)):
        raise RulesBroken(*wrong)
    earlier, owed = _received(file, recovery), debt(file, recovery)
    before = rule.standing(owed, earlier, came.received_on, rules)
    found = rule.standing(owed, [*earlier, rule.Amount(came.amount, came.received_on)], came.received_on, rules)
    receipt = Receipt(
        id=receipt_id,
        grant_id=file.grant.id,
        recovery_id=recovery.id,
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
    recovery = of_instalment(file, number)
    marked = tuple(replace(one, late_at=now) if one.number == number else one for one in file.instalments)
    return replace(file.with_recovery(replace(recovery, status=RecoveryStatus.LATE)), instalments=marked)


def account(file: GrantFile, day: date, rules: RuleSet, recovery: Recovery | None = None) -> rule.Standing:
    """What is left of the sum and of its interest on a day; of the current one if none is named."""
    one = recovery or current(file)
    return rule.standing(debt(file, one), _received(file, one), day, rules)


def explained(file: GrantFile, day: date, rules: RuleSet, recovery: Recovery | None = None) -> Explanation:
    """How `account` comes about."""
    one = recovery or current(file)
    owed, dated, received = debt(file, one), _dated, _received(file, one)
    inputs: dict[str, object] = {
        "amount": owed.amount,
        "ordered_on": owed.ordered_on,
        "payments": [dated(one) for one in owed.payments],
        "instalments": [dated(one) for one in owed.instalments],
        "received": [dated(one) for one in received],
        "day": day,
    }
    return explain("recovery", inputs, rules)


def debt(file: GrantFile, recovery: Recovery) -> rule.Debt:
    """What is to come back, with the payments it was paid out by and its instalments."""
    paid = tuple(
        rule.Amount(claim.amount, claim.paid_on)
        for claim in file.claims
        if claim.status is ClaimStatus.PAID and claim.paid_on is not None
    )
    due = tuple(rule.Amount(one.amount, one.due_on) for one in instalments_of(file, recovery))
    return rule.Debt(recovery.amount, recovery.ordered_on, paid, due)


def due_moments(file: GrantFile) -> Iterator[tuple[int, datetime]]:
    """The number and the exclusive end of each instalment that is neither covered nor marked late."""
    for recovery in file.recoveries:
        paid, due = sum((one.principal for one in receipts_of(file, recovery)), ZERO), ZERO
        for one in instalments_of(file, recovery):
            due += one.amount
            if recovery.status is not RecoveryStatus.PAID and paid < due and one.late_at is None:
                yield one.number, start_of(one.due_on + timedelta(days=1))


def dates(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """When the instalments fall due, by the calendar: force majeure does not move them."""
    for number, at in due_moments(file):
        one = next(one for one in file.instalments if one.number == number)
        ordered, source = of_instalment(file, number).ordered_on.isoformat(), rules.cite(rules.recovery.due_days)
        steps = (step("recovery_due", ordered, said(one.amount, file.grant.currency), source),)
        yield DerivedDate("recovery_due", at, steps, number, DeadlineKind.RECOVERY_DUE)
    yield from reminders(file, rules)


def remind(file: GrantFile, number: int, now: datetime) -> GrantFile:
    """It is told that an instalment falls due."""
    told = tuple(replace(one, reminded_at=now) if one.number == number else one for one in file.instalments)
    return replace(file, instalments=told)


def reminders(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """So many days before each instalment that is neither covered nor reminded of; none where that is past already."""
    before = rules.recovery.reminder_days_before
    for number, due in due_moments(file):
        one = next(one for one in file.instalments if one.number == number)
        at = moved_by_days(due, -before.value)
        if before.value and one.reminded_at is None and at > of_instalment(file, number).ordered_at:
            kind = DeadlineKind.RECOVERY_REMINDER
            told = (step("reminder", one.due_on.isoformat(), str(before.value), rules.cite(before)),)
            yield DerivedDate(kind.value, at, told, number, kind, ends=False)


def _with_status(file: GrantFile, recovery: Recovery, now: datetime, rules: RuleSet) -> GrantFile:
    found = account(file, istanbul_day(now), rules, recovery)
    late = rule.first_late(debt(file, recovery), found, istanbul_day(now)) is not None
    status = RecoveryStatus.LATE if late else RecoveryStatus.OPEN
    return file.with_recovery(replace(recovery, status=status if found.owed else RecoveryStatus.PAID))


def _wrong_receipt(file: GrantFile, recovery: Recovery, came: CameIn, today: date, rules: RuleSet) -> Iterator[Breach]:
    last = max((one.received_on for one in receipts_of(file, recovery)), default=recovery.ordered_on)
    if not last <= came.received_on <= today:
        span = f"{last} - {today}"
        yield Breach("recovery.received_on", "received_on", came.received_on.isoformat(), span, "Destek")
        return
    owed = account(file, came.received_on, rules, recovery).owed
    if not ZERO < came.amount <= owed:
        currency = file.grant.currency
        asked, most = said(came.amount, currency), said(owed, currency)
        yield Breach("recovery.above_owed", "amount", asked, most, "Destek")


def _instalments(file: GrantFile, recovery: Recovery, count: int, rules: RuleSet) -> GrantFile:
    """So many instead of those it had; they count on from those of the grant besides."""
    others = tuple(one for one in file.instalments if one.recovery_id != recovery.id)
    first = recovery.ordered_on + timedelta(days=rules.recovery.due_days.value)
    parts = rule.instalments(recovery.amount, first, count, rules)
    made = (
        Instalment(recovery.grant_id, number, recovery.id, one.amount, one.day)
        for number, one in enumerate(parts, max((one.number for one in others), default=0) + 1)
    )
    return replace(file, instalments=(*others, *made))


def _running(file: GrantFile) -> Recovery:
    recovery = running(file)
    if recovery is None:
        raise NothingToRecover(Breach("recovery.none", "grant"))
    return recovery


def _received(file: GrantFile, recovery: Recovery) -> list[rule.Amount]:
    return [rule.Amount(one.amount, one.received_on) for one in receipts_of(file, recovery)]


def _dated(one: rule.Amount) -> dict[str, object]:
    return {"amount": one.amount, "day": one.day}
