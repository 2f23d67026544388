"""A paper counts once, whole in one line, or in parts that say so and never come to more than all of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.breach import Breach
from grants.values import ZERO
from services.monitoring.domain import papers
from services.monitoring.domain.papers import Elsewhere, Key, of_paper
from services.monitoring.domain.report_facts import LineSaid, Paper
from tests.services.monitoring.life import RULES
from tests.services.monitoring.test_lines import line, paper

AMOUNTS = st.integers(0, 10**6).map(lambda kurus: Decimal(kurus) / 100)


def part(net: str, total: str | None = "240.00", vat: str = "0.00", **facts: object) -> LineSaid:
    whole = None if total is None else Decimal(total)
    return line(net=net, vat=vat, paper=paper(total=whole, **facts))


def found(*said: LineSaid, elsewhere: dict[Key, Elsewhere] | None = None) -> list[Breach]:
    return list(papers.breaches(said, elsewhere or {}, RULES))


def subjects(*said: LineSaid, elsewhere: dict[Key, Elsewhere] | None = None) -> list[tuple[str, str]]:
    return [(one.rule, one.subject) for one in found(*said, elsewhere=elsewhere)]


def there(total: str | None, parts: str) -> dict[Key, Elsewhere]:
    return {of_paper(paper()): Elsewhere(3, None if total is None else Decimal(total), Decimal(parts))}


@pytest.mark.parametrize(
    ("second", "rules"),
    [("120.00", []), ("119.99", []), ("120.01", [("line.split_above", "lines[2].paper.total")])],
)
def test_the_parts_of_a_paper_come_to_its_total_and_not_to_a_kurus_more(
    second: str, rules: list[tuple[str, str]]
) -> None:
    assert subjects(part("100.00", vat="20.00"), part(second)) == rules


def test_one_part_alone_is_no_more_than_the_whole() -> None:
    (breach,) = found(part("240.01"))
    assert (breach.rule, breach.asked, breach.allowed) == ("line.split_above", "240.01 TL", "240.00 TL")


def test_a_line_of_a_split_paper_that_names_no_total_is_told_so() -> None:
    (breach,) = found(part("10.00"), part("10.00", total=None))
    assert (breach.rule, breach.subject, breach.asked) == ("line.split_undeclared", "lines[2].paper.total", "A-1")


def test_lines_of_one_paper_agree_on_its_total() -> None:
    (breach,) = found(part("10.00"), part("10.00", total="241.00"))
    assert (breach.rule, breach.asked, breach.allowed) == ("line.split_differs", "241.00 TL", "240.00 TL")


def test_without_a_total_a_paper_stands_in_one_line_only() -> None:
    assert subjects(line(), line()) == [("line.paper_twice", "lines[2].paper.number")]
    assert subjects(line(), line(paper=paper(issuer_tax_number="2223334445"))) == []


@pytest.mark.parametrize(
    ("said", "elsewhere", "rules"),
    [
        (part("120.00"), there("240.00", "120.00"), []),
        (part("120.01"), there("240.00", "120.00"), ["line.split_above"]),
        (part("10.00", total="300.00"), there("240.00", "120.00"), ["line.split_differs"]),
        (part("10.00"), there(None, "0.00"), ["line.paper_before"]),
        (line(), there("240.00", "120.00"), ["line.paper_before"]),
        (line(), there(None, "0.00"), ["line.paper_before"]),
    ],
)
def test_a_paper_of_another_report_counts_again_only_as_another_part_of_it(
    said: LineSaid, elsewhere: dict[Key, Elsewhere], rules: list[str]
) -> None:
    assert [one.rule for one in found(said, elsewhere=elsewhere)] == rules


@given(st.lists(AMOUNTS, min_size=1, max_size=6), AMOUNTS)
@settings(max_examples=60, deadline=None)
def test_however_a_paper_is_split_it_is_refused_exactly_where_its_parts_pass_it(
    parts: list[Decimal], total: Decimal
) -> None:
    one: Paper = paper(total=total)
    said = [replace(line(paper=one), net=amount, vat=ZERO) for amount in parts]
    assert bool(found(*said)) is (sum(parts, ZERO) > total)
