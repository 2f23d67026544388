"""One application before the board of its call, by what is told of the call: its hour, scores, motions and votes."""

from grants.proof.tables.book import Book, Told, Total, is_known
from grants.proof.tables.by_hash import hashed, sealed

ITEM, SCORE, SLOT, MOTION, BALLOT = (f"committee_{one}" for one in ("item", "score", "slot", "motion", "ballot"))
CONFLICT = "committee_conflict"
_VOTES = {"yes": "yes", "no": "no", "abstained": "abstain"}


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
    if (number,) not in book.keys(SLOT):
        book.put(SLOT, (number,), told, state="waiting", present=None, opened_at=None, closed_at=None)
    book.put(SLOT, (number,), told, starts_at=mine["starts_at"], minutes=mine["minutes"])


def item_opened(book: Book, told: Told) -> None:
    key = (told.data["number"],)
    book.put(SLOT, key, told, state="open", opened_at=told.at, closed_at=None)
    book.forget(SLOT, key, "present")
    if told.data.get("present") is not None:
        book.put(SLOT, key, told, present=told.data["present"])


def item_closed(book: Book, told: Told) -> None:
    book.put(SLOT, (told.data["number"],), told, state="closed", closed_at=told.at)


def left_the_room(book: Book, told: Told) -> None:
    """A member in conflict leaves for good; of one who was erased it is not known what went."""
    if is_known(told.data["member_id"]):
        leave(book, told, told.data["member_id"], for_good=True)
    else:
        book.doubtful |= {CONFLICT, SCORE, BALLOT}


def leave(book: Book, told: Told, person: str, *, for_good: bool) -> None:
    """What the member gave there is void, and an item heard to its end is open again. What is known stays."""
    if (person,) not in book.keys(CONFLICT):
        book.put(CONFLICT, (person,), told, declared=for_good)
    book.drop(SCORE, (person,))
    for key in [one for one in book.keys(BALLOT) if one[1] == person]:
        book.drop(BALLOT, key)
    book.forget_totals(BALLOT)
    for key in book.keys(SLOT, state="closed"):
        book.forget(SLOT, key, "state", "closed_at")


def scored(book: Book, told: Told) -> None:
    person = told.data["member_id"]
    if is_known(person):
        book.put(SCORE, (person,), told, given_at=told.at)
        sealed(book, told, SCORE, (person,), score=("score",))
    else:
        book.doubtful.add(SCORE)


def motion_raised(book: Book, told: Told) -> None:
    data = told.data
    facts = {"kind": data["kind"], "member_id": data["member_id"], "put_at": told.at}
    book.put(MOTION, (data["motion"],), told, **facts, state="open", decided_at=None, decided=None)
    hashed(book, told, MOTION, (data["motion"],), "text", "conditions", "points")


def voted(book: Book, told: Told) -> None:
    person = told.data["member_id"]
    if is_known(person):
        book.put(BALLOT, (told.data["motion"], person), told, given_at=told.at, dissent="")
        sealed(book, told, BALLOT, (told.data["motion"], person), vote=("vote",))
    else:
        book.doubtful.add(BALLOT)


def motion_decided(book: Book, told: Told) -> None:
    """How each voted is not told, but how many did so."""
    data = told.data
    state = "carried" if data["carried"] else "failed"
    book.put(MOTION, (data["motion"],), told, state=state, decided_at=told.at)
    book.forget(MOTION, (data["motion"],), "decided")
    for explanation in data["explanations"]:
        book.put(MOTION, (data["motion"],), told, decided=explanation)
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
