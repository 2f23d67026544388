"""The support contract: prepared as a paper, signed by both sides, concluded once."""

from dataclasses import replace
from enum import StrEnum

from grants.breach import AlreadyDone, Breach
from grants.calendar import istanbul_day
from grants.contracts.application_events import ContractConcluded, ContractPrepared, ContractSignedBySide
from grants.policy import Action, decide
from grants.values import GrantId, PersonId
from runtime.documents import Documents
from runtime.unit import Unit
from services.application.domain.contract_text import ContractFacts, Parties
from services.application.domain.possible import standing
from services.application.domain.records import ApplicationRecord, ContractRecord, PlanVersion
from services.application.domain.stages import Act, step
from services.application.store import applications, approvals, belonging, calls, consortia, contracts, plans
from services.application.store.reading import missing
from services.application.usecases import rights
from services.application.usecases.acting import rules_of, take
from services.application.usecases.contract_paper import contract_paper
from services.application.usecases.snapshot import member_data


class Side(StrEnum):
    """Whom a signature binds."""

    MINISTRY = "ministry"
    ENTERPRISE = "enterprise"


async def prepare(unit: Unit, application: ApplicationRecord, documents: Documents) -> ContractRecord:
    """Give the contract its number and keep its paper; only then is the row written."""
    plan = await _agreed_plan(unit, application)
    facts = await _facts(unit, application, plan, await _number(unit, application))
    document = await documents.keep_for_good(await contract_paper(facts), unit.now)
    contract = ContractRecord(
        application_id=application.id,
        number=facts.number,
        document=document,
        plan_version=plan.version,
        total=plan.total,
        approved=facts.approved,
        prepared_at=unit.now,
    )
    await contracts.put(unit.session, contract)
    event = ContractPrepared(
        application_id=application.id, call_id=application.call_id, number=contract.number, document=document
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    return contract


async def sign(unit: Unit, application_id: str) -> ContractRecord:
    """Sign for the side the person may sign for. The second side's signature concludes the contract."""
    application = await applications.locked(unit.session, application_id)
    side = await _side(unit, application)
    step(standing(application), Act.SIGN, unit.now)
    contract = await contracts.find(unit.session, application.id)
    if contract is None:
        raise missing("contract", application.id)
    signed = _signed(contract, side, unit)
    event = ContractSignedBySide(application_id=application.id, call_id=application.call_id, side=side.value)
    unit.tell(event, about=application.id, regime=application.pinned)
    if signed.signed_ministry_at and signed.signed_enterprise_at:
        return await _conclude(unit, application, signed)
    await contracts.put(unit.session, signed)
    return signed


async def read_paper(unit: Unit, application_id: str, documents: Documents) -> bytes:
    """The contract as PDF. Raises NotFound where there is none, or where one was taken over without its paper."""
    application = await applications.find(unit.session, application_id)
    await rights.allow(unit, Action.CONTRACT_READ, application)
    contract = await contracts.find(unit.session, application.id)
    if contract is None or not contract.document:
        raise missing("contract", application.id)
    return await documents.read(contract.document)


async def _side(unit: Unit, application: ApplicationRecord) -> Side:
    """A party to the application signs for the enterprise, anyone else for the Ministry; both by the policy."""
    found = await rights.relations(unit, application)
    if decide(unit.actor.roles, Action.CONTRACT_SIGN_FOR_ENTERPRISE, found):
        rights.allow_with(unit, Action.CONTRACT_SIGN_FOR_ENTERPRISE, found)
        return Side.ENTERPRISE
    rights.allow_with(unit, Action.CONTRACT_SIGN_FOR_MINISTRY, found)
    return Side.MINISTRY


def _signed(contract: ContractRecord, side: Side, unit: Unit) -> ContractRecord:
    person = PersonId(unit.actor.person_id)
    before = contract.signed_ministry_at if side is Side.MINISTRY else contract.signed_enterprise_at
    if before is not None:
        asked = before.isoformat(timespec="seconds")
        raise AlreadyDone(Breach(f"contract.signed_{side.value}", "contract", asked=asked))
    if side is Side.MINISTRY:
        return replace(contract, signed_ministry_by=person, signed_ministry_at=unit.now)
    return replace(contract, signed_enterprise_by=person, signed_enterprise_at=unit.now)


async def _conclude(unit: Unit, application: ApplicationRecord, contract: ContractRecord) -> ContractRecord:
    """Both sides have signed: the contract counts from this day in Istanbul, and the grant begins."""
    concluded = replace(contract, signed_on=istanbul_day(unit.now), concluded_at=unit.now)
    await contracts.put(unit.session, concluded)
    await take(unit, application, Act.CONCLUDE)
    told = await _conclusion(unit, application, concluded)
    await belonging.follow(unit.session, application.id, told.members, told.plan_version, unit.now)
    unit.tell(told, about=application.id, regime=application.pinned)
    return concluded


async def _conclusion(unit: Unit, application: ApplicationRecord, contract: ContractRecord) -> ContractConcluded:
    plan = await _agreed_plan(unit, application)
    consortium = await consortia.find(unit.session, application.consortium_id)
    enterprise = await approvals.find_enterprise(unit.session, application.id)
    if enterprise is None:
        raise missing("enterprise", application.id)
    return ContractConcluded(
        application_id=application.id,
        grant_id=GrantId(application.id),
        call_id=application.call_id,
        number=contract.number,
        signed_on=istanbul_day(unit.now),
        regime=application.regime,
        revision=application.revision,
        consortium_name=consortium.name,
        enterprise_name=enterprise.name,
        enterprise_tax_number=enterprise.tax_number,
        enterprise_registry_no=enterprise.registry_no,
        enterprise_founded_on=enterprise.founded_on,
        enterprise_province=enterprise.province,
        application_title=application.title,
        coordinator_id=application.coordinator_id,
        province=application.province,
        members=member_data(consortium),
        plan_version=plan.version,
        plan=plan.plan.model_dump(mode="json"),
        total=contract.total,
        approved=contract.approved,
        document=contract.document,
        geography_has_chamber_of_industry=consortium.geography_has_chamber_of_industry,
    )


async def _agreed_plan(unit: Unit, application: ApplicationRecord) -> PlanVersion:
    plan = await plans.find(unit.session, application.id, application.agreed_version or 0)
    if plan is None:
        raise missing("plan", application.id)
    return plan


async def _number(unit: Unit, application: ApplicationRecord) -> str:
    """The next free number of the year: programme, year, place. Numbers of contracts taken over are passed by."""
    programme = rules_of(application).programme
    year = istanbul_day(unit.now).year
    while True:
        number = f"{programme}-{year}-{await contracts.next_place(unit.session, year):04d}"
        if await contracts.of_number(unit.session, number) is None:
            return number


async def _facts(unit: Unit, application: ApplicationRecord, plan: PlanVersion, number: str) -> ContractFacts:
    call = await calls.find(unit.session, application.call_id)
    approval = await approvals.find(unit.session, application.id)
    if approval is None:
        raise missing("approval", application.id)
    return ContractFacts(
        number=number,
        prepared_on=istanbul_day(unit.now),
        call_name=call.name,
        application_id=application.id,
        parties=await _parties(unit, application),
        rules=rules_of(application),
        plan_version=plan.version,
        plan=plan.plan,
        approved=approval.amount,
        approval_number=approval.number,
        approval_day=approval.decided_on,
    )


async def _parties(unit: Unit, application: ApplicationRecord) -> Parties:
    enterprise = await approvals.find_enterprise(unit.session, application.id)
    if enterprise is None:
        raise missing("enterprise", application.id)
    consortium = await consortia.find(unit.session, application.consortium_id)
    return Parties(
        enterprise_name=enterprise.name,
        enterprise_tax_number=enterprise.tax_number,
        enterprise_registry_no=enterprise.registry_no,
        enterprise_province=enterprise.province,
        enterprise_founded_on=enterprise.founded_on,
        consortium_name=consortium.name,
        members=len(consortium.members),
    )
