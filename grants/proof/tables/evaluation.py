"""The evaluation room's tables of one application: who was asked, ties, scores, the board's word, feedback.

What the board does is told of the call: the records of both are read together, in order of time.
"""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from grants.contracts import application_events as application
from grants.contracts import committee_events as board
from grants.contracts import evaluation_events as said
from grants.contracts import plan_events as plans
from grants.contracts import reserve_events as reserve
from grants.contracts import selection_events as became
from grants.contracts.event import EventData
from grants.proof.tables import deliberation as item
from grants.proof.tables import leading, pool
from grants.proof.tables.book import Book, Handler, Mean, Table, Told, is_known
from grants.proof.tables.by_hash import hashed, sealed, since_told
from grants.proof.tables.deliberation import BALLOT, CONFLICT, ITEM, MOTION, SCORE, SLOT

ASSIGNMENT, FINDING, PRE, OBJECTION, FEEDBACK = (
    "assignment",
    "conflict_finding",
    "pre_evaluation",
    "objection",
    "feedback",
)
PLACEMENT, SELECTION = "placement", "selection"
OF_THE_BOARD = (ITEM, SCORE, SLOT, MOTION, BALLOT, CONFLICT)
"""What is taken off the table of the board with an application that leaves before the conclusion."""
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "file": Table(whole=True),
        ASSIGNMENT: Table(key=("id",), whole=True),
        "assessment_version": Table(key=("assignment_id", "number"), whole=True),
        PRE: Table(whole=True, but=lambda row: row["decided_at"] is None),
        FINDING: Table(key=("id",), whole=True),
        "declaration": Table(key=("person_id",), whole=True),
        FEEDBACK: Table(whole=True),
        "feedback_redaction": Table(key=("number",), whole=True),
        OBJECTION: Table(whole=True),
        ITEM: Table(whole=True),
        SCORE: Table(key=("person_id",), whole=True),
        SLOT: Table(key=("number",), whole=True),
        MOTION: Table(key=("number",), whole=True),
        BALLOT: Table(key=("number", "person_id"), whole=True),
        CONFLICT: Table(key=("person_id",), whole=True),
        PLACEMENT: Table(whole=True),
        SELECTION: Table(whole=True),
    }
)
_OF_THE_BOARD = frozenset({"committee_member", "committee_chair"})
"""In which roles somebody declares a tie with what lies before the board, and leaves the room."""
SHARED_TABLES, SHARED_HANDLERS = pool.TABLES, pool.HANDLERS
"""What is of no file."""
_NO_SHEET: Mapping[str, Any] = MappingProxyType({"scores": {}, "justifications": {}, "not_applicable": {}})


def admitted(book: Book, told: Told) -> None:
    names = ("consortium_name", "coordinator_id", "nace", "members", "form", "plan", "requested", "submitted_at")
    facts = {name: told.data[name] for name in (*names, "call_id")} | {"papers": told.data.get("papers", [])}
    if not book.keys("file"):
        book.put("file", (), told, **facts, ended=False, leaders=[], former=[], led_version=0)


def plan_changed(book: Book, told: Told) -> None:
    """Somebody else may act for the file since it is a grant."""
    leading.led(book, told, "file", ())


def ended(book: Book, told: Told) -> None:
    """What is under way is closed; before the conclusion, the application leaves the table of the board."""
    book.change("file", (), told, ended=True)
    for status in ("invited", "accepted"):
        for key in book.keys(ASSIGNMENT, status=status):
            book.change(ASSIGNMENT, key, told, status="closed")
    if "concluded" not in book.kept:
        for table in OF_THE_BOARD:
            book.drop(table)
        book.forget_totals(*OF_THE_BOARD)
    elif book.value(SELECTION, (), "state") not in {None, "released"}:
        book.change(SELECTION, (), told, state="gone")


def contracted(book: Book, told: Told) -> None:
    """A contract holds for good what was selected; a paper contract that was taken over was never seen here."""
    book.change(SELECTION, (), told, state="contracted")


def assigned(book: Book, told: Told) -> None:
    data = told.data
    facts = {"evaluator_id": data["evaluator_id"], "due_at": data["due_at"], "invited_at": told.at}
    blank = {"status": "invited", "conflict": False, "total": None, "submitted_at": None, "answered_at": None}
    blank |= {"reminded_at": None, "reopened_at": None, "reason": "", "salt": "", **since_told(told, "ordinal")}
    book.put(ASSIGNMENT, (data["assignment_id"],), told, **facts, **blank, **_NO_SHEET)


def accepted(book: Book, told: Told) -> None:
    done = {"status": "accepted", "answered_at": told.at, "conflict": False}
    due = {"due_at": told.data["due_at"]} if told.data["due_at"] else {}
    book.put(ASSIGNMENT, _assignment(told), told, **done, **due)
    hashed(book, told, ASSIGNMENT, _assignment(told), "reason")


def declined(book: Book, told: Told) -> None:
    done = {"status": "declined", "answered_at": told.at, "conflict": told.data["conflict"]}
    book.put(ASSIGNMENT, _assignment(told), told, **done)
    hashed(book, told, ASSIGNMENT, _assignment(told), "reason")


def reminded(book: Book, told: Told) -> None:
    book.put(ASSIGNMENT, _assignment(told), told, reminded_at=told.at)


def lapsed(book: Book, told: Told) -> None:
    book.put(ASSIGNMENT, _assignment(told), told, status="lapsed")


def assessed(book: Book, told: Told) -> None:
    done = {"status": "submitted", "total": told.data["total"], "submitted_at": told.at}
    book.put(ASSIGNMENT, _assignment(told), told, **done)
    book.forget(ASSIGNMENT, _assignment(told), "salt")
    sealed(book, told, ASSIGNMENT, _assignment(told), scores=("scores", "not_applicable"))
    sealed(book, told, ASSIGNMENT, _assignment(told), "words_seal", justifications=("justifications",))


def reopened(book: Book, told: Told) -> None:
    """The sheet that was given is kept as it was."""
    data, key = told.data, _assignment(told)
    kept = {name: book.value(ASSIGNMENT, key, name) for name in ("total", "submitted_at", *_NO_SHEET)}
    kept = {name: value for name, value in kept.items() if value is not None}
    by = {"reopened_at": told.at, "reason": data["reason"], "officer_id": told.by}
    book.put("assessment_version", (*key, data["version"]), told, **kept, **by)
    again = {"status": "accepted", "due_at": data["due_at"], "reopened_at": told.at, "total": None}
    again |= {"answered_at": told.at, "reminded_at": None, "conflict": False, "salt": ""}
    book.put(ASSIGNMENT, key, told, **again, submitted_at=None, **_NO_SHEET)


def decided(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("passed", "mean")}
    (explanation,) = told.data["explanations"] or (None,)
    shown = {"explanation": explanation} if explanation else {}
    settled = {"decided_at": told.at, "missing": 0, "ask_again_at": None, **since_told(told, "wanted", "opened_at")}
    book.put(PRE, (), told, status="decided", **facts, **settled, **shown)
    book.change(ITEM, (), told, evaluators_mean=facts["mean"])


def conflict_found(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("person_id", "kind", "hard")} | since_told(told, "certain")
    _found(book, told, facts)


def _found(book: Book, told: Told, facts: Mapping[str, Any]) -> None:
    """Found again, it stays as it was."""
    key = (told.data["finding_id"],)
    if key not in book.keys(FINDING):
        unsettled = {"state": "open", "decided_by": "", "decided_at": None, "reason": ""}
        book.put(FINDING, key, told, **facts, **unsettled, found_at=told.at)
        hashed(book, told, FINDING, key, "about", "fact", "shown")


def conflict_declared(book: Book, told: Told) -> None:
    person = told.data["person_id"]
    if is_known(person):
        book.put("declaration", (person,), told, tie=told.data["tie"], declared_at=told.at)
        hashed(book, told, "declaration", (person,), "reason")
        if told.role in _OF_THE_BOARD and told.data["tie"] != "none" and book.keys(ITEM):
            item.leave(book, told, person, for_good=told.data["tie"] == "hard")
    if told.data.get("finding_id"):
        _found(book, told, {"person_id": person, "kind": "said", "certain": True, "hard": told.data["tie"] == "hard"})
    elif told.data["tie"] != "none" and "finding_id" not in told.data:
        book.doubtful.add(FINDING)


def _settled(state: str) -> Handler:
    def settle(book: Book, told: Told) -> None:
        facts = {name: told.data[name] for name in ("person_id", "kind")} | since_told(told, "certain", "hard")
        key = (told.data["finding_id"],)
        _found(book, told, facts)
        by = {"decided_by": told.by, "decided_at": told.at, "reason": told.data["reason"]}
        book.put(FINDING, key, told, **facts, state=state, **by)
        _let_in(book, told)
        hashed(book, told, FINDING, key, "about", "fact", "shown")

    return settle


def feedback_issued(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("decision", "object_until")}
    book.put(FEEDBACK, (), told, **facts, status="issued", issued_at=told.at, window_closed_at=None)
    _prepared(book, told)


def feedback_blocked(book: Book, told: Told) -> None:
    book.put(FEEDBACK, (), told, status="held", issued_at=None, object_until=None, window_closed_at=None)
    _prepared(book, told)


def _prepared(book: Book, told: Told) -> None:
    """What the applicants are told, by its hash; of old, that there was something."""
    book.put(FEEDBACK, (), told, **since_told(told, "prepared_at", "decision"))
    if (mean := book.value(PRE, (), "mean")) is not None:
        book.put(FEEDBACK, (), told, mean=mean)
    hashed(book, told, FEEDBACK, (), "blocks", "texts")


def feedback_redacted(book: Book, told: Told) -> None:
    number = len(book.keys("feedback_redaction")) + 1
    by = {"officer_id": told.by, "redacted_at": told.at}
    place = {"block": told.data["block"], **since_told(told, "text_number")}
    book.put("feedback_redaction", (number,), told, **place, **by)
    hashed(book, told, "feedback_redaction", (number,), "original", "text", "reason")
    book.forget(FEEDBACK, (), "texts")


def objection_made(book: Book, told: Told) -> None:
    undecided = {"decided_by": "", "decided_at": None, "decision_reason": ""}
    book.put(OBJECTION, (), told, status="open", made_by=told.by, made_at=told.at, **undecided)
    hashed(book, told, OBJECTION, (), "reasons")


def objection_decided(book: Book, told: Told) -> None:
    status = "upheld" if told.data["upheld"] else "rejected"
    book.change(OBJECTION, (), told, status=status, decided_by=told.by, decided_at=told.at)
    if book.keys(OBJECTION):
        hashed(book, told, OBJECTION, (), "decision_reason")
    if told.data["is_final"]:
        book.change(FEEDBACK, (), told, status="final")


def window_closed(book: Book, told: Told) -> None:
    final = {"status": "final"} if told.data["is_final"] else {}
    book.put(FEEDBACK, (), told, window_closed_at=told.at, **final)


def _mine(handler: Handler) -> Handler:
    """Of what is told of the call, what concerns this application."""

    def heard(book: Book, told: Told) -> None:
        if told.data["application_id"] == book.kept["own"]:
            handler(book, told)

    return heard


def _let_in(book: Book, told: Told) -> None:
    """What kept a member from it as computed holds no more; who was asked to evaluate it stays out."""
    key = (told.data["person_id"],)
    is_asked = bool(book.keys(ASSIGNMENT, evaluator_id=key[0]))
    if not told.data["barred"] and not is_asked and book.value(CONFLICT, key, "declared") is False:
        book.drop(CONFLICT, key)


def kept_apart(book: Book, told: Told) -> None:
    """Who leaves the room for this application, as computed; what is known stays. Of old that was not said."""
    if told.data.get("apart") is None:
        book.doubtful.add(CONFLICT)
        return
    for one in told.data["apart"]:
        key = (one["person_id"],)
        if one["application_id"] != book.kept["own"]:
            continue
        if not is_known(key[0]):
            book.doubtful.add(CONFLICT)
        elif key not in book.keys(CONFLICT):
            book.put(CONFLICT, key, told, declared=False)


def committee_opened(book: Book, told: Told) -> None:
    kept_apart(book, told)
    if book.kept["own"] in told.data["applications"]:
        mean = book.value(PRE, (), "mean")
        book.put(ITEM, (), told, **({"evaluators_mean": mean} if mean is not None else {}))


def concluded(book: Book, told: Told) -> None:
    """The own line of the ranking; who was selected or put in reserve stands in a list of its own."""
    book.kept["concluded"] = told
    states = {"selected": "winner", "reserve": "reserve"}
    for line in told.data["placed"]:
        if line["application_id"] != book.kept["own"]:
            continue
        names = ("rank", "total", "decision", "requested", "within_envelope")
        book.put(PLACEMENT, (), told, **{name: line[name] for name in names})
        if line["decision"] in states:
            facts = {"place": line["rank"], "total": line["total"], "amount": line["requested"]}
            book.put(SELECTION, (), told, **facts, state=states[line["decision"]], moved_at=None)


def placed(book: Book, told: Told) -> None:
    """The board's mean as it was ranked: the mean of the scores, where all who scored sat at the end."""
    quorum, *rest = told.data["explanations"] or (None,)
    for one in rest:
        book.put(PLACEMENT, (), told, explanation=one)
        sitting = quorum and is_known(quorum["figures"]) and quorum["figures"]["sitting"]
        if sitting and int(sitting) == len(book.keys(SCORE)):
            mean = Fraction(str(one["inputs"]["application"]["board_mean"]))
            book.means[Mean(SCORE, "score")] = (mean, told.record)


def moved_up(book: Book, told: Told) -> None:
    book.change(SELECTION, (), told, state="winner", moved_at=told.at)


def released(book: Book, told: Told) -> None:
    book.change(SELECTION, (), told, state="released")


def _assignment(told: Told) -> tuple[Any, ...]:
    return (told.data["assignment_id"],)


_HANDLERS: Mapping[type[EventData], Handler] = {
    application.ApplicationAdmitted: admitted,
    application.ApplicationEnded: ended,
    application.ContractConcluded: contracted,
    plans.PlanChanged: plan_changed,
    said.EvaluatorAssigned: assigned,
    said.AssignmentAccepted: accepted,
    said.AssignmentDeclined: declined,
    said.AssignmentReminded: reminded,
    said.AssignmentLapsed: lapsed,
    said.AssessmentSubmitted: assessed,
    said.AssessmentReopened: reopened,
    said.PreEvaluationDecided: decided,
    said.ConflictFound: conflict_found,
    said.ConflictDeclared: conflict_declared,
    said.ConflictWaived: _settled("waived"),
    said.ConflictDismissed: _settled("dismissed"),
    became.FeedbackIssued: feedback_issued,
    became.FeedbackBlocked: feedback_blocked,
    became.FeedbackRedacted: feedback_redacted,
    became.ObjectionMade: objection_made,
    became.ObjectionDecided: objection_decided,
    became.ObjectionWindowClosed: window_closed,
    said.CommitteeAppointed: kept_apart,
    said.CommitteeOpened: committee_opened,
    board.CommitteeSessionCalled: item.session_called,
    board.CommitteeSessionChanged: item.session_called,
    board.CommitteeItemOpened: _mine(item.item_opened),
    board.CommitteeItemClosed: _mine(item.item_closed),
    said.CommitteeConflictDeclared: _mine(item.left_the_room),
    board.CommitteeScored: _mine(item.scored),
    board.CommitteeMotionRaised: _mine(item.motion_raised),
    board.CommitteeVoted: _mine(item.voted),
    board.CommitteeMotionDecided: _mine(item.motion_decided),
    board.CommitteeMotionVoided: _mine(item.motion_voided),
    board.CommitteeDissented: _mine(item.dissented),
    said.CommitteeConcluded: concluded,
    said.ApplicationPlaced: placed,
    reserve.ReserveMovedUp: moved_up,
    reserve.ReserveReleased: released,
}
HANDLERS: Mapping[str, Handler] = MappingProxyType({one.type_name(): handler for one, handler in _HANDLERS.items()})
