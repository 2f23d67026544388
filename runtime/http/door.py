"""One request, one transaction: signed in, repeatable by its key, committed here and nowhere else.

A POST carries an `Idempotency-Key`. The answer is kept with it in the same transaction as the act, so the same
key gets the same answer, whether the first answer arrived or not, and is refused once that is no longer kept. What is
refused changes nothing, is not kept, and is told as an event: who tried what, and why it was refused. So is a read of
what was marked `recorded`, and every answer that is a file. Whoever is refused such a read for want of a right is told
of as well, once in a while. And with which rights a person came is told before anything else, when the room has not
seen the person with them.

An act may be tried before it is done: a POST with `Only-Try` and without a key says all that would be wrong, and
changes nothing. What touches nothing outside its transaction (`triable`) is carried out and taken back; of any other
act only the request is looked at. A room of before that knows no trying refuses it for want of a key.
"""

import hashlib
import time
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import unquote

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from opentelemetry.context import Context
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from grants.breach import NotAllowed, Refused
from grants.contracts.event import ActRefused, FileRead, RefusedBreach
from runtime.answered import is_spent
from runtime.auth import Actor
from runtime.db import answers
from runtime.logging import SUBJECTS
from runtime.rights import note
from runtime.telemetry import ACT_SECONDS, follow, trace_ids, tracer
from runtime.unit import Desk, Unit
from runtime.unseen import emptied

KEY = "Idempotency-Key"
TRY = "Only-Try"
KEY_MAX = 200
BODY_MAX = 2_000_000
_RETRIES = 3
_SERIALIZATION = {"40001", "40P01"}
OK = 200
READ_AGAIN = timedelta(minutes=15)
REMEMBERED = 10_000
"""Reads a process knows of, so that not every reload of a page is told."""
_log = structlog.get_logger(__name__)
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Door(APIRoute):
    """A route that runs inside one unit of work (`request.state.unit`)."""

    asks = False
    """Whether its POST only asks: it changes nothing and needs no key; a refusal of it is told where it is guarded."""

    def get_route_handler(self) -> Handler:
        carry_out = super().get_route_handler()

        async def handle(came: Request) -> Response:
            request = _Seen(came.scope, came.receive)
            if "\x00" in unquote(str(request.url)):
                return _answer(request.app.state.problems.of_rule(request, 422, "http.nul"))
            started = time.perf_counter()
            with tracer().start_as_current_span(f"{request.method} {self.path}", context=_trace_of(request)):
                # Bound, not only current: a fault is logged further out, after the span.
                structlog.contextvars.bind_contextvars(**trace_ids(), **_subject(request))
                request.state.actor = actor = await _signed_in(request)
                structlog.contextvars.bind_contextvars(actor=actor.person_id)
                await note(_desk(request), actor, request.app.state.rights)
                if request.method == "GET":
                    answer = await _read(request, carry_out, self)
                elif self.asks:
                    answer = await _unfit(request) or await _read(request, carry_out, self)
                elif TRY in request.headers and KEY not in request.headers:
                    answer = await _unfit(request) or await _tried(request, carry_out, self)
                else:
                    answer = await _write(request, carry_out, self)
            ACT_SECONDS.labels(_desk(request).room).observe(time.perf_counter() - started)
            return answer

        return handle


class _Seen(Request):
    """A request in which a text that nobody can see is empty, for whatever reads it."""

    async def body(self) -> bytes:
        """What was sent. What is too large is refused as it came."""
        if not hasattr(self, "_of_people"):
            whole = await super().body()
            self._of_people = whole if len(whole) > BODY_MAX else emptied(whole)
        return self._of_people


class AskingDoor(Door):
    """A door for questions too long for an address: a POST that changes nothing."""

    asks = True


def unit_of_work(request: Request) -> Unit:
    """The unit of work of this request, for the functions behind the door."""
    unit: Unit = request.state.unit
    return unit


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _trace_of(request: Request) -> Context:
    """The caller's trace goes on behind the door; without one, a new one begins."""
    return follow(request.headers.get("traceparent", ""))


def _subject(request: Request) -> dict[str, str]:
    """What a request is about, as its address says, under the names the log knows."""
    given = request.path_params
    return {SUBJECTS[name]: str(given[name]) for name in SUBJECTS.keys() & given.keys()}


async def _signed_in(request: Request) -> Actor:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    actor: Actor = await request.app.state.verifier.verify(token if scheme.lower() == "bearer" else "")
    return actor


async def _read(request: Request, carry_out: Handler, route: APIRoute) -> Response:
    async with _desk(request).unit(request.state.actor) as unit:
        request.state.unit = unit
        answer = await _shown(request, carry_out, route)
        downloaded = is_file(answer)
        if downloaded or (is_recorded(route.endpoint) and is_news(request, unit, f"{request.url.path} {unit.about}")):
            act = f"{request.method} {route.path}"
            unit.tell(FileRead(act=act, downloaded=downloaded), about=_about(request, unit))
        return answer


class _TakenBack(Exception):  # noqa: N818 - ends a transaction that only tried
    """It would be done."""


async def _tried(request: Request, carry_out: Handler, route: APIRoute) -> Response:
    """What would be wrong with an act, as its refusal; nothing of it stays. Who has no right to it is told of."""
    if not is_triable(route.endpoint):
        await _read_body(request, route)
        return JSONResponse({})
    try:
        async with _desk(request).unit(request.state.actor) as unit:
            request.state.unit = unit
            await _and_take_back(request, carry_out)
    except NotAllowed as refused:
        if is_news(request, request.state.unit, f"tried {request.url.path}"):
            await _tell_refusal(request, refused, route)
        raise
    except _TakenBack:
        pass
    return JSONResponse({})


async def _and_take_back(request: Request, carry_out: Handler) -> None:
    await carry_out(request)
    raise _TakenBack


async def _read_body(request: Request, route: APIRoute) -> None:
    """Whether the request is one the door takes. Raises RequestValidationError."""
    for asked in route.dependant.body_params:
        shape: Any = asked.field_info.annotation
        try:
            TypeAdapter(shape).validate_json(await request.body())
        except ValidationError as error:
            found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
            raise RequestValidationError(found) from error


async def _shown(request: Request, carry_out: Handler, route: APIRoute) -> Response:
    """The answer to a question; who asks for what is guarded without a right to it is told of, whatever is shown."""
    try:
        return await carry_out(request)
    except NotAllowed as refused:
        if is_guarded(route.endpoint) and is_news(request, request.state.unit, f"refused {request.url.path}"):
            await _tell_refusal(request, refused, route)
        raise


def guarded(endpoint: Endpoint) -> Endpoint:
    """Mark a question that only few may ask: each refusal of it is told."""
    endpoint.guarded = True  # type: ignore[attr-defined]  # a mark on a function
    return endpoint


def is_guarded(endpoint: Callable[..., Any]) -> bool:
    """Whether a refusal of this question is told: what is recorded is guarded."""
    return is_recorded(endpoint) or bool(getattr(endpoint, "guarded", False))


def triable(endpoint: Endpoint) -> Endpoint:
    """Mark an act that does nothing outside its transaction, so that it can be tried and taken back."""
    endpoint.triable = True  # type: ignore[attr-defined]  # a mark on a function
    return endpoint


def is_triable(endpoint: Callable[..., Any]) -> bool:
    """Whether an act was marked so."""
    return bool(getattr(endpoint, "triable", False))


def recorded(endpoint: Endpoint) -> Endpoint:
    """Mark what a door shows as something whose reading is told."""
    endpoint.recorded = True  # type: ignore[attr-defined]  # a mark on a function
    return endpoint


def is_recorded(endpoint: Callable[..., Any]) -> bool:
    """Whether a door's function was marked."""
    return bool(getattr(endpoint, "recorded", False))


def is_file(answer: Response) -> bool:
    """Whether an answer is something to keep, and no page of data."""
    is_data = (answer.media_type or "").partition(";")[0] in {"application/json", "application/problem+json"}
    return answer.status_code == OK and not is_data


def is_news(request: Request, unit: Unit, what: str) -> bool:
    """Whether this person has not read just this within the last while, as far as this process knows."""
    seen: dict[tuple[str, str], datetime] = request.app.state.reads
    key = (unit.actor.person_id, what)
    before = seen.get(key)
    if before is not None and timedelta() <= unit.now - before < READ_AGAIN:
        return False
    if len(seen) >= REMEMBERED:
        seen.clear()
    seen[key] = unit.now
    return True


async def _write(request: Request, carry_out: Handler, route: APIRoute) -> Response:
    problems = request.app.state.problems
    key = request.headers.get(KEY, "")
    if not key or len(key) > KEY_MAX or not key.isprintable():
        return _answer(problems.of_rule(request, 400, "http.idempotency_key", KEY))
    if unfit := await _unfit(request):
        return unfit
    digest = hashlib.sha256(await request.body()).hexdigest()
    name = f"{request.state.actor.person_id} {request.method} {request.url.path} {key}"
    for attempt in range(1, _RETRIES + 1):
        try:
            return await _once(request, carry_out, name, digest)
        except Refused as refused:
            await _tell_refusal(request, refused, route)
            raise
        except DBAPIError as error:
            if attempt == _RETRIES or getattr(error.orig, "sqlstate", "") not in _SERIALIZATION:
                raise
    raise AssertionError("the loop returns or raises")


async def _unfit(request: Request) -> Response | None:
    """What no room reads: a body that is too large, or one with signs that no table holds."""
    problems, body = request.app.state.problems, await request.body()
    if len(body) > BODY_MAX:
        return _answer(problems.of_rule(request, 413, "http.body_too_large"))
    if b"\\u0000" in body or b"\x00" in body:
        return _answer(problems.of_rule(request, 422, "http.nul"))
    return None


def _answer(response: Response) -> Response:
    """The same, typed: what hangs on the application's state has no type of its own."""
    return response


async def _once(request: Request, carry_out: Handler, name: str, digest: str) -> Response:
    async with _desk(request).unit(request.state.actor) as unit:
        request.state.unit = unit
        await unit.lock(name)
        kept = (await unit.session.execute(select(answers).where(answers.c.key == name))).first()
        if kept is not None:
            if kept.digest != digest:
                return _answer(request.app.state.problems.of_rule(request, 422, "http.key_reused", KEY))
            return Response(kept.body, kept.status, {"Idempotent-Replay": "true"}, "application/json")
        if await is_spent(unit.session, name):
            return _answer(request.app.state.problems.of_rule(request, 409, "http.key_spent", KEY))
        answer = await carry_out(request)
        content = bytes(answer.body).decode()
        row = {"key": name, "digest": digest, "status": answer.status_code, "body": content}
        await unit.session.execute(insert(answers).values(row))
        return answer


async def _tell_refusal(request: Request, refused: Refused, route: APIRoute) -> None:
    """Keep on record who tried what and why it was refused, in a transaction of its own.

    It is told of the file the use case had in hand; before it had one, of what the address names first.
    """
    about = _about(request, request.state.unit)
    told = ActRefused(
        act=f"{request.method} {route.path}",
        rule=refused.rule,
        breaches=tuple(
            RefusedBreach(rule=b.rule, subject=b.subject, asked=b.asked, allowed=b.allowed)
            for b in refused.breaches[:50]
        ),
    )
    async with _desk(request).unit(request.state.actor) as unit:
        unit.tell(told, about=about)
    _log.info("refused", act=told.act, rule=refused.rule, about=about)


def _about(request: Request, unit: Unit) -> str:
    return str(unit.about or next(iter(request.path_params.values()), "") or "-")
