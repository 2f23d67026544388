"""What the audit room says of personal data. About: the application, where nothing else is said."""

from grants.contracts.event import EventData
from grants.personal import Words
from grants.values import ApplicationId, CallId


class PersonalDataErased(EventData):
    """The keys under which the personal data of a file's records stood were destroyed. destroyed: how many.

    dossiers: how many that held them were destroyed as well. Of a call or a consortium it is told, without a reason,
    once all of its applications were erased, or once nothing keeps a call that never had any; application_id is its own
    id then.
    """

    SUBJECT = "audit.personal_data.erased"

    application_id: ApplicationId
    reason: Words
    destroyed: int
    dossiers: int = 0


LEAST_YEARS = 5
"""So long what is personal in a record of no file is kept at least. Source: default."""


class PersonalDataLapsed(EventData):
    """What is personal in records of no file, or told of a file after its erasure, went by itself, years after it was
    told. About: whatever they are about.

    upto: the last of these records, by its place in their chain. years: for how long they were kept, at least.
    destroyed: how many keys.
    """

    SUBJECT = "audit.personal_data.lapsed"

    upto: int
    years: int
    destroyed: int


class PayloadsErased(EventData):
    """The keys under which stood what the file's workflows carried were destroyed, after the last of them had ended.

    destroyed: how many there were.
    """

    SUBJECT = "audit.payloads.erased"

    application_id: ApplicationId
    destroyed: int


class CallPayloadsErased(EventData):
    """The keys under which stood what the workflows of a call carried were destroyed: of each application that was
    submitted to it, `applications` of them, they had been, and no workflow of the call went on. None: it never had any,
    and its rules kept its records no more. About: the call.
    """

    SUBJECT = "audit.call_payloads.erased"

    call_id: CallId
    applications: int
    destroyed: int


EVENTS: tuple[type[EventData], ...] = (PersonalDataErased, PersonalDataLapsed, PayloadsErased, CallPayloadsErased)
