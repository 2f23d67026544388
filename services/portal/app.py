"""The portal put together: its pages, its security headers, its health."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from runtime.clock import Clock, SystemClock
from runtime.http.health import health_router
from runtime.messages import catalogue
from runtime.process import Closing, Part, web
from runtime.settings import Addresses, PlatformSettings, PortalSettings
from runtime.telemetry import REQUESTS, trace_parent, tracer
from services.portal.assets import STYLE, VENDOR
from services.portal.looks import templates
from services.portal.pages import (
    activity_report,
    applications,
    applying,
    appropriations,
    calls,
    changes,
    clock,
    codec,
    combinations,
    consortia,
    desk,
    disallowing,
    door,
    dossiers,
    draft_papers,
    draft_plan,
    draft_rows,
    drafts,
    erasure,
    evaluation,
    evaluators,
    evidence,
    feedback,
    file_acts,
    filed,
    grant_acts,
    grants,
    hands,
    home,
    judging,
    leads,
    mails,
    offers,
    orders,
    payments,
    pool,
    proposals,
    registry,
    reports,
    sessions,
    sitting,
    story,
    time_decisions,
    trying,
    visits,
)
from services.portal.pages.errors import answer_errors, fault
from services.portal.provider import Provider
from services.portal.rooms import Room, Rooms, addresses_of
from services.portal.session import Cookies, Seal
from services.portal.tokens import Tokens
from services.portal.travelling import ClockOfTheStack
from services.portal.visit import Front

STATIC = Path(__file__).parent / "static"
CALLBACK = "/signed-in"
PAGES = (
    home,
    applications,
    applying,
    consortia,
    drafts,
    draft_papers,
    draft_plan,
    draft_rows,
    offers,
    calls,
    trying,
    feedback,
    filed,
    file_acts,
    combinations,
    evaluation,
    judging,
    evaluators,
    evidence,
    proposals,
    pool,
    orders,
    payments,
    grants,
    grant_acts,
    clock,
    changes,
    time_decisions,
    activity_report,
    reports,
    disallowing,
    appropriations,
    visits,
    registry,
    sessions,
    sitting,
    hands,
    desk,
    leads,
    story,
    dossiers,
    erasure,
    mails,
    codec,
    door,
)
"""In this order: where two addresses fit, the one that is named before the one that is an id."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PortalParts:
    """What the portal stands on. url: its own address as browsers see it. vendor: folder of the style sheet."""

    url: str
    session_secret: str
    issuer: str
    client_id: str
    addresses: dict[Room, str]
    http: httpx.AsyncClient
    clock: Clock
    secure_cookies: bool = False
    wall_clock: Callable[[], float] = time.time
    vendor: Path = VENDOR
    codec_origin: str = ""


def create_portal(parts: PortalParts) -> FastAPI:
    """The portal, ready to serve."""
    app = FastAPI(title="Destek portal", openapi_url=None)
    app.state.front = front = _front(parts)
    for router in (*(pages.router for pages in PAGES), health_router({"clock": partial(_tells_the_time, parts.clock)})):
        app.router.routes.extend(router.routes)  # as they are: included, each would be made a second time
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_errors(app)
    _guard(app, front)
    return app


def portal_part(settings: PlatformSettings, closing: Closing) -> Part:
    """The portal as a part of a process."""
    own = PortalSettings()
    http = httpx.AsyncClient(timeout=10, event_hooks={"request": [_hand_on_the_trace]})
    closing.later(http.aclose)
    parts = PortalParts(
        url=own.api_url.rstrip("/"),
        session_secret=own.session_secret,
        issuer=settings.oidc_issuer,
        client_id=own.client_id,
        addresses=addresses_of(Addresses()),
        http=http,
        clock=ClockOfTheStack(settings) if settings.clock == "temporal" else SystemClock(),
        secure_cookies=own.secure_cookies,
        codec_origin=own.codec_origin.rstrip("/"),
    )
    return web(create_portal(parts), settings.api_host, own.api_port)


def _front(parts: PortalParts) -> Front:
    provider = Provider(parts.issuer, parts.client_id, f"{parts.url}{CALLBACK}", parts.http, parts.wall_clock)
    return Front(
        url=parts.url,
        cookies=Cookies(parts.session_secret, secure=parts.secure_cookies, wall_clock=parts.wall_clock),
        provider=provider,
        rooms=Rooms(parts.addresses, parts.http),
        texts=catalogue("grants", "runtime", "services.portal"),
        clock=parts.clock,
        codec_origin=parts.codec_origin,
        tokens=Tokens(Seal(parts.session_secret, "form")),
        templates=templates(styled=(parts.vendor / STYLE).exists()),
        security=(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
            "frame-ancestors 'none'; "
            # Browsers apply form-action to the redirects that follow a form: sign-out goes on to the provider.
            f"form-action 'self' {provider.origin}"
        ),
    )


async def _tells_the_time(clock: Clock) -> bool:
    """All else the pages need they say in plain words when it is missing: a room, the sign-in provider, a style."""
    await clock.now()
    return True


async def _hand_on_the_trace(request: httpx.Request) -> None:
    parent = trace_parent()
    if parent:
        request.headers["traceparent"] = parent


def _guard(app: FastAPI, front: Front) -> None:
    headers = {
        "Content-Security-Policy": front.security,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        structlog.contextvars.clear_contextvars()
        with tracer().start_as_current_span(f"page {request.method}"):
            try:
                answer = await call_next(request)
            except Exception as error:  # noqa: BLE001 - nobody is shown a trace
                _log.error("fault", path=request.url.path, exc_info=error)
                answer = await fault(request)
        answer.headers.update(headers)
        if request.url.path.startswith("/visits/"):  # a visitor may let the page know where they stand
            answer.headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=()"
        if not request.url.path.startswith("/static/"):
            answer.headers.setdefault("Cache-Control", "no-store")
        route = getattr(request.scope.get("route"), "path", "unknown")
        REQUESTS.labels("portal", request.method, route, str(answer.status_code)).inc()
        return answer
