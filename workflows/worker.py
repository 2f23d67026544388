"""The process that runs the workflows: the versioned worker, and the inbox that brings it events."""

import asyncio
from functools import partial

import structlog

from grants.contracts import queues
from runtime.adoption import adopt
from runtime.bus import Bus
from runtime.process import Closing, Part
from runtime.readiness import Readiness, when
from runtime.settings import PlatformSettings
from runtime.temporal import answers_now, connect_to_work, make_current, workflow_worker
from workflows.application import ApplicationWorkflow
from workflows.call import CallWorkflow
from workflows.committee import CommitteeWorkflow
from workflows.grant import GrantWorkflow
from workflows.inbox import consumers
from workflows.negotiation import NegotiationWorkflow
from workflows.objection_window import ObjectionWindowWorkflow
from workflows.obligations import ObligationsWorkflow
from workflows.pre_evaluation import PreEvaluationWorkflow
from workflows.reserve import ReserveWorkflow

WORKFLOWS = (
    CallWorkflow,
    ApplicationWorkflow,
    PreEvaluationWorkflow,
    CommitteeWorkflow,
    NegotiationWorkflow,
    GrantWorkflow,
    ObligationsWorkflow,
    ReserveWorkflow,
    ObjectionWindowWorkflow,
)
_log = structlog.get_logger(__name__)


async def workflow_parts(settings: PlatformSettings, closing: Closing, readiness: Readiness) -> list[Part]:
    """The worker, made current for its build, and the inbox. Ready once new runs, and adopted ones, come to it."""
    client = await connect_to_work(settings)
    bus = await Bus.connect(settings.nats_url, "workflows", replicas=settings.stream_replicas)
    closing.later(bus.close)
    await bus.provide_streams()
    readiness.needs("temporal", partial(answers_now, client))
    readiness.needs("bus", when(bus.connected))
    settled = readiness.awaits("build")

    async def work(stop: asyncio.Event) -> None:
        async with workflow_worker(client, queues.WORKFLOWS, WORKFLOWS, settings.build_id):
            if settings.make_current:
                await make_current(client, settings.build_id)
                _log.info("build_is_current", build=settings.build_id)
            if settings.adopt_runs:
                adopted = await adopt(client, WORKFLOWS, settings.build_id)
                _log.info("runs_adopted", moved=adopted.moved, left=adopted.left)
            settled.set()
            await stop.wait()

    return [work, *(consumer.run for consumer in consumers(client, bus))]
