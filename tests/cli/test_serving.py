"""A process reads the code it serves and no other."""

import ast
from pathlib import Path

import cli.serve


def test_what_is_served_is_read_only_by_the_process_that_serves_it():
    """Read at the top, the pages and the workflows would be read by every worker of every room."""
    top = ast.parse(Path(cli.serve.__file__).read_text(encoding="utf-8")).body
    read = {name for node in top for name in _modules(node)}
    assert "runtime.room" in read
    assert not {name for name in read if name.startswith(("services.", "workflows.", "runtime.identity.app"))}


def _modules(node: ast.stmt) -> set[str]:
    match node:
        case ast.ImportFrom(module=str(module)):
            return {module}
        case ast.Import(names=names):
            return {alias.name for alias in names}
        case _:
            return set()
