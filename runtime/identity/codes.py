"""Authorization codes: good for one use within a minute."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from runtime.identity.oauth import AuthorizationRequest
from runtime.identity.people import Person

LIFETIME = 60.0
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for."""

    request: AuthorizationRequest
    person: Person
    given_at: float


class Codes:
    """The codes given out and not yet used. Kept in memory: after a restart one signs in again."""

    def __init__(self, wall_clock: Callable[[], float]) -> None:
        self._wall_clock = wall_clock
        self._grants: dict[str, Grant] = {}

    def give(self, request: AuthorizationRequest, person: Person) -> str:
        """A new code. When very many are waiting, the oldest is forgotten."""
        while len(self._grants) >= _MOST:
            del self._grants[next(iter(self._grants))]
        code = secrets.token_urlsafe(32)
        self._grants[code] = Grant(request, person, self._wall_clock())
        return code

    def take(self, code: str) -> Grant | None:
        """What the code stands for, once; None if it was used, is too old, or never was."""
        grant = self._grants.pop(code, None)
        if grant is None or abs(self._wall_clock() - grant.given_at) > LIFETIME:
            return None
        return grant
