"""How a person stands to a file or a committee, and whether that gives the right."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from grants.breach import Breach, NotAllowed, NotFound, NotYet, WrongStage
from grants.policy import Action, Relation, Role, decide
from runtime.auth import Actor
from runtime.unit import Unit
from services.evaluation.domain.board import Board
from services.evaluation.domain.records import CallFile, Committee, File
from services.evaluation.domain.ties import works_for
from services.evaluation.store import assessments, committees, files
from services.evaluation.usecases.hold_apart import kept_from

WITHIN = frozenset({Role.COMMISSION_MEMBER, Role.MINISTRY_OFFICER, Role.INSPECTOR})
"""Who may learn who evaluated, and with what points."""


def party(actor: Actor, file: File) -> frozenset[Relation]:
    """Whether the person belongs to the applicants; then no other role counts."""
    own = {Relation.OWN} if actor.person_id in file.led_by else set()
    works = {Relation.MEMBER} if works_for(actor.organisation, actor.tax_number, file) else set()
    return frozenset(own | works)


async def standing(unit: Unit, file: File) -> frozenset[Relation]:
    """How the person stands to the file: party to it, or kept from it by a tie, found or declared."""
    apart = await kept_apart(unit, {file.application_id: file})
    return party(unit.actor, file) | ({Relation.CONFLICTED} if apart else frozenset())


async def kept_apart(unit: Unit, known: Mapping[str, File]) -> frozenset[str]:
    """Those of these files from which a tie keeps the person, found or declared, whatever role the person holds.

    Who led one once, and no longer does, has a tie with it.
    """
    led = {one for one, file in known.items() if unit.actor.person_id in file.former}
    declared = await assessments.declared(unit.session, unit.actor.person_id, list(known))
    left = await committees.left(unit.session, unit.actor.person_id, list(known))
    return declared | left | frozenset(led) | await kept_from(unit, known)


def permit(unit: Unit, action: Action, relations: Iterable[Relation] = ()) -> Role:
    """The role by which the actor may do this, recorded in the unit. Raises NotAllowed."""
    role = decide(unit.actor.roles, action, frozenset(relations))
    if role is None:
        raise NotAllowed(Breach("not_allowed", asked=action))
    unit.actor = replace(unit.actor, role=role)
    return role


async def call_of(unit: Unit, call_id: str) -> CallFile:
    """The call, for a person. Raises NotFound."""
    call = await files.call(unit.session, call_id)
    if call is None:
        raise NotFound
    return call


async def heard_call(unit: Unit, call_id: str) -> CallFile:
    """The call, for a workflow that may be ahead of the events. Raises NotYet."""
    call = await files.call(unit.session, call_id)
    if call is None:
        raise NotYet(f"call {call_id}")
    return call


async def file_of(unit: Unit, application_id: str, *, lock: bool = False) -> File:
    """Raises NotFound."""
    file = await files.file(unit.session, application_id, lock=lock)
    if file is None:
        raise NotFound
    return file


async def provided(unit: Unit, call: CallFile) -> Committee:
    """The committee of the call, made if it was not there, locked."""
    await committees.provide(unit.session, call.call_id, call.envelope)
    committee = await committees.committee(unit.session, call.call_id, lock=True)
    if committee is None:
        raise WrongStage
    return committee


async def tied_to_call(unit: Unit, call_id: str) -> frozenset[Relation]:
    """Whoever has a tie with an applicant decides nothing about the committee that judges the application."""
    actor = unit.actor
    found = await files.has_tie(unit.session, call_id, actor.person_id, actor.organisation, actor.tax_number)
    return frozenset({Relation.CONFLICTED} if found else ())


async def board_of(unit: Unit, call_id: str, *, lock: bool = False) -> Board:
    """Raises NotFound."""
    board = await committees.board(unit.session, call_id, lock=lock)
    if board is None:
        raise NotFound
    return board


def sits(unit: Unit, board: Board) -> frozenset[Relation]:
    """The relation of a committee member to the committee."""
    return frozenset({Relation.ASSIGNED} if board.is_member(unit.actor.person_id) else ())


def chairs(unit: Unit, board: Board) -> frozenset[Relation]:
    """The relation of the chair to the committee; no other member has it."""
    return frozenset({Relation.ASSIGNED} if board.is_chair(unit.actor.person_id) else ())


def apart(unit: Unit, board: Board) -> frozenset[Relation]:
    """Whoever sits on the board does not decide beside it, whatever other role the person holds."""
    return frozenset({Relation.CONFLICTED} if board.is_member(unit.actor.person_id) else ())


def conflicted(unit: Unit, board: Board, application_id: str) -> frozenset[Relation]:
    pair = (application_id, unit.actor.person_id)
    return frozenset({Relation.CONFLICTED} if pair in board.conflicts else ())


async def hidden(unit: Unit, board: Board) -> frozenset[str]:
    """The applications before this committee of which the actor must see nothing."""
    known = await files.files(unit.session, [item.application_id for item in board.items])
    tied = await kept_apart(unit, known)
    kept = (one for one, file in known.items() if conflicted(unit, board, one) or party(unit.actor, file))
    return tied | frozenset(kept)


async def refuse_evaluators(unit: Unit, application_id: str, action: Action = Action.EVALUATION_READ) -> None:
    """Whoever was asked to evaluate a file learns nothing of the others on it until it is decided."""
    pre = await assessments.pre_evaluation(unit.session, application_id)
    asked = await assessments.asked(unit.session, [application_id])
    if (pre is None or not pre.decided) and (application_id, unit.actor.person_id) in asked:
        raise NotAllowed(Breach("not_allowed", asked=action))
