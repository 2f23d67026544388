"""Negotiation over the work plan, point by point, until both sides agree on one version or one declines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grants.breach import AlreadyDone, Breach, RulesBroken
from grants.contracts.application_events import (
    NegotiationAgreed,
    NegotiationPointAnswered,
    NegotiationPointRaised,
    PlanRevised,
)
from grants.policy import Action
from grants.proof.sealed import hashes
from grants.values import PersonId
from grants.workplan import WorkPlan
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.application.domain import explaining
from services.application.domain.records import ApplicationRecord, PlanVersion, PointRecord
from services.application.domain.stages import Act
from services.application.store import applications, calls, negotiation
from services.application.usecases import offers
from services.application.usecases.acting import add_version, held, newest_plan, rules_of, take

MOST_POINTS = 500
"""Of one negotiation, in all its rounds."""


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A point to raise. item: key of a support item of the newest plan, or empty."""

    title: str
    text: str
    item: str = ""


async def raise_points(unit: Unit, application_id: str, points: Sequence[NewPoint]) -> tuple[PointRecord, ...]:
    """Raise the points of one round, together."""
    application = await held(unit, application_id, Action.NEGOTIATION_RAISE_POINT, Act.RAISE_POINT)
    before = await negotiation.points(unit.session, application.id)
    plan = await newest_plan(unit, application)
    breaches = tuple(_wrong_points(points, before, plan))
    if breaches:
        raise RulesBroken(*breaches)
    number = max((point.round for point in before), default=0) + 1
    raised = tuple(_point(unit, application, number, point) for point in points)
    for point in raised:
        await negotiation.put(unit.session, point)
        unit.tell(told_of(point, application), about=application.id, regime=application.pinned)
    return raised


def told_of(point: PointRecord, application: ApplicationRecord) -> NegotiationPointRaised:
    """A point as it is told when it is raised."""
    return NegotiationPointRaised(
        application_id=application.id,
        call_id=application.call_id,
        point_id=point.id,
        title=point.title,
        round=point.round,
        item=point.item,
        plan_version=point.plan_version,
        hashes=hashes("negotiation_point", text=point.text),
    )


async def answer_point(unit: Unit, application_id: str, point_id: str, answer: str) -> PointRecord:
    """Answer a point; each is answered once."""
    application = await held(unit, application_id, Action.NEGOTIATION_ANSWER, Act.ANSWER_POINT)
    point = await negotiation.find(unit.session, application.id, point_id)
    if point.answer:
        raise AlreadyDone(Breach("negotiation.answered", "point_id", asked=point.title, allowed=""))
    answered = replace(point, answer=answer, answered_by=PersonId(unit.actor.person_id), answered_at=unit.now)
    await negotiation.put(unit.session, answered)
    event = NegotiationPointAnswered(
        application_id=application.id,
        call_id=application.call_id,
        point_id=point.id,
        hashes=hashes("negotiation_point", answer=answer),
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    return answered


async def revise_plan(unit: Unit, application_id: str, offered: WorkPlan | int, why: str) -> PlanVersion:
    """Put a new version of the plan on the table: this one, or the one written so often.

    Raises RulesBroken with everything wrong with it.
    """
    application = await held(unit, application_id, Action.NEGOTIATION_REVISE_PLAN, Act.REVISE_PLAN)
    plan = await _written(unit, application, offered) if isinstance(offered, int) else offered
    call = await calls.find(unit.session, application.call_id)
    explained = explaining.plan(plan, rules_of(application), call.minimum_share)
    if explained.broken:
        raise RulesBroken(*explained.breaches)
    await offers.clear(unit, application)
    revised = await add_version(unit, application, plan, why)
    await applications.save(unit.session, revised, unit.actor, unit.now)
    event = PlanRevised(
        application_id=application.id,
        call_id=application.call_id,
        version=revised.plan_version,
        total=plan.total,
        requested=plan.grant,
        explanations=(explained,),
        hashes=hashes("plan_version", plan=plan.model_dump(mode="json"), why=why),
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    return await newest_plan(unit, revised)


async def _written(unit: Unit, application: ApplicationRecord, count: int) -> WorkPlan:
    offer = await offers.taken(unit, application, count)
    if offer.plan is None:
        raise RulesBroken(Breach("offer.blank", "written", source="Destek"))
    return offer.plan


async def agree(unit: Unit, application_id: str, version: int) -> ApplicationRecord:
    """Agree on the newest version, once every point is answered."""
    application = await held(unit, application_id, Action.NEGOTIATION_AGREE, Act.AGREE)
    points = await negotiation.points(unit.session, application.id)
    breaches = tuple(_not_agreeable(application, points, version))
    if breaches:
        raise RulesBroken(*breaches)
    agreed = await take(unit, replace(application, agreed_version=version), Act.AGREE)
    await tell_agreed(unit, agreed)
    return agreed


async def tell_agreed(unit: Unit, application: ApplicationRecord) -> None:
    """Say which version is agreed."""
    plan = await newest_plan(unit, application)
    call = await calls.find(unit.session, application.call_id)
    event = NegotiationAgreed(
        application_id=application.id,
        call_id=application.call_id,
        version=plan.version,
        total=plan.total,
        requested=plan.requested,
        explanations=(explaining.plan(plan.plan, rules_of(application), call.minimum_share),),
    )
    unit.tell(event, about=application.id, regime=application.pinned)


async def decline(unit: Unit, application_id: str, reason: str) -> ApplicationRecord:
    """Either side gives the negotiation up; the application ends."""
    application = await held(unit, application_id, Action.NEGOTIATION_DECLINE, Act.DECLINE)
    return await take(unit, application, Act.DECLINE, reason)


def _point(unit: Unit, application: ApplicationRecord, number: int, point: NewPoint) -> PointRecord:
    return PointRecord(
        id=new_id(),
        application_id=application.id,
        round=number,
        title=point.title,
        text=point.text,
        item=point.item,
        plan_version=application.plan_version,
        raised_by=PersonId(unit.actor.person_id),
        raised_at=unit.now,
    )


def _wrong_points(points: Sequence[NewPoint], before: Sequence[PointRecord], plan: PlanVersion) -> Iterator[Breach]:
    keys = {item.key for item in plan.plan.items}
    for index, point in enumerate(points):
        if point.item and point.item not in keys:
            listed = ", ".join(sorted(keys)[:20])
            yield Breach("negotiation.item_unknown", f"points[{index}].item", point.item, listed, "Destek")
    count = len(before) + len(points)
    if count > MOST_POINTS:
        yield Breach("negotiation.too_many_points", "points", str(count), str(MOST_POINTS), "Destek")


def _not_agreeable(application: ApplicationRecord, points: Sequence[PointRecord], version: int) -> Iterator[Breach]:
    if version != application.plan_version:
        newest = str(application.plan_version)
        yield Breach("negotiation.not_newest", "version", str(version), newest, "Destek")
    for point in points:
        if not point.answer:
            yield Breach("negotiation.unanswered", f"points.{point.id}", point.title, "", "Destek")
