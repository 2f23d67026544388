"""docker-compose.yml: right by the specification, pinned, closed, and whole."""

import json
import re
import subprocess
from typing import Any

import pytest
from compose_spec import PyCompose

from grants.contracts.queues import ROOMS
from runtime.embedded.broker import script
from runtime.http.health import health_router
from tests.deploy.files import DEPLOY, ROOT, compose, compose_variables, example, image_environment

PINNED = re.compile(r"^[a-z0-9/-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$")
SERVICES: dict[str, dict[str, Any]] = compose()["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"].startswith("destek:")}


def test_the_specification_takes_it_and_every_reference_leads_somewhere() -> None:
    PyCompose.from_json(json.dumps(compose())).validate()


def test_the_specification_refuses_a_key_it_does_not_know() -> None:
    wrong = compose()
    wrong["services"]["nats"]["restarts"] = "always"
    with pytest.raises(ValueError, match="restarts"):
        PyCompose.from_json(json.dumps(wrong)).validate()


def test_every_foreign_image_is_pinned() -> None:
    assert [one["image"] for name, one in SERVICES.items() if name not in OURS and not PINNED.match(one["image"])] == []


def test_what_is_waited_for_exists_and_can_come_true() -> None:
    for name, service in SERVICES.items():
        for other, asked in service.get("depends_on", {}).items():
            waited = SERVICES[other]
            match asked["condition"]:
                case "service_healthy":
                    assert "healthcheck" in waited, (name, other)
                case "service_completed_successfully":
                    assert waited["restart"].startswith("on-failure"), (name, other)
                case condition:
                    pytest.fail(f"{name} waits for {other} to be {condition}")


def test_nobody_waits_for_a_service_of_a_profile_that_may_be_left_out() -> None:
    optional = {name for name, one in SERVICES.items() if "profiles" in one}
    assert optional == {"identity"}
    assert not any(optional & set(one.get("depends_on", ())) for one in SERVICES.values())


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_limited_and_none_has_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert service["logging"]["options"]["max-size"]
    assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service)
    if name in OURS:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_files_that_are_mounted_exist_and_are_read_only() -> None:
    mounts = [mount for one in SERVICES.values() for mount in one.get("volumes", ()) if mount.startswith("./")]
    assert mounts
    for mount in mounts:
        source, _, mode = mount.split(":")
        assert (ROOT / source).is_file(), source
        assert mode == "ro"


def test_every_volume_is_used_and_none_is_nameless() -> None:
    used = {mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", ())}
    assert {name for name in used if not name.startswith("./")} == set(compose()["volumes"])


def test_the_example_names_exactly_what_is_asked_for() -> None:
    assert set(example()) == compose_variables() | {"COMPOSE_PROFILES"}


def test_the_example_holds_no_secret() -> None:
    secret = {name: value for name, value in example().items() if name.endswith(("_PASSWORD", "_SECRET"))}
    assert len(secret) == len(ROOMS) + 5
    assert set(secret.values()) == {""}


def test_only_the_pages_sign_in_and_the_engineers_view_are_reachable_and_only_from_this_machine() -> None:
    reachable = {name: one["ports"] for name, one in SERVICES.items() if "ports" in one}
    assert set(reachable) == {"portal", "identity", "temporal-ui"}
    assert all(port.startswith("127.0.0.1:") for ports in reachable.values() for port in ports)


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_is_healthy_when_it_says_it_is_ready(room: str) -> None:
    service = SERVICES[f"{room}-api"]
    ((port, path),) = re.findall(r"http://127\.0\.0\.1:(\d+)(/[a-z/]+)", service["healthcheck"]["test"][-1])
    assert port == str(service["environment"][f"DESTEK_{room.upper()}_API_PORT"])
    assert path in {route.path for route in health_router({}).routes}


def test_documents_are_kept_in_a_volume_by_whoever_keeps_them() -> None:
    keepers = ("application-api", "application-worker", "audit-api", "audit-worker")
    for name in keepers:
        assert "documents:/data" in SERVICES[name]["volumes"]
        assert SERVICES[name]["environment"]["DESTEK_DOCUMENTS_URL"].startswith("file:///data/")


def test_temporals_own_pages_have_what_they_cannot_read_opened_by_the_portal() -> None:
    environment = SERVICES["temporal-ui"]["environment"]
    assert environment["TEMPORAL_CODEC_ENDPOINT"] == f"{example()['DESTEK_PORTAL_API_URL']}/codec"
    assert environment["TEMPORAL_CODEC_INCLUDE_CREDENTIALS"] is True
    (port,) = SERVICES["temporal-ui"]["ports"]
    assert SERVICES["portal"]["environment"]["DESTEK_PORTAL_CODEC_ORIGIN"].endswith(":" + port.split(":")[1])


def test_a_process_has_longer_to_stop_than_it_takes() -> None:
    assert {one["stop_grace_period"] for one in OURS.values()} == {"60s"}


def test_no_process_is_told_another_build_than_the_image_it_runs() -> None:
    assert "DESTEK_BUILD_ID" in image_environment()
    assert not any("DESTEK_BUILD_ID" in one.get("environment", {}) for one in OURS.values())


def test_the_bus_takes_its_configuration_and_writes_before_it_acknowledges() -> None:
    path = DEPLOY / "nats" / "nats.conf"
    done = subprocess.run([script("nats-server"), "-t", "-c", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\s*sync_interval: always$", path.read_text(encoding="utf-8"), re.MULTILINE)
