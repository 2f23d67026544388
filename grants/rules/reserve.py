"""The reserve of a call: what passed and did not fit the money, and moves up when somebody before it leaves.

Source: in no paper. How long a reserve holds is a default of the regime; that what leaves frees what it asked, and
that the best placed one that fits is taken first, is Destek's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from grants.rules.ranking import Placed
from grants.values import ZERO


@dataclass(frozen=True, slots=True)
class Holder:
    """An application that holds money of the call. concluded: it has its contract, and frees nothing any more."""

    application_id: str
    amount: Decimal
    concluded: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application in reserve, and what it asks."""

    application_id: str
    place: int
    amount: Decimal


def waits(placed: Placed, money: Decimal, days: int) -> bool:
    """Whether an application that passed and was not selected goes into reserve: it could be paid alone.

    days: for how long a reserve holds; 0: the regime has none.
    """
    return days > 0 and not placed.eliminated and placed.requested <= money


def free(money: Decimal, holders: Iterable[Holder]) -> Decimal:
    """What of the money nobody holds; never below zero."""
    return max(money - sum((one.amount for one in holders), ZERO), ZERO)


def moving_up(waiting: Iterable[Waiting], left: Decimal) -> Iterator[Waiting]:
    """Who moves up: in the order of the ranking each that fits what is left; one that does not fit is passed over."""
    for one in in_order(waiting):
        if one.amount <= left:
            left -= one.amount
            yield one


def out_of_reach(waiting: Iterable[Waiting], money: Decimal, holders: Iterable[Holder]) -> tuple[Waiting, ...]:
    """Who can never move up any more, in the order of the ranking.

    Everybody once nobody is left who may still leave; else who asks more than all would free that have no contract.
    """
    known = tuple(holders)
    most = free(money, (one for one in known if one.concluded))
    can_free = any(not one.concluded for one in known)
    return tuple(one for one in in_order(waiting) if not can_free or one.amount > most)


def in_order(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """As the ranking has them."""
    return tuple(sorted(waiting, key=lambda one: (one.place, one.application_id)))
