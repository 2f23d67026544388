"""Every process a deployment starts is a command of `destek`, and none that production needs is missing."""

import pytest
import typer
from typer.core import TyperGroup

from cli.main import program
from grants.contracts.queues import ROOMS
from tests.deploy.files import ROOT
from tests.deploy.processes import PREPARE, Started, Words, everything, expected, of_compose, of_kubernetes

IN_TURN = everything()
UsageError = typer.BadParameter.__mro__[1]
"""What typer raises for words it does not know, by any of its names."""

ONCE: set[Words] = {("migrate",), (PREPARE, "temporal")}


def parsed(words: Words) -> str:
    """The command these words reach, its arguments checked as on a call, nothing run. Raises UsageError."""
    context = typer.main.get_command(program()).make_context("destek", list(words), resilient_parsing=False)
    command = context.command
    while isinstance(command, TyperGroup):
        name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        context = found.make_context(name, rest, parent=context)
        command = found
    return context.command_path


@pytest.mark.parametrize("process", [one for one in IN_TURN if one.words[0] != PREPARE], ids=str)
def test_every_command_exists_with_these_arguments(process: Started) -> None:
    assert parsed(process.words)


@pytest.mark.parametrize("words", [("serve", "nowhere"), ("serve", "audit", "door"), ("migrat",), ("serve", "audit")])
def test_a_command_that_does_not_exist_is_noticed(words: Words) -> None:
    with pytest.raises(UsageError):
        parsed(words)


def test_compose_runs_each_door_and_each_worker_apart_as_the_stack_does() -> None:
    assert {one.words for one in of_compose()} == expected() | ONCE | {(PREPARE, "databases")}


def test_kubernetes_runs_all_of_it_but_the_provider_for_development() -> None:
    assert {one.words for one in of_kubernetes()} == (expected() | ONCE) - {("serve", "identity")}


def test_the_portal_finds_every_room_where_it_listens() -> None:
    for started in (of_compose(), of_kubernetes()):
        portal = next(one for one in started if one.words == ("serve", "portal"))
        for room in ROOMS:
            door = next(one for one in started if one.words == ("serve", room, "api"))
            port = door.env[f"DESTEK_{room.upper()}_API_PORT"]
            assert portal.env[f"DESTEK_{room.upper()}_API_URL"] == f"http://{door.name}:{port}"


def test_the_files_a_process_is_pointed_to_are_in_the_image() -> None:
    inside = [value for one in IN_TURN for value in (*one.words, *one.env.values()) if value.startswith("/app/")]
    inside = [value for value in inside if ":" not in value]
    assert inside
    assert [path for path in inside if not (ROOT / path.removeprefix("/app/")).is_file()] == []
