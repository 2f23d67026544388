"""What a consortium may be made of before any rule of a regime is asked: real provinces, a known cluster."""

from collections.abc import Iterator, Sequence

from grants.breach import Breach
from services.application.domain.provinces import official_province
from services.application.domain.records import MemberRecord


def provinces(names: Sequence[str], subject: str = "provinces") -> Iterator[Breach]:
    """The names that are no province."""
    for index, name in enumerate(names):
        if official_province(name) is None:
            yield _unknown(f"{subject}[{index}]", name)


def members(written: Sequence[MemberRecord]) -> Iterator[Breach]:
    """The members whose province is none."""
    for index, member in enumerate(written):
        if official_province(member.province) is None:
            yield _unknown(f"members[{index}].province", member.province)


def official(name: str) -> str:
    """The official name of a province that was found to be one."""
    return official_province(name) or name


def _unknown(subject: str, name: str) -> Breach:
    return Breach("consortium.province", subject, name[:80], "", "Destek")
