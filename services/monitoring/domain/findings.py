"""Findings of an audit: answered by the coordinator, closed by an officer, in the way of payments till then.

Source: in no paper. Whether open findings keep payments back, and the days to answer one, are defaults of the regime.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from grants.breach import Breach
from grants.calendar import end_of_days_after, istanbul_day, start_of
from grants.regimes import RuleSet
from grants.rules.pauses import resume_due
from services.monitoring.domain.audit_facts import Finding, FindingSaid, FindingStatus
from services.monitoring.domain.derivation import pauses
from services.monitoring.domain.errors import DecidedAlready, NoSuchThing
from services.monitoring.domain.facts import Audit, GrantFile

PART = "finding"
_SHOWN = 100


def open_findings(file: GrantFile) -> tuple[Finding, ...]:
    """Those not closed, answered or not."""
    return tuple(one for one in file.findings if one.status is not FindingStatus.CLOSED)


def blocking(file: GrantFile, rules: RuleSet) -> tuple[Breach, ...]:
    """What has to be closed before the next payment; nothing where the regime lets findings stand."""
    leaf = rules.audit.findings_block_payment
    if not leaf.value:
        return ()
    return tuple(
        Breach("finding.blocks_payment", f"findings[{one.number}]", one.text[:_SHOWN], "", rules.cite(leaf))
        for one in open_findings(file)
    )


def in_the_way(file: GrantFile, _day: date, rules: RuleSet) -> tuple[Breach, ...]:
    """The same, as what stops the money of a grant is asked about."""
    return blocking(file, rules)


def wrong(said: tuple[FindingSaid, ...], now: datetime) -> Iterator[Breach]:
    """What is wrong with findings as they are reported."""
    today = istanbul_day(now).isoformat()
    for place, one in enumerate(said):
        if one.due_on is not None and one.due_on <= istanbul_day(now):
            yield Breach("finding.due_on", f"findings[{place}].due_on", one.due_on.isoformat(), today, "Destek")


def record(file: GrantFile, audit: Audit, said: tuple[FindingSaid, ...], now: datetime, rules: RuleSet) -> GrantFile:
    """The findings of an audit report; each has its day to be answered by."""
    return _recorded(file, audit.number, 0, said, now, rules)


def record_of_visit(
    file: GrantFile, visit: int, said: tuple[FindingSaid, ...], now: datetime, rules: RuleSet
) -> GrantFile:
    """The same, of what was found on a site visit."""
    return _recorded(file, 0, visit, said, now, rules)


def _recorded(
    file: GrantFile, audit: int, visit: int, said: tuple[FindingSaid, ...], now: datetime, rules: RuleSet
) -> GrantFile:
    for one in said:
        finding = Finding(
            grant_id=file.grant.id,
            number=len(file.findings) + 1,
            audit=audit,
            visit=visit,
            text=one.text,
            severity=one.severity,
            amount=one.amount,
            duty_since=now,
            due_at=_until(one.due_on, now, rules),
        )
        file = file.with_finding(finding)
    return file


def find(file: GrantFile, number: int) -> Finding:
    for one in file.findings:
        if one.number == number:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", PART, str(number)))


def due_at(file: GrantFile, finding: Finding) -> datetime | None:
    """When its answer falls due, force majeure taken out; None while it is suspended."""
    return resume_due(finding.due_at, pauses(file), finding.duty_since)


def answer(file: GrantFile, number: int, text: str, by: str, now: datetime) -> GrantFile:
    """The coordinator says what was done about it."""
    found = _in_status(find(file, number), FindingStatus.OPEN)
    return file.with_finding(
        replace(found, status=FindingStatus.ANSWERED, answer=text, answered_by=by, answered_at=now)
    )


def close(file: GrantFile, number: int, reason: str, by: str, now: datetime) -> GrantFile:
    """The officer is satisfied, with or without an answer, and says why."""
    found = _in_status(find(file, number), FindingStatus.OPEN, FindingStatus.ANSWERED)
    return file.with_finding(replace(found, status=FindingStatus.CLOSED, reason=reason, decided_by=by, decided_at=now))


def ask_again(file: GrantFile, number: int, reason: str, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The answer does not do; there is the regime's time for another."""
    found = _in_status(find(file, number), FindingStatus.ANSWERED)
    asked = replace(
        found,
        status=FindingStatus.OPEN,
        reason=reason,
        decided_by=by,
        decided_at=now,
        duty_since=now,
        due_at=_until(None, now, rules),
        was_late=False,
    )
    return file.with_finding(asked)


def mark_late(file: GrantFile, number: int) -> GrantFile:
    """Its day has passed without an answer."""
    return file.with_finding(replace(find(file, number), was_late=True))


def _until(due_on: date | None, now: datetime, rules: RuleSet) -> datetime:
    if due_on is None:
        return end_of_days_after(now, rules.audit.finding_days.value)
    return start_of(due_on + timedelta(days=1))


def _in_status(finding: Finding, *wanted: FindingStatus) -> Finding:
    if finding.status not in wanted:
        raise DecidedAlready.of(PART, finding.status)
    return finding
