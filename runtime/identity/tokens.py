"""The tokens the provider signs: one that says who signed in, one that opens the services' doors."""

import secrets
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from runtime.auth import NotSignedIn, check_token
from runtime.identity.oauth import OAuthError
from runtime.identity.people import Person
from runtime.identity.settings import IdentitySettings


def claims_about(person: Person) -> dict[str, Any]:
    """What is said of a person, in every token and at /userinfo; what is not known is left out."""
    said = {
        "sub": person.id,
        "name": person.name,
        "email": person.email or None,
        "roles": list(person.roles),
        "organisation": person.organisation,
        "tax_number": person.tax_number,
    }
    return {name: value for name, value in said.items() if value is not None}


class Tokens:
    """Signs tokens about people, and knows its own again."""

    def __init__(self, settings: IdentitySettings, key: RSAKey, wall_clock: Callable[[], float]) -> None:
        self._settings = settings
        self._key = key
        self._wall_clock = wall_clock

    def answer(self, person: Person, client_id: str, nonce: str | None) -> dict[str, Any]:
        """The body of a good answer of /token."""
        said = claims_about(person)
        about_sign_in = {"auth_time": int(self._wall_clock()), **({"nonce": nonce} if nonce else {})}
        access = {**said, "client_id": client_id, "jti": secrets.token_urlsafe(16)}
        return {
            "access_token": self._sign({**access, "aud": self._settings.audience}, "at+jwt"),
            "token_type": "Bearer",
            "expires_in": self._settings.token_lifetime,
            "scope": "openid",
            "id_token": self._sign({**said, **about_sign_in, "aud": client_id}, "JWT"),
        }

    def person_id(self, token: str) -> str:
        """The id in one of our own access tokens. Raises OAuthError (401)."""
        settings = self._settings
        try:
            claims = check_token(token, self._key, settings.api_url, settings.audience, self._wall_clock())
        except NotSignedIn as error:
            raise OAuthError("invalid_token", "the access token is missing or not valid", 401) from error
        return str(claims["sub"])

    def _sign(self, claims: dict[str, Any], kind: str) -> str:
        now = int(self._wall_clock())
        times = {"iat": now, "nbf": now, "exp": now + self._settings.token_lifetime}
        header = {"alg": "RS256", "kid": self._key.kid, "typ": kind}
        return jwt.encode(header, {"iss": self._settings.api_url, **times, **claims}, self._key, ["RS256"])
