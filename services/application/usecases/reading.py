"""Reading applications: lists of those a person may see, and one with everything that belongs to it."""

from dataclasses import dataclass, replace

from grants.contracts.stages import Stage
from grants.explanation import Explanation
from grants.policy import TABLE, Action, Role
from runtime.unit import Unit
from services.application.domain import explaining
from services.application.domain.belonging import Belonging
from services.application.domain.board import Presentation
from services.application.domain.packs import ApprovalPack
from services.application.domain.papers import AskedPaper, PaperRecord
from services.application.domain.possible import Surroundings, actions
from services.application.domain.records import (
    ApplicationRecord,
    ApprovalRecord,
    CallRecord,
    CheckRecord,
    CompletionRecord,
    ConsortiumRecord,
    ContractRecord,
    EnterpriseRecord,
    OfferRecord,
    PlanVersion,
    PointRecord,
    StageRecord,
)
from services.application.store import (
    applications,
    approvals,
    belonging,
    board,
    calls,
    checks,
    consortia,
    contracts,
    lists,
    negotiation,
    offers,
    packs,
    plans,
)
from services.application.store.lists import Filter, Listed
from services.application.store.reading import Page, Span, missing
from services.application.usecases import papers
from services.application.usecases.acting import rules_of
from services.application.usecases.rights import allow_with, relations
from services.application.usecases.tasks import viewer

_APPLICANTS = frozenset({Role.COORDINATOR.value, Role.CONSORTIUM_MEMBER.value})
_READ_PACKS = frozenset(role.value for role in TABLE[Action.PACK_READ]) - {Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER}
_WRITERS = {Action.CHECK_COMPLETE, Action.NEGOTIATION_REVISE_PLAN}
_UNDECIDED = frozenset({Stage.PRE_EVALUATION, Stage.COMMITTEE})


@dataclass(frozen=True, slots=True)
class Written:
    """What is written and not yet handed in. explanation: of the plan as it would be then; none where there is none."""

    offer: OfferRecord
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class File:
    """An application with everything that belongs to it. plan: its newest version; can: what the reader may do now.

    members: who belongs to it since the contract, and who did.
    presentation: when the board hears the application. pack: by which it is approved, for those who may read it.
    explanations: how consortium and plan, as they stand, are held against the rules.
    offer: what the reader wrote to be handed in next, with how the rules find its plan; none where nothing is asked.
    papers: those the reader may see; asked_papers: what the rules ask for.
    """

    application: ApplicationRecord
    call: CallRecord
    consortium: ConsortiumRecord
    timeline: tuple[StageRecord, ...]
    plan: PlanVersion | None
    versions: tuple[PlanVersion, ...]
    check: CheckRecord | None
    completion: CompletionRecord | None
    points: tuple[PointRecord, ...]
    presentation: Presentation | None
    pack: ApprovalPack | None
    approval: ApprovalRecord | None
    enterprise: EnterpriseRecord | None
    contract: ContractRecord | None
    members: tuple[Belonging, ...]
    explanations: tuple[Explanation, ...]
    can: tuple[Action, ...]
    papers: tuple[PaperRecord, ...]
    asked_papers: tuple[AskedPaper, ...]
    offer: Written | None = None


async def listed(unit: Unit, wanted: Filter, span: Span) -> Page[Listed]:
    """The applications the person may read, the newest first."""
    allow_with(unit, Action.APPLICATION_LIST)
    found = await lists.newest(unit.session, wanted, viewer(unit, Action.APPLICATION_READ), span)
    return replace(found, entries=tuple(_listed_as_seen(unit, one) for one in found.entries))


async def read(unit: Unit, application_id: str) -> File:
    """One application with everything that belongs to it. Raises NotFound, NotAllowed."""
    application = await applications.find(unit.session, application_id)
    found = await relations(unit, application)
    allow_with(unit, Action.APPLICATION_READ, found)
    session = unit.session
    call = await calls.find(session, application.call_id)
    points = await negotiation.points(session, application_id)
    contract = await contracts.find(session, application_id)
    still_open = sum(1 for point in points if point.answered_at is None)
    consortium = await consortia.find(session, application.consortium_id)
    plan = None if _is_theirs_alone(unit, application) else await plans.newest(session, application_id)
    around = Surroundings(call, contract, still_open, unit.now)
    there = await papers.seen(unit, application, found)
    can = actions(application, around, unit.actor.roles, found)
    return File(
        application=_as_seen(unit, application),
        call=call,
        consortium=consortium,
        timeline=await applications.timeline(session, application_id),
        plan=plan,
        versions=await plans.versions(session, application_id),
        check=await checks.find(session, application_id),
        completion=await checks.find_completion(session, application_id),
        points=points,
        presentation=await board.presentation(session, application_id),
        pack=await packs.find(session, application.call_id) if unit.actor.role in _READ_PACKS else None,
        approval=await approvals.find(session, application_id),
        enterprise=await approvals.find_enterprise(session, application_id),
        contract=contract,
        members=await belonging.of_application(session, application_id),
        explanations=_explained(application, call, consortium, plan),
        can=can,
        papers=there,
        asked_papers=papers.asked(application, consortium, there, plan),
        offer=await _written(unit, application, call, plan) if _WRITERS & set(can) else None,
    )


async def version(unit: Unit, application_id: str, number: int) -> PlanVersion:
    """One version of its plan; the work in progress is none. Raises NotFound, NotAllowed."""
    application = await applications.find(unit.session, application_id)
    allow_with(unit, Action.APPLICATION_READ, await relations(unit, application))
    found = await plans.find(unit.session, application_id, number) if number > plans.DRAFT else None
    if found is None:
        raise missing("plan", number)
    return found


async def _written(unit: Unit, application: ApplicationRecord, call: CallRecord, plan: PlanVersion | None) -> Written:
    offer = await offers.find(unit.session, application.id)
    meant = offer.plan or (plan.plan if plan else None)
    explained = explaining.plan(meant, rules_of(application), call.minimum_share) if meant else None
    return Written(offer, explained)


def _explained(
    application: ApplicationRecord, call: CallRecord, consortium: ConsortiumRecord, plan: PlanVersion | None
) -> tuple[Explanation, ...]:
    rules = rules_of(application)
    of_plan = (explaining.plan(plan.plan, rules, call.minimum_share),) if plan else ()
    return (explaining.consortium(consortium, rules), *of_plan)


def _listed_as_seen(unit: Unit, one: Listed) -> Listed:
    if _is_theirs_alone(unit, one.application):
        one = replace(one, total=None, requested=None)
    return replace(one, application=_as_seen(unit, one.application))


def _is_theirs_alone(unit: Unit, application: ApplicationRecord) -> bool:
    """What was never submitted is read by its consortium alone."""
    return application.submitted_at is None and unit.actor.role not in _APPLICANTS


def _as_seen(unit: Unit, application: ApplicationRecord) -> ApplicationRecord:
    """Points stay with the Ministry until the committee has decided; what is being written, with who writes it."""
    if _is_theirs_alone(unit, application):
        application = replace(application, form={})
    is_applicant = unit.actor.role in _APPLICANTS
    if is_applicant and application.stage in _UNDECIDED:
        return replace(application, mean="", total="", rank=None)
    return application
