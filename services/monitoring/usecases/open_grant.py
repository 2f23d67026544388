"""The grant begins: a contract was concluded."""

from datetime import date
from typing import Any

from grants.contracts.application_events import ContractConcluded
from grants.contracts.monitoring_events import GrantOpened
from grants.regimes import RuleSet, load
from grants.rules.duration import ceiling_end, support_end
from grants.workplan import WorkPlan
from runtime.unit import Unit
from services.monitoring.domain.facts import Grant, GrantFile, SupportItem
from services.monitoring.domain.falls import begin_period
from services.monitoring.domain.records import Agreement
from services.monitoring.store import grants
from services.monitoring.usecases.acting import Act


async def open_grant(unit: Unit, contract: ContractConcluded) -> None:
    """Record the grant with its regime pinned and its first reporting period. Heard again, nothing happens."""
    if await grants.exists(unit.session, contract.grant_id):
        return
    rules = load(contract.regime, contract.revision)
    grant = _grant(unit, contract, rules)
    file = begin_period(GrantFile(grant, items=_items(contract)), contract.signed_on)
    act = Act(unit, None, file, rules)
    act.say(GrantOpened, **_opened(grant))
    await act.keep()
    await grants.add_agreement(unit.session, _agreement(contract))


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
        parties=_parties(contract),
        province=contract.province,
        starts_on=contract.signed_on,
        support_ends_on=support_end(contract.signed_on, rules),
        ceiling_ends_on=ceiling_end(contract.signed_on, rules),
        plan_version=contract.plan_version,
        total=contract.total,
        approved=contract.approved,
        opened_at=unit.now,
    )


def _parties(contract: ContractConcluded) -> tuple[str, ...]:
    """Tax numbers and names by which a person's organisation is known to belong to the grant."""
    known = {contract.enterprise_tax_number, contract.enterprise_name}
    for member in contract.members:
        known |= {member.tax_number, member.name}
    return tuple(sorted(known - {""}))


def _items(contract: ContractConcluded) -> tuple[SupportItem, ...]:
    plan = WorkPlan.model_validate(contract.plan)
    return tuple(
        SupportItem(
            grant_id=contract.grant_id,
            key=item.key,
            place=place,
            title=item.title,
            activity=item.activity,
            cost_head=item.cost_head,
            cost=item.cost,
            grant=item.grant,
            domestic_goods=item.domestic_goods,
        )
        for place, item in enumerate(plan.items, 1)
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
