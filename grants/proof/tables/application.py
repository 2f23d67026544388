"""The application room's tables: of an application from its draft to its contract, and of a call."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from grants.calendar import start_of
from grants.contracts import application_events as said
from grants.contracts import evaluation_events as evaluation
from grants.contracts import plan_events as plans
from grants.contracts import reserve_events as reserve
from grants.contracts.event import EventData
from grants.contracts.stages import Stage
from grants.proof.tables import belonging, leading
from grants.proof.tables.book import Book, Handler, Table, Told, Total, parts_of
from grants.proof.tables.grant import barred

APPLICATION, STAY, PLAN, CONTRACT = "application", "stage_record", "plan_version", "contract"
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        APPLICATION: Table(key=("id",), whole=True),
        STAY: Table(key=("place",), whole=True),
        PLAN: Table(key=("version",)),
        "check_record": Table(whole=True),
        "completion": Table(whole=True),
        "negotiation_point": Table(key=("id",), whole=True),
        "approval": Table(whole=True),
        "enterprise": Table(whole=True),
        CONTRACT: Table(whole=True),
        "presentation": Table(),
        "member": Table(key=("place",)),
        belonging.BELONGING: Table(key=("tax_number", "joined_version"), whole=True),
        "barred": Table(key=("person_id",), whole=True),
    }
)
OF_CALL: Mapping[str, Table] = MappingProxyType(
    {"call": Table(key=("id",), whole=True), "deadline_move": Table(order=("moved_at", "id"), whole=True)}
)
"""What a call itself has."""
_MEMBER = ("name", "kind", "tax_number", "province", "nace", "address", "commits", "in_main_field")


def drafted(book: Book, told: Told) -> None:
    regime, revision = parts_of(told.regime)
    facts = {name: told.data[name] for name in ("call_id", "consortium_id")}
    rules = {"regime": regime, "revision": revision}
    begun = {"created_at": told.at, "submitted_at": None, "outcome": None, "completion_used": False}
    book.put(APPLICATION, (told.about,), told, **facts, **rules, **begun, plan_version=0, coordinator_id=told.by)
    enter(book, told, Stage.DRAFT)


def enter(book: Book, told: Told, stage: str, due_at: Any = None) -> None:
    """In a stage from now on; entered where it stands already, only its end may be another."""
    own, stays = (told.about,), book.keys(STAY)
    book.change(APPLICATION, own, told, stage=stage, stage_due_at=due_at)
    if stays and book.value(STAY, stays[-1], "stage") == stage:
        book.change(STAY, stays[-1], told, due_at=due_at)
        return
    if stays:
        book.change(STAY, stays[-1], told, left_at=told.at)
    entered = {"entered_at": told.at, "entered_by": told.by, "entered_role": told.role}
    book.put(STAY, (len(stays),), told, stage=stage, **entered, left_at=None, due_at=due_at)


def submitted(book: Book, told: Told) -> None:
    data = told.data
    facts = {"province": data["province"], "plan_version": data["plan_version"], "submitted_at": told.at}
    book.change(APPLICATION, (told.about,), told, **facts)
    _version(book, told, data["plan_version"], data["plan_total"], data["requested"])
    enter(book, told, Stage.SUBMITTED)


def _version(book: Book, told: Told, version: int, total: str, requested: str) -> None:
    made = {"made_by": told.by, "made_at": told.at}
    book.put(PLAN, (version,), told, total=total, requested=requested, **made)


def stage_entered(book: Book, told: Told) -> None:
    enter(book, told, told.data["stage"], told.data["due_at"])
    if told.data["stage"] == Stage.COMMITTEE:
        book.kept["scored"] = told
    if told.data["stage"] in {Stage.RESERVE, Stage.SELECTED}:
        book.kept["placed"] = told
    _judged(book, told)


def overdue(book: Book, told: Told) -> None:
    enter(book, told, told.data["stage"], told.data["due_at"])


def ended(book: Book, told: Told) -> None:
    data = told.data
    facts = {"outcome": data["outcome"], "outcome_reason": data["reason"]}
    book.change(APPLICATION, (told.about,), told, **facts)
    enter(book, told, Stage.ENDED)
    if data["stage"] == Stage.ADMINISTRATIVE_CHECK and data["outcome"] == "excluded":
        decided = {"decision": "excluded", "reason": data["reason"], "decided_by": told.by, "decided_at": told.at}
        book.put("check_record", (), told, **decided)
    if data["reason"] == "reason.pre_evaluation":
        book.kept["scored"] = told
    if data["reason"] == "reason.committee":
        book.kept["placed"] = told
    _judged(book, told)


def pre_evaluated(book: Book, told: Told) -> None:
    book.kept["mean"] = told.data["mean"]
    _judged(book, told)


def placed(book: Book, told: Told) -> None:
    book.kept["place"] = {name: told.data[name] for name in ("total", "rank")}
    _judged(book, told)


def _judged(book: Book, told: Told) -> None:
    """What the evaluation room found stands in this room's table once its workflow has brought it here."""
    own = (told.about,)
    if "scored" in book.kept and "mean" in book.kept:
        book.change(APPLICATION, own, told, mean=book.kept["mean"])
    if "placed" in book.kept and "place" in book.kept:
        book.change(APPLICATION, own, told, **book.kept["place"])


def completion_requested(book: Book, told: Told) -> None:
    data = told.data
    asked = {"items": data["items"], "due_at": data["due_at"], "submitted_at": None}
    book.put("completion", (), told, **asked, requested_by=told.by, requested_at=told.at)
    book.change(APPLICATION, (told.about,), told, completion_used=True)
    enter(book, told, Stage.COMPLETION, data["due_at"])


def completed(book: Book, told: Told) -> None:
    """A completion may bring a new version of the plan; the record of the admission says its amount."""
    book.change("completion", (), told, submitted_at=told.at)
    book.forget(APPLICATION, (told.about,), "plan_version")
    enter(book, told, Stage.ADMINISTRATIVE_CHECK, told.data["due_at"])


def plan_changed(book: Book, told: Told) -> None:
    """Who acts for the grant acts for the application it came of, and who belongs to it belongs there."""
    own = (told.about,)
    leading.followed(book, told, APPLICATION, own)
    belonging.followed(book, told, told.at)
    book.change(APPLICATION, own, told, led_version=told.data["plan_version"])


def admitted(book: Book, told: Told) -> None:
    """The form, the parties and the amount as those who evaluate get them."""
    data, own = told.data, (told.about,)
    book.put("check_record", (), told, decision="admitted", decided_by=told.by, decided_at=told.at)
    book.change(APPLICATION, own, told, coordinator_id=data["coordinator_id"], form=data["form"])
    version = book.value(APPLICATION, own, "plan_version")
    if version is not None:
        book.put(PLAN, (version,), told, requested=data["requested"], plan=data["plan"])
    _members(book, told)
    enter(book, told, Stage.ADMITTED)


def _members(book: Book, told: Told) -> None:
    """Closed with the submission, in the order in which the coordinator wrote them."""
    for place, member in enumerate(told.data["members"]):
        facts = {name: member[name] for name in _MEMBER if name in member}
        book.put("member", (place,), told, **facts)
    book.total(Total("member", "", ()), len(told.data["members"]), told)


def presentation_called(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("starts_at", "minutes", "place")}
    book.put("presentation", (), told, **facts)


def presentation_cancelled(book: Book, _told: Told) -> None:
    book.drop("presentation")


def point_raised(book: Book, told: Told) -> None:
    data = told.data
    by = {"raised_by": told.by, "raised_at": told.at, "answered_at": None}
    book.put("negotiation_point", (data["point_id"],), told, title=data["title"], **by)


def point_answered(book: Book, told: Told) -> None:
    done = {"answered_by": told.by, "answered_at": told.at}
    book.put("negotiation_point", (told.data["point_id"],), told, **done)


def plan_revised(book: Book, told: Told) -> None:
    data = told.data
    book.change(APPLICATION, (told.about,), told, plan_version=data["version"])
    _version(book, told, data["version"], data["total"], data["requested"])


def agreed(book: Book, told: Told) -> None:
    data = told.data
    version = data["version"]
    book.change(APPLICATION, (told.about,), told, agreed_version=version, plan_version=version)
    book.put(PLAN, (version,), told, total=data["total"], requested=data["requested"])
    enter(book, told, Stage.AGREED)


def minister_decided(book: Book, told: Told) -> None:
    """Refused, the application ends: that is told by itself."""
    data = told.data
    facts = {name: data[name] for name in ("approved", "number", "decided_on", "amount")}
    book.put("approval", (), told, **facts, recorded_by=told.by, recorded_at=told.at)
    if data["approved"]:
        book.change(APPLICATION, (told.about,), told, approved_amount=data["amount"])
        enter(book, told, Stage.APPROVED)


def enterprise_recorded(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("name", "tax_number")}
    book.put("enterprise", (), told, **facts, recorded_by=told.by, recorded_at=told.at)
    enter(book, told, Stage.FOUNDED)


def contract_prepared(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("number", "document")}
    unsigned = {"signed_ministry_at": None, "signed_enterprise_at": None, "concluded_at": None}
    book.put(CONTRACT, (), told, **facts, prepared_at=told.at, **unsigned)


def signed(book: Book, told: Told) -> None:
    side = told.data["side"]
    book.change(CONTRACT, (), told, **{f"signed_{side}_by": told.by, f"signed_{side}_at": told.at})


def concluded(book: Book, told: Told) -> None:
    data, own = told.data, (told.about,)
    names = ("number", "document", "plan_version", "total", "approved", "signed_on")
    book.put(CONTRACT, (), told, **{name: data[name] for name in names}, taken_over=data["taken_over"])
    if data["taken_over"]:
        _taken_over(book, told)
    else:
        book.put(CONTRACT, (), told, concluded_at=told.at)
    since = start_of(date.fromisoformat(data["signed_on"])) if data["taken_over"] else told.at
    belonging.followed(book, told, since)
    book.put("enterprise", (), told, name=data["enterprise_name"], tax_number=data["enterprise_tax_number"])
    facts = {name: data[name] for name in ("coordinator_id", "province", "regime", "revision")}
    book.change(APPLICATION, own, told, outcome="contracted", **facts)
    book.put(PLAN, (data["plan_version"],), told, plan=data["plan"], total=data["total"], requested=data["approved"])
    _members(book, told)
    enter(book, told, Stage.ENDED)


def _taken_over(book: Book, told: Told) -> None:
    """A paper contract: application, draft and end in one act."""
    facts = {"call_id": told.data["call_id"], "plan_version": told.data["plan_version"]}
    book.put(APPLICATION, (told.about,), told, **facts, created_at=told.at)
    enter(book, told, Stage.DRAFT)


def call_published(book: Book, told: Told) -> None:
    recorded = told.type == said.CallRecorded.type_name()
    names = ("name", "regime", "revision", "opens_at", "closes_at", "envelope", "regime_reason")
    facts = {name: told.data[name] for name in names}
    status = "closed" if recorded else "published"
    by = {"published_by": told.by, "published_at": told.at}
    book.put("call", (told.about,), told, **facts, status=status, recorded=recorded, **by)


def call_moved(book: Book, told: Told) -> None:
    own = (told.about,)
    moved = {"was": book.value("call", own, "closes_at"), "became": told.data["closes_at"]}
    place = (len(book.keys("deadline_move")) + 1,)
    by = {"moved_by": told.by, "moved_at": told.at}
    book.put("deadline_move", place, told, **moved, reason=told.data["reason"], **by)
    book.change("call", own, told, closes_at=told.data["closes_at"])


def call_opened(book: Book, told: Told) -> None:
    book.change("call", (told.about,), told, status="open")


def call_closed(book: Book, told: Told) -> None:
    book.change("call", (told.about,), told, status="closed")


def _named(handlers: Mapping[type[EventData], Handler]) -> Mapping[str, Handler]:
    return MappingProxyType({one.type_name(): handler for one, handler in handlers.items()})


HANDLERS = _named(
    {
        said.ApplicationDrafted: drafted,
        said.ApplicationSubmitted: submitted,
        said.StageEntered: stage_entered,
        said.StageOverdue: overdue,
        said.ApplicationEnded: ended,
        said.CompletionRequested: completion_requested,
        said.CompletionSubmitted: completed,
        said.ApplicationAdmitted: admitted,
        said.PresentationCalled: presentation_called,
        said.PresentationCancelled: presentation_cancelled,
        said.NegotiationPointRaised: point_raised,
        said.NegotiationPointAnswered: point_answered,
        said.PlanRevised: plan_revised,
        said.NegotiationAgreed: agreed,
        said.MinisterDecided: minister_decided,
        said.EnterpriseRecorded: enterprise_recorded,
        said.ContractPrepared: contract_prepared,
        said.ContractSignedBySide: signed,
        said.ContractConcluded: concluded,
        evaluation.PreEvaluationDecided: pre_evaluated,
        evaluation.ApplicationPlaced: placed,
        reserve.ReserveMovedUp: placed,
        reserve.ReserveReleased: placed,
        plans.PlanChanged: plan_changed,
        evaluation.ConflictFound: barred,
        evaluation.ConflictDeclared: barred,
        evaluation.ConflictWaived: barred,
        evaluation.ConflictDismissed: barred,
    }
)
CALL_HANDLERS = _named(
    {
        said.CallPublished: call_published,
        said.CallRecorded: call_published,
        said.CallDeadlineMoved: call_moved,
        said.CallOpened: call_opened,
        said.CallClosed: call_closed,
    }
)
