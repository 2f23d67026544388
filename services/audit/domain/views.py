"""Who sees what of a story. An inspector all of it; the Ministry all but who read what or came with which rights, what
went into the archive, and scores still under seal; applicants what the application and monitoring rooms say of their
file, and nobody who evaluated it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from grants.contracts.committee_events import CommitteeSessionCalled, CommitteeSessionChanged
from grants.contracts.evaluation_events import (
    AssessmentSubmitted,
    CommitteeAppointed,
    CommitteeConcluded,
    CommitteeOpened,
)
from grants.contracts.ledger_events import BuildArchived, RunArchived
from grants.contracts.pack_events import ApprovalPackClosed
from grants.contracts.reserve_events import ReserveConsidered
from grants.contracts.risk_events import RiskAnswered, RiskAssessed, VisitPlanned
from grants.contracts.selection_events import FundingCombinationComputed
from grants.policy import Role
from services.audit.domain.kinds import READ, REFUSED, RIGHTS, room_of

HIDDEN_FROM_APPLICANTS = frozenset(
    {
        Role.EVALUATOR,
        Role.COMMITTEE_CHAIR,
        Role.COMMITTEE_MEMBER,
        Role.COMMISSION_MEMBER,
        Role.INDEPENDENT_AUDITOR,
        Role.INSPECTOR,
    }
)
SHOWN_TO_APPLICANTS = frozenset({"application", "monitoring"})
FOR_THE_MINISTRY = frozenset(kind.type_name() for kind in (RiskAssessed, RiskAnswered, VisitPlanned))
"""What the monitoring room says that applicants are not told: what is feared, and who will come to look."""
OF_THE_MACHINE = frozenset(kind.type_name() for kind in (RunArchived, BuildArchived))
"""What is kept for those who prove that nothing was changed: no step of the file, and for inspectors alone."""
SEALED = AssessmentSubmitted.type_name()
RANKING = CommitteeConcluded.type_name()
APPOINTED = CommitteeAppointed.type_name()
OF_ALL = frozenset(
    kind.type_name()
    for kind in (
        ApprovalPackClosed,
        CommitteeOpened,
        CommitteeSessionCalled,
        CommitteeSessionChanged,
        FundingCombinationComputed,
        ReserveConsidered,
    )
)
"""Events of a call whose lists and explanations tell of every application in it."""
HASHES = "hashes"
"""Of what is not told: nobody but an inspector can hold them against anything."""
_SOON = timedelta(days=1)
"""What comes to be on record so soon after it happened needs no word."""
_APPLICATIONS = frozenset({"applications", "moved"})
_OF_OTHERS = frozenset({"explanations", "left"})
"""Parts of them that cannot be cut to one application."""


class View(StrEnum):
    """With whose eyes a story is read."""

    INSPECTOR = "inspector"
    MINISTRY = "ministry"
    APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who reads: the view, the person, the application, and whether its pre-evaluation is decided."""

    view: View
    person_id: str
    application_id: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """One event of a story as this reader may see it. erased: what was personal in it is not readable any more.

    late: when it came to be on record, where that was more than a day after it happened.
    """

    event_id: str
    at: datetime
    what: str
    actor_id: str
    actor_role: str
    on_behalf_of: str
    regime: str
    data: dict[str, Any]
    erased: bool = False
    late: datetime | None = None


def late(at: datetime, recorded_at: datetime) -> datetime | None:
    """When something came to be on record, where that is worth a word."""
    return recorded_at if recorded_at - at > _SOON else None


def seen(scene: Scene, eyes: Eyes) -> Scene | None:
    """What these eyes see of an event; None: nothing."""
    data = _of_this_file(scene, eyes.application_id)
    if data is None or (scene.what in READ | RIGHTS | OF_THE_MACHINE and eyes.view is not View.INSPECTOR):
        return None
    if eyes.view is View.INSPECTOR:
        return _changed(scene, data)
    data = {name: value for name, value in data.items() if name != HASHES}
    match eyes.view:
        case View.MINISTRY:
            is_sealed = scene.what == SEALED and not eyes.is_decided
            return _changed(scene, {**data, "total": ""} if is_sealed else data)
        case View.APPLICANT:
            return _for_applicants(scene, data, eyes.person_id)


def _changed(scene: Scene, data: dict[str, Any], *, is_nameless: bool = False) -> Scene:
    shown = replace(scene, data=data)
    return replace(shown, actor_id="", on_behalf_of="") if is_nameless else shown


def _of_this_file(scene: Scene, application_id: str) -> dict[str, Any] | None:
    """The part of an event of the call that concerns this application: its own line of the ranking.

    What is told of all applications of a call is cut to this one: whoever is kept from another reads nothing of it.
    """
    if scene.what == RANKING:
        return next((line for line in scene.data.get("placed", ()) if line["application_id"] == application_id), None)
    if scene.what == APPOINTED:
        return {**scene.data, "apart": _own("apart", scene.data.get("apart"), application_id)}
    if scene.what in OF_ALL:
        return {name: _own(name, value, application_id) for name, value in scene.data.items() if name not in _OF_OTHERS}
    return scene.data


def _own(name: str, value: Any, application_id: str) -> Any:
    """The entries of a list that are of this application, or of none; anything else as it is."""
    if not isinstance(value, list):
        return value
    if name in _APPLICATIONS:
        return [one for one in value if one == application_id]
    return [one for one in value if not isinstance(one, dict) or one.get("application_id") in {None, application_id}]


def _for_applicants(scene: Scene, data: dict[str, Any], person_id: str) -> Scene | None:
    if room_of(scene.what) not in SHOWN_TO_APPLICANTS or scene.what in FOR_THE_MINISTRY:
        return None
    if scene.what in REFUSED and scene.actor_id != person_id:
        return None
    return _changed(scene, data, is_nameless=scene.actor_role in HIDDEN_FROM_APPLICANTS)
