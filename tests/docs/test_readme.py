"""What the README says can be done can be done."""

import json
import re
import tomllib
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import httpx
import pytest
import yaml
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from typer.main import get_command
from typer.testing import CliRunner

from cli.cases.people import in_role
from cli.main import program
from cli.serve import plan_of
from cli.stack.options import PEOPLE
from grants.contracts.queues import ROOMS
from grants.policy import Role
from runtime.documents import open_documents
from runtime.identity.app import create_app
from runtime.identity.people import load_people
from runtime.identity.settings import IdentitySettings
from runtime.messages import catalogue
from runtime.settings import PlatformSettings
from services.portal import file_acts, grant_acts, pages
from services.portal.acting import Act
from services.portal.rooms import Room
from tests.docs.reading import ROOT, commands, fences
from tests.services.portal.test_every_act import OPEN

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DESTEK = commands(README, "destek")
MAKE = commands(README, "make")

RUN_HERE = {
    "up --help": "--split",
    "demo --help": "tr or en",
    "migrate --help": "DESTEK_<ROOM>_DATABASE_URL",
    "serve --help": "workflows",
    "load inventory --check-only": "356: growing 14, idea 321, mature 3, start_up 18",
    "load evaluators --help": "--check-only",
    "rules list": "kdp-2014",
    "rules show kdp-2014 --section money": "money.overall_cap",
    "rules diff kdp-2014@2014-12-31 kdp-2014": "audit.yearly",
    "rules schema plan": "packages",
}
"""Cheap commands, run as they stand, with a word of what they must say."""

RUN_ELSEWHERE = {
    "up --split": "tests/stack/test_stack.py::test_apart_every_api_and_every_worker_is_a_process",
    "demo": "tests/journeys/test_life.py::test_it_passes_every_stage_in_order_and_is_completed",
    "demo --json": "tests/journeys/test_life.py::test_it_passes_every_stage_in_order_and_is_completed",
    "audit story APPLICATION": "tests/journeys/test_life.py::test_the_story_names_the_money_and_the_rule",
    "audit replay APPLICATION": "tests/workflows/test_audit_replay.py::"
    "test_a_withdrawn_application_is_proven_from_end_to_end",
    "audit replay APPLICATION --out histories --json": "tests/workflows/test_audit_replay.py::"
    "test_a_run_written_to_a_file_replays_from_it",
    "audit replay APPLICATION --against BUILD": "tests/services/audit/test_builds.py::"
    "test_a_run_is_taken_again_by_a_build_out_of_the_archive_and_by_no_other_bytes",
    "audit replay --all --year 2027 --report found --resume": "tests/workflows/test_audit_replay.py::"
    "test_what_one_inspector_may_not_read_ends_nothing_and_is_looked_at_again_by_another",
    "audit check --key ID --last-key ID --root FILE": "tests/services/audit/test_tampering.py::"
    "test_whoever_walks_the_ledger_from_outside_comes_to_a_verdict",
    "audit export APPLICATION --redacted": "tests/journeys/test_life.py::"
    "test_the_whole_life_is_taken_along_without_what_is_personal_and_holds",
    "audit verify APPLICATION.zip --key ID --last-key ID --root FILE": "tests/cli/test_dossier.py::"
    "test_what_an_auditor_wrote_down_is_compared",
    "demo --dossier grant.zip": "tests/journeys/test_demo_command.py::"
    "test_it_prints_one_json_object_tells_the_story_apart_and_leaves_a_dossier_that_is_proven",
    "rules check plan.json --regime kdp-2014": "tests/cli/rules/test_checking.py::"
    "test_a_plan_and_a_consortium_that_keep_the_rules_end_with_code_0",
    "rules explain decision.json --language en": "tests/cli/rules/test_checking.py::"
    "test_a_recorded_decision_is_told_step_by_step_and_comes_out_the_same",
    "rules lint draft.yaml": "tests/cli/rules/test_checking.py::test_a_draft_without_fault_ends_with_code_0",
    "rules simulate --regime draft.yaml --against CALL": "tests/cli/rules/test_simulating.py::"
    "test_the_program_asks_the_doors_whose_addresses_it_is_given",
    "status --json": "tests/stack/test_commands.py::test_status_shows_every_part_and_no_secret",
    "logs evaluation": "tests/stack/test_commands.py::test_logs_of_a_room_are_its_lines_in_the_process_the_rooms_share",
    "events dead list": "tests/cli/test_dead_letters.py::test_a_dead_letter_shows_who_gave_up_which_event",
    "events dead replay --all": "tests/cli/test_dead_letters.py::"
    "test_an_event_given_again_reaches_its_listener_under_the_same_id_and_leaves_the_list",
    "load inventory": "tests/journeys/test_crash.py::file_of",
    "load demo": "tests/journeys/test_demo_data.py::test_work_waits_for_everyone_of_whom_the_readme_says_so",
}
"""Commands too dear to run again, each with the test that runs what it does."""


def endpoints(room):
    """Method and path of every door of a room."""
    platform = SimpleNamespace(
        documents=open_documents("memory:///"),
        texts=catalogue("grants", "runtime"),
        settings=PlatformSettings(),
        bus=None,
    )
    doors = FastAPI()
    for router in plan_of(room).routers(platform):
        doors.include_router(router)
    return {(method.upper(), path) for path, ways in doors.openapi()["paths"].items() for method in ways}


@pytest.mark.parametrize("words", DESTEK, ids=" ".join)
def test_every_command_line_is_one_the_program_understands(words):
    command, rest = get_command(program()), list(words)
    while hasattr(command, "commands") and rest[0] in command.commands:
        command = command.commands[rest.pop(0)]
    if "--help" in rest:
        assert rest == ["--help"]
    else:
        command.make_context(words[0], rest)


@pytest.mark.parametrize("words", DESTEK, ids=" ".join)
def test_every_command_is_run_here_or_by_a_test_that_exists(words):
    line = " ".join(words)
    if line in RUN_HERE:
        answer = CliRunner().invoke(program(), words, terminal_width=200)
        assert answer.exit_code == 0
        assert RUN_HERE[line] in answer.output
    else:
        path, name = RUN_ELSEWHERE[line].split("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_no_command_is_covered_that_the_readme_no_longer_names():
    assert RUN_HERE.keys() | RUN_ELSEWHERE.keys() == {" ".join(words) for words in DESTEK}


def test_the_program_is_installed_under_the_name_the_readme_calls():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"]["destek"] == "cli.main:main"


@pytest.mark.parametrize("words", MAKE, ids=" ".join)
def test_every_make_target_exists_with_its_help(words):
    assert re.search(rf"^{words[0]}:.*## ", MAKEFILE, re.MULTILINE)


def test_every_target_people_need_is_named():
    assert {"up", "test", "check", "status", "down", "bench"} == {words[0] for words in MAKE}


def test_every_demo_person_named_is_one_who_can_sign_in_with_work_of_that_role():
    known = {person["id"] for person in yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))["people"]}
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", README, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row)}
    assert named
    assert named <= known


def test_every_role_of_the_policy_has_a_demo_person_in_the_readme():
    told = set(re.findall(r"`([a-z0-9-]+)`", README))
    without = {role for role in Role if not told & {str(one["id"]) for one in in_role(role.value)}}
    assert without == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_door_named_is_one_the_room_has(room):
    named = set(re.findall(rf"`(GET|POST) (/[^`]+)` on {room}\b", README))
    assert named <= endpoints(room)


def test_every_row_of_the_table_names_a_door():
    rows = [line for line in README.splitlines() if re.match(r"\| [A-Z][^|]+\| (`|whoever)", line)]
    assert len(rows) == 14
    assert all(re.search(rf"`(GET|POST) /[^`]+` on ({'|'.join(ROOMS)}) \|$", row) for row in rows)


def rows() -> list[tuple[str, str, tuple[Room, str]]]:
    """Of each row of the table whether it names a form or a page, which, and the door of the same act."""
    found = re.findall(r"\| (form|no form yet; page) `(/[^`]+)` \| `POST (/[^`]+)` on (\w+) \|$", README, re.MULTILINE)
    return [(kind, page, (Room(room), door)) for kind, page, door, room in found]


def portal(method: str) -> set[str]:
    """The addresses of the portal's pages."""
    modules = [import_module(f"services.portal.pages.{one.name}") for one in iter_modules(pages.__path__)]
    routes = [route for one in modules for route in getattr(one, "router", APIRouter()).routes]
    return {route.path for route in routes if isinstance(route, APIRoute) and method in route.methods}


def place_of(page: str) -> tuple[Act, ...]:
    """The acts of a place that a page names; none where it is a page of its own."""
    name = page.partition("/do/")[2].partition("/")[0]
    if page.startswith("/grants/"):
        return grant_acts.PLACES[name].acts if name else ()
    return file_acts.PLACES[name] if name else ()


def test_every_row_names_a_page_that_the_portal_has() -> None:
    assert len(rows()) == 14
    for kind, page, _ in rows():
        known = re.sub(r"/do/[a-z-]+", "/do/{place}", page)
        assert known in portal("POST" if kind == "form" else "GET"), page


def test_a_form_named_does_what_its_door_does_and_no_form_is_denied_that_is_there() -> None:
    for kind, page, (room, door) in rows():
        assert ((room, door) in OPEN) == (kind != "form"), page
        doors = [re.sub(r"\{[^}]*\}", "{}", act.door) for act in place_of(page)]
        assert re.sub(r"\{[^}]*\}", "{}", door) in doors or "/do/" not in page, page


def test_every_kind_of_work_without_a_form_is_named_and_none_that_has_one() -> None:
    said = README[README.index("## What is not there yet") :]
    named = [(Room(room), door) for door, room in re.findall(r"`POST (/[^`]+)` on (\w+)", said)]
    assert sorted({OPEN[door] for door in named}) == sorted(set(OPEN.values()))
    assert len(named) == len(set(OPEN.values()))


def test_every_other_page_named_is_one_the_portal_has() -> None:
    named = set(re.findall(r"(?:page|form) `(/[^`]+)`", README)) - {page for _, page, _ in rows()}
    assert named
    assert named <= portal("GET")


async def test_the_token_is_given_for_the_asking_as_written(tmp_path):
    (line,) = [words for words in commands(README, "curl") if "IDENTITY/token" in words]
    form = dict(line[place + 1].split("=", 1) for place, word in enumerate(line) if word == "-d")
    settings = IdentitySettings(
        api_url="http://identity.test", key_file=tmp_path / "key.json", people=PEOPLE, _env_file=None
    )
    provider = httpx.ASGITransport(create_app(settings, load_people(PEOPLE)))
    async with httpx.AsyncClient(transport=provider, base_url="http://identity.test") as http:
        answer = await http.post("/token", data=form)
    assert answer.status_code == 200
    assert answer.json()["access_token"]


def test_the_written_act_is_a_door_and_carries_a_key_and_json():
    (line,) = [words for words in commands(README, "curl") if any("/check/admit" in word for word in words)]
    headers = dict(line[place + 1].split(": ", 1) for place, word in enumerate(line) if word == "-H")
    assert headers.keys() == {"Authorization", "Idempotency-Key", "Content-Type"}
    assert json.loads(line[line.index("-d") + 1]).keys() == {"note"}


def test_every_shell_line_is_a_command_these_tests_know():
    lines = [line for block in fences(README, "sh") for line in block.splitlines() if line.strip()]
    assert len(lines) == len(DESTEK) + len(MAKE) + len(commands(README, "curl"))
