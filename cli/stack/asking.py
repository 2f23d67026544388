"""`destek status`, `logs` and `down`, of a stack that runs: what a stack is made of is not read for them."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.stack import logs as reading
from cli.stack.display import console
from cli.stack.memory import proportional_mib
from cli.stack.state import Folder, Record
from cli.stack.stopping import HolderUnknown, bring_down

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder.")]
HERE = Path(".destek")


def down(data: Data = HERE) -> None:
    """Stop the stack that runs on a data folder."""
    try:
        record = bring_down(Folder(data))
    except HolderUnknown as unknown:
        print(f"destek: {unknown}", file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"no stack runs on {data}" if record is None else "stopped")


def status(
    data: Data = HERE, as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False
) -> None:
    """What runs on a data folder; exit code 1 when nothing does."""
    folder = Folder(data)
    running, record = folder.in_use(), folder.read()
    if as_json:
        print(json.dumps(_described(folder, record, running=running), ensure_ascii=False, indent=2))
    else:
        _show(record, running=running)
    raise typer.Exit(0 if running else 1)


def logs(
    room: Annotated[str | None, typer.Argument(help="A room or a part; all when left out.")] = None,
    data: Data = HERE,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as lines are written.")] = False,
) -> None:
    """Read the logs."""
    folder = Folder(data).path / "logs"
    sources = reading.of_room(folder, room)
    if not sources:
        print(f"no logs in {folder}", file=sys.stderr)
        raise typer.Exit(1)
    for path, only in sources:
        for line in reading.lines(path, only):
            print(line)
    if follow:
        for line in reading.follow(sources):
            print(line, flush=True)


def _described(folder: Folder, record: Record, *, running: bool) -> dict[str, object]:
    """The record without its secrets, with the memory each part takes now (MiB)."""
    children = {
        name: child.model_dump() | {"memory_mib": proportional_mib(child.pid) if running else 0}
        for name, child in record.children.items()
    }
    return {
        "data": str(folder.path),
        "status": record.status if running else "stopped",
        "supervisor": record.supervisor if running else 0,
        "addresses": record.addresses,
        "children": children,
    }


def _show(record: Record, *, running: bool) -> None:
    out = console()
    if not running:
        out.print("stopped")
        return
    table = Table(title=f"Destek is {record.status} (process {record.supervisor})", title_justify="left")
    for heading in ("part", "state", "pid", "restarts", "MiB", "address"):
        table.add_column(heading, no_wrap=True)
    for name, child in record.children.items():
        cells = (str(child.pid or ""), str(child.restarts), str(proportional_mib(child.pid) or ""))
        table.add_row(name, child.state, *cells, record.addresses.get(name, ""))
    for name in record.addresses.keys() - record.children.keys():
        table.add_row(name, "", "", "", "", record.addresses[name])
    out.print(table)
