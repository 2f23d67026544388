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
from grants.proof.sealed import Sealed
from grants.proof.tables import leading
from grants.proof.tables.book import Book, Handler, Mean, Table, Told, Total, is_known

ASSIGNMENT, FINDING, PRE, OBJECTION, FEEDBACK = (
    "assignment",
    "conflict_finding",
    "pre_evaluation",
    "objection",
    "feedback",
)
ITEM, SCORE, SLOT, MOTION, BALLOT = (f"committee_{one}" for one in ("item", "score", "slot", "motion", "ballot"))
CONFLICT, PLACEMENT, SELECTION = "committee_conflict", "placement", "selection"
OF_THE_BOARD = (ITEM, SCORE, SLOT, MOTION, BALLOT, CONFLICT)
"""What is taken off the table of the board with an application that leaves before the conclusion."""
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "file": Table(whole=True),
        ASSIGNMENT: Table(key=("id",), whole=True),
        "assessment_version": Table(key=("assignment_id", "number"), whole=True),
        PRE: Table(),
        FINDING: Table(key=("id",)),
        "declaration": Table(key=("person_id",), whole=True),
        FEEDBACK: Table(),
        "feedback_redaction": Table(key=("number",), whole=True),
        OBJECTION: Table(whole=True),
        ITEM: Table(),
        SCORE: Table(key=("person_id",), whole=True),
        SLOT: Table(key=("number",)),
        MOTION: Table(key=("number",), whole=True),
        BALLOT: Table(key=("number", "person_id"), whole=True),
        CONFLICT: Table(key=("person_id",)),
        PLACEMENT: Table(whole=True),
        SELECTION: Table(whole=True),
    }
)
_NO_SHEET: Mapping[str, Any] = MappingProxyType({"scores": {}, "justifications": {}, "not_applicable": {}})
_VOTES = {"yes": "yes", "no": "no", "abstained": "abstain"}


def admitted(book: Book, told: Told) -> None:
    names = ("consortium_name", "coordinator_id", "nace", "members", "form", "plan", "requested", "submitted_at")
    facts = {name: told.data[name] for name in (*names, "call_id")}
    if not book.keys("file"):
        book.put("file", (), told, **facts, ended=False)


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
    book.put(ASSIGNMENT, (data["assignment_id"],), told, **facts, **blank, **_NO_SHEET)


def accepted(book: Book, told: Told) -> None:
    done = {"status": "accepted", "answered_at": told.at, "conflict": False}
    due = {"due_at": told.data["due_at"]} if told.data["due_at"] else {}
    book.put(ASSIGNMENT, _assignment(told), told, **done, **due)


def declined(book: Book, told: Told) -> None:
    done = {"status": "declined", "answered_at": told.at, "conflict": told.data["conflict"]}
    book.put(ASSIGNMENT, _assignment(told), told, **done)


def reminded(book: Book, told: Told) -> None:
    book.put(ASSIGNMENT, _assignment(told), told, reminded_at=told.at)


def lapsed(book: Book, told: Told) -> None:
    book.put(ASSIGNMENT, _assignment(told), told, status="lapsed")


def assessed(book: Book, told: Told) -> None:
    done = {"status": "submitted", "total": told.data["total"], "submitted_at": told.at}
    book.put(ASSIGNMENT, _assignment(told), told, **done)
    _sealed(book, told, ASSIGNMENT, _assignment(told), scores=("scores", "not_applicable"))
    _sealed(book, told, ASSIGNMENT, _assignment(told), "words_seal", justifications=("justifications",))


def _sealed(
    book: Book, told: Told, table: str, key: tuple[Any, ...], name: str = "seal", **columns: tuple[str, ...]
) -> None:
    """What a field says was not told, but sealed; in records of before, and in what was erased, it is not known."""
    for field, covered in columns.items():
        book.forget(table, key, *covered)
        if told.data.get(name) and is_known(told.data[name]):
            book.put(table, key, told, **{field: Sealed(told.data[name], covered)})


def reopened(book: Book, told: Told) -> None:
    """The sheet that was given is kept as it was."""
    data, key = told.data, _assignment(told)
    kept = {name: book.value(ASSIGNMENT, key, name) for name in ("total", "submitted_at", *_NO_SHEET)}
    kept = {name: value for name, value in kept.items() if value is not None}
    by = {"reopened_at": told.at, "reason": data["reason"], "officer_id": told.by}
    book.put("assessment_version", (*key, data["version"]), told, **kept, **by)
    again = {"status": "accepted", "due_at": data["due_at"], "reopened_at": told.at, "total": None}
    book.put(ASSIGNMENT, key, told, **again, submitted_at=None, **_NO_SHEET)


def decided(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("passed", "mean")}
    (explanation,) = told.data["explanations"] or (None,)
    shown = {"explanation": explanation} if explanation else {}
    book.put(PRE, (), told, status="decided", **facts, decided_at=told.at, **shown)
    book.change(ITEM, (), told, evaluators_mean=facts["mean"])


def conflict_found(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("person_id", "kind", "hard")}
    book.put(FINDING, (told.data["finding_id"],), told, **facts, state="open")


def conflict_declared(book: Book, told: Told) -> None:
    person = told.data["person_id"]
    if is_known(person):
        book.put("declaration", (person,), told, tie=told.data["tie"], declared_at=told.at)


def _settled(state: str) -> Handler:
    def settle(book: Book, told: Told) -> None:
        facts = {name: told.data[name] for name in ("person_id", "kind", "reason")}
        by = {"decided_by": told.by, "decided_at": told.at}
        book.put(FINDING, (told.data["finding_id"],), told, **facts, state=state, **by)

    return settle


def feedback_issued(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("decision", "object_until")}
    book.put(FEEDBACK, (), told, **facts, status="issued", issued_at=told.at, window_closed_at=None)


def feedback_blocked(book: Book, told: Told) -> None:
    book.put(FEEDBACK, (), told, status="held")


def feedback_redacted(book: Book, told: Told) -> None:
    number = len(book.keys("feedback_redaction")) + 1
    by = {"officer_id": told.by, "redacted_at": told.at}
    book.put("feedback_redaction", (number,), told, block=told.data["block"], **by)


def objection_made(book: Book, told: Told) -> None:
    book.put(OBJECTION, (), told, status="open", made_by=told.by, made_at=told.at, decided_at=None)


def objection_decided(book: Book, told: Told) -> None:
    status = "upheld" if told.data["upheld"] else "rejected"
    book.change(OBJECTION, (), told, status=status, decided_by=told.by, decided_at=told.at)
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


def committee_opened(book: Book, told: Told) -> None:
    if book.kept["own"] in told.data["applications"]:
        mean = book.value(PRE, (), "mean")
        book.put(ITEM, (), told, **({"evaluators_mean": mean} if mean is not None else {}))


def session_called(book: Book, told: Told) -> None:
    """The agenda as a whole; what was left over from another session is put off."""
    number = told.data["number"]
    mine = next((one for one in told.data["slots"] if one["application_id"] == book.kept["own"]), None)
    if mine is None:
        book.drop(SLOT, (number,))
        return
    for key in book.keys(SLOT):
        if key != (number,):
            book.change(SLOT, key, told, state="deferred")
    book.put(SLOT, (number,), told, starts_at=mine["starts_at"], minutes=mine["minutes"])


def item_opened(book: Book, told: Told) -> None:
    book.put(SLOT, (told.data["number"],), told, state="open", opened_at=told.at, closed_at=None)


def item_closed(book: Book, told: Told) -> None:
    book.put(SLOT, (told.data["number"],), told, state="closed", closed_at=told.at)


def left_the_room(book: Book, told: Told) -> None:
    """A member in conflict leaves: what the member gave there is void, and an item heard to its end is open again."""
    person = told.data["member_id"]
    if not is_known(person):
        return
    book.put(CONFLICT, (person,), told, declared=True)
    book.drop(SCORE, (person,))
    book.drop(BALLOT, *(key for key in book.keys(BALLOT) if key[1] == person))
    book.forget_totals(BALLOT)
    for key in book.keys(SLOT, state="closed"):
        book.forget(SLOT, key, "state", "closed_at")


def scored(book: Book, told: Told) -> None:
    person = told.data["member_id"]
    if is_known(person):
        book.put(SCORE, (person,), told, given_at=told.at)
        _sealed(book, told, SCORE, (person,), score=("score",))


def motion_raised(book: Book, told: Told) -> None:
    data = told.data
    facts = {"kind": data["kind"], "member_id": data["member_id"], "put_at": told.at}
    book.put(MOTION, (data["motion"],), told, **facts, state="open", decided_at=None)


def voted(book: Book, told: Told) -> None:
    person = told.data["member_id"]
    if is_known(person):
        book.put(BALLOT, (told.data["motion"], person), told, given_at=told.at)
        _sealed(book, told, BALLOT, (told.data["motion"], person), vote=("vote",))


def motion_decided(book: Book, told: Told) -> None:
    """How each voted is not told, but how many did so."""
    data = told.data
    state = "carried" if data["carried"] else "failed"
    book.put(MOTION, (data["motion"],), told, state=state, decided_at=told.at)
    for explanation in data["explanations"]:
        if is_known(explanation["figures"]):
            for name, vote in _VOTES.items():
                where = (("number", data["motion"]), ("vote", vote))
                book.total(Total(BALLOT, "", where), explanation["figures"][name], told)
    if data["carried"] and data["kind"] == "defer":
        for key in book.keys(SLOT, state="open"):
            book.put(SLOT, key, told, state="deferred", closed_at=told.at)


def motion_voided(book: Book, told: Told) -> None:
    book.put(MOTION, (told.data["motion"],), told, state="void")
    book.forget_totals(BALLOT)


def dissented(book: Book, told: Told) -> None:
    person = told.data["member_id"]
    if is_known(person):
        book.put(BALLOT, (told.data["motion"], person), told, dissent=told.data["text"])


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
    said.CommitteeOpened: committee_opened,
    board.CommitteeSessionCalled: session_called,
    board.CommitteeSessionChanged: session_called,
    board.CommitteeItemOpened: _mine(item_opened),
    board.CommitteeItemClosed: _mine(item_closed),
    said.CommitteeConflictDeclared: _mine(left_the_room),
    board.CommitteeScored: _mine(scored),
    board.CommitteeMotionRaised: _mine(motion_raised),
    board.CommitteeVoted: _mine(voted),
    board.CommitteeMotionDecided: _mine(motion_decided),
    board.CommitteeMotionVoided: _mine(motion_voided),
    board.CommitteeDissented: _mine(dissented),
    said.CommitteeConcluded: concluded,
    said.ApplicationPlaced: placed,
    reserve.ReserveMovedUp: moved_up,
    reserve.ReserveReleased: released,
}
HANDLERS: Mapping[str, Handler] = MappingProxyType({one.type_name(): handler for one, handler in _HANDLERS.items()})
