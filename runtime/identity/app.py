"""The doors of the development sign-in provider: OpenID Connect Core, discovery, PKCE (RFC 7636)."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc.jwk import RSAKey
from starlette.exceptions import HTTPException

from runtime.http.health import health_router
from runtime.identity.codes import Codes
from runtime.identity.keys import signing_key
from runtime.identity.oauth import (
    AuthorizationRequest,
    OAuthError,
    SentBack,
    authorization_request,
    form_of,
    matches,
    may_return_to,
    query_of,
    with_query,
)
from runtime.identity.pages import language_of, sign_in_page, signed_out_page
from runtime.identity.people import Person, load_people
from runtime.identity.settings import IdentitySettings
from runtime.identity.tokens import Tokens, claims_about

DEMO_GRANT = "urn:destek:demo-person"
"""grant_type by which the command line and tests get a person's token at once: `person=<id>`."""

_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}


class Provider:
    """What the doors share: the people, the key, the codes given out."""

    def __init__(
        self,
        settings: IdentitySettings,
        people: tuple[Person, ...],
        key: RSAKey,
        wall_clock: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._people = {person.id: person for person in people}
        self._key = key
        self._codes = Codes(wall_clock)
        self._tokens = Tokens(settings, key, wall_clock)

    async def configuration(self) -> dict[str, Any]:
        """What clients discover."""
        here = self._settings.api_url
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/userinfo",
            "jwks_uri": f"{here}/jwks",
            "end_session_endpoint": f"{here}/end_session",
            "scopes_supported": ["openid"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", DEMO_GRANT],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "ui_locales_supported": ["tr", "en"],
            "claims_supported": ["sub", *Person.model_fields.keys() - {"id", "title"}],
            "authorization_response_iss_parameter_supported": True,
        }

    async def keys(self) -> dict[str, Any]:
        """The public part of the signing key."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "use": "sig", "alg": "RS256", "kid": self._key.kid}]}

    async def ask(self, request: Request) -> Response:
        """GET /authorize: the page on which a person is picked."""
        fields = query_of(request)
        return self._page(fields, authorization_request(fields, self._settings))

    async def pick(self, request: Request) -> Response:
        """POST /authorize: the person was picked, and the browser goes back to the client with a code."""
        fields = await form_of(request)
        asked = authorization_request(fields, self._settings)
        if "person" not in fields:
            return self._page(fields, asked)
        code = self._codes.give(asked, self._person(fields["person"]))
        answer = {"code": code, "state": asked.state, "iss": self._settings.api_url}
        return RedirectResponse(with_query(asked.redirect_uri, answer), 303, headers=_NO_STORE)

    def _page(self, fields: dict[str, str], asked: AuthorizationRequest) -> Response:
        people = tuple(self._people.values())
        return sign_in_page(self._settings, people, asked, language_of(fields.get("ui_locales", "")))

    async def token(self, request: Request) -> Response:
        """POST /token: a code, or for the command line a person's id, against tokens."""
        fields = await form_of(request)
        match fields.get("grant_type"):
            case "authorization_code":
                body = self._exchange(fields)
            case kind if kind == DEMO_GRANT:
                body = self._for_the_asking(fields)
            case _:
                raise OAuthError("unsupported_grant_type", f"grant_type is authorization_code or {DEMO_GRANT}")
        return JSONResponse(body, headers=_NO_STORE)

    def _exchange(self, fields: dict[str, str]) -> dict[str, Any]:
        grant = self._codes.take(fields.get("code", ""))
        if grant is None:
            raise OAuthError("invalid_grant", "the code is not known, was used, or is older than a minute")
        asked = grant.request
        same = (fields.get("client_id"), fields.get("redirect_uri")) == (asked.client_id, asked.redirect_uri)
        if not same or not matches(fields.get("code_verifier", ""), asked.code_challenge):
            raise OAuthError("invalid_grant", "client_id, redirect_uri or code_verifier is not that of the code")
        return self._tokens.answer(grant.person, asked.client_id, asked.nonce)

    def _for_the_asking(self, fields: dict[str, str]) -> dict[str, Any]:
        client_id = fields.get("client_id", self._settings.clients[0])
        if client_id not in self._settings.clients:
            raise OAuthError("invalid_client", "client_id is not known here")
        return self._tokens.answer(self._person(fields.get("person", "")), client_id, None)

    def _person(self, person_id: str) -> Person:
        person = self._people.get(person_id)
        if person is None:
            raise OAuthError("invalid_request", "person: nobody of that id can be picked here")
        return person

    async def userinfo(self, request: Request) -> Response:
        """What is said of the person whose access token is shown."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        person = self._people.get(self._tokens.person_id(token if scheme.lower() == "bearer" else ""))
        if person is None:
            raise OAuthError("invalid_token", "the person is no longer here", 401)
        return JSONResponse(claims_about(person), headers=_NO_STORE)

    async def end_session(self, request: Request) -> Response:
        """There is no session to end here (each sign-in asks anew), so the browser is only sent back."""
        fields = query_of(request) if request.method == "GET" else await form_of(request)
        address = fields.get("post_logout_redirect_uri")
        if address is None:
            return signed_out_page(language_of(fields.get("ui_locales", "")))
        if not may_return_to(address, self._settings.redirects):
            raise OAuthError("invalid_request", "post_logout_redirect_uri is not on this machine nor registered")
        return RedirectResponse(with_query(address, {"state": fields.get("state")}), 303, headers=_NO_STORE)


def create_app(
    settings: IdentitySettings, people: tuple[Person, ...], wall_clock: Callable[[], float] = time.time
) -> FastAPI:
    """The provider, ready to serve. Raises RuntimeError in production, ValueError for a bad key file."""
    if settings.production:
        raise RuntimeError("the development sign-in provider does not start when DESTEK_PRODUCTION is true")
    provider = Provider(settings, people, signing_key(settings.key_file), wall_clock)
    app = FastAPI(title="Destek development sign-in", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_api_route("/.well-known/openid-configuration", provider.configuration)
    app.add_api_route("/jwks", provider.keys)
    app.add_api_route("/authorize", provider.ask, methods=["GET"])
    app.add_api_route("/authorize", provider.pick, methods=["POST"])
    app.add_api_route("/token", provider.token, methods=["POST"])
    app.add_api_route("/userinfo", provider.userinfo, methods=["GET", "POST"])
    app.add_api_route("/end_session", provider.end_session, methods=["GET", "POST"])
    app.include_router(health_router({}))
    _answer_errors(app)
    return app


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(OAuthError)
    async def refused(_: Request, error: OAuthError) -> Response:
        body = {"error": error.code, "error_description": error.description}
        is_stranger = error.status == HTTPStatus.UNAUTHORIZED
        challenge = {"www-authenticate": f'Bearer error="{error.code}"'} if is_stranger else {}
        return JSONResponse(body, error.status, headers={**_NO_STORE, **challenge})

    @app.exception_handler(SentBack)
    async def sent_back(_: Request, error: SentBack) -> Response:
        return RedirectResponse(error.location, 303, headers=_NO_STORE)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        body = {"error": "invalid_request", "error_description": error.detail}
        return JSONResponse(body, error.status_code, headers={**_NO_STORE, **(error.headers or {})})


def from_environment() -> FastAPI:
    """For `uvicorn --factory runtime.identity.app:from_environment`."""
    settings = IdentitySettings()
    return create_app(settings, load_people(settings.people))
