"""What an act means in money, written with it: entries in the books, payments made, the year's appropriation used."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grants.breach import RulesBroken
from grants.contracts.payment_events import AppropriationDrawn
from grants.regimes import RuleSet
from grants.values import GrantId
from runtime.unit import Unit
from services.monitoring.domain import budgets
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.ledger import entries_between
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.store import books
from services.monitoring.store import budgets as store


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: entries as rows of the books, and appropriations that are to be told of."""

    entries: list[dict[str, Any]]
    low: "list[RunsLow]"


@dataclass(frozen=True, slots=True)
class RunsLow:
    """An appropriation of which so much is used now that it is told."""

    programme: str
    year: int
    amount: Decimal
    used: Decimal


async def write(unit: Unit, before: GrantFile | None, after: GrantFile, rules: RuleSet, *, is_binding: bool) -> Written:
    """Write what follows from an act. is_binding: whether it is refused where an appropriation does not reach.

    Raises `RulesBroken` naming the appropriation.
    """
    if before is not None and _same_money(before, after):
        return Written([], [])
    entries = entries_between(before, after)
    rows = await books.post(unit.session, after.grant.id, entries, unit.now, unit.actor.person_id)
    known = {} if before is None else {claim.id: claim.status for claim in before.claims}
    paid = [one for one in after.claims if one.status is ClaimStatus.PAID and known.get(one.id) is not ClaimStatus.PAID]
    await books.pay(unit.session, paid, unit.now)
    return Written(rows, await _charge(unit, before, after, rules, is_binding=is_binding))


def _same_money(before: GrantFile, after: GrantFile) -> bool:
    same = before.claims == after.claims and before.receipts == after.receipts and before.recoveries == after.recoveries
    return same and before.settlement == after.settlement and before.grant.approved == after.grant.approved


def _tell_low(unit: Unit, found: budgets.Appropriation, grant_id: str) -> None:
    """To the appropriation itself; the grant is told with the rest of the act."""
    facts = {"programme": found.programme, "year": found.year, "amount": found.amount, "used": found.used}
    unit.tell(AppropriationDrawn(**facts, grant_id=GrantId(grant_id)), about=budgets.named(found))


async def _charge(
    unit: Unit, before: GrantFile | None, after: GrantFile, rules: RuleSet, *, is_binding: bool
) -> list[RunsLow]:
    charges, gone = budgets.changed(before, after)
    await store.charge(unit.session, charges, gone)
    low = []
    for programme, year in sorted({(one.programme, one.year) for one in charges}):
        found = await store.held(unit.session, programme, year)
        if found is None:
            continue
        if is_binding and (wrong := budgets.exceeded(found, rules)):
            raise RulesBroken(*wrong)
        if found.warned_at is None and budgets.runs_low(found, rules):
            await store.warned(unit.session, programme, year, after.grant.id, unit.now)
            _tell_low(unit, found, after.grant.id)
            low.append(RunsLow(programme, year, found.amount, found.used))
    return low
