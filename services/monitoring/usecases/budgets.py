"""Appropriations of a programme, recorded by the finance officers, and the books of a grant."""

from dataclasses import dataclass
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.contracts.payment_events import AppropriationRecorded
from grants.policy import Action
from grants.regimes import RuleSet, UnknownRegime, UnknownRevision, at, load
from grants.regimes.words import Currency
from grants.rules.exact import said
from grants.values import ZERO
from runtime.unit import Unit
from services.monitoring.domain.budgets import Appropriation, named, runs_low
from services.monitoring.domain.ledger import Account, balances
from services.monitoring.store import books
from services.monitoring.store import budgets as store
from services.monitoring.usecases.acting import read_file
from services.monitoring.usecases.orders import allow

SHOWN = 200
ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Budget:
    """An appropriation in the currency of its programme.

    kept_from: grants that take of it and that the reader is kept from; a year's money is one sum and holds them too.
    """

    of: Appropriation
    currency: Currency
    is_low: bool
    kept_from: int


@dataclass(frozen=True, slots=True)
class Books:
    """The entries of a grant in order, and what each account holds after the last."""

    currency: Currency
    entries: list[books.Posted]
    balances: dict[Account, Decimal]


async def record_appropriation(unit: Unit, programme: str, year: int, amount: Decimal, source: str) -> Budget:
    """What a programme may spend in a year, in place of what was recorded before; not less than is used of it."""
    allow(unit, Action.APPROPRIATION_RECORD)
    rules = load(programme)
    known = await store.held(unit.session, programme, year)
    used = known.used if known else ZERO
    if amount < used:
        currency = rules.money.currency.value
        asked, least = said(amount, currency), said(used, currency)
        raise RulesBroken(Breach("appropriation.used", "amount", asked, least, "Destek"))
    await store.record(unit.session, Appropriation(programme, year, amount, ZERO, ZERO, source), _by(unit), unit.now)
    unit.about = named(Appropriation(programme, year, amount, ZERO, ZERO))
    told = AppropriationRecorded(programme=programme, year=year, amount=amount, source=source)
    unit.tell(told, about=unit.about)
    found = await store.held(unit.session, programme, year)
    return await _budget(found or Appropriation(programme, year, amount, ZERO, ZERO, source), unit)


async def list_appropriations(unit: Unit) -> list[Budget]:
    allow(unit, Action.APPROPRIATION_READ)
    return [await _budget(one, unit) for one in await store.listed(unit.session, SHOWN)]


async def read_books(unit: Unit, grant_id: str) -> Books:
    """The books of a grant, for those who may read it."""
    file, _ = await read_file(unit, grant_id)
    entries = await books.entries_of(unit.session, grant_id, "", ENTRIES)
    return Books(file.grant.currency, entries, balances(posted.entry for posted in entries))


async def _budget(one: Appropriation, unit: Unit) -> Budget:
    rules = _rules(one.programme, unit)
    kept = await store.kept_from(unit.session, one.programme, one.year, _by(unit))
    return Budget(one, rules.money.currency.value, runs_low(one, rules), kept)


def _rules(programme: str, unit: Unit) -> RuleSet:
    """The rules of the programme today, or its newest where none hold today."""
    try:
        return at(programme, istanbul_day(unit.now))
    except (UnknownRegime, UnknownRevision):
        return load(programme)


def _by(unit: Unit) -> str:
    return unit.actor.person_id
