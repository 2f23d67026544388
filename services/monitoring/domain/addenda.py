"""Addenda: the one way by which a running grant moves to another regime or another revision of its own.

From the addendum on the grant's rules are the new ones; the application and the contract keep theirs as evidence.
What was paid stays paid: the new rules meet it at the next claim and at the settlement. Claims not paid yet are
lowered to what the new rules let be earned; while one is with the bank, nothing can be recorded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.telling import differences
from grants.rules.addenda import end_under
from services.monitoring.domain import lowering, money
from services.monitoring.domain.clock import period_boundary
from services.monitoring.domain.dates import ceiling_ends_on
from services.monitoring.domain.derivation import pauses
from services.monitoring.domain.errors import AddendumBefore, GrantStageWrong
from services.monitoring.domain.facts import Addendum, GrantFile
from services.monitoring.domain.states import UNDER_WAY, ExtensionStatus

_MONEY = "money."


@dataclass(frozen=True, slots=True)
class Paper:
    """An addendum as its paper tells it. number: of the paper; signed_on: the day both sides signed it."""

    number: str
    signed_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records it, when, and under which id."""

    addendum_id: str
    by: str
    at: datetime


def record(file: GrantFile, paper: Paper, recorder: Recorder, old: RuleSet, new: RuleSet) -> GrantFile:
    """The grant under its new rules, with the difference they make. Every rule the addendum breaks is named."""
    if file.grant.status not in UNDER_WAY:
        raise GrantStageWrong.at(file.grant.status)
    if any(one.number == paper.number for one in file.addenda):
        raise AddendumBefore(Breach("addendum.number", "number", paper.number, "", "Destek"))
    if old.pinned == new.pinned:
        raise AddendumBefore(Breach("addendum.same", "revision", new.revision, "", "Destek"))
    money.refuse_under_way(file)
    after = lowering.lower(_moved(file, old, new), paper.reason, recorder.by, recorder.at, new)
    if wrong := explained(file, paper, recorder.at, old, new).breaches:
        raise RulesBroken(*wrong)
    addendum = Addendum(
        id=recorder.addendum_id,
        grant_id=file.grant.id,
        number=paper.number,
        signed_on=paper.signed_on,
        reason=paper.reason,
        old_regime=old.key,
        old_revision=old.revision,
        regime=new.key,
        revision=new.revision,
        recorded_by=recorder.by,
        recorded_at=recorder.at,
        effect=_effect(file, after, old, new),
        **_periods(file, old, new),
    )
    return replace(after, addenda=(*file.addenda, addendum))


def _moved(file: GrantFile, old: RuleSet, new: RuleSet) -> GrantFile:
    grant = file.grant
    after = file.with_grant(
        regime=new.key,
        revision=new.revision,
        support_ends_on=end_under(grant.starts_on, grant.support_ends_on, old, new, extended=_extended(file)),
        ceiling_ends_on=ceiling_ends_on(file, new),
    )
    return after.with_grant(earned=money.earned(after, new))


def _periods(file: GrantFile, old: RuleSet, new: RuleSet) -> dict[str, Any]:
    """A new length of reporting periods counts from the end of the one that runs; that one ends as it would have."""
    lengths = (rules.reporting.activity_report.period_months for rules in (old, new))
    if file.period is None or len(set(lengths)) == 1:
        return {"periods_since": None, "periods_before": 0}
    return {"periods_since": period_boundary(file, file.period.number, old), "periods_before": file.period.number}


def explained(file: GrantFile, paper: Paper, now: datetime, old: RuleSet, new: RuleSet) -> Explanation:
    """Whether the addendum may be, and what it changes: decided under the new rules."""
    grant = file.grant
    given = {
        "before": old.pinned,
        "signed_on": paper.signed_on,
        "recorded_on": istanbul_day(now),
        "contract_day": grant.starts_on,
        "current_end": grant.support_ends_on,
        "extended": _extended(file),
        "pauses": [{"starts_on": one.starts_on, "ends_on": one.ends_on} for one in pauses(file)],
        "spending": money.spending(file, grant.paid),
    }
    return explain("addendum", given, new)


def _extended(file: GrantFile) -> bool:
    return any(one.status is ExtensionStatus.GRANTED for one in file.extensions)


def _effect(before: GrantFile, after: GrantFile, old: RuleSet, new: RuleSet) -> dict[str, Any]:
    """What the addendum changes in dates, amounts and rules, as text fit for JSON. Only what differs."""
    changed = [one for one in differences(old, new) if _value(one.before) != _value(one.after)]
    return {
        "dates": [*_dates(before, after)],
        "amounts": [*_amounts(before, after, old, new)],
        "money": [
            {"path": one.path, "before": one.before, "after": one.after}
            for one in changed
            if one.path.startswith(_MONEY)
        ],
        "rules": [one.path for one in changed if not one.path.startswith(_MONEY)],
    }


def _value(leaf: Mapping[str, Any] | None) -> Any:
    return None if leaf is None else leaf["value"]


def _dates(before: GrantFile, after: GrantFile) -> Iterator[dict[str, str]]:
    for name in ("support_ends_on", "ceiling_ends_on"):
        was, becomes = getattr(before.grant, name), getattr(after.grant, name)
        if was != becomes:
            yield {"name": name, "before": was.isoformat(), "after": becomes.isoformat()}


def _amounts(before: GrantFile, after: GrantFile, old: RuleSet, new: RuleSet) -> Iterator[dict[str, str]]:
    """What accepted spending earns, what may be claimed of it, and what a settlement of today would allow."""
    found: tuple[tuple[str, Decimal, Decimal], ...] = (
        ("earned", before.grant.earned, after.grant.earned),
        ("claimable", money.claimable(before, old), money.claimable(after, new)),
        ("allowed", money.final_settlement(before, old).allowed, money.final_settlement(after, new).allowed),
    )
    for name, was, becomes in found:
        if was != becomes:
            yield {"name": name, "before": f"{was:.2f}", "after": f"{becomes:.2f}"}
