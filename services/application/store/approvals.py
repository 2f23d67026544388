"""The Minister's decisions and the founded enterprises in the database."""

from sqlalchemy.ext.asyncio import AsyncSession

from grants.values import ApplicationId, PersonId
from services.application.domain.records import ApprovalRecord, EnterpriseRecord
from services.application.models import ApprovalRow, EnterpriseRow


async def find(session: AsyncSession, application_id: str) -> ApprovalRecord | None:
    """The Minister's decision, once there is one."""
    row = await session.get(ApprovalRow, application_id)
    if row is None:
        return None
    return ApprovalRecord(
        application_id=ApplicationId(row.application_id),
        approved=row.approved,
        number=row.number,
        decided_on=row.decided_on,
        amount=row.amount,
        reason=row.reason,
        recorded_by=PersonId(row.recorded_by),
        recorded_at=row.recorded_at,
    )


async def add(session: AsyncSession, approval: ApprovalRecord) -> None:
    session.add(
        ApprovalRow(
            application_id=approval.application_id,
            approved=approval.approved,
            number=approval.number,
            decided_on=approval.decided_on,
            amount=approval.amount,
            reason=approval.reason,
            recorded_by=approval.recorded_by,
            recorded_at=approval.recorded_at,
        )
    )
    await session.flush()


async def find_enterprise(session: AsyncSession, application_id: str) -> EnterpriseRecord | None:
    """The cluster enterprise, once founded."""
    row = await session.get(EnterpriseRow, application_id)
    if row is None:
        return None
    return EnterpriseRecord(
        application_id=ApplicationId(row.application_id),
        name=row.name,
        tax_number=row.tax_number,
        registry_no=row.registry_no,
        founded_on=row.founded_on,
        province=row.province,
        recorded_by=PersonId(row.recorded_by),
        recorded_at=row.recorded_at,
    )


async def add_enterprise(session: AsyncSession, enterprise: EnterpriseRecord) -> None:
    session.add(
        EnterpriseRow(
            application_id=enterprise.application_id,
            name=enterprise.name,
            tax_number=enterprise.tax_number,
            registry_no=enterprise.registry_no,
            founded_on=enterprise.founded_on,
            province=enterprise.province,
            recorded_by=enterprise.recorded_by,
            recorded_at=enterprise.recorded_at,
        )
    )
    await session.flush()
