"""What the portal reads of a change that is asked for: what it changes, what it does, and what forbids it."""

from typing import Any

from grants.explanation import Explanation
from services.portal.reading import Amount, Read, Text, Who
from services.portal.reading_plans import Change, ChangeEffect, Difference


class Forbidden(Read):
    """Something that forbids it. rule: the key of the words."""

    rule: str
    subject: Text = ""
    asked: Text = ""
    allowed: Text = ""
    source: Text = ""


class Weighed(Read):
    """A request on the facts of today. decider: who decides; "" where that is said elsewhere."""

    differences: tuple[Difference, ...] = ()
    effect: ChangeEffect = ChangeEffect()
    explanations: tuple[Explanation, ...] = ()
    breaches: tuple[Forbidden, ...] = ()
    decider: Text = ""


class Asked(Change):
    """A request in full. today: on the facts of today, while it awaits its decision.

    explanations: of the request itself, for whoever shows it in the place of `today`; the room keeps none.
    """

    grant_id: str
    explanations: tuple[Explanation, ...] = ()
    today: Weighed | None = None


class Belongs(Read):
    """A member of the consortium."""

    name: str
    tax_number: Text = ""
    province: Text = ""


class InForce(Read):
    """The plan in force. plan: as the room has it, whole, to be sent back changed."""

    version: int = 0
    coordinator_id: Who = ""
    representative_id: Who = ""
    total: Amount = None
    grant: Amount = None
    plan: dict[str, Any]
    members: tuple[Belongs, ...] = ()
