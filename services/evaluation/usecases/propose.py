"""Have a proposal made: whom to ask for every file of a call that lacks evaluators. Nobody is asked by it yet."""

import asyncio

from grants.breach import Breach, NotAllowed
from grants.contracts.proposal_events import ProposalComputed
from grants.policy import Action
from grants.proof.sealed import hashes
from grants.values import CallId
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.evaluation.domain.matching import Matching, Problem, match
from services.evaluation.domain.proposals import Proposal, proposal
from services.evaluation.domain.records import CallFile
from services.evaluation.store import evaluators, proposals
from services.evaluation.usecases.access import call_of, permit, tied_to_call
from services.evaluation.usecases.staffing import problem_now


async def propose(unit: Unit, call_id: str) -> Proposal:
    """Compute and keep a proposal. Raises NotFound, NotAllowed."""
    call = await call_of(unit, call_id)
    await permit_staffing(unit, call, Action.EVALUATION_ASSIGN)
    files = await proposals.files_in_play(unit.session, call_id)
    problem = await problem_now(unit, call, files)
    found = await asyncio.to_thread(_solved, problem)
    made = proposal(
        problem, found, id=new_id(), call_id=call_id, computed_at=unit.now, computed_by=unit.actor.person_id
    )
    await proposals.save_proposal(unit.session, made)
    told = ProposalComputed(
        call_id=CallId(call_id),
        proposal_id=made.id,
        files=len(made.lines),
        seats=made.seats,
        filled=made.filled,
        best=made.best,
        fit=made.fit,
        hashes=hashes("assignment_proposal", **made.model_dump(mode="json", include={"lines"})),
    )
    unit.tell(told, about=call_id, regime=call.pinned)
    return made


async def permit_staffing(unit: Unit, call: CallFile, action: Action) -> None:
    """Who is tied to a file of the call, or of the pool and so may be asked about one, neither sees nor settles who is.

    Raises NotAllowed.
    """
    permit(unit, action, await tied_to_call(unit, call.call_id))
    if await evaluators.found(unit.session, unit.actor.person_id) is not None:
        raise NotAllowed(Breach("not_allowed", asked=action))


def _solved(problem: Problem) -> Matching:
    """The solver is loaded where it is first needed: most processes never need it, and it is large."""
    from services.evaluation.usecases.solver import solve  # noqa: PLC0415 - see above

    return match(problem, solve)
