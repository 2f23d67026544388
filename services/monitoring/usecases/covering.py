"""Guarantees for an advance, and the bank account of the enterprise."""

from grants.contracts.payment_events import AccountConfirmed, AccountRecorded, GuaranteeReceived, GuaranteeReturned
from grants.iban import masked
from grants.policy import Action
from grants.proof.accounts import account_digest
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import covering
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Guarantee, GuaranteeStatus, PayeeAccount
from services.monitoring.usecases.acting import Act, begin, begin_on


async def receive_guarantee(unit: Unit, grant_id: str, paper: covering.Paper) -> Guarantee:
    act = await begin(unit, Action.GUARANTEE_RECEIVE, grant_id)
    act.change(covering.receive(act.file, new_id(), paper, act.by, act.now))
    one = act.file.guarantees[-1]
    named = {"reference": one.reference, "issuer": one.issuer}
    act.say(GuaranteeReceived, guarantee_id=one.id, amount=one.amount, valid_until=one.valid_until, **named)
    await act.keep()
    return one


async def return_guarantee(unit: Unit, guarantee_id: str) -> Guarantee:
    act = await begin_on(unit, Action.GUARANTEE_RETURN, "guarantees", guarantee_id)
    act.change(covering.give_back(act.file, guarantee_id, act.by, act.now, act.rules))
    tell_returned(act)
    await act.keep()
    return next(one for one in act.file.guarantees if one.id == guarantee_id)


def tell_returned(act: Act) -> None:
    """Tell of every guarantee that this act gave back."""
    known = _returned(act.before)
    for one in act.file.guarantees:
        if one.id in _returned(act.file) - known:
            act.say(GuaranteeReturned, guarantee_id=one.id, amount=one.amount)


def _returned(file: GrantFile | None) -> set[str]:
    guarantees = file.guarantees if file else ()
    return {one.id for one in guarantees if one.status is GuaranteeStatus.RETURNED}


async def record_account(unit: Unit, grant_id: str, iban: str, holder: str) -> PayeeAccount:
    act = await begin(unit, Action.ACCOUNT_RECORD, grant_id)
    act.change(covering.record_account(act.file, new_id(), iban, holder, act.by, act.now))
    one = act.file.accounts[-1]
    act.say(AccountRecorded, **_shown(one), holder=one.holder)
    await act.keep()
    return one


def _shown(one: PayeeAccount) -> dict[str, str]:
    """Its ends, and the digest that proves the rest of it."""
    return {"account_id": one.id, "account": masked(one.iban), "account_digest": account_digest(one.iban, one.id)}


async def confirm_account(unit: Unit, account_id: str) -> PayeeAccount:
    act = await begin_on(unit, Action.ACCOUNT_CONFIRM, "accounts", account_id)
    act.change(covering.confirm_account(act.file, account_id, act.by, act.now))
    one = next(one for one in act.file.accounts if one.id == account_id)
    act.say(AccountConfirmed, **_shown(one))
    await act.keep()
    return one
