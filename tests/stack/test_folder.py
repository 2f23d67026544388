"""The lock of a data folder: who holds it is known for sure, so that nobody else is ever signalled."""

import os
import subprocess
import sys
from contextlib import contextmanager

import psutil
import pytest

from cli.stack.state import AlreadyRunning, Folder, Holder, Record
from cli.stack.stopping import HolderUnknown, bring_down

pytestmark = pytest.mark.servers
HOLD = (
    "import sys, time; from pathlib import Path; from cli.stack.state import Folder;"
    "folder = Folder(Path(sys.argv[1])); folder.open(); print('held', flush=True); time.sleep(600)"
)


@contextmanager
def held(path):
    """Another process holds the folder; as a `up` that has not written its record yet."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.kill()


def test_the_holder_is_known_though_the_record_is_of_a_stack_long_gone(tmp_path):
    folder = Folder(tmp_path)
    folder.write(Record(status="ready", supervisor=os.getpid()))
    with held(tmp_path) as process:
        assert folder.holder().pid == process.pid
        with pytest.raises(AlreadyRunning, match=f"already starting on .* \\(process {process.pid}\\)"):
            Folder(tmp_path).open()
    assert folder.holder() is None


@pytest.mark.parametrize("supervisor", [0, 1, os.getpid()], ids=["none", "the first process", "this one"])
def test_down_stops_the_holder_and_nobody_the_record_names(tmp_path, supervisor):
    folder = Folder(tmp_path)
    folder.write(Record(status="ready", supervisor=supervisor))
    with held(tmp_path) as process:
        assert bring_down(folder) is not None
        assert process.wait(timeout=60) != 0
    assert not folder.in_use()


@pytest.mark.parametrize(
    "written",
    ["", "0 0.0", "-1 0.0", f"{os.getpid()} 1.0", "not a number"],
    ids=["nothing", "nobody", "a group", "another start", "no number"],
)
def test_a_holder_that_is_not_told_for_sure_is_left_alone(tmp_path, written):
    with held(tmp_path) as process:
        (tmp_path / "lock").write_text(written)
        with pytest.raises(HolderUnknown, match="does not say who it is"):
            bring_down(Folder(tmp_path))
        assert process.poll() is None


def test_a_process_is_itself_by_its_number_and_its_start():
    me = Holder.me()
    assert me.process() == psutil.Process()
    assert Holder(me.pid, me.started - 60).process() is None
    assert Holder(0, me.started).process() is None


def test_to_look_whether_it_is_in_use_keeps_nobody_out(tmp_path):
    look = (
        "import sys; from pathlib import Path; from cli.stack.state import Folder;"
        "folder = Folder(Path(sys.argv[1])); print('looking', flush=True)\nwhile True: folder.in_use()"
    )
    (tmp_path / "lock").touch()
    with subprocess.Popen([sys.executable, "-c", look, str(tmp_path)], stdout=subprocess.PIPE) as looking:
        looking.stdout.readline()
        for _ in range(50):
            folder = Folder(tmp_path)
            folder.open()
            folder.close()
        looking.kill()
