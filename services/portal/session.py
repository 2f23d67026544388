"""The session of a browser: who signed in and with which token, sealed in cookies that only the portal can open.

Nothing is kept on the server, so any copy of the portal can answer and a restart signs nobody out. A long token
is spread over several cookies, because browsers refuse one of more than 4 KB.
"""

import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

SIGN_IN_SECONDS = 600
_CHUNK = 3_600
_CHUNKS = 5
_LONGEST = 60_000


class Session(BaseModel):
    """A person who signed in. tax_number: of the body they act for, if one. expires_at: epoch seconds, in real time."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    person_id: str
    name: str
    roles: tuple[str, ...] = ()
    token: str
    expires_at: int
    tax_number: str = ""


class SignIn(BaseModel):
    """A sign-in under way: what the provider must give back unchanged, and where the person wanted to go."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    state: str = Field(min_length=20)
    nonce: str = Field(min_length=20)
    verifier: str = Field(min_length=43)
    to: str


class TooLong(Exception):  # noqa: N818 - says what is the matter
    """The provider's token does not fit into the cookies."""


class Seal:
    """Encrypts and authenticates small values under the portal's secret, each purpose with a key of its own."""

    def __init__(self, secret: str, purpose: str) -> None:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"destek portal {purpose}".encode())
        self._box = Fernet(urlsafe_b64encode(derive.derive(sha256(secret.encode()).digest())))

    def close(self, value: Mapping[str, Any]) -> str:
        return self._box.encrypt(zlib.compress(json.dumps(value, separators=(",", ":")).encode())).decode()

    def open(self, sealed: str, seconds: int | None = None) -> object:
        """What was sealed; None if it is not ours, was changed, or is older than `seconds`."""
        try:
            inflate = zlib.decompressobj()
            return json.loads(inflate.decompress(self._box.decrypt(sealed.encode(), seconds), _LONGEST))
        except (InvalidToken, zlib.error, ValueError):
            return None


class Cookies:
    """Writes and reads the portal's cookies: HttpOnly, SameSite=Lax, for the whole portal, gone with the browser."""

    def __init__(self, secret: str, *, secure: bool, wall_clock: Callable[[], float]) -> None:
        self._secure = secure
        self._wall_clock = wall_clock
        self._sessions = Seal(secret, "session")
        self._sign_ins = Seal(secret, "sign-in")
        prefix = "__Host-" if secure else ""
        self._session = f"{prefix}destek_session"
        self._sign_in = f"{prefix}destek_sign_in"

    def session(self, request: Request) -> Session | None:
        """Who is signed in with this browser; None when nobody is, or no longer."""
        names = [f"{self._session}.{place}" for place in range(_CHUNKS)]
        sealed = "".join(request.cookies.get(name, "") for name in names)
        try:
            session = Session.model_validate(self._sessions.open(sealed)) if sealed else None
        except ValidationError:
            return None
        return session if session and session.expires_at > self._wall_clock() else None

    def begin(self, response: Response, session: Session) -> None:
        """Sign this browser in. Raises TooLong."""
        sealed = self._sessions.close(session.model_dump())
        chunks = [sealed[start : start + _CHUNK] for start in range(0, len(sealed), _CHUNK)]
        if len(chunks) > _CHUNKS:
            raise TooLong(len(sealed))
        for place in range(_CHUNKS):
            name = f"{self._session}.{place}"
            if place < len(chunks):
                self._set(response, name, chunks[place])
            else:
                self._drop(response, name)

    def end(self, response: Response) -> None:
        """Sign this browser out."""
        for place in range(_CHUNKS):
            self._drop(response, f"{self._session}.{place}")

    def ask(self, response: Response, sign_in: SignIn) -> None:
        """Remember what the provider must give back."""
        self._set(response, self._sign_in, self._sign_ins.close(sign_in.model_dump()), SIGN_IN_SECONDS)

    def asked(self, request: Request) -> SignIn | None:
        """What the provider must give back, if this browser asked within ten minutes."""
        try:
            return SignIn.model_validate(self._sign_ins.open(request.cookies.get(self._sign_in, ""), SIGN_IN_SECONDS))
        except ValidationError:
            return None

    def forget(self, response: Response) -> None:
        """A sign-in is answered once."""
        self._drop(response, self._sign_in)

    def _set(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        response.set_cookie(name, value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax")

    def _drop(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="lax")
