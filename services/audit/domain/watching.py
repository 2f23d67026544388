"""Which workflows an event sets going, so that their runs are looked for when they end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.contracts import application_events as application
from grants.contracts import monitoring_events as monitoring
from grants.contracts import obligation_events as obligation
from grants.contracts import reserve_events as reserve
from grants.contracts import selection_events as selection
from grants.contracts import workflows as names

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Watch:
    """A workflow whose runs come into the archive. about: the file whose runs they are; place: how far the ledger
    was when it was looked at last. call_id, begun_at: of an application's own workflow.
    """

    workflow_id: str
    about: str
    place: int = 0
    call_id: str = ""
    begun_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileOfCall:
    """An application that was submitted, and to which call."""

    about: str
    call_id: str
    submitted_at: datetime


def _opening(data: Data) -> int:
    return int(data.get("opening") or 1)


_BEGUN: Mapping[str, Callable[[Data], str]] = {
    application.CallPublished.type_name(): lambda data: names.call_workflow_id(data["call_id"]),
    application.ApplicationSubmitted.type_name(): lambda data: names.application_workflow_id(data["application_id"]),
    reserve.ReserveOpened.type_name(): lambda data: names.reserve_workflow_id(data["call_id"]),
    selection.FeedbackIssued.type_name(): lambda data: names.objection_window_workflow_id(data["application_id"]),
    monitoring.GrantOpened.type_name(): lambda data: names.grant_workflow_id(data["grant_id"]),
    monitoring.GrantClosed.type_name(): lambda data: names.obligations_workflow_id(data["grant_id"], _opening(data)),
    obligation.GrantReopened.type_name(): lambda data: names.grant_workflow_id(data["grant_id"], _opening(data)),
}
"""Workflows that others begin are found in their histories."""
SUBMITTED = application.ApplicationSubmitted.type_name()


def begun_by(type_name: str, about: str, data: Data, at: datetime) -> Watch | None:
    """The workflow this event begins; None where it begins none, or is not told as it should be."""
    name = _BEGUN.get(type_name)
    call_id = str(data.get("call_id") or "") if type_name == SUBMITTED else ""
    try:
        return None if name is None else Watch(name(data), about, call_id=call_id, begun_at=at)
    except (KeyError, TypeError, ValueError):
        return None
