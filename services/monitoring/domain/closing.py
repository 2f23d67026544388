"""The closing report: sent by the coordinator, returned with remarks by part or accepted by an officer.

That there is one, and that ceilings are tested on what was realised when the plan is completed, is in the papers; its
parts, its days and that an officer accepts it are not: Destek's own.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import end_of_days_after, istanbul_day, moved_by_days
from grants.contracts.closing_events import (
    ClosingFigures,
    ClosingHead,
    ClosingMeasure,
    ClosingOpenItem,
    ClosingPart,
    LeftOpen,
)
from grants.contracts.stages import DeadlineKind
from grants.decisions.deadline import DeadlineInputs
from grants.regimes import RuleSet
from grants.rules.exact import said as told
from grants.values import ZERO
from grants.workplan import WorkPlan
from services.monitoring.domain import auditing, findings, holds, money, recovering
from services.monitoring.domain.closing_facts import ClosingReport, ClosingSaid, ClosingStatus
from services.monitoring.domain.derivation import DerivedDate, last_day, resumed, step
from services.monitoring.domain.errors import (
    ClosingMissing,
    ClosingSubmittedAlready,
    GrantStageWrong,
    ReportsUndecided,
)
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.milestone_facts import MilestoneStatus
from services.monitoring.domain.money_facts import GuaranteeStatus
from services.monitoring.domain.scanned import unknown
from services.monitoring.domain.states import ClaimStatus, GrantStatus, ReportStatus

PART = "closing"
CLOSABLE = frozenset({GrantStatus.CLOSING, GrantStatus.TERMINATED})
_PAID_OR_OVER = frozenset({ClaimStatus.PAID, ClaimStatus.REFUSED, ClaimStatus.LAPSED})


def last(file: GrantFile) -> ClosingReport | None:
    """The closing report sent last."""
    return file.closing_reports[-1] if file.closing_reports else None


def to_decide(file: GrantFile) -> ClosingReport | None:
    """The one an officer has to decide on."""
    return _of_status(file, ClosingStatus.SUBMITTED) if file.grant.closing_submitted_at is not None else None


def accepted(file: GrantFile) -> ClosingReport | None:
    """The one the settlement rests on."""
    return _of_status(file, ClosingStatus.ACCEPTED) if file.grant.closing_accepted_at is not None else None


def is_returned(file: GrantFile) -> bool:
    """Whether the closing is awaited because it was returned."""
    report = _of_status(file, ClosingStatus.RETURNED)
    return report is not None and report.decided_at == file.grant.closing_since


def may_submit(file: GrantFile) -> bool:
    undecided = any(report.status is not ReportStatus.ACCEPTED for report in file.reports)
    return file.grant.status in CLOSABLE and file.grant.closing_submitted_at is None and not undecided


def refuse_not_fileable(file: GrantFile) -> None:
    """Raises where no closing can be sent now: nothing of it needs to be kept."""
    _in_stage(file)
    if file.grant.closing_submitted_at is not None:
        raise ClosingSubmittedAlready(Breach("closing.submitted", PART))


def submit(
    file: GrantFile,
    said: ClosingSaid,
    by: str,
    now: datetime,
    plan: WorkPlan | None = None,
    known: Collection[str] = (),
) -> GrantFile:
    """The closing report. Every activity report must be accepted; those that are not are named.

    plan: the one in force. known: the hashes of the grant's scans. Raises `RulesBroken` with everything wrong in it.
    """
    refuse_not_fileable(file)
    undecided = [report for report in file.reports if report.status is not ReportStatus.ACCEPTED]
    if undecided:
        wanted = ReportStatus.ACCEPTED
        named = (Breach("closing.report", f"reports[{one.number}]", one.status, wanted) for one in undecided)
        raise ReportsUndecided(*named)
    if wrong := (*_wrong_assets(file, said), *unknown(said.documents, known)):
        raise RulesBroken(*wrong)
    report = ClosingReport(
        grant_id=file.grant.id,
        number=len(file.closing_reports) + 1,
        aims=said.aims,
        submitted_by=by,
        submitted_at=now,
        figures=figures(file, plan, now).model_dump(mode="json"),
        indicators=said.indicators,
        spending=said.spending,
        left_open=said.left_open,
        assets=said.assets,
        documents=tuple(dict.fromkeys(said.documents)),
    )
    return file.with_closing(report).with_grant(closing_by=by, closing_submitted_at=now)


def give_back(
    file: GrantFile, remarks: Mapping[ClosingPart, str], note: str, by: str, now: datetime, rules: RuleSet
) -> GrantFile:
    """The report is returned with remarks by part; the time to send it begins anew, and its reminders with it."""
    report = _submitted(file)
    if not note and not remarks:
        raise RulesBroken(Breach("closing.no_remark", "remarks", "", "", "Destek"))
    written = {part.value: remarks[part] for part in ClosingPart if part in remarks}
    done = replace(report, status=ClosingStatus.RETURNED, remarks=written, note=note, decided_by=by, decided_at=now)
    return file.with_closing(done).with_grant(
        closing_submitted_at=None,
        closing_by="",
        closing_reminders=0,
        closing_since=now,
        closing_due_at=end_of_days_after(now, rules.deadlines.closing_days.value),
    )


def accept(file: GrantFile, note: str, by: str, now: datetime) -> GrantFile:
    """The settlement may rest on it."""
    done = replace(_submitted(file), status=ClosingStatus.ACCEPTED, note=note, decided_by=by, decided_at=now)
    return file.with_closing(done).with_grant(closing_accepted_at=now)


def reminder(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """The day on which who owes the closing is reminded of it: once, and no more where it is overdue already."""
    grant, before = file.grant, rules.reporting.reminder_days_before
    due, since = grant.closing_due_at, grant.closing_since
    if due is None or since is None or grant.closing_reminders or not before.value:
        return
    at, told = moved_by_days(due, -before.value), grant.closing_reminded_at
    if at > since and (told is None or told < since):
        kind = DeadlineKind.CLOSING_REMINDER
        steps = (step("reminder", last_day(istanbul_day(due)), str(before.value), rules.cite(before)),)
        yield resumed(DerivedDate(kind.value, at, steps, due=kind, ends=False), file, since)


def remind(file: GrantFile, now: datetime) -> GrantFile:
    """It is told that the closing falls due."""
    return file.with_grant(closing_reminded_at=now)


def counted(file: GrantFile, given: DeadlineInputs) -> DeadlineInputs:
    """What its time is reckoned from: the first day after the support, or the day that was learnt on; after a reminder
    or a return the day after it.
    """
    grant = file.grant
    given = given.model_copy(update={"began_at": grant.closing_since})
    if grant.closing_since is None or grant.closing_reminders or is_returned(file):
        return given
    return given.model_copy(update={"first_day": max(grant.support_ends_on, istanbul_day(grant.closing_since))})


def may_settle(file: GrantFile) -> bool:
    """Whether the report was accepted, or did not come in spite of a reminder."""
    grant = file.grant
    missed = grant.closing_submitted_at is None and grant.closing_reminders > 0
    return grant.status in CLOSABLE and (grant.closing_accepted_at is not None or missed)


def figures(file: GrantFile, plan: WorkPlan | None, now: datetime) -> ClosingFigures:
    """What the record says of the grant at this moment. plan: the one in force."""
    confirmed = sum(one.status is MilestoneStatus.CONFIRMED for one in file.milestones)
    return ClosingFigures(
        heads=tuple(_heads(file)),
        measures=tuple(_measures(file, plan)),
        milestones=len(file.milestones),
        milestones_confirmed=confirmed,
        left_open=tuple(_left_open(file, now)),
    )


def _heads(file: GrantFile) -> Iterator[ClosingHead]:
    realised = money.realised_by_item(file, ReportStatus.ACCEPTED)
    for head in sorted({item.cost_head for item in file.items}):
        items = [item for item in file.items if item.cost_head == head]
        yield ClosingHead(
            head=head,
            cost=sum((item.cost for item in items), ZERO),
            grant=sum((item.grant for item in items), ZERO),
            realised=sum((realised.get(item.key, ZERO) for item in items), ZERO),
        )


def _measures(file: GrantFile, plan: WorkPlan | None) -> Iterator[ClosingMeasure]:
    """Those the plan sets targets for, and those that were reported without any."""
    counted = {report.number for report in file.reports if report.status is ReportStatus.ACCEPTED}
    told_of = sorted((one for one in file.indicators if one.number in counted), key=lambda one: one.number)
    reached = {one.code: one.value for one in told_of}
    planned = {one.code: one for one in plan.indicators} if plan else {}
    for code in sorted(planned.keys() | reached.keys()):
        one = planned.get(code)
        yield ClosingMeasure(
            code=code,
            baseline=one.baseline if one else None,
            target=one.targets[-1] if one else None,
            reached=reached.get(code),
        )


def _left_open(file: GrantFile, now: datetime) -> Iterator[ClosingOpenItem]:
    for finding in findings.open_findings(file):
        yield ClosingOpenItem(kind=LeftOpen.FINDING, about=str(finding.number), amount=finding.amount)
    if (audit := auditing.awaited(file)) is not None:
        yield ClosingOpenItem(kind=LeftOpen.INDEPENDENT_AUDIT, about=str(audit.number))
    for milestone in file.milestones:
        if milestone.status is not MilestoneStatus.CONFIRMED:
            yield ClosingOpenItem(kind=LeftOpen.MILESTONE, about=milestone.key)
    yield from _money_open(file, now)


def _money_open(file: GrantFile, now: datetime) -> Iterator[ClosingOpenItem]:
    for claim in file.claims:
        if claim.status not in _PAID_OR_OVER:
            yield ClosingOpenItem(kind=LeftOpen.CLAIM, about=str(claim.number), amount=claim.amount)
    for hold in holds.in_force(file, istanbul_day(now)):
        yield ClosingOpenItem(kind=LeftOpen.HOLD, about=str(hold.number))
    if (recovery := recovering.running(file)) is not None:
        yield ClosingOpenItem(kind=LeftOpen.RECOVERY, about=recovery.reference, amount=recovery.amount)
    for guarantee in file.guarantees:
        if guarantee.status is GuaranteeStatus.HELD:
            yield ClosingOpenItem(kind=LeftOpen.GUARANTEE, about=guarantee.reference, amount=guarantee.amount)


def _wrong_assets(file: GrantFile, said: ClosingSaid) -> Iterator[Breach]:
    """Each belongs to an item of the plan, and together they are worth no more than was realised of it."""
    realised, known = money.realised_by_item(file, ReportStatus.ACCEPTED), {item.key for item in file.items}
    worth: dict[str, Decimal] = {}
    for place, asset in enumerate(said.assets):
        if asset.item not in known:
            yield Breach("closing.asset_item", f"assets[{place}].item", asset.item, ", ".join(sorted(known)), "Destek")
            continue
        worth[asset.item] = worth.get(asset.item, ZERO) + asset.worth
        if worth[asset.item] > realised.get(asset.item, ZERO):
            most = told(realised.get(asset.item, ZERO), file.grant.currency)
            asked = told(worth[asset.item], file.grant.currency)
            yield Breach("closing.asset_value", f"assets[{place}].value", asked, most, "Destek")


def _submitted(file: GrantFile) -> ClosingReport:
    """Raises where none waits for a decision."""
    _in_stage(file)
    report = to_decide(file)
    if report is None:
        raise ClosingMissing(Breach("closing.missing", PART))
    return report


def _of_status(file: GrantFile, status: ClosingStatus) -> ClosingReport | None:
    report = last(file)
    return report if report is not None and report.status is status else None


def _in_stage(file: GrantFile) -> None:
    if file.grant.status not in CLOSABLE:
        raise GrantStageWrong.at(file.grant.status)
