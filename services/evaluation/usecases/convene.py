"""The committee's beginning: members appointed, applications put before it, its deadline kept."""

from collections.abc import Sequence
from datetime import datetime

from grants.breach import AlreadyDone, Breach, NotYet
from grants.contracts.activities import CommitteeOrder, CommitteeState, OpenCommittee
from grants.contracts.activities import Placement as Placed
from grants.contracts.committee_events import ApartData
from grants.contracts.evaluation_events import CommitteeAppointed, CommitteeOpened, CommitteeOverdue
from grants.contracts.stages import CommitteeDecision
from grants.policy import Action
from grants.rules.deadlines import Due, end
from grants.values import ApplicationId, CallId, PersonId
from runtime.identifiers import new_salt
from runtime.unit import Unit
from services.evaluation.domain import expiring
from services.evaluation.domain.board import Board, Nominee, appointment_breaches, memberships, refuse_broken
from services.evaluation.domain.records import (
    CallFile,
    Committee,
    CommitteeMember,
    CommitteeStatus,
    Conflict,
    Evaluator,
    File,
    Item,
    Placement,
    SeatKind,
)
from services.evaluation.domain.selection import Reserve
from services.evaluation.store import assessments, committees, evaluators, files, selections
from services.evaluation.usecases.access import board_of, call_of, heard_call, permit, provided, tied_to_call
from services.evaluation.usecases.conclude import conclude_empty
from services.evaluation.usecases.hold_apart import hold


async def appoint_committee(unit: Unit, call_id: str, nominees: Sequence[Nominee], chair: str) -> Board:
    """Name the members, or name others until attendance was taken.

    Raises NotFound, NotAllowed, AlreadyDone (it has sat), RulesBroken with all that is wrong.
    """
    permit(unit, Action.COMMITTEE_APPOINT, await tied_to_call(unit, call_id))
    call = await call_of(unit, call_id)
    committee = await provided(unit, call)
    if committee.concluded or (await board_of(unit, call_id)).has_sat:
        raise AlreadyDone(Breach("committee.has_sat", "members"))
    refuse_broken(appointment_breaches(nominees, chair, call.rules))
    members = [CommitteeMember(call_id=call_id, **one.model_dump(), salt=new_salt()) for one in nominees]
    await committees.replace_members(unit.session, call_id, members)
    await committees.save_committee(unit.session, committee.model_copy(update={"chair_id": chair}))
    board = await board_of(unit, call_id)
    found = await _compute_conflicts(unit, board)
    seated = [next(one for one in members if one.person_id == who) for kind in SeatKind for who in board.ids(kind)]
    told = CommitteeAppointed(
        call_id=CallId(call_id),
        full=tuple(PersonId(one) for one in board.ids(SeatKind.FULL)),
        substitutes=tuple(PersonId(one) for one in board.ids(SeatKind.SUBSTITUTE)),
        chair=PersonId(chair),
        seals=tuple(one.seal for one in seated),
        backgrounds=tuple(one.background.value for one in seated),
        apart=found,
        explanations=memberships(board, call.rules),
    )
    unit.tell(told, about=call_id, regime=call.pinned)
    return board


async def open_committee(unit: Unit, order: OpenCommittee) -> CommitteeState:
    """Put the applications before the committee. Raises NotYet while one was not heard of or not decided."""
    call = await heard_call(unit, order.call_id)
    live = await _live(unit, order.applications)
    committee = await provided(unit, call)
    if committee.concluded:
        return await state(unit, committee)
    await committees.add_items(unit.session, live)
    found = await _compute_conflicts(unit, await board_of(unit, order.call_id))
    if committee.status is CommitteeStatus.APPOINTED:
        committee = await _opened(unit, call, committee, live, found)
    return await state(unit, await conclude_empty(unit, order.call_id) or committee)


async def advance_committee(unit: Unit, order: CommitteeOrder) -> CommitteeState:
    """The ranking once it stands; past the deadline a reminder and a new date. Raises NotYet before it is open."""
    call = await heard_call(unit, order.call_id)
    committee = await committees.committee(unit.session, order.call_id, lock=True)
    if committee is None or committee.status is CommitteeStatus.APPOINTED:
        raise NotYet(f"committee of {order.call_id}")
    if not committee.concluded and committee.due_at is not None and unit.now >= committee.due_at:
        why = expiring.board_overdue(committee.due_at, unit.now, call.rules)
        committee = committee.model_copy(update={"due_at": _due(unit, call)})
        await committees.save_committee(unit.session, committee)
        told = CommitteeOverdue(call_id=order.call_id, due_at=_due(unit, call), explanations=(why,))
        unit.tell(told, about=order.call_id, regime=call.pinned)
    return await state(unit, committee)


async def state(unit: Unit, committee: Committee) -> CommitteeState:
    """How the committee stands, as a workflow hears it."""
    if not committee.concluded:
        return CommitteeState(concluded=False, due_at=committee.due_at)
    placed = await committees.placements(unit.session, committee.call_id)
    reserve = await selections.reserve(unit.session, committee.call_id)
    return CommitteeState(concluded=True, placed=tuple(_placed(one, reserve) for one in placed))


def _placed(one: Placement, reserve: Reserve | None) -> Placed:
    """Until when it may move up, if it is in reserve."""
    waits = one.decision is CommitteeDecision.RESERVE and reserve is not None
    return Placed(**one.model_dump(), due_at=reserve.until if waits and reserve else None)


def _due(unit: Unit, call: CallFile) -> datetime:
    return end(Due.COMMITTEE, unit.now, call.rules)


async def _live(unit: Unit, application_ids: Sequence[str]) -> list[Item]:
    """The applications that passed and are still in, locked."""
    known = await files.lock_files(unit.session, application_ids)
    decided = await assessments.pre_evaluations(unit.session, application_ids)
    items: list[Item] = []
    for one in sorted(set(application_ids)):
        file, pre = known.get(one), decided.get(one)
        if file is None or (not file.ended and (pre is None or not pre.decided)):
            raise NotYet(f"application {one}")
        if pre is not None and pre.passed and not file.ended:
            items.append(Item(call_id=file.call_id, application_id=one, evaluators_mean=pre.mean))
    return items


async def _opened(
    unit: Unit, call: CallFile, committee: Committee, items: Sequence[Item], apart: tuple[ApartData, ...]
) -> Committee:
    due = _due(unit, call)
    opened = committee.model_copy(update={"status": CommitteeStatus.OPEN, "due_at": due})
    await committees.save_committee(unit.session, opened)
    told = CommitteeOpened(
        call_id=CallId(call.call_id),
        applications=tuple(ApplicationId(item.application_id) for item in items),
        due_at=due,
        apart=apart,
    )
    unit.tell(told, about=call.call_id, regime=call.pinned)
    return opened


async def _compute_conflicts(unit: Unit, board: Board) -> tuple[ApartData, ...]:
    """A member is in conflict who works for an applicant, leads one, or was asked to evaluate one.

    Gives all of these.
    """
    ids = [item.application_id for item in board.items]
    known, asked = await files.files(unit.session, ids), await assessments.asked(unit.session, ids)
    found = [
        Conflict(call_id=board.committee.call_id, application_id=one, person_id=person_id, declared=False)
        for one in ids
        for person_id in await _apart(unit, board, known[one])
    ]
    found += [
        Conflict(call_id=board.committee.call_id, application_id=one, person_id=member.person_id, declared=False)
        for one in ids
        for member in board.members
        if (one, member.person_id) in asked
    ]
    await committees.add_conflicts(unit.session, found)
    pairs = sorted({(one.application_id, one.person_id) for one in found})
    return tuple(ApartData(application_id=ApplicationId(one), person_id=PersonId(who)) for one, who in pairs)


async def _apart(unit: Unit, board: Board, file: File) -> list[str]:
    """The members whom a tie keeps from this file; of those who are of the pool as well, all that is known counts."""
    call = await heard_call(unit, file.call_id)
    pool = await evaluators.evaluators_in(unit.session, [one.person_id for one in board.members])
    people = [_as_person(one, pool.get(one.person_id)) for one in board.members]
    checks = await hold(unit, file, call, people)
    return [person_id for person_id, check in checks.items() if check.keeps_apart]


def _as_person(member: CommitteeMember, known: Evaluator | None) -> Evaluator:
    if known is None:
        known = Evaluator(person_id=member.person_id, name=member.name, employer="")
    return known.model_copy(update={"employer_tax_number": member.employer_tax_number or known.employer_tax_number})
