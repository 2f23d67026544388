"""Taking over a paper contract: signed before this system knew of it, checked like a submission, in force at once."""

from dataclasses import dataclass, replace
from datetime import date

from grants import regimes
from grants.breach import AlreadyDone, Breach, RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.activities import CallStatus
from grants.contracts.application_events import ContractConcluded
from grants.contracts.stages import Outcome, Stage
from grants.policy import Action, Relation
from grants.proof.sealed import hashes
from grants.rules import caps
from grants.values import GrantId, PersonId
from grants.workplan import WorkPlan
from runtime.unit import Unit
from services.application.domain import consortia as rules_of_consortia
from services.application.domain import readiness, take_over
from services.application.domain.calls import CallNotOpen
from services.application.domain.records import (
    ApplicationRecord,
    CallRecord,
    ConsortiumRecord,
    ContractRecord,
    EnterpriseRecord,
)
from services.application.store import applications, approvals, belonging, calls, contracts, plans
from services.application.usecases import consortia, drafting
from services.application.usecases.consortia import NewConsortium
from services.application.usecases.rights import allow_with
from services.application.usecases.snapshot import member_data


@dataclass(frozen=True, slots=True)
class PaperEnterprise:
    """The enterprise as the paper names it."""

    name: str
    tax_number: str
    registry_no: str
    founded_on: date
    province: str


@dataclass(frozen=True, slots=True)
class PaperContract:
    """A contract as its papers tell it. provenance: where the papers are kept."""

    call_id: str
    consortium: NewConsortium
    coordinator_id: PersonId
    title: str
    plan: WorkPlan
    number: str
    signed_on: date
    enterprise: PaperEnterprise
    provenance: str


async def carry_over(unit: Unit, paper: PaperContract) -> ApplicationRecord:
    """Take the contract over: an application that ended contracted, and a grant that begins.

    Raises NotAllowed, NotFound, CallNotOpen (the call must be over), AlreadyDone, RulesBroken with every breach.
    """
    allow_with(unit, Action.CONTRACT_TAKE_OVER, _relations(unit, paper))
    call = await calls.shared(unit.session, paper.call_id)
    if call.status is not CallStatus.CLOSED:
        raise CallNotOpen(Breach("take_over.call_running", "call_id", call.name, CallStatus.CLOSED))
    await unit.lock(f"contract {paper.number}")
    if await contracts.of_number(unit.session, paper.number) is not None:
        raise AlreadyDone(Breach("take_over.number", "number", paper.number, "", "Destek"))
    if wrong := _wrong(unit, paper, call):
        raise RulesBroken(*wrong)
    consortium = await consortia.form(unit, paper.consortium, paper.coordinator_id)
    application = await _application(unit, paper, call, consortium)
    contract = await _papers(unit, paper, application)
    told = _told(paper, application, consortium, contract)
    since = start_of(paper.signed_on)
    await belonging.follow(unit.session, application.id, told.members, told.plan_version, since)
    unit.tell(told, about=application.id, regime=application.pinned)
    return application


def _relations(unit: Unit, paper: PaperContract) -> frozenset[Relation]:
    """Who is party to the contract does not take it over."""
    parties = {member.tax_number for member in paper.consortium.members} | {paper.enterprise.tax_number}
    found: set[Relation] = set()
    if unit.actor.person_id == paper.coordinator_id:
        found.add(Relation.OWN)
    if unit.actor.tax_number in parties:
        found.add(Relation.MEMBER)
    return frozenset(found)


def _wrong(unit: Unit, paper: PaperContract, call: CallRecord) -> tuple[Breach, ...]:
    rules = regimes.load(call.regime, call.revision)
    written = paper.consortium
    return (
        *take_over.breaches(call, paper.signed_on, paper.enterprise.founded_on, istanbul_day(unit.now)),
        *rules_of_consortia.provinces((paper.enterprise.province,), "enterprise.province"),
        *readiness.members(written.members, written.geography_has_chamber_of_industry, rules),
        *caps.breaches(paper.plan, rules, call.minimum_share),
    )


async def _application(
    unit: Unit, paper: PaperContract, call: CallRecord, consortium: ConsortiumRecord
) -> ApplicationRecord:
    draft = await drafting.add(unit, call, consortium, paper.title)
    await plans.add(unit.session, drafting.version_of(unit, draft, paper.plan, 1, paper.provenance))
    application = replace(
        draft,
        stage=Stage.ENDED,
        outcome=Outcome.CONTRACTED,
        outcome_reason=paper.provenance,
        submitted_at=call.closes_at,
        plan_version=1,
        agreed_version=1,
        approved_amount=paper.plan.grant,
    )
    await applications.save(unit.session, application, unit.actor, unit.now)
    return application


async def _papers(unit: Unit, paper: PaperContract, application: ApplicationRecord) -> ContractRecord:
    by, written = PersonId(unit.actor.person_id), paper.enterprise
    enterprise = EnterpriseRecord(
        application_id=application.id,
        name=written.name,
        tax_number=written.tax_number,
        registry_no=written.registry_no,
        founded_on=written.founded_on,
        province=rules_of_consortia.official(written.province),
        recorded_by=by,
        recorded_at=unit.now,
    )
    await approvals.add_enterprise(unit.session, enterprise)
    contract = ContractRecord(
        application_id=application.id,
        number=paper.number,
        document="",
        plan_version=1,
        total=paper.plan.total,
        approved=paper.plan.grant,
        prepared_at=unit.now,
        signed_on=paper.signed_on,
        concluded_at=start_of(paper.signed_on),
        taken_over=True,
        provenance=paper.provenance,
    )
    await contracts.put(unit.session, contract)
    return contract


def _told(
    paper: PaperContract, application: ApplicationRecord, consortium: ConsortiumRecord, contract: ContractRecord
) -> ContractConcluded:
    return ContractConcluded(
        application_id=application.id,
        grant_id=GrantId(application.id),
        call_id=application.call_id,
        number=contract.number,
        signed_on=paper.signed_on,
        regime=application.regime,
        revision=application.revision,
        consortium_name=consortium.name,
        enterprise_name=paper.enterprise.name,
        enterprise_tax_number=paper.enterprise.tax_number,
        enterprise_registry_no=paper.enterprise.registry_no,
        enterprise_founded_on=paper.enterprise.founded_on,
        enterprise_province=rules_of_consortia.official(paper.enterprise.province),
        application_title=application.title,
        coordinator_id=consortium.coordinator_id,
        province=application.province,
        members=member_data(consortium),
        plan_version=contract.plan_version,
        plan=paper.plan.model_dump(mode="json"),
        total=contract.total,
        approved=contract.approved,
        geography_has_chamber_of_industry=consortium.geography_has_chamber_of_industry,
        taken_over=True,
        hashes={
            **hashes("contract", provenance=paper.provenance),
            **hashes("application", outcome_reason=paper.provenance),
            **hashes("plan_version", why=paper.provenance),
        },
    )
