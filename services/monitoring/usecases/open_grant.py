"""The grant begins: a contract was concluded."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from grants.calendar import start_of
from grants.contracts.application_events import ContractConcluded
from grants.contracts.monitoring_events import GrantOpened
from grants.regimes import RuleSet, load
from grants.rules.duration import ceiling_end, support_end
from grants.workplan import WorkPlan
from runtime.unit import Unit
from services.monitoring.domain import expiring, milestones
from services.monitoring.domain.change_facts import PlanVersion
from services.monitoring.domain.changing import parties_of
from services.monitoring.domain.facts import Grant, GrantFile
from services.monitoring.domain.falls import begin_period
from services.monitoring.domain.plans import items_of
from services.monitoring.domain.records import Agreement
from services.monitoring.store import barred, changes, grants
from services.monitoring.store.tables import PLAN_VERSION
from services.monitoring.usecases.acting import Act


async def open_grant(unit: Unit, contract: ContractConcluded) -> None:
    """Record the grant with its regime pinned and its first reporting period. Heard again, nothing happens."""
    if await grants.exists(unit.session, contract.grant_id):
        return
    rules = load(contract.regime, contract.revision)
    apart = await barred.kept_from(unit.session, contract.application_id)
    grant = replace(_grant(unit, contract, rules), apart=apart)
    plan = WorkPlan.model_validate(contract.plan)
    facts = GrantFile(grant, items=items_of(grant.id, plan), milestones=milestones.planned(grant.id, plan))
    file = begin_period(facts, contract.signed_on)
    act = Act(unit, None, file, rules)
    act.say(GrantOpened, **_opened(grant), explanations=(expiring.support_end(file, unit.now, rules),))
    version = _first_version(contract, plan)
    act.note(PLAN_VERSION, asdict(version))
    await act.keep()
    await grants.add_agreement(unit.session, _agreement(contract))
    await changes.add_version(unit.session, version)


def _grant(unit: Unit, contract: ContractConcluded, rules: RuleSet) -> Grant:
    return Grant(
        id=contract.grant_id,
        application_id=contract.application_id,
        call_id=contract.call_id,
        number=contract.number,
        regime=contract.regime,
        revision=contract.revision,
        programme=contract.regime,
        consortium_name=contract.consortium_name,
        enterprise_name=contract.enterprise_name,
        enterprise_tax_number=contract.enterprise_tax_number,
        coordinator_id=contract.coordinator_id,
        parties=parties_of(contract.enterprise_tax_number, contract.enterprise_name, contract.members),
        province=contract.province,
        starts_on=contract.signed_on,
        support_ends_on=support_end(contract.signed_on, rules),
        ceiling_ends_on=ceiling_end(contract.signed_on, rules),
        plan_version=contract.plan_version,
        total=contract.total,
        approved=contract.approved,
        opened_at=unit.now,
    )


def _opened(grant: Grant) -> dict[str, Any]:
    days: dict[str, date] = {
        "starts_on": grant.starts_on,
        "support_ends_on": grant.support_ends_on,
        "ceiling_ends_on": grant.ceiling_ends_on,
    }
    return {
        "programme": grant.programme,
        "call_id": grant.call_id,
        "province": grant.province,
        "approved": grant.approved,
        **days,
    }


def _agreement(contract: ContractConcluded) -> Agreement:
    members = [member.model_dump(mode="json") for member in contract.members]
    return Agreement(contract.grant_id, contract.plan_version, contract.plan, members, contract.document)


def _first_version(contract: ContractConcluded, plan: WorkPlan) -> PlanVersion:
    """In force from the day of the contract, whenever the room heard of it."""
    return PlanVersion(
        contract.grant_id,
        contract.plan_version,
        plan,
        contract.members,
        contract.coordinator_id,
        start_of(contract.signed_on),
        has_chamber=contract.geography_has_chamber_of_industry,
    )
