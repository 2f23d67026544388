"""A person who is to judge a file says whether there is a tie, before any of its content is shown."""

from grants.breach import Breach, NotFound, WrongStage
from grants.contracts.evaluation_events import AssignmentDeclined, ConflictDeclared
from grants.policy import Action, Relation
from grants.proof.sealed import hashes
from grants.values import ApplicationId, PersonId
from runtime.unit import Unit
from services.evaluation.domain.assessing import Reply, answered
from services.evaluation.domain.findings import Declaration, OwnWord, may_say, own_word
from services.evaluation.domain.records import OPEN, CallFile, File
from services.evaluation.store import assessments, conflicts, files
from services.evaluation.usecases.access import call_of, permit


async def say(unit: Unit, file: File, call: CallFile, tie: OwnWord, reason: str) -> None:
    """Keep and tell the actor's word; a tie keeps the actor apart from now on. The same word again changes nothing."""
    who, application_id = unit.actor.person_id, file.application_id
    known = await conflicts.declaration(unit.session, application_id, who)
    if known is not None and known.tie is tie:
        return
    said = Declaration(application_id=application_id, person_id=who, tie=tie, reason=reason, declared_at=unit.now)
    await conflicts.save_declaration(unit.session, said)
    finding = own_word(application_id, who, hard=tie is OwnWord.HARD, now=unit.now)
    if tie is not OwnWord.NONE:
        await conflicts.add_findings(unit.session, [finding])
    apart = await conflicts.kept_apart(unit.session, who, [application_id])
    about = ApplicationId(application_id)
    told = ConflictDeclared(
        application_id=about,
        person_id=PersonId(who),
        tie=tie,
        barred=bool(apart),
        finding_id="" if tie is OwnWord.NONE else finding.id,
        hashes=hashes("declaration", reason=reason) | finding.hashes,
    )
    unit.tell(told, about=about, regime=call.pinned)


async def declare_on_assignment(unit: Unit, assignment_id: str, tie: OwnWord, reason: str) -> None:
    """The evaluator's word on an invitation; a hard tie declines it.

    Raises NotFound, NotAllowed, RulesBroken (no reason), WrongStage (taken back, or the task is over).
    """
    seen = await assessments.assignment(unit.session, assignment_id)
    if seen is None:
        raise NotFound
    unit.about = seen.application_id
    file = await files.file(unit.session, seen.application_id, lock=True)
    assignment = await assessments.assignment(unit.session, assignment_id)
    if file is None or assignment is None:
        raise NotFound
    own = {Relation.ASSIGNED} if assignment.evaluator_id == unit.actor.person_id else set()
    permit(unit, Action.ASSIGNMENT_DECLARE, own)
    if assignment.status not in OPEN:
        raise WrongStage(Breach("assignment.over", "tie", assignment.status))
    may_say(await conflicts.declaration(unit.session, file.application_id, unit.actor.person_id), tie, reason)
    call = await call_of(unit, file.call_id)
    await say(unit, file, call, tie, reason)
    if tie is OwnWord.HARD:
        reply = Reply(accept=False, conflict=True, reason=reason)
        await assessments.save_assignment(unit.session, answered(assignment, reply, call.rules, unit.now))
        about = ApplicationId(file.application_id)
        why = hashes("assignment", reason=reason)
        told = AssignmentDeclined(application_id=about, assignment_id=assignment_id, conflict=True, hashes=why)
        unit.tell(told, about=about, regime=call.pinned)


async def refuse_undeclared(unit: Unit, application_id: str) -> None:
    """Whoever has said nothing of a tie with a file is shown nothing of it and does nothing on it."""
    if await conflicts.declaration(unit.session, application_id, unit.actor.person_id) is None:
        raise WrongStage(Breach("declaration.missing", "tie"))
