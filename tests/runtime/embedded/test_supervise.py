"""The supervisor over small real processes."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from runtime.embedded.supervise import Spec, StartFailed, State, Supervisor

GRACE = 0.3
ROOT = Path(__file__).resolve().parents[3]
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


class Watched:
    """A supervisor, what it reported, and a short way to describe children."""

    def __init__(self, folder):
        self.folder = folder
        self.notices = []
        self.supervisor = Supervisor(folder / "logs", self.notices.append)

    def spec(self, name, body="", **more):
        """A child that runs `body`, then touches a file to say it is ready, then sleeps."""
        flag = self.folder / f"{name}.ready"
        program = (
            f"import os, pathlib, signal, subprocess, sys, time\n{textwrap.dedent(body)}\n"
            f"pathlib.Path({str(flag)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
        )
        child = self.supervisor.children.get

        async def ready():
            return flag.exists() and flag.read_text() == str(child(name).pid)

        return Spec(name, (sys.executable, "-S", "-c", program), ready, grace=GRACE, **more)

    async def until(self, state, name):
        async with asyncio.timeout(60):
            while self.supervisor.children[name].state is not state:
                await asyncio.sleep(0.01)


@pytest.fixture
async def watched(tmp_path):
    one = Watched(tmp_path)
    yield one
    await one.supervisor.stop(list(one.supervisor.children))
    one.supervisor.close()


def gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


async def until_true(seen):
    async with asyncio.timeout(60):
        while not seen():
            await asyncio.sleep(0.01)


async def until_gone(pid):
    await until_true(lambda: gone(pid))


async def test_start_returns_when_every_child_is_ready(watched):
    await watched.supervisor.start(watched.spec("first"), watched.spec("second"))
    assert {child.state for child in watched.supervisor.children.values()} == {State.READY}


async def test_what_a_child_prints_is_in_its_log(watched):
    body = "print('to output', flush=True); print('to error', file=sys.stderr, flush=True)"
    await watched.supervisor.start(watched.spec("talker", body))
    await watched.supervisor.stop(["talker"])
    assert (watched.folder / "logs" / "talker.log").read_text() == "to output\nto error\n"


async def test_a_child_gets_the_settings_of_its_spec(watched):
    body = "print(os.environ['DESTEK_COLOUR'], flush=True)"
    await watched.supervisor.start(watched.spec("reader", body, env={"DESTEK_COLOUR": "yeşil"}))
    await watched.supervisor.stop(["reader"])
    assert watched.supervisor.children["reader"].log_tail() == "yeşil"


async def test_a_child_that_dies_is_restarted_and_reported(watched):
    await watched.supervisor.start(watched.spec("mortal"))
    child = watched.supervisor.children["mortal"]
    before = child.pid
    child.kill()
    await watched.until(State.RESTARTING, "mortal")
    await watched.until(State.READY, "mortal")
    assert child.pid not in {0, before}
    assert child.restarts == 1
    assert [n.detail for n in watched.notices if n.state is State.RESTARTING] == [
        "ended with signal SIGKILL, again in 0.25 s"
    ]


async def test_a_child_that_never_becomes_ready_fails_the_start_with_the_end_of_its_log(watched):
    spec = watched.spec("broken", "sys.exit('no such table')")
    with pytest.raises(StartFailed, match=r"(?s)broken did not become ready.*no such table"):
        await watched.supervisor.start(spec)
    assert watched.supervisor.children["broken"].state is State.STOPPED


async def test_a_silent_child_that_is_not_ready_in_time_fails_the_start_and_is_gone(watched):
    spec = watched.spec("slow", "time.sleep(600)", ready_within=0.3)
    with pytest.raises(StartFailed, match="slow did not become ready"):
        await watched.supervisor.start(spec)
    pids = {notice.pid for notice in watched.notices if notice.state is State.STARTING}
    assert pids
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize("kind", ["deaf", "frozen"])
async def test_a_hung_child_is_stopped_within_its_grace(watched, kind):
    await watched.supervisor.start(watched.spec("hung", DEAF if kind == "deaf" else ""))
    pid = watched.supervisor.children["hung"].pid
    if kind == "frozen":
        os.kill(pid, signal.SIGSTOP)
        # Until it has really stopped, a SIGTERM sent after would be taken first.
        await until_true(lambda: psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    async with asyncio.timeout(60):
        await watched.supervisor.stop(["hung"])
    assert gone(pid)
    assert watched.notices[-1].detail == "killed: still there after 0.3 s"


async def test_what_a_child_started_goes_with_it(watched):
    body = """
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(other.pid, flush=True)
    """
    await watched.supervisor.start(watched.spec("parent", body))
    await watched.supervisor.stop(["parent"])
    await until_gone(int(watched.supervisor.children["parent"].log_tail()))


async def test_a_child_waiting_for_its_restart_stops_at_once(watched):
    body = "sys.exit(1) if pathlib.Path('{}').exists() else None".format(watched.folder / "doomed.ready")
    await watched.supervisor.start(watched.spec("doomed", body))
    watched.supervisor.children["doomed"].kill()
    await watched.until(State.RESTARTING, "doomed")
    async with asyncio.timeout(60):
        await watched.supervisor.stop(["doomed"])
    assert watched.supervisor.children["doomed"].state is State.STOPPED


async def test_a_stopped_child_stays_down_until_started_again(watched):
    await watched.supervisor.start(watched.spec("part"))
    child = watched.supervisor.children["part"]
    await child.stop()
    assert (child.state, child.pid) == (State.STOPPED, 0)
    await child.start()
    assert child.state is State.READY


async def test_children_die_with_a_supervisor_that_is_killed(tmp_path):
    program = """
    import asyncio, sys
    from pathlib import Path
    from runtime.embedded.supervise import Spec, Supervisor
    async def main():
        async def ready(): return True
        supervisor = Supervisor(Path(sys.argv[1]))
        await supervisor.start(Spec("sleeper", (sys.executable, "-S", "-c", "import time; time.sleep(600)"), ready))
        print(supervisor.children["sleeper"].pid, flush=True)
        await asyncio.sleep(600)
    asyncio.run(main())
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)]
    supervising = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, cwd=ROOT)
    sleeper = int(await supervising.stdout.readline())
    assert not gone(sleeper)
    supervising.kill()
    await supervising.communicate()
    await until_gone(sleeper)
