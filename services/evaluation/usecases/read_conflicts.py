"""What was found between a file and those who may judge it, for the officer who settles it."""

from grants.policy import Action
from grants.values import Moment
from runtime.unit import Unit
from services.evaluation.domain.findings import Finding, State
from services.evaluation.store import conflicts, evaluators
from services.evaluation.usecases.access import call_of, file_of, permit, refuse_evaluators, standing
from services.evaluation.usecases.hold_apart import checked
from services.evaluation.usecases.views import View


class FindingView(View):
    """One tie. shown: the member, project or earlier application it is about. name: empty once erased or unknown.

    in_force: the fact holds today. reason: why it was settled, or what the person declared.
    """

    id: str
    person_id: str
    name: str
    kind: str
    shown: str
    hard: bool
    certain: bool
    state: State
    in_force: bool
    found_at: Moment
    decided_by: str
    decided_at: Moment | None
    reason: str


async def read_conflicts(unit: Unit, application_id: str, after: str, limit: int) -> tuple[FindingView, ...]:
    """Every tie known of the file or found now among those who can be asked, by id.

    Raises NotFound, NotAllowed (also for who is tied, or was asked to evaluate it until it is decided).
    """
    file = await file_of(unit, application_id)
    permit(unit, Action.CONFLICT_READ, await standing(unit, file))
    await refuse_evaluators(unit, application_id, Action.CONFLICT_READ)
    known = {one.id: one for its in (await conflicts.findings(unit.session, application_id)).values() for one in its}
    pool = [one.evaluator for one in await evaluators.candidates(unit.session, application_id, unit.now)]
    met = await evaluators.evaluators_in(unit.session, [one.person_id for one in known.values()])
    people = {**{one.person_id: one for one in pool}, **met}
    checks = await checked(unit, file, await call_of(unit, file.call_id), people.values())
    today = {one.id: one for check in checks.values() for one in check.in_force}
    names = {person_id: one.name for person_id, one in people.items()}
    every = sorted({**known, **today}.items())
    page = [one for key, one in every if key > after][:limit]
    return tuple(_view(one, names, is_true=one.id in today or one.person_id not in people) for one in page)


def _view(finding: Finding, names: dict[str, str], *, is_true: bool) -> FindingView:
    facts = finding.model_dump(exclude={"application_id", "about", "fact"})
    return FindingView(**facts, name=names.get(finding.person_id, ""), in_force=is_true)
