"""The numbers reported for the programme's indicators."""

import pytest

from grants.regimes import load
from grants.rules.indicators import MOST, breaches

RULES = load("kdp-2014")
REPORTED = {measure.code: 1 for measure in RULES.measures}


def test_a_report_of_every_measure_is_right() -> None:
    assert list(REPORTED) == ["G1", "G2", "G3", "G4", "G5a", "G5b", "G6"]
    assert breaches(REPORTED, RULES) == ()


@pytest.mark.parametrize(
    ("number", "rules"),
    [
        (0, []),
        (MOST, []),
        (MOST + 1, ["indicator.range"]),
        (-1, ["indicator.range"]),
    ],
)
def test_a_number_is_a_count_of_plausible_size(number: int, rules: list[str]) -> None:
    assert [breach.rule for breach in breaches(REPORTED | {"G3": number}, RULES)] == rules


def test_unknown_and_missing_measures_are_named_together() -> None:
    reported = {code: 1 for code in REPORTED if code != "G5b"} | {"G9": 1}
    assert [(breach.rule, breach.subject) for breach in breaches(reported, RULES)] == [
        ("indicator.unknown", "indicators.G9"),
        ("indicator.missing", "indicators.G5b"),
    ]


def test_a_number_too_long_to_be_written_is_refused_like_any_other() -> None:
    assert [breach.rule for breach in breaches(REPORTED | {"G3": 10**5000}, RULES)] == ["indicator.range"]
