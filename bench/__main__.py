"""`python -P -m bench [NAME…] [--json]`: ask all questions, or those named."""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import events, latency, lifecycles, startup
from bench.answer import Answer

QUESTIONS: dict[str, Callable[[], Awaitable[list[Answer]]]] = {
    "lifecycles": lifecycles.answers,
    "events": events.answers,
    "latency": latency.answers,
    "startup": startup.answers,
}


def main(words: Sequence[str] | None = None) -> None:
    """Ask and print; the exit code is 0 whatever the answers are: they are for reading, not for passing."""
    parser = argparse.ArgumentParser(prog="bench", description="What it costs, each answer as a ratio to a limit.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(QUESTIONS)}; all if none is named")
    parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    given = parser.parse_args(words)
    if unknown := set(given.names) - set(QUESTIONS):
        parser.error(f"no such question: {', '.join(sorted(unknown))}")
    report = asyncio.run(ask(given.names or list(QUESTIONS), Console(stderr=True)))
    if given.as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        Console().print(table(report))


async def ask(names: Sequence[str], progress: Console) -> dict[str, Any]:
    """The report: {"answers": {name: [answer…]}, "cores", "seconds"}."""
    started = time.monotonic()
    answers: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        progress.print(f"{name} …", highlight=False)
        answers[name] = [one.as_dict() for one in await QUESTIONS[name]()]
    return {"answers": answers, "cores": os.cpu_count(), "seconds": round(time.monotonic() - started, 1)}


def table(report: dict[str, Any]) -> Table:
    """The report for reading."""
    shown = Table(title=f"What it costs ({report['cores']} cores, {report['seconds']} s)", title_justify="left")
    for heading in ("question", "measured", "limit", "unit", "ratio", "aim", "the limit is"):
        shown.add_column(heading)
    for answers in report["answers"].values():
        for one in answers:
            sign = "≥" if one["better"] == "more" else "≤"
            row = [one["question"], one["measured"], one["limit"], one["unit"], one["ratio"]]
            aim = f"{sign} {one['aim']:g}{'' if one['met'] else ' missed'}"
            shown.add_row(*(str(cell) for cell in row), aim, one["limit_is"])
    return shown


if __name__ == "__main__":
    main()
