"""Formal notices, termination, closing and the final settlement."""

from grants.contracts.monitoring_events import (
    ClaimApproved,
    ClaimMade,
    GrantClosed,
    GrantTerminated,
    NoticeCured,
    NoticeGiven,
    RecoveryOrdered,
)
from grants.contracts.obligation_events import ObligationBegun
from grants.contracts.payment_events import ClaimSeconded
from grants.policy import Action
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import ending
from services.monitoring.domain.facts import Grant, GrantFile, Notice, SettlementRecord
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.usecases.acting import Act, begin, begin_on
from services.monitoring.usecases.covering import tell_returned
from services.monitoring.usecases.fall_due import tell_opened

NOTICES = "notices"


async def give_notice(unit: Unit, grant_id: str, reason: str, cure_days: int | None) -> Notice:
    """A formal notice; without `cure_days` the regime's days to cure."""
    act = await begin(unit, Action.NOTICE_GIVE, grant_id)
    notice_id, days = new_id(), cure_days or act.rules.notices.cure_days.value
    act.change(ending.give_notice(act.file, notice_id, reason, days, act.by, act.now))
    notice = ending.find_notice(act.file, notice_id)
    act.say(NoticeGiven, notice_id=notice.id, number=notice.number, cure_until=notice.cure_until, reason=notice.reason)
    await act.keep()
    return notice


async def cure_notice(unit: Unit, notice_id: str) -> Notice:
    act = await begin_on(unit, Action.NOTICE_GIVE, NOTICES, notice_id)
    act.change(ending.cure(act.file, ending.find_notice(act.file, notice_id), act.now))
    notice = ending.find_notice(act.file, notice_id)
    act.say(NoticeCured, notice_id=notice.id, number=notice.number)
    await act.keep()
    return notice


async def terminate(unit: Unit, grant_id: str, ground: str, reason: str) -> Grant:
    """The grant ends before its time; report, closing and settlement follow as at any end."""
    act = await begin(unit, Action.GRANT_TERMINATE, grant_id)
    return await _ended(act, ending.terminate(act.file, ground, reason, act.now, act.rules), reason)


async def withdraw(unit: Unit, grant_id: str, reason: str) -> Grant:
    """The coordinator gives the grant up for the enterprise."""
    act = await begin(unit, Action.GRANT_WITHDRAW, grant_id)
    return await _ended(act, ending.withdraw(act.file, reason, act.now, act.rules), reason)


async def _ended(act: Act, file: GrantFile, reason: str) -> Grant:
    act.change(file)
    tell_opened(act)
    ground, outcome = act.file.grant.termination_ground or "", ending.outcome(act.file, act.rules)
    act.say(GrantTerminated, reason=reason, ground=ground, outcome=outcome)
    await act.keep()
    return act.file.grant


async def settle(unit: Unit, grant_id: str) -> GrantFile:
    act = await begin(unit, Action.CLOSING_SETTLE, grant_id)
    act.change(ending.settle(act.file, ending.Settler(act.by, act.now, new_id()), act.rules))
    if act.file.settlement is not None:
        tell_returned(act)
        _tell_settled(act, act.file.settlement)
    await act.keep(is_binding=False)
    return act.file


def _tell_approved(act: Act, claim: Claim) -> None:
    """Settling approves the last claim, as far as one person can."""
    limit = act.rules.money.second_approval_above.value
    if claim.status is ClaimStatus.APPROVED:
        act.say(ClaimApproved, claim_id=claim.id, amount=claim.amount)
    elif claim.status is ClaimStatus.SECONDED and limit is not None:
        act.say(ClaimSeconded, claim_id=claim.id, amount=claim.amount, limit=limit)


def _tell_settled(act: Act, settled: SettlementRecord) -> None:
    grant = act.file.grant
    for claim in act.file.claims:
        if claim.final:
            act.say(ClaimMade, claim_id=claim.id, amount=claim.amount)
            _tell_approved(act, claim)
    if settled.to_recover:
        act.say(RecoveryOrdered, amount=settled.to_recover)
    act.say(
        GrantClosed,
        outcome=grant.outcome,
        realised=grant.realised,
        allowed=settled.allowed,
        paid=grant.paid,
        recovered=settled.to_recover,
        programme=grant.programme,
        call_id=grant.call_id,
        province=grant.province,
        obligations=_begun(act),
        closing_report=ending.number_of_closing(act.file),
        explanations=(settled.result["explanation"],),
    )


def _begun(act: Act) -> tuple[ObligationBegun, ...]:
    """The obligations that this closing began."""
    known = {one.number for one in act.before.obligations} if act.before else set()
    return tuple(
        ObligationBegun(number=one.number, code=one.code, since=one.since, ends_on=one.ends_on)
        for one in act.file.obligations
        if one.number not in known
    )
