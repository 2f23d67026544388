"""Regimes of one programme follow each other without a day of two and without a day of none."""

import pytest

from grants.regimes import keys, texts
from grants.regimes.succession import succession

Term = tuple[str, str, str]
"""Key, first day and last day of a regime; "null" while it is in force."""


def files(*terms: Term, programme: str = "KDP") -> dict[str, list[tuple[str, str]]]:
    return {
        key: [(f"{key}.yaml", f"programme: {programme}\nvalid_from: {begins}\nvalid_to: {ends}\n")]
        for key, begins, ends in terms
    }


def said(*terms: Term) -> list[tuple[str, str, str]]:
    return [(fault.file, fault.rule, fault.allowed) for fault in succession(files(*terms))]


def test_the_regimes_that_are_shipped_follow_each_other() -> None:
    assert succession({key: texts(key) for key in keys()}) == ()


@pytest.mark.parametrize(
    ("begins", "expected"),
    [
        ("2020-01-01", []),
        ("2020-01-02", [("b.yaml", "regime.regimes_gap", "2020-01-01")]),
        ("2019-12-31", [("b.yaml", "regime.regimes_overlap", "a.yaml: 2019-12-31")]),
        ("2015-01-01", [("b.yaml", "regime.regimes_overlap", "a.yaml: 2019-12-31")]),
    ],
)
def test_a_regime_begins_on_the_day_after_the_one_before_it(begins: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(("b", begins, "null"), ("a", "2015-01-01", "2019-12-31")) == expected


def test_nothing_follows_a_regime_that_is_in_force() -> None:
    assert said(("a", "2015-01-01", "null"), ("b", "2020-01-01", "null")) == [
        ("b.yaml", "regime.regimes_overlap", "a.yaml: …")
    ]


def test_a_short_regime_within_a_long_one_hides_no_overlap_of_the_long_one() -> None:
    found = said(("a", "2010-01-01", "2030-12-31"), ("b", "2012-01-01", "2012-12-31"), ("c", "2013-01-01", "null"))
    assert found == [
        ("b.yaml", "regime.regimes_overlap", "a.yaml: 2030-12-31"),
        ("c.yaml", "regime.regimes_overlap", "a.yaml: 2030-12-31"),
    ]


def test_regimes_of_different_programmes_may_hold_at_once() -> None:
    both = files(("a", "2015-01-01", "null")) | files(("b", "2015-01-01", "null"), programme="URGE")
    assert succession(both) == ()


def test_the_fault_stands_at_the_first_day_of_the_later_regime() -> None:
    (fault,) = succession(files(("a", "2015-01-01", "null"), ("b", "2020-01-01", "null")))
    assert (fault.file, fault.line, fault.path, fault.asked) == ("b.yaml", 2, "valid_from", "2020-01-01")


@pytest.mark.parametrize(
    "text", ["", "a: [", "valid_from: soon\nprogramme: KDP\n", "amends: a\nvalid_from: 2016-01-01\n"]
)
def test_what_cannot_be_read_or_amends_another_is_left_to_the_reading_of_its_regime(text: str) -> None:
    assert succession(files(("a", "2015-01-01", "null")) | {"b": [("b.yaml", text)]}) == ()
