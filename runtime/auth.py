"""Who is asking: the person behind a request, and the check of the token that says so (OIDC, RFC 9068).

Every service checks tokens itself. Tokens live in real time: they are checked against the wall clock even
in a stack whose own clock travels.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog
from joserfc import jws, jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError, UnsupportedAlgorithmError
from joserfc.jwk import JWKRegistry, Key, KeySet

ALGORITHMS = frozenset({"RS256", "EdDSA", "Ed25519"})
"""Signatures that are accepted: public keys only, so no key that verifies could also sign. EdDSA and
Ed25519 are the old and the new name (RFC 9864) of the same thing."""

LEEWAY = 30
"""Seconds by which the clocks of provider and service may differ."""

_log = structlog.get_logger(__name__)

_LONGEST_TOKEN = 16_384
_LAST_SECOND = 253_402_300_799
"""Of the year 9999."""
_ASK_AGAIN_AFTER = 5.0
_ASK_AGAIN_WITHOUT_KEYS = 0.5
_KEYS_KEPT_FOR = 600.0
_MALFORMED = (JoseError, ValueError, TypeError, AttributeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `role` is empty until the policy has said under which of the roles the act is allowed.

    issuer, issued_at: of the token that says who it is, the second in whole seconds since 1970; 0 where it says none.
    """

    person_id: str
    name: str
    roles: frozenset[str]
    role: str = ""
    on_behalf_of: str | None = None
    organisation: str | None = None
    tax_number: str | None = None
    issuer: str = field(default="", compare=False)
    issued_at: int = field(default=0, compare=False)


def system_actor(name: str) -> Actor:
    """The software itself, acting on what was decided before: a timer, a relay, a workflow."""
    return Actor(person_id=f"system:{name}", name=name, roles=frozenset(), role="system")


class NotSignedIn(Exception):  # noqa: N818 - said in the words of the person at the door
    """There is no token, or one that does not count. `reason` is for logs and tests, never a secret."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class SignInUnavailable(Exception):  # noqa: N818 - a state of the world, not of the token
    """The provider's keys could never be fetched, so no token can be judged: the service is unavailable."""


class _PinnedAlgorithms(jws.JWSRegistry):
    """Only our algorithms. joserfc warns at the name EdDSA, which providers in use still send."""

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHMS:
            raise UnsupportedAlgorithmError(f"{name!r} is not accepted")
        return self.algorithms[name]


_REGISTRY = _PinnedAlgorithms(strict_check_header=False)


def check_token(token: str, key: Key, issuer: str, audience: str, now: float) -> dict[str, Any]:
    """The claims of a token signed by `key`, issued by `issuer` for `audience` and valid at `now` (epoch).

    Raises NotSignedIn with the reason.
    """
    rules = jwt.JWTClaimsRegistry(
        now=int(now),
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
    )
    try:
        claims = jwt.decode(token, key, registry=_REGISTRY).claims
        rules.validate(claims)
    except ExpiredTokenError as error:
        raise NotSignedIn("expired") from error
    except ClaimError as error:
        raise NotSignedIn(f"claim {error.claim}") from error
    except UnsupportedAlgorithmError as error:
        raise NotSignedIn("algorithm") from error
    except _MALFORMED as error:
        raise NotSignedIn(f"not valid: {type(error).__name__}") from error
    return claims


def _key_id(token: str) -> str | None:
    """The key the token names; refuses at once what could never be valid."""
    if not token:
        raise NotSignedIn("no token")
    if len(token) > _LONGEST_TOKEN or not token.isascii():
        raise NotSignedIn("not a token")
    try:
        header = jws.extract_compact(token.encode("ascii"), registry=_REGISTRY).headers()
        algorithm, kid = header.get("alg"), header.get("kid")
    except _MALFORMED as error:
        raise NotSignedIn("not a token") from error
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise NotSignedIn("algorithm")
    return kid if isinstance(kid, str) else None


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    return value if isinstance(value, str) and value and _is_sayable(value) else None


def _is_sayable(text: str) -> bool:
    """Whether a table can hold it: no NUL, no half of a sign."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def actor_of(claims: Mapping[str, Any]) -> Actor:
    """The person a checked token speaks of. Claims of another kind than expected count as absent."""
    person_id = _text(claims, "sub")
    if person_id is None:
        raise NotSignedIn("claim sub")
    roles, issued_at = claims.get("roles"), claims.get("iat")
    return Actor(
        person_id=person_id,
        name=_text(claims, "name") or person_id,
        roles=frozenset(_roles(roles)) if isinstance(roles, list) else frozenset(),
        organisation=_text(claims, "organisation"),
        tax_number=_text(claims, "tax_number"),
        issuer=_text(claims, "iss") or "",
        issued_at=int(issued_at) if isinstance(issued_at, int | float) and 0 < issued_at < _LAST_SECOND else 0,
    )


def _roles(said: Sequence[object]) -> Iterator[str]:
    return (role for role in said if isinstance(role, str) and _is_sayable(role))


class TokenVerifier:
    """Checks bearer tokens of one issuer for one audience.

    The provider's keys are found by discovery, kept for ten minutes, and asked for again when a token names
    a key not seen before, but at most once in a few seconds, so that strangers cannot make us hammer it.
    """

    def __init__(
        self, issuer: str, audience: str, http: httpx.AsyncClient, wall_clock: Callable[[], float] = time.time
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._http = http
        self._wall_clock = wall_clock
        self._keys: KeySet | None = None
        self._fetched = self._asked = float("-inf")
        self._asking = asyncio.Lock()

    async def verify(self, token: str) -> Actor:
        """The person behind the token. Raises NotSignedIn, or SignInUnavailable if there are no keys yet."""
        return actor_of(await self.claims(token))

    async def claims(self, token: str) -> dict[str, Any]:
        """All that the checked token says; for a sign-in that must find its own nonce. Raises as `verify`."""
        key = await self._key(_key_id(token))
        return check_token(token, key, self._issuer, self._audience, self._wall_clock())

    async def _key(self, kid: str | None) -> Key:
        keys = self._keys
        key = _find(keys, kid)
        if key is None or (self._are_old() and not self._asking.locked()):
            async with self._asking:
                await self._refresh(seen=keys)
            key = _find(self._keys, kid)
        if self._keys is None:
            raise SignInUnavailable(self._issuer)
        if key is None:
            raise NotSignedIn("unknown key")
        return key

    def _are_old(self) -> bool:
        return abs(self._wall_clock() - self._fetched) >= _KEYS_KEPT_FOR

    async def _refresh(self, seen: KeySet | None) -> None:
        """Ask for the keys, unless another request just did or it is too soon; a failure keeps the old."""
        pause = _ASK_AGAIN_AFTER if self._keys else _ASK_AGAIN_WITHOUT_KEYS
        if self._keys is not seen or abs(self._wall_clock() - self._asked) < pause:
            return
        try:
            self._keys = await self._ask()
            self._fetched = self._wall_clock()
        except (httpx.HTTPError, httpx.InvalidURL, *_MALFORMED) as error:
            _log.warning("sign_in_keys_not_fetched", issuer=self._issuer, error=repr(error))
        finally:
            self._asked = self._wall_clock()

    async def _ask(self) -> KeySet:
        document = await self._fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if document["issuer"] != self._issuer:
            raise ValueError(f"the provider calls itself {document['issuer']!r}")
        return _public_keys(await self._fetch(document["jwks_uri"]))

    async def _fetch(self, url: str) -> dict[str, Any]:
        answer = await self._http.get(url, timeout=5.0)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document


def _find(keys: KeySet | None, kid: str | None) -> Key | None:
    if keys is None:
        return None
    if kid is None:
        return keys.keys[0] if len(keys.keys) == 1 else None
    return next((key for key in keys if key.kid == kid), None)


def _public_keys(document: Mapping[str, Any]) -> KeySet:
    """The keys that can check a signature of ours. Others, and what is no key at all, are passed over."""
    found: list[Key] = []
    for entry in document["keys"]:
        with suppress(*_MALFORMED):
            if entry["kty"] in {"RSA", "OKP"} and entry.get("use", "sig") == "sig":
                found.append(JWKRegistry.import_key(entry))
    if not found:
        raise ValueError("no key for signatures")
    return KeySet(found)
