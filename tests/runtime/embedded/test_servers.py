"""The real servers, in a folder with a space and Turkish letters that only its owner may enter."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import nats
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.empty_pb2 import Empty
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from cli.stack.options import ATTRIBUTES, NAMESPACE, StackOptions
from cli.stack.stack import Stack
from runtime.embedded import temporal
from runtime.embedded.broker import Nats
from runtime.embedded.databases import as_owner, provision
from runtime.embedded.ports import free_port
from runtime.embedded.postgres import Postgres, PostgresFailed
from runtime.embedded.supervise import State, Supervisor

pytestmark = pytest.mark.servers
ROOMS = ("application", "audit")


@pytest.fixture(scope="module")
async def durable(tmp_path_factory):
    """PostgreSQL, NATS and the Temporal development server, all writing to disk as in earnest."""
    closed = tmp_path_factory.mktemp("kapalı")
    closed.chmod(0o700)
    options = StackOptions(data=closed / "destek deneme ğüş", databases=ROOMS, processes=False)
    async with Stack(options) as stack:
        yield stack


def plain(url):
    return url.replace("+asyncpg", "")


async def ask(url, query):
    connection = await asyncpg.connect(plain(url))
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def until_ready(child, restarts):
    async with asyncio.timeout(120):
        while child.restarts < restarts or child.state is not State.READY:
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("foreign", ["destek_audit", "postgres", "template1"])
async def test_no_room_reaches_the_database_of_another(durable, foreign):
    elsewhere = durable.database_urls["application"].rpartition("/")[0] + "/" + foreign
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied for database"):
        await ask(elsewhere, "SELECT 1")


async def test_no_room_may_make_roles_or_databases(durable):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(durable.database_urls["application"], "CREATE DATABASE more")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(durable.database_urls["application"], "CREATE ROLE more")


async def test_nobody_enters_without_the_password(durable):
    wrong = durable.database_urls["application"].replace("://destek_application:", "://destek_application:x")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(wrong, "SELECT 1")


async def test_a_room_owns_its_database_and_has_the_text_search_it_needs(durable):
    url = durable.database_urls["application"]
    assert await ask(url, "CREATE TABLE mine (n int)") is None
    assert await ask(url, "SELECT unaccent('Ğüş') || similarity('küme', 'küme')") == "Gus1"
    assert await ask(url, "SELECT to_tsvector('turkish', 'kümelenmeler') @@ to_tsquery('turkish', 'kümelenme')")


async def test_tables_handed_to_an_owner_are_the_rooms_to_use_and_no_more_to_change(durable):
    admin = Postgres(Path(), durable.record.ports["postgres"], durable.record.secret("postgres")).admin_url
    first = await provision(admin, {"destek_handed": "a"})
    await ask(first["destek_handed"], "CREATE TABLE before AS SELECT 7 AS n")
    for _ in range(2):
        url = (await provision(admin, {"destek_handed": "a"}, {"destek_handed": "b"}))["destek_handed"]
    await ask(as_owner(url, "b"), "CREATE TABLE later (n int)")
    await ask(url, "INSERT INTO later SELECT n FROM before")
    assert await ask(url, "SELECT n FROM later") == 7
    for statement in ("DROP TABLE before", "ALTER TABLE later ADD m int", "TRUNCATE later", "CREATE TABLE mine ()"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(url, statement)


async def test_a_server_in_earnest_waits_for_the_disk_and_times_are_utc(durable):
    url = durable.database_urls["application"]
    shown = [await ask(url, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "TimeZone")]
    assert shown == ["on", "on", "UTC"]


async def test_provisioning_again_keeps_what_is_there_and_takes_the_new_password(durable):
    admin = Postgres(Path(), durable.record.ports["postgres"], durable.record.secret("postgres")).admin_url
    first = await provision(admin, {"destek_more": "bir 'iki' %"})
    await ask(first["destek_more"], "CREATE TABLE kept AS SELECT 7 AS n")
    second = await provision(admin, {"destek_more": "@üç/"})
    assert await ask(second["destek_more"], "SELECT n FROM kept") == 7
    with pytest.raises(asyncpg.InvalidPasswordError):
        await ask(first["destek_more"], "SELECT 1")


async def test_a_killed_postgres_comes_back_with_what_was_committed(durable):
    url = durable.database_urls["application"]
    await ask(url, "CREATE TABLE survivor AS SELECT 42 AS n")
    child = durable.child("postgres")
    restarts = child.restarts
    child.kill()
    await until_ready(child, restarts + 1)
    assert await ask(url, "SELECT n FROM survivor") == 42


async def test_a_cluster_of_another_version_is_refused(tmp_path):
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(PostgresFailed, match=r"holds PostgreSQL 9\.6; this is PostgreSQL 18"):
        await Postgres(tmp_path / "cluster", free_port(), "secret").prepare()


async def test_postgres_starts_though_a_power_cut_left_the_number_of_a_process_now_anothers(durable):
    server = Postgres(
        durable.folder.path / "postgres", durable.record.ports["postgres"], durable.record.secret("postgres")
    )
    lock = server.folder / "postmaster.pid"
    running = lock.read_text()
    await server.prepare()
    assert lock.read_text() == running  # a live server's is left alone
    await durable.stop_part("postgres")
    lock.write_text(running.replace(running.split("\n")[0], str(os.getppid()), 1))
    await server.prepare()
    await durable.start_part("postgres")
    assert await ask(durable.database_urls["audit"], "SELECT 1") == 1


async def test_nats_keeps_what_it_acknowledged_over_a_stop(durable):
    connection = await nats.connect(durable.nats_url)
    await connection.jetstream().add_stream(name="kept", subjects=["kept.>"])
    await connection.jetstream().publish("kept.one", b"1")
    await connection.close()
    await durable.stop_part("nats")
    await durable.start_part("nats")
    connection = await nats.connect(durable.nats_url)
    message = await connection.jetstream().get_msg("kept", seq=1)
    await connection.close()
    assert message.data == b"1"


async def test_nats_lets_nobody_in_without_the_password(durable):
    reader, writer = await asyncio.open_connection("127.0.0.1", durable.record.ports["nats"])
    writer.write(b'CONNECT {"verbose": false}\r\nPING\r\n')
    said = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert b"-ERR 'Authorization Violation'" in said
    assert b"PONG" not in said


@pytest.mark.parametrize("ephemeral", [True, False])
def test_only_a_throwaway_nats_answers_before_the_disk(tmp_path, ephemeral):
    config = Nats(tmp_path, 1, 2, "secret", ephemeral=ephemeral).config()
    assert ("sync_interval: always" in config) is not ephemeral


async def test_temporal_keeps_runs_for_ten_years_and_knows_the_search_attributes(durable):
    client = await Client.connect(durable.temporal_address, namespace=NAMESPACE)
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
    assert described.config.workflow_execution_retention_ttl.seconds == 87600 * 3600
    listed = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=NAMESPACE))
    assert set(ATTRIBUTES) <= set(listed.custom_attributes)


async def test_the_travelling_server_moves_its_clock_and_takes_our_namespace(tmp_path):
    server = temporal.TestServer(free_port())
    supervisor = Supervisor(tmp_path)
    await supervisor.start(server.spec())
    try:
        for _ in range(2):
            await temporal.prepare(server.address, NAMESPACE, ATTRIBUTES)
        client = await Client.connect(server.address, namespace=NAMESPACE)
        month = Duration(seconds=30 * 86400)
        for _ in range(60):
            await client.test_service.unlock_time_skipping_with_sleep(SleepRequest(duration=month))
        there = (await client.test_service.get_current_time(Empty())).time.ToDatetime(tzinfo=UTC)
        assert timedelta(days=1799) < there - datetime.now(UTC) < timedelta(days=1801)
    finally:
        await supervisor.stop(["temporal"])
        supervisor.close()
