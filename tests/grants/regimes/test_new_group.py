"""An amendment adds a group of activities: it holds from that day on, is told as new, can be changed like any other."""

from datetime import date

import pytest

from grants.regimes import FaultyRules, RuleSet, parse, texts
from grants.regimes.telling import differences

GROUP = """amends: kdp-2014
instrument: R.G. 1, 01/01/2016
valid_from: 2016-01-01
changes:
  catalogue.groups.K5:
    code: K5
    names: {tr: Yeşil dönüşüm, en: Green change}
    other_code: K5.99
    activities:
      source: default
      value:
        - {code: K5.01, names: {tr: Enerji verimliliği, en: Energy}}
"""
LATER = """amends: kdp-2014
instrument: R.G. 2, 01/01/2017
valid_from: 2017-01-01
changes:
  catalogue.groups.K5.activities:
    source: default
    value:
      - {code: K5.01, names: {tr: Enerji verimliliği, en: Energy}}
      - {code: K5.02, names: {tr: Su, en: Water}}
"""


def made(*amendments: str) -> tuple[RuleSet, ...]:
    files = [(f"kdp-2014/2016-{number}.yaml", text) for number, text in enumerate(amendments)]
    return parse("kdp-2014", [*texts("kdp-2014"), *files])


def test_the_new_group_holds_from_its_day_on_and_nothing_before_is_renamed() -> None:
    *before, after = made(GROUP)
    assert [one.revision for one in before] == [one.revision for one in parse("kdp-2014", texts("kdp-2014"))]
    assert [group.code for group in after.catalogue.groups] == ["K1", "K2", "K3", "K4", "K5"]
    assert after.catalogue.groups[-1].activities.valid_from == date(2016, 1, 1)
    assert {"K5.01", "K5.99"} <= after.catalogue.codes
    assert not any("K5.01" in one.catalogue.codes for one in before)


def test_it_is_told_as_one_value_that_was_not_there() -> None:
    *_, before, after = made(GROUP)
    (new,) = differences(before, after)
    assert (new.path, new.before) == ("catalogue.groups.K5.activities", None)


def test_a_later_amendment_changes_it_and_ends_what_stood_before() -> None:
    *_, added, changed = made(GROUP, LATER)
    assert [kind.code for kind in changed.catalogue.groups[-1].activities.value] == ["K5.01", "K5.02"]
    assert added.catalogue.groups[-1].activities.valid_to == date(2016, 12, 31)


@pytest.mark.parametrize(
    ("before", "after", "rule", "line"),
    [
        ("    code: K5\n", "    code: K6\n", "regime.change_of_nothing", "catalogue.groups.K5:"),
        ("    code: K5\n", "", "regime.change_of_nothing", "catalogue.groups.K5:"),
        ("      source: default\n", "", "regime.missing", "activities:"),
        ("    other_code: K5.99\n", "", "regime.missing", "catalogue.groups.K5:"),
        ("{code: K5.01,", "{code: K1.01,", "regime.code_of_group", "code: K1.01"),
        ("  catalogue.groups.K5:", "  catalogue.others.K5:", "regime.change_of_nothing", "catalogue.others.K5:"),
    ],
)
def test_what_is_wrong_with_it_is_named_with_its_line(before: str, after: str, rule: str, line: str) -> None:
    text = GROUP.replace(before, after)
    assert text != GROUP
    with pytest.raises(FaultyRules) as faulty:
        made(text)
    found = {(fault.rule, text.splitlines()[fault.line - 1].strip().split(" {")[0]) for fault in faulty.value.faults}
    assert rule in {one for one, _ in found}
    assert any(line in text.splitlines()[fault.line - 1] for fault in faulty.value.faults if fault.rule == rule)
