"""What the portal reads for applying: consortia with all that is written of them, drafts, calls, and catalogues."""

from decimal import Decimal
from typing import Any

from grants.explanation import Explanation
from services.portal.reading import (
    Amount,
    Call,
    Completion,
    Listing,
    Moment,
    Point,
    Read,
    Text,
    Version,
    WithPapers,
)


class Body(Read):
    """A member as its coordinator wrote it. confirmed_at: when it said itself that it takes part."""

    name: str
    kind: Text = ""
    tax_number: Text = ""
    province: Text = ""
    nace: Text = ""
    commits: bool = False
    in_main_field: bool = False
    address: Text = ""
    confirmed_at: Moment = None

    def written(self) -> dict[str, Any]:
        """As the room takes it."""
        return self.model_dump(exclude={"confirmed_at"})


class Assembly(Read):
    """A consortium with its members."""

    id: Text = ""
    name: Text = ""
    cluster_no: int | None = None
    provinces: tuple[str, ...] = ()
    geography_has_chamber_of_industry: bool = False
    nace: Text = ""
    coordinator_id: Text = ""
    members: tuple[Body, ...] = ()

    @property
    def confirmed(self) -> int:
        """How many members said themselves that they take part."""
        return sum(1 for one in self.members if one.confirmed_at)

    def place_of(self, tax_number: str) -> int | None:
        """Where a member stands in the list; none where it does not."""
        return next((at for at, one in enumerate(self.members) if one.tax_number == tax_number), None)


class Assemblies(Listing):
    """A page of them."""

    entries: tuple[Assembly, ...]


class Announced(Call):
    """A call as it was published. minimum_share: least share of a plan to be applied for, in per cent."""

    regime: Text = ""
    revision: Text = ""
    opens_at: Moment = None
    minimum_share: Decimal | None = None
    recorded: bool = False


class Calls(Listing):
    """A page of them."""

    entries: tuple[Announced, ...]


class Begun(Read):
    """What was made, by its id."""

    id: str


class Offer(Read):
    """What is written to be handed in later. count: how often. plan: none while it is as it was; explanation: of it."""

    count: int = 0
    plan: dict[str, Any] | None = None
    form: dict[str, str] = {}  # noqa: RUF012 - frozen
    explanation: Explanation | None = None


class Draft(WithPapers):
    """An application whose form and plan can be worked on. plan: as it stands; none where there is none yet.

    offer: what whoever looks has written since; none for whom nothing is open.
    """

    id: str
    title: Text = ""
    stage: Text = ""
    regime: Text = ""
    revision: Text = ""
    currency: Text = ""
    stage_due_at: Moment = None
    call: Announced = Announced()
    consortium: Assembly = Assembly()
    plan: dict[str, Any] | None = None
    form: dict[str, str] = {}  # noqa: RUF012 - frozen
    versions: tuple[Version, ...] = ()
    completion: Completion | None = None
    points: tuple[Point, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    can: tuple[str, ...] = ()
    offer: Offer | None = None

    def explained(self, decision: str) -> Explanation | None:
        """How the plan, or the consortium, is held against the rules; none where it is not yet."""
        return next((one for one in self.explanations if one.decision == decision), None)


class Checked(Read):
    """What the rules say of something that is not kept."""

    explanation: Explanation


class Names(Read):
    tr: str = ""
    en: str = ""


class Coded(Read):
    """Something of a catalogue."""

    code: str
    names: Names = Names()


class Leaf(Read):
    """A list that stands in a regime."""

    value: tuple[Coded, ...] = ()


class Group(Coded):
    """Activities of a group. other_code: for what is in no list."""

    other_code: Text = ""
    activities: Leaf = Leaf()


class Groups(Read):
    groups: tuple[Group, ...] = ()


class Measures(Coded):
    measures: tuple[Coded, ...] = ()


class MeasureLeaf(Read):
    value: tuple[Measures, ...] = ()


class Years(Read):
    value: int = 5


class Duration(Read):
    base_years: Years = Years()


class Catalogue(Read):
    """What of the rules of a regime a plan is made of."""

    catalogue: Groups = Groups()
    cost_heads: Leaf = Leaf()
    indicators: MeasureLeaf = MeasureLeaf()
    duration: Duration = Duration()

    @property
    def years(self) -> int:
        return self.duration.base_years.value

    @property
    def measures(self) -> tuple[Coded, ...]:
        return tuple(one for each in self.indicators.value for one in each.measures)

    def names(self, language: str) -> dict[str, str]:
        """What its codes stand for: kinds of cost, measures, activities."""
        activities = (one.activities.value for one in self.catalogue.groups)
        lists = (self.cost_heads.value, self.measures, *activities)
        return {one.code: getattr(one.names, language) for each in lists for one in each}


class Figures(Read):
    """What the rules reckoned of a plan. ceiling: the most grant it may ask for; none where that is not tested."""

    total: Amount = None
    grant: Amount = None
    ceiling: Amount = None
