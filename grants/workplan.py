"""The work plan: packages of activities and the support items they are paid from. Pure.

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
MOST_MONEY = Decimal("9999999999999999.99")
"""In lira: the most an amount can be, so the most a plan can add up to."""

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$")]
"""A short code, unique among its like in one plan."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""A code of the regime's catalogues."""

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]

Quarter = Annotated[int, Field(ge=-1_000, le=1_000)]
"""A quarter of a year counted from the contract, the first being 1. The rule fixes which are allowed."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Activity(_Part):
    """Something the enterprise will do. `reason` is asked where the code stands for other activities."""

    code: Code
    title: Line
    reason: Reason | None = None
    first_quarter: Quarter
    last_quarter: Quarter


class SupportItem(_Part):
    """A cost of the plan and the part of it asked as grant, in the programme's currency.

    activity: an activity's code. in_kind: the part of the cost the members bear in kind. domestic_goods:
    whether what is bought has a domestic-goods certificate.
    """

    key: Key
    activity: Code
    title: Line
    cost_head: Code
    cost: Money
    grant: Money
    in_kind: Money = ZERO
    domestic_goods: bool = False


class WorkPackage(_Part):
    key: Key
    title: Line
    activities: tuple[Activity, ...] = Field(default=(), max_length=MOST_ACTIVITIES)
    items: tuple[SupportItem, ...] = Field(default=(), max_length=MOST_ITEMS)


class WorkPlan(_Part):
    """The whole plan. At most 200 support items, so that any plan is weighed in bounded time."""

    packages: tuple[WorkPackage, ...] = Field(max_length=MOST_PACKAGES)

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
    def total(self) -> Decimal:
        """What the plan costs, in lira."""
        return sum((item.cost for item in self.items), ZERO)

    @property
    def grant(self) -> Decimal:
        """What is asked of the Ministry, in lira."""
        return sum((item.grant for item in self.items), ZERO)
