"""An officer waives a soft tie or dismisses a false match, by name and for a reason, once."""

from collections.abc import Callable
from datetime import datetime

from grants.breach import NotFound
from grants.contracts.evaluation_events import ConflictDismissed, ConflictWaived
from grants.policy import Action, Relation
from grants.values import ApplicationId, PersonId
from runtime.unit import Unit
from services.evaluation.domain.findings import Finding, dismissed, waived
from services.evaluation.domain.records import CallFile, File
from services.evaluation.store import assessments, committees, conflicts, evaluators
from services.evaluation.usecases.access import call_of, file_of, permit, refuse_evaluators, standing
from services.evaluation.usecases.hold_apart import checked

Settling = Callable[[Finding, str, str, datetime], Finding]


async def waive_conflict(unit: Unit, application_id: str, finding_id: str, reason: str) -> Finding:
    """Raises NotFound, NotAllowed (also for who is tied), RulesBroken (hard, no reason), AlreadyDone."""
    file, call, finding = await _found(unit, Action.CONFLICT_WAIVE, application_id, finding_id)
    return await _tell(unit, call, await _settle(unit, file, finding, waived, reason), ConflictWaived, reason)


async def dismiss_conflict(unit: Unit, application_id: str, finding_id: str, reason: str) -> Finding:
    """Raises NotFound, NotAllowed (also for who is tied), RulesBroken (certain, no reason), AlreadyDone."""
    file, call, finding = await _found(unit, Action.CONFLICT_DISMISS, application_id, finding_id)
    return await _tell(unit, call, await _settle(unit, file, finding, dismissed, reason), ConflictDismissed, reason)


async def _tell(
    unit: Unit, call: CallFile, settled: Finding, kind: type[ConflictWaived | ConflictDismissed], reason: str
) -> Finding:
    told = kind(
        application_id=ApplicationId(settled.application_id),
        finding_id=settled.id,
        person_id=PersonId(settled.person_id),
        kind=settled.kind,
        hard=settled.hard,
        certain=settled.certain,
        hashes=settled.hashes,
        reason=reason,
        barred=await _keeps_apart(unit, settled),
    )
    unit.tell(told, about=settled.application_id, regime=call.pinned)
    return settled


async def _found(unit: Unit, action: Action, application_id: str, finding_id: str) -> tuple[File, CallFile, Finding]:
    """The finding, as known or as computed now, while the file is held."""
    file = await file_of(unit, application_id, lock=True)
    relations = await standing(unit, file)
    permit(unit, action, relations)
    await refuse_evaluators(unit, application_id, action)
    call = await call_of(unit, file.call_id)
    known = await conflicts.findings(unit.session, application_id)
    finding = next((one for its in known.values() for one in its if one.id == finding_id), None)
    finding = finding or await _computed(unit, file, call, finding_id)
    if finding is None:
        raise NotFound
    if finding.person_id == unit.actor.person_id:
        permit(unit, action, {*relations, Relation.CONFLICTED})
    return file, call, finding


async def _computed(unit: Unit, file: File, call: CallFile, finding_id: str) -> Finding | None:
    """The finding where nobody was asked yet, so that nothing was kept."""
    pool = await evaluators.candidates(unit.session, file.application_id, unit.now)
    checks = await checked(unit, file, call, [one.evaluator for one in pool])
    return next((one for check in checks.values() for one in check.in_force if one.id == finding_id), None)


async def _settle(unit: Unit, file: File, finding: Finding, settling: Settling, reason: str) -> Finding:
    after = settling(finding, unit.actor.person_id, reason, unit.now)
    await conflicts.save_finding(unit.session, after)
    pair = (file.application_id, after.person_id)
    asked = await assessments.asked(unit.session, [file.application_id])
    if pair not in asked and not await _keeps_apart(unit, after):
        await committees.take_back_computed(unit.session, *pair)
    return after


async def _keeps_apart(unit: Unit, finding: Finding) -> bool:
    return bool(await conflicts.kept_apart(unit.session, finding.person_id, [finding.application_id]))
