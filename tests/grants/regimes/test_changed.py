"""A rule set for a test is changed at the leaves that are named, and only to what can stand there."""

import pytest
from pydantic import ValidationError

from grants.regimes import load
from grants.regimes.telling import differences
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")


def test_only_the_named_leaves_change_and_they_become_defaults() -> None:
    made = changed(RULES, {"money.overall_cap": 60, "catalogue.groups.K2.activities": [], "cost_heads": []})
    found = differences(RULES, made)
    assert [one.path for one in found] == ["money.overall_cap", "catalogue.groups.K2.activities", "cost_heads"]
    assert all(one.after is not None and one.after["source"] == "default" for one in found)
    assert (RULES.money.overall_cap.value, made.money.overall_cap.value) == (50, 60)


@pytest.mark.parametrize(
    ("path", "value", "refused"),
    [
        ("money.overall_cap", 101, ValidationError),
        ("money.overall_cap", 0.5, ValidationError),
        ("money.overall", 5, AttributeError),
        ("catalogue.groups.K9.activities", [], ValueError),
        ("money", {}, LookupError),
    ],
)
def test_what_cannot_stand_there_is_refused(path: str, value: object, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        changed(RULES, {path: value})
