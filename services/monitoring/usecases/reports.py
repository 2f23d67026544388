"""Activity reports: filed, accepted, returned."""

from grants.contracts.monitoring_events import ReportAccepted, ReportReturned, ReportSubmitted
from grants.policy import Action
from runtime.unit import Unit
from services.monitoring.domain import money, reporting
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.states import ReportStatus
from services.monitoring.usecases.acting import begin


async def submit_report(unit: Unit, grant_id: str, number: int, filed: reporting.Filed) -> Report:
    act = await begin(unit, Action.REPORT_SUBMIT, grant_id)
    act.change(reporting.submit(act.file, number, filed, act.by, act.now, act.rules))
    act.say(ReportSubmitted, number=number, realised=sum(amount for _, amount in filed.spending))
    await act.keep()
    return reporting.find(act.file, number)


async def accept_report(unit: Unit, grant_id: str, number: int, note: str) -> GrantFile:
    """What was spent counts from now on, and the money it earns can be claimed."""
    act = await begin(unit, Action.REPORT_DECIDE, grant_id)
    before = money.total(money.realised_by_item(act.file, ReportStatus.ACCEPTED))
    act.change(reporting.accept(act.file, number, note, act.by, act.now, act.rules))
    grant = act.file.grant
    explained = money.claim_explained(act.file, act.rules)
    realised = grant.realised - before
    act.say(ReportAccepted, number=number, realised=realised, earned=grant.earned, explanations=(explained,))
    await act.keep()
    return act.file


async def return_report(unit: Unit, grant_id: str, number: int, remarks: str) -> Report:
    act = await begin(unit, Action.REPORT_DECIDE, grant_id)
    act.change(reporting.give_back(act.file, number, remarks, act.by, act.now, act.rules))
    act.say(ReportReturned, number=number, remarks=remarks)
    await act.keep()
    return reporting.find(act.file, number)
