"""The small values refuse what only looks like them."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from grants.values import Money, Score, Share, TaxNumber

TAX_NUMBER = TypeAdapter[str](TaxNumber)
MONEY = TypeAdapter(Money)


@pytest.mark.parametrize("given", ["1234567890", "12345678901"])
def test_a_tax_number_has_ten_digits_and_an_identity_number_eleven(given: str) -> None:
    assert TAX_NUMBER.validate_python(given) == given


@pytest.mark.parametrize(
    "given", ["", "123456789", "123456789012", "123456789x", "1234567890\n", " 1234567890", "٣" * 10, "１" * 10]
)
def test_what_is_not_ten_or_eleven_plain_digits_is_no_tax_number(given: str) -> None:
    with pytest.raises(ValidationError):
        TAX_NUMBER.validate_python(given)


@pytest.mark.parametrize(
    "given",
    [
        0.1,
        1e3,
        float("nan"),
        "NaN",
        "Infinity",
        "-0.01",
        "0.001",
        "1e30",
        "1e9",
        "1E2",
        "1_000",
        "٥",
        "9" * 17,
        "",
        "x",
    ],
)
def test_what_is_no_exact_amount_of_lira_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        MONEY.validate_python(given)


@pytest.mark.parametrize(
    ("given", "kept"), [("0", "0.00"), ("-0.00", "0.00"), (5, "5.00"), ("9" * 16, "9" * 16 + ".00")]
)
def test_an_amount_is_kept_and_written_with_its_kurus(given: object, kept: str) -> None:
    assert MONEY.dump_python(MONEY.validate_python(given), mode="json") == kept


@pytest.mark.parametrize("number", [Share, Score])
@pytest.mark.parametrize("given", ["1e1", "1E+1", "1_0", "٥", "+-5"])
def test_a_share_and_points_are_written_in_plain_digits_too(number: object, given: str) -> None:
    adapter: TypeAdapter[object] = TypeAdapter(number)
    assert adapter.validate_python(" 12.5 ") == Decimal("12.5")
    with pytest.raises(ValidationError) as refused:
        adapter.validate_python(given)
    assert [one["type"] for one in refused.value.errors()] == ["decimal_parsing"]
