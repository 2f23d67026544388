"""Settings are read once, from the environment, frozen, and refused by name when one is missing or wrong."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from subprocess import PIPE
from typing import Any

import pytest
from pydantic import ValidationError

from runtime.settings import Addresses, PlatformSettings, PortalSettings, RoomSettings

READ = """
import json, os, sys
from pydantic import ValidationError
from runtime import settings

for line in sys.stdin:
    made, environment = json.loads(line)
    os.environ.clear()
    os.environ.update(environment)
    try:
        print(json.dumps([json.loads(eval(made).model_dump_json()), ""]), flush=True)
    except ValidationError as error:
        print(json.dumps([{}, str(error)]), flush=True)
"""
URL = "postgresql+asyncpg://application@localhost/application"
Read = Callable[..., tuple[dict[str, Any], str]]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """What a process with just this environment reads, and what it says when it cannot."""
    with subprocess.Popen([sys.executable, "-c", READ], stdin=PIPE, stdout=PIPE, text=True) as process:

        def ask(made: str, **environment: str) -> tuple[dict[str, Any], str]:
            process.stdin.write(json.dumps([f"settings.{made}", environment]) + "\n")
            process.stdin.flush()
            found, said = json.loads(process.stdout.readline())
            return found, said

        yield ask


def test_a_setting_comes_from_the_environment_by_its_name(read: Read) -> None:
    found, _ = read("PlatformSettings()", DESTEK_NATS_URL="nats://elsewhere:4222", DESTEK_PRODUCTION="true")
    assert (found["nats_url"], found["production"]) == ("nats://elsewhere:4222", True)
    assert found["temporal_address"] == "127.0.0.1:7233"


def test_a_room_reads_its_own_settings_and_not_its_neighbours(read: Read) -> None:
    both = {"DESTEK_APPLICATION_DATABASE_URL": URL, "DESTEK_EVALUATION_DATABASE_URL": "postgresql+asyncpg://other"}
    found, _ = read("room_settings('application')", **both, DESTEK_APPLICATION_API_PORT="8001")
    assert (found["database_url"], found["api_port"]) == (URL, 8001)


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        ("room_settings('application')", "database_url"),
        ("PortalSettings()", "session_secret"),
        ("PortalSettings()", "api_url"),
        ("Addresses()", "monitoring_api_url"),
    ],
)
def test_a_missing_setting_names_itself(read: Read, made: str, missing: str) -> None:
    _, said = read(made)
    assert f"{missing}\n  Field required" in said


@pytest.mark.parametrize(
    ("made", "environment", "field"),
    [
        ("PlatformSettings()", {"DESTEK_CLOCK": "sundial"}, "clock"),
        ("PlatformSettings()", {"DESTEK_STREAM_REPLICAS": "0"}, "stream_replicas"),
        ("PlatformSettings()", {"DESTEK_HEALTH_PORT": "65536"}, "health_port"),
        (
            "room_settings('audit')",
            {"DESTEK_AUDIT_DATABASE_URL": URL, "DESTEK_AUDIT_DATABASE_POOL": "1"},
            "database_pool",
        ),
        (
            "PortalSettings()",
            {"DESTEK_PORTAL_API_URL": "http://p", "DESTEK_PORTAL_SESSION_SECRET": "x" * 31},
            "session_secret",
        ),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(read: Read, made: str, environment: dict[str, str], field: str) -> None:
    found, said = read(made, **environment)
    assert found == {}
    assert f"\n{field}\n" in said


@pytest.mark.parametrize(
    "settings",
    [
        PlatformSettings(),
        RoomSettings(database_url=URL),
        PortalSettings(api_url="p", session_secret="x" * 32),
        Addresses(application_api_url="a", evaluation_api_url="e", monitoring_api_url="m", audit_api_url="u"),
    ],
)
def test_settings_do_not_change_while_the_process_runs(settings: Any) -> None:
    name = next(iter(type(settings).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, name, "other")
