"""Facts around the changes of one grant: requests, what they ask for, and the versions of the plan they make."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from grants.contracts.application_events import MemberData
from grants.regimes.words import Decider
from grants.rules.changes import ChangeKind
from grants.workplan import WorkPlan


class ChangeStatus(StrEnum):
    """notified: took effect when it was told, because nobody decides about its class."""

    ASKED = "asked"
    NOTIFIED = "notified"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A request to change the grant. number: counts them. decider: who decides, as the rules said when it was asked.

    base_version: of the plan it was made on; version: the one it made, once it took effect. paper: date and number of
    the board's or the Minister's decision.
    """

    id: str
    grant_id: str
    number: int
    kind: ChangeKind
    decider: Decider
    reason: str
    base_version: int
    asked_by: str
    asked_at: datetime
    status: ChangeStatus = ChangeStatus.ASKED
    version: int | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money of one item given to another: of its cost, and of its grant. In the currency of the grant."""

    source: str
    target: str
    cost: Decimal
    grant: Decimal


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for. plan: the whole plan as it is to be; leaves: tax numbers; persons: None where they stay.

    representative_id: who represents the enterprise beside the coordinator; "" for nobody.
    """

    kind: ChangeKind
    reason: str
    plan: WorkPlan | None = None
    transfers: tuple[Transfer, ...] = ()
    joins: tuple[MemberData, ...] = ()
    leaves: tuple[str, ...] = ()
    coordinator_id: str | None = None
    representative_id: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request in full, kept beside its facts: what it asks for, and what that was found to change when it was asked.

    wish: as JSON. differences, effect: as text fit for JSON.
    """

    change_id: str
    grant_id: str
    wish: dict[str, Any]
    differences: list[dict[str, str]]
    effect: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """The plan, the members and who acts for the grant, from `since` on. change_id: what made it; "" for the contract.

    has_chamber: whether the cluster's geography has a chamber of the first kind; None where no paper said so.
    """

    grant_id: str
    version: int
    plan: WorkPlan
    members: tuple[MemberData, ...]
    coordinator_id: str
    since: datetime
    representative_id: str = ""
    has_chamber: bool | None = None
    change_id: str = ""
