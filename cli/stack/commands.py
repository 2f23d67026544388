"""`destek up`."""

from typing import Annotated

import typer

from cli.stack.asking import HERE, Data
from cli.stack.options import StackOptions
from cli.stack.running import background, foreground


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
