"""Tables: drawn on a terminal, plain columns when CI=true or the output goes elsewhere."""

import sys
from collections.abc import Iterable, Sequence

from rich.box import HEAVY_HEAD
from rich.console import Console
from rich.table import Table

from cli.stack.display import live

PLAIN_WIDTH = 180


def print_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()
) -> None:
    """Title, headings and rows; nothing is left out, long cells go on below. numbers: columns set to the right."""
    drawn = live()
    table = Table(
        title=title if drawn else None, title_justify="left", box=HEAVY_HEAD if drawn else None, pad_edge=drawn
    )
    for place, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", justify="right" if place in numbers else "left")
    for row in rows:
        table.add_row(*row)
    if not drawn:
        say(title)
    _console(drawn=drawn).print(table)
    say("")


def say(text: str) -> None:
    """A line as it stands: no colours, no marks."""
    print(text)


def _console(*, drawn: bool) -> Console:
    return Console(
        file=sys.stdout,
        markup=False,
        emoji=False,
        highlight=False,
        width=None if drawn else PLAIN_WIDTH,
        no_color=None if drawn else True,
        force_terminal=None if drawn else False,
    )
