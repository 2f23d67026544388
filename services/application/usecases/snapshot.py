"""A consortium as other rooms are told of it, and as the composition rule reads it."""

from grants.contracts.application_events import MemberData
from grants.rules.composition import MemberFacts
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
        )
        for member in consortium.members
    )


def member_facts(consortium: ConsortiumRecord) -> tuple[MemberFacts, ...]:
    """The members as the composition rule asks for them."""
    return tuple(
        MemberFacts(
            name=member.name,
            kind=member.kind,
            tax_number=member.tax_number,
            province=member.province,
            nace=member.nace,
            commits=member.commits,
            in_main_field=member.in_main_field,
        )
        for member in consortium.members
    )
