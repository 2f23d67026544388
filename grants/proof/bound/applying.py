"""What events of calls and applications say beside their decisions."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from grants.contracts.application_events import (
    ApplicationEnded,
    ApplicationSubmitted,
    CallClosed,
    CallOpened,
    NegotiationAgreed,
    PlanRevised,
    StageOverdue,
)
from grants.contracts.event import DecidedData
from grants.proof.bound.deadlines import fell
from grants.proof.bound.tie import Seen, Tie, figure, outcome, part, programme, text, tie
from grants.rules.deadlines import Due, end

_STAGES = (Due.DRAFT, Due.COMPLETION, Due.NEGOTIATION, Due.FOUNDING, Due.SIGNING)
_WITNESSED = "a number of the version, counted up; held against the tables"


def _next_end(seen: Seen) -> object:
    """A stage that went past its end is given its days anew, from now."""
    if seen.rules is None or not seen.is_open:
        return None
    return end(seen.given.what, datetime.fromisoformat(seen.time), seen.rules)


TIES: Mapping[type[DecidedData], Tie] = MappingProxyType(
    {
        CallOpened: tie(fell(Due.CALL_OPENING)),
        CallClosed: tie(fell(Due.CALL_CLOSING), applications="counted, not decided; each has records of its own"),
        ApplicationSubmitted: tie(
            part("consortium", "allowed", programme=programme),
            part("plan", "allowed", plan_total=figure("total"), requested=figure("grant"), programme=programme),
            consortium_id="names whom the decision is about",
            consortium_name="what it is called decides nothing",
            province="where it is decides nothing",
            papers="what was handed in with it decides nothing: the administrative check looks at it",
            plan_version=_WITNESSED,
        ),
        StageOverdue: tie(
            fell(Due.ADMINISTRATIVE_CHECK, Due.APPROVAL, stage=text("what"), due_at=_next_end),
        ),
        ApplicationEnded: tie(
            fell(*_STAGES, stage=text("what"), outcome=outcome),
            reason="the key of a text, or what a person wrote",
        ),
        PlanRevised: tie(part("plan", "allowed", total=figure("total"), requested=figure("grant")), version=_WITNESSED),
        NegotiationAgreed: tie(part("plan", total=figure("total"), requested=figure("grant")), version=_WITNESSED),
    }
)
