"""What the audit room says. About: the application id."""

from grants.contracts import desk_events, dossier_events, ledger_events, privacy_events
from grants.contracts.event import EventData
from grants.personal import Public, Words
from grants.values import ApplicationId


class InspectionSigned(EventData):
    """An inspector has looked through a finished file. ending: how the file ended."""

    SUBJECT = "audit.inspection.signed"

    application_id: ApplicationId
    ending: Public
    remark: Words


EVENTS: tuple[type[EventData], ...] = (
    InspectionSigned,
    *ledger_events.EVENTS,
    *dossier_events.EVENTS,
    *privacy_events.EVENTS,
    *desk_events.EVENTS,
)
