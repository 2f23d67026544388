"""The money of a grant on its page: where it is paid to, what covers it, what stops it, what comes back, its books."""

from dataclasses import asdict
from datetime import date
from typing import Any

from grants.iban import masked
from grants.values import Moment, Money
from services.monitoring.api.payments import EntryOut, GuaranteeOut
from services.monitoring.api.recovery import RecoveryOut, recovery_of
from services.monitoring.api.shapes import Answered, Balance
from services.monitoring.domain import covering, money, stops
from services.monitoring.domain.ledger import Account, balances
from services.monitoring.domain.money_facts import DisallowedOn
from services.monitoring.usecases.reading import GrantView


class AccountLine(Answered):
    """A bank account of the enterprise, its middle left out. is_paid_to: whether payments go there now."""

    id: str
    account: str
    holder: str
    is_confirmed: bool
    is_paid_to: bool


class StopOut(Answered):
    """Something that has to be lifted or closed before the grant is paid."""

    rule: str
    subject: str
    asked: str
    allowed: str
    source: str


class DisallowanceOut(Answered):
    """What of one line of an accepted report was disallowed. finding: its number; 0 on the officer's own ground."""

    number: int
    report: int
    line: int
    item: str
    amount: Money
    ground: DisallowedOn
    finding: int
    reason: str
    decided_at: Moment


class FundsPart(Answered):
    """ahead: paid ahead and not set off; retained: kept back until closing; covered: by guarantees held, of `needed`.

    stops: what stands in the way of any payment on `day`. balances: of the books, after the last entry.
    """

    day: date
    ahead: Money
    retained: Money
    covered: Money
    needed: Money
    accounts: tuple[AccountLine, ...]
    guarantees: tuple[GuaranteeOut, ...]
    stops: tuple[StopOut, ...]
    recoveries: tuple[RecoveryOut, ...]
    disallowances: tuple[DisallowanceOut, ...]
    balances: dict[Account, Balance]
    entries: tuple[EntryOut, ...]


def funds_parts(view: GrantView) -> dict[str, Any]:
    """What the page of a grant shows of its money besides the sums."""
    file, is_settled = view.file, view.file.settlement is not None
    return {
        "funds": {
            "day": view.today,
            "ahead": 0 if is_settled else money.still_ahead(file),
            "retained": 0 if is_settled else money.kept_back(file),
            "covered": covering.held(file),
            "needed": covering.needed(file, view.rules),
            "accounts": _accounts(view),
            "guarantees": file.guarantees,
            "stops": tuple(one.as_dict() for one in stops.in_the_way(file, view.today)),
            "recoveries": tuple(recovery_of(file, view.today, one) for one in file.recoveries),
            "disallowances": file.disallowances,
            "balances": balances(posted.entry for posted in view.ledger),
            "entries": tuple({"at": posted.at, **asdict(posted.entry)} for posted in view.ledger),
        }
    }


def _accounts(view: GrantView) -> list[dict[str, Any]]:
    paid_to = covering.paid_to(view.file)
    return [
        {
            "id": one.id,
            "account": masked(one.iban),
            "holder": one.holder,
            "is_confirmed": one.confirmed_at is not None,
            "is_paid_to": paid_to is not None and one.id == paid_to.id,
        }
        for one in view.file.accounts
    ]
