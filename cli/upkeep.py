"""`destek audit gaps`, `destek audit rotate-key`: the ledger's own upkeep."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.client import ApiSession
from cli.here import HERE, Data, find
from cli.proof import fetch_gaps
from runtime.settings import SealSettings
from runtime.signing import KeyUnsafe, rotate


def gaps(api: ApiSession, *, as_json: bool) -> int:
    """Print what one side misses; how many there are."""
    found = asyncio.run(_all(api))
    for gap in found:
        print(json.dumps(gap, ensure_ascii=False) if as_json else _shown(gap))
    if not found and not as_json:
        print("no gaps")
    return len(found)


async def _all(api: ApiSession) -> list[dict[str, Any]]:
    async with api:
        return [gap async for gap in fetch_gaps(api)]


def _shown(gap: dict[str, Any]) -> str:
    said = "reported" if gap["reported_at"] else f"asked {gap['asked']} times"
    return (
        f"{gap['found_at']}  {gap['room']}  {gap['event_id']} about {gap['about']}: {gap['kind']}{_where(gap)} ({said})"
    )


def _where(gap: dict[str, Any]) -> str:
    """The fields in which the two differ; the whole event has no name."""
    return "".join(f" {field or 'all of it'}" for field in gap["fields"])


def rotate_key(
    data: Data = HERE,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The key that signs; else the setting's.")] = None,
) -> None:
    """Put a new signing key in place of the old one, which is kept beside it to vouch for it once.

    The new key begins to sign when the audit room's processes are started again.
    """
    find(data)
    settings = SealSettings()
    path = key or (Path(settings.key_file) if settings.key_file else data / "ledger-key.pem")
    before = Path(settings.previous_key_file) if settings.previous_key_file else _beside(path)
    try:
        fresh = rotate(path, before)
    except (KeyUnsafe, FileNotFoundError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    print(f"{path}: {fresh.id}; the one before it is in {before}")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}-before{path.suffix}")
