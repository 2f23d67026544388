"""What all reading has in common: pages by key, and the answer for what is not there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from grants.breach import Breach, NotFound

MOST_ON_A_PAGE = 200

RowT = TypeVar("RowT")
RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Page(Generic[RecordT]):
    """Some of a list. after: where the next page begins; none at the end."""

    entries: tuple[RecordT, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """What part of a list is asked for: at most `limit` entries after the entry with this key."""

    after: str | None = None
    limit: int = 50


def page(
    rows: Sequence[RowT], span: Span, record: Callable[[RowT], RecordT], key: Callable[[RowT], str]
) -> Page[RecordT]:
    """A page from `span.limit + 1` rows: the one too many says that there is more."""
    shown = rows[: span.limit]
    more = len(rows) > span.limit
    return Page(tuple(record(row) for row in shown), key(shown[-1]) if more else None)


def missing(thing: str, key: object) -> NotFound:
    """The refusal for something that is not there. thing: "call", "application"…, as in `missing.<thing>`."""
    return NotFound(Breach(f"missing.{thing}", f"{thing}_id", asked=str(key)[:80]))
