"""`destek audit export`, `destek audit verify`: a file taken along whole, and checked with nothing running."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.client import ApiSession
from cli.here import HERE, Data, find
from cli.knowing import FirstKey, LastKey, Root, known_of
from cli.phrases import Phrase, said
from cli.plain import plain
from cli.reading import INSPECTOR, Json, Language, Reader, Token, ended_well, print_json
from grants.proof.dossier.checking import Verdict, verify
from grants.proof.dossier.sealing import Wrong

AUDIT = "audit"


def export_dossier(  # noqa: PLR0913, PLR0917  each is an option people may give
    application: Annotated[str, typer.Argument(metavar="APPLICATION")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else APPLICATION.zip here.")] = None,
    redacted: Annotated[bool, typer.Option("--redacted", help="Leave out what is personal, and the papers.")] = False,
    papers: Annotated[bool, typer.Option(help="Take the papers along.")] = True,
    payload_keys: Annotated[bool, typer.Option(help="Take along what opens the workflows' histories.")] = True,
    reader: Reader = INSPECTOR,
    token: Token = "",
    language: Language = "tr",
    data: Data = HERE,
) -> None:
    """Put everything that proves an application into one file, which anybody can check with `destek audit verify`."""
    find(data)
    api = ApiSession(reader, token=token, language=language)
    wish = {"redacted": redacted, "documents": papers, "payload_keys": payload_keys}
    whole = asyncio.run(ended_well(_taken(api, application, wish)))
    path = out or Path(f"{application}.zip")
    path.write_bytes(whole)
    print(f"{path}: {len(whole)} bytes")


def verify_dossier(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    key: FirstKey = "",
    last_key: LastKey = "",
    root: Root = "",
    language: Language = "tr",
    as_json: Json = False,
) -> None:
    """Check a dossier: every byte, hash, signature, proof and decision. Nothing has to be running.

    Exit code 1 when anything does not hold; the first byte that is wrong is named. What no key or root from elsewhere
    vouches for may be a dossier that somebody made up: it is said.
    """
    known = known_of(key, last_key, root)
    try:
        whole = file.read_bytes()
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}", err=True)
        raise typer.Exit(2) from error
    verdict = verify(whole, known)
    if as_json:
        print_json(told(verdict))
    else:
        print("\n".join(lines(verdict, language)))
    raise typer.Exit(0 if verdict.holds else 1)


async def take(api: ApiSession, application: str, **wish: bool) -> bytes:
    """A dossier of the file as it stands now. wish: as the room takes it. Raises ApiError."""
    address = f"/applications/{application}/dossiers"
    made = await api.post(AUDIT, address, wish)
    return await api.get_bytes(AUDIT, f"{address}/{made['sha256']}")


async def _taken(api: ApiSession, application: str, wish: dict[str, bool]) -> bytes:
    async with api:
        return await take(api, application, **wish)


def told(verdict: Verdict) -> dict[str, object]:
    """A verdict as JSON."""
    wrong = verdict.wrong
    place = None if wrong is None else {"offset": wrong.offset, "length": wrong.length, "where": wrong.where}
    return {
        "holds": verdict.holds,
        "vouched": verdict.vouched,
        "wrong": None if wrong is None else {**(place or {}), "what": wrong.what},
        "findings": [one.as_dict() for one in verdict.findings],
    }


def lines(verdict: Verdict, language: str) -> Iterator[str]:
    """A verdict for reading, a line each: whatever the dossier says, it adds none."""
    states = {holds: said(Phrase.of(f"dossier.state.{name}"), language) for holds, name in _STATES}
    if verdict.wrong is not None:
        yield f"{states[False]}  {plain(said(_wrong(verdict.wrong), language))}"
        return
    for one in verdict.findings:
        yield f"{states[one.holds]}  {plain(said(one.what, language))}: {plain(said(one.found, language))}"
    broken, count = sum(not one.holds for one in verdict.findings), len(verdict.findings)
    key = "dossier.counted" if verdict.vouched else "dossier.counted.unvouched"
    counted = Phrase.of("dossier.counted.broken" if broken else key, count=count, broken=broken)
    yield f"\n{said(counted, language)}"


_STATES = ((True, "holds"), (False, "broken"))


def _wrong(wrong: Wrong) -> Phrase:
    """The bytes that are, by their first and last."""
    where = {"first": wrong.offset, "last": wrong.offset + wrong.length - 1, "where": wrong.where, "what": wrong.what}
    return Phrase.of("dossier.byte" if wrong.length == 1 else "dossier.bytes", **where)
