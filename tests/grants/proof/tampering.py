"""The ways in which somebody who owns the ledger would have it say something else, done to rows in memory."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from grants.proof.canonical import canonical
from grants.proof.chain import Link, Position, seal
from grants.proof.signatures import PublicKey, SignedRoot, stamp
from grants.proof.veil import read, unveil
from grants.proof.walking import Found, Key, Walk

Row = dict[str, Any]
YEAR = timedelta(days=365)
FIELDS = "place", "event_id", "about", "chain_index", "hash"


@dataclass(frozen=True, slots=True)
class Rows:
    """The ledger as two lists: the records, with `place`, and their narrow keys."""

    records: tuple[Row, ...]
    keys: tuple[Row, ...]


def row_of(told: Mapping[str, Any]) -> Row:
    """A record of a book (`tests.grants.proof.dossier.made`) as a row of the ledger."""
    event = unveil(json.loads(told["body"]), read(told["openings"])).event
    return {
        "place": told["place"] + 1,
        "about": event["subject"],
        "chain_index": told["here"].length,
        "event_id": event["id"],
        "type": event["type"],
        "time": datetime.fromisoformat(event["time"]),
        "actor_id": event["actorid"],
        "actor_role": event["actorrole"],
        "on_behalf_of": "",
        "regime": event["regime"],
        "body": told["body"],
        "hash": told["here"].head,
        "previous_hash": told["end"].head,
        "openings": told["openings"],
        "recorded_at": datetime.fromisoformat(told["recorded_at"]),
    }


def _said(row: Row, **fields: str) -> Row:
    """The record with other words in it, and beside it."""
    event = json.loads(row["body"]) | fields
    moment = {"time": datetime.fromisoformat(event["time"])} if "time" in fields else {}
    beside = {name: event[told] for name, told in (("event_id", "id"), ("regime", "regime")) if told in fields}
    return row | {"body": canonical(event)} | beside | moment


def _key(row: Row) -> Row:
    return {name: row[name] for name in FIELDS}


def _with(rows: Rows, at: int, record: Row) -> Rows:
    return Rows((*rows.records[:at], record, *rows.records[at + 1 :]), rows.keys)


def change(rows: Rows, at: int, _: int) -> Rows:
    return _with(rows, at, _said(rows.records[at], regime="kdp-1999@1"))


def date_back(rows: Rows, at: int, _: int) -> Rows:
    then = datetime.fromisoformat(json.loads(rows.records[at]["body"])["time"]) - YEAR
    return _with(rows, at, _said(rows.records[at], time=then.isoformat()))


def record_earlier(rows: Rows, at: int, _: int) -> Rows:
    """The event says what it said; it is the ledger that is said to have had it before."""
    record = rows.records[at]
    return _with(rows, at, record | {"recorded_at": record["recorded_at"] - YEAR})


def drop(rows: Rows, at: int, _: int) -> Rows:
    event_id = rows.records[at]["event_id"]
    keys = tuple(key for key in rows.keys if key["event_id"] != event_id)
    return Rows((*rows.records[:at], *rows.records[at + 1 :]), keys)


def insert(rows: Rows, at: int, _: int) -> Rows:
    fresh = _said(rows.records[at], id=f"{rows.records[at]['event_id']}-again")
    moved = {"recorded_at": fresh["recorded_at"] + timedelta(seconds=1)}
    return Rows((*rows.records[:at], fresh | moved, *rows.records[at:]), rows.keys)


def reorder(rows: Rows, at: int, other: int) -> Rows:
    """Two records change places; so do their keys."""
    one, two = rows.records[at], rows.records[other]
    moved = {one["event_id"]: two["place"], two["event_id"]: one["place"]}
    records, keys = (
        [row | {"place": moved.get(row["event_id"], row["place"])} for row in every]
        for every in (rows.records, rows.keys)
    )
    return Rows(*(tuple(sorted(every, key=lambda row: row["place"])) for every in (records, keys)))


TAMPERINGS: dict[str, Callable[[Rows, int, int], Rows]] = {
    "change": change,
    "drop": drop,
    "insert": insert,
    "reorder": reorder,
    "date back": date_back,
    "record earlier": record_earlier,
}


def made_to_hold(rows: Rows, first: int = 0) -> Rows:
    """Everything from the record number `first` on written anew: places, chains, hashes and keys all fit again."""
    before = rows.records[:first]
    ends = {row["about"]: Position(row["chain_index"], row["hash"]) for row in before}
    last = before[-1]["place"] if before else 0
    found = []
    for place, row in enumerate(rows.records[first:], last + 1):
        end = ends.get(row["about"], Position())
        here = Position(end.length + 1, seal(end.head, row["body"], stamp(row["recorded_at"])))
        ends[row["about"]] = here
        fresh = {"place": place, "chain_index": here.length, "hash": here.head, "previous_hash": end.head}
        found.append(row | fresh)
    kept = tuple(key for key in rows.keys if key["place"] <= last)
    return Rows((*before, *found), (*kept, *map(_key, found)))


def walked(
    walk: Walk, rows: Rows, keys_then: Sequence[PublicKey] = (), roots_then: Sequence[SignedRoot] = ()
) -> list[Found]:
    """What a walk finds in these rows, taken in two stretches. keys_then, roots_then: as they are at its end."""
    last = max((row["place"] for row in (*rows.records, *rows.keys)), default=0)
    found = list(walk.begin())
    for after, until in ((-1, last // 2), (last // 2, last)):
        keys = [Key(**_key(row)) for row in rows.keys if after < row["place"] <= until]
        links = [(row["place"], link_of(row)) for row in rows.records if after < row["place"] <= until]
        found += walk.go_on(keys, links, until)
    return [*found, *walk.finish(keys_then, roots_then)]


def link_of(row: Row) -> Link:
    return Link(**{name: row[name] for name in Link.__slots__})


def names(found: Sequence[Found], place: int) -> bool:
    """Whether one of these names the place, or a stretch between two roots in which it lies."""
    return any(one.place == place or (one.root and one.after < place <= one.place) for one in found)
