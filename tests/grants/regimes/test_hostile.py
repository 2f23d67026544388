"""Whatever is given as a file of rules, the answer is rule sets or a list of faults, each on a line of the file."""

from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grants.regimes import FaultyRules, keys, parse, texts
from grants.regimes.history import leaves
from grants.regimes.reading import attempt, read, shown
from tests.grants.regimes.written import AMENDMENT, FIRST, KEY, File, faults_of

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIRSTS = {key: texts(key)[0] for key in keys()}
LEAVES = [(key, path) for key, (name, text) in FIRSTS.items() for path, _ in leaves(read(name, text).data)]
PARTS = [path for path in read(*FIRST).lines if path]
CHANGED = [path for path in read(*AMENDMENT).lines if path]
YAML_SIGNS = st.text(alphabet=" \n\t-:?[]{},&*!|>'\"%@`#~.0123456789abcé\u2028\x00\ufeff\ud800", max_size=60)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=6)
    | st.sampled_from(["2014-03-25", "1e400", "K1", "default", "[S] x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.integers(), inner, max_size=3),
    max_leaves=6,
)
BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def holds(files: list[File]) -> None:
    """Nothing but faults comes of it, and each is on a line that is there."""
    for fault in faults_of(files):
        lines = dict(files)[fault.file].splitlines()
        assert 1 <= fault.line <= max(1, len(lines))
        assert fault.rule.startswith("regime.")


def with_part(text: str, path: tuple[Any, ...], part: object) -> str:
    """The file with something else at this place, as another program would write it."""
    data = yaml.load(text, yaml.CSafeLoader)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = part
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True)


@SLOW
@given(st.text(max_size=200) | YAML_SIGNS)
@example("names:\n  tr: \ud800")
def test_no_text_gives_anything_but_faults(text: str) -> None:
    assert faults_of([("a.yaml", text)])
    holds([("a.yaml", text)])


@SLOW
@given(st.sampled_from(PARTS), ANYTHING)
@example(("valid_from",), [])
def test_whatever_stands_at_a_place_of_the_first_file_gives_rule_sets_or_faults(
    path: tuple[Any, ...], part: object
) -> None:
    holds([(FIRST[0], with_part(FIRST[1], path, part)), AMENDMENT])


@SLOW
@given(st.sampled_from(CHANGED), ANYTHING)
def test_whatever_stands_at_a_place_of_an_amendment_gives_rule_sets_or_faults(
    path: tuple[Any, ...], part: object
) -> None:
    holds([FIRST, (AMENDMENT[0], with_part(AMENDMENT[1], path, part))])


@SLOW
@given(st.sampled_from(LEAVES))
def test_a_leaf_that_is_taken_out_is_named_with_a_line_of_the_file(leaf: tuple[str, tuple[Any, ...]]) -> None:
    key, path = leaf
    name, text = FIRSTS[key]
    files = [(name, without(text, path)), *texts(key)[1:]]
    document, _ = attempt(*files[0])
    assert document is not None
    assert path not in document.lines
    found = faults_of(files, key)
    named = [fault for fault in found if fault.path.startswith(shown(path)) and fault.rule == "regime.missing"]
    assert named, (path, found)
    assert all(fault.file == name and 1 <= fault.line <= len(files[0][1].splitlines()) for fault in named)


@cache
def composed(text: str) -> Any:
    """The parts of a file, with their lines."""
    return yaml.compose(text, Loader=yaml.SafeLoader)


def without(text: str, path: tuple[Any, ...]) -> str:
    """The file without the lines of this part."""
    node = composed(text)
    start = 0
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            ((key, node),) = [(key, value) for key, value in node.value if key.value == step]
            start = key.start_mark.line
    end = max(node.end_mark.line, start + 1)
    lines = text.splitlines(keepends=True)
    return "".join((*lines[:start], *lines[end:]))


def test_a_small_text_that_would_grow_to_a_huge_one_is_refused_at_its_first_anchor() -> None:
    (fault,) = faults_of([("bomb.yaml", BOMB)])
    assert (fault.rule, fault.line) == ("regime.anchor", 1)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "!!set {", "[{", "a: [{b: "])
def test_deep_nesting_is_refused_and_not_followed(opening: str) -> None:
    holds([("deep.yaml", opening * 20_000)])
    assert faults_of([("deep.yaml", opening * 20_000)])


def test_a_number_of_any_length_is_refused_quickly() -> None:
    (fault,) = faults_of([("long.yaml", "a: " + "9" * 200_000 + "x\n")])[:1]
    assert fault.line == 1


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.getcwd []", "!!python/name:os.system", "!mine x"])
def test_a_tag_is_refused_and_not_obeyed(tag: str) -> None:
    found = faults_of([(FIRST[0], FIRST[1].replace("programme: KDP", f"programme: {tag}")), AMENDMENT])
    assert {fault.path for fault in found} == {"programme"}


def test_reading_one_file_refuses_what_cannot_be_read() -> None:
    with pytest.raises(FaultyRules) as refused:
        read("a.yaml", "a: 1.5\nb: 1\nb: 2\n")
    assert [fault.rule for fault in refused.value.faults] == ["regime.number", "regime.twice"]


def test_a_regime_may_be_called_anything_without_harm() -> None:
    for key in ("", "../..", "x" * 10_000, "kdp-2014\n"):
        with pytest.raises(FaultyRules):
            parse(key, [AMENDMENT])
    assert parse(KEY, [FIRST])[0].key == KEY
