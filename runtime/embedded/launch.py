"""The first program of every child: binds its life to its parent's, drops root when asked, then execs.

Run by path with `python -I -S launch.py ORDERS COMMAND…`, standard library only, so that it costs a few
milliseconds. It stands between fork and exec instead of a `preexec_fn`, which is not safe beside threads.

ORDERS is a JSON object: `parent` (pid that must still be our parent), `death_signal` (sent to us when the
parent thread ends), and optionally `uid`, `gid` and `capability` (the one kernel capability to keep).
"""

import ctypes
import json
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522


def _call(function: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{function}: {os.strerror(error)}")


def _keep_only(capability: int) -> None:
    """Hold one capability through setuid and exec (permitted, effective, inheritable and ambient)."""
    low = 1 << capability
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)(low, low, low, 0, 0, 0)
    _call("capset", header, data)
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)


def _become(uid: int, gid: int, capability: int | None) -> None:
    if capability is not None:
        _call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if capability is not None:
        _keep_only(capability)


def main() -> None:
    """Follow the orders, then become the command."""
    orders, command = json.loads(sys.argv[1]), sys.argv[2:]
    if "uid" in orders:
        _become(orders["uid"], orders["gid"], orders.get("capability"))
    if sys.platform == "linux":
        # After setuid: a change of credentials clears it.
        _call("prctl", PR_SET_PDEATHSIG, orders["death_signal"], 0, 0, 0)
    if os.getppid() != orders["parent"]:
        sys.exit("the parent is gone")
    os.execv(command[0], command)  # noqa: S606  to become the command is this program's whole purpose


if __name__ == "__main__":
    main()
