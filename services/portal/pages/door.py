"""Signing in, signing out, and the switch of language."""

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from runtime.auth import SignInUnavailable
from runtime.messages import LANGUAGES
from services.portal.posting import must_come_from_here
from services.portal.provider import Returned, SignInFailed
from services.portal.session import TooLong
from services.portal.visit import LANGUAGE_COOKIE, PageRefused, Visitor

router = APIRouter()
_YEAR_SECONDS = 31_536_000
_LONGEST_PATH = 500
_log = structlog.get_logger(__name__)


def own_path(to: str) -> str:
    """A path on this portal and nowhere else: what a stranger may have put into a link leads home."""
    is_own = to.startswith("/") and not to.startswith("//") and len(to) <= _LONGEST_PATH
    return to if is_own and to.isprintable() and "\\" not in to else "/"


@router.get("/sign-in")
async def sign_in(visit: Visitor, to: str = "/") -> Response:
    """To the provider, with a state, a nonce and a challenge of our own."""
    try:
        address, asked = await visit.front.provider.ask(own_path(to), visit.wording.language)
    except SignInUnavailable:
        return visit.page("error.html", 503, kind="provider", detail="")
    response = RedirectResponse(address, 303)
    visit.front.cookies.ask(response, asked)
    return response


@router.get("/signed-in")
async def signed_in(visit: Visitor, code: str = "", state: str = "", iss: str = "", error: str = "") -> Response:
    """Back from the provider."""
    cookies = visit.front.cookies
    asked = cookies.asked(visit.request)
    if asked is None:
        return visit.page("error.html", 400, kind="sign_in", detail="")
    try:
        session = await visit.front.provider.answer(asked, Returned(code, state, iss, error))
        response: Response = RedirectResponse(asked.to, 303)
        cookies.begin(response, session)
    except (SignInFailed, TooLong) as failure:
        _log.warning("sign_in_failed", reason=str(failure))
        response = visit.page("error.html", 400, kind="sign_in", detail="")
    except SignInUnavailable:
        response = visit.page("error.html", 503, kind="provider", detail="")
    cookies.forget(response)
    return response


@router.post("/sign-out")
async def sign_out(visit: Visitor) -> Response:
    """The session ends here and at the provider."""
    must_come_from_here(visit.request, visit.front.url)
    response = RedirectResponse(await visit.front.provider.farewell(visit.wording.language, f"{visit.front.url}/"), 303)
    visit.front.cookies.end(response)
    return response


@router.get("/language/{language}")
async def speak(visit: Visitor, language: str, to: str = "/") -> Response:
    """The same page in another language, and every page after it."""
    if language not in LANGUAGES:
        raise PageRefused(404)
    response = RedirectResponse(own_path(to), 303)
    secure = visit.front.url.startswith("https:")
    response.set_cookie(LANGUAGE_COOKIE, language, _YEAR_SECONDS, secure=secure, httponly=True, samesite="lax")
    return response
