"""What is shown of proposals: to officers, the commission and the inspector; persons by their ids alone."""

from grants.breach import NotFound
from grants.policy import Action
from grants.values import Moment
from runtime.unit import Unit
from services.evaluation.domain.proposals import Change, Proposal, ProposalLine, ProposalStatus
from services.evaluation.store import files, proposals
from services.evaluation.usecases.access import call_of
from services.evaluation.usecases.propose import permit_staffing
from services.evaluation.usecases.views import View


class ProposalSummary(View):
    """best: proven that no choice is better. seats, filled: how many are free, and how many of them have a name."""

    id: str
    call_id: str
    status: ProposalStatus
    computed_at: Moment
    computed_by: str
    best: bool
    seats: int
    filled: int
    accepted_at: Moment | None
    accepted_by: str


class ProposalView(ProposalSummary):
    """names: of the consortium by application. lines: see `domain.proposals`. changes: of who accepted it."""

    call_name: str
    fit: int
    names: dict[str, str]
    lines: tuple[ProposalLine, ...]
    changes: tuple[Change, ...]


async def list_proposals(unit: Unit, call_id: str, after: str, limit: int) -> tuple[ProposalSummary, ...]:
    """The proposals of a call, the newest first. Raises NotFound, NotAllowed."""
    call = await call_of(unit, call_id)
    await permit_staffing(unit, call, Action.ASSIGNMENT_READ)
    return tuple(
        ProposalSummary.model_validate(one) for one in await proposals.page(unit.session, call_id, after, limit)
    )


async def read_proposal(unit: Unit, call_id: str, proposal_id: str) -> ProposalView:
    """Raises NotFound, NotAllowed."""
    call = await call_of(unit, call_id)
    await permit_staffing(unit, call, Action.ASSIGNMENT_READ)
    made = await proposals.proposal(unit.session, proposal_id)
    if made is None or made.call_id != call_id:
        raise NotFound
    return await _view(unit, made, call.name)


async def _view(unit: Unit, made: Proposal, call_name: str) -> ProposalView:
    known = await files.files(unit.session, [line.application_id for line in made.lines])
    names = {application_id: file.consortium_name for application_id, file in sorted(known.items())}
    summary = {name: getattr(made, name) for name in ProposalSummary.model_fields}
    return ProposalView(
        **summary, call_name=call_name, fit=made.fit, names=names, lines=made.lines, changes=made.changes
    )
