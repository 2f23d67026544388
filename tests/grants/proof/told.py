"""Events as the ledger would have them, and the tables they make."""

from collections.abc import Iterable, Mapping

from grants.proof.chain import Link
from grants.proof.tables.book import Book, Handler, Table, written
from runtime.cloudevents import CloudEvent


def links_of(events: Iterable[CloudEvent]) -> list[Link]:
    """Records of these events, in order; nothing in them is veiled, and their hashes are looked at elsewhere."""
    return [
        Link(
            about=one.subject,
            chain_index=index,
            event_id=one.id,
            type=one.type,
            time=one.time,
            actor_id=one.actorid,
            actor_role=one.actorrole,
            on_behalf_of=one.onbehalfof,
            regime=one.regime,
            body=one.canonical().decode(),
            hash="",
            previous_hash="",
            recorded_at=one.time,
        )
        for index, one in enumerate(events, 1)
    ]


def book_of(
    tables: Mapping[str, Table], handlers: Mapping[str, Handler], events: Iterable[CloudEvent], own: str = ""
) -> Book:
    return written(tables, handlers, links_of(events), own)
