"""Consortia: created by the person who becomes their coordinator, changed until an application is submitted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grants.breach import Breach, RulesBroken, WrongStage
from grants.contracts import application_events as events
from grants.policy import Action
from grants.values import ConsortiumId, PersonId
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.application.domain import consortia as rules
from services.application.domain.records import ConsortiumRecord, MemberRecord
from services.application.store import applications, consortia, registry
from services.application.store.reading import Page, Span
from services.application.usecases.rights import allow_with, relations_to
from services.application.usecases.snapshot import member_data


@dataclass(frozen=True, slots=True)
class NewConsortium:
    """What a coordinator writes of a consortium. provinces: its economic geography, the leading one first."""

    name: str
    cluster_no: int | None
    provinces: tuple[str, ...]
    geography_has_chamber_of_industry: bool
    nace: str
    members: tuple[MemberRecord, ...]


async def create(unit: Unit, new: NewConsortium) -> ConsortiumRecord:
    """Create a consortium; whoever does it becomes its coordinator. Raises NotAllowed, RulesBroken."""
    allow_with(unit, Action.CONSORTIUM_CREATE)
    return await form(unit, new, PersonId(unit.actor.person_id))


async def form(unit: Unit, new: NewConsortium, coordinator_id: PersonId) -> ConsortiumRecord:
    """Write a consortium and tell it; the caller has asked for the right."""
    await _check(unit, new)
    consortium = ConsortiumRecord(
        id=ConsortiumId(new_id()),
        name=new.name,
        cluster_no=new.cluster_no,
        provinces=tuple(dict.fromkeys(rules.official(name) for name in new.provinces)),
        geography_has_chamber_of_industry=new.geography_has_chamber_of_industry,
        nace=new.nace,
        coordinator_id=coordinator_id,
        members=_official(new.members),
        created_at=unit.now,
    )
    await consortia.add(unit.session, consortium)
    told = events.ConsortiumCreated(
        consortium_id=consortium.id,
        name=consortium.name,
        coordinator_id=coordinator_id,
        cluster_no=consortium.cluster_no,
        provinces=consortium.provinces,
        nace=consortium.nace,
        geography_has_chamber_of_industry=consortium.geography_has_chamber_of_industry,
        members=member_data(consortium),
    )
    unit.tell(told, about=consortium.id)
    return consortium


async def replace_members(unit: Unit, consortium_id: str, members: Sequence[MemberRecord]) -> ConsortiumRecord:
    """Write the list of members anew, while no application of the consortium is submitted.

    Raises NotFound, NotAllowed, WrongStage, RulesBroken.
    """
    consortium = await consortia.locked(unit.session, consortium_id)
    found = await relations_to(unit, consortium.coordinator_id, consortium.id)
    allow_with(unit, Action.CONSORTIUM_CHANGE, found)
    if await applications.consortium_has_submitted(unit.session, consortium.id):
        raise WrongStage(Breach("consortium.submitted", "members", asked=consortium.name))
    if wrong := tuple(rules.members(members)):
        raise RulesBroken(*wrong)
    changed = replace(consortium, members=_official(members))
    await consortia.replace_members(unit.session, consortium.id, changed.members)
    told = events.ConsortiumChanged(consortium_id=consortium.id, members=member_data(changed))
    unit.tell(told, about=consortium.id)
    return changed


async def read(unit: Unit, consortium_id: str) -> ConsortiumRecord:
    """A consortium with its members. Raises NotFound, NotAllowed."""
    consortium = await consortia.find(unit.session, consortium_id)
    found = await relations_to(unit, consortium.coordinator_id, consortium.id)
    allow_with(unit, Action.CONSORTIUM_READ, found)
    return consortium


async def listed_own(unit: Unit, span: Span) -> Page[ConsortiumRecord]:
    """The consortia the person coordinates, the newest first."""
    allow_with(unit, Action.CONSORTIUM_CREATE)
    return await consortia.listed_of(unit.session, unit.actor.person_id, span)


async def _check(unit: Unit, new: NewConsortium) -> None:
    wrong = [*rules.provinces(new.provinces), *rules.members(new.members)]
    if new.cluster_no is not None and await registry.find(unit.session, new.cluster_no) is None:
        wrong.append(Breach("consortium.cluster", "cluster_no", str(new.cluster_no), "", "Destek"))
    if wrong:
        raise RulesBroken(*wrong)


def _official(members: Sequence[MemberRecord]) -> tuple[MemberRecord, ...]:
    return tuple(replace(member, province=rules.official(member.province)) for member in members)
