"""The words of OAuth 2 and OpenID Connect: requests read from the wire, and what may be wrong with them."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request

from runtime.identity.settings import IdentitySettings

_LONGEST_VALUE = 2_000
_LONGEST_BODY = 65_536
_MOST_FIELDS = 40
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[^\s\\#<>\"]*)?")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class OAuthError(Exception):
    """An error as RFC 6749 says it: a code, a description for developers, an HTTP status."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        self.code, self.description, self.status = code, description, status
        super().__init__(f"{code}: {description}")


def _fields(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise OAuthError("invalid_request", "a parameter was given twice")
        if len(value) > _LONGEST_VALUE or "\x00" in value:
            raise OAuthError("invalid_request", "a parameter is too long or holds a NUL")
        found[name] = value
    return found


def query_of(request: Request) -> dict[str, str]:
    """The query of a request, each parameter once."""
    return _fields(request.query_params.multi_items())


async def form_of(request: Request) -> dict[str, str]:
    """The form posted with a request (application/x-www-form-urlencoded only), each parameter once."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise OAuthError("invalid_request", "the body must be application/x-www-form-urlencoded")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            raise OAuthError("invalid_request", "the body is too long", 413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise OAuthError("invalid_request", "the body is not a form") from error
    return _fields(pairs)


def may_return_to(address: str, allowed: tuple[str, ...]) -> bool:
    """Whether a browser may be sent to `address`: on this machine (RFC 8252), or listed letter by letter."""
    if address in allowed:
        return True
    if not _URL.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises when it is no number in range
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def with_query(address: str, values: Mapping[str, str | None]) -> str:
    """The address with these values added to its query; absent ones left out."""
    given = {name: value for name, value in values.items() if value is not None}
    if not given:
        return address
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(given)}"


def matches(verifier: str, challenge: str) -> bool:
    """Whether the PKCE verifier is the one the challenge was made from (RFC 7636, S256)."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    made = urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
    return compare_digest(made, challenge)


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A sign-in asked for by a known client, to end at an address it may end at."""

    client_id: str
    redirect_uri: str
    state: str | None
    nonce: str | None
    code_challenge: str

    def as_fields(self) -> dict[str, str]:
        """The request again, as the fields of a form."""
        optional = {"state": self.state, "nonce": self.nonce}
        return {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "code_challenge": self.code_challenge,
            "code_challenge_method": "S256",
            **{name: value for name, value in optional.items() if value is not None},
        }


class SentBack(Exception):  # noqa: N818 - not a fault of ours: the client is told at its own address
    """The client and its address are good but the request is not; the browser goes back with the error."""

    def __init__(self, location: str) -> None:
        self.location = location
        super().__init__(location)


def authorization_request(fields: Mapping[str, str], settings: IdentitySettings) -> AuthorizationRequest:
    """The request, checked. Raises OAuthError when the browser must not be sent anywhere, else SentBack."""
    client_id, redirect_uri = fields.get("client_id", ""), fields.get("redirect_uri", "")
    if client_id not in settings.clients:
        raise OAuthError("invalid_client", "client_id is not known here")
    if not may_return_to(redirect_uri, settings.redirects):
        raise OAuthError("invalid_request", "redirect_uri is neither on this machine nor registered")
    wrong = _what_is_wrong(fields)
    if wrong:
        code, description = wrong
        answer = {"error": code, "error_description": description, "state": fields.get("state")}
        raise SentBack(with_query(redirect_uri, {**answer, "iss": settings.api_url}))
    return AuthorizationRequest(
        client_id, redirect_uri, fields.get("state"), fields.get("nonce"), fields["code_challenge"]
    )


def _what_is_wrong(fields: Mapping[str, str]) -> tuple[str, str] | None:
    if fields.get("response_type") != "code":
        return "unsupported_response_type", "response_type must be code"
    if "openid" not in fields.get("scope", "").split():
        return "invalid_scope", "scope must hold openid"
    if fields.get("code_challenge_method") != "S256":
        return "invalid_request", "PKCE is required: code_challenge_method must be S256"
    if not _CHALLENGE.fullmatch(fields.get("code_challenge", "")):
        return "invalid_request", "PKCE is required: code_challenge must be 43 base64url characters"
    if "none" in fields.get("prompt", "").split():
        return "login_required", "a person must be picked"
    return None
