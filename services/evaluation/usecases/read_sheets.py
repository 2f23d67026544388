"""Reading drafts, and sheets that were given and taken back."""

from grants.regimes import RuleSet
from grants.rules.exact import exact_text
from runtime.unit import Unit
from services.evaluation.domain.assessing import total_so_far
from services.evaluation.domain.records import Assignment, AssignmentStatus, Draft, Version
from services.evaluation.store import sheets
from services.evaluation.usecases.views import DraftView, ReopeningView


async def own_sheets(unit: Unit, assignment: Assignment, rules: RuleSet) -> dict[str, object]:
    """What the assignment's evaluator is shown besides: the draft while scores are awaited, and what was taken back."""
    draft = None
    if assignment.status is AssignmentStatus.ACCEPTED:
        draft = await sheets.draft(unit.session, assignment.id)
    known = await sheets.versions(unit.session, assignment.id)
    return {
        "draft": None if draft is None else draft_view(draft, rules),
        "reopenings": tuple(_shown(one).model_copy(update={"officer_id": None}) for one in known),
    }


async def reopenings(unit: Unit, assignment: Assignment, *, sealed: bool) -> tuple[ReopeningView, ...]:
    """What was taken back and by whom; sealed: without the points and what was written."""
    known = await sheets.versions(unit.session, assignment.id)
    blank: dict[str, object] = {"total": None, "scores": {}, "justifications": {}, "not_applicable": {}}
    return tuple(_shown(one).model_copy(update=blank if sealed else {}) for one in known)


def draft_view(draft: Draft, rules: RuleSet) -> DraftView:
    """The draft with what it comes to so far."""
    total = total_so_far(draft, rules)
    return DraftView(**draft.model_dump(exclude={"assignment_id"}), total=None if total is None else exact_text(total))


def _shown(version: Version) -> ReopeningView:
    total = None if version.total is None else exact_text(version.total)
    return ReopeningView(**version.model_dump(exclude={"total", "assignment_id"}), total=total)
