"""What is told of a file's marks from its text is what its tests have."""

import re
from pathlib import Path

import pytest

from tests.conftest import LONGEST
from tests.marks import MARKS, alike, asked_for

TESTS = Path(__file__).parents[1]
FAST = "not servers and not journey and not browser and not long"
SERVERS = "(servers or browser or long) and not journey"
ELSEWHERE = re.compile(
    r"add_marker|import .*\bpytestmark\b|\bgetattr\(pytest\.mark|import mark\b|^from pytest import .*mark", re.MULTILINE
)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("def test_one() -> None: ...", frozenset()),
        ("pytestmark = pytest.mark.servers\n", frozenset({"servers"})),
        ("@pytest.mark.servers\ndef test_one() -> None: ...", None),
        ("pytestmark = pytest.mark.servers\n@pytest.mark.long\ndef test_one() -> None: ...", None),
        ("pytestmark = pytest.mark.asyncio\n@pytest.mark.parametrize('a', [])\n", frozenset()),
    ],
)
def test_marks_are_told_where_every_test_of_a_file_has_them(text: str, marks: frozenset[str] | None) -> None:
    assert alike(text) == marks


@pytest.mark.parametrize(
    ("marks", "expression", "meant"),
    [
        ((), FAST, True),
        ((), SERVERS, False),
        (("servers",), FAST, False),
        (("servers",), SERVERS, True),
        (("journey",), SERVERS, False),
        (("journey",), "journey", True),
        (("servers",), "", True),
        ((), "servers and slow", True),
    ],
)
def test_a_file_is_left_out_only_where_none_of_its_tests_is_meant(
    marks: tuple[str, ...], expression: str, *, meant: bool
) -> None:
    assert asked_for(marks, expression) is meant


def test_no_test_that_starts_servers_is_run_as_one_that_needs_none(request: pytest.FixtureRequest) -> None:
    """Held for those that are run with this one: the quick check would start servers for the sake of a single test."""
    asking = [item for item in request.session.items if "servers" in getattr(item, "fixturenames", ())]
    assert [item.nodeid for item in asking if not {one.name for one in item.iter_markers()} & MARKS] == []


def test_what_takes_long_is_there_and_no_journey_is_left_to_the_end_of_the_whole() -> None:
    files = {str(path.relative_to(TESTS)) for path in TESTS.rglob("test_*.py")}
    assert set(LONGEST) <= files
    assert {name for name in files if "journey" in (alike((TESTS / name).read_text()) or ())} <= set(LONGEST)


def test_no_test_is_marked_in_another_way_than_in_its_own_file() -> None:
    own = {"tests/marks.py", "tests/architecture/test_marks.py"}
    files = {str(path.relative_to(TESTS.parent)): path.read_text() for path in TESTS.rglob("*.py")}
    assert [name for name, text in files.items() if name not in own and ELSEWHERE.search(text)] == []
    assert [name for name, text in files.items() if "/test_" not in name and "pytest.mark." in text] == []
