"""Persons held against files: what is found is kept and told once, and keeps them apart until it is settled."""

from collections.abc import Collection, Iterable, Mapping

from grants.contracts.evaluation_events import ConflictFound
from grants.regimes import RuleSet
from grants.values import ApplicationId, PersonId
from runtime.unit import Unit
from services.evaluation.domain.findings import Barring, Check, barring
from services.evaluation.domain.records import Assignment, CallFile, Evaluator, File
from services.evaluation.domain.ties import Side
from services.evaluation.store import conflicts, evaluators, files


async def side_of(unit: Unit, file: File, call: CallFile, people: Collection[str]) -> Side:
    """The file as these persons are held against it."""
    return Side(
        file=file,
        rules=call.rules,
        now=unit.now,
        earlier=await conflicts.judged(unit.session, await conflicts.related(unit.session, file), people),
        known=await conflicts.findings(unit.session, file.application_id, people),
    )


async def checked(unit: Unit, file: File, call: CallFile, people: Iterable[Evaluator]) -> dict[str, Check]:
    """Each of these persons held against the file, by id. Writes nothing."""
    everyone = {one.person_id: one for one in people}
    if not everyone:
        return {}
    side = await side_of(unit, file, call, everyone)
    return {person_id: side.check(one) for person_id, one in everyone.items()}


async def hold(unit: Unit, file: File, call: CallFile, people: Iterable[Evaluator]) -> dict[str, Check]:
    """The same, and what was not known before is kept and told."""
    made = await checked(unit, file, call, people)
    for check in made.values():
        await keep(unit, call, check)
    return made


async def keep(unit: Unit, call: CallFile, check: Check) -> None:
    """Keep and tell the findings of this check that were not known before."""
    await conflicts.add_findings(unit.session, check.fresh)
    for one in check.fresh:
        told = ConflictFound(
            application_id=ApplicationId(one.application_id),
            finding_id=one.id,
            person_id=PersonId(one.person_id),
            kind=one.kind,
            hard=one.hard,
            certain=one.certain,
            hashes=one.hashes,
            barred=check.keeps_apart,
            explanations=(check.explanation,),
        )
        unit.tell(told, about=one.application_id, regime=call.pinned)


async def barred(unit: Unit, file: File, call: CallFile, made: Collection[Assignment]) -> dict[str, Barring | None]:
    """By what each of those who were asked is kept from the file; of who is not in the pool any more, as was known."""
    asked = {one.evaluator_id for one in made}
    people = await evaluators.evaluators_in(unit.session, asked)
    checks = await checked(unit, file, call, people.values())
    found = await conflicts.findings(unit.session, file.application_id, asked - checks.keys())
    found |= {person_id: check.in_force for person_id, check in checks.items()}
    declined = {one.evaluator_id for one in made if one.conflict}
    return {one: barring(found.get(one, ()), declined=one in declined) for one in asked}


async def kept_from(unit: Unit, known: Mapping[str, File]) -> frozenset[str]:
    """Those of these files from which a tie keeps the actor: one found before, or one of the pool found now.

    A tie that was found and holds no more keeps nobody apart, if the actor is of the pool; of others nothing new
    can be found.
    """
    actor = unit.actor.person_id
    person = await evaluators.evaluator(unit.session, actor)
    if person is None:
        return await conflicts.kept_apart(unit.session, actor, list(known))
    before = await conflicts.findings_of(unit.session, actor, list(known))
    judged = await conflicts.judged_by(unit.session, actor)
    rules = await _rules(unit, known.values())
    apart: set[str] = set()
    for application_id, file in known.items():
        earlier = tuple(one for call_id, one in judged if call_id != file.call_id)
        found = before.get(application_id, ())
        if Side(file, rules[file.call_id], unit.now, {actor: earlier}, {actor: found}).keeping_apart(person):
            apart.add(application_id)
    return frozenset(apart)


async def _rules(unit: Unit, known: Iterable[File]) -> dict[str, RuleSet]:
    """The rules of each call that these files belong to."""
    calls = {one: await files.call(unit.session, one) for one in {file.call_id for file in known}}
    return {call_id: call.rules for call_id, call in calls.items() if call is not None}


async def has_declared(unit: Unit, application_ids: Collection[str]) -> frozenset[str]:
    """Those of these files of which the actor has declared whether there is a tie."""
    return await conflicts.declared_by(unit.session, unit.actor.person_id, application_ids)
