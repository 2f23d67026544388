"""Letters are found whatever their case, as Turkish has it."""

import pytest

from runtime.letters import CAPITALS, SMALL, folded


@pytest.mark.parametrize(
    ("said", "found"),
    [("İSTANBUL", "istanbul"), ("ISPARTA", "ısparta"), ("  Güneş   PANELİ ", "güneş paneli"), ("%_", "%_")],
)
def test_a_text_is_folded_as_turkish_has_it(said: str, found: str) -> None:
    assert folded(said) == found


def test_each_capital_has_its_small_letter() -> None:
    assert len(CAPITALS) == len(SMALL) == len(set(CAPITALS)) == len(set(SMALL))
