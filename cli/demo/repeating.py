"""Acts that may be repeated: the same words of the same person at the same door are said once, in every run."""

import json
from uuid import UUID, uuid5

import httpx

from cli.demo.cast import Cast, Json

_ACTS = UUID("6f0b8c1e-0f5e-4b0c-9d43-2f7f3f1f5a10")


class Repeating(Cast):
    """The cast of what may be stopped in the middle and begun again: each act carries a key made of itself.

    A door answers a key it knows as it did the first time. So an act must say the same in each run: nothing
    in it may depend on when it is said, unless it is first looked for.
    """

    async def try_post(
        self, person: str, room: str, path: str, body: Json | None = None, key: str | None = None
    ) -> httpx.Response:
        said = "\n".join((person, room, path, json.dumps(body or {})))
        return await super().try_post(person, room, path, body, key or str(uuid5(_ACTS, said)))
