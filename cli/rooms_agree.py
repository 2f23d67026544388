"""What the rooms' own tables hold of a file, row by row, against what the records make of it; and gaps in the telling.

The records are taken first and the tables after them, so whoever acts meanwhile makes them differ for a moment: what
differs is looked at again, and only what stays so is told (`cli.looks`).
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from cli.client import ApiError, ApiSession
from cli.looks import MOST, PAUSES, Held, look
from cli.opening import order_of
from cli.phrases import Phrase
from cli.proof import Ledger, Proof, fetch_gaps, fetch_ledger
from grants.contracts import application_events as said
from grants.contracts import monitoring_events as monitoring
from grants.contracts.queues import APPLICATION, EVALUATION, MONITORING
from grants.proof.chain import Link
from grants.proof.tables import application, boards, evaluation
from grants.proof.tables import monitoring as grants
from grants.proof.tables.book import Book, Difference, Differs, written
from grants.proof.tables.heard import as_heard

NOT_FOUND = 404
SHOWN = 50
"""Differences that are told of one room."""
BEGAN = frozenset(one.type_name() for one in (said.ApplicationDrafted, said.ContractConcluded))


@dataclass(frozen=True, slots=True)
class Records:
    """What is on record of a file and of its call; of a call, only the latter."""

    own: Ledger
    of_call: Ledger

    def told(self, *types: str) -> bool:
        return any(link.type in types for link in self.own.links)

    def together(self) -> list[Link]:
        """The records of both in order of time."""
        return sorted((*self.of_call.links, *self.own.links), key=lambda link: link.time)

    def until(self, after: "Records") -> "Iterator[Records]":
        """As they stood one after the other between two readings; each chain in its own order."""
        own, call = (_new(one, other) for one, other in ((self.own, after.own), (self.of_call, after.of_call)))
        if self.is_of_call:
            call = ()
        if len(own) + len(call) <= MOST:
            yield self
            now = self
            steps = ([(link.time, is_own, link) for link in links] for is_own, links in ((True, own), (False, call)))
            for _, is_own, link in merge(*steps, key=lambda step: step[0]):
                now = now.with_own(link) if is_own else Records(now.own, _with(now.of_call, link))
                yield now
        yield after

    @property
    def is_of_call(self) -> bool:
        return self.own.about == self.of_call.about

    def with_own(self, link: Link) -> "Records":
        own = _with(self.own, link)
        return Records(own, own if self.is_of_call else self.of_call)


def _new(before: Ledger, after: Ledger) -> tuple[Link, ...]:
    return after.links[len(before.links) :]


def _with(ledger: Ledger, link: Link) -> Ledger:
    return Ledger(ledger.about, (*ledger.links, link))


@dataclass(frozen=True, slots=True)
class Side:
    """A room, where it shows what it holds, and what the records make of it. known: whether it heard of the file."""

    room: str
    path: str
    known: Callable[[Records], bool]
    book: Callable[[Records], Book]


OF_FILE = (
    Side(
        APPLICATION,
        "/applications/{about}/holdings",
        lambda records: records.told(*BEGAN),
        lambda records: written(application.TABLES, application.HANDLERS, as_heard(records.own.links, APPLICATION)),
    ),
    Side(
        EVALUATION,
        "/applications/{about}/holdings",
        lambda records: records.told(said.ApplicationAdmitted.type_name()),
        lambda records: written(evaluation.TABLES, evaluation.HANDLERS, records.together(), records.own.about),
    ),
    Side(
        MONITORING,
        "/grants/{about}/holdings",
        lambda records: records.told(monitoring.GrantOpened.type_name()),
        lambda records: written(grants.TABLES, grants.HANDLERS, as_heard(records.own.links, MONITORING)),
    ),
)
OF_CALL = (
    Side(
        APPLICATION,
        "/calls/{about}/holdings",
        lambda records: records.told(said.CallPublished.type_name(), said.CallRecorded.type_name()),
        lambda records: written(application.OF_CALL, application.CALL_HANDLERS, records.own.links),
    ),
    Side(
        EVALUATION,
        "/calls/{about}/holdings",
        lambda records: records.told(said.CallPublished.type_name()),
        lambda records: written(boards.TABLES, boards.HANDLERS, records.own.links),
    ),
)


@dataclass(frozen=True, slots=True)
class _OfFile:
    """A room and the records, for looking at both again and again."""

    api: ApiSession
    side: Side
    first: Records

    async def records(self) -> Records:
        own = await fetch_ledger(self.api, self.first.own.about)
        return Records(own, own if self.first.is_of_call else await fetch_ledger(self.api, self.first.of_call.about))

    async def held(self) -> Held | None:
        return await _holdings(self.api, self.side, self.first.own.about)

    def book(self, records: Records) -> Book:
        return self.side.book(records)

    def between(self, before: Records, after: Records) -> Iterator[Records]:
        return before.until(after)


async def prove_rooms(
    api: ApiSession, own: Ledger, of_call: Ledger, pauses: Sequence[float] = PAUSES
) -> AsyncIterator[Proof]:
    """Of an application: each room's tables, and the gaps between its outbox and the ledger."""
    async for proof in _sides(api, OF_FILE, Records(own, of_call), pauses):
        yield proof
    async for gap in fetch_gaps(api):
        if gap["about"] == own.about and gap["reported_at"]:
            found = Phrase.of("replay.gap.found", kind=gap["kind"], event=gap["event_id"], room=gap["room"])
            meaning = Phrase.of(f"replay.gap.{gap['kind']}")
            what = Phrase.of("replay.gap", room=gap["room"])
            place = {"room": gap["room"], "table": "outbox", "row": gap["event_id"], "field": " ".join(gap["fields"])}
            yield Proof(what, holds=False, found=found, meaning=meaning, place=place)


async def prove_rooms_of_call(
    api: ApiSession, ledger: Ledger, pauses: Sequence[float] = PAUSES
) -> AsyncIterator[Proof]:
    """Of a call itself: its own rows, its board and what that decided."""
    async for proof in _sides(api, OF_CALL, Records(ledger, ledger), pauses):
        yield proof


async def _sides(
    api: ApiSession, sides: Iterable[Side], records: Records, pauses: Sequence[float]
) -> AsyncIterator[Proof]:
    for side in sides:
        if side.room in api.rooms and side.known(records):
            for proof in await _side(api, side, records, pauses):
                yield proof


async def _side(api: ApiSession, side: Side, records: Records, pauses: Sequence[float]) -> list[Proof]:
    """One room, looked at again while what differs may only be on its way."""
    seen = await look(_OfFile(api, side, records), records, pauses)
    if seen.held is None:
        return [_gone(side)]
    return list(differing(side.room, seen.differences)) or [_agree(side, seen.held, seen.records.own)]


async def _holdings(api: ApiSession, side: Side, about: str) -> Held | None:
    try:
        page: dict[str, Any] = await api.get(side.room, side.path.format(about=about))
    except ApiError as error:
        if error.status == NOT_FOUND:
            return None
        raise
    tables: Held = page["tables"]
    return tables


def _agree(side: Side, held: Held, ledger: Ledger) -> Proof:
    """They say what was told; of what was erased it is said by whose order."""
    rows, order = sum(len(one) for one in held.values()), order_of(ledger)
    found = Phrase.of("replay.tables.agree", tables=len(held), rows=rows)
    if order is not None:
        found = Phrase.of("replay.tables.erased", tables=len(held), rows=rows, **order)
    return Proof(Phrase.of("replay.tables", room=side.room), holds=True, found=found)


def _gone(side: Side) -> Proof:
    what = Phrase.of("replay.tables", room=side.room)
    meaning = Phrase.of("replay.tables.gone.meaning")
    return Proof(what, holds=False, found=Phrase.of("replay.tables.gone"), meaning=meaning)


def agreeing(room: str, about: str) -> Proof:
    """The rows of what is of no file say what was told of it."""
    return Proof(Phrase.of("replay.ground", room=room, about=about), holds=True, found=Phrase.of("replay.ground.agree"))


def differing(room: str, differences: Sequence[Difference], about: str = "") -> Iterator[Proof]:
    """Each difference by its place and with its meaning. about: of what, where it is of no file."""
    for one in differences[:SHOWN]:
        place = {"room": room, "table": one.table, "row": one.row, "field": one.field}
        place |= {"about": about} if about else {}
        what = Phrase.of("replay.place", **place) if one.field else Phrase.of("replay.place.row", **place)
        meaning = Phrase.of(f"replay.differs.{one.kind}.meaning")
        yield Proof(what, holds=False, found=_found(one), meaning=meaning, place=place)
    if len(differences) > SHOWN:
        more = Phrase.of("replay.tables.more", count=len(differences) - SHOWN)
        meaning = Phrase.of("replay.differs.value.meaning")
        yield Proof(Phrase.of("replay.tables", room=room), holds=False, found=more, meaning=meaning)


def _found(one: Difference) -> str:
    """What the record says and what the table says, and which record that is."""
    if one.kind in {Differs.MISSING, Differs.UNTOLD}:
        return Phrase.of(f"replay.differs.{one.kind}", record=one.record)
    nothing = Phrase.of("replay.nothing")
    return Phrase.of("replay.differs.value", told=one.told or nothing, held=one.held or nothing, record=one.record)
