"""Values are said as people in Türkiye, or readers of English, write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from runtime import spoken


@pytest.mark.parametrize(
    ("amount", "turkish", "english"),
    [
        ("24826800", "24.826.800,00 TL", "TRY 24,826,800.00"),
        ("0", "0,00 TL", "TRY 0.00"),
        ("0.05", "0,05 TL", "TRY 0.05"),
        ("9999999999999999.99", "9.999.999.999.999.999,99 TL", "TRY 9,999,999,999,999,999.99"),
    ],
)
def test_money_is_said_to_the_kurus(amount: str, turkish: str, english: str) -> None:
    assert (spoken.money("tr", Decimal(amount)), spoken.money("en", Decimal(amount))) == (turkish, english)


def test_money_of_another_currency_is_said_by_its_code() -> None:
    amount = Decimal(400000)
    said = (spoken.money("tr", amount, "USD"), spoken.money("en", amount, "USD"))
    assert said == ("400.000,00 USD", "USD 400,000.00")


def test_days_have_their_months_name() -> None:
    assert (spoken.day("tr", date(2017, 5, 2)), spoken.day("en", date(2017, 5, 2))) == ("2 Mayıs 2017", "2 May 2017")
    assert spoken.last_day("tr", date(2024, 3, 1)) == "29 Şubat 2024"


@pytest.mark.parametrize(
    ("at", "moment", "end"),
    [
        (datetime(2017, 8, 11, 14, 0, tzinfo=UTC), "11 Ağustos 2017 17:00", "11 Ağustos 2017 17:00"),
        (datetime(2017, 8, 11, 21, 0, tzinfo=UTC), "12 Ağustos 2017 00:00", "11 Ağustos 2017 24:00"),
        (datetime(2017, 8, 11, 20, 59, tzinfo=UTC), "11 Ağustos 2017 23:59", "11 Ağustos 2017 23:59"),
    ],
)
def test_an_exclusive_end_at_midnight_is_said_as_the_end_of_the_day_before(at: datetime, moment: str, end: str) -> None:
    assert (spoken.moment("tr", at), spoken.end("tr", at)) == (moment, end)
