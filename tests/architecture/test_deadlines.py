"""Every deadline a regime fixes has its consequence: some room reads it."""

import ast
from pathlib import Path

import pytest

import services
from grants.regimes.model import Deadlines

READ = {
    node.attr
    for path in Path(services.__path__[0]).rglob("*.py")
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.Attribute)
}


@pytest.mark.parametrize("name", sorted(Deadlines.model_fields))
def test_no_deadline_of_a_regime_is_read_by_nobody(name: str) -> None:
    assert name in READ
