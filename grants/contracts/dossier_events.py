"""What the audit room says of dossiers. About: the application."""

from grants.contracts.event import EventData
from grants.personal import Public
from grants.values import ApplicationId


class DossierMade(EventData):
    """Everything that proves a file was put into one. sha256: of it; size: its bytes.

    redacted: whether what is personal was left out; documents: how many papers it holds.
    """

    SUBJECT = "audit.dossier.made"

    application_id: ApplicationId
    sha256: Public
    size: int
    redacted: bool
    documents: int


class DossierDownloaded(EventData):
    """Somebody took a dossier with them."""

    SUBJECT = "audit.dossier.downloaded"

    application_id: ApplicationId
    sha256: Public


EVENTS: tuple[type[EventData], ...] = (DossierMade, DossierDownloaded)
