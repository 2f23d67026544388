"""The cluster enterprise: the legal person the consortium founds to be party to the contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.contracts.application_events import EnterpriseRecorded
from grants.policy import Action
from grants.values import PersonId
from runtime.unit import Unit
from services.application.domain.provinces import official_province
from services.application.domain.records import ApplicationRecord, EnterpriseRecord
from services.application.domain.stages import Act
from services.application.store import approvals
from services.application.usecases.acting import held, take

TAX_NUMBER_LENGTH = 10
"""Of a legal person; a natural person's number has 11 digits."""


@dataclass(frozen=True, slots=True)
class NewEnterprise:
    """The enterprise as the trade registry has it."""

    name: str
    tax_number: str
    registry_no: str
    founded_on: date
    province: str


async def record(unit: Unit, application_id: str, enterprise: NewEnterprise) -> ApplicationRecord:
    """Enter the enterprise. Raises RulesBroken with everything that is wrong."""
    application = await held(unit, application_id, Action.ENTERPRISE_RECORD, Act.RECORD_ENTERPRISE)
    breaches = tuple(_breaches(enterprise, istanbul_day(unit.now)))
    if breaches:
        raise RulesBroken(*breaches)
    kept = EnterpriseRecord(
        application_id=application.id,
        name=enterprise.name,
        tax_number=enterprise.tax_number,
        registry_no=enterprise.registry_no,
        founded_on=enterprise.founded_on,
        province=official_province(enterprise.province) or enterprise.province,
        recorded_by=PersonId(unit.actor.person_id),
        recorded_at=unit.now,
    )
    await approvals.add_enterprise(unit.session, kept)
    event = EnterpriseRecorded(
        application_id=application.id,
        call_id=application.call_id,
        name=kept.name,
        tax_number=kept.tax_number,
        registry_no=kept.registry_no,
        founded_on=kept.founded_on,
        province=kept.province,
    )
    unit.tell(event, about=application.id, regime=application.pinned)
    return await take(unit, application, Act.RECORD_ENTERPRISE)


def _breaches(enterprise: NewEnterprise, today: date) -> Iterator[Breach]:
    if enterprise.founded_on > today:
        yield Breach("enterprise.in_future", "founded_on", str(enterprise.founded_on), str(today), "Destek")
    if len(enterprise.tax_number) != TAX_NUMBER_LENGTH:
        asked, allowed = str(len(enterprise.tax_number)), str(TAX_NUMBER_LENGTH)
        yield Breach("enterprise.tax_number", "tax_number", asked, allowed, "Destek")
    if official_province(enterprise.province) is None:
        yield Breach("enterprise.province", "province", enterprise.province, "", "Destek")
