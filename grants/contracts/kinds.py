"""Every kind of event this version of the programme knows, by the type it travels under."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.contracts import application_events, audit_events, evaluation_events, monitoring_events
from grants.contracts.event import ActRefused, EventData, FileRead, RightsSeen
from grants.contracts.keeping_events import DocumentsErased, OutboxPruned, PersonalDataEmptied
from grants.contracts.queues import ROOMS

REFUSED = frozenset(ActRefused.type_name().replace("{room}", room) for room in ROOMS)
READ = frozenset(FileRead.type_name().replace("{room}", room) for room in ROOMS)
RIGHTS = frozenset(RightsSeen.type_name().replace("{room}", room) for room in ROOMS)
PRUNED = frozenset(OutboxPruned.type_name().replace("{room}", room) for room in ROOMS)
EMPTIED = frozenset(PersonalDataEmptied.type_name().replace("{room}", room) for room in ROOMS)
SHREDDED = frozenset(DocumentsErased.type_name().replace("{room}", room) for room in ROOMS)

KINDS: Mapping[str, type[EventData]] = MappingProxyType(
    {
        **{
            kind.type_name(): kind
            for module in (application_events, evaluation_events, monitoring_events, audit_events)
            for kind in module.EVENTS
        },
        **dict.fromkeys(REFUSED, ActRefused),
        **dict.fromkeys(READ, FileRead),
        **dict.fromkeys(RIGHTS, RightsSeen),
        **dict.fromkeys(PRUNED, OutboxPruned),
        **dict.fromkeys(EMPTIED, PersonalDataEmptied),
        **dict.fromkeys(SHREDDED, DocumentsErased),
    }
)
