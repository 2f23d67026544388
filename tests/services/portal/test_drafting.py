"""A plan written row by row is the plan the room keeps: a row is shown and read the same, put in and taken out."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.portal.drafting import (
    ASKED,
    Part,
    Place,
    field_of,
    fields_of,
    located,
    packages,
    place_of,
    row_at,
    row_of,
    settled,
    values_of,
    with_row,
    without,
)
from services.portal.measuring import measures_of, with_measures
from tests.services.portal.recorded_applying import PLAN

QUARTERS = 20
PLACES = [
    Place(at, part, index)
    for at, package in enumerate(packages(PLAN))
    for part in Part
    for index, _ in enumerate(package.get(part, ()))
]
AMOUNTS = st.decimals(0, 10**9, places=2).map(lambda amount: f"{amount:.2f}")
WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=30)
ROWS = st.fixed_dictionaries({"title": WORDS, "cost": AMOUNTS, "grant": AMOUNTS})


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_a_row_shown_and_sent_back_says_the_same(place: Place) -> None:
    row = row_at(PLAN, place)
    assert row is not None
    assert settled(row_of(fields_of(place, QUARTERS), values_of(row, place), row)) == settled(row)


@given(row=ROWS, package=st.integers(0, 1), part=st.sampled_from(list(Part)))
@settings(max_examples=30)
def test_a_row_put_in_and_taken_out_leaves_the_plan_as_it_was(row: dict[str, Any], package: int, part: Part) -> None:
    whole = deepcopy(PLAN)
    for one in whole["packages"]:
        for each in Part:
            one.setdefault(each.value, [])
    before = len(whole["packages"][package][part])
    made = with_row(whole, Place(package, part), row)
    assert settled(made["packages"][package][part][-1]) == settled(row)
    assert without(made, Place(package, part, before)) == whole


@given(rows=st.lists(ROWS, min_size=1, max_size=6))
@settings(max_examples=20)
def test_no_two_new_rows_of_a_plan_have_one_key(rows: list[dict[str, Any]]) -> None:
    plan: dict[str, Any] = PLAN
    for row in rows:
        plan = with_row(plan, Place(0, Part.ITEMS), row)
    keys = [one["key"] for package in packages(plan) for one in package["items"]]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("plan.items[1].grant", "plan.packages[1].items[0].grant"),
        ("plan.milestones[0].quarter", "plan.packages[1].milestones[0].quarter"),
        ("plan.activities[K3.02].actions[1]", "plan.packages[1].activities[0].actions[1]"),
        ("plan.items[renovation]", "plan.items[renovation]"),
        ("plan.items[9].grant", "plan.items[9].grant"),
        ("plan.grant", "plan.grant"),
    ],
)
def test_what_the_rules_say_of_the_whole_plan_is_led_to_its_row(said: str, found: str) -> None:
    assert located(PLAN, said) == found


def test_a_place_is_known_by_its_path_and_a_field_by_what_follows() -> None:
    place = Place(1, Part.ITEMS, 0)
    assert place_of("plan.packages[1].items[0].grant") == place
    assert place_of("plan.packages[1].key") == Place(1)
    assert place_of("plan.grant") is None
    row = row_at(PLAN, place) or {}
    assert field_of("plan.packages[1].items[0].quarters[1].cost", place, row) == "q4"
    assert field_of("plan.packages[0].items[0].cost", place, row) == ""


def test_nobody_is_asked_for_a_key() -> None:
    assert [part for part in Part if "key" in ASKED[part]] == []


def test_an_activity_takes_nothing_along_that_hangs_on_another_of_its_old_kind() -> None:
    twice = with_row(PLAN, Place(1, Part.ACTIVITIES), {**PLAN["packages"][1]["activities"][0]})
    moved = with_row(twice, Place(1, Part.ACTIVITIES, 0), {**twice["packages"][1]["activities"][0], "code": "K3.05"})
    assert moved["packages"][1]["items"][0]["activity"] == "K3.02"


def test_measures_shown_and_sent_back_are_as_they_were() -> None:
    codes = ("G1", "G2")
    plan, _ = with_measures(PLAN, codes, 5, measures_of(PLAN, codes))
    assert plan == PLAN
