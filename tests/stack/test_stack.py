"""Whole stacks: real servers under stand-in processes."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from cli.stack import plan
from cli.stack.options import StackOptions
from cli.stack.stack import GRACE as OF_PROCESSES
from cli.stack.stack import Stack
from cli.stack.state import AlreadyRunning
from grants.contracts.queues import ROOMS
from runtime.embedded.ports import HOST, PortTaken, free_port
from runtime.embedded.supervise import GRACE as OF_SERVERS
from runtime.embedded.supervise import StartFailed, State
from runtime.payload_keys import master_of
from runtime.payloads import converter_of

pytestmark = pytest.mark.servers
STANDIN = (sys.executable, "-P", str(Path(__file__).with_name("standin.py")))
STOP_WITHIN = 10


def options(data, **more):
    given = {"ephemeral": True, "databases": ("application",), "command": STANDIN} | more
    return StackOptions(data=data, **given)


@asynccontextmanager
async def running(data, **more):
    notices = []
    async with Stack(options(data, **more), notices.append) as stack:
        yield stack, notices


async def until(child, state):
    async with asyncio.timeout(60):
        while child.state is not state:
            await asyncio.sleep(0.01)


@pytest.fixture(scope="module")
async def stack(tmp_path_factory):
    async with running(tmp_path_factory.mktemp("destek ğüş")) as (one, _):
        yield one


class Taker:
    """Takes the port chosen for PostgreSQL the moment it is about to be started."""

    def __init__(self, data, **more):
        self.foreign = socket.socket()
        self.stack = Stack(options(data, processes=False, **more), self)

    def __call__(self, notice):
        if notice.name == "postgres" and self.port == 0:
            self.foreign.bind((HOST, self.stack.record.ports["postgres"]))
            self.foreign.listen()

    @property
    def port(self):
        return self.foreign.getsockname()[1]


async def test_a_port_taken_between_its_choice_and_its_use_is_given_up_for_another(tmp_path):
    taker = Taker(tmp_path)
    with taker.foreign:
        async with taker.stack as stack:
            assert taker.port != stack.record.ports["postgres"]
            assert stack.child("postgres").state is State.READY


async def test_a_port_asked_for_by_number_is_not_given_up_for_another(tmp_path):
    port = free_port()
    taker = Taker(tmp_path, ports={"postgres": port})
    with taker.foreign:
        with pytest.raises(StartFailed, match="postgres did not become ready"):
            await taker.stack.start()
        assert taker.port == taker.stack.record.ports["postgres"] == port


async def test_the_rooms_share_one_process_and_the_workflows_have_another(stack):
    servers = {"postgres", "nats", "temporal"}
    assert set(stack._supervisor.children) - servers == {"rooms", "workflows"}


async def test_a_second_stack_on_the_same_data_is_refused_with_the_addresses_of_the_first(stack):
    second = Stack(options(stack.options.data))
    with pytest.raises(AlreadyRunning, match=f"already ready on .* \\(process {os.getpid()}\\)") as refused:
        await second.start()
    assert refused.value.record.addresses["portal"] == stack.urls["portal"]
    assert stack.child("postgres").state is State.READY


async def test_what_is_remembered_is_for_its_owner_alone(stack):
    state = stack.options.data / "state.json"
    assert state.stat().st_mode & 0o077 == 0
    assert stack.record.secret("postgres") in state.read_text()


async def test_the_master_key_of_what_workflows_carry_is_its_owners_alone_and_lies_apart_from_the_keys(stack):
    settings, key = stack.settings, stack.options.data / plan.MASTER_KEY
    assert settings.payload_master_key_file == stack.env["DESTEK_PAYLOAD_MASTER_KEY_FILE"] == str(key)
    assert key.stat().st_mode & 0o777 == 0o600
    assert settings.payload_keys_url == (stack.options.data / plan.PAYLOAD_KEYS).as_uri()
    assert (stack.options.data / plan.PAYLOAD_KEYS).stat().st_mode & 0o077 == 0
    assert converter_of(settings).payload_codec.shelf.master == master_of(key)


async def test_a_killed_process_is_back_and_the_second_start_is_on_record(stack):
    child = stack.child("workflows")
    before = child.pid
    child.kill()
    await until(child, State.RESTARTING)
    await until(child, State.READY)
    assert child.pid != before
    assert stack.record.children["workflows"].restarts == 1


async def test_every_process_is_told_where_everything_is(stack):
    for room in ROOMS:
        port = stack.env[f"DESTEK_{room.upper()}_API_PORT"]
        assert stack.env[f"DESTEK_{room.upper()}_API_URL"] == f"http://127.0.0.1:{port}"
    assert stack.env["DESTEK_OIDC_ISSUER"] == stack.urls["identity"] == stack.env["DESTEK_IDENTITY_API_URL"]
    assert stack.env["DESTEK_DOCUMENTS_URL"].startswith("file:///")
    assert " " not in stack.env["DESTEK_DOCUMENTS_URL"]
    assert len(stack.env["DESTEK_PORTAL_SESSION_SECRET"]) >= 32
    assert len(stack.env["DESTEK_BUILD_ID"]) == 12


async def test_a_restart_uses_the_same_ports_secrets_and_data_and_loads_the_demo_once(tmp_path):
    async with running(tmp_path, demo=True) as (first, notices):
        await first.load_demo()
        ports, env = dict(first.record.ports), dict(first.env)
        master = (tmp_path / plan.MASTER_KEY).read_bytes()
        assert [n.state for n in notices if n.name == "demo"] == [State.STARTING, State.READY]
    async with running(tmp_path, demo=True) as (second, notices):
        await second.load_demo()
        assert second.record.ports == ports
        assert (tmp_path / plan.MASTER_KEY).read_bytes() == master, "lost, it would open no history any more"
        # The sources may be edited meanwhile; all else is the same.
        assert second.env | {"DESTEK_BUILD_ID": ""} == env | {"DESTEK_BUILD_ID": ""}
        assert not [n for n in notices if n.name == "demo"]


async def test_a_demo_that_fails_is_told_and_the_stack_runs_on(tmp_path):
    broken = {"STANDIN_DEMO": "broken"}
    async with running(tmp_path, demo=True, env=broken) as (stack, notices):
        await stack.load_demo()
        assert "no such cluster" in next(n.detail for n in notices if n.name == "demo" and n.detail)
        assert stack.record.status == "ready"
        assert "demo" not in stack.record.done


async def test_apart_every_api_and_every_worker_is_a_process(tmp_path):
    async with running(tmp_path, split=True) as (stack, _):
        children = stack._supervisor.children
        apart = {f"{room}-{kind}" for room in ROOMS for kind in ("api", "worker")}
        assert set(children) == apart | {
            *("identity", "portal", "workflows"),
            *("postgres", "nats", "temporal"),
        }
        assert {child.state for child in children.values()} == {State.READY}


async def test_everything_stops_in_ten_seconds_though_a_process_and_every_server_hang(tmp_path):
    stack = Stack(options(tmp_path, env={"STANDIN_DEAF": "yes"}))
    await stack.start()
    pids = [child.pid for child in stack._supervisor.children.values()]
    hung = [stack.child(name).pid for name in ("rooms", "postgres", "nats", "temporal")]
    for pid in hung:
        os.kill(pid, signal.SIGSTOP)
    async with asyncio.timeout(60):
        while {psutil.Process(pid).status() for pid in hung} != {psutil.STATUS_STOPPED}:
            await asyncio.sleep(0.01)
    async with asyncio.timeout(6 * STOP_WITHIN):  # a busy machine takes longer than what is waited for
        await stack.stop()
    assert OF_PROCESSES + OF_SERVERS < STOP_WITHIN
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


async def test_a_port_in_use_is_refused_by_name_and_nothing_is_left_running(tmp_path, stack):
    taken = stack.record.ports["portal"]
    second = Stack(options(tmp_path, ports={"portal": taken}))
    with pytest.raises(PortTaken, match=f"port {taken}, asked for portal, is in use"):
        await second.start()
    assert not second.folder.in_use()


def test_a_base_gives_every_port_in_order(tmp_path):
    fixed = plan.fixed_ports(options(tmp_path, port_base=21000, ports={"portal": 8080}))
    assert fixed["portal"] == 8080
    assert fixed["identity"] == 21001
    assert len(set(fixed.values())) == len(plan.port_names(options(tmp_path)))


def test_with_a_provider_elsewhere_none_is_started_here(tmp_path):
    for split in (False, True):
        given = options(tmp_path, split=split, oidc_issuer="https://kimlik.example")
        assert not any("identity" in (p.name, *p.doors) for p in plan.processes(given))
        ports = dict.fromkeys(plan.port_names(given), 1)
        reached = plan.Reached("nats://n", "t:1", {})
        env = plan.environment(given, tmp_path, ports, reached, "build", "secret")
        assert env["DESTEK_OIDC_ISSUER"] == "https://kimlik.example"
        assert "DESTEK_IDENTITY_API_PORT" not in env


def told(given, folder):
    ports = dict.fromkeys(plan.port_names(given), 1)
    return plan.environment(given, folder, ports, plan.Reached("nats://n", "t:1", {}), "build", "secret")


def test_documents_and_mail_go_to_folders_of_the_data_unless_given_elsewhere(tmp_path):
    here = told(options(tmp_path), tmp_path)
    assert here["DESTEK_DOCUMENTS_URL"] == (tmp_path / "documents").as_uri()
    assert (here["DESTEK_MAIL_DIR"], here["DESTEK_SMTP_URL"]) == (str(tmp_path / "mail"), "")
    there = told(options(tmp_path, documents_url="s3://belgeler", smtp_url="smtp://posta:25"), tmp_path)
    assert there["DESTEK_DOCUMENTS_URL"] == "s3://belgeler"
    assert (there["DESTEK_MAIL_DIR"], there["DESTEK_SMTP_URL"]) == ("", "smtp://posta:25")


@pytest.mark.parametrize(
    ("given", "spoken"),
    [({}, "false"), ({"temporal_tls": True}, "false"), ({"temporal_tls": True, "temporal_address": "t:1"}, "true")],
)
def test_tls_is_spoken_to_a_temporal_elsewhere_alone(tmp_path, given, spoken):
    assert told(options(tmp_path, **given), tmp_path)["DESTEK_TEMPORAL_TLS"] == spoken


async def test_servers_given_by_url_are_used_and_not_started(tmp_path, stack):
    admin = (
        f"postgresql://postgres:{stack.record.secret('postgres')}@127.0.0.1:{stack.record.ports['postgres']}/postgres"
    )
    given = {"database_url": admin, "nats_url": stack.nats_url, "temporal_address": stack.temporal_address}
    async with running(tmp_path, databases=("audit",), **given) as (second, _):
        assert set(second._supervisor.children) == {"rooms", "workflows"}
        assert f":{stack.record.ports['postgres']}/destek_audit" in second.database_urls["audit"]
        assert second.env["DESTEK_NATS_URL"] == stack.nats_url
