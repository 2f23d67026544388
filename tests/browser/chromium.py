"""Finds the system's Chromium, or installs Debian's when the tests may (as root, where there is apt)."""

import os
import shutil
import subprocess
from collections.abc import Sequence

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find(names: Sequence[str] = NAMES) -> str | None:
    """Where the browser is; none if there is none."""
    return next((path for name in names if (path := shutil.which(name))), None)


def provide() -> str:
    """Where the browser is, installed if need be. Raises RuntimeError saying what to install by hand."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *words], check=True, env=quiet, capture_output=True, timeout=600)
        if found := find():
            return found
    raise RuntimeError("browser tests need Chromium: apt-get install chromium")


if __name__ == "__main__":
    print(provide())  # noqa: T201 - said to whoever prepares a machine
