"""What is hashed is written as RFC 8785 says, as another's writer does too."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from grants.proof.canonical import SAFE, NotCanonical, canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-SAFE, SAFE) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_is_written_as_another_writer_of_the_standard_writes_it(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


@given(VALUES)
def test_what_was_written_reads_as_the_same_value_and_is_written_the_same_again(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_stands_the_same_wherever_it_stands(number: float) -> None:
    text = canonical(number)
    assert float(text) == number
    assert canonical({"a": number, "b": [number, [number]]}) == f'{{"a":{text},"b":[{text},[{text}]]}}'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-0.0, "0"),
        (1.0, "1"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (123456789012345680000.0, "123456789012345680000"),
        (0.000001, "0.000001"),
        (0.0000001, "1e-7"),
        (1.5e-9, "1.5e-9"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (333333333.33333329, "333333333.3333333"),
        (SAFE, "9007199254740991"),
        (SAFE + 1, "9007199254740992"),
    ],
)
def test_numbers_are_laid_out_as_the_standard_shows(number: float, text: str) -> None:
    assert canonical(number) == text
    assert canonical([number, {"n": number}]) == f'[{text},{{"n":{text}}}]'


def test_names_stand_in_the_order_of_their_utf_16_units() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3}) == '{"\u20ac":3,"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize("number", [SAFE + 2, -SAFE - 2, 10**30, 10**400, float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("inside", [lambda one: one, lambda one: [one], lambda one: {"a": {"b": one}}])
def test_a_number_some_reader_would_read_as_another_is_refused(number: float, inside: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(inside(number))
