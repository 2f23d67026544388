"""A refusal never shows people what machines write: amounts, days and codes are said by what they are.

The code says what a value is by how it writes it: `said` writes an amount, `isoformat` a day or moment, a bare
`.status` is a code. The text of its rule has to say the same at its place: `{asked:money}`, `{asked:when}`, a family.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest

import grants
from runtime.kinds import KINDS
from runtime.messages import LANGUAGES, catalogue

ROOT = Path(grants.__path__[0]).parent
TEXTS = catalogue("grants", "runtime")
NAMES = ("rule", "subject", "asked", "allowed", "source")
PLACE = re.compile(r"\{(asked|allowed)(?::([a-z_.]+))?\}")
AMOUNTS = {"said", "_said", "told", "percent_of"}
DAYS = {"isoformat", "_shown", "last_day", "_last_day", "last_day_to_object", "_when"}
TIMES = {"date", "datetime"}
CODES = {"status", "state", "kind", "opinion", "stage", "ground"}
COMPARED = {"explanation.differs"}
"""What stands on record beside what was worked out again: a machine's sign by sign."""
RAW = {
    "when": ("2027-03-01", "2027-03-01T06:00:00+00:00", "2027-03-01 – 2027-04-01"),
    "money": ("99000000.00", "99000000.00 TL", "1500.00 TL (52.5 % × 3000.00 TL)"),
    "number": ("12.5", "0-12.5"),
}
WRITTEN_BY_MACHINES = re.compile(r"\d{4}-\d{2}-\d{2}|\+00:00|\d{4,}[.,]\d")

Value = tuple[str, str, str, Path]
"""(rule, place, what is written there, where in the code)."""


class Function:
    """What is known of the names in one function."""

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef, module: dict[str, ast.FunctionDef]) -> None:
        self.node, self.module = node, module
        self.times = {
            one.arg
            for one in ast.walk(node)
            if isinstance(one, ast.arg) and one.annotation and TIMES & set(ast.unparse(one.annotation).split(" | "))
        }
        self.given: dict[str, list[tuple[int, ast.expr]]] = {}
        for one in ast.walk(node):
            if isinstance(one, ast.Assign):
                for target in one.targets:
                    self._give(target, one.value)

    def _give(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.given.setdefault(target.id, []).append((target.lineno, value))
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, part in zip(target.elts, value.elts, strict=True):
                self._give(one, part)

    def written(self, value: ast.AST, line: int, deep: int = 3) -> set[str]:
        """The kinds of what an expression writes, at this line."""
        match value:
            case ast.Call():
                return self._called(value, line, deep)
            case ast.Attribute():
                return {"when"} if value.attr.endswith(("_on", "_at")) else set()
            case ast.Name():
                before = [one for one in self.given.get(value.id, ()) if one[0] <= line]
                last = max(before, key=lambda one: one[0])[1] if before else None
                found = self.written(last, line, deep - 1) if deep and last else set()
                return {"when"} if value.id in self.times else found
            case _:
                parts = ast.iter_child_nodes(value)
                return {kind for part in parts for kind in self.written(part, line, deep)}

    def _called(self, call: ast.Call, line: int, deep: int) -> set[str]:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        helper = self.module.get(name)
        if name in AMOUNTS | DAYS:
            return {"money" if name in AMOUNTS else "when"}
        if name in {"str", "join"}:
            return {kind for part in call.args for kind in self.written(part, line, deep)}
        if deep and helper:
            inner = Function(helper, self.module)
            returned = [one for one in ast.walk(helper) if isinstance(one, ast.Return) and one.value]
            return {kind for one in returned for kind in inner.written(one, one.lineno, deep - 1)}
        return set()


@cache
def values() -> tuple[Value, ...]:
    """What every breach made in the code fills its text with, as far as the code shows it."""
    paths = (path for package in ("grants", "services", "runtime") for path in (ROOT / package).rglob("*.py"))
    return tuple(one for path in paths if "Breach" in path.read_text("utf-8") for one in values_in(path))


def values_in(path: Path) -> Iterator[Value]:
    tree = ast.parse(path.read_text("utf-8"))
    module = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        known = Function(function, module)
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"Breach", "_breach"}:
                given = dict(zip(NAMES, call.args, strict=False)) | {one.arg: one.value for one in call.keywords}
                for rule, place in product(rules_of(given.get("rule")), ("asked", "allowed")):
                    if place in given:
                        yield from ((rule, place, kind, path) for kind in kinds_of(known, given[place]))


def kinds_of(known: Function, value: ast.expr) -> set[str]:
    if isinstance(value, ast.Attribute) and value.attr in CODES:
        return {"code"}
    return known.written(value, value.lineno)


def rules_of(rule: ast.expr | None) -> Iterator[str]:
    parts = [rule.body, rule.orelse] if isinstance(rule, ast.IfExp) else [rule]
    yield from (one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_says_of_each_value_what_the_code_writes_there(language: str) -> None:
    assert len(values()) > 150
    wrong = []
    for rule, place, kind, path in values():
        if rule in COMPARED:
            continue
        kinds = {spec for name, spec in PLACE.findall(TEXTS.texts[language].get(rule, "")) if name == place}
        if kinds and ((kind == "code" and "" in kinds) or (kind != "code" and kinds != {kind})):
            wrong.append(f"{path.relative_to(ROOT)}: {rule}: {place} is {kind}")
    assert sorted(set(wrong)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_shows_an_instant_or_an_amount_as_machines_write_it(language: str) -> None:
    seen = 0
    for rule, text in TEXTS.texts[language].items():
        for place, kind in PLACE.findall(text):
            for value in RAW.get(kind, ()):
                said = TEXTS.say(language, rule, **{place: value})
                assert value not in said or (language, kind) == ("en", "number"), rule
                assert not WRITTEN_BY_MACHINES.search(said), rule
                seen += 1
    assert seen > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_a_rule_stands_is_said_without_our_marks(language: str) -> None:
    texts = TEXTS.texts[language]
    assert [rule for rule, text in texts.items() if "{source}" in text] == []
    said = TEXTS.say(language, "money.overall_cap", source="[S] 001… Kümelenme Desteği 3. Çağrısı")
    assert "(Kümelenme Desteği 3. Çağrısı)" in said


def test_the_kinds_a_text_names_are_those_there_are() -> None:
    used = {kind for text in TEXTS.texts["tr"].values() for _, kind in PLACE.findall(text)}
    assert {"when", "money", "number"} <= used & KINDS.keys()
