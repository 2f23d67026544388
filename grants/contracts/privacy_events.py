"""What the audit room says of personal data. About: the application, where nothing else is said."""

from grants.contracts.event import EventData
from grants.personal import Words
from grants.values import ApplicationId, CallId


class PersonalDataErased(EventData):
    """The keys under which the personal data of a file's records stood were destroyed. destroyed: how many.

    dossiers: how many that held them were destroyed as well.
    """

    SUBJECT = "audit.personal_data.erased"

    application_id: ApplicationId
    reason: Words
    destroyed: int
    dossiers: int = 0


class PayloadsErased(EventData):
    """The keys under which stood what the file's workflows carried were destroyed, after the last of them had ended.

    destroyed: how many there were.
    """

    SUBJECT = "audit.payloads.erased"

    application_id: ApplicationId
    destroyed: int


class CallPayloadsErased(EventData):
    """The keys under which stood what the workflows of a call carried were destroyed: of each application that was
    submitted to it, `applications` of them, they had been, and no workflow of the call went on. About: the call.
    """

    SUBJECT = "audit.call_payloads.erased"

    call_id: CallId
    applications: int
    destroyed: int


EVENTS: tuple[type[EventData], ...] = (PersonalDataErased, PayloadsErased, CallPayloadsErased)
