"""What a person reads when a page cannot be shown: what happened, and what to do."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from services.portal.labels import named, written
from services.portal.posting import Kept, Sent
from services.portal.visit import PageRefused, SignInNeeded, visit_of

_KINDS = {
    413: "too_large",
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "bad_request",
    422: "bad_request",
}


def kind_of(status: int) -> str:
    """The family of words for a status."""
    return _KINDS.get(status, "bad_request" if status < 500 else "unavailable")  # noqa: PLR2004 - HTTP


def answer_errors(app: FastAPI) -> None:
    """Every error becomes a page."""

    @app.exception_handler(SignInNeeded)
    async def stranger(request: Request, error: SignInNeeded) -> Response:
        if lost := _of_a_post(request, "sign_in", HTTPStatus.UNAUTHORIZED):
            return await kept(request, lost)
        return await _sign_in(request, is_over=error.is_over)

    @app.exception_handler(PageRefused)
    async def refused(request: Request, error: PageRefused) -> Response:
        away = error.status == HTTPStatus.SERVICE_UNAVAILABLE
        if away and (lost := _of_a_post(request, "away", error.status)):
            return await kept(request, lost)
        return await _page(request, error.status, error.title)

    @app.exception_handler(Kept)
    async def kept(request: Request, error: Kept) -> Response:
        visit = await visit_of(request)
        path = request.url.path
        token = visit.token(path, error.key) or error.token
        pressed, labels = getattr(request.state, "pressed", ""), getattr(request.state, "labels", {})
        facts = {"kept": error, "path": path, "token": token, "pressed": pressed}
        shown, along = tuple(named(error.values, labels)), written(labels) if labels else ""
        return visit.page("kept.html", error.status, shown=shown, labels=along, **facts)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return await _page(request, error.status_code)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _: RequestValidationError) -> Response:
        return await _page(request, 400)


def _of_a_post(request: Request, why: str, status: int) -> Kept | None:
    """What was sent, where the page it was sent from could not even be made up again; none where nothing was."""
    sent: Sent | None = getattr(request.state, "sent", None)
    return Kept(why, status, sent.values, sent.key) if sent is not None else None


async def fault(request: Request) -> HTMLResponse:
    """Something broke in the portal itself."""
    return await _page(request, 500)


async def _page(request: Request, status: int, title: str = "") -> HTMLResponse:
    visit = await visit_of(request)
    return visit.page("error.html", status, kind=kind_of(status), detail=title)


async def _sign_in(request: Request, *, is_over: bool) -> Response:
    visit = await visit_of(request)
    response = visit.page("sign_in.html", 401, is_over=is_over or _had_session(request), to=visit.path)
    visit.front.cookies.end(response)
    return response


def _had_session(request: Request) -> bool:
    return any("destek_session" in name for name in request.cookies)
