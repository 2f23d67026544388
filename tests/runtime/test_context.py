"""What every line of the log says of where it comes from, and how one trace runs through every door."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
import structlog
from fastapi import APIRouter, Depends
from opentelemetry import trace
from pydantic import BaseModel
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Replayer

from cli.stack.stack import Stack
from grants.breach import Breach, NotFound, WrongStage
from grants.contracts.activity import ActivityContract, Answer, Order
from grants.contracts.event import EventData
from runtime import logging as logs
from runtime import telemetry
from runtime.cloudevents import CloudEvent
from runtime.consumer import Consumer
from runtime.histories import runs_of
from runtime.http.door import Door, unit_of_work
from runtime.room import RoomPlan
from runtime.settings import PlatformSettings
from runtime.telemetry import provider_for, trace_parent, tracer
from runtime.temporal import carry_out, connect, run_activities, workflow_worker
from runtime.unit import Unit
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.runtime.traced import Traced, where_am_i

pytestmark = pytest.mark.servers

SETTINGS = PlatformSettings(build_id="build-7")
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = PARENT.split("-")[1]
TheUnit = Annotated[Unit, Depends(unit_of_work)]
Lines = Callable[[str], list[dict[str, Any]]]


class Empty(BaseModel):
    pass


class Counted(EventData):
    SUBJECT = "notification.probe.counted"


class CountOrder(Order):
    application_id: str


COUNT = ActivityContract("count_probe", "notification", CountOrder, Answer)
router = APIRouter(route_class=Door)


@router.post("/files/{application_id}")
async def refuse(application_id: str) -> Empty:
    raise WrongStage(Breach("wrong_stage", "application_id", application_id))


@router.post("/files/{application_id}/break")
async def break_down(application_id: str) -> Empty:
    raise RuntimeError(application_id)


@router.post("/parts/{part_id}")
async def refuse_part(part_id: str, unit: TheUnit) -> Empty:
    if part_id.startswith("unknown"):
        raise NotFound
    unit.about = f"file-of-{part_id}"
    raise WrongStage


PLAN = RoomPlan(
    name="notification",
    title="Probe",
    routers=lambda _: [router],
    statuses={},
    hears={},
    addresses={},
    activities=lambda _desk, _platform: [],
)


@pytest.fixture
async def room(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


@pytest.fixture(scope="module", autouse=True)
def traced() -> None:
    """Spans are real in this process from here on, as in every process that is served."""
    telemetry.configure(SETTINGS, "tests")


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The lines of the log with this event, as JSON."""
    out, root = io.StringIO(), logging.getLogger()
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    logs.configure(SETTINGS, "probe", out)
    structlog.configure(cache_logger_on_first_use=False)  # or what speaks here first would speak so in every later test

    def with_event(event: str) -> list[dict[str, Any]]:
        return [line for line in map(json.loads, out.getvalue().splitlines()) if line["event"] == event]

    yield with_event
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


def origin(line: dict[str, Any]) -> tuple[str, str]:
    return line["process"], line["build"]


async def post(room: Room, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(room.api.app, raise_app_exceptions=False)
    signed = {"Authorization": f"Bearer {room.api.signer.token('ayse')}", "Idempotency-Key": str(uuid4())}
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test") as http:
        return await http.post(path, headers={**signed, **headers}, json={})


async def test_a_line_from_behind_the_door_says_who_about_what_and_in_which_trace(room: Room, lines: Lines) -> None:
    file = f"file-{uuid4()}"
    await post(room, f"/files/{file}", traceparent=PARENT)
    (line,) = lines("refused")
    assert (line["actor"], line["application"], line["trace"]) == ("ayse", file, TRACE)
    assert len(line["span"]) == 16
    assert origin(line) == ("probe", "build-7")
    (told,) = await room.told(file)
    assert told.traceparent.split("-")[1] == TRACE


@pytest.mark.parametrize("parent", ["", "nonsense", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "x" * 9000])
async def test_a_trace_begins_at_the_door_where_the_caller_brings_none(room: Room, lines: Lines, parent: str) -> None:
    await post(room, f"/files/{uuid4()}", traceparent=parent)
    (line,) = lines("refused")
    assert int(line["trace"], 16) > 0


async def test_a_fault_says_in_which_trace_it_happened(room: Room, lines: Lines) -> None:
    file = f"file-{uuid4()}"
    assert (await post(room, f"/files/{file}/break", traceparent=PARENT)).status_code == 503
    (line,) = lines("fault")
    assert (line["actor"], line["application"], line["trace"]) == ("ayse", file, TRACE)
    assert origin(line) == ("probe", "build-7")


async def test_a_refusal_goes_on_record_in_the_file_the_use_case_had_in_hand(room: Room) -> None:
    part = str(uuid4())
    await post(room, f"/parts/{part}")
    assert await room.told_types(f"file-of-{part}") == ["notification.act.refused.v1"]
    assert await room.told(part) == []


async def test_a_refusal_before_the_file_is_known_goes_on_record_by_the_address(room: Room) -> None:
    part = f"unknown-{uuid4()}"
    await post(room, f"/parts/{part}")
    assert await room.told_types(part) == ["notification.act.refused.v1"]


async def test_a_line_from_an_activity_says_which_workflow_asked_what_about_what(room: Room, lines: Lines) -> None:
    async def use_case(_unit: Unit, _order: CountOrder) -> Answer:
        raise WrongStage

    act = carry_out(room.desk, COUNT, use_case)
    with pytest.raises(ApplicationError):
        await ActivityEnvironment().run(act, CountOrder(key=str(uuid4()), application_id="file-1"))
    (line,) = lines("order_refused")
    assert (line["activity"], line["workflow"], line["application"]) == ("count_probe", "test", "file-1")
    assert int(line["trace"], 16) > 0
    assert origin(line) == ("probe", "build-7")


async def test_what_an_activity_tells_carries_its_trace(room: Room) -> None:
    file = f"file-{uuid4()}"

    async def use_case(unit: Unit, order: CountOrder) -> Answer:
        unit.tell(Counted(), about=order.application_id)
        return Answer()

    act = carry_out(room.desk, COUNT, use_case)
    with tracer().start_as_current_span("outside"):
        outside = trace_parent()
        await ActivityEnvironment().run(act, CountOrder(key=str(uuid4()), application_id=file))
    (told,) = await room.told(file)
    assert told.traceparent.split("-")[1] == outside.split("-")[1]
    assert told.traceparent != outside


async def test_a_line_from_the_ears_says_which_event_of_whom_about_what(room: Room, lines: Lines) -> None:
    name, stop = f"context-{uuid4().hex}", asyncio.Event()
    address = f"notification.probe.{name}"

    async def effect(_: CloudEvent) -> None:
        stop.set()
        raise RuntimeError("broken")

    event = CloudEvent(
        id=name,
        source="/t",
        type="t.v1",
        subject="file-1",
        time="2027-03-01T00:00:00Z",
        actorid="ayse",
        actorrole="r",
        traceparent=PARENT,
        data={},
    )
    await room.platform.bus.stream.publish(address, event.canonical())
    async with asyncio.timeout(60):
        await Consumer(room.platform.bus, name, "notification", (address,), effect).run(stop)
    (line,) = lines("event_failed")
    assert (line["event_id"], line["actor"], line["application"], line["trace"]) == (name, "ayse", "file-1", TRACE)
    assert origin(line) == ("probe", "build-7")


async def test_a_trace_goes_through_a_workflow_to_its_activities_and_adds_nothing_to_its_history(
    servers: Stack,
) -> None:
    client = await connect(servers.settings)
    name, stop = f"traced-{uuid4()}", asyncio.Event()
    acting = asyncio.create_task(run_activities(client, name, [where_am_i], "build-7", stop))
    async with workflow_worker(client, name, [Traced], "build-7"):
        with tracer().start_as_current_span("asked"):
            outside = trace_parent()
            found = await client.execute_workflow(Traced.run, id=name, task_queue=name)
        (run,) = await runs_of(client, name)
    stop.set()
    await acting
    assert found.split("-")[1] == outside.split("-")[1]
    await Replayer(workflows=[Traced], debug_mode=True).replay_workflow(run.history)
    assert len(run.events) == 11  # started, 3 for each of two workflow tasks, 3 for the activity, completed


async def test_process_and_build_are_on_every_line_and_cannot_be_forged(lines: Lines) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.get_logger("probe").warning("said", process="another")
    logging.getLogger("a.library").warning("said")
    assert [origin(line) for line in lines("said")] == [("probe", "build-7")] * 2
    assert all("trace" not in line for line in lines("said"))


def test_spans_go_to_the_collector_that_is_set() -> None:
    asked: list[str] = []
    bodies: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            asked.append(self.path)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing: the test reads what was asked."""

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        provider = provider_for(f"http://127.0.0.1:{server.server_port}/", "probe")
        with suppress(ValueError), provider.get_tracer("t").start_as_current_span("one"):
            assert trace.get_current_span().is_recording()
            int("TR330006100519786457841326")
        provider.shutdown()
        server.shutdown()
    assert asked == ["/v1/traces"]
    assert b"ValueError" in bodies[0]
    assert b"TR3300061005" not in bodies[0], "what somebody wrote goes to no collector"
