"""The work plan: packages of activities with their milestones, and the support items they are paid from. Pure.

The shape refuses what cannot be a plan; whether a plan keeps the rules is said by `grants.rules.caps`,
all at once.
"""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from grants.values import ZERO, Line, Money

MOST_PACKAGES = 50
MOST_ACTIVITIES = 100
MOST_ITEMS = 200
MOST_MILESTONES = 100
MOST_ACTIONS = 20
MOST_QUARTERS = 80
MOST_INDICATORS = 100
MOST_YEARS = 20
MOST_OF_A_MEASURE = 10_000_000
MOST_MONEY = Decimal("9999999999999999.99")
"""In lira: the most an amount can be, so the most a plan can add up to."""

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$")]
"""A short code, unique among its like in one plan."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""A code of the regime's catalogues."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]

Quarter = Annotated[int, Field(ge=-1_000, le=1_000)]
"""A quarter of a year counted from the contract, the first being 1. The rule fixes which are allowed."""

ActionCode = Annotated[str, StringConstraints(pattern=r"^ORA[0-9]{1,2}\.AA[0-9]{1,2}\.T[0-9]{1,2}\.E[0-9]{1,3}$")]
"""An action of the cluster action plan, like "ORA1.AA1.T1.E1": common area, sub-area, objective, action ([S] 003…)."""

Count = Annotated[int, Field(ge=0, le=MOST_OF_A_MEASURE)]
"""How many of what an indicator counts."""


def _is_empty(value: tuple[object, ...]) -> bool:
    """What a plan says nothing of is not written either, so that plans of before stay as they were."""
    return not value


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Activity(_Part):
    """Something the enterprise will do. `reason` is asked where the code stands for other activities.

    actions: those of the cluster action plan that it serves.
    """

    code: Code
    title: Line
    reason: Reason | None = None
    first_quarter: Quarter
    last_quarter: Quarter
    actions: tuple[ActionCode, ...] = Field(default=(), max_length=MOST_ACTIONS, exclude_if=_is_empty)


class Milestone(_Part):
    """Something that is there by the end of a quarter. activity: the code of the one it belongs to, if one."""

    key: Key
    title: Line
    quarter: Quarter
    activity: Code | None = None


class QuarterCost(_Part):
    """What of an item's cost is planned for one quarter."""

    quarter: Quarter
    cost: Money


class PlannedMeasure(_Part):
    """Where a measure of an indicator stands at the contract, and at the end of each year if all goes as planned."""

    code: Code
    baseline: Count
    targets: tuple[Count, ...] = Field(min_length=1, max_length=MOST_YEARS)


class SupportItem(_Part):
    """A cost of the plan and the part of it asked as grant, in the programme's currency.

    activity: an activity's code. in_kind: the part of the cost the members bear in kind. domestic_goods:
    whether what is bought has a domestic-goods certificate. quarters: how the cost is spread, if the plan says so.
    """

    key: Key
    activity: Code
    title: Line
    cost_head: Code
    cost: Money
    grant: Money
    in_kind: Money = ZERO
    domestic_goods: bool = False
    quarters: tuple[QuarterCost, ...] = Field(default=(), max_length=MOST_QUARTERS, exclude_if=_is_empty)


class WorkPackage(_Part):
    key: Key
    title: Line
    activities: tuple[Activity, ...] = Field(default=(), max_length=MOST_ACTIVITIES)
    items: tuple[SupportItem, ...] = Field(default=(), max_length=MOST_ITEMS)
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=MOST_MILESTONES, exclude_if=_is_empty)


class WorkPlan(_Part):
    """The whole plan. At most 200 support items, so that any plan is weighed in bounded time."""

    packages: tuple[WorkPackage, ...] = Field(max_length=MOST_PACKAGES)
    indicators: tuple[PlannedMeasure, ...] = Field(default=(), max_length=MOST_INDICATORS, exclude_if=_is_empty)

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if len(self.items) > MOST_ITEMS:
            raise ValueError(f"a plan holds at most {MOST_ITEMS} support items")
        if max(self.total, self.grant) > MOST_MONEY:
            raise ValueError(f"a plan adds up to at most {MOST_MONEY} lira")
        return self

    @property
    def items(self) -> tuple[SupportItem, ...]:
        return tuple(item for package in self.packages for item in package.items)

    @property
    def activities(self) -> tuple[Activity, ...]:
        return tuple(activity for package in self.packages for activity in package.activities)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        return tuple(milestone for package in self.packages for milestone in package.milestones)

    @property
    def total(self) -> Decimal:
        """What the plan costs, in lira."""
        return sum((item.cost for item in self.items), ZERO)

    @property
    def grant(self) -> Decimal:
        """What is asked of the Ministry, in lira."""
        return sum((item.grant for item in self.items), ZERO)
