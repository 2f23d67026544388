"""What the monitoring room says of closing reports. About: the application id of the grant."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved, GrantEvent
from grants.personal import Public, Words
from grants.values import Moment, Money


class ClosingPart(StrEnum):
    """A part of a closing report, as remarks are made to it."""

    AIMS = "aims"
    INDICATORS = "indicators"
    SPENDING = "spending"
    ASSETS = "assets"
    LEFT_OPEN = "left_open"
    ATTACHMENTS = "attachments"


class LeftOpen(StrEnum):
    """What of a grant may still be open when its closing is reported."""

    FINDING = "finding"
    INDEPENDENT_AUDIT = "independent_audit"
    MILESTONE = "milestone"
    CLAIM = "claim"
    HOLD = "hold"
    RECOVERY = "recovery"
    GUARANTEE = "guarantee"


class _Figure(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ClosingHead(_Figure):
    """What a cost head was planned to cost, the part of it planned as grant, and what accepted reports realised."""

    head: Public
    cost: Money
    grant: Money
    realised: Money


class ClosingMeasure(_Figure):
    """A measure: where it stood at the contract, the last target of the plan, and what was reported last."""

    code: Public
    baseline: int | None = None
    target: int | None = None
    reached: int | None = None


class ClosingOpenItem(_Figure):
    """Something still open. about: its number, key or reference within the grant."""

    kind: LeftOpen
    about: Words
    amount: Money | None = None


class ClosingFigures(_Figure):
    """What the record says of a grant at its closing. Money in the currency of the grant."""

    heads: tuple[ClosingHead, ...] = ()
    measures: tuple[ClosingMeasure, ...] = ()
    milestones: int = 0
    milestones_confirmed: int = 0
    left_open: tuple[ClosingOpenItem, ...] = ()


class ClosingAsset(_Figure):
    """Something bought with the support that has to be kept: what, where, of which item, worth how much."""

    name: Words
    place: Words
    item: Public
    value: Money


class ClosingRemark(_Figure):
    """What was said to a part of a closing report that was returned."""

    part: ClosingPart
    remark: Words


class ClosingReminded(GrantEvent, DecidedData):
    """The closing falls due soon. Explained: why now."""

    SUBJECT = "monitoring.closing.reminded"

    due_at: Moment


class ClosingSubmitted(GrantEvent):
    """The closing report was sent. number: counts those of the grant; figures: as they stood then."""

    SUBJECT = "monitoring.closing.submitted"

    realised: Money
    number: int = 1
    assets: tuple[ClosingAsset, ...] = ()
    documents: tuple[Public, ...] = ()
    figures: ClosingFigures | None = None


class ClosingReturned(ClockMoved):
    """It is to be put right and sent again; the time for that begins anew."""

    SUBJECT = "monitoring.closing.returned"

    number: int
    note: Words
    remarks: tuple[ClosingRemark, ...]


class ClosingAccepted(GrantEvent):
    """The final settlement may rest on it."""

    SUBJECT = "monitoring.closing.accepted"

    number: int
    note: Words


EVENTS: tuple[type[EventData], ...] = (ClosingReminded, ClosingSubmitted, ClosingReturned, ClosingAccepted)
