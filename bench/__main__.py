"""`python -P -m bench [NAME…] [--json]`: ask all questions, or those named; `stages` is asked by name alone."""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import dossier, events, idle_grants, latency, ledger, lifecycles, matching, replay, startup
from bench.answer import Answer
from bench.stages import COUNTS, stages

QUESTIONS: dict[str, Callable[[], Awaitable[list[Answer]]]] = {
    "lifecycles": lifecycles.answers,
    "events": events.answers,
    "ledger": ledger.answers,
    "dossier": dossier.answers,
    "latency": latency.answers,
    "startup": startup.answers,
    "idle": idle_grants.answers,
    "matching": matching.answers,
    "replay": replay.answers,
}
BILL = "stages"


def main(words: Sequence[str] | None = None) -> None:
    """Ask and print; the exit code is 0 whatever the answers are: they are for reading, not for passing."""
    parser = argparse.ArgumentParser(prog="bench", description="What it costs, each answer as a ratio to a limit.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(QUESTIONS)} (all if none is named), {BILL}"
    )
    parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")
    given = parser.parse_args(words)
    if unknown := set(given.names) - {*QUESTIONS, BILL}:
        parser.error(f"no such question: {', '.join(sorted(unknown))}")
    report = asyncio.run(ask(given.names or list(QUESTIONS), Console(stderr=True)))
    if given.as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for one in tables(report):
            Console().print(one)


async def ask(names: Sequence[str], progress: Console) -> dict[str, Any]:
    """The report: {"answers": {name: [answer…]}, "stages": {stage: {count: n}} if asked, "cores", "seconds"}."""
    started = time.monotonic()
    report: dict[str, Any] = {"answers": {}}
    for name in names:
        progress.print(f"{name} …", highlight=False)
        if name == BILL:
            report[BILL] = await stages()
        else:
            report["answers"][name] = [one.as_dict() for one in await QUESTIONS[name]()]
    return report | {"cores": os.cpu_count(), "seconds": round(time.monotonic() - started, 1)}


def tables(report: dict[str, Any]) -> Iterator[Table]:
    """The report for reading."""
    title = f"What it costs ({report['cores']} cores, {report['seconds']} s)"
    if answers := [one for found in report["answers"].values() for one in found]:
        yield _answers(title, answers)
    if BILL in report:
        yield _bill(title, report[BILL])


def _answers(title: str, answers: Sequence[dict[str, Any]]) -> Table:
    shown = Table(title=title, title_justify="left")
    for heading in ("question", "measured", "limit", "unit", "ratio", "aim", "the limit is"):
        shown.add_column(heading)
    for one in answers:
        sign = "≥" if one["better"] == "more" else "≤"
        aim = f"{sign} {one['aim']:g}{'' if one['met'] else ' missed'}"
        cells = (one["question"], one["measured"], one["limit"], one["unit"], one["ratio"], aim, one["limit_is"])
        shown.add_row(*(str(cell) for cell in cells))
    return shown


def _bill(title: str, stages: Mapping[str, Mapping[str, int]]) -> Table:
    shown = Table(title=title, title_justify="left")
    shown.add_column("stage", no_wrap=True)
    for name in COUNTS:
        shown.add_column(name, justify="right")
    for stage, used in stages.items():
        shown.add_row(stage, *(str(used.get(name, 0)) for name in COUNTS))
    return shown


if __name__ == "__main__":
    main()
