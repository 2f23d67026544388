"""The money of a grant, as the records make it: claims and payments, what is covered or taken back, the books."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from grants.contracts.stages import DeadlineKind
from grants.proof.accounts import Account
from grants.proof.tables import bank, filed
from grants.proof.tables.book import Book, Key, Told, Total, day_of, is_known, last_day_before, plus
from grants.proof.tables.grant import CLAIM, GRANT
from grants.proof.tables.reports import accepted

BOOKS, PAYMENT, CHARGE = "ledger_entry", "payment", "budget_charge"
ORDER, ORDERED = "payment_order", "ordered_claim"
RECOVERY, INSTALMENT, RECEIPT = "recovery", "instalment", "receipt"
NO_ROW: Key = ()
UNPAID = ("made", "seconded", "approved", "returned")
PAID_OUT = Total(PAYMENT, "amount", (), "amount")
ORDERED_BACK = Total(RECOVERY, "amount", (("disallowed", True),), "amount")
"""For spending that was disallowed after it had been paid: the settlement counts what was paid without it."""


def claim_made(book: Book, told: Told) -> None:
    """A claim on the final settlement is explained by it, and only the event after it says so."""
    data = told.data
    key = (data["claim_id"],)
    final = not data["advance"] and not data["explanations"]
    facts = {"amount": data["amount"], "advance": data["advance"], "final": final, "prepared_at": told.at}
    book.put(CLAIM, key, told, **facts, status="made", paid_on=None, approved_at=None, order_id="")
    if final:
        book.kept["final"] = key
    else:
        book.change(CLAIM, key, told, prepared_by=told.by)
        if data["set_off"] != "0.00" and not data["advance"]:
            book.change(CLAIM, key, told, set_off=data["set_off"])


def claim_seconded(book: Book, told: Told) -> None:
    key = _claim(told)
    book.change(CLAIM, key, told, status="seconded", approved_by=told.by, approved_at=told.at)


def claim_approved(book: Book, told: Told) -> None:
    """By one, or by another above the limit; from then on it is owed, and charged to the year."""
    key = _claim(told)
    seconded = book.value(CLAIM, key, "status") == "seconded"
    names = ("countersigned_by", "countersigned_at") if seconded else ("approved_by", "approved_at")
    book.change(CLAIM, key, told, status="approved", **dict(zip(names, (told.by, told.at), strict=True)))
    _charged(book, told, key, is_paid=False, year=int(day_of(told.at.isoformat())[:4]))
    if not book.value(CLAIM, key, "final"):
        debit = "advance" if book.value(CLAIM, key, "advance") else "cost"
        book.put(BOOKS, ("owed", _document(book, key), debit, "payable"), told, amount=told.data["amount"])


def claim_ordered(book: Book, told: Told) -> None:
    data, key = told.data, _claim(told)
    book.change(CLAIM, key, told, status="ordered", order_id=data["order_id"], paid_by=told.by)
    payee = {"iban": _payee(book, data["account"]), "holder": data["holder"]} if _names_payee(data) else {}
    facts = {"grant_id": told.about, "amount": data["amount"], "status": "made"}
    book.put(ORDERED, (data["order_id"], *key), told, **facts, **payee)
    _order(book, told, data.get("order") or {})


def _names_payee(data: Mapping[str, Any]) -> bool:
    """Whether it was told who is to be paid, and not erased since."""
    return bool(data.get("account")) and is_known(data["account"])


def _payee(book: Book, ends: str) -> Account:
    """The account of the grant that shows these ends; where it is not known, the ends."""
    known = (book.value("payee_account", key, "iban") for key in reversed(book.keys("payee_account")))
    return next((one for one in known if isinstance(one, Account) and one.ends == ends), Account(ends))


def _order(book: Book, told: Told, facts: Mapping[str, Any]) -> None:
    """The order as it was made, and its file: what is held of that is shown by its hash."""
    known = {name: value for name, value in facts.items() if name not in {"account", "account_digest"}}
    if facts and is_known(facts["account"]):
        known["account"] = bank.account(facts, told.data["order_id"])
    if facts:
        known["content"] = facts["sha256"]
    book.put(ORDER, (told.data["order_id"],), told, **known, made_by=told.by, made_at=told.at)


def claim_released(book: Book, told: Told) -> None:
    data, key = told.data, _claim(told)
    book.change(CLAIM, key, told, status="approved", order_id="", paid_by="")
    book.drop(ORDERED, (data["order_id"], *key))
    done = {"status": "cancelled", "cancelled_by": told.by, "cancelled_at": told.at}
    book.put(ORDER, (data["order_id"],), told, **done)


def claim_paid(book: Book, told: Told) -> None:
    data, key, own = told.data, _claim(told), (told.about,)
    ordered = book.value(CLAIM, key, "order_id")
    by = {} if ordered else {"paid_by": told.by}
    paid_by = book.value(CLAIM, key, "paid_by") if ordered else told.by
    named = _said(data, "reference")
    book.change(CLAIM, key, told, status="paid", paid_on=data["paid_on"], paid_at=told.at, **by)
    book.put(PAYMENT, key, told, amount=data["amount"], paid_on=data["paid_on"], recorded_at=told.at)
    book.put(PAYMENT, key, told, order_id=ordered or "", **named, **({"paid_by": paid_by} if paid_by else {}))
    if named:
        book.change(CLAIM, key, told, payment_ref=named["reference"])
    _charged(book, told, key, is_paid=True, year=int(data["paid_on"][:4]))
    book.put(BOOKS, ("paid", key[0], "payable", "paid"), told, amount=data["amount"])
    before = book.value(GRANT, own, "paid")
    if before is not None:
        book.change(GRANT, own, told, paid=plus(before, data["amount"]))
    if PAID_OUT in book.totals:
        book.add(PAID_OUT, data["amount"], told)
    if ordered:
        book.change(ORDERED, (ordered, *key), told, status="booked")


def _charged(book: Book, told: Told, key: Key, **facts: Any) -> None:
    """What a claim takes of a year of its programme; which that is stays as it was when it was approved."""
    known = book.value(GRANT, (told.about,), "programme")
    programme = {"programme": known} if known is not None else {}
    book.put(CHARGE, key, told, **programme, grant_id=told.about, amount=told.data["amount"], **facts)


def _said(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Those of these that were told; rooms of before left them out."""
    return {name: data[name] for name in names if data.get(name)}


def claim_returned(book: Book, told: Told) -> None:
    """To be put right and sent again; when its days run, they are told."""
    data, key = told.data, _claim(told)
    _taken_out(book, told, key)
    by = {"remarks": data["remarks"], "answered_by": told.by, "answered_at": told.at, "correct_by": data["due_at"]}
    book.change(CLAIM, key, told, status="returned", **by)


def claim_refused(book: Book, told: Told) -> None:
    key = _claim(told)
    _taken_out(book, told, key)
    by = {"remarks": told.data["reason"], "answered_by": told.by, "answered_at": told.at}
    book.change(CLAIM, key, told, status="refused", correct_by=None, **by)


def claim_resubmitted(book: Book, told: Told) -> None:
    """Put right: to be approved anew, whoever approved it before."""
    data, key = told.data, _claim(told)
    facts = {"amount": data["amount"], "round": data["round"], "note": data["note"], "status": "made"}
    by = {"prepared_by": told.by, "prepared_at": told.at, "approved_by": "", "approved_at": None}
    book.change(CLAIM, key, told, **facts, **by)
    book.forget(CLAIM, key, "countersigned_by", "countersigned_at", "set_off", "correct_by")


def claim_lapsed(book: Book, told: Told) -> None:
    key = _claim(told)
    _taken_out(book, told, key)
    book.change(CLAIM, key, told, status="lapsed")


def lapsed(book: Book, told: Told) -> None:
    """At the settlement, what was claimed and not paid is taken up in it."""
    final = book.kept.get("final")
    for key in book.keys(CLAIM):
        if key != final and book.value(CLAIM, key, "status") in UNPAID:
            _taken_out(book, told, key)
            book.change(CLAIM, key, told, status="lapsed")


def _taken_out(book: Book, told: Told, key: Key) -> None:
    """What is owed no more is taken out of the books, and charged to no year."""
    if book.value(CLAIM, key, "status") == "approved":
        credit = "advance" if book.value(CLAIM, key, "advance") else "cost"
        amount = book.value(CLAIM, key, "amount")
        book.put(BOOKS, ("lapsed", _document(book, key), "payable", credit), told, amount=amount)
    book.drop(CHARGE, key)


def _document(book: Book, key: Key) -> str:
    """A claim in the books: one that was sent again, by its round."""
    sent = book.value(CLAIM, key, "round") or 1
    return str(key[0]) if sent == 1 else f"{key[0]}/{sent}"


def added_up(book: Book, told: Told) -> None:
    """What the closing says was paid is all payments together; what its decision counts less, all ordered back."""
    paid = told.data["paid"]
    book.total(PAID_OUT, paid, told)
    for one in told.data.get("explanations") or ():
        if one["decision"] == "settlement":
            book.total(ORDERED_BACK, Decimal(paid) - Decimal(one["figures"]["paid"]), told)


def settled(book: Book, told: Told) -> None:
    """What the books hold once a grant is settled: nothing is ahead, kept back, promised or on the way through."""
    for account in ("settlement", "advance", "retention", "commitment", "undertaking"):
        balance(book, account, Decimal(0), told)
    balance(book, "cost", Decimal(told.data["allowed"]), told)
    on_the_way = [book.value(RECOVERY, key, "amount") for key in book.keys(RECOVERY, disallowed=True)]
    back = sum(map(Decimal, on_the_way), Decimal(told.data["recovered"])) - book.kept.get("back", Decimal(0))
    balance(book, "recoverable", back, told)


def balance(book: Book, account: str, amount: Decimal, told: Told) -> None:
    """What an account of the books holds."""
    book.balances[account] = (amount, told.record)


def account_recorded(book: Book, told: Told) -> None:
    key = (told.data["account_id"],)
    by = {"recorded_by": told.by, "recorded_at": told.at, "confirmed_at": None}
    book.put("payee_account", key, told, **_account(told), **_said(told.data, "holder"), **by)


def account_confirmed(book: Book, told: Told) -> None:
    done = {"confirmed_by": told.by, "confirmed_at": told.at}
    book.put("payee_account", (told.data["account_id"],), told, **_account(told), **done)


def _account(told: Told) -> dict[str, Any]:
    if not is_known(told.data["account"]):
        return {}
    return {"iban": bank.account(told.data, told.data["account_id"])}


def guarantee_received(book: Book, told: Told) -> None:
    facts = {name: told.data[name] for name in ("amount", "valid_until")} | _said(told.data, "reference", "issuer")
    by = {"received_by": told.by, "received_at": told.at, "returned_at": None}
    book.put("guarantee", (told.data["guarantee_id"],), told, **facts, status="held", **by)


def guarantee_returned(book: Book, told: Told) -> None:
    done = {"status": "returned", "returned_by": told.by, "returned_at": told.at}
    book.put("guarantee", (told.data["guarantee_id"],), told, amount=told.data["amount"], **done)


def guarantee_warned(book: Book, told: Told) -> None:
    book.put("guarantee", (told.data["guarantee_id"],), told, amount=told.data["amount"], warned_at=told.at)


def guarantee_ended(book: Book, told: Told) -> None:
    book.put("guarantee", (told.data["guarantee_id"],), told, amount=told.data["amount"], status="ended")


def recovery_reminded(book: Book, told: Told) -> None:
    data = told.data
    book.put(INSTALMENT, (data["number"],), told, due_on=data["due_on"], reminded_at=told.at)


def recovery_ordered(book: Book, told: Told) -> None:
    """By the settlement; its id is told with what follows."""
    _recovery(book, told, told.data["amount"], disallowed=False)


def _recovery(book: Book, told: Told, amount: str, **facts: Any) -> None:
    by = {"ordered_by": told.by, "ordered_at": told.at, "status": "open"}
    number = max((key[0] for key in book.keys(RECOVERY)), default=0) + 1
    book.put(RECOVERY, (number,), told, amount=amount, **by, **facts)


def _recovery_of(book: Book, told: Told) -> Key:
    """The one of this id, or else the one of which none was told yet."""
    named = told.data["recovery_id"]
    (found, *_) = [*book.keys(RECOVERY, id=named), *book.keys(RECOVERY, id=None), (0,)]
    book.change(RECOVERY, found, told, id=named)
    return found


def _instalments(book: Book, told: Told, **facts: Any) -> None:
    """Those that fall due, as an event says that moves the clock; facts: of those not told of before."""
    for one in told.data["deadlines"]:
        if one["kind"] == DeadlineKind.RECOVERY_DUE:
            key = (one["number"],)
            fresh = {} if key in book.keys(INSTALMENT) else {**facts, "late_at": None}
            book.put(INSTALMENT, key, told, due_on=last_day_before(one["at"]), **fresh)
    amounts = [book.value(RECOVERY, key, "amount") for key in book.keys(RECOVERY)]
    if amounts and None not in amounts:
        book.total(Total(INSTALMENT, "amount", (), "amount"), sum(map(Decimal, amounts), Decimal(0)), told)


def recovery_began(book: Book, told: Told) -> None:
    """With the closing, whole and due at once until instalments are agreed."""
    if book.keys(RECOVERY, id=None):
        _instalments(book, told)


def recovery_planned(book: Book, told: Told) -> None:
    """So many instalments in place of those it had."""
    named = told.data["recovery_id"]
    book.change(RECOVERY, _recovery_of(book, told), told, planned_by=told.by, planned_at=told.at)
    for known in (named, None):
        book.drop(INSTALMENT, *book.keys(INSTALMENT, recovery_id=known) or (NO_ROW,))
    _instalments(book, told, recovery_id=named)
    book.total(Total(INSTALMENT, "", (("recovery_id", named),)), told.data["instalments"], told)


def recovery_received(book: Book, told: Told) -> None:
    """status: paid once nothing is left; whether it is late by then, only a further event says."""
    data = told.data
    facts = {name: data[name] for name in ("amount", "interest", "principal", "recovery_id")}
    facts |= _said(data, "received_on", "reference")
    book.put(RECEIPT, (len(book.keys(RECEIPT)) + 1,), told, **facts, recorded_by=told.by, recorded_at=told.at)
    key = _recovery_of(book, told)
    if Decimal(data["left"]) == 0:
        book.change(RECOVERY, key, told, status="paid")
    else:
        book.forget(RECOVERY, key, "status")
    for debit, credit, name in (("recovered", "recoverable", "principal"), ("recovered", "interest", "interest")):
        where = (("act", "received"), ("debit", debit), ("credit", credit))
        book.add(Total(BOOKS, "amount", where, "amount"), data[name], told)
    book.kept["back"] = book.kept.get("back", Decimal(0)) + Decimal(data["principal"])
    owed = book.balances.get("recoverable")
    if owed:
        balance(book, "recoverable", owed[0] - Decimal(data["principal"]), told)


def recovery_late(book: Book, told: Told) -> None:
    data = told.data
    book.change(RECOVERY, _recovery_of(book, told), told, status="late")
    book.put(INSTALMENT, (data["number"],), told, due_on=data["due_on"], late_at=told.at)


def spending_disallowed(book: Book, told: Told) -> None:
    """Of an accepted report: it counts no more; what was paid for it is set off, or ordered back at once."""
    data, own, place = told.data, (told.about,), told.data["number"]
    book.change(GRANT, own, told, realised=data["realised"], earned=data["earned"])
    for total in (accepted(place), Total("spending", "realised", (("number", place),), "realised")):
        if total in book.totals:
            book.add(total, -Decimal(data["amount"]), told)
    for line in data["lines"]:
        number = len(book.keys("disallowance")) + 1
        facts = {"report": place, "ground": data["ground"], "finding": data["finding"], **line}
        book.put("disallowance", (number,), told, **facts, decided_by=told.by, decided_at=told.at)
        key = (place, line["line"])
        before = book.value("spending_line", key, "disallowed") or "0.00"
        book.put("spending_line", key, told, item=line["item"], disallowed=plus(before, line["amount"]))
        book.forget("spending_line", key, "reason")
    filed.summed(book, told)
    book.forget_total(ORDERED_BACK)
    if data["recovery_id"]:
        _recovery(book, told, data["recovered"], id=data["recovery_id"], disallowed=True)
        _instalments(book, told, recovery_id=data["recovery_id"])
        entry = ("disallowed", data["recovery_id"], "recoverable", "cost")
        book.put(BOOKS, entry, told, amount=data["recovered"])


def claim_lowered(book: Book, told: Told) -> None:
    """What it asks for is no longer earned: approved anew by everybody, or lapsed where nothing is left."""
    data, key = told.data, _claim(told)
    returned = book.value(CLAIM, key, "status") == "returned"
    _taken_out(book, told, key)
    if Decimal(data["amount"]) == 0:
        book.change(CLAIM, key, told, status="lapsed")
    else:
        again = {} if returned else {"status": "made"}
        book.change(CLAIM, key, told, amount=data["amount"], round=data["round"], **again)
    names = ("approved_by", "approved_at", "countersigned_by", "countersigned_at", "set_off")
    book.forget(CLAIM, key, *names, "remarks", "answered_by", "answered_at")


def reopened(book: Book, told: Told) -> None:
    """What the settlement left to pay is paid as any claim, or lapses. The books go to what the facts are without it;
    what that is, the record does not say.
    """
    for key in book.keys(CLAIM, final=True):
        book.change(CLAIM, key, told, final=False)
        if book.value(CLAIM, key, "status") != "paid":
            book.change(CLAIM, key, told, status="lapsed")
            book.drop(CHARGE, key)
    book.balances.clear()
    book.forget_totals(INSTALMENT)
    settled_ = [key for key in book.keys(RECOVERY) if not book.value(RECOVERY, key, "disallowed")]
    names = {book.value(RECOVERY, key, "id") for key in settled_}
    for name in names:
        book.drop(INSTALMENT, *book.keys(INSTALMENT, recovery_id=name) or (NO_ROW,))
    book.drop(RECOVERY, *settled_ or (NO_ROW,))


def appropriated(book: Book, told: Told) -> None:
    """What the contract promises stands in the books from the first day on."""
    book.put(BOOKS, ("approved", f"{told.about}/0", "commitment", "undertaking"), told, amount=told.data["approved"])


def _claim(told: Told) -> Key:
    return (told.data["claim_id"],)
