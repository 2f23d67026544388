"""What somebody wrote stands in no log and in no dead letter, whatever error quotes it."""

import asyncio
import io
import json
import logging
import smtplib
from collections.abc import Awaitable, Callable, Iterator
from uuid import uuid4

import pytest
import structlog
from fastapi.exceptions import ResponseValidationError
from nats.js.api import ConsumerConfig, DeliverPolicy
from pydantic import BaseModel, ValidationError
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cli.stack.stack import Stack
from runtime import logging as logs
from runtime.bus import DEAD, Bus
from runtime.cloudevents import CloudEvent, NotAnEvent
from runtime.consumer import Consumer
from runtime.db import Database
from runtime.faults import reason, told, unrolled
from runtime.settings import PlatformSettings

IBAN = "TR330006100519786457841326"
HIDDEN = (IBAN, IBAN[4:20])


class Account(BaseModel):
    iban: int


def raised(does: Callable[[], object]) -> Exception:
    try:
        does()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    raise AssertionError


def from_another() -> None:
    try:
        Account.model_validate({"iban": IBAN})
    except ValidationError as error:
        raise RuntimeError("the account was not read") from error


def in_a_group() -> None:
    raise ExceptionGroup("two", [raised(lambda: int(IBAN)), OSError("disk full")])


QUOTING = {
    "a model": (raised(lambda: Account.model_validate({"iban": IBAN})), "ValidationError: iban int_parsing"),
    "a number": (raised(lambda: int(IBAN)), "ValueError"),
    "a name": (raised(lambda: {}[IBAN]), "KeyError"),
    "an event": (raised(lambda: CloudEvent.parse(json.dumps({"id": [IBAN]}).encode())), "NotAnEvent: ValidationError"),
    "an answer": (ResponseValidationError([{"loc": ("iban",), "type": "missing", "input": IBAN}]), "iban missing"),
    "a mail": (smtplib.SMTPRecipientsRefused({IBAN: (550, b"no")}), "SMTPRecipientsRefused"),
    "one from another": (raised(from_another), "the account was not read"),
    "a group": (raised(in_a_group), "two"),
}


@pytest.mark.parametrize("name", QUOTING)
def test_an_error_is_told_without_what_it_quotes(name: str) -> None:
    error, words = QUOTING[name]
    assert words in told(error)
    for said in (told(error), unrolled(error), reason(error)):
        assert not [one for one in HIDDEN if one in said], said


def test_what_quotes_nothing_keeps_its_words_and_where_it_arose() -> None:
    error = raised(in_a_group)
    assert "OSError: disk full" in unrolled(error)
    assert "in in_a_group" in unrolled(error)
    assert reason(error).startswith("ExceptionGroup at tests/runtime/test_faults.py:")
    whole = unrolled(raised(from_another))
    assert whole.index("ValidationError: iban") < whole.index("RuntimeError: the account")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    out, root = io.StringIO(), logging.getLogger()
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    logs.configure(PlatformSettings(), "probe", out)
    structlog.configure(cache_logger_on_first_use=False)  # or what speaks here first would speak so in every later test
    yield out
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


def test_a_library_that_logs_an_error_quotes_nothing_either(log: io.StringIO) -> None:
    try:
        from_another()
    except RuntimeError:
        logging.getLogger("library").exception("it failed")
    (line,) = map(json.loads, log.getvalue().splitlines())
    assert "in from_another" in line["exception"]
    assert IBAN not in log.getvalue()


@pytest.mark.servers
async def test_what_a_database_refuses_is_quoted_in_no_log_and_no_dead_letter(
    servers: Stack, migrated: Callable[[str], Awaitable[str]], log: io.StringIO
) -> None:
    bus, database = await Bus.connect(servers.nats_url, "faults"), Database(await migrated("notification"))
    await bus.provide_streams()
    name, stop = f"faults-{uuid4().hex}", asyncio.Event()
    address = f"notification.probe.{name}"
    letters = await bus.stream.subscribe(
        f"$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.NOTIFICATION.{name}",
        stream=DEAD,
        config=ConsumerConfig(deliver_policy=DeliverPolicy.ALL),
    )

    async def effect(heard: CloudEvent) -> None:
        async with database.transaction() as session:
            if heard.subject == "unreadable":
                await session.execute(text("SELECT CAST(CAST(:iban AS text) AS integer)"), {"iban": IBAN})
            await session.execute(text("CREATE TEMP TABLE accounts (iban text UNIQUE) ON COMMIT DROP"))
            stop.set()
            for _ in range(2):
                await session.execute(text("INSERT INTO accounts VALUES (:iban)"), {"iban": IBAN})

    await bus.stream.publish(address, json.dumps({"id": name, "actorid": [IBAN]}).encode())
    for about in ("unreadable", "twice"):
        event = CloudEvent(
            id=f"{name}-{about}",
            source="/t",
            type="t.v1",
            subject=about,
            time="2027-03-01T00:00:00Z",
            actorid="a",
            data={},
        )
        await bus.stream.publish(address, event.canonical())
    async with asyncio.timeout(60):
        await Consumer(bus, name, "notification", (address,), effect).run(stop)
    reasons = sorted([json.loads((await letters.next_msg(timeout=60)).data)["reason"] for _ in range(2)])
    assert (reasons[0].split(" ")[:2], reasons[1].split(" ")[0]) == (["DBAPIError", "22P02"], NotAnEvent.__name__)
    await bus.close()
    await database.close()
    said = log.getvalue() + "".join(reasons)
    assert "accounts_iban_key" in said
    assert IntegrityError.__name__ in said
    assert not [one for one in HIDDEN if one in said]
