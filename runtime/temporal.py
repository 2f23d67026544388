"""Temporal: the client, the worker of a room's activities, the versioned workflow worker."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import insert, select
from temporalio import activity
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import (
    GetSystemInfoRequest,
    GetWorkflowExecutionHistoryRequest,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.contrib.opentelemetry import TracingInterceptor
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker, WorkerDeploymentConfig

from grants.breach import Refused
from grants.contracts.activity import ActivityContract, AnswerT, Order, OrderT
from runtime.auth import system_actor
from runtime.db import answers
from runtime.logging import SUBJECTS
from runtime.payload_keys import KeyDestroyed, KeyMissing
from runtime.payloads import Codec, converter_of, is_shut, payloads_in
from runtime.settings import PlatformSettings
from runtime.signing import KeyUnsafe
from runtime.telemetry import ACTED, tracer
from runtime.unit import Desk, Unit

DEPLOYMENT = "destek"
GRACE = timedelta(seconds=30)
SIDE_BY_SIDE = 8
"""So many runs take a step at the same time in one process. They share its one interpreter: were they many more, each
would take longer than the two seconds after which a worker breaks a step off, as when a whole call closes.
"""
_log = structlog.get_logger(__name__)


async def connect(settings: PlatformSettings, patience: float = 60) -> Client:
    """A client; waits at most `patience` seconds for the server to answer."""
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        try:
            return await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                tls=settings.temporal_tls,
                data_converter=converter_of(settings),
                interceptors=[TracingInterceptor(tracer())],
            )
        except (RPCError, RuntimeError) as error:
            if asyncio.get_running_loop().time() > deadline:
                raise
            _log.warning("temporal_waits", error=str(error)[:200])
            await asyncio.sleep(0.25)


async def connect_to_work(settings: PlatformSettings) -> Client:
    """A client for a process that reads and writes what workflows carry.

    Raises KeyUnsafe where the keys are not those of this server: better no process than one that writes in clear, or
    under other keys, beside what is encrypted.
    """
    client = await connect(settings)
    codec = client.data_converter.payload_codec
    if isinstance(codec, Codec) and codec.shelf is not None:
        await codec.shelf.begin()
    await _read_newest(client)
    return client


async def _read_newest(client: Client) -> None:
    """Open what began last; not on the time-skipping server, which lists nothing and keeps nothing."""
    codec = client.data_converter.payload_codec
    try:
        async for run in client.list_workflows(limit=1, page_size=1):
            asked = GetWorkflowExecutionHistoryRequest(
                namespace=client.namespace,
                execution=WorkflowExecution(workflow_id=run.id, run_id=run.run_id),
                maximum_page_size=1,
            )
            answer = await client.workflow_service.get_workflow_execution_history(asked)
            shut = [one for event in answer.history.events for one in payloads_in(event) if is_shut(one)]
            if codec is not None and shut:
                await codec.decode(shut)
    except KeyDestroyed:
        return
    except KeyMissing as error:
        raise KeyUnsafe(f"what workflows carry here cannot be read: {error}") from error
    except RPCError as error:
        if error.status not in {RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.NOT_FOUND}:
            raise


async def answers_now(client: Client) -> bool:
    """Whether the server answers."""
    await client.workflow_service.get_system_info(GetSystemInfoRequest())
    return True


UseCase = Callable[[Unit, OrderT], Awaitable[AnswerT]]


def carry_out(
    desk: Desk, contract: ActivityContract[OrderT, AnswerT], use_case: UseCase[OrderT, AnswerT]
) -> Callable[..., Any]:
    """The activity behind a contract: one transaction, its answer kept by the order's key, refusals final."""

    async def run(order: OrderT) -> AnswerT:
        span = tracer().start_as_current_span(f"carry out {contract.name}")
        with span, structlog.contextvars.bound_contextvars(activity=contract.name, **_subject(order)):
            try:
                return await _once(desk, contract, use_case, order)
            except Refused as refused:
                ACTED.labels(desk.room, contract.name, "refused").inc()
                _log.info("order_refused", rule=refused.rule, key=order.key)
                details = [breach.as_dict() for breach in refused.breaches]
                raise ApplicationError(str(refused), details, type=refused.rule, non_retryable=True) from refused

    run.__annotations__ = {"order": contract.order, "return": contract.answer}
    return activity.defn(name=contract.name)(run)


def _subject(order: Order) -> dict[str, str]:
    """Which workflow asks, and about what, under the names the log knows."""
    found = {SUBJECTS[name]: str(value) for name, value in order if name in SUBJECTS}
    return {**found, **({"workflow": activity.info().workflow_id or ""} if activity.in_activity() else {})}


async def _once(
    desk: Desk, contract: ActivityContract[OrderT, AnswerT], use_case: UseCase[OrderT, AnswerT], order: OrderT
) -> AnswerT:
    name = f"{contract.name} {order.key}"
    async with desk.unit(system_actor("workflow")) as unit:
        await unit.lock(name)
        kept = await unit.session.scalar(select(answers.c.body).where(answers.c.key == name))
        if kept is not None:
            return contract.answer.model_validate_json(kept)
        answer = await use_case(unit, order)
        row = {"key": name, "digest": "", "status": 200, "body": answer.model_dump_json()}
        await unit.session.execute(insert(answers).values(row))
    ACTED.labels(desk.room, contract.name, "done").inc()
    return answer


async def run_activities(
    client: Client, queue: str, activities: Sequence[Callable[..., Any]], build_id: str, stop: asyncio.Event
) -> None:
    """Carry out a room's activities until told to stop; what is under way is finished first.

    build_id: told to the server. A worker that is given none reads all modules of the process again to make one up.
    """
    async with Worker(
        client, task_queue=queue, activities=activities, build_id=build_id, graceful_shutdown_timeout=GRACE
    ):
        await stop.wait()


def workflow_worker(
    client: Client, queue: str, workflows: Sequence[type[Any]], build_id: str, **options: Any
) -> Worker:
    """A worker of versioned workflows: a run stays on the build it began with, unless it asks to move."""
    return Worker(
        client,
        task_queue=queue,
        workflows=workflows,
        graceful_shutdown_timeout=GRACE,
        max_concurrent_workflow_tasks=SIDE_BY_SIDE,
        deployment_config=WorkerDeploymentConfig(
            version=WorkerDeploymentVersion(DEPLOYMENT, build_id),
            use_worker_versioning=True,
            default_versioning_behavior=VersioningBehavior.PINNED,
        ),
        **options,
    )


async def make_current(client: Client, build_id: str, patience: float = 30) -> None:
    """Make this build the one that new runs begin on; waits until the server has seen its worker."""
    deadline = asyncio.get_running_loop().time() + patience
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=client.namespace,
        deployment_name=DEPLOYMENT,
        build_id=build_id,
        ignore_missing_task_queues=True,
    )
    while True:
        try:
            await client.workflow_service.set_worker_deployment_current_version(request)
        except RPCError as error:
            if error.status is RPCStatusCode.UNIMPLEMENTED or "not yet supported" in error.message:
                return  # the time-skipping server gives its work to any worker
            if asyncio.get_running_loop().time() > deadline:
                raise
            _log.info("build_not_yet_known", build=build_id, error=str(error)[:120])
            await asyncio.sleep(0.2)
        else:
            return
