"""The sign-in provider as the portal sees it: OpenID Connect code flow with PKCE, for a public client."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from runtime.auth import NotSignedIn, SignInUnavailable, TokenVerifier
from services.portal.session import Session, SignIn

_log = structlog.get_logger(__name__)


class SignInFailed(Exception):  # noqa: N818 - said in the words of the person at the door
    """What came back from the provider does not count. `reason` is for logs and tests, never a secret."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Configuration(BaseModel):
    """What the portal needs of the provider's discovery document."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    end_session_endpoint: str | None = None


class Tokens(BaseModel):
    """What the provider's token door gives."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    access_token: str
    id_token: str
    expires_in: int = 300


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brought back from the provider; "" for what was not there."""

    code: str
    state: str
    issuer: str
    error: str


class Provider:
    """One provider, found by discovery when it is first needed."""

    def __init__(
        self, issuer: str, client_id: str, callback: str, http: httpx.AsyncClient, wall_clock: Callable[[], float]
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._callback = callback
        self._http = http
        self._wall_clock = wall_clock
        self._verifier = TokenVerifier(issuer, client_id, http)
        self._found: Configuration | None = None

    @property
    def origin(self) -> str:
        """Scheme and host of the provider, for the browser's list of allowed form targets."""
        parts = urlsplit(self._issuer)
        return f"{parts.scheme}://{parts.netloc}"

    async def ask(self, to: str, language: str) -> tuple[str, SignIn]:
        """Where to send the browser, and what must come back with it. Raises SignInUnavailable."""
        found = await self._configuration()
        sign_in = SignIn(
            state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(48), to=to
        )
        challenge = urlsafe_b64encode(sha256(sign_in.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._callback,
            "scope": "openid",
            "state": sign_in.state,
            "nonce": sign_in.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return _with(found.authorization_endpoint, query), sign_in

    async def answer(self, asked: SignIn, returned: Returned) -> Session:
        """The session of the person who came back. Raises SignInFailed, SignInUnavailable."""
        if not compare_digest(asked.state.encode(), returned.state.encode()):
            raise SignInFailed("state")
        if returned.issuer and returned.issuer != self._issuer:
            raise SignInFailed("issuer")
        if returned.error or not returned.code:
            raise SignInFailed(f"provider: {returned.error[:80] or 'no code'}")
        tokens = await self._exchange(returned.code, asked.verifier)
        try:
            claims = await self._verifier.claims(tokens.id_token)
        except NotSignedIn as error:
            raise SignInFailed(f"id token: {error.reason}") from error
        if not compare_digest(str(claims.get("nonce", "")).encode(), asked.nonce.encode()):
            raise SignInFailed("nonce")
        return _session(claims, tokens, self._wall_clock())

    async def farewell(self, language: str, back: str) -> str:
        """Where to send a browser that signs out, so that the provider's own session ends too."""
        try:
            address = (await self._configuration()).end_session_endpoint
        except SignInUnavailable:
            address = None
        if address is None:
            return back
        return _with(address, {"client_id": self._client_id, "post_logout_redirect_uri": back, "ui_locales": language})

    async def _exchange(self, code: str, verifier: str) -> Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self._client_id,
            "redirect_uri": self._callback,
            "code_verifier": verifier,
        }
        try:
            answer = await self._http.post((await self._configuration()).token_endpoint, data=form)
        except httpx.HTTPError as error:
            raise SignInUnavailable(self._issuer) from error
        if answer.is_server_error:
            raise SignInUnavailable(self._issuer)
        try:
            return Tokens.model_validate(answer.raise_for_status().json())
        except (httpx.HTTPStatusError, ValueError) as error:
            raise SignInFailed(f"token: {answer.status_code}") from error

    async def _configuration(self) -> Configuration:
        if self._found is None:
            self._found = await self._discover()
        return self._found

    async def _discover(self) -> Configuration:
        try:
            answer = await self._http.get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            found = Configuration.model_validate(answer.raise_for_status().json())
        except (httpx.HTTPError, httpx.InvalidURL, ValidationError, ValueError) as error:
            _log.warning("sign_in_provider_not_found", issuer=self._issuer, error=repr(error))
            raise SignInUnavailable(self._issuer) from error
        if found.issuer != self._issuer:
            _log.error("sign_in_provider_calls_itself_otherwise", issuer=self._issuer, says=found.issuer)
            raise SignInUnavailable(self._issuer)
        return found


def _session(claims: dict[str, Any], tokens: Tokens, now: float) -> Session:
    roles = claims.get("roles")
    name, tax_number = claims.get("name"), claims.get("tax_number")
    return Session(
        person_id=str(claims["sub"]),
        name=name if isinstance(name, str) and name else str(claims["sub"]),
        roles=tuple(role for role in roles if isinstance(role, str)) if isinstance(roles, list) else (),
        token=tokens.access_token,
        expires_at=int(now) + tokens.expires_in,
        tax_number=tax_number if isinstance(tax_number, str) else "",
    )


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
