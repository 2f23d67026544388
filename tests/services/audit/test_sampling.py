"""A sample is drawn by its seed alone: anybody draws the same again, and nobody chooses what is in it."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.audit.domain.sampling import Candidate, Method, draw, population

FILES = [
    Candidate(f"file-{number}", Decimal(100 * number), number % 7 if number % 3 else None) for number in range(1, 41)
]
METHODS = list(Method)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.uuids().map(str),
        st.decimals(0, 10**9, places=2),
        st.none() | st.integers(0, 100),
    ),
    max_size=30,
    unique_by=lambda one: one.about,
)


@settings(max_examples=60)
@given(method=st.sampled_from(METHODS), candidates=CANDIDATES, size=st.integers(1, 12), data=st.data())
def test_the_order_in_which_files_came_changes_nothing(
    method: Method, candidates: list[Candidate], size: int, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(candidates))
    assert draw(method, candidates, size, "s") == draw(method, shuffled, size, "s")
    assert population(candidates) == population(shuffled)


@settings(max_examples=60)
@given(method=st.sampled_from(METHODS), candidates=CANDIDATES, size=st.integers(1, 12), seed=st.text(max_size=8))
def test_no_file_is_drawn_twice_and_never_more_than_asked(
    method: Method, candidates: list[Candidate], size: int, seed: str
) -> None:
    drawn = draw(method, candidates, size, seed)
    assert len(set(drawn)) == len(drawn) <= size
    assert set(drawn) <= {one.about for one in candidates}
    if method is not Method.AMOUNT:
        assert len(drawn) == min(size, len(candidates))


@pytest.mark.parametrize("method", METHODS)
def test_another_seed_draws_other_files(method: Method) -> None:
    equal = [Candidate(one.about, Decimal(100), 5) for one in FILES]
    assert len({draw(method, equal, 5, f"seed-{number}") for number in range(10)}) == 10


def test_by_lot_every_file_is_drawn_about_as_often() -> None:
    times = Counter(one for number in range(2000) for one in draw(Method.LOT, FILES, 4, f"seed-{number}"))
    assert len(times) == len(FILES)
    assert max(times.values()) < 2 * min(times.values())


def test_by_amount_a_file_as_large_as_the_interval_is_always_in() -> None:
    files = [*(Candidate(f"small-{number}", Decimal(1)) for number in range(50)), Candidate("large", Decimal(50))]
    assert all("large" in draw(Method.AMOUNT, files, 2, f"seed-{number}") for number in range(100))


def test_by_amount_a_file_of_nothing_is_never_drawn() -> None:
    files = [Candidate("nothing"), Candidate("something", Decimal("0.01"))]
    assert {draw(Method.AMOUNT, files, 2, f"seed-{number}") for number in range(20)} == {("something",)}


def test_by_risk_the_greatest_come_first_and_an_unknown_risk_last() -> None:
    files = [Candidate("none"), Candidate("low", risk=0), Candidate("high", risk=9), Candidate("middle", risk=4)]
    assert draw(Method.RISK, files, 4, "s") == ("high", "middle", "low", "none")
