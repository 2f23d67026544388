"""Formal notices, termination, closing and the final settlement."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from grants.breach import Breach, RulesBroken
from grants.calendar import end_of_days_after, istanbul_day
from grants.contracts.stages import GrantOutcome
from grants.regimes import RuleSet
from grants.regimes.lists import EndingGround
from grants.regimes.words import EndedBy
from grants.rules.settlement import Settlement
from services.monitoring.domain import closing, covering, development, money, obligations, paying, recovering
from services.monitoring.domain.errors import (
    ClosingMissing,
    DecidedAlready,
    GrantStageWrong,
    NoSuchThing,
    NoticeMissing,
)
from services.monitoring.domain.facts import GrantFile, Notice, SettlementRecord
from services.monitoring.domain.falls import await_closing, end_period
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import (
    UNDER_WAY,
    ClaimStatus,
    GrantStatus,
    NoticeStatus,
)

_NOTICEABLE = UNDER_WAY | {GrantStatus.CLOSING}
_NOT_CURED = frozenset({NoticeStatus.RUNNING, NoticeStatus.EXPIRED})
_UNPAID = frozenset({ClaimStatus.MADE, ClaimStatus.SECONDED, ClaimStatus.APPROVED, ClaimStatus.RETURNED})


DEVELOPMENT = "development"
"""The ground on which the board ends support by its decision on a development report."""


@dataclass(frozen=True, slots=True)
class Settler:
    """Who settles, when, and the id of the last claim or of the recovery, should one follow."""

    by: str
    at: datetime
    claim_id: str


def find_notice(file: GrantFile, notice_id: str) -> Notice:
    for notice in file.notices:
        if notice.id == notice_id:
            return notice
    raise NoSuchThing(Breach("monitoring.part_unknown", "notice", notice_id))


def give_notice(file: GrantFile, notice_id: str, reason: str, days: int, by: str, now: datetime) -> GrantFile:
    """A formal notice with `days` to cure, the last of them whole."""
    _in_stage(file, _NOTICEABLE)
    number = len(file.notices) + 1
    until = end_of_days_after(now, days)
    return file.with_notice(Notice(notice_id, file.grant.id, number, reason, by, now, until))


def cure(file: GrantFile, notice: Notice, now: datetime) -> GrantFile:
    """What the notice asked for was done, in time or later."""
    _in_stage(file, _NOTICEABLE)
    if notice.status not in _NOT_CURED:
        raise DecidedAlready.of("notice", notice.status)
    return file.with_notice(replace(notice, status=NoticeStatus.CURED, decided_at=now))


def terminate(file: GrantFile, ground: str, reason: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The grant ends before its time, on a ground of its rule set; the running period is reported on up to and with
    today. A ground that asks for a notice needs one whose time to cure is over.
    """
    _in_stage(file, UNDER_WAY)
    found = ending_ground(ground, rules)
    if found.ended_by is EndedBy.BOARD and development.ended_by(file) is None:
        raise RulesBroken(Breach("termination.undecided", "ground", ground, "", rules.cite(rules.termination.grounds)))
    uncured = any(one.status is NoticeStatus.EXPIRED for one in file.notices)
    if found.after_notice and rules.notices.written_warning.value and not uncured:
        others = ", ".join(one.code for one in rules.termination.grounds.value if not one.after_notice)
        raise NoticeMissing(Breach("notice.missing", "ground", ground, others, rules.cite(rules.notices.cure_days)))
    file = file.with_grant(terminated_at=now, termination_ground=ground, termination_reason=reason)
    return _stopped(file, istanbul_day(now) + timedelta(days=1), now, rules)


def withdraw(file: GrantFile, reason: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The enterprise gives the grant up, on the ground its rule set has for that; no notice is needed."""
    own = next((one for one in rules.termination.grounds.value if one.ended_by is EndedBy.ENTERPRISE), None)
    if own is None:
        source = rules.cite(rules.termination.grounds)
        raise RulesBroken(Breach("termination.no_withdrawal", "ground", "", "", source))
    return terminate(file, own.code, reason, now, rules)


def ending_ground(code: str, rules: RuleSet) -> EndingGround:
    """The ground of this code. Raises `RulesBroken` with the codes there are."""
    grounds = rules.termination.grounds
    for one in grounds.value:
        if one.code == code:
            return one
    known = ", ".join(one.code for one in grounds.value)
    raise RulesBroken(Breach("termination.ground", "ground", code, known, rules.cite(grounds)))


def outcome(file: GrantFile, rules: RuleSet) -> GrantOutcome:
    """How the grant ends: run to its end, given up by the enterprise, or ended by the Ministry."""
    if file.grant.status is not GrantStatus.TERMINATED:
        return GrantOutcome.COMPLETED
    own = {one.code for one in rules.termination.grounds.value if one.ended_by is EndedBy.ENTERPRISE}
    return GrantOutcome.WITHDRAWN if file.grant.termination_ground in own else GrantOutcome.TERMINATED


def settle(file: GrantFile, settler: Settler, rules: RuleSet) -> GrantFile:
    """The final settlement. Claims not yet paid lapse into it; what it leaves due becomes the last claim.

    Settling is the officer's approval of that claim, so only a finance officer's payment is left. It rests
    on the accepted closing report; where that never came, on what was accepted, once the coordinator was reminded.
    """
    _in_stage(file, closing.CLOSABLE)
    if not closing.may_settle(file):
        rule = "closing.missing" if closing.to_decide(file) is None else "closing.undecided"
        raise ClosingMissing(Breach(rule, closing.PART))
    money.refuse_under_way(file)
    found = money.final_settlement(file, rules)
    file = replace(
        file, claims=tuple(_lapsed(claim) for claim in file.claims), settlement=_record(file, found, settler, rules)
    )
    file = file.with_grant(status=GrantStatus.CLOSED, outcome=outcome(file, rules))
    if found.due_to_grantee:
        file = file.with_claim(_last_claim(file, found, settler, rules))
    if found.to_recover:
        file = recovering.order(file, settler.claim_id, found.to_recover, settler.by, settler.at, rules)
    file = obligations.begin(file, settler.at, rules)
    return covering.free_all(file, settler.by, settler.at, rules)


def number_of_closing(file: GrantFile) -> int:
    """The number of the accepted closing report; 0 where none came."""
    report = closing.accepted(file)
    return 0 if report is None else report.number


def _stopped(file: GrantFile, day: date, now: datetime, rules: RuleSet) -> GrantFile:
    end = min(day, file.grant.support_ends_on)
    file = await_closing(file.with_grant(support_ends_on=end), GrantStatus.TERMINATED, end, now, rules)
    return end_period(file, end, now, rules)


def _in_stage(file: GrantFile, allowed: frozenset[GrantStatus]) -> None:
    if file.grant.status not in allowed:
        raise GrantStageWrong.at(file.grant.status)


def _lapsed(claim: Claim) -> Claim:
    return replace(claim, status=ClaimStatus.LAPSED) if claim.status in _UNPAID else claim


def _record(file: GrantFile, found: Settlement, settler: Settler, rules: RuleSet) -> SettlementRecord:
    explained = money.settlement_explained(file, rules)
    return SettlementRecord(
        grant_id=file.grant.id,
        settled_at=settler.at,
        settled_by=settler.by,
        allowed=found.allowed,
        due_to_grantee=found.due_to_grantee,
        to_recover=found.to_recover,
        result={
            "closing_report": number_of_closing(file),
            "paid": f"{money.paid_net(file):.2f}",
            "advance_open": f"{money.still_ahead(file):.2f}",
            "retention_released": f"{money.kept_back(file):.2f}",
            "realised": {key: f"{amount:.2f}" for key, amount in sorted(money.realised_by_item(file).items())},
            "allowed_by_item": {one.key: f"{one.amount:.2f}" for one in found.allowed_by_item},
            "explanation": explained.model_dump(mode="json"),
        },
    )


def _last_claim(file: GrantFile, found: Settlement, settler: Settler, rules: RuleSet) -> Claim:
    """What is left to pay. Where nobody submitted a closing, the settler has made it: another one approves it."""
    made = Claim(
        id=settler.claim_id,
        grant_id=file.grant.id,
        number=max((report.number for report in file.reports), default=0),
        amount=found.due_to_grantee,
        prepared_by=file.grant.closing_by or settler.by,
        prepared_at=settler.at,
        final=True,
    )
    if made.prepared_by == settler.by:
        return made
    status = ClaimStatus.SECONDED if paying.needs_second(made, rules) else ClaimStatus.APPROVED
    return replace(made, status=status, approved_by=settler.by, approved_at=settler.at)
