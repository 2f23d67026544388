"""Extensions: asked, decided."""

from dataclasses import dataclass, replace
from datetime import date

from grants.calendar import istanbul_day
from grants.contracts.monitoring_events import ExtensionAsked, ExtensionDecided
from grants.policy import Action
from grants.regimes.words import ExtensionGround
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import extending
from services.monitoring.domain.facts import Extension
from services.monitoring.usecases.acting import begin, begin_on
from services.monitoring.usecases.proving import proven


@dataclass(frozen=True, slots=True)
class Wish:
    """new_end: the first day without support. evidence: what it rests on; documents: hashes of scans of the grant."""

    ground: ExtensionGround
    new_end: date
    reason: str
    evidence: str = ""
    documents: tuple[str, ...] = ()


async def ask_extension(unit: Unit, grant_id: str, wish: Wish) -> Extension:
    act = await begin(unit, Action.EXTENSION_ASK, grant_id)
    today = istanbul_day(act.now)
    asked = Extension(new_id(), grant_id, wish.ground, wish.new_end, wish.reason, act.by, act.now, today)
    one = replace(asked, evidence=wish.evidence, documents=await proven(act, wish.documents))
    explained = extending.explained(act.file, one, act.rules)
    act.change(extending.ask(act.file, one, act.rules))
    told = {"ground": one.ground.value, "new_end": one.new_end, "documents": one.documents}
    act.say(ExtensionAsked, extension_id=one.id, **told, explanations=(explained,))
    await act.keep()
    return one


async def decide_extension(unit: Unit, part_id: str, *, granted: bool, reason: str) -> Extension:
    act = await begin_on(unit, Action.EXTENSION_DECIDE, "extensions", part_id)
    one = extending.find(act.file, part_id)
    explained = (extending.explained(act.file, one, act.rules),) if granted else ()
    act.change(extending.decide(act.file, one, act.by, act.now, act.rules, granted=granted, reason=reason))
    told = {"granted": granted, "new_end": one.new_end, "reason": reason}
    act.say(ExtensionDecided, extension_id=one.id, **told, explanations=explained)
    await act.keep()
    return extending.find(act.file, part_id)
