"""What this room remembers of what the application room says."""

from datetime import datetime

from grants.contracts.application_events import ApplicationAdmitted, ApplicationEnded, CallPublished
from grants.contracts.plan_events import PlanChanged
from runtime.unit import Unit
from services.evaluation.domain.records import CallFile, File
from services.evaluation.store import assessments, committees, files
from services.evaluation.usecases.conclude import conclude_empty
from services.evaluation.usecases.reserve import selection_left


async def call_published(unit: Unit, data: CallPublished) -> None:
    await files.save_call(unit.session, CallFile.model_validate(data.model_dump()))


async def application_admitted(unit: Unit, data: ApplicationAdmitted) -> None:
    """Keep the snapshot the evaluators and the committee judge; the first stays."""
    if await files.file(unit.session, data.application_id) is None:
        await files.save_file(unit.session, File.model_validate(data.model_dump()))


async def plan_changed(unit: Unit, data: PlanChanged) -> None:
    """Somebody else may act for the file since it is a grant; a contract taken over from paper has none here."""
    file = await files.file(unit.session, data.application_id, lock=True)
    if file is None or data.plan_version <= file.led_version:
        return
    leaders = tuple(dict.fromkeys(one for one in (data.coordinator_id, data.representative_id) if one))
    former = tuple(sorted((file.led_by | set(file.former)) - set(leaders)))
    told = {"leaders": leaders, "former": former, "led_version": data.plan_version}
    await files.save_file(unit.session, file.model_copy(update=told))


async def application_ended(unit: Unit, data: ApplicationEnded, at: datetime) -> None:
    """Close what is under way, and take the application off the committee's table if that has not concluded.

    Once it has, the money the application held may go to the reserve. at: when it ended.
    """
    file = await files.file(unit.session, data.application_id, lock=True)
    if file is None:
        return
    await files.end_file(unit.session, file.application_id)
    await assessments.close_assignments(unit.session, file.application_id)
    committee = await committees.committee(unit.session, file.call_id, lock=True)
    if committee is None:
        return
    if committee.concluded:
        await selection_left(unit, committee, data, at)
        return
    await committees.remove_item(unit.session, file.call_id, file.application_id)
    await conclude_empty(unit, file.call_id)
