"""The application room's tables of one call: the call itself, its deadline, and what the room heard of its pack."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from grants.contracts import application_events as said
from grants.contracts import pack_events as packs
from grants.proof.tables.book import Book, Handler, Table, Told, by_type

CALL, MOVE, PACK = "call", "deadline_move", "approval_pack"
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        CALL: Table(key=("id",), whole=True),
        MOVE: Table(order=("moved_at", "id"), whole=True),
        PACK: Table(whole=True),
    }
)
_NO_PACK: Mapping[str, Any] = MappingProxyType(
    {"closed": 0, "document": "", "funded": [], "agreed": 0, "disagreed": 0, "closed_at": None}
)


def published(book: Book, told: Told) -> None:
    recorded = told.type == said.CallRecorded.type_name()
    names = ("name", "regime", "revision", "opens_at", "closes_at", "envelope", "regime_reason")
    facts = {name: told.data[name] for name in names}
    if "minimum_share" in told.data:
        share = told.data["minimum_share"]
        facts["minimum_share"] = None if share is None else f"{Decimal(share):.4f}"
    status = "closed" if recorded else "published"
    by = {"published_by": told.by, "published_at": told.at}
    book.put(CALL, (told.about,), told, **facts, status=status, recorded=recorded, **by)


def moved(book: Book, told: Told) -> None:
    own = (told.about,)
    ends = {"was": book.value(CALL, own, "closes_at"), "became": told.data["closes_at"]}
    place = (len(book.keys(MOVE)) + 1,)
    by = {"moved_by": told.by, "moved_at": told.at}
    book.put(MOVE, place, told, call_id=told.about, **ends, reason=told.data["reason"], **by)
    book.change(CALL, own, told, closes_at=told.data["closes_at"])


def opened(book: Book, told: Told) -> None:
    book.change(CALL, (told.about,), told, status="open")


def closed(book: Book, told: Told) -> None:
    book.change(CALL, (told.about,), told, status="closed")


def pack_opened(book: Book, told: Told) -> None:
    """As it is heard from the evaluation room: approvals wait for the newest one."""
    number = told.data["number"]
    if not book.keys(PACK):
        book.put(PACK, (), told, number=number, is_open=True, **_NO_PACK)
    elif number > book.value(PACK, (), "number"):
        book.put(PACK, (), told, number=number, is_open=True)


def pack_closed(book: Book, told: Told) -> None:
    """The newest closed pack stands."""
    data = told.data
    number = data["number"]
    if number <= (book.value(PACK, (), "closed") or 0):
        return
    newest = max(number, book.value(PACK, (), "number") or 0)
    funded = [[one["application_id"], one["amount"]] for one in data["funded"]]
    facts = {name: data[name] for name in ("document", "agreed", "disagreed")}
    stands = {"number": newest, "is_open": newest > number, "closed": number, "closed_at": told.at}
    book.put(PACK, (), told, **stands, funded=funded, **facts)


HANDLERS: Mapping[str, Handler] = by_type(
    {
        said.CallPublished: published,
        said.CallRecorded: published,
        said.CallDeadlineMoved: moved,
        said.CallOpened: opened,
        said.CallClosed: closed,
        packs.ApprovalPackOpened: pack_opened,
        packs.ApprovalPackClosed: pack_closed,
    }
)
