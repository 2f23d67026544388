"""Runs a stack in the foreground until a signal, or in the background until ready."""

import asyncio
import os
import signal
import subprocess
import sys
import time

from cli.stack.display import Display, display, print_addresses
from cli.stack.options import StackOptions
from cli.stack.stack import CommandFailed, Stack
from cli.stack.state import AlreadyRunning, Folder
from runtime.embedded.account import AccountMissing
from runtime.embedded.ports import PortTaken
from runtime.embedded.postgres import PostgresFailed
from runtime.embedded.supervise import StartFailed

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
READY_WITHIN = 600.0
EXPECTED = (StartFailed, CommandFailed, PortTaken, PostgresFailed, AccountMissing, OSError)


def foreground(options: StackOptions) -> int:
    """Run until SIGINT, SIGTERM or SIGHUP; the exit code."""
    shown = display()
    try:
        asyncio.run(_run(options, shown))
    except AlreadyRunning as running:
        shown.settled()
        print(f"destek: {running}", file=sys.stderr)
        print_addresses(running.record)
        return 1
    except EXPECTED as failure:
        shown.settled()
        print(f"destek: {failure}", file=sys.stderr)
        return 1
    return 0


async def _run(options: StackOptions, shown: Display) -> None:
    stop = asyncio.Event()
    for number in STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stack = Stack(options, shown.notice)
    starting, stopping = asyncio.create_task(stack.start()), asyncio.create_task(stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.wait({starting})
        return
    await starting
    shown.settled()
    print_addresses(stack.record)
    print(f"Portal: {stack.urls['portal']}", flush=True)
    print("Ctrl-C stops everything.", flush=True)
    loading = asyncio.create_task(stack.load_demo())
    await stopping
    print("stopping", flush=True)
    loading.cancel()
    await asyncio.wait({loading})
    await stack.stop()


def background(options: StackOptions) -> int:
    """Start `destek up` apart from this terminal; returns when it is ready, or has failed."""
    folder = Folder(options.data)
    if folder.in_use():
        running = AlreadyRunning(folder.path, folder.running())
        print(f"destek: {running}", file=sys.stderr)
        print_addresses(running.record)
        return 1
    folder.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    log = folder.private("logs") / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own program, words already parsed once
            [*options.command, "up", *words_of(options)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    if _became_ready(folder, process):
        print_addresses(folder.read())
        return 0
    print(log.read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
    return process.poll() or 1


def words_of(options: StackOptions) -> list[str]:
    """The options as words on the command line of `up`."""
    given = {
        "--data": options.data.absolute(),
        "--port-base": options.port_base,
        "--portal-port": options.ports.get("portal"),
        "--database-url": options.database_url,
        "--nats-url": options.nats_url,
        "--temporal-address": options.temporal_address,
        "--oidc-issuer": options.oidc_issuer,
        "--documents-url": options.documents_url,
        "--smtp-url": options.smtp_url,
    }
    flags = ["--split"] * options.split + ["--no-demo"] * (not options.demo)
    flags += ["--temporal-tls"] * options.temporal_tls
    return [*flags, *(str(word) for pair in given.items() if pair[1] is not None for word in pair)]


def _became_ready(folder: Folder, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        record = folder.read()
        if record.supervisor == process.pid and record.status == "ready":
            return True
        time.sleep(0.1)
    return False
