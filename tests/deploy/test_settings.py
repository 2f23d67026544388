"""Every setting a deployment names is one the code reads, and every process gets what it needs."""

import json
import re
import subprocess
import sys
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic_settings import BaseSettings

from grants.contracts.queues import ROOMS
from runtime.identity.settings import IdentitySettings
from runtime.settings import (
    Addresses,
    KeepingSettings,
    LockSettings,
    PlatformSettings,
    PortalSettings,
    RoomSettings,
    SealSettings,
)
from tests.deploy.files import ROOT, texts
from tests.deploy.processes import PREPARE, Started, everything

NAME = re.compile(r"\bDESTEK_[A-Z0-9_]*[A-Z0-9]\b")
LOOPBACK = {"localhost", "127.0.0.1", "0.0.0.0", "::1"}  # noqa: S104 - names to be refused, nothing is bound
IN_TURN = everything()


def names_of(model: type[BaseSettings], prefix: str) -> set[str]:
    """The variables a settings class reads."""
    return {
        str(field.validation_alias) if field.validation_alias else f"{prefix}{name}".upper()
        for name, field in model.model_fields.items()
    }


def known() -> set[str]:
    single = (
        PlatformSettings,
        PortalSettings,
        Addresses,
        IdentitySettings,
        KeepingSettings,
        LockSettings,
        SealSettings,
    )
    names = {name for model in single for name in names_of(model, str(model.model_config["env_prefix"]))}
    return names.union(*(names_of(RoomSettings, f"DESTEK_{room}_") for room in ROOMS))


@cache
def read() -> dict[str, dict[str, Any]]:
    """What the code makes of each process's environment."""
    asked = json.dumps([{"words": one.words, "env": one.env} for one in IN_TURN])
    program = [sys.executable, str(ROOT / "tests" / "deploy" / "read_settings.py")]
    done = subprocess.run(program, input=asked, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return dict(zip(map(str, IN_TURN), json.loads(done.stdout), strict=True))


def test_every_setting_named_anywhere_in_the_deployment_exists_in_the_code() -> None:
    strange = {(path, name) for path, text in texts().items() for name in NAME.findall(text) if name not in known()}
    assert strange == set()


def test_a_name_that_the_code_does_not_read_is_noticed() -> None:
    assert "DESTEK_NATS_ADDRESS" not in known()
    assert {"DESTEK_NATS_URL", "DESTEK_AUDIT_DATABASE_URL", "DESTEK_PRODUCTION", "DESTEK_AUDIT_API_URL"} <= known()


@pytest.mark.parametrize("process", IN_TURN, ids=str)
def test_every_process_starts_with_the_settings_it_is_given(process: Started) -> None:
    assert "error" not in read()[str(process)], read()[str(process)]


@pytest.mark.parametrize("process", IN_TURN, ids=str)
def test_no_process_is_left_with_a_default_that_is_right_on_one_machine_only(process: Started) -> None:
    models = read()[str(process)]
    if platform := models.get("PlatformSettings"):
        needed = {"oidc_issuer"} | ({"nats_url"} if process.words[1:] not in {("portal",), ("temporal",)} else set())
        for name in needed:
            assert urlsplit(platform[name]).hostname not in LOOPBACK, name
        assert platform["temporal_address"].split(":")[0] not in LOOPBACK
        assert not platform["documents_url"].startswith("memory:")
        assert platform["api_host"] == "0.0.0.0"  # noqa: S104 - a container listens to its network
        assert platform["health_port"]
        assert platform["build_id"] != "development"


@pytest.mark.parametrize("process", [one for one in IN_TURN if one.words[0] == "serve"], ids=str)
def test_every_door_has_a_fixed_port(process: Started) -> None:
    models = read()[str(process)]
    own = next(
        (models[name] for name in ("RoomSettings", "PortalSettings", "IdentitySettings") if name in models), None
    )
    if own and process.words[-1] != "worker":
        assert own["api_port"] > 0


@pytest.mark.parametrize("process", IN_TURN, ids=str)
def test_a_process_holds_the_database_of_its_own_room_and_no_other(process: Started) -> None:
    held = {room for room in ROOMS if f"DESTEK_{room.upper()}_DATABASE_URL" in process.env}
    everyone = process.words in {("migrate",), (PREPARE, "databases")}
    assert held == (set(ROOMS) if everyone else set(ROOMS).intersection(process.words))


def test_production_runs_as_production_and_without_the_provider_that_asks_for_no_password() -> None:
    kubernetes = [one for one in IN_TURN if one.where == "kubernetes"]
    assert all(one.env["DESTEK_PRODUCTION"] == "true" for one in kubernetes)
    assert not any("identity" in one.words for one in kubernetes)
    portal = next(one for one in kubernetes if "portal" in one.words)
    assert portal.env["DESTEK_PORTAL_SECURE_COOKIES"] == "true"
    assert portal.env["DESTEK_PORTAL_API_URL"].startswith("https://")
    assert {one.env["DESTEK_STREAM_REPLICAS"] for one in kubernetes} == {"3"}


@pytest.mark.parametrize("process", IN_TURN, ids=str)
def test_only_what_makes_the_tables_knows_their_owner_and_only_the_audit_room_has_the_key(process: Started) -> None:
    makes_tables = process.words in {("migrate",), (PREPARE, "databases")}
    assert ("DESTEK_AUDIT_MIGRATION_URL" in process.env) == makes_tables
    assert ("DESTEK_AUDIT_KEY_FILE" in process.env) == (process.words[:2] == ("serve", "audit"))


def reads_payloads(process: Started) -> bool:
    """Whether it has to do with what workflows carry: every room and the workflows; not those who only show pages."""
    return process.words[:2] == ("serve", "workflows") or process.words[1:2] in {(room,) for room in ROOMS}


@pytest.mark.parametrize("process", IN_TURN, ids=str)
def test_whoever_reads_what_workflows_carry_has_its_keys_at_hand_and_the_master_key_mounted(process: Started) -> None:
    mounted = {path for name, path in process.mounts.items() if name.startswith("payload-")}
    if not reads_payloads(process):
        assert mounted == set()
        return
    settings = read()[str(process)]["PlatformSettings"]
    assert settings["payload_master_key_file"].rpartition("/")[0] in mounted
    store = urlsplit(settings["payload_keys_url"])
    assert store.scheme == "s3" or store.path in mounted
    assert store.scheme != "s3" or {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} <= process.env.keys()
    assert settings["payload_make_key"] is (process.where == "compose")
