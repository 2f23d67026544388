"""Changes of a grant: tried, asked, decided, withdrawn; and the versions of its plan."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.plan_events import ChangeAsked, ChangeDecided, ChangeWithdrawn, PlanChanged
from grants.policy import Action
from grants.proof.sealed import digest
from grants.regimes.words import Decider
from grants.values import PersonId
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import changing
from services.monitoring.domain.change_facts import ChangeRequest, ChangeStatus, PlanVersion, Proposal, Wish
from services.monitoring.domain.changing import Weighed
from services.monitoring.domain.duties import DECIDES
from services.monitoring.domain.errors import NoSuchThing
from services.monitoring.domain.facts import GrantFile
from services.monitoring.store import changes, files
from services.monitoring.store.tables import PLAN_VERSION
from services.monitoring.usecases import barring
from services.monitoring.usecases.acting import Act, begin, hold_on, permit, read_file

_PART = "changes"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A request with all there is to it. weighed: on the facts of today, while it awaits its decision."""

    request: ChangeRequest
    proposal: Proposal
    weighed: Weighed | None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a request would come to, and who would decide; nothing is kept of it."""

    weighed: Weighed
    decider: Decider


async def try_change(unit: Unit, grant_id: str, wish: Wish) -> Tried:
    """The difference and the effect of a request before it is made. Raises `RulesBroken` on what cannot be one."""
    act = await begin(unit, Action.CHANGE_ASK, grant_id)
    changing.open_for_changes(act.file.grant)
    weighed = changing.weigh(act.file, await _in_force(unit, act.file), wish, act.rules)
    return Tried(weighed, changing.decider_of(wish.kind, act.rules))


async def ask_change(unit: Unit, grant_id: str, wish: Wish) -> ChangeView:
    """A request with its difference and effect on record; what is only notified takes effect at once."""
    act = await begin(unit, Action.CHANGE_ASK, grant_id)
    changing.may_ask(act.file, wish.kind)
    decider = changing.decider_of(wish.kind, act.rules)
    weighed = changing.weigh(act.file, await _in_force(unit, act.file), wish, act.rules)
    _refuse(weighed)
    request = _request(act, wish, decider)
    proposal = _proposal(request, wish, weighed)
    act.say(
        ChangeAsked,
        change_id=request.id,
        number=request.number,
        kind=request.kind.value,
        decided_by=decider.value,
        reason=request.reason,
        wish_hash=digest(proposal.wish),
        differences_hash=digest(proposal.differences),
        effect_hash=digest(proposal.effect),
        explanations=weighed.explanations,
    )
    act.change(changing.with_change(act.file, request))
    version = _take_effect(act, weighed, request) if request.status is ChangeStatus.NOTIFIED else None
    await act.keep()
    await changes.add_proposal(unit.session, proposal)
    if version is not None:
        await _put_in_force(act, version)
    return ChangeView(_of(act.file, request.id), proposal, None)


async def decide_change(unit: Unit, change_id: str, *, accepted: bool, reason: str, paper: str) -> ChangeView:
    """Accepted, the change takes effect now, if it still keeps the rules; refused, nothing changes."""
    act = await hold_on(unit, _PART, change_id)
    asked = _of(act.file, change_id)
    permit(unit, DECIDES[asked.decider], act.file.grant)
    changing.still_asked(asked)
    if asked.decider is Decider.BOARD and not paper:
        raise RulesBroken(Breach("change.paper_missing", "paper", "", "", "Destek"))
    proposal = await _proposal_of(unit, change_id)
    changing.not_for_oneself(changes.wish_of(proposal), act.by)
    status = ChangeStatus.ACCEPTED if accepted else ChangeStatus.REFUSED
    request = changing.decided(asked, status, act.by, act.now, reason, paper)
    weighed = await _weighed_again(unit, act, asked, proposal) if accepted else None
    act.say(
        ChangeDecided,
        change_id=request.id,
        number=request.number,
        kind=request.kind.value,
        accepted=accepted,
        reason=reason,
        paper=paper,
        explanations=weighed.explanations if weighed else (),
    )
    act.change(changing.with_change(act.file, request))
    version = _take_effect(act, weighed, request) if weighed else None
    await act.keep()
    if version is not None:
        await _put_in_force(act, version)
    return ChangeView(_of(act.file, change_id), proposal, None)


async def withdraw_change(unit: Unit, change_id: str) -> ChangeView:
    act = await hold_on(unit, _PART, change_id)
    permit(unit, Action.CHANGE_WITHDRAW, act.file.grant)
    asked = _of(act.file, change_id)
    changing.still_asked(asked)
    request = changing.decided(asked, ChangeStatus.WITHDRAWN, act.by, act.now, "", "")
    act.change(changing.with_change(act.file, request))
    act.say(ChangeWithdrawn, change_id=request.id, number=request.number, kind=request.kind.value)
    await act.keep()
    return ChangeView(request, await _proposal_of(unit, change_id), None)


async def read_change(unit: Unit, change_id: str) -> ChangeView:
    """A request in full; one that awaits its decision is weighed on the facts of today."""
    grant_id = await files.grant_of(unit.session, _PART, change_id)
    if grant_id is None:
        raise NoSuchThing(Breach("monitoring.part_unknown", "change", change_id[:80]))
    file, rules = await read_file(unit, grant_id)
    request, proposal = _of(file, change_id), await _proposal_of(unit, change_id)
    if request.status is not ChangeStatus.ASKED:
        return ChangeView(request, proposal, None)
    in_force = await _in_force(unit, file)
    return ChangeView(request, proposal, changing.weigh(file, in_force, changes.wish_of(proposal), rules))


async def read_plan(unit: Unit, grant_id: str, on: date | None) -> PlanVersion:
    """The plan in force at the end of a day, or now. Raises `NoSuchThing` for a day before the grant."""
    file, _ = await read_file(unit, grant_id)
    if on is None:
        return await _in_force(unit, file)
    found = await changes.version_at(unit.session, grant_id, start_of(on + timedelta(days=1)))
    if found is None:
        first = istanbul_day((await changes.versions(unit.session, grant_id))[0].since)
        raise NoSuchThing(Breach("change.day_before", "on", on.isoformat(), first.isoformat(), "Destek"))
    return found


async def list_plans(unit: Unit, grant_id: str) -> list[PlanVersion]:
    """Every version of the plan, the first one first."""
    await read_file(unit, grant_id)
    return await changes.versions(unit.session, grant_id)


def _request(act: Act, wish: Wish, decider: Decider) -> ChangeRequest:
    return ChangeRequest(
        id=new_id(),
        grant_id=act.file.grant.id,
        number=max((one.number for one in act.file.changes), default=0) + 1,
        kind=wish.kind,
        decider=decider,
        reason=wish.reason,
        base_version=act.file.grant.plan_version,
        asked_by=act.by,
        asked_at=act.now,
        status=ChangeStatus.NOTIFIED if decider is Decider.NOTIFIED else ChangeStatus.ASKED,
    )


def _proposal(request: ChangeRequest, wish: Wish, weighed: Weighed) -> Proposal:
    differences = [
        {"what": one.what, "key": one.key, "before": one.before, "after": one.after, "kind": one.kind.value}
        for one in weighed.differences
    ]
    return Proposal(request.id, request.grant_id, changes.written(wish), differences, weighed.effect)


def _take_effect(act: Act, weighed: Weighed, request: ChangeRequest) -> PlanVersion:
    file, version = changing.take_effect(act.file, weighed, request, act.now)
    act.change(file)
    grant = file.grant
    act.say(
        PlanChanged,
        change_id=request.id,
        kind=request.kind.value,
        plan_version=version.version,
        plan=version.plan.model_dump(mode="json"),
        members=version.members,
        coordinator_id=PersonId(version.coordinator_id),
        representative_id=version.representative_id,
        total=grant.total,
        grant=version.plan.grant,
        earned=grant.earned,
    )
    act.note(PLAN_VERSION, asdict(version))
    return version


async def _put_in_force(act: Act, version: PlanVersion) -> None:
    """Whoever led the grant and no longer does is kept from it, whatever other role the person holds."""
    await changes.add_version(act.unit.session, version)
    before = act.before.grant if act.before else act.file.grant
    left = {before.coordinator_id, before.representative_id} - {version.coordinator_id, version.representative_id}
    for person_id in sorted(left - {""}):
        await barring.said(act.unit, before.application_id, person_id, act.now, barred=True)


async def _weighed_again(unit: Unit, act: Act, asked: ChangeRequest, proposal: Proposal) -> Weighed:
    """On the facts of today. Raises `ChangeOvertaken`, `RulesBroken`."""
    changing.open_for_changes(act.file.grant)
    wish, in_force = changes.wish_of(proposal), await _in_force(unit, act.file)
    made_on = await changes.version_of(unit.session, asked.grant_id, asked.base_version)
    changing.not_overtaken(asked, wish, made_on or in_force, in_force)
    weighed = changing.weigh(act.file, in_force, wish, act.rules)
    _refuse(weighed)
    return weighed


def _refuse(weighed: Weighed) -> None:
    if weighed.breaches:
        raise RulesBroken(*weighed.breaches)


def _of(file: GrantFile, change_id: str) -> ChangeRequest:
    return next(one for one in file.changes if one.id == change_id)


async def _proposal_of(unit: Unit, change_id: str) -> Proposal:
    found = await changes.proposal_of(unit.session, change_id)
    if found is None:
        raise NoSuchThing(Breach("monitoring.part_unknown", "change", change_id[:80]))
    return found


async def _in_force(unit: Unit, file: GrantFile) -> PlanVersion:
    found = await changes.version_of(unit.session, file.grant.id, file.grant.plan_version)
    if found is None:
        raise NoSuchThing(Breach("monitoring.part_unknown", "plan", str(file.grant.plan_version)))
    return found
