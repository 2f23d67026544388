"""The FastAPI application of a room: its routes behind the door, its problems, its health and its metrics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grants.breach import AlreadyDone, NotAllowed, NotFound, Refused, RulesBroken, WrongStage
from runtime.auth import NotSignedIn, SignInUnavailable, TokenVerifier
from runtime.filed import DocumentErased
from runtime.http.health import health_router
from runtime.http.problem import Problems, Statuses
from runtime.messages import Catalogue
from runtime.readiness import Check
from runtime.rights import Remembered
from runtime.telemetry import REQUESTS
from runtime.unit import Desk

_log = structlog.get_logger(__name__)

STATUSES: Statuses = {
    NotFound: 404,
    NotAllowed: 403,
    WrongStage: 409,
    AlreadyDone: 409,
    RulesBroken: 422,
    DocumentErased: 410,
    Refused: 422,
}
"""What the shared refusals mean in HTTP; a room adds its own by business name."""


@dataclass(frozen=True, slots=True)
class ApiParts:
    """What a room gives to its HTTP door."""

    title: str
    desk: Desk
    verifier: TokenVerifier
    texts: Catalogue
    routers: Sequence[APIRouter]
    statuses: Statuses
    checks: Mapping[str, Check]


def create_api(parts: ApiParts) -> FastAPI:
    """The room's API, complete."""
    app = FastAPI(title=parts.title, version="1")
    app.state.desk = parts.desk
    app.state.reads = {}
    app.state.rights = Remembered()
    app.state.verifier = parts.verifier
    app.state.problems = problems = Problems(parts.texts, {**STATUSES, **parts.statuses})
    for router in (*parts.routers, health_router(parts.checks)):
        # As they are: a router that is included has each of its routes made a second time and looked for twice.
        app.router.routes.extend(router.routes)
    _answer_problems(app, problems)
    app.add_middleware(_Counted, room=parts.desk.room)
    return app


def _answer_problems(app: FastAPI, problems: Problems) -> None:
    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return problems.of_refusal(request, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return problems.of_validation(request, error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return problems.of_http(request, error)

    @app.exception_handler(NotSignedIn)
    async def stranger(request: Request, error: NotSignedIn) -> Response:
        return problems.of_sign_in(request, error)

    @app.exception_handler(SignInUnavailable)
    @app.exception_handler(DBAPIError)
    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        _log.error("fault", path=request.url.path, exc_info=error)
        return problems.of_rule(request, 503, "http.unavailable")


class _Counted:
    """Counts the answers by route. A plain ASGI layer: Starlette's own kind runs each request in a second task."""

    def __init__(self, app: ASGIApp, room: str) -> None:
        self._app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        structlog.contextvars.clear_contextvars()

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, message["status"])
            await send(message)

        try:
            await self._app(scope, receive, counting)
        except Exception:
            self._count(scope, 503)  # a fault is answered further out
            raise

    def _count(self, scope: Scope, status: int) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        REQUESTS.labels(self._room, scope["method"], route, str(status)).inc()
