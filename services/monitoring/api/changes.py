"""Changes of a grant and the versions of its plan, over HTTP."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from grants.contracts.application_events import MemberData
from grants.explanation import Explanation
from grants.regimes.words import Decider, MemberKind
from grants.rules.changes import ChangeKind
from grants.values import Line, Moment, Money, Prose, TaxNumber
from grants.workplan import Key as ItemKey
from grants.workplan import WorkPlan
from runtime.http.door import AskingDoor, Door, guarded
from services.monitoring.api.shapes import Answered, Asked, Empty, Key, Note, TheUnit
from services.monitoring.domain.change_facts import ChangeRequest, ChangeStatus, PlanVersion, Proposal, Transfer, Wish
from services.monitoring.domain.changing import Weighed
from services.monitoring.usecases import changes
from services.monitoring.usecases.changes import ChangeView, Tried

router = APIRouter(route_class=Door, tags=["changes"])
asking = APIRouter(route_class=AskingDoor, tags=["changes"])

MOST_AT_ONCE = 200
PersonKey = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z:._@-]{1,100}$")]
PersonOrNobody = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z:._@-]{0,100}$")]
DecisionPaper = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class TransferIn(Asked):
    """Money of one item given to another: of its cost, and of its grant."""

    source: ItemKey
    target: ItemKey
    cost: Money
    grant: Money


class MemberIn(Asked):
    """A member that joins. commits, in_main_field: whether it counts among the firms the consortium needs."""

    name: Line
    kind: MemberKind
    tax_number: TaxNumber
    province: Line
    nace: Annotated[str, StringConstraints(pattern=r"^([0-9]{2}(\.[0-9]{1,2}){0,2})?$")] = ""
    commits: bool = True
    in_main_field: bool = True


class ChangeIn(Asked):
    """kind: the class it is asked as. plan: the whole plan as it is to be, for a class of the plan; for a transfer
    `transfers` instead. leaves: tax numbers of members. representative_id: "" where nobody is to represent any more.
    """

    kind: ChangeKind
    reason: Prose
    plan: WorkPlan | None = None
    transfers: Annotated[tuple[TransferIn, ...], Field(max_length=MOST_AT_ONCE)] = ()
    joins: Annotated[tuple[MemberIn, ...], Field(max_length=MOST_AT_ONCE)] = ()
    leaves: Annotated[tuple[TaxNumber, ...], Field(max_length=MOST_AT_ONCE)] = ()
    coordinator_id: PersonKey | None = None
    representative_id: PersonOrNobody | None = None

    @property
    def wish(self) -> Wish:
        return Wish(
            self.kind,
            self.reason,
            self.plan,
            tuple(Transfer(one.source, one.target, one.cost, one.grant) for one in self.transfers),
            tuple(MemberData(**{**one.model_dump(), "kind": one.kind.value}) for one in self.joins),
            self.leaves,
            self.coordinator_id,
            self.representative_id,
        )


class AcceptIn(Asked):
    """paper: date and number of the board's decision, where the board decides."""

    reason: Note = ""
    paper: DecisionPaper = ""


class RefuseIn(Asked):
    """The reason is told to the coordinator."""

    reason: Prose
    paper: DecisionPaper = ""


class DifferenceOut(Answered):
    """One thing that differs: its kind, like "item.cost", and its key. "" where it is not there."""

    what: str
    key: str
    before: str
    after: str
    kind: ChangeKind


class AmountMoved(Answered):
    """total, grant: of the plan; ceiling: of its grant; earned, claimable: so far; allowed: if settled today."""

    name: str
    before: Money
    after: Money


class DayMoved(Answered):
    """A milestone or an activity: the first day after it; none where it is not there."""

    name: str
    key: str
    before: date | None
    after: date | None


class EffectOut(Answered):
    """What the change does to amounts, ceilings and dates. Only what differs."""

    amounts: tuple[AmountMoved, ...]
    dates: tuple[DayMoved, ...]


class BreachOut(Answered):
    rule: str
    subject: str
    asked: str
    allowed: str
    source: str


class WeighedOut(Answered):
    """A request on the facts of today. breaches: everything that forbids it; none where it may take effect."""

    differences: tuple[DifferenceOut, ...]
    effect: EffectOut
    explanations: tuple[Explanation, ...]
    breaches: tuple[BreachOut, ...]


class TriedOut(WeighedOut):
    """decider: who would decide."""

    decider: Decider


class ChangeOut(Answered):
    """A request. version: of the plan it made, once it took effect."""

    id: str
    grant_id: str
    number: int
    kind: ChangeKind
    decider: Decider
    status: ChangeStatus
    reason: str
    base_version: int
    version: int | None
    asked_at: Moment
    decided_at: Moment | None
    decision_reason: str
    paper: str


class ChangeFull(ChangeOut):
    """wish: what it asks for. differences, effect: as found when it was asked; today: while it awaits its decision."""

    wish: dict[str, Any]
    differences: tuple[DifferenceOut, ...]
    effect: EffectOut
    today: WeighedOut | None


class PlanOut(BaseModel):
    """A version of the plan, in force from `since` until the next one. change_id: what made it; "" for the contract."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    version: int
    since: Moment
    change_id: str
    coordinator_id: str
    representative_id: str
    total: Money
    grant: Money
    plan: WorkPlan
    members: tuple[MemberData, ...]


class PlansOut(Answered):
    entries: tuple[PlanOut, ...]


@router.post("/grants/{grant_id}/changes", status_code=201)
async def ask(grant_id: Key, asked: ChangeIn, unit: TheUnit) -> ChangeFull:
    """Ask for a change; one that nobody decides about takes effect at once."""
    return full(await changes.ask_change(unit, grant_id, asked.wish))


@asking.post("/grants/{grant_id}/changes/preview")
@guarded
async def preview(grant_id: Key, asked: ChangeIn, unit: TheUnit) -> TriedOut:
    """What a request would change, and everything that forbids it. Nothing is kept."""
    return _tried(await changes.try_change(unit, grant_id, asked.wish))


@router.get("/changes/{change_id}")
async def one(change_id: Key, unit: TheUnit) -> ChangeFull:
    return full(await changes.read_change(unit, change_id))


@router.post("/changes/{change_id}/accept")
async def accept(change_id: Key, asked: AcceptIn, unit: TheUnit) -> ChangeFull:
    """Accept it, if it still keeps the rules; it takes effect now."""
    done = await changes.decide_change(unit, change_id, accepted=True, reason=asked.reason, paper=asked.paper)
    return full(done)


@router.post("/changes/{change_id}/refuse")
async def refuse(change_id: Key, asked: RefuseIn, unit: TheUnit) -> ChangeFull:
    done = await changes.decide_change(unit, change_id, accepted=False, reason=asked.reason, paper=asked.paper)
    return full(done)


@router.post("/changes/{change_id}/withdraw")
async def withdraw(change_id: Key, _: Empty, unit: TheUnit) -> ChangeFull:
    return full(await changes.withdraw_change(unit, change_id))


@router.get("/grants/{grant_id}/plan")
async def plan(
    grant_id: Key, unit: TheUnit, on: Annotated[date | None, Query(ge=date(1990, 1, 1), le=date(2190, 12, 31))] = None
) -> PlanOut:
    """The plan in force now, or at the end of a day."""
    return _plan(await changes.read_plan(unit, grant_id, on))


@router.get("/grants/{grant_id}/plan/versions")
async def versions(grant_id: Key, unit: TheUnit) -> PlansOut:
    """Every version, the contract's first."""
    return PlansOut(entries=tuple(_plan(version) for version in await changes.list_plans(unit, grant_id)))


def full(view: ChangeView) -> ChangeFull:
    """A request with all there is to it."""
    said = _facts(view.request, view.proposal)
    return ChangeFull.model_validate(said | {"today": _weighed(view.weighed) if view.weighed else None})


def _facts(request: ChangeRequest, proposal: Proposal) -> dict[str, Any]:
    facts = {name: getattr(request, name) for name in ChangeOut.model_fields}
    effect = EffectOut.model_validate(effect_said(proposal.effect))
    return {**facts, "wish": proposal.wish, "differences": proposal.differences, "effect": effect}


def _weighed(weighed: Weighed) -> dict[str, Any]:
    return {
        "differences": weighed.differences,
        "effect": effect_said(weighed.effect),
        "explanations": weighed.explanations,
        "breaches": weighed.breaches,
    }


def effect_said(effect: dict[str, Any]) -> dict[str, Any]:
    """An effect as kept, with no day where it says none."""
    days = [{**day, "before": day["before"] or None, "after": day["after"] or None} for day in effect["dates"]]
    return {**effect, "dates": days}


def _tried(tried: Tried) -> TriedOut:
    return TriedOut.model_validate({**_weighed(tried.weighed), "decider": tried.decider})


def _plan(version: PlanVersion) -> PlanOut:
    facts = {name: getattr(version, name) for name in ("version", "since", "change_id", "plan", "members")}
    people = {"coordinator_id": version.coordinator_id, "representative_id": version.representative_id}
    return PlanOut.model_validate({**facts, **people, "total": version.plan.total, "grant": version.plan.grant})
