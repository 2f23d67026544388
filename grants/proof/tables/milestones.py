"""The milestones of a grant's plan, as the records make them."""

from collections.abc import Mapping
from typing import Any

from grants.proof.tables.book import Book, Told

MILESTONE = "milestone"


def planned(book: Book, told: Told, plan: Mapping[str, Any]) -> None:
    """Those of the plan in force; what became of one stays with it. One that moved is late anew only by its new day."""
    every = [one for package in plan.get("packages", ()) for one in package.get("milestones", ())]
    named = {one["key"]: one for one in reversed(every)}
    gone = [key for key in book.keys(MILESTONE) if key[0] not in named]
    if gone:
        book.drop(MILESTONE, *gone)
    for place, one in enumerate(reversed(named.values()), 1):
        name = one["key"]
        facts = {"title": one["title"], "quarter": one["quarter"], "place": place}
        known = book.value(MILESTONE, (name,), "quarter")
        begun = {"status": "planned"} if known is None else {}
        late = {} if known == one["quarter"] else {"late_since": None}
        book.put(MILESTONE, (name,), told, **facts, **begun, **late)


def declared(book: Book, told: Told) -> None:
    data = told.data
    facts = {"reached_on": data["reached_on"], "documents": data["documents"], "status": "declared"}
    by = {"declared_by": told.by, "declared_at": told.at, "decided_at": None}
    book.put(MILESTONE, (data["key"],), told, **facts, **by)


def confirmed(book: Book, told: Told) -> None:
    _decided(book, told, "confirmed")


def returned(book: Book, told: Told) -> None:
    _decided(book, told, "returned")


def _decided(book: Book, told: Told, status: str) -> None:
    by = {"decided_by": told.by, "decided_at": told.at, "remark": told.data["remark"]}
    book.put(MILESTONE, (told.data["key"],), told, status=status, **by)


def late(book: Book, told: Told) -> None:
    for key in told.data["keys"]:
        book.put(MILESTONE, (key,), told, late_since=told.at)
