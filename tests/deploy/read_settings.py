"""A program: reads each process's words and environment (JSON, standard input) and answers with the settings that
the code makes of them, or with its complaints. Apart, because settings are read from the environment."""

import json
import os
import sys

from pydantic_settings import BaseSettings

from grants.contracts.queues import ROOMS
from runtime.identity.settings import IdentitySettings
from runtime.settings import Addresses, PlatformSettings, PortalSettings, SealSettings, room_settings


def settings_of(words: list[str]) -> list[BaseSettings]:
    """The settings classes a process reads at its start, filled from the environment."""
    match words:
        case ["migrate"] | ["/app/deploy/prepare.py", "databases"]:
            return [room_settings(room) for room in ROOMS]
        case ["serve", "portal"]:
            return [PlatformSettings(), PortalSettings(), Addresses()]
        case ["serve", "identity"]:
            return [PlatformSettings(), IdentitySettings()]
        case ["serve", "workflows"] | ["/app/deploy/prepare.py", "temporal"]:
            return [PlatformSettings()]
        case ["serve", "audit", "api" | "worker"]:
            return [PlatformSettings(), room_settings("audit"), SealSettings()]
        case ["serve", room, "api" | "worker"]:
            return [PlatformSettings(), room_settings(room)]
    raise ValueError(f"no process is started by: {words}")


def answer(process: dict[str, object]) -> dict[str, object]:
    os.environ.clear()
    os.environ.update(process["env"])
    try:
        return {type(one).__name__: one.model_dump(mode="json") for one in settings_of(process["words"])}
    except ValueError as error:  # pydantic's errors are values' errors
        return {"error": str(error)}


if __name__ == "__main__":
    json.dump([answer(process) for process in json.load(sys.stdin)], sys.stdout)
