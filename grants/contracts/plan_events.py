"""What the monitoring room says of the work plan of a grant and its changes. About: the application id of the grant."""

from typing import Any

from grants.contracts.application_events import MemberData
from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved, GrantEvent
from grants.personal import Identity, Public, Words
from grants.values import Money, PersonId


class ChangeAsked(GrantEvent, DecidedData):
    """A change of the grant was asked for. kind: its class; decided_by: who decides, by the rules of the grant.

    wish_hash, differences_hash, effect_hash: of what was asked for and what that changes, as it is kept; "" where a
    room of before did not tell them. What was asked for may name people, so its hashes are personal too. Explained:
    that it keeps the rules as things stand.
    """

    SUBJECT = "monitoring.change.asked"
    ELSEWHERE = frozenset({"wish_hash", "differences_hash", "effect_hash"})

    change_id: Public
    number: int
    kind: Public
    decided_by: Public
    reason: Words
    wish_hash: Words = ""
    differences_hash: Words = ""
    effect_hash: Public = ""


class ChangeDecided(GrantEvent, DecidedData):
    """Explained where it was accepted: that it keeps the rules on the day of the decision. paper: of the decision."""

    SUBJECT = "monitoring.change.decided"

    change_id: Public
    number: int
    kind: Public
    accepted: bool
    reason: Words
    paper: Words = ""


class ChangeWithdrawn(GrantEvent):
    SUBJECT = "monitoring.change.withdrawn"

    change_id: Public
    number: int
    kind: Public


class PlanChanged(ClockMoved):
    """A version of the plan, the members and who acts for the grant took effect. total, grant: of the plan.

    representative_id: who represents the enterprise beside the coordinator; "" for nobody. earned: by it, so far.
    Milestones may fall due on other days by it.
    """

    SUBJECT = "monitoring.plan.changed"

    change_id: Public
    kind: Public
    plan_version: int
    plan: dict[str, Any]
    members: tuple[MemberData, ...]
    coordinator_id: PersonId
    representative_id: Identity = ""
    total: Money
    grant: Money
    earned: Money


EVENTS: tuple[type[EventData], ...] = (ChangeAsked, ChangeDecided, ChangeWithdrawn, PlanChanged)
