"""The kinds of events there are, and which room says one."""

from grants.contracts.kinds import KINDS, READ, REFUSED, RIGHTS

__all__ = ["KINDS", "READ", "REFUSED", "RIGHTS", "room_of"]


def room_of(type_name: str) -> str:
    """The room that says events of this type."""
    return type_name.partition(".")[0]
