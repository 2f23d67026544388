"""A funding combination pays down to the cut-off, adds up to the kuruş and changes no ranking."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.rules.combination import CutBy, CutOff, Facts, Fate, breaches, combine, division, home
from grants.rules.ranking import Candidate, Placed, rank

KDP = load("kdp-2014")
MONEY = Decimal("150.00")
HUNDRED = Decimal("100.00")
NOBODY: Mapping[str, Decimal] = {}


def ranked(*totals: str) -> tuple[Placed, ...]:
    """Applications A, B, C … with these totals, each asking for a hundred."""
    named = zip("ABCDEFGH", totals, strict=False)
    return rank((Candidate(name, Fraction(0), Fraction(total), HUNDRED) for name, total in named), KDP, MONEY)


def facts(*names: str) -> dict[str, Facts]:
    return {name: Facts("Ankara", "28", {"firm": 20}) for name in names}


def by_rank(place: int) -> CutOff:
    return CutOff(CutBy.RANK, Fraction(place))


def by_total(total: str) -> CutOff:
    return CutOff(CutBy.TOTAL, Fraction(total))


@pytest.mark.parametrize(
    ("cut_off", "fates"),
    [
        (by_rank(1), ("funded", "below_cut", "eliminated")),
        (by_rank(2), ("funded", "funded", "eliminated")),
        (by_rank(3), ("funded", "funded", "eliminated")),
        (by_total("80"), ("funded", "funded", "eliminated")),
        (by_total("80.01"), ("funded", "below_cut", "eliminated")),
        (by_total("0"), ("funded", "funded", "eliminated")),
    ],
)
def test_what_lies_just_on_the_cut_off_is_paid_and_what_was_eliminated_never_is(
    cut_off: CutOff, fates: tuple[str, ...]
) -> None:
    made = combine(ranked("90", "80", "69.99"), facts(*"ABC"), cut_off, NOBODY, MONEY)
    assert tuple(one.fate for one in made.outcomes) == fates


@pytest.mark.parametrize(
    ("amount", "rules"),
    [
        ("0.00", ["combination.amount"]),
        ("0.01", []),
        ("100.00", []),
        ("100.01", ["combination.amount"]),
    ],
)
def test_an_amount_is_above_zero_and_never_more_than_was_asked(amount: str, rules: list[str]) -> None:
    found = breaches(ranked("90"), by_rank(1), {"A": Decimal(amount)}, KDP)
    assert [one.rule for one in found] == rules


def test_everything_that_is_wrong_is_said_at_once() -> None:
    amounts = {"A": Decimal("200.00"), "B": HUNDRED, "C": HUNDRED, "X": HUNDRED}
    found = breaches(ranked("90", "80", "60"), by_rank(1), amounts, KDP)
    assert [(one.rule, one.subject) for one in found] == [
        ("combination.amount", "A"),
        ("combination.amount_left_out", "B"),
        ("combination.amount_left_out", "C"),
        ("combination.amount_unknown", "X"),
    ]


@pytest.mark.parametrize("place", [Fraction(0), Fraction(3, 2)])
def test_a_place_is_a_whole_number_from_one_on(place: Fraction) -> None:
    assert [one.rule for one in breaches((), CutOff(CutBy.RANK, place), NOBODY, KDP)] == ["combination.rank"]


@pytest.mark.parametrize(
    ("provinces", "where"),
    [
        (("Ankara", "İstanbul", "İstanbul"), "İstanbul"),
        (("Konya", "Ankara"), "Ankara"),
        (("", "Konya"), "Konya"),
        ((), ""),
    ],
)
def test_an_application_is_at_home_where_most_of_its_members_are(provinces: tuple[str, ...], where: str) -> None:
    assert home(provinces) == where


def test_the_division_is_what_stands_before_the_first_point() -> None:
    assert [division(nace) for nace in ("28.11", "28", "")] == ["28", "28", ""]


@given(
    st.lists(st.integers(0, 100), max_size=8),
    st.integers(1, 9),
    st.lists(st.integers(1, 10_000), min_size=8, max_size=8),
    st.integers(0, 10**6),
)
def test_the_sums_by_province_and_sector_and_what_is_left_add_up_to_the_money(
    totals: list[int], place: int, kurus: list[int], money: int
) -> None:
    whole, cut_off = Decimal(money) / 100, by_rank(place)
    placed = ranked(*map(str, totals))
    known = {one.application_id: Facts(f"P{number % 3}", f"S{number % 2}") for number, one in enumerate(placed)}
    open_to_pay = [one.application_id for one in placed if not one.eliminated and cut_off.keeps(one)]
    amounts = {name: Decimal(amount) / 100 for name, amount in zip(open_to_pay, kurus, strict=False)}
    assert breaches(placed, cut_off, amounts, KDP) == ()
    made = combine(placed, known, cut_off, amounts, whole)
    assert made.amount + made.left == whole
    for sums in (made.provinces, made.divisions):
        assert sum((one.amount for one in sums.values()), Decimal(0)) == made.amount
        assert sum(one.applications for one in sums.values()) == len(made.funded)
    assert made.amount == sum(amounts.values(), Decimal(0))
    assert tuple(one.placed for one in made.outcomes) == placed
    assert {one.fate for one in made.outcomes} <= set(Fate)
