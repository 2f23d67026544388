"""A consortium as other rooms are told of it."""

from grants.contracts.application_events import MemberData
from services.application.domain.records import ConsortiumRecord


def member_data(consortium: ConsortiumRecord) -> tuple[MemberData, ...]:
    """The members as events carry them."""
    return tuple(
        MemberData(
            name=member.name,
            kind=member.kind.value,
            tax_number=member.tax_number,
            province=member.province,
            nace=member.nace,
            address=member.address,
            commits=member.commits,
            in_main_field=member.in_main_field,
        )
        for member in consortium.members
    )
