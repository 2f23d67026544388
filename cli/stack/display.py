"""What a person sees while a stack starts and runs: a live list on a terminal, plain lines elsewhere."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from cli.stack.state import Record
from grants.contracts.queues import ROOMS
from runtime.embedded.supervise import Notice, State
from runtime.identity.people import PeopleUnreadable, load_people


class Display(Protocol):
    """Hears of every part, then once that the stack is ready (or failed)."""

    def notice(self, notice: Notice) -> None: ...

    def settled(self) -> None: ...


class PlainDisplay:
    """One line a change, for logs and pipes."""

    def notice(self, notice: Notice) -> None:
        detail = f": {notice.detail}" if notice.detail else ""
        print(f"{notice.name} {notice.state}{detail}", flush=True)

    def settled(self) -> None:
        pass


class TerminalDisplay:
    """A spinner a part until all is ready, then one line a change."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(finished_text="[green]✓"), TextColumn("{task.description}"))
        state = TextColumn("[dim]{task.fields[state]}")
        self._progress = Progress(*columns, state, TimeElapsedColumn(), console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}
        self._console = console
        self._starting = True
        self._progress.start()

    def notice(self, notice: Notice) -> None:
        if self._starting:
            self._show(notice)
        if not self._starting or notice.detail not in {"", "done"}:
            self._console.print(f"{notice.name} [dim]{notice.state}[/] {notice.detail}", highlight=False)

    def settled(self) -> None:
        self._starting = False
        self._progress.stop()

    def _show(self, notice: Notice) -> None:
        if notice.name not in self._tasks:
            self._tasks[notice.name] = self._progress.add_task(notice.name, total=1, state="")
        completed = 1 if notice.state is State.READY else 0
        self._progress.update(self._tasks[notice.name], completed=completed, state=notice.state)


def console() -> Console:
    return Console(soft_wrap=not sys.stdout.isatty())


def live() -> bool:
    """Whether a person watches: a terminal, and not CI=true."""
    return sys.stdout.isatty() and os.environ.get("CI", "").lower() not in {"true", "1"}


def display() -> Display:
    """Live on a terminal; plain when CI=true or the output goes elsewhere."""
    if live():
        return TerminalDisplay(console())
    return PlainDisplay()


def print_addresses(record: Record) -> None:
    """Where everything is, and who can sign in."""
    rows = [(name, _documented(name, address)) for name, address in record.addresses.items() if address]
    people = _people(record.people)
    if not live():
        for name, address in rows:
            print(f"{name:14} {address}")
        for person in people:
            print("person        ", "  ".join(person))
        return
    out = console()
    out.print(_table("Destek is ready", ("part", "address"), rows))
    if people:
        out.print(_table("Demo people", ("id", "name", "roles"), people))


def _documented(name: str, address: str) -> str:
    return f"{address}/docs" if name in ROOMS else address


def _table(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, no_wrap=heading != headings[-1])
    for row in rows:
        table.add_row(*row)
    return table


def _people(path: str) -> list[tuple[str, ...]]:
    """Id, name and roles of each demo person; none when they cannot be read."""
    try:
        people = load_people(Path(path))
    except PeopleUnreadable:
        return []
    return [(one.id, one.name, one.title or ", ".join(one.roles)) for one in people]
