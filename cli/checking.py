"""`destek audit check`: every record of the ledger, walked by whoever asks and held against the signed roots, and what
the rooms hold of no file against the chains that tell of it.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import typer
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.client import ApiSession
from cli.here import HERE, Data, find
from cli.knowing import FirstKey, LastKey, Root, known_of
from cli.of_no_file import SHELVES, Differing, OfNoFile, Shelf
from cli.phrases import Phrase, said
from cli.plain import plain
from cli.reading import INSPECTOR, Json, Language, Reader, Token, ended_well, print_json
from grants.proof.chain import Link
from grants.proof.finding import Told
from grants.proof.known import NOTHING, Known, find_known
from grants.proof.signatures import PublicKey, Ring, SignedRoot, stamp
from grants.proof.walking import Found, Key, Walk
from runtime.clock import SystemClock

AUDIT = "audit"
KEPT = "/ledger/roots/kept"
MOST = 100
"""Findings that are told; the rest is counted."""
KEPT_WITHIN = timedelta(hours=1)
"""A root lies apart by then: it is put there by the round that signs it, or by one of the next."""


def check(
    key: FirstKey = "",
    last_key: LastKey = "",
    root: Root = "",
    reader: Reader = INSPECTOR,
    token: Token = "",
    language: Language = "tr",
    as_json: Json = False,
    data: Data = HERE,
) -> None:
    """Walk every record of the ledger: its chain, its place, its signed roots; and hold against it what is of no file
    (consortia, clusters, evaluators, statements, appropriations) and inspectors' work. Exit code 1 where anything is
    amiss.

    What no key or root from elsewhere vouches for may be a ledger that somebody wrote anew with a key of their own.
    """
    known = known_of(key, last_key, root)
    find(data)
    api = ApiSession(reader, token=token, language=language)
    verdict = asyncio.run(ended_well(walked(api, known, shows=not as_json)))
    if as_json:
        print_json(verdict)
    else:
        print("\n".join(lines(verdict, language)))
    raise typer.Exit(0 if verdict["holds"] else 1)


async def walked(
    api: ApiSession, known: Known = NOTHING, *, shows: bool = False, shelves: Sequence[Shelf] = SHELVES
) -> dict[str, Any]:
    """The verdict: {holds, records, roots, first_key, amiss, withheld, leads, set_aside, findings}. Raises ApiError.

    What comes first is read last: a root that lies apart was signed before, and by a key that was introduced before.
    shelves: what of the rooms is held against it.
    """
    async with api:
        now = await SystemClock().now()
        kept = await _kept(api)
        roots = await _roots(api)
        ring = Ring(await _keys(api))
        shared = OfNoFile(shelves=shelves)
        walk = Walk(ring, roots, kept, due_of(roots, now))
        found = [*walk.begin()]
        aside = [one async for one in api.pages(AUDIT, "/ledger/set-aside")]
        covered = max((root.statement.size for root in (*roots, *kept.values())), default=0)
        columns = TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, disable=not shows or not sys.stderr.isatty()) as progress:
            task = progress.add_task("", total=covered)

            def step() -> None:
                progress.update(task, completed=walk.size, total=max(covered, walk.size))

            found += await _go_on(api, walk, shared, step, None)
            if walk.is_shut:  # what was erased as the last of it was read: the order for that stands behind it by now
                found += await _go_on(api, walk, shared, step, walk.size)
        found += walk.finish(
            await _keys(api), [*roots, *await _roots(api, after=roots[-1].statement.number if roots else 0)]
        )
        loose = [one async for one in _beside(api, walk, shared)]
    first = ring.keys[0].statement.id if ring.keys else ""
    is_known = not known.first_key or first == known.first_key
    others = unlike(known, ring.keys, roots)
    return {
        "holds": not found and not loose and not others and bool(roots),
        "vouched": known.vouches,
        "records": walk.size,
        "roots": len(roots),
        "covered": covered,
        "first_key": first,
        "first_key_known": is_known,
        "last_key": ring.keys[-1].statement.id if ring.keys else "",
        "amiss": len(found) + len(loose) + len(others),
        "withheld": dict(sorted(walk.withheld.items())),
        "leads": [_told(one) for one in walk.leads[:MOST]],
        "set_aside": [{name: one[name] for name in ("seq", "room", "place", "reason")} for one in aside[:MOST]],
        "findings": [*others, *(_told(one) for one in found), *loose][:MOST],
    }


async def _beside(api: ApiSession, walk: Walk, shared: OfNoFile) -> AsyncIterator[dict[str, object]]:
    """What is amiss beside the records: in the rooms' rows, and with what the store should have locked."""
    async for differing in shared.differing(api):
        if differing.about not in walk.withheld:
            for row in _apart(differing):
                yield row
    async for one in api.pages(AUDIT, "/archive/unlocked"):
        yield _loose("run_not_locked", one)
    async for one in api.pages(AUDIT, "/ledger/roots/unlocked"):
        yield _loose("root_not_locked", one)


async def _keys(api: ApiSession) -> tuple[PublicKey, ...]:
    return tuple(PublicKey.model_validate(one) for one in (await api.get(AUDIT, "/ledger/keys"))["entries"])


async def _go_on(
    api: ApiSession, walk: Walk, shared: OfNoFile, step: Callable[[], None], after: int | None
) -> list[Found]:
    """What is found in the records after a place, to their end as it is by then."""
    found: list[Found] = []
    while True:
        page = await api.get(AUDIT, "/ledger/records", after=after)
        links = [(one["place"], _link(one["link"])) for one in page["links"]]
        closed = {one["place"] for one in page["links"] if one["withheld"]}
        found += walk.go_on([Key(**one) for one in page["keys"]], links, page["until"], closed)
        shared.take(link for place, link in links if place not in closed)
        step()
        after = page["after"]
        if after is None:
            return found


async def _roots(api: ApiSession, path: str = "/ledger/roots", after: int = 0) -> list[SignedRoot]:
    """Those after the root of this number."""
    page: dict[str, Any] = {"after": after}
    found: list[SignedRoot] = []
    while page["after"] is not None:
        page = await api.get(AUDIT, path, after=page["after"])
        found += [SignedRoot.model_validate(one) for one in page["entries"]]
    return found


async def _kept(api: ApiSession) -> dict[int, SignedRoot]:
    """The roots that lie apart, by number.

    They are put there one after the other, and looked for so: where one is missing and a later one is there, it may
    have been put there in between, and is looked for again.
    """
    found = {one.statement.number: one for one in await _roots(api, KEPT)}
    missing = next((number for number in range(1, max(found, default=0)) if number not in found), None)
    if missing is None:
        return found
    return {one.statement.number: one for one in await _roots(api, KEPT, missing - 1)} | found


def due_of(roots: Sequence[SignedRoot], now: datetime) -> int:
    """The number of the last root that was signed long enough ago to lie apart by now, and all before it with it."""
    since = stamp(now - KEPT_WITHIN)
    return max((root.statement.number for root in roots if root.statement.at <= since), default=0)


def unlike(known: Known, keys: Sequence[PublicKey], roots: Sequence[SignedRoot]) -> list[dict[str, object]]:
    """What is known from elsewhere and is not so here."""
    found = [one.found for one in find_known(known, keys, roots) if not one.holds]
    names = {one: one.key.removeprefix("dossier.").replace(".", "_") for one in found if isinstance(one, Told)}
    return [{"what": name, **one.values} for one, name in names.items()]


def _link(entry: dict[str, Any]) -> Link:
    moments = {name: datetime.fromisoformat(entry[name]) for name in ("time", "recorded_at")}
    return Link(**{**entry, **moments})


def _told(found: Found) -> dict[str, object]:
    told = {name: getattr(found, name) for name in Found.__slots__ if name != "what"}
    return {"what": found.what.value, **{name: value for name, value in told.items() if value not in {0, ""}}}


def _loose(what: str, entry: Mapping[str, Any]) -> dict[str, object]:
    """Something the store should have locked."""
    return {"what": what, **{name: entry[name] for name in ("about", "name", "path")}}


def _apart(found: Differing) -> Iterator[dict[str, object]]:
    """Where what a room has of no file is not what its chain tells, a finding a place."""
    place = {"room": found.room, "about": found.about}
    if found.unread:
        yield {"what": "table_unread", "room": found.room, "reason": found.unread}
    for one in found.differences:
        says = {name: getattr(one, name) for name in ("table", "row", "field", "told", "held", "record")}
        yield {"what": f"table_{one.kind}", **place, **{name: value for name, value in says.items() if value}}


def lines(verdict: dict[str, Any], language: str) -> Iterator[str]:
    """The verdict for reading, what is amiss first."""
    for one in verdict["findings"]:
        meaning = said(Phrase.of(f"walk.{one['what']}"), language)
        where = ", ".join(f"{name} {value}" for name, value in one.items() if name != "what")
        yield plain(f"BROKEN  {meaning} ({where})")
    for one in verdict["leads"]:
        where = ", ".join(f"{name} {value}" for name, value in one.items() if name != "what")
        meaning = said(Phrase.of(f"walk.{one['what']}"), language)
        yield plain(f"LOOK    {meaning} ({where})")
    for one in verdict["set_aside"]:
        yield plain(f"ASIDE   {said(Phrase.of('walk.set_aside', **one), language)}")
    if withheld := verdict["withheld"]:
        told = {"records": sum(withheld.values()), "files": ", ".join(withheld)}
        yield plain(f"CLOSED  {said(Phrase.of('walk.withheld', **told), language)}")
    numbers = {name: verdict[name] for name in ("records", "roots", "covered", "amiss")}
    key = "walk.broken" if verdict["roots"] else "walk.unsealed"
    if verdict["holds"]:
        key = "walk.holds" if verdict["vouched"] else "walk.holds.unvouched"
    yield said(Phrase.of(key, **numbers), language)
