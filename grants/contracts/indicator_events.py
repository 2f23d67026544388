"""What the monitoring room says of the evidence for indicators. About: the application id of the grant."""

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import EventData
from grants.contracts.grant_event import GrantEvent
from grants.personal import Identity, Public, Words


class EvidenceEntry(BaseModel):
    """One body, structure or product that a measure counts. note: what shows it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    place: int
    code: Public
    kind: Public
    name: Words
    name_key: Public = ""
    tax_number: Identity = ""
    own: bool = False
    note: Words = ""


class EvidenceListed(GrantEvent):
    """What stands behind the numbers of a report was listed: how much of it, by code of the measure, and what.

    number: of the report. The list takes the place of what was listed with it before. entries: none where a room of
    before did not tell them.
    """

    SUBJECT = "monitoring.evidence.listed"
    ELSEWHERE = frozenset({"entries"})

    number: int
    listed: dict[str, int]
    entries: tuple[EvidenceEntry, ...] | None = None


EVENTS: tuple[type[EventData], ...] = (EvidenceListed,)
