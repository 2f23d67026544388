"""The portal on a real port, with a real sign-in provider and a stand-in for the rooms.

The stand-in answers in the shapes of the rooms (a test holds it against their own models), checks each token as
they do, and can be told to be down.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from runtime.auth import Actor, NotSignedIn, TokenVerifier
from runtime.identity.app import create_app
from runtime.identity.people import Person
from runtime.identity.settings import IdentitySettings
from runtime.process import KEPT_OPEN
from services.portal.app import PortalParts, create_portal
from services.portal.assets import VENDOR
from services.portal.rooms import Room
from tests.services.portal.recorded import LONG_AGO, answers
from tests.services.portal.recorded_applying import weighed

PEOPLE = (
    Person(id="koordinator-ostim", name="Deniz Akarsu", title="Koordinatör", roles=("coordinator",)),
    Person(id="uzman-bir", name="Hakan Düzgün", title="Bakanlık uzmanı", roles=("ministry_officer",)),
    Person(id="degerlendirici-1", name="Aylin Ölçer", title="Bağımsız değerlendirici", roles=("evaluator",)),
    Person(id="kurul-baskani", name="Nazım Önder", title="Kurul başkanı", roles=("committee_chair",)),
    Person(id="mali-uzman", name="Cihan Hesapçı", title="Mali hizmetler", roles=("finance_officer",)),
    Person(
        id="uye-bir",
        name="Yasemin Işıldar",
        title="Üye firma",
        roles=("consortium_member",),
        tax_number="9996329801",
    ),
    Person(id="bagimsiz-denetci", name="Engin Doğrucu", title="Bağımsız denetçi", roles=("independent_auditor",)),
    Person(id="mufettis", name="Sevgi Teftiş", title="Müfettiş", roles=("inspector",)),
    Person(id="yonetici", name="Ümit Düzen", title="Sistem yöneticisi", roles=("administrator",)),
    Person(id="izleme-bir", name="Nehir Gözcü", title="İzleme uzmanı", roles=("monitoring_officer",)),
    Person(id="bakanlik", name="Selma Makam", title="Bakanlık makamı", roles=("ministers_office",)),
    Person(id="bos", name="Rolsüz <b>Kişi</b>", title="Rolü yok"),
)
TEMPORAL = "http://temporal.test"
"""Where Temporal's own pages are."""
FRESH = 600
"""Seconds within which a sign-in is as good as a new one; a token counts for an hour."""
SECRET = "a secret of the tests, long enough for the portal"


class StandingClock:
    """A clock that stands still."""

    async def now(self) -> datetime:
        return LONG_AGO


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person did in a room. path: with the room before it."""

    person: str
    path: str
    body: Any


@dataclass
class StandIn:
    """The rooms. down: those that do not answer; refused: path → status; asked: (person, room, path, query).

    said: what is answered to an act at a path, as status and content; done: the acts, each key once, as in the rooms.
    drafts: what was last kept as a draft, by the path of what it is of; offers: what is written after a submission.
    tried: the acts that were only tried. instead: what is answered to a question at a path, in the place of the usual.
    """

    verifier: TokenVerifier
    down: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, str, str, dict[str, str]]] = field(default_factory=list)
    said: dict[str, tuple[int, Any]] = field(default_factory=dict)
    done: dict[str, "Act"] = field(default_factory=dict)
    drafts: dict[str, Any] = field(default_factory=dict)
    offers: dict[str, Any] = field(default_factory=dict)
    tried: list["Act"] = field(default_factory=list)
    instead: dict[str, Any] = field(default_factory=dict)

    def forget(self) -> None:
        """All rooms up, nothing asked yet."""
        for name in ("down", "refused", "asked", "said", "done", "drafts", "offers", "tried", "instead"):
            getattr(self, name).clear()

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/{room}/{path:path}", self.answer, methods=["GET", "POST"])
        return app

    async def answer(self, room: str, path: str, request: Request) -> Response:
        if room in self.down:
            return JSONResponse({"title": "down"}, 503)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            actor = await self.verifier.verify(token)
        except NotSignedIn:
            return JSONResponse({"title": "Giriş gerekli"}, 401)
        if request.method == "POST" and "only-try" in request.headers and "idempotency-key" not in request.headers:
            return self._try(actor, f"{room}/{path}", await request.json())
        if request.method == "POST" and "idempotency-key" not in request.headers:
            self.tried.append(Act(actor.person_id, f"{room}/{path}", await request.json()))
        elif request.method == "POST":
            return self._act(actor, f"{room}/{path}", request.headers["idempotency-key"], await request.json())
        query = dict(request.query_params)
        self.asked.append((actor.person_id, room, f"/{path}", query))
        return self._of(actor, f"{room}/{path}", query)

    def _try(self, actor: Actor, path: str, body: Any) -> Response:
        self.tried.append(Act(actor.person_id, path, body))
        status, content = self.said.get(path, (200, {}))
        if path in self.refused:
            status, content = self.refused[path], {"title": "Bu işlem size açık değil"}
        return JSONResponse(content if status >= 400 else {}, status)

    def _act(self, actor: Actor, path: str, key: str, body: Any) -> Response:
        status, content = self.said.get(path, (200, {}))
        if path in self.refused:
            status, content = self.refused[path], {"title": "Bu işlem size açık değil"}
        if status < 400 and key in self.done and self.done[key].body != body:
            reused = {"field": "Idempotency-Key", "rule": "http.key_reused", "message": "Bu anahtar kullanıldı"}
            status, content = 422, {"title": "Bu anahtar başka bir içerikle kullanıldı", "errors": [reused]}
        if status < 400:
            self.done.setdefault(key, Act(actor.person_id, path, body))
            if path.endswith("/draft"):
                self.drafts[path.removesuffix("/draft")] = {**body, "kept_at": LONG_AGO.isoformat()}
            if path.endswith("/offer"):
                self._write(path.removesuffix("/offer"), body)
        return JSONResponse(content, status)

    def _write(self, path: str, body: Any) -> None:
        before = self.offers.get(path, {"count": 0, "plan": None, "form": {}})
        plan = None if body.get("anew") else body.get("plan", before["plan"])
        form = {} if body.get("anew") else {**before["form"], **body.get("form", {})}
        explanation = weighed(plan) if plan else None
        self.offers[path] = {"count": before["count"] + 1, "plan": plan, "form": form, "explanation": explanation}

    def _of(self, actor: Actor, path: str, query: Mapping[str, str]) -> Response:
        if path in self.refused:
            return JSONResponse({"title": "Bu dosya size açık değil"}, self.refused[path])
        found: Any = self.instead.get(path) or answers(actor, path, query)
        if found is None:
            return JSONResponse({"title": "Bulunamadı"}, 404)
        if isinstance(found, dict) and path in self.drafts:
            return JSONResponse({**found, "draft": self.drafts[path]})
        if isinstance(found, dict) and path in self.offers:
            return JSONResponse({**found, "offer": self.offers[path]})
        if isinstance(found, bytes):
            return Response(found, media_type="application/pdf")
        return JSONResponse(found)


@dataclass
class Stage:
    """Everything up: the portal at `url`, the rooms behind it, and what the portal's clock of tokens is off by.

    kept: the cookies of whom signed in, and when: the whole way takes longer than most tests.
    """

    url: str
    issuer: str
    rooms: StandIn
    skew: list[float]
    browsers: list[httpx.AsyncClient] = field(default_factory=list)
    kept: dict[str, tuple[float, httpx.Cookies]] = field(default_factory=dict)

    def browser(self) -> httpx.AsyncClient:
        """A browser without scripts: keeps cookies, follows no redirect by itself."""
        self.browsers.append(httpx.AsyncClient(base_url=self.url, verify=False, timeout=60))  # noqa: S501 - plain HTTP on this machine
        return self.browsers[-1]

    async def close_browsers(self) -> None:
        while self.browsers:
            await self.browsers.pop().aclose()

    async def signed_in(self, person: str) -> httpx.AsyncClient:
        """A browser of who went the whole way through the provider, now or a little before."""
        since, cookies = self.kept.get(person, (float("-inf"), None))
        if cookies is None or time.monotonic() - since > FRESH:
            browser = await self.signed_in_anew(person)
            self.kept[person] = time.monotonic(), httpx.Cookies(browser.cookies)
            return browser
        browser = self.browser()
        browser.cookies = httpx.Cookies(cookies)
        return browser

    async def signed_in_anew(self, person: str) -> httpx.AsyncClient:
        """A browser that went the whole way through the provider."""
        browser = self.browser()
        there = (await browser.get("/sign-in")).headers["location"]
        back = await self.pick(browser, there, person)
        answer = await browser.get(back)
        assert answer.status_code == 303, answer.text
        return browser

    async def pick(self, browser: httpx.AsyncClient, there: str, person: str) -> str:
        """Pick a person at the provider; where it sends the browser."""
        form = {**httpx.URL(there).params, "person": person}
        return (await browser.post(f"{self.issuer}/authorize", data=form)).headers["location"]


@asynccontextmanager
async def open_stage(folder: Path, vendor: Path = VENDOR, codec_origin: str = TEMPORAL) -> AsyncIterator[Stage]:
    """Start provider, stand-in and portal on free ports of this machine."""
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    issuer, rooms_url, url = (f"http://127.0.0.1:{door.getsockname()[1]}" for door in doors)
    skew = [0.0]
    async with AsyncExitStack() as closing:
        http = await closing.enter_async_context(httpx.AsyncClient(timeout=60))
        rooms = StandIn(TokenVerifier(issuer, "destek", http))
        settings = IdentitySettings(api_url=issuer, key_file=folder / "key.json", people=folder / "unused.yaml")
        parts = PortalParts(
            url=url,
            session_secret=SECRET,
            issuer=issuer,
            client_id="destek-portal",
            addresses={room: f"{rooms_url}/{room}" for room in Room},
            http=http,
            clock=StandingClock(),
            wall_clock=lambda: datetime.now(UTC).timestamp() + skew[0],
            vendor=vendor,
            codec_origin=codec_origin,
        )
        apps = (create_app(settings, PEOPLE), rooms.app(), create_portal(parts))
        for app, door in zip(apps, doors, strict=True):
            await closing.enter_async_context(_serving(app, door))
        yield Stage(url, issuer, rooms, skew)


@asynccontextmanager
async def _serving(app: FastAPI, door: socket.socket) -> AsyncIterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_keep_alive=KEPT_OPEN))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield
    server.should_exit = True
    await serving
