"""What is on record of a call and its applications, as far as rules are made of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from grants.contracts.stages import CommitteeDecision, Outcome, Stage
from grants.decisions.consortium import ConsortiumInputs
from grants.decisions.plan import PlanInputs
from grants.decisions.ranking import Standing
from grants.decisions.spending import ApprovedItem, SpendingInputs
from grants.values import ZERO
from grants.workplan import WorkPlan


@dataclass(frozen=True, slots=True)
class Call:
    """A call. pin: "key@revision" of its rules; usable: what the board may fill, the envelope unless it was raised."""

    id: str
    name: str
    pin: str
    currency: str
    envelope: Decimal
    usable: Decimal
    minimum_share: Decimal | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One submitted application, and how it fared.

    plan: as it was submitted; agreed: as it stands now. totals, passed: of the pre-evaluation, None while it
    is not decided. standing, decision: before the board. approved: by the Minister. spending: of the grant it
    became, with what was paid; grant_pin: its rules, which an addendum may have changed. sources: by name of an
    input whether an explanation or a page gave it.
    """

    id: str
    name: str
    pin: str
    stage: Stage
    outcome: Outcome | None
    consortium: ConsortiumInputs | None
    plan: PlanInputs | None
    agreed: WorkPlan | None
    totals: tuple[str, ...] = ()
    passed: bool | None = None
    standing: Standing | None = None
    decision: CommitteeDecision | None = None
    rank: int | None = None
    approved: Decimal | None = None
    spending: SpendingInputs | None = None
    grant_pin: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def left(self) -> bool:
        """Whether it ended by an act of people, which no rule set changes."""
        return self.outcome in {Outcome.EXCLUDED, Outcome.WITHDRAWN, Outcome.DECLINED, Outcome.LAPSED}

    @property
    def on_paper(self) -> bool:
        """Whether its contract was taken over: it was evaluated elsewhere, if at all."""
        return self.outcome is Outcome.CONTRACTED and not self.totals and self.standing is None

    @property
    def paid(self) -> Decimal:
        return self.spending.paid if self.spending else ZERO


def items_of(plan: WorkPlan) -> tuple[ApprovedItem, ...]:
    """The items of a plan as a settlement takes them."""
    names = ("key", "cost", "grant", "activity", "cost_head", "domestic_goods")
    return tuple(ApprovedItem(**{name: getattr(item, name) for name in names}) for item in plan.items)
