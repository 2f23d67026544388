"""The command line: `destek`."""

import typer

from cli import audit, events, load, serve
from cli.demo.commands import demo
from cli.migrate import migrate
from cli.stack.commands import down, logs, status, up

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
for command in (up, down, status, logs, demo, migrate):
    app.command()(command)
app.add_typer(serve.app, name="serve")
app.add_typer(audit.app, name="audit")
app.add_typer(events.app, name="events")
app.add_typer(load.app, name="load")


def main() -> None:
    """The `destek` program."""
    app()


if __name__ == "__main__":
    main()
