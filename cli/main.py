"""The command line: `destek`. Only the command that was given is read: starting is quick."""

import sys
from importlib import import_module

import typer

from runtime.garbage import kept_in_mind

COMMANDS = {
    "up": "cli.stack.commands:up",
    "down": "cli.stack.asking:down",
    "status": "cli.stack.asking:status",
    "logs": "cli.stack.asking:logs",
    "demo": "cli.demo.commands:demo",
    "migrate": "cli.migrate:migrate",
    "serve": "cli.serve:app",
    "load": "cli.load:app",
    "audit": "cli.audit:app",
    "rules": "cli.rules.commands:app",
    "events": "cli.events:app",
}
"""Every command, and where it stands: a function, or a group with commands of its own."""


def program(*wanted: str) -> typer.Typer:
    """The program with these commands; with all of them where none is named."""
    app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Destek: grants over years.")
    app.callback()(_nothing)
    for name in wanted or COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _nothing() -> None:
    """Run multi-year grant programmes: see each command's --help."""


def main() -> None:
    """The `destek` program."""
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    with kept_in_mind():
        wanted = program(*([given] if given in COMMANDS else []))
    wanted()


if __name__ == "__main__":
    main()
