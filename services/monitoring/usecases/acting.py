"""One act on a grant: its file held, the right checked, the change kept, the event told."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from grants.breach import Breach, NotAllowed
from grants.contracts.monitoring_events import ClockMoved, Deadline, GrantEvent
from grants.contracts.payment_events import AppropriationWarned
from grants.contracts.row_kept import RowKept
from grants.policy import Action, Relation, decide
from grants.regimes import RuleSet, load
from grants.values import ApplicationId, GrantId
from runtime.auth import Actor
from runtime.unit import Unit
from services.monitoring.domain.clock import deadlines, more_may_come
from services.monitoring.domain.errors import FourEyes, NoSuchGrant, NoSuchThing
from services.monitoring.domain.facts import Grant, GrantFile
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.records import Happening
from services.monitoring.domain.states import GrantStatus
from services.monitoring.store import files, histories, kept
from services.monitoring.store.kept import Stamp
from services.monitoring.store.tables import LEDGER
from services.monitoring.usecases import books

_CLOCK = frozenset({"deadlines", "turn", "opening", "closed", "more_may_come"})
_HIDDEN = _CLOCK | {"grant_id", "application_id", "kept"}


class UntoldActError(RuntimeError):
    """An act wrote rows and says nothing: nobody could hold them against the records. A fault of the room itself."""


@dataclass(slots=True)
class Act:
    """An act under way: the file as it was found (None: it begins) and as it stands, and the rules it lives under.

    said: what it tells, once it is kept. noted: rows it wrote that are no part of the file.
    """

    unit: Unit
    before: GrantFile | None
    file: GrantFile
    rules: RuleSet
    said: list[GrantEvent] = field(default_factory=list)
    noted: list[RowKept] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.unit.now

    @property
    def by(self) -> str:
        return self.unit.actor.person_id

    def change(self, file: GrantFile) -> None:
        """What the act makes of the file. Every change is a new turn, so that older news is known as such."""
        known = self.before.grant.turn if self.before else -1
        self.file = file.with_grant(turn=known + 1)

    def deadlines(self) -> tuple[Deadline, ...]:
        """Everything that falls due as the act leaves it."""
        return deadlines(self.file, self.rules)

    def say(self, event: type[GrantEvent], **data: Any) -> None:
        """Tell an event of this grant; one that moves the clock carries the deadlines as they stand now."""
        if issubclass(event, ClockMoved):
            data = {**self._clock(), **data}
        grant = self.file.grant
        ids = {"grant_id": GrantId(grant.id), "application_id": ApplicationId(grant.application_id)}
        self.said.append(event(**ids, **data, kept=()))

    def note(self, table: Table, facts: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> None:
        """A row the act wrote beside the file is told of with the rest."""
        told = kept.row(table, facts, Stamp(self.now, self.by), before)
        self.noted += [told] if told else []

    def _clock(self) -> dict[str, Any]:
        """What an event that moves the clock carries."""
        grant = self.file.grant
        return {
            "deadlines": self.deadlines(),
            "turn": grant.turn,
            "opening": grant.opening,
            "closed": grant.status is GrantStatus.CLOSED,
            "more_may_come": more_may_come(self.file),
        }

    async def keep(self, *, is_binding: bool = True) -> None:
        """Write what changed, what it means in money, and the history.

        is_binding: whether it is refused where a year's appropriation does not reach.
        """
        await files.keep(self.unit.session, self.before, self.file)
        written = await books.write(self.unit, self.before, self.file, self.rules, is_binding=is_binding)
        for entry in written.entries:
            self.note(LEDGER, entry)
        for low in written.low:
            self.say(AppropriationWarned, **asdict(low))
        await self._tell()

    async def _tell(self) -> None:
        """Everything that was said goes out; the last of it with what the act left in the rows."""
        rows = (*kept.between(self.before, self.file, Stamp(self.now, self.by)), *self.noted)
        if not self.said and rows:
            raise UntoldActError(sorted({one.table for one in rows}))
        if not self.said:
            return
        self.said[-1] = self.said[-1].model_copy(update={"kept": rows})
        grant = self.file.grant
        happenings = []
        for told in self.said:
            name = self.unit.tell(told, about=grant.application_id, regime=grant.pinned)
            happenings.append(_happening(self.unit, told, name))
        await histories.add(self.unit.session, grant.id, happenings)


def _happening(unit: Unit, told: GrantEvent, name: str) -> Happening:
    details = told.model_dump(mode="json", exclude={*_HIDDEN, *told.ELSEWHERE})
    return Happening(unit.now, told.SUBJECT, unit.actor.person_id, unit.actor.role, details, name)


async def begin(unit: Unit, action: Action, grant_id: str) -> Act:
    """Hold a grant and check the right to act on it. Raises `NoSuchGrant`, `NotAllowed`."""
    act = await hold(unit, grant_id)
    permit(unit, action, act.file.grant)
    return act


async def begin_on(unit: Unit, action: Action, part: str, part_id: str) -> Act:
    """The same by the id of a part: a claim, force majeure, an extension, a notice."""
    act = await hold_on(unit, part, part_id)
    permit(unit, action, act.file.grant)
    return act


async def hold_on(unit: Unit, part: str, part_id: str) -> Act:
    """Hold the grant that a part belongs to, before the right is checked."""
    grant_id = await files.grant_of(unit.session, part, part_id)
    if grant_id is None:
        raise NoSuchThing(Breach("monitoring.part_unknown", part, part_id[:80]))
    return await hold(unit, grant_id)


async def hold(unit: Unit, grant_id: str) -> Act:
    """Hold a grant for an act of the software itself, or before the right is checked."""
    found = await files.lock(unit.session, grant_id)
    if found is None:
        raise NoSuchGrant(Breach("monitoring.grant_unknown", "grant_id", grant_id[:80]))
    unit.about = found.grant.application_id
    return Act(unit, found, found, load(found.grant.regime, found.grant.revision))


async def read_file(unit: Unit, grant_id: str) -> tuple[GrantFile, RuleSet]:
    """The file of a grant for one who may read it, and its rules. Raises `NoSuchGrant`, `NotAllowed`."""
    found = await files.read(unit.session, grant_id)
    if found is None:
        raise NoSuchGrant(Breach("monitoring.grant_unknown", "grant_id", grant_id[:80]))
    permit(unit, Action.GRANT_READ, found.grant)
    return found, load(found.grant.regime, found.grant.revision)


def relations(actor: Actor, grant: Grant) -> frozenset[Relation]:
    """How the person stands to the grant. Who is no party to it may be kept from it by a conflict of interest."""
    found = {Relation.OWN} if actor.person_id in {grant.coordinator_id, grant.representative_id} else set()
    if not {actor.tax_number, actor.organisation}.isdisjoint(grant.parties):
        found.add(Relation.MEMBER)
    if actor.person_id == grant.auditor_id:
        found.add(Relation.ASSIGNED)
    if found.isdisjoint({Relation.OWN, Relation.MEMBER}) and actor.person_id in grant.apart:
        found.add(Relation.CONFLICTED)
    return frozenset(found)


def prepared(actor: Actor, action: Action, claim: Claim) -> frozenset[Relation]:
    """Whether the person did an earlier step of this claim: who made it does not approve, who approved does neither
    again nor pay.
    """
    earlier = {claim.prepared_by}
    if action is not Action.CLAIM_APPROVE:
        earlier |= {claim.approved_by, claim.countersigned_by}
    return frozenset({Relation.PREPARED}) if actor.person_id in earlier else frozenset()


def permit(unit: Unit, action: Action, grant: Grant, more: frozenset[Relation] = frozenset()) -> None:
    """Check the right and record the role it comes from. Raises `NotAllowed`, or `FourEyes` where only the
    person's own earlier step stands in the way.
    """
    actor, found = unit.actor, relations(unit.actor, grant)
    role = decide(actor.roles, action, found | more)
    if role is None:
        if more and decide(actor.roles, action, found) is not None:
            raise FourEyes(Breach("claim.four_eyes", "claim", action.value, "", "Destek"))
        raise NotAllowed(Breach("not_allowed", "", action.value))
    unit.actor = replace(actor, role=role.value)
