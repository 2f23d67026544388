"""What events of money say beside their decisions."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from grants.contracts.claim_events import ClaimLapsed, ClaimLowered, ClaimResubmitted, SpendingDisallowed
from grants.contracts.event import DecidedData
from grants.contracts.monitoring_events import ClaimMade, GrantClosed, ReportAccepted
from grants.contracts.payment_events import (
    GuaranteeEnded,
    GuaranteeWarned,
    RecoveryLate,
    RecoveryReceived,
    RecoveryReminded,
)
from grants.decisions.recovery import Dated, RecoveryInputs
from grants.proof.bound.deadlines import fell
from grants.proof.bound.tie import (
    Order,
    Seen,
    Source,
    Tie,
    Tied,
    always,
    day,
    figure,
    last_due_day,
    part,
    programme,
    tie,
)
from grants.rules.deadlines import Due
from grants.rules.recovery import standing
from grants.values import ZERO

_COUNTED = "a number counted up; held against the tables"
_NAMED = "names what the event is about"
_BEFORE = "decided before; the record of that decision has it"
_WROTE = "what a person wrote"
_OTHERS = "what earlier claims set off stands in records of their own; held against the tables"


def _taken(value: Any, _: int) -> Any:
    """What is disallowed of each line."""
    if not isinstance(value, list):
        return None
    return [f"{one['line']} {one['item']} {one['amount']}" for one in value]


def _lines_taken(seen: Seen) -> object:
    return [f"{one.line} {one.item} {one.amount:.2f}" for one in seen.given.lines] if seen.is_open else None


def _amount_taken(seen: Seen) -> object:
    return Fraction(sum((one.amount for one in seen.given.lines), ZERO)) if seen.is_open else None


def _realised_left(seen: Seen) -> object:
    """Accepted spending after what was disallowed."""
    if not seen.is_open:
        return None
    taken = sum((one.amount for one in seen.given.lines), ZERO)
    return Fraction(sum(seen.given.realised.values(), ZERO) - taken)


def _lines_reduced(seen: Seen) -> object:
    """The lines of a report of which not all was accepted."""
    if not seen.is_open:
        return None
    reduced = (one for one in seen.given.lines if one.disallowed)
    return [f"{one.line} {one.item} {one.disallowed:.2f}" for one in reduced]


def _realised(seen: Seen) -> object:
    return Fraction(sum(seen.given.realised.values(), ZERO)) if seen.is_open else None


def _received(split: str) -> Source:
    """What of the last money that came in went into interest, or into the sum: the account after less that before."""

    def source(seen: Seen) -> object:
        if seen.rules is None or not seen.is_open:
            return None
        given: RecoveryInputs = seen.given
        last = _last(given, seen.data)
        if last is None:
            return "an amount that is among what has come in"
        earlier = list(given.received)
        earlier.remove(last)
        after = standing(given.debt, [one.plain for one in given.received], given.day, seen.rules)
        before = standing(given.debt, [one.plain for one in earlier], given.day, seen.rules)
        name = f"{split}_paid"
        return Fraction(getattr(after, name) - getattr(before, name))

    return source


def _last(given: RecoveryInputs, data: Mapping[str, Any]) -> Dated | None:
    """The receipt the event tells of, as the account has it."""
    for one in reversed(given.received):
        if f"{one.amount:.2f}" == data.get("amount") and one.day == given.day:
            return one
    return None


def _came(seen: Seen) -> object:
    """The amount, where it is among what has come in."""
    if not seen.is_open:
        return None
    amount = seen.data.get("amount")
    came = [f"{one.amount:.2f}" for one in seen.given.received if one.day == seen.given.day]
    return amount if amount in came else ", ".join(came)


TIES: Mapping[type[DecidedData], Tie] = MappingProxyType(
    {
        ReportAccepted: tie(
            part("claim", earned=figure("earned")),
            part(
                "lines",
                optional=True,
                realised=figure("accepted"),
                disallowed=Tied(_lines_reduced, part=_taken),
            ),
            number=_COUNTED,
        ),
        ClaimMade: tie(
            part("claim", amount=figure("payable"), advance=always(value=False)),
            claim_id=_NAMED,
            set_off=_OTHERS,
        ),
        ClaimResubmitted: tie(
            part("claim", amount=figure("payable"), advance=always(value=False)),
            claim_id=_NAMED,
            round=_COUNTED,
            note=_WROTE,
            set_off=_OTHERS,
        ),
        ClaimLapsed: tie(fell(Due.CLAIM_CORRECTION), claim_id=_NAMED, amount=_BEFORE),
        ClaimLowered: tie(
            part("disallowance", optional=True),
            part("addendum", "allowed", optional=True),
            claim_id=_NAMED,
            before=_BEFORE,
            amount="each claim takes its part of what is earned less; held against the tables",
            round=_COUNTED,
        ),
        SpendingDisallowed: tie(
            part(
                "disallowance",
                lines=Tied(_lines_taken, part=_taken),
                amount=_amount_taken,
                realised=_realised_left,
                earned=figure("earned"),
                recovered=figure("recover"),
            ),
            number=_COUNTED,
            ground="on whose finding; the decision is about the money",
            finding=_COUNTED,
            recovery_id=_NAMED,
        ),
        RecoveryReminded: tie(
            fell(Due.RECOVERY_REMINDER), recovery_id=_NAMED, number=_COUNTED, amount=_BEFORE, due_on=_BEFORE
        ),
        RecoveryLate: tie(
            fell(Due.RECOVERY_DUE, due_on=last_due_day), part("recovery", "late"), recovery_id=_NAMED, number=_COUNTED
        ),
        RecoveryReceived: tie(
            part(
                "recovery",
                amount=_came,
                interest=_received("interest"),
                principal=_received("principal"),
                left=figure("owed"),
                received_on=day("day"),
            ),
            recovery_id=_NAMED,
            reference="what the bank calls it",
        ),
        GuaranteeWarned: tie(
            fell(Due.GUARANTEE_REMINDER),
            guarantee_id=_NAMED,
            amount=_BEFORE,
            valid_until=_BEFORE,
            open="what is ahead of claims; each has a record of its own",
        ),
        GuaranteeEnded: tie(
            fell(Due.GUARANTEE_END, valid_until=last_due_day),
            guarantee_id=_NAMED,
            amount=_BEFORE,
            uncovered="what is ahead of claims and stands under no guarantee; each has a record of its own",
        ),
        # What was ordered back on the way is in no field of the closing: by how much it may say more was paid than the
        # decision counts, the tables hold, and that it is all that was paid (`grants.proof.tables.money.added_up`).
        GrantClosed: tie(
            part(
                "settlement",
                realised=_realised,
                allowed=figure("allowed"),
                paid=Tied(figure("paid"), Order.AT_LEAST),
                recovered=figure("recover"),
                programme=programme,
            ),
            outcome="how the grant ended before it was settled; that has a record of its own",
            province="where it is decides nothing",
            obligations="duties by the rules; held against the tables",
            closing_report=_COUNTED,
        ),
    }
)
