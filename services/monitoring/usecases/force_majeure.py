"""Force majeure: declared, decided, ended; the clock stops and goes on."""

from dataclasses import dataclass, replace
from datetime import date

from grants.contracts.monitoring_events import ForceMajeureDecided, ForceMajeureDeclared, ForceMajeureEnded
from grants.policy import Action
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import pausing
from services.monitoring.domain.facts import ForceMajeure
from services.monitoring.usecases.acting import begin, begin_on
from services.monitoring.usecases.proving import proven

PART = "force_majeure"


@dataclass(frozen=True, slots=True)
class Declaration:
    starts_on: date
    ground: str
    evidence: str
    documents: tuple[str, ...] = ()


async def declare_force_majeure(unit: Unit, grant_id: str, said: Declaration) -> ForceMajeure:
    act = await begin(unit, Action.FORCE_MAJEURE_DECLARE, grant_id)
    declared = ForceMajeure(new_id(), grant_id, said.starts_on, said.ground, said.evidence, act.by, act.now)
    one = replace(declared, documents=await proven(act, said.documents))
    act.change(pausing.declare(act.file, one))
    told = {"starts_on": one.starts_on, "ground": one.ground, "documents": one.documents}
    act.say(ForceMajeureDeclared, force_majeure_id=one.id, **told)
    await act.keep()
    return one


async def decide_force_majeure(unit: Unit, part_id: str, *, accepted: bool, reason: str) -> ForceMajeure:
    act = await begin_on(unit, Action.FORCE_MAJEURE_DECIDE, PART, part_id)
    one = pausing.find(act.file, part_id)
    act.change(pausing.decide(act.file, one, act.by, act.now, act.rules, accepted=accepted, reason=reason))
    told = {"accepted": accepted, "starts_on": one.starts_on, "reason": reason}
    act.say(ForceMajeureDecided, force_majeure_id=one.id, **told)
    await act.keep()
    return pausing.find(act.file, part_id)


async def end_force_majeure(unit: Unit, part_id: str, ended_on: date) -> ForceMajeure:
    act = await begin_on(unit, Action.FORCE_MAJEURE_END, PART, part_id)
    act.change(pausing.end(act.file, pausing.find(act.file, part_id), ended_on, act.now, act.rules))
    act.say(ForceMajeureEnded, force_majeure_id=part_id, ended_on=ended_on)
    await act.keep()
    return pausing.find(act.file, part_id)
