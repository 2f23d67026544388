"""Everything on record of a call, asked of the rooms: only reading, a few requests at a time."""

from asyncio import TaskGroup
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from cli.client import ApiError, ApiSession
from cli.rules.simulate.ledger import UNKNOWN, Told, told_of
from cli.rules.simulate.records import Call, Recorded, items_of
from grants.contracts.stages import CommitteeDecision, Outcome, Stage
from grants.decisions.consortium import ConsortiumInputs
from grants.decisions.decision import Inputs
from grants.decisions.plan import PlanInputs
from grants.decisions.ranking import Standing
from grants.decisions.spending import SpendingInputs
from grants.rules.exact import plain
from grants.workplan import WorkPlan

AT_ONCE = 4
"""How many applications are asked about at a time."""

ON_A_PAGE = 100
NOT_READY = 409
Json = Mapping[str, Any]
T = TypeVar("T")
I = TypeVar("I", bound=Inputs)  # noqa: E741 - the inputs of one decision


async def gather(api: ApiSession, call_id: str) -> tuple[Call, list[Recorded]]:
    """A call and its submitted applications, in the order of their numbers. Raises ApiError."""
    page = await api.get("application", f"/calls/{call_id}")
    ranking = await _perhaps(api, "evaluation", f"/calls/{call_id}/ranking") or {}
    call = _call(page, ranking)
    placed = {one["application_id"]: one for one in ranking.get("placed", ())}
    ids = [one async for one in _submitted(api, call_id)]

    async def read(name: str) -> Recorded:
        return await _recorded(api, call, name, placed.get(name))

    return call, await each(sorted(ids), read)


async def each(ids: Sequence[str], read: Callable[[str], Awaitable[T]]) -> list[T]:
    """Every one of them, a few at a time, in their order; the first refusal ends it. Raises ApiError."""
    found: dict[str, T] = {}
    waiting = iter(ids)

    async def work() -> None:
        for name in waiting:
            found[name] = await read(name)

    try:
        async with TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
    except* ApiError as refused:
        raise _first(refused) from None
    return [found[name] for name in ids]


def _first(refused: BaseExceptionGroup[ApiError]) -> ApiError:
    first = refused.exceptions[0]
    return first if isinstance(first, ApiError) else _first(first)


async def _submitted(api: ApiSession, call_id: str) -> AsyncIterator[str]:
    """The numbers of all applications that were handed in; drafts were held against nothing."""
    async for entry in api.pages("application", "/applications", call_id=call_id, limit=ON_A_PAGE):
        if entry["submitted_at"] is not None:
            yield entry["id"]


async def _perhaps(api: ApiSession, room: str, path: str) -> Any:
    """What a door answers; None where there is no such thing, or not yet. Raises ApiError for everything else."""
    try:
        return await api.get(room, path)
    except ApiError as error:
        if error.status in {UNKNOWN, NOT_READY}:
            return None
        raise


def _call(page: Json, ranking: Json) -> Call:
    envelope = Decimal(page["envelope"])
    share = page["minimum_share"]
    return Call(
        id=page["id"],
        name=page["name"],
        pin=f"{page['regime']}@{page['revision']}",
        currency=page["currency"],
        envelope=envelope,
        usable=Decimal(ranking.get("usable_envelope") or envelope),
        minimum_share=None if share is None else Decimal(share),
    )


async def _recorded(api: ApiSession, call: Call, name: str, placed: Json | None) -> Recorded:
    page = await api.get("application", f"/applications/{name}")
    told = await told_of(api, name) or Told()
    pre = await _perhaps(api, "evaluation", f"/applications/{name}/pre-evaluation") or {}
    grant = await _perhaps(api, "monitoring", f"/grants/{name}") if page["outcome"] == Outcome.CONTRACTED else None
    sources: dict[str, str] = {}
    agreed = None if page["plan"] is None else WorkPlan.model_validate(page["plan"])
    return Recorded(
        id=name,
        name=page["consortium"]["name"],
        pin=f"{page['regime']}@{page['revision']}",
        stage=Stage(page["stage"]),
        outcome=Outcome(page["outcome"]) if page["outcome"] else None,
        consortium=_consortium(told, page, sources),
        plan=_plan(told, agreed, call, sources),
        agreed=agreed,
        totals=_totals(told, pre, sources),
        passed=pre.get("passed"),
        standing=_standing(page, placed),
        decision=CommitteeDecision(placed["decision"]) if placed else None,
        rank=(placed or {}).get("rank"),
        approved=None if page["approved_amount"] is None else Decimal(page["approved_amount"]),
        spending=_spending(grant),
        grant_pin=f"{grant['regime']}@{grant['revision']}" if grant else "",
        sources=sources,
    )


def _taken(name: str, kind: type[I], inputs: Mapping[str, Any] | None, sources: dict[str, str]) -> I | None:
    """The inputs an explanation recorded, if there is one that can be read."""
    if inputs is None:
        return None
    try:
        found = kind.model_validate(inputs)
    except ValidationError:
        return None
    sources[name] = "explanation"
    return found


def _consortium(told: Told, page: Json, sources: dict[str, str]) -> ConsortiumInputs:
    taken = _taken("consortium", ConsortiumInputs, told.inputs("consortium", as_submitted=True), sources)
    if taken is not None:
        return taken
    sources["consortium"] = "page"
    given = page["consortium"]
    members = [
        {"id": one["name"][:100], "body": one["tax_number"]}
        | {name: one[name] for name in ("kind", "commits", "in_main_field")}
        for one in given["members"]
    ]
    has_chamber = given["geography_has_chamber_of_industry"]
    return ConsortiumInputs.model_validate({"members": members, "geography_has_chamber_of_industry": has_chamber})


def _plan(told: Told, agreed: WorkPlan | None, call: Call, sources: dict[str, str]) -> PlanInputs | None:
    """The plan as it was handed in; as it stands now where no explanation tells of that."""
    taken = _taken("plan", PlanInputs, told.inputs("plan", as_submitted=True), sources)
    if taken is not None or agreed is None:
        return taken
    sources["plan"] = "page"
    return PlanInputs(plan=agreed, minimum_share=call.minimum_share)


def _totals(told: Told, pre: Json, sources: dict[str, str]) -> tuple[str, ...]:
    inputs = told.inputs("pre_evaluation")
    if inputs is not None and isinstance(totals := inputs.get("totals"), list):
        sources["totals"] = "explanation"
        return tuple(plain(Decimal(str(one))) for one in totals)
    if pre.get("totals"):
        sources["totals"] = "page"
    return tuple(plain(Decimal(one)) for one in pre.get("totals") or ())


def _standing(page: Json, placed: Json | None) -> Standing | None:
    """What was ranked: from the placement's own explanation."""
    if placed is None:
        return None
    told = placed["explanation"]
    given = (told.get("inputs") or {}).get("application") or told
    return Standing(
        application_id=placed["application_id"],
        evaluators_mean=given["evaluators_mean"],
        board_mean=given["board_mean"],
        requested=Decimal(placed["requested"]),
        nace=given.get("nace") or page["consortium"]["nace"],
    )


def _spending(grant: Json | None) -> SpendingInputs | None:
    """Accepted spending of the grant by item, and what was paid."""
    if grant is None or not grant["plan"]:
        return None
    plan = WorkPlan.model_validate(grant["plan"])
    realised = {item["key"]: Decimal(item["realised"]) for item in grant["items"]}
    money = grant["money"]
    return SpendingInputs(
        items=items_of(plan), realised=realised, paid=Decimal(money["paid"]), approved=Decimal(money["approved"])
    )
