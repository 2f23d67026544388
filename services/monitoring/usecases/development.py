"""Development reports: filed by the coordinator; what was decided on one is put on record, and what follows happens."""

from grants.contracts.monitoring_events import GrantTerminated
from grants.contracts.report_events import DevelopmentReportDecided, DevelopmentReportSubmitted
from grants.policy import Action
from grants.regimes.words import Part
from runtime.unit import Unit
from services.monitoring.domain import development, ending
from services.monitoring.domain.report_facts import DevelopmentDecision, DevelopmentReport
from services.monitoring.usecases.acting import begin
from services.monitoring.usecases.fall_due import tell_opened


async def submit_development(unit: Unit, grant_id: str, number: int, parts: dict[Part, str]) -> DevelopmentReport:
    act = await begin(unit, Action.DEVELOPMENT_SUBMIT, grant_id)
    act.change(development.submit(act.file, number, parts, act.by, act.now, act.rules))
    act.say(DevelopmentReportSubmitted, number=number)
    await act.keep()
    return development.find(act.file, number)


async def decide_development(unit: Unit, grant_id: str, number: int, decided: development.Decided) -> DevelopmentReport:
    """Where support is to end, the grant is terminated by the same act; report, closing and settlement follow."""
    act = await begin(unit, Action.DEVELOPMENT_DECIDE, grant_id)
    file = development.decide(act.file, number, decided, act.by, act.now)
    why = development.explained(file, number, act.rules)
    ends = decided.decision is DevelopmentDecision.END
    ground = development.ground(act.rules) if ends else ""
    act.change(ending.terminate(file, ground, decided.reason, act.now, act.rules) if ends else file)
    act.say(
        DevelopmentReportDecided,
        number=number,
        decision=decided.decision.value,
        reason=decided.reason,
        paper=decided.paper,
        decided_on=decided.decided_on,
        explanations=(why,),
    )
    if ends:
        tell_opened(act)
        outcome = ending.outcome(act.file, act.rules)
        act.say(GrantTerminated, reason=decided.reason, ground=ground, outcome=outcome)
    await act.keep()
    return development.find(act.file, number)
