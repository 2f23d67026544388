"""Reports of a grant, what is found on them and on site, and what is owed besides, as the records make them."""

from typing import Any

from grants.contracts.stages import DeadlineKind
from grants.proof.tables import filed
from grants.proof.tables.book import Book, Key, Told, Total, day_after, plus
from grants.proof.tables.filed import LINES, SPENDING
from grants.proof.tables.grant import GRANT, REPORT

FINDING, AUDIT, DUTY = "finding", "independent_audit", "audit_duty"
EVIDENCE = "indicator_evidence"
DEVELOPMENT, VISIT, RISK, HOLD = "development_report", "site_visit", "risk_assessment", "payment_hold"


def number(told: Told) -> Key:
    return (told.data["number"],)


def report_opened(book: Book, told: Told) -> None:
    facts = {"due_at": told.data["due_at"], "opened_at": told.at, "status": "open", "was_late": False}
    book.put(REPORT, number(told), told, **facts, escalated_at=None, reminded_at=None)


def report_reminded(book: Book, told: Told) -> None:
    book.change(REPORT, number(told), told, reminded_at=told.at)


def report_late(book: Book, told: Told) -> None:
    book.change(REPORT, number(told), told, status="late", was_late=True, escalated_at=None)


def report_escalated(book: Book, told: Told) -> None:
    book.change(REPORT, number(told), told, escalated_at=told.at)


def report_submitted(book: Book, told: Told) -> None:
    place = told.data["number"]
    book.change(REPORT, number(told), told, status="submitted", submitted_by=told.by, submitted_at=told.at)
    book.total(counted(place), told.data["realised"], told)
    book.total(Total(SPENDING, "realised", (("number", place),), "realised"), told.data["realised"], told)
    book.forget_total(accepted(place))
    filed.submitted(book, told)


def counted(place: int) -> Total:
    """What the lines of a report come to."""
    return Total(LINES, "counted", (("report", place),), "counted")


def accepted(place: int) -> Total:
    """The same without what was disallowed of them."""
    return Total(LINES, "counted - disallowed", (("report", place),), "counted", "disallowed")


def report_returned(book: Book, told: Told) -> None:
    data = told.data
    done = {"status": "returned", "remarks": data["remarks"], "decided_by": told.by, "decided_at": told.at}
    book.change(REPORT, number(told), told, **done)
    due = told.due(DeadlineKind.REPORT_DUE, data["number"])
    if due is None:
        book.forget(REPORT, number(told), "due_at")
    else:
        book.change(REPORT, number(told), told, due_at=due)
    for line in data["lines"]:
        book.put(LINES, (data["number"], line["line"]), told, item=line["item"], remark=line["remark"])


def report_accepted(book: Book, told: Told) -> None:
    """What it realised adds to what the grant did; a line that is not accepted says so."""
    data, own = told.data, (told.about,)
    book.change(REPORT, number(told), told, status="accepted", decided_by=told.by, decided_at=told.at)
    book.forget(REPORT, number(told), "remarks")
    before = book.value(GRANT, own, "realised")
    if before is not None:
        book.change(GRANT, own, told, realised=plus(before, data["realised"]))
    book.change(GRANT, own, told, earned=data["earned"])
    book.total(accepted(data["number"]), data["realised"], told)
    book.total(Total(SPENDING, "realised", (("number", data["number"]),), "realised"), data["realised"], told)
    for line in data["disallowed"]:
        facts = {"item": line["item"], "disallowed": line["amount"], "reason": line["reason"]}
        book.put(LINES, (data["number"], line["line"]), told, **facts)
    filed.summed(book, told)
    filed.counted(book, told)


def evidence_listed(book: Book, told: Told) -> None:
    """The list takes the place of the one before."""
    place = told.data["number"]
    book.drop(EVIDENCE, *[key for key in book.keys(EVIDENCE) if key[0] == place] or [()])
    for one in told.data.get("entries") or ():
        facts = {name: value for name, value in one.items() if name != "place"}
        book.put(EVIDENCE, (place, one["place"]), told, **facts)
    book.total(Total(EVIDENCE, "", (("number", place),)), sum(told.data["listed"].values()), told)
    for code, count in told.data["listed"].items():
        book.total(Total(EVIDENCE, "", (("number", place), ("code", code))), count, told)


def paper_scanned(book: Book, told: Told) -> None:
    book.put("scan", (told.data["document"],), told, size=told.data["size"], kept_by=told.by, kept_at=told.at)


def development_opened(book: Book, told: Told) -> None:
    facts = {"due_at": told.data["due_at"], "opened_at": told.at, "status": "open", "was_late": False}
    book.put(DEVELOPMENT, number(told), told, **facts, decision=None)


def development_reminded(book: Book, told: Told) -> None:
    book.change(DEVELOPMENT, number(told), told, reminded_at=told.at)


def development_late(book: Book, told: Told) -> None:
    book.change(DEVELOPMENT, number(told), told, status="late", was_late=True)


def development_escalated(book: Book, told: Told) -> None:
    book.change(DEVELOPMENT, number(told), told, escalated_at=told.at)


def development_submitted(book: Book, told: Told) -> None:
    book.change(DEVELOPMENT, number(told), told, status="submitted", submitted_by=told.by, submitted_at=told.at)


def development_decided(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("decision", "reason", "paper", "decided_on")}
    book.change(DEVELOPMENT, number(told), told, status="decided", **facts, recorded_by=told.by, recorded_at=told.at)


def audit_asked(book: Book, told: Told) -> None:
    facts = {"cause": told.data["cause"], "year": told.data["year"], "opened_at": told.at}
    at_work = book.keys(AUDIT, status="assigned")
    book.put(DUTY, number(told), told, **facts, audit=at_work[0][0] if at_work else None)


def audit_assigned(book: Book, told: Told) -> None:
    """Whoever was charged before is released; whatever an auditor was to be appointed for is settled."""
    data = told.data
    before = book.keys(AUDIT, status="assigned")
    for key in before:
        book.change(AUDIT, key, told, status="released")
    for duty in (*book.keys(DUTY, audit=None), *(one for key in before for one in book.keys(DUTY, audit=key[0]))):
        book.change(DUTY, duty, told, audit=data["number"])
    facts = {"auditor_id": data["auditor_id"], "due_at": data["due_at"], "status": "assigned", "was_late": False}
    book.put(AUDIT, number(told), told, **facts, assigned_by=told.by, assigned_at=told.at, reported_at=None)
    book.change(GRANT, (told.about,), told, auditor_id=data["auditor_id"])


def audit_reported(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("until", "opinion")}
    book.change(AUDIT, number(told), told, status="reported", **facts, reported_at=told.at)
    book.total(Total(FINDING, "", (("audit", told.data["number"]),)), told.data["findings"], told)


def audit_late(book: Book, told: Told) -> None:
    for key in book.keys(AUDIT, status="assigned"):
        book.change(AUDIT, key, told, was_late=True)


def finding_made(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("audit", "severity", "amount", "due_at")}
    book.put(FINDING, number(told), told, **facts, status="open", was_late=False)


def finding_late(book: Book, told: Told) -> None:
    book.put(FINDING, number(told), told, was_late=True)


def finding_answered(book: Book, told: Told) -> None:
    book.put(FINDING, number(told), told, status="answered", answered_by=told.by, answered_at=told.at)


def finding_returned(book: Book, told: Told) -> None:
    done = {"status": "open", "was_late": False, "reason": told.data["reason"]}
    book.put(FINDING, number(told), told, **done, decided_by=told.by, decided_at=told.at)
    due = told.due(DeadlineKind.FINDING_DUE, told.data["number"])
    if due is None:
        book.forget(FINDING, number(told), "due_at")
    else:
        book.put(FINDING, number(told), told, due_at=due)


def finding_closed(book: Book, told: Told) -> None:
    done = {"status": "closed", "reason": told.data["reason"], "decided_by": told.by, "decided_at": told.at}
    book.put(FINDING, number(told), told, **done)


def risk_assessed(book: Book, told: Told) -> None:
    """What an earlier assessment proposed is taken up in it."""
    _answered(book, told)
    facts = {"score": told.data["score"], "level": told.data["level"], "assessed_by": told.by}
    answered = {} if told.data["level"] == "low" else {"answered_at": None}
    book.put(RISK, number(told), told, **facts, assessed_at=told.at, **answered)


def risk_answered(book: Book, told: Told) -> None:
    _answered(book, told, answer=told.data["reason"])


def _answered(book: Book, told: Told, **more: Any) -> None:
    """An officer acted on what is proposed."""
    waiting = [key for key in book.keys(RISK, answered_at=None) if book.value(RISK, key, "level") != "low"]
    for key in waiting:
        book.change(RISK, key, told, answered_by=told.by, answered_at=told.at, **more)


def hold_ordered(book: Book, told: Told) -> None:
    data = told.data
    _answered(book, told)
    facts = {name: data[name] for name in ("number", "reason", "starts_on")}
    by = {"ordered_by": told.by, "ordered_at": told.at, "lifted_at": None}
    book.put(HOLD, (data["hold_id"],), told, **facts, ends_on=day_after(data["last_day"]), **by)


def hold_lifted(book: Book, told: Told) -> None:
    done = {"lifted_by": told.by, "lifted_at": told.at, "lift_reason": told.data["reason"]}
    book.change(HOLD, (told.data["hold_id"],), told, **done)


def visit_planned(book: Book, told: Told) -> None:
    data = told.data
    _answered(book, told)
    facts = {name: data[name] for name in ("number", "visitor_id", "due_at", "reason")}
    book.put(VISIT, (data["visit_id"],), told, **facts, status="planned", planned_by=told.by, planned_at=told.at)


def visit_photographed(book: Book, told: Told) -> None:
    data = told.data
    facts = {"size": data["size"], "taken_at": data["taken_at"], "kept_by": told.by, "kept_at": told.at}
    book.put("visit_photograph", (data["visit_id"], data["document"]), told, **facts)


def visit_made(book: Book, told: Told) -> None:
    data = told.data
    facts = {"visited_on": data["visited_on"], "place": data["place"], "status": "made"}
    book.change(VISIT, (data["visit_id"],), told, **facts, decided_by=told.by, decided_at=told.at)
    book.total(Total(FINDING, "", (("visit", data["number"]),)), data["findings"], told)
    book.total(Total("visit_photograph", "", (("visit_id", data["visit_id"]),)), data["photographs"], told)


def visit_cancelled(book: Book, told: Told) -> None:
    done = {"status": "cancelled", "summary": told.data["reason"], "decided_by": told.by, "decided_at": told.at}
    book.change(VISIT, (told.data["visit_id"],), told, **done)
