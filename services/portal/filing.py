"""What was handed in, asked of the room: an application with the names of its codes, and what a completion changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.portal.completed import Before, Change, Since, changes
from services.portal.drafting import Plan
from services.portal.filed import Filed
from services.portal.reading import Completion, File, PlanOfVersion, Version
from services.portal.reading_applying import Catalogue
from services.portal.reading_evaluation import Assignment, ItemContent
from services.portal.rooms import Room
from services.portal.visit import Visit, read_part


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked to be completed, and what came. knows_all: whether it is known which sections were changed."""

    completion: Completion
    changes: tuple[Change, ...] = ()
    knows_all: bool = True


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of a plan, and what is other in it than in the one before."""

    version: Version
    plan: Plan | None
    changes: tuple[Change, ...] = ()


async def version_of(visit: Visit, file: File, number: int | None) -> PlanVersion | None:
    """A version that was asked for, the newest without; none where the file has no such."""
    found = next((one for one in reversed(file.versions) if number in {None, one.version}), None)
    if found is None:
        return None
    is_newest = found.version == file.versions[-1].version
    plan = file.plan if is_newest else await _plan(visit, file, found.version)
    before = await _plan(visit, file, found.version - 1) if found.version > 1 else None
    since = Since(file.form, plan, await _names(visit, file), file.currency)
    return PlanVersion(found, plan, changes(Before({}, before), since, visit.wording))


async def filed_of(visit: Visit, file: File) -> Filed:
    """What of a file is read, with the names of its regime; with bare codes where the regime does not answer."""
    return Filed(file.form, file.plan, await _names(visit, file))


async def judged_of(visit: Visit, task: Assignment | ItemContent) -> Filed | None:
    """The same of a file that is judged; none where it is not open yet."""
    if task.content is None:
        return None
    return Filed(task.content.form, dict(task.content.plan), await _names(visit, task))


async def answer_of(visit: Visit, file: File) -> Answer | None:
    """What was asked to be completed, with what was changed; none where nothing was asked."""
    completion = file.completion
    if completion is None or completion.submitted_at is None:
        return Answer(completion) if completion else None
    came_with = next((one.version for one in file.versions if one.made_at == completion.submitted_at), None)
    before, plan = await _plans(visit, file, came_with)
    since = Since(file.form, plan, await _names(visit, file), file.currency)
    found = changes(Before(completion.replaced, before), since, visit.wording)
    return Answer(completion, found, knows_all=completion.replaced is not None)


async def _plans(visit: Visit, file: File, came_with: int | None) -> tuple[Plan | None, Plan | None]:
    """The plan before a version, and of it; neither where the completion brought none."""
    if came_with is None:
        return None, None
    is_newest = came_with == file.versions[-1].version
    return await _plan(visit, file, came_with - 1), file.plan if is_newest else await _plan(visit, file, came_with)


async def _plan(visit: Visit, file: File, version: int) -> Plan | None:
    answer = await visit.caller().get(Room.APPLICATION, f"/applications/{file.id}/plans/{version}")
    found, _ = read_part(answer, Room.APPLICATION, PlanOfVersion)
    return found.plan if found else None


async def _names(visit: Visit, file: File | Assignment | ItemContent) -> Mapping[str, str]:
    answer = await visit.caller().get(Room.APPLICATION, f"/regimes/{file.regime}", {"revision": file.revision})
    catalogue, _ = read_part(answer, Room.APPLICATION, Catalogue)
    return catalogue.names(visit.wording.language) if catalogue else {}
