"""Every deadline a regime fixes has its consequence: some room reads it, by itself or through the rule of times."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import services
from grants.regimes.model import Deadlines
from grants.rules import deadlines
from grants.rules.deadlines import Due


@cache
def rooms() -> frozenset[str]:
    """The names of the attributes the rooms read."""
    return frozenset(name for path in Path(services.__path__[0]).rglob("*.py") for name in attributes(path))


def attributes(path: Path) -> set[str]:
    """Those of a file; none of one in which no name of a deadline stands."""
    text = path.read_text("utf-8")
    if not ASKED_FOR.search(text):
        return set()
    return {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}


ASKED_FOR = re.compile(rf"\.\s*({'|'.join((*Deadlines.model_fields, *(due.name for due in Due)))})\b")
RULE = attributes(Path(deadlines.__file__))


@pytest.mark.parametrize("name", sorted(Deadlines.model_fields))
def test_no_deadline_of_a_regime_is_read_by_nobody(name: str) -> None:
    assert name in rooms() | RULE


def test_a_room_asks_for_the_times_the_rule_reads_by_name_or_by_its_own_word_for_them() -> None:
    by_stage = {Due.ADMINISTRATIVE_CHECK, Due.COMPLETION, Due.NEGOTIATION, Due.APPROVAL, Due.FOUNDING, Due.SIGNING}
    by_kind = {Due.RECOVERY_DUE}
    assert {due.name for due in Due} - {due.name for due in by_stage | by_kind} <= rooms()
