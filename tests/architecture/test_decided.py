"""What an order or an event makes a room tell, nobody decided there: such an event can carry its explanation."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import services
from grants import contracts
from grants.contracts.event import DecidedData, EventData

ROOT = Path(services.__path__[0]).parent
ROOMS = ("application", "evaluation", "monitoring")
TELLS_WHAT_IS_DECIDED_ELSEWHERE = {
    "StageEntered": "a stage is opened in its order; what came before is explained where it was decided",
    "ContractPrepared": "a paper is written from what was agreed",
    "ConsortiumChanged": "who leads the grant by its newest plan leads the consortium it came of",
    "PresentationCalled": "the board's session is passed on to the applicant",
    "PresentationCancelled": "the board's session is passed on to the applicant",
    "NegotiationPointRaised": "a point the board put is passed on",
    "CommitteeOpened": "the board meets on what the call has for it",
    "ReserveMovedUp": "told of the call, with its explanation, in the same transaction",
    "ReserveClosed": "nobody is left, and each who left was told why",
    "FeedbackIssued": "the applicants may read what was decided and explained",
    "FeedbackBlocked": "a text waits for an officer; nothing is decided of it",
}
"""Events that need no explanation of their own, each with why."""

Function = tuple[str, str]


@cache
def tree(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text("utf-8"))


@cache
def functions(module: str) -> dict[str, ast.AST]:
    return {node.name: node for node in tree(module).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@cache
def imported(module: str) -> dict[str, tuple[str, str]]:
    """Name in this module → (module it comes from, its name there)."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def is_room(module: str) -> bool:
    return module.startswith("services.") and ROOT.joinpath(*module.split(".")).with_suffix(".py").exists()


def named(module: str, node: ast.AST) -> Iterator[tuple[str, str]]:
    """Every (module, name) a piece of code speaks of, as its imports have it."""
    known = imported(module)
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield known.get(part.id, (module, part.id))
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in known:
            package, name = known[part.value.id]
            yield f"{package}.{name}", part.attr


def reached(room: str) -> set[Function]:
    """Every function of a room's use cases that an order of a workflow or an event of another room can come to."""
    starts = (f"services.{room}.activities", f"services.{room}.events")
    left, seen = [one for start in starts for one in named(start, tree(start))], set()
    while left:
        module, name = left.pop()
        if (module, name) in seen or not is_room(module) or name not in functions(module):
            continue
        seen.add((module, name))
        left.extend(named(module, functions(module)[name]))
    return seen


def every(kind: type[EventData] = EventData) -> Iterator[type[EventData]]:
    """Every kind of event there is, once all modules of the language are read."""
    for module in iter_modules(contracts.__path__, f"{contracts.__name__}."):
        import_module(module.name)
    yield from _below(kind)


def _below(kind: type[EventData]) -> Iterator[type[EventData]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def told(room: str) -> set[str]:
    """The room's own events among what is spoken of there."""
    events = {one.__name__ for one in every() if getattr(one, "SUBJECT", "").startswith(f"{room}.")}
    return {
        name
        for module, function in reached(room)
        for source, name in named(module, functions(module)[function])
        if name in events and source.startswith("grants.contracts")
    }


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_tells_without_a_person_can_carry_its_explanation(room: str) -> None:
    by_name = {one.__name__: one for one in every()}
    found = told(room)
    assert len(found) > 3
    bare = {name for name in found if not issubclass(by_name[name], DecidedData)}
    assert bare <= set(TELLS_WHAT_IS_DECIDED_ELSEWHERE), bare - set(TELLS_WHAT_IS_DECIDED_ELSEWHERE)


def test_no_event_is_excused_that_only_people_make_a_room_tell() -> None:
    assert set(TELLS_WHAT_IS_DECIDED_ELSEWHERE) <= set().union(*(told(room) for room in ROOMS))
