"""Whatever is sent, by whomever: a clear answer, and where it is a refusal, one that says what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from uuid import uuid4

import httpx
import pytest
from schemathesis import GenerationMode

from grants.policy import Action, Role
from runtime.messages import LANGUAGES
from tests.conftest import OpenRoom
from tests.contracts.doors import ROOMS, Doors, Standpoint
from tests.contracts.requests import Asked, Operation, operations, spoiled, worse

pytestmark = pytest.mark.servers

FITTING, UNFITTING, SPOILED, WORSE = 5, 3, 10, 7
RAW_KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+|\{\w*\}")
"""What a text looks like that was not found, or not filled in."""
KEYS = (*Action, *(role for role in Role if "_" in role))
"""What no person should have to read when told that something is not theirs to do."""


FURTHEST = (422, 409, 403, 404)
"""How far a fitting request came: refused by the rules, by the stage, by right, or not known at all."""
LAST = ("withdraw", "exclude", "decline", "terminate", "settle")
"""Acts after which nothing more can be done; asked for when all else was."""


@dataclass
class Knocking:
    """Asks at the doors of one room, and remembers what was answered as it must not be."""

    doors: Doors
    http: httpx.AsyncClient
    faults: list[str] = field(default_factory=list)
    languages: Iterator[str] = field(default_factory=lambda: cycle(LANGUAGES))
    turn: int = 0

    async def at(self, operation: Operation) -> None:
        """Fitting requests by everybody; then hostile ones, most by whoever came the furthest."""
        fitting, people = operation.generated(GenerationMode.POSITIVE, FITTING), self.doors.standpoints
        rounds = range(max(len(fitting), len(people)))
        pairs = [(fitting[place % len(fitting)], people[place % len(people)]) for place in rounds]
        came = [(await self.ask(asked, by), by) for asked, by in pairs]
        furthest = min(came, key=lambda one: FURTHEST.index(one[0]) if one[0] in FURTHEST else -1)[1]
        everybody = cycle(self.doors.standpoints)
        hostile = operation.generated(GenerationMode.NEGATIVE, UNFITTING)
        if operation.writes:
            best = max(fitting, key=lambda asked: len(asked.raw({})))
            hostile += [*spoiled(best.filled(furthest.ids), SPOILED), *self.next_worse(best)]
        for place, asked in enumerate(hostile):
            await self.ask(asked, next(everybody) if place % 4 == 0 else furthest)

    def next_worse(self, door: Asked) -> list[Asked]:
        """Some of what is worse, the next ones at each door: bodies are read at one place for all doors of a room."""
        every = list(worse(door))
        self.turn += WORSE
        return [every[(self.turn + place) % len(every)] for place in range(WORSE)]

    async def ask(self, asked: Asked, by: Standpoint) -> int:
        headers = {
            "Authorization": f"Bearer {by.client.token}",
            "Idempotency-Key": str(uuid4()),
            "Accept-Language": next(self.languages),
            "Content-Type": asked.content_type,
        }
        path, content = asked.path(by.ids), asked.raw(by.ids)
        answer = await self.http.request(
            asked.method, path, params=asked.params() or None, content=content, headers=headers
        )
        wrong = wrong_with(answer)
        if wrong:
            self.faults.append(f"{asked.method} {answer.request.url} {content[:300]!r}: {wrong}: {answer.text[:300]}")
        return answer.status_code


def wrong_with(answer: httpx.Response) -> str:
    """What an answer lacks; empty when it is as it must be."""
    if answer.status_code >= 500:
        return "a fault"
    if answer.status_code < 400 or answer.request.method == "HEAD":
        return ""
    if answer.headers["content-type"] != "application/problem+json":
        return f"answers {answer.headers['content-type']}"
    problem = answer.json()
    lacking = {"type", "title", "status", "detail", "errors"} - problem.keys()
    if lacking or problem["status"] != answer.status_code:
        return f"lacks {lacking}"
    texts = [problem["title"], *(error["message"] for error in problem["errors"])]
    if answer.status_code == 403 and any(word in text for text in texts for word in KEYS):
        return "speaks of rights as the code does"
    unsaid = [text for text in texts if not text.strip() or RAW_KEY.fullmatch(text) or text == problem["type"]]
    nameless = [error for error in problem["errors"] if not {"field", "rule", "message"} <= error.keys()]
    return f"does not say {unsaid}{nameless}" if unsaid or nameless else ""


@pytest.mark.timeout(900)  # thousands of requests, not one
@pytest.mark.parametrize("name", ROOMS)
async def test_no_input_is_answered_by_a_fault_and_every_refusal_says_what_is_wrong(
    name: str, room_of: OpenRoom
) -> None:
    doors = await ROOMS[name](room_of)
    app = doors.room.api.app
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test") as http:
        knocking = Knocking(doors, http)
        for operation in sorted(operations(app.openapi()), key=lambda one: one.label.endswith(LAST)):
            await knocking.at(operation)
    assert knocking.faults == []
