"""The evaluation room's tables of one call: its board, sessions, minutes, combinations, packs and reserve."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.contracts import application_events as application
from grants.contracts import committee_events as board
from grants.contracts import evaluation_events as said
from grants.contracts import evaluator_events as evaluators
from grants.contracts import pack_events as packs
from grants.contracts import proposal_events as proposals
from grants.contracts import reserve_events as reserve
from grants.contracts import selection_events as became
from grants.contracts.event import EventData
from grants.proof.sealed import Sealed
from grants.proof.tables.book import Book, Handler, Row, Table, Told, is_known
from grants.proof.tables.by_hash import hashed, since_told

COMMITTEE, MEMBER, SESSION, MINUTES = "committee", "committee_member", "committee_session", "committee_minutes"
SIGNATURE, PACK, OPINION, PROPOSAL = (
    "committee_signature",
    "approval_pack",
    "approval_pack_opinion",
    "assignment_proposal",
)


def _is_provided(row: Row) -> bool:
    """Nobody was named to it and it was not opened: it is there so that a call has one."""
    return row["chair_id"] is None and row["status"] == "appointed"


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "call_file": Table(whole=True),
        COMMITTEE: Table(whole=True, but=_is_provided),
        "envelope_raise": Table(key=("number",), whole=True),
        MEMBER: Table(key=("person_id",), whole=True),
        SESSION: Table(key=("number",), whole=True),
        MINUTES: Table(whole=True),
        SIGNATURE: Table(key=("person_id",), whole=True),
        "funding_combination": Table(key=("number",), whole=True),
        PACK: Table(key=("number",), whole=True),
        OPINION: Table(key=("number", "person_id"), whole=True),
        "reserve": Table(whole=True),
        PROPOSAL: Table(key=("id",), whole=True),
        "staffing_mode": Table(whole=True),
    }
)


def published(book: Book, told: Told) -> None:
    names = ("name", "regime", "revision", "envelope")
    book.put("call_file", (), told, **{name: told.data[name] for name in names})


def appointed(book: Book, told: Told) -> None:
    """Named anew, the members take the place of those before; who each is was sealed, since rooms do that."""
    data = told.data
    _provided(book, told)
    book.put(COMMITTEE, (), told, chair_id=data["chair"], present=None)
    book.drop(MEMBER)
    if not (is_known(data["full"]) and is_known(data["substitutes"])):
        book.doubtful.add(MEMBER)
        return
    book.doubtful.discard(MEMBER)
    seats = [("full", one) for one in enumerate(data["full"], 1)]
    seats += [("substitute", one) for one in enumerate(data["substitutes"], 1)]
    for seat, (ordinal, person) in seats:
        book.put(MEMBER, (person,), told, seat=seat, ordinal=ordinal)
    for (_, (_, person)), one in zip(seats, data.get("seals") or (), strict=False):
        book.put(MEMBER, (person,), told, name=Sealed(one, ("name", "employer_tax_number")))
    found = data.get("backgrounds") or ()
    for (_, (_, person)), one in zip(seats, found if is_known(found) else (), strict=False):
        book.put(MEMBER, (person,), told, background=one)


def _provided(book: Book, told: Told) -> None:
    """The call's own envelope is the usable one until an officer says otherwise."""
    if not book.keys(COMMITTEE):
        book.put(COMMITTEE, (), told, status="appointed", due_at=None, concluded_at=None)
    envelope = book.value("call_file", (), "envelope")
    if envelope is not None and not book.keys("envelope_raise"):
        book.put(COMMITTEE, (), told, envelope=envelope, usable=envelope, reason="")


def erased(book: Book, told: Told) -> None:
    """A member's name and employer went, the seat stays."""
    if is_known(told.data["evaluator_id"]):
        book.change(MEMBER, (told.data["evaluator_id"],), told, name="", employer_tax_number=None)


def opened(book: Book, told: Told) -> None:
    _provided(book, told)
    book.put(COMMITTEE, (), told, status="open", due_at=told.data["due_at"], concluded_at=None)
    if book.value(COMMITTEE, (), "present") is None:
        book.put(COMMITTEE, (), told, present=None)


def overdue(book: Book, told: Told) -> None:
    book.put(COMMITTEE, (), told, due_at=told.data["due_at"])


def attended(book: Book, told: Told) -> None:
    book.put(COMMITTEE, (), told, present=told.data["present"])


def raised(book: Book, told: Told) -> None:
    data = told.data
    number = len(book.keys("envelope_raise")) + 1
    by = {"officer_id": told.by, "raised_at": told.at}
    book.put("envelope_raise", (number,), told, usable=data["usable"], reason=data["reason"], **by)
    facts = {name: data[name] for name in ("envelope", "usable", "reason")}
    book.put(COMMITTEE, (), told, **facts)


def concluded(book: Book, told: Told) -> None:
    data = told.data
    usable = {"usable": data["usable"]} if data["usable"] is not None else {}
    done = {"status": "concluded", "concluded_at": told.at, "envelope": data["envelope"]}
    book.put(COMMITTEE, (), told, **done, **usable)


def session_called(book: Book, told: Told) -> None:
    data = told.data
    facts = {name: data[name] for name in ("starts_at", "ends_at", "place")}
    changed = {name: data.get(name, first) for name, first in (("version", 0), ("reason", ""))}
    book.put(SESSION, (data["number"],), told, **facts, **changed)


def session_attended(book: Book, told: Told) -> None:
    book.put(SESSION, (told.data["number"],), told, present=told.data["present"])


def minutes_prepared(book: Book, told: Told) -> None:
    """Laid out anew, what was signed before no longer counts."""
    book.put(MINUTES, (), told, document=told.data["document"], prepared_at=told.at, complete_at=None)
    book.drop(SIGNATURE)


def minutes_signed(book: Book, told: Told) -> None:
    data = told.data
    if is_known(data["member_id"]):
        facts = {name: data[name] for name in ("document", "is_extract")}
        book.put(SIGNATURE, (data["member_id"],), told, **facts, signed_at=told.at)
    else:
        book.doubtful.add(SIGNATURE)
    if data["is_complete"] and book.value(MINUTES, (), "complete_at") is None:
        book.put(MINUTES, (), told, complete_at=told.at)


def combined(book: Book, told: Told) -> None:
    data = told.data
    facts = {name: data[name] for name in ("name", "is_final")}
    (explanation,) = data["explanations"] or (None,)
    shown = {"explanation": explanation} if explanation else {}
    by = {"officer_id": told.by, "made_at": told.at}
    book.put("funding_combination", (data["number"],), told, **facts, **shown, **by)


def pack_opened(book: Book, told: Told) -> None:
    data = told.data
    for key in book.keys(PACK, status="open"):
        book.put(PACK, key, told, status="replaced")
    facts = {name: data[name] for name in ("combination", "reason")}
    by = {"officer_id": told.by, "opened_at": told.at, "closed_at": None}
    book.put(PACK, (data["number"],), told, **facts, status="open", **by)


def pack_answered(book: Book, told: Told) -> None:
    data = told.data
    if is_known(data["member_id"]):
        facts = {name: data[name] for name in ("agrees", "reason")}
        book.put(OPINION, (data["number"], data["member_id"]), told, **facts, given_at=told.at)
    else:
        book.doubtful.add(OPINION)


def pack_closed(book: Book, told: Told) -> None:
    data = told.data
    by = {"closed_by": told.by, "closed_at": told.at}
    book.put(PACK, (data["number"],), told, status="closed", document=data["document"], **by)


def reserve_opened(book: Book, told: Told) -> None:
    book.put("reserve", (), told, until=told.data["until"], closed_at=None)


def reserve_closed(book: Book, told: Told) -> None:
    book.put("reserve", (), told, closed_at=told.at)


def proposed(book: Book, told: Told) -> None:
    data = told.data
    facts = {name: data[name] for name in ("seats", "filled", "best")} | since_told(told, "fit")
    by = {"computed_by": told.by, "computed_at": told.at, "accepted_at": None}
    key = (data["proposal_id"],)
    book.put(PROPOSAL, key, told, **facts, status="open", **by, accepted_by="", changes=[])
    hashed(book, told, PROPOSAL, key, "lines")


def proposal_accepted(book: Book, told: Told) -> None:
    done = {"status": "accepted", "accepted_by": told.by, "accepted_at": told.at}
    book.put(PROPOSAL, (told.data["proposal_id"],), told, **done)
    hashed(book, told, PROPOSAL, (told.data["proposal_id"],), "changes")


def staffed(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("by_proposal", "reason")}
    book.put("staffing_mode", (), told, **facts, set_by=told.by, set_at=told.at)


_HANDLERS: Mapping[type[EventData], Handler] = {
    application.CallPublished: published,
    said.CommitteeAppointed: appointed,
    evaluators.EvaluatorErased: erased,
    said.CommitteeOpened: opened,
    said.CommitteeOverdue: overdue,
    said.CommitteeAttended: attended,
    said.CommitteeEnvelopeRaised: raised,
    said.CommitteeConcluded: concluded,
    board.CommitteeSessionCalled: session_called,
    board.CommitteeSessionChanged: session_called,
    board.CommitteeSessionAttended: session_attended,
    board.CommitteeMinutesPrepared: minutes_prepared,
    board.CommitteeMinutesSigned: minutes_signed,
    became.FundingCombinationComputed: combined,
    packs.ApprovalPackOpened: pack_opened,
    packs.ApprovalPackAnswered: pack_answered,
    packs.ApprovalPackClosed: pack_closed,
    reserve.ReserveOpened: reserve_opened,
    reserve.ReserveClosed: reserve_closed,
    proposals.ProposalComputed: proposed,
    proposals.ProposalAccepted: proposal_accepted,
    proposals.StaffingModeChanged: staffed,
}
HANDLERS: Mapping[str, Handler] = MappingProxyType({one.type_name(): handler for one, handler in _HANDLERS.items()})
