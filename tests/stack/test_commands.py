"""The commands as a person types them, over stand-in processes."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from typer.main import get_command

from cli.main import program
from cli.stack.options import StackOptions
from cli.stack.running import words_of

STANDIN = str(Path(__file__).with_name("standin.py"))
pytestmark = pytest.mark.servers
STOPPED_WITHIN = 50
"""Seconds, on a busy machine too; a stand-in that nobody ends sleeps longer."""


def destek(*words):
    command = [sys.executable, "-m", "cli.main", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def left_of(children):
    """Those that still run after a while: what was killed is gone a moment later."""
    waiting = time.monotonic() + STOPPED_WITHIN
    while (left := [child for child in children if not gone(child.pid)]) and time.monotonic() < waiting:
        time.sleep(0.05)
    return left


class Foreground:
    """`up` in a terminal of its own, as far as it can tell."""

    def __init__(self, data, until="Ctrl-C", words=("--no-demo",), **env):
        self.data = data
        self.process = subprocess.Popen(
            [sys.executable, STANDIN, "up", "--data", str(data), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | env,
            text=True,
        )
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith(until):
                return

    def finish(self, number=None):
        if number is not None:
            self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=STOPPED_WITHIN)
        self.lines += rest.splitlines()
        return self.process.returncode


@pytest.fixture(scope="module")
def up(tmp_path_factory):
    one = Foreground(tmp_path_factory.mktemp("destek ğüş") / "veri")
    yield one
    one.finish(signal.SIGTERM)


def test_up_prints_plain_lines_then_every_address(up):
    assert "postgres ready" in up.lines
    assert "migrations ready: done" in up.lines
    text = "\n".join(up.lines)
    for part in ("portal", "application", "temporal-ui", "nats", "postgres"):
        assert f"\n{part} " in text
    assert "/docs" in text
    assert "\x1b" not in text


def test_status_shows_every_part_and_no_secret(up):
    answer = destek("status", "--data", str(up.data), "--json")
    shown = json.loads(answer.stdout)
    assert answer.returncode == 0
    assert shown["status"] == "ready"
    assert shown["supervisor"] == up.process.pid
    assert shown["children"]["rooms"]["state"] == "ready"
    assert shown["children"]["postgres"]["memory_mib"] > 0
    secrets = json.loads((up.data / "state.json").read_text())["secrets"].values()
    assert secrets
    assert not [secret for secret in secrets if secret in answer.stdout]


def test_status_is_also_a_table(up):
    answer = destek("status", "--data", str(up.data))
    assert "rooms" in answer.stdout
    assert "ready" in answer.stdout


def test_a_second_up_says_where_the_first_is_and_fails(up):
    second = Foreground(up.data)
    assert second.finish() == 1
    text = "\n".join(second.lines)
    assert f"already ready on {up.data}" in text
    portal = json.loads((up.data / "state.json").read_text())["addresses"]["portal"]
    assert portal in text


def test_logs_of_one_part_and_of_all(up):
    assert destek("logs", "workflows", "--data", str(up.data)).stdout == "workflows: serving workflows\n"
    every = destek("logs", "--data", str(up.data)).stdout
    assert "rooms: serving rooms" in every
    assert "postgres: " in every


def test_logs_of_a_room_are_its_lines_in_the_process_the_rooms_share(up):
    log = up.data / "logs" / "rooms.log"
    with log.open("a") as file:
        file.write(
            '{"logger": "services.audit.events", "event": "heard"}\n{"logger": "services.auditors", "event": "other"}\n'
        )
    shown = destek("logs", "audit", "--data", str(up.data)).stdout
    assert shown == 'rooms: {"logger": "services.audit.events", "event": "heard"}\n'


def test_what_is_asked_of_a_stack_is_answered_without_reading_what_one_is_made_of():
    look = "import sys, cli.stack.asking; print({'cli.stack.stack', 'temporalio', 'asyncpg'} & sys.modules.keys())"
    shown = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=300, check=False)
    assert (shown.stdout, shown.stderr) == ("set()\n", "")


@pytest.mark.parametrize(
    ("until", "slow"),
    [("postgres starting", ""), ("postgres ready", ""), ("migrations starting", "migrate"), ("demo starting", "load")],
)
def test_a_signal_in_the_middle_of_a_start_stops_everything_cleanly(tmp_path, until, slow):
    one = Foreground(tmp_path, until, (), STANDIN_SLOW=slow)
    assert one.lines[-1].startswith(until)
    children = psutil.Process(one.process.pid).children(recursive=True)
    assert children
    assert one.finish(signal.SIGTERM) == 0, one.lines
    assert left_of(children) == []
    assert json.loads((tmp_path / "state.json").read_text())["status"] == "stopped"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_cleanly(tmp_path, number):
    one = Foreground(tmp_path)
    children = psutil.Process(one.process.pid).children(recursive=True)
    assert one.finish(number) == 0
    assert left_of(children) == []


def test_a_supervisor_that_is_killed_takes_everything_with_it_and_up_works_again(tmp_path):
    one = Foreground(tmp_path)
    children = psutil.Process(one.process.pid).children(recursive=True)
    assert len(children) >= 5
    one.process.kill()
    one.finish()
    assert left_of(children) == []
    again = Foreground(tmp_path)
    assert again.lines[-1].startswith("Ctrl-C")
    assert again.finish(signal.SIGTERM) == 0


def test_detached_it_returns_when_ready_and_down_stops_it(tmp_path):
    detach = (
        "import sys; from pathlib import Path; from cli.stack.options import StackOptions;"
        "from cli.stack.running import background;"
        "options = StackOptions(data=Path(sys.argv[1]), command=(sys.executable, sys.argv[2]));"
        "sys.exit(background(options))"
    )
    command = [sys.executable, "-c", detach, str(tmp_path), STANDIN]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "portal " in answer.stdout
    shown = json.loads(destek("status", "--data", str(tmp_path), "--json").stdout)
    assert shown["status"] == "ready"
    assert os.getsid(shown["supervisor"]) == shown["supervisor"]
    assert destek("down", "--data", str(tmp_path)).stdout == "stopped\n"
    assert gone(shown["supervisor"])
    assert destek("status", "--data", str(tmp_path)).returncode == 1


def test_on_a_terminal_there_are_lines_too_where_ci_says_so(tmp_path):
    ours, theirs = pty.openpty()
    command = [sys.executable, STANDIN, "up", "--data", str(tmp_path), "--no-demo"]
    env = os.environ | {"CI": "true", "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    try:
        shown = b""
        while b"Ctrl-C stops everything." not in shown:
            shown += os.read(ours, 65536)
    finally:
        process.terminate()
        # What it still says must be read, or it would wait for us.
        with suppress(OSError):
            while os.read(ours, 65536):
                pass
        os.close(ours)
        assert process.wait(timeout=STOPPED_WITHIN) == 0
    lines = shown.decode().splitlines()
    assert {"postgres starting", "postgres ready", "rooms ready"} <= set(lines)
    assert "\x1b" not in shown.decode()
    assert [line for line in lines if line.startswith("portal ")]


def test_what_is_passed_on_to_the_background_is_what_was_asked_for(tmp_path):
    asked = {
        "data": tmp_path / "veri ğ",
        "split": True,
        "demo": False,
        "port_base": 20000,
        "portal_port": 8080,
        "database_url": "postgresql://yonetici@127.0.0.1/postgres",
        "nats_url": "nats://127.0.0.1:4222",
        "temporal_address": "temporal.example:7233",
        "temporal_tls": True,
        "oidc_issuer": "https://kimlik.example",
        "documents_url": "s3://belgeler/destek",
        "smtp_url": "smtps://posta.example:465",
    }
    portal = asked.pop("portal_port")
    words = words_of(StackOptions(**asked, ports={"portal": portal}))
    understood = get_command(program("up")).commands["up"].make_context("up", words).params
    assert understood == asked | {"portal_port": portal, "detach": False}


def test_down_where_nothing_runs_says_so(tmp_path):
    assert destek("down", "--data", str(tmp_path)).stdout == f"no stack runs on {tmp_path}\n"
