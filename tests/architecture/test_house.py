"""Small files, small functions, names that say something, and tests that meet the real thing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("grants", "runtime", "services", "workflows", "cli", "tests", "bench")
FILES = sorted(path for package in OURS for path in (ROOT / package).rglob("*.py"))
CODE = [path for path in FILES if path.relative_to(ROOT).parts[0] not in {"tests", "bench"}]
WRITTEN_BY_A_TOOL = "migrations"
MOST_LINES, MOST_IN_A_FUNCTION = 400, 50
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools", "stuff"}
READS_A_CLOCK = re.compile(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|datetime\.today\(")
CLOCKS = {"runtime/clock.py", "services/portal/visit.py"}
"""The second shows a page all the same when the clock of the stack does not answer."""
DOUBLES = re.compile(r"\bmonkeypatc[h]\b|unittest\.moc[k]|\bMagicMoc[k]\b")
LEFT_OUT = re.compile(r"pytest\.(skip|xfail)|mark\.(skip|skipif|xfail)\b")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those of a file, wherever they stand: a function is a statement, and stands in no expression."""
    left: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        for part in ("body", "orelse", "handlers", "finalbody", "cases"):
            left.extend(inner for inner in getattr(node, part, ()) if not isinstance(inner, ast.expr))


def test_there_is_something_to_look_at() -> None:
    assert len(FILES) > 300
    assert len(CODE) > 200


def test_a_file_is_read_in_one_sitting() -> None:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in CODE}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_a_function_is_seen_at_one_glance() -> None:
    long = [
        f"{named(path)}:{one.name}"
        for path in CODE
        if WRITTEN_BY_A_TOOL not in path.parts
        for one in functions(path)
        if (one.end_lineno or one.lineno) - one.lineno + 1 > MOST_IN_A_FUNCTION
    ]
    assert long == []


def test_a_name_says_what_is_inside() -> None:
    assert [named(path) for path in FILES if {*path.with_suffix("").parts[-2:]} & SAYS_NOTHING] == []


def test_the_rooms_and_their_rules_ask_for_the_time_and_never_read_a_clock() -> None:
    reading = {named(path) for path in CODE if READS_A_CLOCK.search(path.read_text("utf-8"))}
    assert {name for name in reading if not name.startswith("cli/")} == CLOCKS


def test_a_test_meets_the_real_thing_and_is_always_run() -> None:
    tests = {named(path): path.read_text("utf-8") for path in FILES if path not in {*CODE, Path(__file__)}}
    assert [name for name, text in tests.items() if DOUBLES.search(text) or LEFT_OUT.search(text)] == []
