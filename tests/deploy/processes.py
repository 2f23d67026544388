"""Every process a deployment starts: its words on the command line and its whole environment."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cli.stack.options import StackOptions
from cli.stack.plan import processes
from tests.deploy.files import K8S, built, compose, image_environment, secrets

Words = tuple[str, ...]
PREPARE = "/app/deploy/prepare.py"


@dataclass(frozen=True)
class Started:
    name: str
    words: Words
    env: dict[str, str]
    where: str
    mounts: dict[str, str] = field(default_factory=dict)
    """Where each volume is, by its name."""

    def __str__(self) -> str:
        return f"{self.where}:{self.name}"


def expected() -> set[Words]:
    """What runs when every door and worker runs apart, as the stack itself says it."""
    return {process.words for process in processes(StackOptions(data=Path("unused"), split=True))}


def _said(value: object) -> str:
    """A value as compose hands it on."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def of_compose() -> list[Started]:
    found = []
    for name, service in compose()["services"].items():
        if not service["image"].startswith("destek:"):
            continue
        words = (*service.get("entrypoint", ())[1:], *service["command"])
        env = {key: _said(value) for key, value in service.get("environment", {}).items()}
        mounts = dict(one.split(":")[:2] for one in service.get("volumes", ()))
        found.append(Started(name, words, image_environment() | env, "compose", mounts))
    return found


def of_kubernetes(folder: Path = K8S / "overlays" / "production") -> list[Started]:
    documents = built(folder)
    maps = {d["metadata"]["name"]: d["data"] for d in documents if d["kind"] == "ConfigMap"}
    found = []
    for document in documents:
        if document["kind"] in {"Deployment", "Job"}:
            container = container_of(document)
            env = image_environment() | _environment(container, maps)
            words = (*container.get("command", ())[1:], *container["args"])
            mounts = {one["name"]: one["mountPath"] for one in container.get("volumeMounts", ())}
            found.append(Started(document["metadata"]["name"], words, env, "kubernetes", mounts))
    return found


def container_of(document: dict[str, Any]) -> dict[str, Any]:
    """The one container of a Deployment's or Job's pods."""
    (container,) = document["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = container
    return found


def _environment(container: dict[str, Any], maps: dict[str, dict[str, str]]) -> dict[str, str]:
    env: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        if "configMapRef" in source:
            env |= maps[source["configMapRef"]["name"]]
        else:
            env |= secrets()[source["secretRef"]["name"]]
    for entry in container.get("env", ()):
        if "value" in entry:
            env[entry["name"]] = entry["value"]
        else:
            asked = entry["valueFrom"]["secretKeyRef"]
            env[entry["name"]] = secrets()[asked["name"]][asked["key"]]
    return env


@cache
def everything() -> list[Started]:
    return [*of_compose(), *of_kubernetes()]
