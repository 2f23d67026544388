"""A closed grant is opened again by an addendum that both sides signed, and in no other way.

It is then closed and settled anew on all that was paid; or, where the addendum says until when, it runs again.
The settlement that stood is kept with the addendum as evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.regimes import RuleSet
from grants.values import ZERO
from services.monitoring.domain import money, obligations
from services.monitoring.domain.addenda import Paper, Recorder
from services.monitoring.domain.errors import AddendumBefore, GrantStageWrong
from services.monitoring.domain.facts import Addendum, GrantFile, SettlementRecord
from services.monitoring.domain.falls import await_closing, begin_period, running
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus, GrantStatus


@dataclass(frozen=True, slots=True)
class Reopening:
    """runs_until: the first day without support, where the grant runs again; else only its closing is made anew."""

    paper: Paper
    runs_until: date | None = None


def reopen(file: GrantFile, asked: Reopening, recorder: Recorder, rules: RuleSet) -> GrantFile:
    """The grant as the addendum leaves it. Every rule the addendum breaks is named."""
    settled = file.settlement
    if file.grant.status is not GrantStatus.CLOSED or settled is None:
        raise GrantStageWrong.at(file.grant.status)
    _not_before(file, asked.paper)
    if wrong := (*_wrong(file, settled, asked, recorder.at), *_money_under_way(file)):
        raise RulesBroken(*wrong)
    opened = _opened(obligations.replaced(file, recorder.at))
    after = _running(opened, asked.runs_until) if asked.runs_until else _closing(opened, recorder.at, rules)
    addendum = _addendum(file, after, settled, asked, recorder)
    after = replace(after, addenda=(*file.addenda, addendum))
    return begin_period(after, istanbul_day(recorder.at)) if asked.runs_until else after


def _not_before(file: GrantFile, paper: Paper) -> None:
    if any(one.number == paper.number for one in file.addenda):
        raise AddendumBefore(Breach("addendum.number", "number", paper.number, "", "Destek"))
    money.refuse_under_way(file)


def _wrong(file: GrantFile, settled: SettlementRecord, asked: Reopening, now: datetime) -> Iterator[Breach]:
    today, first, signed = istanbul_day(now), istanbul_day(settled.settled_at), asked.paper.signed_on
    if not first <= signed <= today:
        yield Breach("addendum.signed_on", "signed_on", str(signed), f"{first} – {today}", "Destek")
    until, ceiling = asked.runs_until, file.grant.ceiling_ends_on
    if until is not None and not today < until <= ceiling:
        yield Breach("reopening.runs_until", "runs_until", str(until), f"> {today}, ≤ {ceiling}", "Destek")


def _money_under_way(file: GrantFile) -> Iterator[Breach]:
    """Money that came back is in no claim: what it pays for would be owed anew, and nobody could say how much."""
    for one in file.recoveries:
        if not one.disallowed and any(receipt.recovery_id == one.id for receipt in file.receipts):
            yield Breach("reopening.recovered", "recovery", one.reference, "", "Destek")


def _opened(file: GrantFile) -> GrantFile:
    """The settlement no longer stands: what it left to pay is paid as any claim, or lapses; it takes nothing back."""
    grant = {"outcome": None, "closing_submitted_at": None, "closing_accepted_at": None, "closing_by": ""}
    again = file.with_grant(**grant, closing_reminders=0, opening=file.grant.opening + 1)
    paid_out = any(claim.final and claim.status is ClaimStatus.PAID for claim in file.claims)
    claims = tuple(_kept(claim, paid_out=paid_out) for claim in file.claims)
    standing = tuple(one for one in file.recoveries if one.disallowed)
    named = {one.id for one in standing}
    instalments = tuple(one for one in file.instalments if one.recovery_id in named)
    return replace(again, settlement=None, claims=claims, recoveries=standing, instalments=instalments)


def _kept(claim: Claim, *, paid_out: bool) -> Claim:
    """paid_out: whether the last claim was paid, and with it all that had been kept back."""
    if not claim.final:
        return replace(claim, retained=ZERO) if paid_out and claim.status is ClaimStatus.PAID else claim
    status = claim.status if claim.status is ClaimStatus.PAID else ClaimStatus.LAPSED
    return replace(claim, final=False, status=status)


def _closing(file: GrantFile, now: datetime, rules: RuleSet) -> GrantFile:
    status = GrantStatus.TERMINATED if file.grant.terminated_at is not None else GrantStatus.CLOSING
    return await_closing(file, status, istanbul_day(now), now, rules)


def _running(file: GrantFile, until: date) -> GrantFile:
    """The years between are lost: the next period begins today. Force majeure that lasts still pauses it."""
    none = {"terminated_at": None, "termination_ground": None, "termination_reason": ""}
    return file.with_grant(**none, status=running(file), support_ends_on=until, closing_since=None, closing_due_at=None)


def _addendum(
    before: GrantFile, after: GrantFile, settled: SettlementRecord, asked: Reopening, recorder: Recorder
) -> Addendum:
    grant, paper = before.grant, asked.paper
    runs = asked.runs_until is not None
    return Addendum(
        id=recorder.addendum_id,
        grant_id=grant.id,
        number=paper.number,
        signed_on=paper.signed_on,
        reason=paper.reason,
        old_regime=grant.regime,
        old_revision=grant.revision,
        regime=grant.regime,
        revision=grant.revision,
        recorded_by=recorder.by,
        recorded_at=recorder.at,
        effect=_effect(before, after, settled),
        periods_since=istanbul_day(recorder.at) if runs else None,
        periods_before=max((report.number for report in before.reports), default=0) if runs else 0,
    )


def _effect(before: GrantFile, after: GrantFile, settled: SettlementRecord) -> dict[str, Any]:
    was, becomes = before.grant.support_ends_on, after.grant.support_ends_on
    moved = {"name": "support_ends_on", "before": was.isoformat(), "after": becomes.isoformat()}
    reopened = {
        "settled_at": settled.settled_at.isoformat(),
        "outcome": str(before.grant.outcome),
        "allowed": f"{settled.allowed:.2f}",
        "due_to_grantee": f"{settled.due_to_grantee:.2f}",
        "to_recover": f"{settled.to_recover:.2f}",
        "result": settled.result,
    }
    return {
        "dates": [moved] if was != becomes else [],
        "amounts": [],
        "money": [],
        "rules": [],
        "reopened": reopened,
    }
