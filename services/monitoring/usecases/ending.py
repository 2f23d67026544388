"""Formal notices, termination, closing and the final settlement."""

from grants.contracts.monitoring_events import (
    ClaimApproved,
    ClaimMade,
    ClosingSubmitted,
    GrantClosed,
    GrantTerminated,
    NoticeCured,
    NoticeGiven,
    RecoveryOrdered,
)
from grants.policy import Action
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import ending
from services.monitoring.domain.facts import Grant, GrantFile, Notice, SettlementRecord
from services.monitoring.domain.states import TerminationGround
from services.monitoring.usecases.acting import Act, begin, begin_on
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


async def terminate(unit: Unit, grant_id: str, ground: TerminationGround, reason: str) -> Grant:
    """The grant ends before its time; report, closing and settlement follow as at any end."""
    act = await begin(unit, Action.GRANT_TERMINATE, grant_id)
    act.change(ending.terminate(act.file, ground, reason, act.now, act.rules))
    tell_opened(act)
    act.say(GrantTerminated, reason=reason)
    await act.keep()
    return act.file.grant


async def submit_closing(unit: Unit, grant_id: str, note: str) -> Grant:
    act = await begin(unit, Action.CLOSING_SUBMIT, grant_id)
    act.change(ending.submit_closing(act.file, note, act.by, act.now))
    act.say(ClosingSubmitted, realised=act.file.grant.realised)
    await act.keep()
    return act.file.grant


async def settle(unit: Unit, grant_id: str) -> GrantFile:
    act = await begin(unit, Action.CLOSING_SETTLE, grant_id)
    act.change(ending.settle(act.file, ending.Settler(act.by, act.now, new_id()), act.rules))
    if act.file.settlement is not None:
        _tell_settled(act, act.file.settlement)
    await act.keep()
    return act.file


def _tell_settled(act: Act, settled: SettlementRecord) -> None:
    grant = act.file.grant
    for claim in act.file.claims:
        if claim.final:
            act.say(ClaimMade, claim_id=claim.id, amount=claim.amount)
            act.say(ClaimApproved, claim_id=claim.id, amount=claim.amount)
    if settled.to_recover:
        act.say(RecoveryOrdered, amount=settled.to_recover)
    act.say(
        GrantClosed,
        outcome=grant.outcome,
        realised=grant.realised,
        allowed=settled.allowed,
        paid=grant.paid,
        recovered=settled.to_recover,
        explanations=(settled.result["explanation"],),
    )
