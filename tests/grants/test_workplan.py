"""The shape of a work plan: exact through JSON, bounded, strict."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grants.workplan import MOST_ITEMS, SupportItem, WorkPlan
from tests.grants.plans import activity, item, plan

AMOUNTS = st.decimals(0, Decimal("9999999999999.99"), places=2)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=8))
def test_a_plan_comes_back_from_json_exactly(amounts: list[tuple[Decimal, Decimal]]) -> None:
    items = [item(f"I{n}", str(cost), str(grant)) for n, (cost, grant) in enumerate(amounts)]
    before = plan(*items)
    after = WorkPlan.model_validate_json(before.model_dump_json())
    assert after == before
    assert after.total == sum((cost for cost, _ in amounts), Decimal(0))
    assert after.model_dump_json() == before.model_dump_json()


def test_money_travels_as_text_with_two_decimals() -> None:
    assert '"cost":"24826800.00"' in plan(item("I1", "24826800", "0")).model_dump_json()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cost", 10.5),
        ("cost", "-0.01"),
        ("cost", "1.001"),
        ("cost", "NaN"),
        ("cost", "Infinity"),
        ("cost", "1e40"),
        ("key", ""),
        ("key", "a b"),
        ("key", "k" * 25),
        ("cost_head", "çay"),
        ("title", " "),
        ("surprise", "x"),
    ],
)
def test_what_cannot_be_a_support_item_is_refused_with_the_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        SupportItem.model_validate(item("I1", "10.00", "0.00").model_dump() | {field: value})
    assert refused.value.errors()[0]["loc"] == (field,)


@pytest.mark.parametrize(("count", "held"), [(MOST_ITEMS, True), (MOST_ITEMS + 1, False)])
def test_a_plan_holds_at_most_two_hundred_items_however_they_are_packed(*, count: int, held: bool) -> None:
    rows = [item(f"I{n}", "1", "0").model_dump() for n in range(count)]
    halves = [
        {"key": f"P{n}", "title": "Paket", "activities": [activity().model_dump()], "items": part}
        for n, part in enumerate((rows[:100], rows[100:]))
    ]
    if held:
        assert len(WorkPlan.model_validate({"packages": halves}).items) == count
    else:
        with pytest.raises(ValidationError, match="at most 200 support items"):
            WorkPlan.model_validate({"packages": halves})


@pytest.mark.parametrize("field", ["cost", "grant"])
def test_a_plan_adds_up_to_no_more_than_an_amount_can_be(field: str) -> None:
    rows = [item("I1", "0", "0").model_dump(), item("I2", "0", "0").model_dump()]
    rows[0][field], rows[1][field] = "9999999999999999.98", "0.01"
    whole = {"packages": [{"key": "P", "title": "Paket", "activities": [activity().model_dump()], "items": rows}]}
    assert len(WorkPlan.model_validate(whole).items) == 2
    rows[1][field] = "0.02"
    with pytest.raises(ValidationError, match="adds up to at most"):
        WorkPlan.model_validate(whole)


def test_a_plan_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        setattr(plan(), "packages", ())  # noqa: B010 - what must be refused
