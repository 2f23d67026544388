"""Payment orders: a file for the bank made of approved claims, read by those who may, cancelled by another."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from grants.breach import Breach, NotAllowed, Refused, RulesBroken
from grants.calendar import istanbul_day
from grants.contracts.payment_events import (
    ClaimOrdered,
    ClaimReleased,
    OrderFacts,
    PaymentOrderCancelled,
    PaymentOrderDownloaded,
    PaymentOrderMade,
)
from grants.iban import is_iban, masked
from grants.policy import Action, decide
from grants.proof.accounts import account_digest
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import covering, money, pain001, paying
from services.monitoring.domain.errors import FourEyes, NoSuchOrder, NotPayable, OrderStageWrong
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.orders import Order, OrderedClaim, OrderStatus
from services.monitoring.store import barred, orders
from services.monitoring.usecases.acting import Act, hold, permit, prepared

_LATEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OrderView:
    order: Order
    claims: list[OrderedClaim]


def allow(unit: Unit, action: Action) -> None:
    """Check a right that hangs on no grant, and record the role it comes from."""
    role = decide(unit.actor.roles, action, frozenset())
    if role is None:
        raise NotAllowed(Breach("not_allowed", "", action.value))
    unit.actor = replace(unit.actor, role=role.value)


async def make_order(unit: Unit, claim_ids: Sequence[str], account: str, execute_on: date) -> OrderView:
    """Order the payment of approved claims, all or none. Raises `NotPayable` naming every claim that cannot be."""
    allow(unit, Action.PAYMENT_ORDER_MAKE)
    plain = account.replace(" ", "").upper()
    _check(unit, plain, execute_on)
    acts = await _hold(unit, claim_ids)
    order_id = new_id()
    transfers = _ordered(unit, claim_ids, acts, order_id)
    order, content = _written(unit, order_id, plain, execute_on, transfers, list(acts.values()))
    claims = [
        OrderedClaim(order_id, one.claim_id, one.grant_id, one.amount, one.iban, one.holder, OrderStatus.MADE)
        for one in transfers
    ]
    _tell_ordered(order, transfers, acts)
    for act in acts.values():
        await act.keep()
    await orders.add(unit.session, order, content, claims)
    unit.about = order_id
    unit.tell(
        PaymentOrderMade(
            order_id=order_id,
            count=order.count,
            total=order.total,
            currency=order.currency,
            execute_on=execute_on,
            sha256=order.sha256,
            account=masked(order.account),
            account_digest=account_digest(order.account, order_id),
        ),
        about=order_id,
    )
    return OrderView(order, claims)


async def cancel_order(unit: Unit, order_id: str, reason: str) -> OrderView:
    """What the bank has not paid of an order can be ordered anew. Another person than who made it has to say so."""
    allow(unit, Action.PAYMENT_ORDER_MAKE)
    await _refuse_kept(unit, order_id)
    grants = sorted({one.grant_id for one in await orders.claims_in(unit.session, order_id)})
    acts = {grant_id: await hold(unit, grant_id) for grant_id in grants}
    order = await _cancellable(unit, order_id)
    standing = [one for one in await orders.claims_in(unit.session, order_id) if one.status is OrderStatus.MADE]
    for grant_id, act in acts.items():
        await _release(act, [one for one in standing if one.grant_id == grant_id])
    done = replace(
        order,
        status=OrderStatus.CANCELLED,
        cancelled_by=unit.actor.person_id,
        cancelled_at=unit.now,
        reason=reason,
    )
    await orders.close(unit.session, done)
    await orders.mark(unit.session, order_id, [one.claim_id for one in standing], OrderStatus.CANCELLED)
    unit.about = order_id
    unit.tell(PaymentOrderCancelled(order_id=order_id, reason=reason), about=order_id)
    return OrderView(done, await orders.claims_in(unit.session, order_id))


async def _cancellable(unit: Unit, order_id: str) -> Order:
    order = await orders.lock(unit.session, order_id)
    if order is None:
        raise NoSuchOrder(Breach("order.unknown", "order_id", order_id[:80]))
    if order.status is not OrderStatus.MADE:
        raise OrderStageWrong(Breach(f"order_stage.{order.status}", "order", order.status))
    if order.made_by == unit.actor.person_id:
        raise FourEyes(Breach("order.four_eyes", "order", order.made_by, "", "Destek"))
    return order


async def download_order(unit: Unit, order_id: str) -> tuple[Order, str]:
    """The file, unchanged since it was made; that somebody took it is told."""
    allow(unit, Action.PAYMENT_ORDER_READ)
    order = await _found(unit, order_id)
    unit.tell(PaymentOrderDownloaded(order_id=order_id, sha256=order.sha256), about=order_id)
    return order, await orders.content(unit.session, order_id)


async def read_order(unit: Unit, order_id: str) -> OrderView:
    allow(unit, Action.PAYMENT_ORDER_READ)
    order = await _found(unit, order_id)
    return OrderView(order, await orders.claims_in(unit.session, order_id))


async def list_orders(unit: Unit, after: str, limit: int, status: OrderStatus | None = None) -> list[Order]:
    """The newest first; those in a state, if one is named."""
    allow(unit, Action.PAYMENT_ORDER_READ)
    return await orders.page(unit.session, unit.actor.person_id, after, limit, status)


async def _refuse_kept(unit: Unit, order_id: str) -> None:
    """Whom a conflict keeps from one grant sees nothing of an order that pays it. Raises NotAllowed."""
    if await barred.keeps_from_order(unit.session, order_id, unit.actor.person_id):
        raise NotAllowed(Breach("not_allowed", "", Action.PAYMENT_ORDER_READ.value))


async def _found(unit: Unit, order_id: str) -> Order:
    await _refuse_kept(unit, order_id)
    order = await orders.read(unit.session, order_id)
    if order is None:
        raise NoSuchOrder(Breach("order.unknown", "order_id", order_id[:80]))
    return order


def _check(unit: Unit, account: str, execute_on: date) -> None:
    today, wrong = istanbul_day(unit.now), []
    if not is_iban(account):
        wrong.append(Breach("account.iban", "account", account[:40], "", "ISO 13616"))
    if not today <= execute_on <= today + _LATEST:
        span = f"{today} - {today + _LATEST}"
        wrong.append(Breach("order.execute_on", "execute_on", execute_on.isoformat(), span, "Destek"))
    if wrong:
        raise RulesBroken(*wrong)


async def _hold(unit: Unit, claim_ids: Sequence[str]) -> dict[str, Act]:
    """Every grant of these claims, held in the order of their ids, so that two orders never wait for each other."""
    grants = await orders.grants_of_claims(unit.session, claim_ids)
    if missing := [one for one in claim_ids if one not in grants]:
        raise NotPayable(*(Breach("order.claim_unknown", f"claims[{one[:80]}]", one[:80]) for one in missing))
    return {grant_id: await hold(unit, grant_id) for grant_id in sorted(set(grants.values()))}


def _ordered(unit: Unit, claim_ids: Sequence[str], acts: dict[str, Act], order_id: str) -> list[pain001.Transfer]:
    transfers, wrong = [], []
    for claim_id in claim_ids:
        act = next(act for act in acts.values() if any(claim.id == claim_id for claim in act.file.claims))
        try:
            transfers.append(_transfer(unit, act, claim_id, order_id))
        except Refused as refused:
            wrong += [replace(one, subject=f"claims[{claim_id}]") for one in refused.breaches]
    currencies = sorted({act.file.grant.currency for act in acts.values()})
    if len(currencies) > 1:
        wrong.append(Breach("order.currencies", "claims", ", ".join(currencies), "1", "Destek"))
    if wrong:
        raise NotPayable(*wrong)
    return transfers


def _transfer(unit: Unit, act: Act, claim_id: str, order_id: str) -> pain001.Transfer:
    permit(
        unit, Action.CLAIM_PAY, act.file.grant, prepared(unit.actor, Action.CLAIM_PAY, money.find(act.file, claim_id))
    )
    account = covering.paid_to(act.file)
    act.change(paying.order(act.file, claim_id, order_id, act.by, act.now, act.rules))
    claim = money.find(act.file, claim_id)
    if account is None:
        raise NotPayable(Breach("order.no_account", "claim", claim_id, "", "Destek"))
    return pain001.Transfer(claim_id, act.file.grant.id, claim.amount, account.iban, account.holder, _about(act, claim))


def _tell_ordered(order: Order, transfers: Sequence[pain001.Transfer], acts: Mapping[str, Act]) -> None:
    """To each grant, what of it is paid, to whom, and by which file."""
    facts = OrderFacts(
        account=masked(order.account),
        currency=order.currency,
        execute_on=order.execute_on,
        count=order.count,
        total=order.total,
        sha256=order.sha256,
        account_digest=account_digest(order.account, order.id),
    )
    for one in transfers:
        payee = {"account": masked(one.iban), "holder": one.holder}
        acts[one.grant_id].say(
            ClaimOrdered, claim_id=one.claim_id, order_id=order.id, amount=one.amount, **payee, order=facts
        )


def _about(act: Act, claim: Claim) -> str:
    return f"{act.file.grant.number} / {claim.number}"


def _written(
    unit: Unit, order_id: str, account: str, execute_on: date, transfers: list[pain001.Transfer], acts: list[Act]
) -> tuple[Order, str]:
    currency, debtor = acts[0].file.grant.currency.value, acts[0].rules.names.ministry.value.tr
    batch = pain001.Batch(order_id, unit.now, execute_on, debtor, account, currency, transfers)
    content = pain001.written(batch)
    order = Order(
        id=order_id,
        currency=currency,
        account=account,
        execute_on=execute_on,
        total=batch.total,
        count=len(transfers),
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        status=OrderStatus.MADE,
        made_by=unit.actor.person_id,
        made_at=unit.now,
    )
    return order, content


async def _release(act: Act, claims: list[OrderedClaim]) -> None:
    if not claims:
        return
    file = act.file
    for one in claims:
        file = paying.take_back(file, one.claim_id)
    act.change(file)
    for one in claims:
        act.say(ClaimReleased, claim_id=one.claim_id, order_id=one.order_id, amount=one.amount)
    await act.keep()
