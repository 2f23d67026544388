"""The command line: `destek`."""

import typer

from cli.stack.commands import down, logs, status, up

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
for command in (up, down, status, logs):
    app.command()(command)


def main() -> None:
    """The `destek` program."""
    app()


if __name__ == "__main__":
    main()
