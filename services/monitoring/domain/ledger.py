"""The books of one grant, kept in double entry: each entry takes an amount from one account and puts it on another,
so they always balance. Pure.

The entries of an act follow from the file before it and after it, whatever the act was; none is ever changed. What
was wrong is put right by an entry the other way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from grants.values import ZERO
from services.monitoring.domain import money
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim, Receipt
from services.monitoring.domain.states import ClaimStatus


class Account(StrEnum):
    """commitment, undertaking: what is promised and not yet owed, with its counterpart. cost: what the grant has
    cost. payable: owed and not paid. paid: through the bank. advance: paid ahead and not set off. retention: kept back
    until closing. settlement: passed through at the settlement, and empty after it. recoverable: to come back.
    recovered: come back. interest: come in on top of it.
    """

    COMMITMENT = "commitment"
    UNDERTAKING = "undertaking"
    COST = "cost"
    PAYABLE = "payable"
    PAID = "paid"
    ADVANCE = "advance"
    RETENTION = "retention"
    SETTLEMENT = "settlement"
    RECOVERABLE = "recoverable"
    RECOVERED = "recovered"
    INTEREST = "interest"


class Act(StrEnum):
    """What an entry stems from."""

    APPROVED = "approved"
    OWED = "owed"
    LAPSED = "lapsed"
    PAID = "paid"
    SETTLED = "settled"
    REOPENED = "reopened"
    RECEIVED = "received"
    DISALLOWED = "disallowed"


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount above zero from `credit` to `debit`. document: the claim, receipt … it stems from."""

    act: Act
    document: str
    debit: Account
    credit: Account
    amount: Decimal


def entries_between(before: GrantFile | None, after: GrantFile) -> tuple[Entry, ...]:
    """What the act that led from one file to the other puts into the books."""
    found = (
        *_approved(before, after),
        *_claims(before, after),
        *_settled(before, after),
        *_received(before, after),
        *_disallowed(before, after),
    )
    return tuple(entry for entry in (*found, *_reopened(before, after, found)) if entry.amount)


def balances(entries: Iterable[Entry]) -> dict[Account, Decimal]:
    """What each account holds: more than nothing on its debit side, less on its credit side."""
    found: defaultdict[Account, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        found[entry.debit] += entry.amount
        found[entry.credit] -= entry.amount
    return {account: found[account] for account in Account}


def due_balances(file: GrantFile) -> dict[Account, Decimal]:
    """What each account must hold by the facts of the file alone."""
    took, ahead, settled = money.taken(file, money.RECOGNISED), money.ahead(file, money.RECOGNISED), file.settlement
    waiting = [one for one in file.claims if one.status is not ClaimStatus.PAID]
    owed = sum((one.amount for one in waiting if one.status in money.RECOGNISED and not one.final), ZERO)
    owed += sum((one.amount for one in waiting if one.final and one.status in money.COUNTS), ZERO)
    disallowed = money.back_on_the_way(file)
    cost = took.whole - disallowed if settled is None else settled.allowed
    left = file.grant.approved - cost if settled is None else ZERO
    back = sum((one.principal for one in file.receipts), ZERO)
    interest = sum((one.interest for one in file.receipts), ZERO)
    return {
        Account.COMMITMENT: left,
        Account.UNDERTAKING: -left,
        Account.COST: cost,
        Account.PAYABLE: -owed,
        Account.PAID: -file.grant.paid,
        Account.ADVANCE: ahead - took.set_off if settled is None else ZERO,
        Account.RETENTION: -took.retained if settled is None else ZERO,
        Account.SETTLEMENT: ZERO,
        Account.RECOVERABLE: disallowed - back + (ZERO if settled is None else settled.to_recover),
        Account.RECOVERED: back + interest,
        Account.INTEREST: -interest,
    }


def _move(act: Act, document: str, debit: Account, credit: Account, amount: Decimal) -> Entry:
    """An entry; less than nothing is put the other way round."""
    if amount < ZERO:
        return Entry(act, document, credit, debit, -amount)
    return Entry(act, document, debit, credit, amount)


def _approved(before: GrantFile | None, after: GrantFile) -> Iterator[Entry]:
    known = ZERO if before is None else before.grant.approved
    document = f"{after.grant.id}/{after.grant.turn}"
    yield _move(Act.APPROVED, document, Account.COMMITMENT, Account.UNDERTAKING, after.grant.approved - known)


def _claims(before: GrantFile | None, after: GrantFile) -> Iterator[Entry]:
    known = {} if before is None else {claim.id: claim for claim in before.claims}
    for claim in after.claims:
        old = known.get(claim.id)
        was, now = old is not None and old.status in money.RECOGNISED, claim.status in money.RECOGNISED
        is_final = claim.final or (old is not None and old.final)
        if was is not now and not is_final:
            yield from _owed(claim if now or old is None else old, Act.OWED if now else Act.LAPSED)
        if claim.status is ClaimStatus.PAID and (old is None or old.status is not ClaimStatus.PAID):
            yield _move(Act.PAID, claim.id, Account.PAYABLE, Account.PAID, claim.amount)


def _owed(claim: Claim, act: Act) -> Iterator[Entry]:
    """A claim is owed from its approval on; one that lapses, or is refused or returned, is taken out again."""
    sign, document = 1 if act is Act.OWED else -1, claim.id if claim.round == 1 else f"{claim.id}/{claim.round}"
    if claim.advance:
        yield _move(act, document, Account.ADVANCE, Account.PAYABLE, sign * claim.amount)
        return
    whole = claim.amount + claim.set_off + claim.retained
    yield _move(act, document, Account.COST, Account.PAYABLE, sign * claim.amount)
    yield _move(act, document, Account.COST, Account.ADVANCE, sign * claim.set_off)
    yield _move(act, document, Account.COST, Account.RETENTION, sign * claim.retained)
    yield _move(act, document, Account.UNDERTAKING, Account.COMMITMENT, sign * whole)


def _settled(before: GrantFile | None, after: GrantFile) -> Iterator[Entry]:
    """What the grant finally costs takes the place of what it had cost so far; advance and retention are cleared."""
    settled = after.settlement
    if settled is None or (before is not None and before.settlement is not None):
        return
    name, took = f"{after.grant.id}/{after.grant.turn}", money.taken(after, money.RECOGNISED)
    cost = took.whole - money.back_on_the_way(after)
    still_ahead = money.ahead(after, money.RECOGNISED) - took.set_off
    yield _move(Act.SETTLED, name, Account.COST, Account.SETTLEMENT, settled.allowed - cost)
    yield _move(Act.SETTLED, name, Account.RETENTION, Account.SETTLEMENT, took.retained)
    yield _move(Act.SETTLED, name, Account.SETTLEMENT, Account.ADVANCE, still_ahead)
    yield _move(Act.SETTLED, name, Account.SETTLEMENT, Account.PAYABLE, settled.due_to_grantee)
    yield _move(Act.SETTLED, name, Account.RECOVERABLE, Account.SETTLEMENT, settled.to_recover)
    yield _move(Act.SETTLED, name, Account.UNDERTAKING, Account.COMMITMENT, after.grant.approved - cost)


def _reopened(before: GrantFile | None, after: GrantFile, found: Iterable[Entry]) -> Iterator[Entry]:
    """A settlement that no longer stands: every account goes to what the facts are without it."""
    if before is None or before.settlement is None or after.settlement is not None:
        return
    was, becomes, told = due_balances(before), due_balances(after), balances(found)
    document = f"{after.grant.id}/{after.grant.turn}"
    for account in Account:
        if account is not Account.SETTLEMENT:
            moved = becomes[account] - was[account] - told[account]
            yield _move(Act.REOPENED, document, account, Account.SETTLEMENT, moved)


def _received(before: GrantFile | None, after: GrantFile) -> Iterator[Entry]:
    known = set() if before is None else {one.id for one in before.receipts}
    for one in (receipt for receipt in after.receipts if receipt.id not in known):
        yield from _came_in(one)


def _disallowed(before: GrantFile | None, after: GrantFile) -> Iterator[Entry]:
    """What is ordered back on the way is no cost any more, and can be earned anew by other spending."""
    known = set() if before is None else {one.id for one in before.recoveries}
    for one in after.recoveries:
        if one.disallowed and one.id not in known:
            yield _move(Act.DISALLOWED, one.id, Account.RECOVERABLE, Account.COST, one.amount)
            yield _move(Act.DISALLOWED, one.id, Account.COMMITMENT, Account.UNDERTAKING, one.amount)


def _came_in(one: Receipt) -> Iterator[Entry]:
    yield _move(Act.RECEIVED, one.id, Account.RECOVERED, Account.RECOVERABLE, one.principal)
    yield _move(Act.RECEIVED, one.id, Account.RECOVERED, Account.INTEREST, one.interest)
