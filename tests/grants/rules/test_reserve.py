"""The reserve of a call: who goes into it, who moves up, and who never can any more."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.ranking import Placed
from grants.rules.reserve import Holder, Waiting, free, moving_up, out_of_reach, waits

MONEY = Decimal("150.00")


def placed(requested: str, place: int | None = 2) -> Placed:
    amount = Decimal(requested)
    return Placed("A", place, Fraction(70), requested=amount, cumulative=amount, within_envelope=False)


@pytest.mark.parametrize(
    ("requested", "place", "days", "expected"),
    [
        ("150.00", 2, 1, True),
        ("150.01", 2, 1, False),
        ("150.00", 2, 0, False),
        ("150.00", None, 1, False),
    ],
)
def test_what_could_be_paid_alone_goes_into_reserve(
    requested: str, place: int | None, days: int, *, expected: bool
) -> None:
    assert waits(placed(requested, place), MONEY, days) is expected


def holders(*amounts: str, concluded: bool = False) -> tuple[Holder, ...]:
    return tuple(Holder(f"H{index}", Decimal(one), concluded) for index, one in enumerate(amounts))


def waiting(*amounts: str) -> tuple[Waiting, ...]:
    return tuple(Waiting(f"W{place}", place, Decimal(one)) for place, one in enumerate(amounts, 1))


@pytest.mark.parametrize(
    ("held", "asked", "expected"),
    [
        (("100.00",), ("50.00",), ["W1"]),
        (("100.00",), ("50.01",), []),
        (("100.00",), ("50.01", "50.00"), ["W2"]),
        (("100.00",), ("20.00", "40.00", "30.00"), ["W1", "W3"]),
        ((), ("100.00", "50.00"), ["W1", "W2"]),
        (("150.00",), ("0.01",), []),
        (("200.00",), ("0.01",), []),
    ],
)
def test_the_best_placed_that_fits_what_is_left_moves_up(
    held: tuple[str, ...], asked: tuple[str, ...], expected: list[str]
) -> None:
    left = free(MONEY, holders(*held))
    assert [one.application_id for one in moving_up(waiting(*asked), left)] == expected


@pytest.mark.parametrize(
    ("held", "contracted", "asked", "expected"),
    [
        (("60.00",), ("50.00",), ("100.00",), []),
        (("60.00",), ("50.00",), ("100.01", "100.00"), ["W1"]),
        ((), ("50.00",), ("1.00",), ["W1"]),
        ((), (), ("1.00",), ["W1"]),
    ],
)
def test_who_can_never_be_paid_any_more_is_out(
    held: tuple[str, ...], contracted: tuple[str, ...], asked: tuple[str, ...], expected: list[str]
) -> None:
    known = (*holders(*held), *holders(*contracted, concluded=True))
    assert [one.application_id for one in out_of_reach(waiting(*asked), MONEY, known)] == expected


amounts = st.lists(st.decimals("0.01", "90.00", places=2), max_size=8)


@given(amounts, st.decimals(0, 150, places=2), st.randoms(use_true_random=False))
def test_who_moves_up_never_takes_more_than_there_is_and_no_order_of_asking_matters(
    asked: list[Decimal], left: Decimal, chance: Random
) -> None:
    known = list(waiting(*map(str, asked)))
    moved = list(moving_up(known, left))
    assert sum((one.amount for one in moved), Decimal(0)) <= left
    shuffled = known.copy()
    chance.shuffle(shuffled)
    assert list(moving_up(shuffled, left)) == moved


@given(amounts, st.decimals(0, 150, places=2))
def test_whoever_is_passed_over_asked_more_than_was_left_by_those_before(asked: list[Decimal], left: Decimal) -> None:
    known = waiting(*map(str, asked))
    moved = {one.application_id for one in moving_up(known, left)}
    for one in known:
        before = [each.amount for each in known if each.place < one.place and each.application_id in moved]
        assert (one.application_id in moved) == (one.amount <= left - sum(before, Decimal(0)))
