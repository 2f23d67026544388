"""Code never branches on a regime's name: a programme is data, so only data and what tells about it name one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grants.regimes import keys, load

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("grants", "services", "workflows", "runtime")
NAMES = {
    name
    for key in keys()
    for name in (key, key.partition("-")[0], load(key).programme.lower(), load(key).programme.partition("-")[0].lower())
}
"""Keys of regimes and codes of programmes, in lower case."""
NAMED = re.compile(
    rf"(?<![a-z0-9])({'|'.join(map(re.escape, sorted(NAMES, key=len, reverse=True)))})(?![a-z0-9])", re.IGNORECASE
)
TELLING_APART = {"regime", "programme", "pinned"}
"""What names the regime of a call, an application or a grant; it is carried and shown, never looked into."""


def may_name(text: str) -> bool:
    """Whether a file speaks of a regime at all: where it does not, there is nothing to look through."""
    return NAMED.search(text) is not None or any(word in text for word in TELLING_APART)


def naming(tree: ast.Module) -> Iterator[str]:
    """Each place where code names a regime or looks into the name of one: line and what stands there."""
    prose = set(_prose(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose and NAMED.search(text):
                yield f"{node.lineno}: {text[:60]!r}"
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield from _identifier(node, name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield from _identifier(node, name)
            case ast.Compare(left=left, comparators=[*right]) if any(map(_tells_apart, (left, *right))):
                yield from (f"{node.lineno}: {ast.unparse(node)}" for one in (left, *right) if _is_text(one))
            case ast.Match(subject=subject) if _tells_apart(subject):
                yield f"{node.lineno}: match {ast.unparse(subject)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _tells_apart(node.func.value):
            yield from (f"{node.lineno}: {ast.unparse(node)}" for _ in [0] if hasattr("", node.func.attr))


def _prose(tree: ast.Module) -> Iterator[int]:
    """Texts that stand for themselves: docstrings of modules, classes, functions and fields."""
    return (id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr))


def _identifier(node: ast.AST, name: str) -> Iterator[str]:
    if set(name.lower().split("_")) & NAMES:
        yield f"{getattr(node, 'lineno', 0)}: {name}"


def _tells_apart(node: ast.expr) -> bool:
    return getattr(node, "attr", getattr(node, "id", None)) in TELLING_APART


def _is_text(node: ast.expr) -> bool:
    members = node.elts if isinstance(node, ast.Set | ast.Tuple | ast.List) else [node]
    return any(isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value != "" for one in members)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_code_names_a_regime_or_a_programme(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{place}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for text in [path.read_text("utf-8")]
        if may_name(text)
        for place in naming(ast.parse(text))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'regime: str = "kdp-2014"',
        'number = f"KDP-{year}"',
        'if rules.key == "kdp-2014": pass',
        'if application.regime == "other": pass',
        'if regime in {"one", "two"}: pass',
        'prefix = application.regime.split("-")[0]',
        'first = application.regime.startswith("k")',
        "match call.regime:\n    case _: pass",
        "def in_kdp(plan): pass",
        "is_kdp = True",
    ],
)
def test_code_that_names_one_or_looks_into_its_name_is_found(code: str) -> None:
    assert may_name(code)
    assert [*naming(ast.parse(code))] != []


@pytest.mark.parametrize(
    "code",
    [
        '"""Numbers begin with "KDP"."""',
        'class Call:\n    regime: str\n    """Like "kdp-2014"."""',
        "if call.regime != application.regime: pass",
        "rules = load(application.regime, application.revision)",
        'number = f"{rules.programme}-{year}"',
        'if consortium.regime == "": pass',
    ],
)
def test_code_that_carries_a_regime_or_reads_its_rules_is_fine(code: str) -> None:
    assert [*naming(ast.parse(code))] == []
