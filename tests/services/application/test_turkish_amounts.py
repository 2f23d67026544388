"""Amounts are written as a Turkish contract writes them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.figures import money_in_figures
from grants.regimes.words import Currency
from services.application.domain.turkish_amounts import (
    day_in_figures,
    money_in_words,
    number_in_words,
    share_in_figures,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "sıfır"),
        (1, "bir"),
        (10, "on"),
        (19, "ondokuz"),
        (100, "yüz"),
        (101, "yüzbir"),
        (200, "ikiyüz"),
        (999, "dokuzyüzdoksandokuz"),
        (1000, "bin"),
        (1001, "binbir"),
        (1071, "binyetmişbir"),
        (2000, "ikibin"),
        (11_000, "onbirbin"),
        (100_000, "yüzbin"),
        (1_000_000, "birmilyon"),
        (1_001_000, "birmilyonbin"),
        (24_826_800, "yirmidörtmilyonsekizyüzyirmialtıbinsekizyüz"),
        (1_000_000_000, "birmilyar"),
        (1_000_000_000_000, "birtrilyon"),
        (1_000_000_000_000_000, "birkatrilyon"),
    ],
)
def test_a_number_is_written_together_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize("number", [-1, 10**18])
def test_a_number_with_no_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="10\\^18"):
        number_in_words(number)


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1))
def test_different_numbers_have_different_words(one: int, other: int) -> None:
    assert (number_in_words(one) == number_in_words(other)) == (one == other)


@pytest.mark.parametrize(
    ("currency", "sign", "unit", "hundredth"),
    [(Currency.TRY, "TL", "Türk lirası", "kuruş"), (Currency.USD, "USD", "ABD doları", "sent")],
)
@given(amount=st.decimals(min_value=0, max_value=Decimal("9999999999999999.99"), places=2))
def test_figures_and_words_name_the_same_amount(
    currency: Currency, sign: str, unit: str, hundredth: str, amount: Decimal
) -> None:
    figures = money_in_figures(amount, currency)
    assert Decimal(figures.removesuffix(f" {sign}").replace(".", "").replace(",", ".")) == amount
    whole, _, rest = money_in_words(amount, currency).partition(f" {unit}")
    assert whole == number_in_words(int(amount))
    assert rest == (f" {number_in_words(int(amount * 100) % 100)} {hundredth}" if amount % 1 else "")


@pytest.mark.parametrize("currency", Currency)
def test_every_currency_of_a_regime_has_its_words(currency: Currency) -> None:
    assert money_in_words(Decimal(1), currency).startswith("bir ")


def test_figures_have_points_between_thousands_and_a_comma_before_hundredths() -> None:
    assert money_in_figures(Decimal("24826800.50"), Currency.TRY) == "24.826.800,50 TL"
    assert money_in_figures(Decimal("0.00"), Currency.TRY) == "0,00 TL"
    assert money_in_figures(Decimal(400000), Currency.USD) == "400.000,00 USD"


@pytest.mark.parametrize(("share", "text"), [("50", "%50"), ("12.5000", "%12,5"), ("100", "%100"), ("0.0100", "%0,01")])
def test_a_percentage_has_its_sign_first(share: str, text: str) -> None:
    assert share_in_figures(Decimal(share)) == text


def test_a_day_is_written_with_points() -> None:
    assert day_in_figures(date(2017, 5, 2)) == "02.05.2017"
