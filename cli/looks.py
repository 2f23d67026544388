"""Looking again. Two things that are read one after the other differ for a moment where somebody acts in between; so
what differs is looked at again, and only what stays so is told.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from grants.proof.tables.book import Book, Difference, Row

PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further look: what was told comes into the ledger within them, and what was heard is acted on."""
MOST = 200
"""States of the records that are tried: where more came between two readings, only the last is."""
Held = Mapping[str, Sequence[Row]]
RecordsT = TypeVar("RecordsT")


class Sides(Protocol[RecordsT]):
    """The records of something, and what a room holds of it."""

    async def records(self) -> RecordsT:
        """As they are now."""

    async def held(self) -> Held | None:
        """As the tables are now; None where the room knows of nothing."""

    def book(self, records: RecordsT) -> Book:
        """What the records make of the tables."""

    def between(self, before: RecordsT, after: RecordsT) -> Iterator[RecordsT]:
        """The records as they stood one after the other between two readings, both of them included."""


@dataclass(frozen=True, slots=True)
class Look(Generic[RecordsT]):
    """What was seen last. held: None where the room knows of nothing."""

    records: RecordsT
    held: Held | None
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        return self.held is not None and not self.differences


async def look(sides: Sides[RecordsT], records: RecordsT, pauses: Sequence[float]) -> Look[RecordsT]:
    """Whether the tables are what the records make of them, at any one moment. records: as read before the tables.

    Whatever the tables hold when they are read is on record a moment later: there they have to agree with the records
    as they stood at some point between the readings before and after. So it is found also of what never rests.
    """
    seen = await _fresh(sides, records)
    for pause in pauses:
        if seen.agrees:
            break
        await asyncio.sleep(pause)
        since = await sides.records()
        found = _least(sides.book(one).differences(seen.held or {}) for one in sides.between(seen.records, since))
        seen = Look(since, seen.held, found)
        if not seen.agrees:
            seen = await _fresh(sides, since)
    return seen


async def _fresh(sides: Sides[RecordsT], records: RecordsT) -> Look[RecordsT]:
    held = await sides.held()
    return Look(records, held, tuple(sides.book(records).differences(held or {})))


def _least(every: Iterable[Iterable[Difference]]) -> tuple[Difference, ...]:
    """The fewest differences, none where there are none."""
    least: tuple[Difference, ...] | None = None
    for one in every:
        found = tuple(one)
        if least is None or len(found) < len(least):
            least = found
        if not least:
            break
    return least or ()
