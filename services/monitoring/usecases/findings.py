"""Findings of audits: answered by the coordinator, closed by an officer or asked again."""

from grants.contracts.report_events import FindingAnswered, FindingClosed, FindingReturned
from grants.policy import Action
from runtime.unit import Unit
from services.monitoring.domain import findings
from services.monitoring.domain.audit_facts import Finding
from services.monitoring.usecases.acting import begin


async def answer_finding(unit: Unit, grant_id: str, number: int, text: str) -> Finding:
    act = await begin(unit, Action.FINDING_ANSWER, grant_id)
    act.change(findings.answer(act.file, number, text, act.by, act.now))
    act.say(FindingAnswered, number=number)
    await act.keep()
    return findings.find(act.file, number)


async def decide_finding(unit: Unit, grant_id: str, number: int, reason: str, *, closed: bool) -> Finding:
    """Closed, it no longer stands in the way of payments; else another answer is awaited."""
    act = await begin(unit, Action.FINDING_DECIDE, grant_id)
    if closed:
        act.change(findings.close(act.file, number, reason, act.by, act.now))
        act.say(FindingClosed, number=number, reason=reason)
    else:
        act.change(findings.ask_again(act.file, number, reason, act.by, act.now, act.rules))
        act.say(FindingReturned, number=number, reason=reason)
    await act.keep()
    return findings.find(act.file, number)
