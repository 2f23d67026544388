"""A sign-in provider on a real port, two people, and a clock in the test's hand."""

import asyncio
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn

from runtime.identity.app import create_app
from runtime.identity.people import Person
from runtime.identity.settings import IdentitySettings
from runtime.process import KEPT_OPEN

VERIFIER = "v" * 43
CALLBACK = "http://127.0.0.1:9/callback"
PEOPLE = (
    Person(
        id="ayse",
        name="Ayşe Yılmaz <b>",
        roles=("coordinator",),
        email="ayse@ostim.example",
        organisation="OSTİM",
        tax_number="1234567890",
    ),
    Person(id="mehmet", name="Mehmet Çelik", title="Bakanlık uzmanı", roles=("ministry_officer",)),
)


@dataclass
class Provider:
    """The running provider and a browser that does not follow redirects by itself."""

    settings: IdentitySettings
    http: httpx.AsyncClient
    stands: list[float] = field(default_factory=list)
    """What its clock shows while it stands; else it goes."""

    @contextmanager
    def standing(self) -> Iterator[list[float]]:
        """Its clock goes only as the test moves it: how long an answer takes is not counted."""
        self.stands.append(time.time())
        yield self.stands
        self.stands.clear()

    def request(self, **changes: str | None) -> dict[str, str]:
        """A good authorization request, unless a field is given otherwise; None leaves it out."""
        good = {
            "response_type": "code",
            "client_id": "destek-portal",
            "redirect_uri": CALLBACK,
            "scope": "openid profile",
            "state": "s t&ate",
            "nonce": "n-1",
            "code_challenge": urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in {**good, **changes}.items() if value is not None}

    async def pick(self, person: str = "ayse", **changes: str | None) -> dict[str, str]:
        """Pick a person; what the client is told at its own address."""
        answer = await self.http.post("/authorize", data={**self.request(**changes), "person": person})
        assert answer.status_code == 303, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}

    async def exchange(self, code: str, **changes: str) -> httpx.Response:
        """Show a code for tokens."""
        good = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": "destek-portal",
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return await self.http.post("/token", data={**good, **changes})

    async def token_of(self, person: str) -> dict[str, Any]:
        """A person's tokens for the asking."""
        answer = await self.http.post("/token", data={"grant_type": "urn:destek:demo-person", "person": person})
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body


@pytest.fixture(scope="module")
async def provider(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("identity")
    door = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{door.getsockname()[1]}"
    settings = IdentitySettings(
        api_url=url,
        key_file=folder / "key.json",
        people=folder / "unused.yaml",
        redirects=("https://portal.example/signed-in",),
    )
    stands: list[float] = []
    app = create_app(settings, PEOPLE, lambda: stands[0] if stands else time.time())
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_keep_alive=KEPT_OPEN))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        yield Provider(settings, http, stands)
    server.should_exit = True
    await serving
