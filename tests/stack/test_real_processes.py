"""The system itself beside a sign-in provider elsewhere, and as an ordinary user runs it; journeys see it else."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

import httpx
import pytest
import uvicorn

from cli.demo.cast import Cast
from cli.stack.options import COMMAND, PEOPLE, StackOptions
from cli.stack.stack import Stack
from runtime.embedded.account import CAP_DAC_READ_SEARCH, Account
from runtime.embedded.supervise import launched
from runtime.identity.app import create_app
from runtime.identity.people import load_people
from runtime.identity.settings import IdentitySettings

pytestmark = pytest.mark.servers
NOBODY = 65534


@asynccontextmanager
async def provider(folder):
    """A sign-in provider that is none of the stack's: its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        issuer = f"http://127.0.0.1:{door.getsockname()[1]}"
        settings = IdentitySettings(api_url=issuer, key_file=folder / "key.json", people=PEOPLE)
        app = create_app(settings, load_people(PEOPLE))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[door]))
        yield issuer
        server.should_exit = True
        await serving


async def test_people_of_a_provider_elsewhere_are_let_in_and_no_other_provider_runs(tmp_path):
    async with provider(tmp_path) as issuer:
        given = StackOptions(data=tmp_path / "data", ephemeral=True, oidc_issuer=issuer)
        async with Stack(given) as stack, httpx.AsyncClient(timeout=60) as browser:
            assert stack.urls["identity"] == issuer
            with pytest.raises(httpx.ConnectError):
                await browser.get(f"http://127.0.0.1:{stack.record.ports['identity']}/jwks")
            calls = await Cast(stack.urls, browser).get("uzman-bir", "application", "/calls")
            assert calls["entries"] == []
            stranger = await browser.get(f"{stack.urls['application']}/calls")
            assert stranger.status_code == 401
            asked = await browser.get(f"{stack.urls['portal']}/sign-in")
            assert asked.headers["location"].startswith(f"{issuer}/authorize?")


@pytest.fixture
def place():
    """A folder an ordinary user can reach; what pytest gives to root is closed to others."""
    folder = Path(mkdtemp(prefix="destek-sıradan "))
    yield folder
    shutil.rmtree(folder)


def ordinary(folder):
    """Nobody, where the tests run as root; the right to pass through root's own folders only if they must be."""
    if os.geteuid() != 0:
        return None
    os.chown(folder, NOBODY, NOBODY)
    ways = {parent for path in (sys.executable, sys.prefix, __file__) for parent in Path(path).resolve().parents}
    closed = any(not parent.stat().st_mode & 0o001 for parent in ways)
    return Account(NOBODY, NOBODY, CAP_DAC_READ_SEARCH if closed else None)


def test_an_ordinary_user_runs_it_all(place):
    command = launched((*COMMAND, "up", "--no-demo", "--data", str(place / "veri")), ordinary(place))
    env = os.environ | {"HOME": str(place)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, text=True)
    try:
        lines = []
        while not lines or (lines[-1] and not lines[-1].startswith("Ctrl-C")):
            lines.append(process.stdout.readline())
        assert lines[-1], "".join(lines)
        portal = next(line.split()[1] for line in lines if line.startswith("portal "))
        assert httpx.get(f"{portal}/health/live", timeout=60).status_code == 200
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest
    assert {path.stat().st_uid for path in place.rglob("*")} == {place.stat().st_uid}
    assert place.stat().st_uid != 0
