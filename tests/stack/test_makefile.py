"""The first step of `make`: an environment with uv in it, also where Python came without its venv package."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSION = re.search(r"^UV := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
PYTHON = """#!/bin/sh
# A Python as Debian splits it: what is not in HAS was not installed. Its pip writes down what it is asked for.
case "$*" in
    *"import sys"*) exit 0 ;;
    *"import ensurepip"*) case "$HAS" in *venv*) exit 0 ;; esac; exit 1 ;;
    *"-m pip --version"*) case "$HAS" in *pip*) exit 0 ;; esac; exit 1 ;;
    *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python; echo "${0##*/} $*" >> asked ;;
    *"-m pip"*) echo "${0##*/} $*" >> asked; touch .venv/bin/uv ;;
    *) exit 9 ;;
esac
"""


def made(folder, has):
    """What `make .venv/bin/uv` did with such a Python: its end, and what was asked of Python in order."""
    shutil.copy(ROOT / "Makefile", folder)
    python = folder / "python-of-the-system"
    python.write_text(PYTHON)
    python.chmod(0o755)
    command = ["make", "--no-print-directory", ".venv/bin/uv", f"PYTHON={python}"]
    end = subprocess.run(
        command, cwd=folder, env=os.environ | {"HAS": has}, capture_output=True, text=True, check=False
    )
    asked = folder / "asked"
    return end, asked.read_text().splitlines() if asked.exists() else []


@pytest.mark.parametrize("has", ["venv", "venv pip"])
def test_a_whole_python_makes_the_environment_and_its_own_pip_installs_uv(tmp_path, has):
    end, asked = made(tmp_path, has)
    assert end.returncode == 0, end.stdout + end.stderr
    install = f"python -m pip install --quiet --disable-pip-version-check uv=={VERSION}"
    assert asked == ["python-of-the-system -m venv .venv", install]


def test_without_its_venv_package_the_pip_of_the_system_installs_uv_into_the_environment(tmp_path):
    end, asked = made(tmp_path, "pip")
    assert end.returncode == 0, end.stdout + end.stderr
    assert asked == [
        "python-of-the-system -m venv --without-pip .venv",
        f"python-of-the-system -m pip --python .venv install --quiet --disable-pip-version-check uv=={VERSION}",
    ]


def test_without_any_pip_it_says_what_to_install_and_leaves_nothing(tmp_path):
    end, asked = made(tmp_path, "")
    assert end.returncode != 0
    assert "apt install python3-venv" in end.stdout
    assert asked == []
    assert not (tmp_path / ".venv").exists()


def test_without_a_python_it_says_which_is_needed(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    command = ["make", "--no-print-directory", ".venv/bin/uv", "PYTHON="]
    end = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert end.returncode != 0
    assert "Python 3.11 or newer is needed" in end.stdout


def test_everything_is_run_and_what_is_no_journey_first():
    told = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    runs = [line for line in told.stdout.splitlines() if "/pytest " in line]
    assert ['-m "not journey"' in one for one in runs] == [True, False]
    assert [" -m journey " in one for one in runs] == [False, True]


def test_the_image_installs_the_same_uv():
    assert f"uv=={VERSION}" in (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
