"""The grant itself, its clock and its plan, as the records make them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from grants.calendar import start_of
from grants.contracts.stages import DeadlineKind
from grants.proof.sealed import Hashed
from grants.proof.tables import kept_from, leading, milestones
from grants.proof.tables.book import Book, Told, day_of, is_known, parts_of

GRANT, REPORT, CLAIM, CLOSING_REPORT = "grant", "report", "claim", "closing_report"
UNDER_WAY = frozenset({"in_force", "paused"})
barred = kept_from.barred
ITEM = ("title", "activity", "cost_head", "cost", "grant")


def concluded(book: Book, told: Told) -> None:
    """The contract: what the grant is made of. Nothing stands in the tables before the room has heard it."""
    book.kept["contract"] = told.data


def opened(book: Book, told: Told) -> None:
    data, contract = told.data, book.kept.get("contract", {})
    regime, revision = parts_of(told.regime)
    book.put(
        GRANT,
        (told.about,),
        told,
        **{name: data[name] for name in ("programme", "call_id", "province", "approved")},
        **{name: data[name] for name in ("starts_on", "support_ends_on", "ceiling_ends_on")},
        **_of_contract(contract),
        application_id=data["application_id"],
        regime=regime,
        revision=revision,
        status="in_force",
        outcome=None,
        opened_at=told.at,
        paid="0.00",
        realised="0.00",
        earned="0.00",
        opening=1,
    )
    kept_from.apart(book, told, is_told=True)
    if not contract:
        return
    agreement = {name: contract[name] for name in ("plan_version", "plan", "members", "document") if name in contract}
    book.put("agreement", (), told, **agreement)
    since = start_of(date.fromisoformat(contract["signed_on"]))
    first = {"plan": contract["plan"], "members": contract["members"], "change_id": "", "representative_id": ""}
    coordinator = contract["coordinator_id"]
    book.put("plan_version", (contract["plan_version"],), told, **first, since=since, coordinator_id=coordinator)
    _items(book, contract["plan"], told)


def _of_contract(contract: Any) -> dict[str, Any]:
    names = ("number", "consortium_name", "enterprise_name", "enterprise_tax_number", "coordinator_id", "total")
    found = {name: contract[name] for name in (*names, "plan_version") if name in contract}
    if contract:
        own = [contract["enterprise_tax_number"], contract["enterprise_name"]]
        found |= _parties(own, contract["members"])
    return found


def _parties(own: list[Any], members: Any) -> dict[str, Any]:
    """Who belongs to the grant; where a number of one was erased, it is not known."""
    every = [*own, *(member[name] for member in members for name in ("tax_number", "name"))]
    return {"parties": sorted({*every} - {""})} if all(map(is_known, every)) else {}


def _items(book: Book, plan: Any, told: Told) -> None:
    book.drop("support_item")
    items = (item for package in plan.get("packages", ()) for item in package.get("items", ()))
    for place, item in enumerate(items, 1):
        facts = {name: item[name] for name in ITEM if name in item}
        own = bool(item.get("domestic_goods", False))
        book.put("support_item", (item["key"],), told, **facts, place=place, domestic_goods=own)
    milestones.planned(book, told, plan)


def plan_changed(book: Book, told: Told) -> None:
    data = told.data
    version = data["plan_version"]
    people = {name: data[name] for name in leading.LEADERS}
    changed = {name: data[name] for name in ("total", "earned")}
    leading.followed(book, told, GRANT, (told.about,))
    kept_from.apart(book, told, is_told=all(is_known(people[name]) for name in leading.LEADERS))
    book.change(GRANT, (told.about,), told, plan_version=version, **changed)
    own = [book.value(GRANT, (told.about,), f"enterprise_{name}") for name in ("tax_number", "name")]
    book.forget(GRANT, (told.about,), "parties")
    if None not in own:
        book.change(GRANT, (told.about,), told, **_parties(own, data["members"]))
    facts = {"plan": data["plan"], "members": data["members"], "change_id": data["change_id"], "since": told.at}
    book.put("plan_version", (version,), told, **facts, **people)
    book.change("change_request", (data["change_id"],), told, version=version)
    _items(book, data["plan"], told)


def change_asked(book: Book, told: Told) -> None:
    data = told.data
    notified = data["decided_by"] == "notified"
    book.put(
        "change_request",
        (data["change_id"],),
        told,
        number=data["number"],
        kind=data["kind"],
        decider=data["decided_by"],
        reason=data["reason"],
        asked_by=told.by,
        asked_at=told.at,
        status="notified" if notified else "asked",
    )
    book.put("change_proposal", (data["change_id"],), told)
    for name in ("wish", "differences", "effect"):
        told_hash = data.get(f"{name}_hash")
        if told_hash and is_known(told_hash):
            book.put("change_proposal", (data["change_id"],), told, **{name: Hashed(told_hash, name)})


def change_decided(book: Book, told: Told) -> None:
    data = told.data
    status = "accepted" if data["accepted"] else "refused"
    by = {"decided_by": told.by, "decided_at": told.at, "decision_reason": data["reason"], "paper": data["paper"]}
    book.change("change_request", (data["change_id"],), told, status=status, **by)


def change_withdrawn(book: Book, told: Told) -> None:
    by = {"decided_by": told.by, "decided_at": told.at}
    book.change("change_request", (told.data["change_id"],), told, status="withdrawn", **by)


def moved(book: Book, told: Told) -> None:
    """What every event that moves the clock says of the grant."""
    names = ("turn", "opening")
    book.change(GRANT, (told.about,), told, **{name: told.data[name] for name in names if name in told.data})


def stood(book: Book, told: Told) -> None:
    """Any other act is a turn of its own, of which the number was not told."""
    book.forget(GRANT, (told.about,), "turn")


def running(book: Book) -> str:
    return "paused" if book.keys("force_majeure", status="accepted") else "in_force"


def force_majeure_declared(book: Book, told: Told) -> None:
    data = told.data
    facts = {"starts_on": data["starts_on"], "ground": data["ground"], "status": "declared", "ended_on": None}
    key = (data["force_majeure_id"],)
    book.put("force_majeure", key, told, **facts, declared_by=told.by, declared_at=told.at, decided_at=None)


def force_majeure_decided(book: Book, told: Told) -> None:
    """Accepted, it may take back lateness that it explains: which, the record does not say."""
    accepted = told.data["accepted"]
    status = "accepted" if accepted else "refused"
    key = (told.data["force_majeure_id"],)
    book.change("force_majeure", key, told, status=status, decided_by=told.by, decided_at=told.at)
    _restated(book, told)
    if accepted:
        for kind in (REPORT, "development_report"):
            for late in book.keys(kind, status="late"):
                book.forget(kind, late, "status", "was_late", "escalated_at")
        for finding in book.keys("finding", was_late=True):
            book.forget("finding", finding, "was_late")
        for milestone in book.keys(milestones.MILESTONE):
            book.forget(milestones.MILESTONE, milestone, "late_since")
        for expired in book.keys("notice", status="expired"):
            book.forget("notice", expired, "status", "decided_at")


def force_majeure_ended(book: Book, told: Told) -> None:
    key = (told.data["force_majeure_id"],)
    book.change("force_majeure", key, told, status="ended", ended_on=told.data["ended_on"])
    _restated(book, told)


def _restated(book: Book, told: Told) -> None:
    """Under some rules a pause that has ended moves the ceiling: by how much, the record does not say."""
    book.forget(GRANT, (told.about,), "ceiling_ends_on")
    if book.value(GRANT, (told.about,), "status") in UNDER_WAY:
        book.change(GRANT, (told.about,), told, status=running(book))


def extension_asked(book: Book, told: Told) -> None:
    data = told.data
    facts = {"ground": data["ground"], "new_end": data["new_end"], "status": "asked", "asked_on": _on(told)}
    book.put("extension", (data["extension_id"],), told, **facts, asked_by=told.by, asked_at=told.at, decided_at=None)


def extension_decided(book: Book, told: Told) -> None:
    data = told.data
    status = "granted" if data["granted"] else "refused"
    key = (data["extension_id"],)
    book.change("extension", key, told, status=status, decided_by=told.by, decided_at=told.at)
    if not data["granted"]:
        return
    own = (told.about,)
    book.change(GRANT, own, told, support_ends_on=data["new_end"])
    if book.value(GRANT, own, "status") not in UNDER_WAY:
        none = {"closing_since": None, "closing_due_at": None, "closing_reminders": 0}
        book.change(GRANT, own, told, status=running(book), **none)


def addendum_recorded(book: Book, told: Told) -> None:
    data = told.data
    regime, revision = parts_of(data["after"])
    old_regime, old_revision = parts_of(data["before"])
    rules = {"old_regime": old_regime, "old_revision": old_revision, "regime": regime, "revision": revision}
    _addendum(book, told, **rules)
    ends = {name: data[name] for name in ("support_ends_on", "ceiling_ends_on", "earned")}
    book.change(GRANT, (told.about,), told, regime=regime, revision=revision, **ends)


def _addendum(book: Book, told: Told, **rules: str) -> None:
    facts = {name: told.data[name] for name in ("number", "signed_on", "reason")}
    key = (told.data["addendum_id"],)
    book.put("addendum", key, told, **facts, **rules, recorded_by=told.by, recorded_at=told.at)


def notice_given(book: Book, told: Told) -> None:
    data = told.data
    facts = {name: data[name] for name in ("number", "reason", "cure_until")}
    book.put("notice", (data["notice_id"],), told, **facts, status="running", given_by=told.by, given_at=told.at)


def notice_cured(book: Book, told: Told) -> None:
    book.change("notice", (told.data["notice_id"],), told, status="cured", decided_at=told.at)


def notice_expired(book: Book, told: Told) -> None:
    book.change("notice", (told.data["notice_id"],), told, status="expired", decided_at=told.at)


def terminated(book: Book, told: Told) -> None:
    """When support ends by it, the record does not say; its last day is the one of the act, or earlier."""
    data, own = told.data, (told.about,)
    facts = {"termination_reason": data["reason"], "termination_ground": data["ground"] or None}
    book.change(GRANT, own, told, status="terminated", terminated_at=told.at, **facts)
    book.forget(GRANT, own, "support_ends_on")
    closing_awaited(book, told)


def support_ended(book: Book, told: Told) -> None:
    book.change(GRANT, (told.about,), told, status="closing", support_ends_on=told.data["support_ends_on"])
    closing_awaited(book, told)


def closing_awaited(book: Book, told: Told) -> None:
    """The closing is due as its event says; while force majeure lasts, nothing is due."""
    own, due = (told.about,), told.due(DeadlineKind.CLOSING_DUE)
    book.change(GRANT, own, told, closing_since=told.at)
    if due is None:
        book.forget(GRANT, own, "closing_due_at")
    else:
        book.change(GRANT, own, told, closing_due_at=due)


def closing_overdue(book: Book, told: Told) -> None:
    own = (told.about,)
    before = book.value(GRANT, own, "closing_reminders") or 0
    book.change(GRANT, own, told, closing_reminders=before + 1)
    closing_awaited(book, told)


def closing_submitted(book: Book, told: Told) -> None:
    data = told.data
    done = {"realised": data["realised"], "closing_by": told.by, "closing_submitted_at": told.at}
    book.change(GRANT, (told.about,), told, **done)
    sent = {"status": "submitted", "submitted_by": told.by, "submitted_at": told.at, "decided_at": None}
    said = {name: data[name] for name in ("assets", "documents", "figures") if data.get(name)}
    book.put(CLOSING_REPORT, (data.get("number", 1),), told, **sent, **said)


def closing_reminded(book: Book, told: Told) -> None:
    book.change(GRANT, (told.about,), told, closing_reminded_at=told.at)


def closing_returned(book: Book, told: Told) -> None:
    """It is awaited again, as at first."""
    cleared = {"closing_submitted_at": None, "closing_by": "", "closing_reminders": 0}
    book.change(GRANT, (told.about,), told, **cleared)
    closing_awaited(book, told)
    remarks = {one["part"]: one["remark"] for one in told.data["remarks"]}
    _closing_decided(book, told, "returned", remarks)


def closing_accepted(book: Book, told: Told) -> None:
    book.change(GRANT, (told.about,), told, closing_accepted_at=told.at)
    _closing_decided(book, told, "accepted", {})


def _closing_decided(book: Book, told: Told, status: str, remarks: Mapping[str, Any]) -> None:
    done = {"status": status, "note": told.data["note"], "decided_by": told.by, "decided_at": told.at}
    book.put(CLOSING_REPORT, (told.data["number"],), told, remarks=remarks, **done)


def closed(book: Book, told: Told) -> None:
    data, own = told.data, (told.about,)
    book.change(GRANT, own, told, status="closed", **{name: data[name] for name in ("outcome", "realised", "paid")})
    final = book.kept.pop("final", None)
    left = book.value(CLAIM, final, "amount") if final else "0.00"
    settled = {"allowed": data["allowed"], "to_recover": data["recovered"], "due_to_grantee": left}
    book.put("settlement", (), told, **settled, settled_at=told.at, settled_by=told.by)
    for number in sorted(one["number"] for one in told.data["deadlines"] if one["kind"] == DeadlineKind.OBLIGATION_END):
        _obligation(book, told, number)


def _obligation(book: Book, told: Told, number: int) -> None:
    """A duty that outlives the grant, as far as what falls due tells of it."""
    key, ends = (number,), told.due(DeadlineKind.OBLIGATION_END, number)
    book.put("obligation", key, told, status="running", found=None, looked_at=None, ended_at=None)
    if ends is not None:
        book.put("obligation", key, told, ends_on=day_of(ends))
    if looks := told.due(DeadlineKind.OBLIGATION_REMINDER, number):
        book.put("obligation", key, told, look_on=day_of(looks))


def obligation_to_look_at(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("code", "ends_on")}
    book.put("obligation", (told.data["number"],), told, **facts, reminded_at=told.at)


def obligation_ended(book: Book, told: Told) -> None:
    book.put("obligation", (told.data["number"],), told, code=told.data["code"], status="ended", ended_at=told.at)


def obligation_looked_at(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("code", "found", "note")}
    book.put("obligation", (told.data["number"],), told, **facts, looked_by=told.by, looked_at=told.at)


def obligation_released(book: Book, told: Told) -> None:
    done = {"status": "released", "note": told.data["reason"], "looked_by": told.by, "looked_at": told.at}
    key = (told.data["number"],)
    book.put("obligation", key, told, code=told.data["code"], **done, ended_at=told.at)


def reopened(book: Book, told: Told) -> None:
    """The settlement no longer stands, nothing is taken back, and what had begun to outlive the grant is replaced."""
    data, own = told.data, (told.about,)
    was_terminated = book.value(GRANT, own, "terminated_at") is not None
    cleared = {"outcome": None, "closing_submitted_at": None, "closing_by": "", "closing_reminders": 0}
    cleared["closing_accepted_at"] = None
    book.change(GRANT, own, told, support_ends_on=data["support_ends_on"], **cleared)
    if data["runs"]:
        none = {"terminated_at": None, "termination_ground": None, "termination_reason": ""}
        unset = {"closing_since": None, "closing_due_at": None}
        book.change(GRANT, own, told, status=running(book), **none, **unset)
    else:
        book.change(GRANT, own, told, status="terminated" if was_terminated else "closing")
        closing_awaited(book, told)
    regime, revision = parts_of(told.regime)
    _addendum(book, told, old_regime=regime, old_revision=revision, regime=regime, revision=revision)
    book.drop("settlement")
    for key in book.keys("obligation", status="running"):
        book.change("obligation", key, told, status="replaced", ended_at=told.at)


def happened(book: Book, told: Told, elsewhere: frozenset[str]) -> None:
    """Each event of a grant stands in its history, in order, without what stands elsewhere."""
    number = len(book.keys("history")) + 1
    hidden = {"deadlines", "turn", "opening", "closed", "more_may_come", "grant_id", "application_id", "kept"}
    details = {name: value for name, value in told.data.items() if name not in hidden | elsewhere}
    facts = {"at": told.at, "act": told.type.rpartition(".v")[0], "actor_id": told.by, "actor_role": told.role}
    facts |= {} if told.data.get("kept") is None else {"id": told.id}
    book.put("history", (number,), told, **facts)
    if _is_open(details):
        book.put("history", (number,), told, details=details)


def _is_open(value: Any) -> bool:
    if not is_known(value):
        return False
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(_is_open(part) for part in parts)


def _on(told: Told) -> str:
    return day_of(told.at.isoformat())
