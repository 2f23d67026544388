"""The sources of the program that runs: what its build id is made of, and what the archive keeps of it."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path
from platform import python_version

PACKAGES = ("grants", "runtime", "services", "workflows", "cli")
KINDS = frozenset({".py", ".yaml", ".po", ".html"})
LIBRARIES = "LIBRARIES.txt"
"""Beside the sources: the Python and the libraries they ran with, one a line."""


def build_id() -> str:
    """Twelve hexadecimal digits over every source file of the project, names included."""
    digest = hashlib.sha256()
    for name, content in _every():
        digest.update(f"{name}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def own_sources() -> dict[str, bytes]:
    """Every source file of this program by its path, and the libraries it runs with."""
    return {**dict(_every()), LIBRARIES: _libraries().encode()}


def _every() -> Iterator[tuple[str, bytes]]:
    for package in PACKAGES:
        root = _folder(package)
        for path in sorted(path for path in root.rglob("*") if path.suffix in KINDS):
            yield f"{package}/{path.relative_to(root).as_posix()}", path.read_bytes()


def _libraries() -> str:
    found = {f"{one.metadata['Name']} {one.version}" for one in distributions()}
    return "\n".join((f"python {python_version()}", *sorted(found, key=str.lower), ""))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent
