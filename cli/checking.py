"""`destek audit check`: every record of the ledger, walked by whoever asks and held against the signed roots."""

import asyncio
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.client import ApiSession
from cli.here import HERE, Data, find
from cli.phrases import Phrase, said
from cli.reading import INSPECTOR, Json, Language, Reader, Token, ended_well, print_json
from grants.proof.chain import Link
from grants.proof.signatures import PublicKey, Ring, SignedRoot
from grants.proof.walking import Found, Key, Walk

AUDIT = "audit"
MOST = 100
"""Findings that are told; the rest is counted."""


def check(
    key: Annotated[str, typer.Option(metavar="ID", help="The id of the ledger's first key, as published.")] = "",
    reader: Reader = INSPECTOR,
    token: Token = "",
    language: Language = "tr",
    as_json: Json = False,
    data: Data = HERE,
) -> None:
    """Walk every record of the ledger: its chain, its place, its signed roots. Exit code 1 where anything is amiss."""
    find(data)
    api = ApiSession(reader, token=token, language=language)
    verdict = asyncio.run(ended_well(walked(api, key, shows=not as_json)))
    if as_json:
        print_json(verdict)
    else:
        print("\n".join(lines(verdict, language)))
    raise typer.Exit(0 if verdict["holds"] else 1)


async def walked(api: ApiSession, first_key: str = "", *, shows: bool = False) -> dict[str, Any]:
    """The verdict: {holds, records, roots, first_key, amiss, set_aside, findings}. Raises ApiError."""
    async with api:
        ring = Ring(tuple(PublicKey.model_validate(one) for one in (await api.get(AUDIT, "/ledger/keys"))["entries"]))
        roots = [SignedRoot.model_validate(one) async for one in api.pages(AUDIT, "/ledger/roots")]
        kept = [SignedRoot.model_validate(one) async for one in api.pages(AUDIT, "/ledger/roots/kept")]
        walk = Walk(ring, roots, {one.statement.number: one for one in kept})
        found = list(walk.begin())
        aside = [one async for one in api.pages(AUDIT, "/ledger/set-aside")]
        covered = max((root.statement.size for root in (*roots, *kept)), default=0)
        columns = TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, disable=not shows or not sys.stderr.isatty()) as progress:
            task = progress.add_task("", total=covered)
            page: dict[str, Any] = {"after": None}
            while page.get("until") is None or page["after"] is not None:
                page = await api.get(AUDIT, "/ledger/records", after=page["after"])
                found += _taken(walk, page)
                progress.update(task, completed=walk.size, total=max(covered, walk.size))
        found += walk.finish()
        loose = [_loose("run_not_locked", one) async for one in api.pages(AUDIT, "/archive/unlocked")]
        loose += [_loose("root_not_locked", one) async for one in api.pages(AUDIT, "/ledger/roots/unlocked")]
    first = ring.keys[0].statement.id if ring.keys else ""
    is_known = not first_key or first == first_key
    return {
        "holds": not found and not loose and is_known and bool(roots),
        "records": walk.size,
        "roots": len(roots),
        "covered": covered,
        "first_key": first,
        "first_key_known": is_known,
        "amiss": len(found) + len(loose),
        "set_aside": [{name: one[name] for name in ("seq", "room", "place", "reason")} for one in aside[:MOST]],
        "findings": [*(_told(one) for one in found), *loose][:MOST],
    }


def _taken(walk: Walk, page: dict[str, Any]) -> Iterator[Found]:
    keys = [Key(**one) for one in page["keys"]]
    links = [(one["place"], _link(one["link"])) for one in page["links"]]
    return walk.go_on(keys, links, page["until"])


def _link(entry: dict[str, Any]) -> Link:
    moments = {name: datetime.fromisoformat(entry[name]) for name in ("time", "recorded_at")}
    return Link(**{**entry, **moments})


def _told(found: Found) -> dict[str, object]:
    told = {name: getattr(found, name) for name in Found.__slots__ if name != "what"}
    return {"what": found.what.value, **{name: value for name, value in told.items() if value not in {0, ""}}}


def _loose(what: str, entry: Mapping[str, Any]) -> dict[str, object]:
    """Something the store should have locked."""
    return {"what": what, **{name: entry[name] for name in ("about", "name", "path")}}


def lines(verdict: dict[str, Any], language: str) -> Iterator[str]:
    """The verdict for reading, what is amiss first."""
    for one in verdict["findings"]:
        meaning = said(Phrase.of(f"walk.{one['what']}"), language)
        where = ", ".join(f"{name} {value}" for name, value in one.items() if name != "what")
        yield f"BROKEN  {meaning} ({where})"
    for one in verdict["set_aside"]:
        yield f"ASIDE   {said(Phrase.of('walk.set_aside', **one), language)}"
    if not verdict["first_key_known"]:
        yield f"BROKEN  {said(Phrase.of('walk.first_key', found=verdict['first_key']), language)}"
    numbers = {name: verdict[name] for name in ("records", "roots", "covered", "amiss")}
    key = "walk.holds" if verdict["holds"] else "walk.broken" if verdict["roots"] else "walk.unsealed"
    yield said(Phrase.of(key, **numbers), language)
