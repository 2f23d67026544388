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
from grants.contracts.stages import Stage
from grants.proof.tables import belonging, calls, consortia, leading
from grants.proof.tables.again import told_again
from grants.proof.tables.book import Book, Handler, Table, Told, Total, by_type, parts_of
from grants.proof.tables.by_hash import hashed, since_told
from grants.proof.tables.grant import barred

APPLICATION, STAY, PLAN, CONTRACT = "application", "stage_record", "plan_version", "contract"
POINTS, POINT, CHECK = "board_points", "negotiation_point", "check_record"
PAPER = "application_paper"
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        APPLICATION: Table(key=("id",), whole=True),
        STAY: Table(key=("place",), whole=True),
        PLAN: Table(key=("version",), whole=True, but=lambda row: row["version"] == 0),
        CHECK: Table(whole=True),
        "completion": Table(whole=True),
        POINT: Table(key=("id",), whole=True),
        "approval": Table(whole=True),
        "enterprise": Table(whole=True),
        CONTRACT: Table(whole=True),
        "presentation": Table(whole=True),
        POINTS: Table(whole=True),
        "member": Table(key=("place",)),
        PAPER: Table(key=("document",), whole=True, but=lambda row: row["handed_in_at"] is None),
        belonging.BELONGING: Table(key=("tax_number", "joined_version"), whole=True),
        "barred": Table(key=("person_id",), whole=True),
    }
)
OF_CALL, CALL_HANDLERS = calls.TABLES, calls.HANDLERS
"""What a call itself has."""
SHARED_TABLES, SHARED_HANDLERS = consortia.TABLES, consortia.HANDLERS
"""What is of no file."""
MOST_POINTS, LONGEST_TITLE = 500, 300
"""What a negotiation takes of the board's points."""
_NOT_YET: Mapping[str, Any] = MappingProxyType(
    {
        "agreed_version": None,
        "approved_amount": None,
        "mean": "",
        "total": "",
        "rank": None,
        "outcome_reason": "",
        "representative_id": "",
        "led_version": 0,
    }
)
"""Of an application that has just begun."""


def drafted(book: Book, told: Told) -> None:
    regime, revision = parts_of(told.regime)
    facts = {name: told.data[name] for name in ("call_id", "consortium_id")}
    rules = {"regime": regime, "revision": revision}
    begun = {"created_at": told.at, "submitted_at": None, "outcome": None, "completion_used": False, **_NOT_YET}
    book.put(APPLICATION, (told.about,), told, **facts, **rules, **begun, plan_version=0, coordinator_id=told.by)
    book.put(APPLICATION, (told.about,), told, **_titled(told))
    enter(book, told, Stage.DRAFT)


def _titled(told: Told) -> dict[str, Any]:
    return {"title": told.data["application_title"]} if "application_title" in told.data else {}


def enter(book: Book, told: Told, stage: str, due_at: Any = None) -> None:
    """In a stage from now on; entered where it stands already, only its end may be another."""
    own, stays = (told.about,), book.keys(STAY)
    before = tuple(book.value(APPLICATION, own, name) for name in ("stage", "stage_due_at"))
    if due_at is None or before != (stage, due_at):
        book.change(APPLICATION, own, told, stage_due_since=None if due_at is None else told.at)
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
    hashed(book, told, APPLICATION, (told.about,), "form")
    _version(book, told, data["plan_version"], data["plan_total"], data["requested"])
    book.put(PLAN, (data["plan_version"],), told, why="")
    _papers(book, told)
    enter(book, told, Stage.SUBMITTED)


def _papers(book: Book, told: Told) -> None:
    """Those that were handed in with it; before that a paper is the applicants' own, and nothing is told of it."""
    for one in told.data.get("papers", ()):
        facts = {name: value for name, value in one.items() if name != "document"}
        book.put(PAPER, (one["document"],), told, **facts, handed_in_at=told.at)


def _version(book: Book, told: Told, version: int, total: str, requested: str) -> None:
    made = {"made_by": told.by, "made_at": told.at}
    book.put(PLAN, (version,), told, total=total, requested=requested, **made)
    hashed(book, told, PLAN, (version,), "plan", "why")


def stage_entered(book: Book, told: Told) -> None:
    enter(book, told, told.data["stage"], told.data["due_at"])
    if told.data["stage"] == Stage.NEGOTIATION:
        book.change(POINTS, (), told, raised=True)
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
        book.put(CHECK, (), told, **decided)
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
    if "conditions" in told.data:
        _heard_points(book, told)


def _heard_points(book: Book, told: Told) -> None:
    """What the board wants negotiated, as far as there is room for it; heard first, it stays."""
    points = [{"title": one["title"][:LONGEST_TITLE], "text": one["text"]} for one in told.data["points"]]
    points += [{"title": str(one)[:LONGEST_TITLE], "text": ""} for one in told.data["conditions"]]
    if points and not book.keys(POINTS):
        is_open = book.value(APPLICATION, (told.about,), "stage") == Stage.NEGOTIATION
        book.put(POINTS, (), told, points=points[:MOST_POINTS], raised=is_open)


def _judged(book: Book, told: Told) -> None:
    """What the evaluation room found stands in this room's table once its workflow has brought it here.

    Before it is on record what was found, that is not known.
    """
    own = (told.about,)
    if "scored" in book.kept:
        book.forget(APPLICATION, own, "mean")
        book.change(APPLICATION, own, told, **({"mean": book.kept["mean"]} if "mean" in book.kept else {}))
    if "placed" in book.kept:
        book.forget(APPLICATION, own, "total", "rank")
        book.change(APPLICATION, own, told, **book.kept.get("place", {}))


def completion_requested(book: Book, told: Told) -> None:
    data = told.data
    asked = {"items": data["items"], "due_at": data["due_at"], "note": "", "submitted_at": None, "replaced": None}
    book.put("completion", (), told, **asked, requested_by=told.by, requested_at=told.at)
    book.change(APPLICATION, (told.about,), told, completion_used=True)
    enter(book, told, Stage.COMPLETION, data["due_at"])


def completed(book: Book, told: Told) -> None:
    """A completion may bring a new version of the plan; of old it was not said which."""
    data, own = told.data, (told.about,)
    book.change("completion", (), told, submitted_at=told.at)
    hashed(book, told, "completion", (), "note", "replaced")
    hashed(book, told, APPLICATION, own, "form")
    book.forget(APPLICATION, own, "plan_version")
    if data.get("plan_version") is None:
        book.doubtful.add(PLAN)
    else:
        book.change(APPLICATION, own, told, plan_version=data["plan_version"])
    if data.get("plan_total") is not None:
        _version(book, told, data["plan_version"], data["plan_total"], data["requested"])
    _papers(book, told)
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
    book.put(CHECK, (), told, decision="admitted", decided_by=told.by, decided_at=told.at)
    hashed(book, told, CHECK, (), "reason")
    book.change(APPLICATION, own, told, coordinator_id=data["coordinator_id"], form=data["form"])
    version = book.value(APPLICATION, own, "plan_version")
    if version is not None:
        told_again(book, told, PLAN, (version,), requested=data["requested"], plan=data["plan"])
    _members(book, told)
    enter(book, told, Stage.ADMITTED)


def _members(book: Book, told: Told) -> None:
    """Closed with the submission, in the order in which the coordinator wrote them."""
    for place, member in enumerate(told.data["members"]):
        facts = {name: member[name] for name in consortia.OF_A_MEMBER if name in member}
        book.put("member", (place,), told, **facts)
    book.total(Total("member", "", ()), len(told.data["members"]), told)


def presentation_called(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("call_id", "starts_at", "minutes", "place")}
    book.put("presentation", (), told, **facts, **since_told(told, "session"))


def presentation_cancelled(book: Book, _told: Told) -> None:
    book.drop("presentation")


def point_raised(book: Book, told: Told) -> None:
    data = told.data
    by = {"raised_by": told.by, "raised_at": told.at, "answered_by": None, "answered_at": None, "answer": ""}
    place = since_told(told, "round", "item", "plan_version")
    book.put(POINT, (data["point_id"],), told, title=data["title"], **by, **place)
    hashed(book, told, POINT, (data["point_id"],), "text")


def point_answered(book: Book, told: Told) -> None:
    done = {"answered_by": told.by, "answered_at": told.at}
    book.put(POINT, (told.data["point_id"],), told, **done)
    hashed(book, told, POINT, (told.data["point_id"],), "answer")


def plan_revised(book: Book, told: Told) -> None:
    data = told.data
    book.change(APPLICATION, (told.about,), told, plan_version=data["version"])
    _version(book, told, data["version"], data["total"], data["requested"])


def agreed(book: Book, told: Told) -> None:
    data = told.data
    version = data["version"]
    book.change(APPLICATION, (told.about,), told, agreed_version=version, plan_version=version)
    told_again(book, told, PLAN, (version,), total=data["total"], requested=data["requested"])
    enter(book, told, Stage.AGREED)


def minister_decided(book: Book, told: Told) -> None:
    """Refused, the application ends: that is told by itself."""
    data = told.data
    facts = {name: data[name] for name in ("approved", "number", "decided_on", "amount")}
    book.put("approval", (), told, **facts, recorded_by=told.by, recorded_at=told.at)
    hashed(book, told, "approval", (), "reason")
    if data["approved"]:
        book.change(APPLICATION, (told.about,), told, approved_amount=data["amount"])
        enter(book, told, Stage.APPROVED)


def enterprise_recorded(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("name", "tax_number")}
    facts |= since_told(told, "registry_no", "founded_on", "province")
    book.put("enterprise", (), told, **facts, recorded_by=told.by, recorded_at=told.at)
    enter(book, told, Stage.FOUNDED)


def contract_prepared(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("number", "document")}
    unsigned = {f"signed_{side}_{what}": None for side in ("ministry", "enterprise") for what in ("by", "at")}
    unsigned |= {"signed_on": None, "concluded_at": None}
    book.put(CONTRACT, (), told, **facts, prepared_at=told.at, **unsigned, taken_over=False, provenance="")
    _agreed_on(book, told)


def _agreed_on(book: Book, told: Told) -> None:
    """The contract is on the version that was agreed, for what was approved of it."""
    version = book.value(APPLICATION, (told.about,), "agreed_version")
    total, approved = book.value(PLAN, (version,), "total"), book.value(APPLICATION, (told.about,), "approved_amount")
    if version is not None and total is not None and approved is not None:
        book.put(CONTRACT, (), told, plan_version=version, total=total, approved=approved)


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
    _enterprise_of(book, told)
    since = start_of(date.fromisoformat(data["signed_on"])) if data["taken_over"] else told.at
    belonging.followed(book, told, since)
    facts = {name: data[name] for name in ("coordinator_id", "province", "regime", "revision")}
    book.change(APPLICATION, own, told, outcome="contracted", **facts)
    book.put(PLAN, (data["plan_version"],), told, plan=data["plan"], total=data["total"], requested=data["approved"])
    _members(book, told)
    enter(book, told, Stage.ENDED)


def _enterprise_of(book: Book, told: Told) -> None:
    told_since = since_told(told, *(f"enterprise_{name}" for name in ("registry_no", "founded_on", "province")))
    facts = {"name": told.data["enterprise_name"], "tax_number": told.data["enterprise_tax_number"]}
    facts |= {name.removeprefix("enterprise_"): value for name, value in told_since.items()}
    book.put("enterprise", (), told, **facts)


def _taken_over(book: Book, told: Told) -> None:
    """A paper contract: application, draft and end in one act."""
    data, own = told.data, (told.about,)
    facts = {"call_id": data["call_id"], "plan_version": data["plan_version"], "agreed_version": data["plan_version"]}
    never = {name: _NOT_YET[name] for name in ("mean", "total", "rank", "representative_id", "led_version")}
    book.put(APPLICATION, own, told, **facts, **never, approved_amount=data["approved"], completion_used=False)
    book.put(APPLICATION, own, told, created_at=told.at, **_titled(told))
    hashed(book, told, APPLICATION, own, "outcome_reason")
    enter(book, told, Stage.DRAFT)
    made = {"made_by": told.by, "made_at": told.at}
    book.put(PLAN, (data["plan_version"],), told, **made)
    hashed(book, told, PLAN, (data["plan_version"],), "why")
    unsigned = {f"signed_{side}_{what}": None for side in ("ministry", "enterprise") for what in ("by", "at")}
    concluded = start_of(date.fromisoformat(data["signed_on"]))
    book.put(CONTRACT, (), told, **unsigned, prepared_at=told.at, concluded_at=concluded)
    hashed(book, told, CONTRACT, (), "provenance")
    book.put("enterprise", (), told, recorded_by=told.by, recorded_at=told.at)


HANDLERS: Mapping[str, Handler] = by_type(
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
