"""Reading: one grant with everything for its page, lists, and what waits for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from grants.breach import Breach
from grants.calendar import istanbul_day
from grants.contracts.monitoring_events import Deadline
from grants.explanation import Explanation
from grants.policy import Action, Role, decide
from grants.regimes import RuleSet, load
from grants.regimes.words import Decider
from runtime.auth import Actor
from runtime.unit import Unit
from services.monitoring.domain import answering, duties, risking
from services.monitoring.domain.change_facts import PlanVersion, Proposal
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.duties import DECIDES
from services.monitoring.domain.errors import NoSuchGrant
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.possible import acts
from services.monitoring.domain.records import Agreement, GrantLine, Happening, Sight, Task
from services.monitoring.domain.risk_facts import Photograph
from services.monitoring.store import books, changes, files, grants, histories, photographs, tasks
from services.monitoring.usecases.acting import permit, prepared, relations

HISTORY_SHOWN = 500
ENTRIES_SHOWN = 2000
GRANTS_OF_ONE = 50
_MONEY_ACTS = (
    (Action.CLAIM_APPROVE, "made"),
    (Action.CLAIM_COUNTERSIGN, "seconded"),
    (Action.CLAIM_PAY, "approved"),
    *((Action.CLAIM_RETURN, status.value) for status in sorted(answering.RETURNABLE)),
    *((Action.CLAIM_REFUSE, status.value) for status in sorted(answering.REFUSABLE)),
    (Action.CLAIM_SEND_AGAIN, "returned"),
)
_LAST_TOO = frozenset({Action.CLAIM_APPROVE, Action.CLAIM_COUNTERSIGN, Action.CLAIM_PAY})
"""What is done with the claim that the settlement leaves as with any other."""


@dataclass(frozen=True, slots=True)
class GrantView:
    """A grant as one person may see it. can: what this person can do now; claims_can: the same by claim."""

    file: GrantFile
    rules: RuleSet
    agreement: Agreement | None
    standing: PlanVersion | None
    proposals: dict[str, Proposal]
    deadlines: tuple[Deadline, ...]
    history: list[Happening]
    can: tuple[str, ...]
    claims_can: dict[str, tuple[str, ...]]
    today: date
    ledger: list[books.Posted]
    changes_can: dict[Decider, tuple[str, ...]]
    sees_risk: bool
    risk: Explanation | None
    photographs: list[Photograph]


async def read_grant(unit: Unit, grant_id: str) -> GrantView:
    file = await files.read(unit.session, grant_id)
    if file is None:
        raise NoSuchGrant(Breach("monitoring.grant_unknown", "grant_id", grant_id[:80]))
    permit(unit, Action.GRANT_READ, file.grant)
    rules = load(file.grant.regime, file.grant.revision)
    sees_risk = decide(unit.actor.roles, Action.RISK_READ, relations(unit.actor, file.grant)) is not None
    standing = await changes.version_of(unit.session, grant_id, file.grant.plan_version)
    first = await changes.first_version(unit.session, grant_id) if sees_risk else None
    return GrantView(
        file=file,
        rules=rules,
        agreement=await grants.agreement_of(unit.session, grant_id),
        standing=standing,
        proposals=await changes.proposals_of(unit.session, grant_id) if file.changes else {},
        deadlines=deadlines(file, rules),
        history=await histories.latest(unit.session, grant_id, HISTORY_SHOWN),
        can=_can(unit.actor, file),
        claims_can=_claims_can(unit.actor, file),
        today=istanbul_day(unit.now),
        ledger=await books.entries_of(unit.session, grant_id, "", ENTRIES_SHOWN),
        changes_can=_changes_can(unit.actor, file),
        sees_risk=sees_risk,
        risk=risking.explained(file, first, standing, unit.now, rules) if sees_risk and first and standing else None,
        photographs=await photographs.of_grant(unit.session, grant_id) if file.visits else [],
    )


async def list_grants(unit: Unit, after: str, limit: int, wanted: grants.Wanted) -> list[GrantLine]:
    """The grants this person may read, by id."""
    return await grants.page(unit.session, _sight(unit.actor), after, limit, wanted)


async def list_tasks(unit: Unit, limit: int) -> list[Task]:
    """What waits for this person: as officer, those that wait longest first; else of own grants."""
    roles = unit.actor.roles
    kinds = frozenset(kind for kind, act in duties.OFFICERS.items() if decide(roles, act, frozenset()) is not None)
    me = unit.actor.person_id
    found = await tasks.waiting(unit.session, kinds, me, limit)
    found += await _own(unit, await tasks.coordinated(unit.session, me, GRANTS_OF_ONE), duties.of_coordinator)
    if Role.INDEPENDENT_AUDITOR in roles:
        found += await _own(unit, await tasks.audited(unit.session, me, GRANTS_OF_ONE), duties.of_auditor)
    return found[:limit]


async def _own(unit: Unit, grant_ids: list[str], of: Callable[[GrantFile], Iterable[Task]]) -> list[Task]:
    """What waits in these grants for the person, who is charged with each."""
    found: list[Task] = []
    for grant_id in grant_ids:
        file = await files.read(unit.session, grant_id)
        if file is not None:
            mine = set(_can(unit.actor, file))
            found += [task for task in of(file) if task.kind.value in mine]
    return found


def _sight(actor: Actor) -> Sight:
    """What the list shows is what reading one by one would: the Ministry's people see all, others their own."""
    everything = decide(actor.roles, Action.GRANT_READ, frozenset()) is not None
    member = Role.CONSORTIUM_MEMBER in actor.roles
    parties = tuple(sorted({fact for fact in (actor.tax_number, actor.organisation) if fact}))
    return Sight(
        actor.person_id,
        everything,
        coordinator_id=actor.person_id if Role.COORDINATOR in actor.roles else None,
        parties=parties if member else (),
        auditor_id=actor.person_id if Role.INDEPENDENT_AUDITOR in actor.roles else None,
    )


def _can(actor: Actor, file: GrantFile) -> tuple[str, ...]:
    stands = relations(actor, file.grant)
    return tuple(sorted(act.value for act in acts(file) if decide(actor.roles, act, stands) is not None))


def _claims_can(actor: Actor, file: GrantFile) -> dict[str, tuple[str, ...]]:
    possible, stands = acts(file), relations(actor, file.grant)
    return {
        claim.id: tuple(
            act.value
            for act, status in _MONEY_ACTS
            if act in possible
            and claim.status == status
            and (act in _LAST_TOO or not claim.final)
            and decide(actor.roles, act, stands | prepared(actor, act, claim)) is not None
        )
        for claim in file.claims
    }


def _changes_can(actor: Actor, file: GrantFile) -> dict[Decider, tuple[str, ...]]:
    """What the person may do with a request that awaits its decision, by who decides about it."""
    stands, found = relations(actor, file.grant), {}
    for decider, act in DECIDES.items():
        acts_on = (act, Action.CHANGE_WITHDRAW)
        found[decider] = tuple(one.value for one in acts_on if decide(actor.roles, one, stands) is not None)
    return found
