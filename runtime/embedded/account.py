"""Which account a server runs under: PostgreSQL refuses root, so root gives it an account of its own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "destek-postgres"
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


class AccountMissing(Exception):  # noqa: N818  said as it is
    """No account fit to run the server, or one that cannot reach its files."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account to run a child under, and the one capability it needs to reach its files (or none)."""

    uid: int
    gid: int
    capability: int | None = None


def account_for(folder: Path, binary: Path) -> Account | None:
    """The account that shall own `folder` and run `binary`; None when we are an ordinary user already.

    The owner of a folder from an earlier start stays its owner. Raises AccountMissing.
    """
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid if folder.exists() else 0
    entry = pwd.getpwuid(owner) if owner else _own_account()
    capability = _needed(entry.pw_uid, entry.pw_gid, folder, binary)
    return Account(entry.pw_uid, entry.pw_gid, capability)


def _own_account() -> pwd.struct_passwd:
    """`destek-postgres`, made on first use; `nobody` where accounts cannot be added."""
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if not _exists(NAME) and useradd:
        command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603  fixed words, no input
    for name in (NAME, "nobody"):
        if _exists(name):
            return pwd.getpwnam(name)
    raise AccountMissing("root cannot run PostgreSQL, and there is no account to run it under")


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _needed(uid: int, gid: int, folder: Path, binary: Path) -> int | None:
    """The least capability with which the account reaches the folder and the binary through every parent.

    Root's own folders (0700, as /root) are not opened to others: the one process gets the right to pass.
    """
    binary = binary.resolve()
    if not _may_pass(binary, uid, gid):
        wanted = [CAP_DAC_OVERRIDE]
    elif all(_may_pass(parent, uid, gid) for path in (folder.absolute(), binary) for parent in path.parents):
        return None
    else:
        wanted = [CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE]
    held = _held()
    for capability in wanted:
        if held >> capability & 1:
            return capability
    raise AccountMissing(
        f"PostgreSQL runs as user {uid}, which cannot reach {folder} or {binary};"
        " give a data folder and an installation that other users may enter"
    )


def _may_pass(path: Path, uid: int, gid: int) -> bool:
    status = path.stat()
    shift = 6 if status.st_uid == uid else 3 if status.st_gid == gid else 0
    return bool(status.st_mode >> shift & 1)


def _held() -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return next(int(line[7:], 16) for line in status.read_text().splitlines() if line.startswith("CapEff:"))
