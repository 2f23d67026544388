"""Which event ends a file for good, and how. A contract ends the application and begins the grant: no end here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.contracts.application_events import ApplicationEnded
from grants.contracts.monitoring_events import GrantClosed
from grants.contracts.stages import Outcome

ENDS = frozenset({ApplicationEnded.type_name(), GrantClosed.type_name()})


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that came to its end. title: name of the consortium; signed_at: when an inspector signed it off."""

    about: str
    ending: str
    title: str
    regime: str
    ended_at: datetime
    signed_by: str = ""
    signed_at: datetime | None = None
    remark: str = ""


def ending_of(type_name: str, data: Mapping[str, Any]) -> str | None:
    """How the file ended by this event; None where it goes on."""
    outcome = str(data.get("outcome") or "")
    return outcome if type_name in ENDS and outcome not in {"", Outcome.CONTRACTED} else None
