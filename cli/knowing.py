"""What an auditor brings along to a check: ids of keys and a root of the ledger, from where they were published."""

from pathlib import Path
from typing import Annotated

import typer

from grants.proof.known import Known, is_hash, root_in

FirstKey = Annotated[str, typer.Option("--key", metavar="ID", help="The id of the ledger's first key, as published.")]
LastKey = Annotated[str, typer.Option("--last-key", metavar="ID", help="The id of its last key, as published.")]
Root = Annotated[str, typer.Option("--root", metavar="FILE|HASH", help="A root, as published: its file or its hash.")]


def known_of(first_key: str, last_key: str, root: str) -> Known:
    """Exit code 2 where the root is none."""
    if not root or is_hash(root):
        return Known(first_key, last_key, root)
    try:
        return Known(first_key, last_key, root_in(Path(root).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        typer.echo(f"--root {root}: {error}", err=True)
        raise typer.Exit(2) from error
