"""Stops the stack that runs on a data folder, and nobody else; reads nothing of what a stack is made of."""

import signal
import time
from contextlib import suppress

import psutil

from cli.stack.state import Folder, Record

STOPPED_WITHIN = 20.0
GONE_WITHIN = 30.0
KNOWN_WITHIN = 1.0


class HolderUnknown(Exception):  # noqa: N818  said as it is
    """The folder is held by a process that cannot be told for sure, or is not ours to stop."""


def bring_down(folder: Folder) -> Record | None:
    """Stop the stack on a data folder; None when there is none. Forced when it takes too long.

    Raises HolderUnknown rather than signal a process that may be another's.
    """
    if not folder.in_use():
        return None
    for number in (signal.SIGTERM, signal.SIGKILL):
        process = _signalled(folder, number)
        if _let_go(folder):
            _gone(process)
            return folder.read()
    raise HolderUnknown(f"{folder.path} is still held after SIGKILL")


def _gone(process: psutil.Process | None) -> None:
    """The lock is let go a moment before the process ends: wait for the moment, not for ever."""
    deadline = time.monotonic() + GONE_WITHIN
    with suppress(psutil.Error):
        while process is not None and process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > deadline:
                return
            time.sleep(0.05)


def _signalled(folder: Folder, number: signal.Signals) -> psutil.Process | None:
    """Send the holder a signal; who it is stands in the lock a moment after the lock is taken."""
    deadline = time.monotonic() + KNOWN_WITHIN
    while folder.in_use():
        holder = folder.holder()
        process = holder.process() if holder is not None else None
        if process is not None:
            with suppress(psutil.NoSuchProcess):
                _sent(folder, process, number)
                return process
        if time.monotonic() > deadline:
            raise HolderUnknown(f"{folder.path} is held by a process that does not say who it is")
        time.sleep(0.05)
    return None


def _sent(folder: Folder, process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.AccessDenied:
        raise HolderUnknown(f"{folder.path} is held by process {process.pid} of another user") from None


def _let_go(folder: Folder) -> bool:
    deadline = time.monotonic() + STOPPED_WITHIN
    while folder.in_use() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not folder.in_use()
