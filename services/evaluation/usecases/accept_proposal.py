"""Accept a proposal, as it is or changed: everybody named is invited, if everything still holds."""

from collections.abc import Mapping, Sequence

from grants.breach import NotFound
from grants.contracts.proposal_events import ProposalAccepted, ProposalChanged
from grants.policy import Action
from grants.proof.sealed import hashes
from grants.values import ApplicationId, CallId, PersonId
from runtime.unit import Unit
from services.evaluation.domain.assessing import Wanted, next_step
from services.evaluation.domain.proposals import (
    Change,
    Plan,
    Proposal,
    accepted,
    is_same,
    refuse_broken_plan,
    settle,
)
from services.evaluation.domain.records import CallFile, File
from services.evaluation.store import assessments, evaluators, files, proposals
from services.evaluation.usecases.access import call_of
from services.evaluation.usecases.assign import assign, hold_pool, tell_third
from services.evaluation.usecases.hold_apart import checked, keep
from services.evaluation.usecases.propose import permit_staffing
from services.evaluation.usecases.staffing import problem_now


async def accept_proposal(unit: Unit, call_id: str, proposal_id: str, changes: Sequence[Change]) -> Proposal:
    """Invite whom the proposal names, with the officer's changes; said again by the same officer, nothing more happens.

    Raises NotFound, NotAllowed, AlreadyDone (accepted before, or otherwise), ProposalOutdated (what was proposed holds
    no more), RulesBroken (a change breaks a rule).
    """
    call = await call_of(unit, call_id)
    await permit_staffing(unit, call, Action.EVALUATION_ASSIGN)
    made = await proposals.proposal(unit.session, proposal_id, lock=True)
    if made is None or made.call_id != call_id:
        raise NotFound
    if is_same(made, changes, unit.actor.person_id):
        return made
    after = accepted(made, changes, unit.actor.person_id, unit.now)
    plan = settle(made, changes)
    known = await _held(unit, call, plan, changes)
    for application_id in sorted(plan):
        await _invite(unit, call, known[application_id], plan[application_id])
    await proposals.save_proposal(unit.session, after)
    _tell(unit, call, after, plan)
    return after


async def _held(unit: Unit, call: CallFile, plan: Plan, changes: Sequence[Change]) -> Mapping[str, File]:
    """The files of the plan, locked with the pool, once every hard rule was seen to hold."""
    known = await files.lock_files(unit.session, list(plan))
    await hold_pool(unit)
    everyone = {person_id for ids in plan.values() for person_id in ids}
    refuse_broken_plan(plan, await problem_now(unit, call, list(known.values()), everyone), changes)
    return known


async def _invite(unit: Unit, call: CallFile, file: File, ids: Sequence[str]) -> None:
    """Ask these people about the file, as the room itself would."""
    wanted = call.rules.evaluation.evaluators.value
    await assessments.open_pre_evaluation(unit.session, file.application_id, wanted, unit.now)
    pre = await assessments.pre_evaluation(unit.session, file.application_id)
    made = await assessments.assignments_of(unit.session, file.application_id)
    step = next_step(made, call.rules)
    if pre is None or not isinstance(step, Wanted):
        raise AssertionError("a file with a free seat waits")
    tell_third(unit, call, pre, step)
    people = await evaluators.evaluators_in(unit.session, ids)
    checks = await checked(unit, file, call, people.values())
    for ordinal, person_id in enumerate(ids, start=len(made) + 1):
        await keep(unit, call, checks[person_id])
        await assign(unit, file, call, checks[person_id], ordinal)
    left = step.missing - len(ids)
    update = {"wanted": step.assessments, "missing": left, "ask_again_at": pre.ask_again_at if left else None}
    await assessments.save_pre_evaluation(unit.session, pre.model_copy(update=update))


def _tell(unit: Unit, call: CallFile, made: Proposal, plan: Plan) -> None:
    call_id = CallId(call.call_id)
    for one in made.changes:
        change = ProposalChanged(
            call_id=call_id,
            proposal_id=made.id,
            application_id=ApplicationId(one.application_id),
            instead_of=PersonId(one.instead_of),
            evaluator_id=PersonId(one.evaluator_id),
            reason=one.reason,
        )
        unit.tell(change, about=one.application_id, regime=call.pinned)
    invited = sum(len(ids) for ids in plan.values())
    told = ProposalAccepted(
        call_id=call_id,
        proposal_id=made.id,
        files=len(plan),
        invited=invited,
        changed=len(made.changes),
        hashes=hashes("assignment_proposal", **made.model_dump(mode="json", include={"changes"})),
    )
    unit.tell(told, about=call_id, regime=call.pinned)
