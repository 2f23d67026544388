"""What of the events an inspector's desk keeps: the files there are, and the traces that patterns are looked for in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from grants.breach import Refused
from grants.contracts import application_events as application
from grants.contracts import claim_events as claims
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts import payment_events as payment
from grants.contracts.grant_event import ClockMoved
from grants.contracts.kinds import KINDS
from grants.contracts.risk_events import RiskAssessed
from grants.contracts.stages import DeadlineKind, Outcome
from grants.regimes import pinned
from grants.values import ZERO
from services.audit.domain.leads import Trace

SUBMITTED = application.ApplicationSubmitted.type_name()
CONCLUDED = application.ContractConcluded.type_name()
OPENED = monitoring.GrantOpened.type_name()
RISK = RiskAssessed.type_name()
ENTERED = application.StageEntered.type_name()
ASSIGNED = evaluation.EvaluatorAssigned.type_name()
MADE = monitoring.ClaimMade.type_name()
SECONDED = payment.ClaimSeconded.type_name()
APPROVED = monitoring.ClaimApproved.type_name()
ORDERED = payment.ClaimOrdered.type_name()
ENDED = application.ApplicationEnded.type_name()
DECIDED = frozenset(
    kind.type_name()
    for kind in (
        application.ApplicationAdmitted,
        application.ApplicationEnded,
        application.CompletionRequested,
        application.NegotiationAgreed,
        application.MinisterDecided,
    )
)
"""Acts by people that a stage gives a date."""
_OF_A_CLAIM = {MADE: "made", SECONDED: "seconded", APPROVED: "approved", ORDERED: "ordered"}
_SYSTEM = "system"
_GIVES = {
    ASSIGNED: ("assignment", "assignment_id", "evaluate_by"),
    evaluation.AssignmentAccepted.type_name(): ("assignment", "assignment_id", "due_at"),
    evaluation.AssessmentReopened.type_name(): ("assignment", "assignment_id", "due_at"),
    monitoring.ReportOpened.type_name(): ("report", "number", "due_at"),
    claims.ClaimReturned.type_name(): ("claim", "claim_id", "due_at"),
}
"""Events that say until when something is due: what, which one, and the field that says it."""
_MEETS = {
    evaluation.AssessmentSubmitted.type_name(): ("assignment", "assignment_id", "assessment/submitted"),
    monitoring.ReportSubmitted.type_name(): ("report", "number", "report/submitted"),
    claims.ClaimResubmitted.type_name(): ("claim", "claim_id", "claim/resubmitted"),
}
"""Acts that meet such a date: what, which one, and the act."""
_MOVES = {DeadlineKind.REPORT_DUE.value: "report"}
"""What may fall due on another day after the clock of a grant was moved."""
_CLOCK = frozenset(name for name, kind in KINDS.items() if issubclass(kind, ClockMoved))
AMOUNTS = frozenset({SUBMITTED, CONCLUDED, OPENED})
"""What tells the amount of a file."""
NOTED = (
    DECIDED
    | {SUBMITTED, CONCLUDED, OPENED, RISK, ENTERED, ASSIGNED}
    | _OF_A_CLAIM.keys()
    | _GIVES.keys()
    | _MEETS.keys()
    | _CLOCK
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file. amount: granted, or asked for. risk: its last score. due_at: what the stage it is in gives.

    dues: until when else something was due, by what it is: scores, a report, a claim to be put right.
    """

    about: str
    call_id: str = ""
    title: str = ""
    amount: Decimal = ZERO
    risk: int | None = None
    due_at: datetime | None = None
    dues: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """What counts here of an event."""

    event_id: str
    type: str
    about: str
    at: datetime
    actor_id: str
    regime: str
    data: Mapping[str, Any]


def after(file: CaseFile, heard: Heard) -> CaseFile:
    """The file as it is known after this event."""
    dues = dict(_dues(heard))
    return _known_after(replace(file, dues={**file.dues, **dues}) if dues else file, heard)


def _dues(heard: Heard) -> Iterator[tuple[str, str]]:
    """What is due until when, as far as the event says so: the newest word stands."""
    what, which, until = _GIVES.get(heard.type, ("", "", ""))
    if what and _moment(heard.data.get(until)):
        yield f"{what}/{heard.data.get(which)}", str(heard.data[until])
    for one in heard.data.get("deadlines") or () if heard.type in _CLOCK else ():
        if one.get("kind") in _MOVES and _moment(one.get("at")):
            yield f"{_MOVES[one['kind']]}/{one.get('number')}", str(one["at"])


def _known_after(file: CaseFile, heard: Heard) -> CaseFile:
    data = heard.data
    if heard.type == SUBMITTED:
        title = str(data.get("consortium_name") or file.title)
        return replace(file, call_id=str(data.get("call_id") or ""), title=title, amount=_money(data.get("requested")))
    if heard.type == CONCLUDED:  # a contract on paper that was taken over was never submitted here
        title = file.title or str(data.get("consortium_name") or "")
        return replace(file, call_id=str(data.get("call_id") or ""), title=title, amount=_money(data.get("approved")))
    if heard.type == OPENED:
        return replace(file, call_id=str(data.get("call_id") or file.call_id), amount=_money(data.get("approved")))
    if heard.type == RISK:
        return replace(file, risk=int(data.get("score") or 0))
    if heard.type == ENTERED:
        return replace(file, due_at=_moment(data.get("due_at")))
    return file


def trace_of(file: CaseFile, heard: Heard) -> Trace | None:
    """What the event shows; None where no pattern is looked for in it."""
    data = heard.data
    if heard.type in DECIDED:
        if heard.actor_id.startswith(_SYSTEM) or (heard.type == ENDED and data.get("outcome") != Outcome.EXCLUDED):
            return None  # what lapses does so at its deadline; who withdraws decides nothing
        return _trace(heard, "application/decided", heard.actor_id, due_at=file.due_at)
    if heard.type == ASSIGNED:
        return _trace(heard, "assignment/made", str(data.get("evaluator_id") or ""), pair=heard.about)
    if heard.type in _OF_A_CLAIM:
        return _claim(heard)
    return _met(file, heard) if heard.type in _MEETS else None


def _met(file: CaseFile, heard: Heard) -> Trace | None:
    """Something was handed in that had a date."""
    what, which, act = _MEETS[heard.type]
    due_at = _moment(file.dues.get(f"{what}/{heard.data.get(which)}"))
    return None if due_at is None else _trace(heard, act, heard.actor_id, due_at=due_at)


def _claim(heard: Heard) -> Trace:
    """A step of a claim; of its approval the amount counts, and from which on another approves it too."""
    act = f"claim/{_OF_A_CLAIM[heard.type]}"
    found = _trace(heard, act, heard.actor_id, pair=str(heard.data.get("claim_id") or ""))
    if heard.type != APPROVED:
        return found
    return replace(found, amount=_money(heard.data.get("amount")), limit=_limit(heard.regime))


def _trace(heard: Heard, act: str, person: str, *, pair: str = "", due_at: datetime | None = None) -> Trace:
    return Trace(heard.event_id, heard.about, act, person, heard.at, pair, due_at)


def _limit(regime: str) -> Decimal:
    """From which amount another has to approve it too, by the rules; zero where they say none."""
    try:
        return pinned(regime).money.second_approval_above.value or ZERO
    except Refused:
        return ZERO


def _money(value: object) -> Decimal:
    try:
        return Decimal(str(value or 0))
    except InvalidOperation:
        return ZERO


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None
