"""What the rooms hold of no file, against the chains that tell of it: consortia, the registry of clusters, the pool of
evaluators, payment orders, statements and appropriations; and what the audit room holds of inspectors' work.

The chains are read first and the tables after them, as of a file: what differs is looked at again.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cli.client import ApiError, ApiSession
from cli.looks import MOST, PAUSES, Held, look
from cli.phrases import Phrase
from cli.proof import Ledger, Proof, fetch_ledger
from cli.rooms_agree import NOT_FOUND, agreeing, differing
from grants.contracts.application_events import ApplicationDrafted
from grants.contracts.evaluation_events import EvaluatorAssigned
from grants.contracts.queues import APPLICATION, AUDIT, EVALUATION, MONITORING
from grants.contracts.registry_events import CLUSTERS, ClustersLoaded
from grants.proof.chain import Link
from grants.proof.tables import application, desk, evaluation, monitoring
from grants.proof.tables.book import Book, Difference, Handler, Table, told_by

DOOR = "/holdings"
FORBIDDEN = 403
SIDE_BY_SIDE = 16
"""Things that are looked at again at once."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a room has of no file."""

    room: str
    tables: Mapping[str, Table]
    handlers: Mapping[str, Handler]

    def take(self, book: Book, link: Link) -> None:
        """What a record says; one that cannot be read says nothing, which the walk over the ledger names."""
        handler = self.handlers.get(link.type)
        if handler is not None:
            with suppress(ValueError, KeyError, TypeError):
                handler(book, told_by(link))

    def book(self, links: Iterable[Link]) -> Book:
        book = Book(self.tables)
        for link in links:
            self.take(book, link)
        return book


SHELVES = (
    Shelf(APPLICATION, application.SHARED_TABLES, application.SHARED_HANDLERS),
    Shelf(EVALUATION, evaluation.SHARED_TABLES, evaluation.SHARED_HANDLERS),
    Shelf(MONITORING, monitoring.SHARED_TABLES, monitoring.SHARED_HANDLERS),
    Shelf(AUDIT, desk.TABLES, desk.HANDLERS),
)
_OF_ROOM = {shelf.room: shelf for shelf in SHELVES}


@dataclass(frozen=True, slots=True)
class Differing:
    """Where the rows of one thing and its chain differ. unread: why a room's rows could not be read, of all things."""

    room: str
    about: str
    differences: tuple[Difference, ...] = ()
    unread: str = ""


class OfNoFile:
    """Filled by who walks over the whole ledger; then the rooms are asked. Of the registry nothing is known before it
    was told for the first time.
    """

    def __init__(self, pauses: Sequence[float] = PAUSES, shelves: Sequence[Shelf] = SHELVES) -> None:
        self._books: dict[tuple[str, str], Book] = {}
        self._pauses = pauses
        self._shelves = shelves

    def take(self, links: Iterable[Link]) -> None:
        """The next records, in the order of the ledger."""
        for link in links:
            for shelf in self._shelves:
                if link.type in shelf.handlers:
                    shelf.take(self._books.setdefault((shelf.room, link.about), Book(shelf.tables)), link)

    async def differing(self, api: ApiSession) -> AsyncIterator[Differing]:
        """All that differs, in each room whose door is known."""
        for shelf in self._shelves:
            if shelf.room in api.rooms:
                try:
                    async for one in self._of_room(api, shelf):
                        yield one
                except ApiError as error:
                    yield Differing(shelf.room, "", unread=str(error))

    async def _of_room(self, api: ApiSession, shelf: Shelf) -> AsyncIterator[Differing]:
        told = {about: book for (room, about), book in self._books.items() if room == shelf.room and _has_rows(book)}
        listed = await _listed(api, shelf.room)
        doubtful = []
        for about in sorted({*told, *(listed or ())}):
            held = await _held(api, shelf.room, about) if listed is None else listed.get(about, {})
            book = told.get(about, Book(shelf.tables))
            if _is_known(about, book) and any(True for _ in book.differences(held)):
                doubtful.append(about)
        for first in range(0, len(doubtful), SIDE_BY_SIDE):
            some = doubtful[first : first + SIDE_BY_SIDE]
            found = await asyncio.gather(*(_again(api, shelf, about, self._pauses) for about in some))
            for about, differences in zip(some, found, strict=True):
                if differences:
                    yield Differing(shelf.room, about, differences)


def _has_rows(book: Book) -> bool:
    return any(book.rows.values())


def _is_known(about: str, book: Book) -> bool:
    return about != CLUSTERS or _has_rows(book)


async def _listed(api: ApiSession, room: str) -> dict[str, Held] | None:
    """All the room has, by what it is about; None where the room does not list it."""
    try:
        return {entry["about"]: entry["tables"] async for entry in api.pages(room, DOOR)}
    except ApiError as error:
        if error.status == NOT_FOUND:
            return None
        raise


async def _held(api: ApiSession, room: str, about: str) -> Held:
    """What the room has of it; nothing where it knows of none."""
    try:
        page: dict[str, Any] = await api.get(room, f"{DOOR}/{about}")
    except ApiError as error:
        if error.status == NOT_FOUND:
            return {}
        raise
    tables: Held = page["tables"]
    return tables


async def _links(api: ApiSession, about: str) -> tuple[Link, ...]:
    """Its chain; none where nothing was ever told of it."""
    try:
        return (await fetch_ledger(api, about)).links
    except ApiError as error:
        if error.status == NOT_FOUND:
            return ()
        raise


@dataclass(frozen=True, slots=True)
class _OfThing:
    """What a room has of one thing and the chain that tells of it, for looking at both again and again."""

    api: ApiSession
    shelf: Shelf
    about: str

    async def records(self) -> tuple[Link, ...]:
        return await _links(self.api, self.about)

    async def held(self) -> Held | None:
        return await _held(self.api, self.shelf.room, self.about)

    def book(self, records: tuple[Link, ...]) -> Book:
        return self.shelf.book(records)

    def between(self, before: tuple[Link, ...], after: tuple[Link, ...]) -> Iterator[tuple[Link, ...]]:
        if len(after) - len(before) <= MOST:
            yield from (after[:length] for length in range(len(before), len(after)))
        yield after


async def _again(api: ApiSession, shelf: Shelf, about: str, pauses: Sequence[float]) -> tuple[Difference, ...]:
    """What differs still: who acts meanwhile makes them differ for a moment."""
    thing = _OfThing(api, shelf, about)
    return (await look(thing, await thing.records(), pauses)).differences


async def prove_ground(api: ApiSession, ledger: Ledger, pauses: Sequence[float] = PAUSES) -> AsyncIterator[Proof]:
    """What a file stands on and is told of by other ids: its consortium, and the evaluators who were asked about it."""
    consortia = [one["consortium_id"] for one in ledger.all(ApplicationDrafted)]
    asked = [one["evaluator_id"] for one in ledger.all(EvaluatorAssigned)]
    for room, abouts in ((APPLICATION, consortia), (EVALUATION, asked)):
        for about in sorted({one for one in abouts if isinstance(one, str) and one}):
            async for proof in prove(api, room, about, pauses):
                yield proof


async def prove_registry(api: ApiSession, pauses: Sequence[float] = PAUSES) -> AsyncIterator[Proof]:
    """The clusters a consortium may name, once they were told."""
    if any(link.type == ClustersLoaded.type_name() for link in await _links(api, CLUSTERS)):
        async for proof in prove(api, APPLICATION, CLUSTERS, pauses):
            yield proof


async def prove(api: ApiSession, room: str, about: str, pauses: Sequence[float] = PAUSES) -> AsyncIterator[Proof]:
    """The rows of one thing against its chain; nothing where the door of the room is not known.

    Who is kept from it (an inspector who is of the pool) is told so: then it is not proven.
    """
    if room not in api.rooms:
        return
    try:
        found = await _again(api, _OF_ROOM[room], about, pauses)
    except ApiError as error:
        if error.status != FORBIDDEN:
            raise
        unread, meaning = Phrase.of("replay.unread", reason=str(error)), Phrase.of("replay.unread.meaning")
        yield Proof(Phrase.of("replay.ground", room=room, about=about), holds=False, found=unread, meaning=meaning)
        return
    for proof in differing(room, found, about) if found else (agreeing(room, about),):
        yield proof
