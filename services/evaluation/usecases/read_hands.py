"""The report on the evaluators of a call: who is severe or lenient, who drifts, whose marks lie apart."""

from grants.policy import Action, Relation
from grants.rules.exact import plain
from runtime.unit import Unit
from services.evaluation.domain.hands import HandsReport, Marked, lines
from services.evaluation.store import committees, evaluators, hands
from services.evaluation.usecases.access import call_of, kept_apart, party, permit


async def read_hands(unit: Unit, call_id: str) -> HandsReport:
    """For the Ministry and the inspector, of decided files.

    Raises NotFound, NotAllowed (also for who is of the pool of evaluators, who sits on the board of the call before
    it has concluded, and who has a tie with any of its applications, those that are out included).
    """
    call = await call_of(unit, call_id)
    known = await hands.heads(unit.session, call_id)
    is_apart = await _of_pool(unit) or await _on_board(unit, call_id)
    is_apart = (
        is_apart or any(party(unit.actor, file) for file in known.values()) or bool(await kept_apart(unit, known))
    )
    permit(unit, Action.CALIBRATION_READ, {Relation.CONFLICTED} if is_apart else ())
    tasks = await hands.tasks(unit.session, call_id)
    people = await evaluators.evaluators_in(unit.session, {one.evaluator_id for one in tasks})
    rules = call.rules
    names = {person_id: one.name for person_id, one in people.items()}
    consortia = {application_id: file.consortium_name for application_id, file in known.items()}
    found, of_hands, of_files = lines(Marked(tasks, names, consortia, rules))
    return HandsReport(
        call_id=call_id,
        call_name=call.name,
        decides=rules.evaluation.calibration_decides.value,
        weight=rules.evaluation.calibration_weight.value,
        divergence=plain(rules.evaluation.divergence.value),
        groups=found.groups,
        open_files=await hands.open_files(unit.session, call_id),
        evaluators=of_hands,
        applications=of_files,
    )


async def _of_pool(unit: Unit) -> bool:
    return await evaluators.found(unit.session, unit.actor.person_id) is not None


async def _on_board(unit: Unit, call_id: str) -> bool:
    board = await committees.board(unit.session, call_id)
    return board is not None and not board.committee.concluded and board.is_member(unit.actor.person_id)
