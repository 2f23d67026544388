"""Every stop of the tour is where it says: the file exists and defines what the link names."""

import ast
import re
from pathlib import Path

import pytest

from tests.docs.reading import DOCS, links

TOUR = DOCS / "tour.md"
STOPS = [(text.strip("`"), target) for text, target in links(TOUR.read_text(encoding="utf-8")) if text.startswith("`")]


def defined(path: Path) -> set[str]:
    """Every name a module defines at its top or in a class ("Relay.reconcile")."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names |= _names(node)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{name}" for inner in node.body for name in _names(inner)}
    return names


def _names(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case _:
            return set()


USED = re.compile(r"\b(?:class|def) (\w+)|^[ \t]*(\w+)[ \t]*[:=]", re.MULTILINE)
"""A name that code defines, or that stands before a colon or a sign of equality at the beginning of a line."""


@pytest.mark.parametrize(("name", "target"), STOPS, ids=lambda part: part)
def test_a_stop_names_what_its_file_defines(name, target):
    path = (DOCS / target).resolve()
    assert path.is_file()
    if path.suffix == ".py" and name != path.name:
        assert name in defined(path), f"{name} is not in {target}"


def test_the_tour_stops_in_every_layer():
    parts = {Path(target).parts[1] for _, target in STOPS}
    assert {"grants", "runtime", "services", "workflows", "cli"} <= parts


def test_every_name_in_the_glossary_is_one_the_code_uses():
    rows = [line.split("|") for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()]
    named = [row[3].strip().strip("`") for row in rows if len(row) == 6 and row[3].strip().startswith("`")]
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for package in ("grants", "runtime", "services", "workflows", "cli")
        for path in (DOCS.parent / package).rglob("*")
        if path.suffix in {".py", ".yaml"} and ".venv" not in path.parts
    )
    assert len(named) > 40
    files = {path.parent.name for path in (DOCS.parent / "grants" / "regimes").glob("*/*.yaml")}
    used = {one for pair in USED.findall(source) for one in pair}
    assert [name for name in named if name.rpartition(".")[2] not in used and name not in files] == []
