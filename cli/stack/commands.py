"""`destek up`, `down`, `status` and `logs`."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.stack import logs as reading
from cli.stack.display import console
from cli.stack.memory import proportional_mib
from cli.stack.options import StackOptions
from cli.stack.running import HolderUnknown, background, bring_down, foreground
from cli.stack.state import Folder, Record

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder.")]
HERE = Path(".destek")


def up(  # noqa: PLR0913, PLR0917  each is an option people may give
    data: Data = HERE,
    split: Annotated[bool, typer.Option("--split", help="Each API and worker apart.")] = False,
    detach: Annotated[bool, typer.Option("--detach", help="Return when ready; run on.")] = False,
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Load the demo data, once.")] = True,
    port_base: Annotated[int | None, typer.Option(min=1024, max=65000, help="First of all ports.")] = None,
    portal_port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the pages.")] = None,
    database_url: Annotated[str | None, typer.Option(help="A PostgreSQL administrator's URL.")] = None,
    nats_url: Annotated[str | None, typer.Option(help="A NATS server with JetStream.")] = None,
    temporal_address: Annotated[str | None, typer.Option(help="A Temporal server, host:port.")] = None,
    temporal_tls: Annotated[bool, typer.Option("--temporal-tls", help="That Temporal server speaks TLS.")] = False,
    oidc_issuer: Annotated[str | None, typer.Option(help="An OpenID provider.")] = None,
    documents_url: Annotated[str | None, typer.Option(help="A document store: s3://bucket/prefix, file:///…")] = None,
    smtp_url: Annotated[str | None, typer.Option(help="A mail server, as in smtps://user:password@host:465.")] = None,
) -> None:
    """Start everything on this machine, and stop it on Ctrl-C."""
    options = StackOptions(
        data=data,
        split=split,
        demo=demo,
        port_base=port_base,
        ports={} if portal_port is None else {"portal": portal_port},
        database_url=database_url,
        nats_url=nats_url,
        temporal_address=temporal_address,
        temporal_tls=temporal_tls,
        oidc_issuer=oidc_issuer,
        documents_url=documents_url,
        smtp_url=smtp_url,
    )
    raise typer.Exit(background(options) if detach else foreground(options))


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
