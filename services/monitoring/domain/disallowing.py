"""Spending disallowed after its report was accepted: what of it lowers claims, is set off, or is ordered back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.values import ZERO
from services.monitoring.domain import findings, lowering, money, recovering, reporting
from services.monitoring.domain.errors import GrantStageWrong, ReportStageWrong
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.lines import Disallowed
from services.monitoring.domain.money_facts import Disallowance, DisallowedOn
from services.monitoring.domain.report_facts import SpendingLine
from services.monitoring.domain.states import ClaimStatus, GrantStatus, ReportStatus

PAID = frozenset({ClaimStatus.PAID})


@dataclass(frozen=True, slots=True)
class Ground:
    """Why it is disallowed. finding: the number of the finding of an audit or of a visit; 0 on the officer's own."""

    on: DisallowedOn
    finding: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """lines: of the report as they now are; taken: of which line how much more than before."""

    report: int
    lines: Sequence[SpendingLine]
    taken: Sequence[Disallowed]
    ground: Ground
    by: str
    now: datetime


def refuse_undecided(file: GrantFile, number: int, ground: Ground) -> None:
    """Raises where the report is not accepted, the grant settled, money on its way, or the finding does not fit."""
    report = reporting.find(file, number)
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)
    if report.status is not ReportStatus.ACCEPTED:
        raise ReportStageWrong.at(report.status, number)
    money.refuse_under_way(file)
    if wrong := _wrong_ground(file, ground):
        raise RulesBroken(*wrong)


def explained(file: GrantFile, decided: Decided, rules: RuleSet) -> Explanation:
    """What the decision means, reckoned from the file before it."""
    paid = money.taken(file, PAID).amount - money.back_on_the_way(file)
    accepted = {one.line: one for one in decided.lines}
    lines = [
        {
            "line": one.line,
            "item": accepted[one.line].said.item,
            "accepted": accepted[one.line].accepted + _amount(one),
            "amount": _amount(one),
        }
        for one in decided.taken
    ]
    return explain("disallowance", money.spending(file, paid) | {"lines": lines, "advance": money.ahead(file)}, rules)


def disallow(file: GrantFile, decided: Decided, recovery_id: str, rules: RuleSet) -> GrantFile:
    """The file after the decision; claims not with the bank are lowered to what is earned, or lapse."""
    told = explained(file, decided, rules)
    after = reporting.recounted(file, decided.report, decided.lines)
    realised = money.total(money.realised_by_item(after))
    after = after.with_grant(realised=realised, earned=money.earned(after, rules))
    after = replace(after, disallowances=(*file.disallowances, *_facts(file, decided)))
    if back := Decimal(told.figures["recover"]):
        after = recovering.order(after, recovery_id, back, decided.by, decided.now, rules, disallowed=True)
    return lowering.lower(after, decided.taken[0].reason, decided.by, decided.now, rules)


def _amount(one: Disallowed) -> Decimal:
    return ZERO if one.amount is None else one.amount


def _facts(file: GrantFile, decided: Decided) -> tuple[Disallowance, ...]:
    items = {one.line: one.said.item for one in decided.lines}
    return tuple(
        Disallowance(
            grant_id=file.grant.id,
            number=number,
            report=decided.report,
            line=one.line,
            item=items[one.line],
            amount=_amount(one),
            ground=decided.ground.on,
            finding=decided.ground.finding,
            reason=one.reason,
            decided_by=decided.by,
            decided_at=decided.now,
        )
        for number, one in enumerate(decided.taken, len(file.disallowances) + 1)
    )


def _wrong_ground(file: GrantFile, ground: Ground) -> tuple[Breach, ...]:
    if ground.on is DisallowedOn.OFFICER:
        if not ground.finding:
            return ()
        return (Breach("disallowance.finding", "finding", str(ground.finding), "", "Destek"),)
    if not ground.finding:
        return (Breach("disallowance.finding_missing", "finding", "", ground.on, "Destek"),)
    finding = findings.find(file, ground.finding)
    is_of_kind = finding.audit if ground.on is DisallowedOn.AUDIT else finding.visit
    if is_of_kind:
        return ()
    return (Breach("disallowance.finding", "finding", str(ground.finding), ground.on, "Destek"),)
