"""Force majeure and extensions over HTTP."""

from datetime import date

from fastapi import APIRouter

from grants.regimes.words import ExtensionGround
from grants.values import Line, Moment, Prose
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Documents, Key, Note, TheUnit
from services.monitoring.domain.states import ExtensionStatus, ForceMajeureStatus
from services.monitoring.usecases import extensions, force_majeure

router = APIRouter(route_class=Door, tags=["clock"])


class DeclarationIn(Asked):
    """starts_on: its first day, not before the contract and not after today."""

    starts_on: date
    ground: Line
    evidence: Prose
    documents: Documents = ()


class ForceMajeureDecisionIn(Asked):
    accepted: bool
    reason: Prose


class EndIn(Asked):
    """ended_on: the first day without force majeure, not after today."""

    ended_on: date


class ExtensionIn(Asked):
    """new_end: the first day without support. An extension has no amount: it never brings more money."""

    ground: ExtensionGround
    new_end: date
    reason: Prose
    evidence: Note = ""
    documents: Documents = ()


class ExtensionDecisionIn(Asked):
    granted: bool
    reason: Prose


class ForceMajeureOut(Answered):
    id: str
    grant_id: str
    starts_on: date
    ended_on: date | None
    ground: str
    evidence: str
    status: ForceMajeureStatus
    declared_at: Moment
    decided_at: Moment | None
    reason: str
    documents: tuple[str, ...]


class ExtensionOut(Answered):
    id: str
    grant_id: str
    ground: ExtensionGround
    new_end: date
    reason: str
    status: ExtensionStatus
    asked_on: date
    decided_at: Moment | None
    decision_reason: str
    evidence: str
    documents: tuple[str, ...]


@router.post("/grants/{grant_id}/force-majeure", status_code=201)
async def declare(grant_id: Key, asked: DeclarationIn, unit: TheUnit) -> ForceMajeureOut:
    said = force_majeure.Declaration(asked.starts_on, asked.ground, asked.evidence, asked.documents)
    return ForceMajeureOut.model_validate(await force_majeure.declare_force_majeure(unit, grant_id, said))


@router.post("/force-majeure/{part_id}/decide")
async def decide(part_id: Key, asked: ForceMajeureDecisionIn, unit: TheUnit) -> ForceMajeureOut:
    """Accepted, it suspends duties and deadlines from its first day on."""
    done = await force_majeure.decide_force_majeure(unit, part_id, accepted=asked.accepted, reason=asked.reason)
    return ForceMajeureOut.model_validate(done)


@router.post("/force-majeure/{part_id}/end")
async def end(part_id: Key, asked: EndIn, unit: TheUnit) -> ForceMajeureOut:
    return ForceMajeureOut.model_validate(await force_majeure.end_force_majeure(unit, part_id, asked.ended_on))


@router.post("/grants/{grant_id}/extensions", status_code=201)
async def ask(grant_id: Key, asked: ExtensionIn, unit: TheUnit) -> ExtensionOut:
    """Ask for a later end; refused with every rule it breaks at once."""
    wish = extensions.Wish(asked.ground, asked.new_end, asked.reason, asked.evidence, asked.documents)
    return ExtensionOut.model_validate(await extensions.ask_extension(unit, grant_id, wish))


@router.post("/extensions/{part_id}/decide")
async def decide_extension(part_id: Key, asked: ExtensionDecisionIn, unit: TheUnit) -> ExtensionOut:
    done = await extensions.decide_extension(unit, part_id, granted=asked.granted, reason=asked.reason)
    return ExtensionOut.model_validate(done)
