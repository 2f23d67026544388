"""The packages are ours wherever they are imported from, and each stands only on what it may stand on."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("grants", "runtime", "services", "workflows", "cli")
WHERE = (
    "import importlib, json, sys;"
    "print(json.dumps({name: list(importlib.import_module(name).__path__) for name in sys.argv[1:]}))"
)
ROOMS = ("application", "evaluation", "monitoring", "audit", "notification", "portal")


def found_from(folder: Path, *names: str) -> dict[str, list[str]]:
    """Where another process, started elsewhere, finds these packages."""
    command = [sys.executable, "-P", "-W", "error", "-c", WHERE, *names]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    answer = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, list[str]] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_ours_even_where_another_of_that_name_is_installed(name: str, tmp_path: Path) -> None:
    assert found_from(tmp_path, name) == {name: [str(ROOT / name)]}


def test_every_room_is_found_from_anywhere(tmp_path: Path) -> None:
    names = [f"services.{room}" for room in ROOMS]
    assert set(found_from(tmp_path, *names)) == set(names)
    assert {folder.name for folder in (ROOT / "services").iterdir() if (folder / "__init__.py").exists()} == set(ROOMS)


def test_the_import_contracts_are_kept() -> None:
    lint = Path(sysconfig.get_path("scripts")) / "lint-imports"
    command = [str(lint), "--config", str(ROOT / "import-contracts.toml"), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
    assert " 0 broken" in answer.stdout
