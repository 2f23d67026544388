"""What the monitoring room says of the evidence for indicators. About: the application id of the grant."""

from grants.contracts.event import EventData
from grants.contracts.grant_event import GrantEvent


class EvidenceListed(GrantEvent):
    """What stands behind the numbers of a report was listed: how much of it, by code of the measure.

    number: of the report. The list takes the place of what was listed with it before.
    """

    SUBJECT = "monitoring.evidence.listed"

    number: int
    listed: dict[str, int]


EVENTS: tuple[type[EventData], ...] = (EvidenceListed,)
