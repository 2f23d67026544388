"""Lines of spending: what each counts, what may not stand in one, and what disallowing makes of a report."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.breach import RulesBroken
from grants.calendar import start_of
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from grants.rules.lines import counts
from grants.values import ZERO
from services.monitoring.domain import lines, money, reporting
from services.monitoring.domain.clock import deadlines
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.falls import fall
from services.monitoring.domain.lines import Disallowed, Known, Remark
from services.monitoring.domain.papers import Elsewhere, of_paper
from services.monitoring.domain.report_facts import DocumentType, LineSaid, Paper, SpendingLine
from services.monitoring.domain.states import ReportStatus
from tests.grants.regimes.changed import changed
from tests.services.monitoring.life import INDICATORS, RULES, SIGNED, file_of

NET = changed(RULES, {"money.vat": "net"})
STRICT = changed(RULES, {"reporting.documents_required": True})
IN_PERIOD = date(2027, 5, 10)


def paper(number: str = "A-1", **facts: object) -> Paper:
    return replace(Paper(DocumentType.INVOICE, number, IN_PERIOD, "Makina Ltd.", "1112223334"), **facts)


def line(item: str = "I1", net: str = "100.00", vat: str = "20.00", **facts: object) -> LineSaid:
    return replace(LineSaid(item, Decimal(net), Decimal(vat), paper=paper()), **facts)


def opened() -> GrantFile:
    """A grant whose first period is over."""
    file = file_of()
    due = next(one for one in deadlines(file, RULES) if one.kind is DeadlineKind.PERIOD_END)
    return fall(file, due, due.at, RULES)


def first(file: GrantFile) -> Report:
    return reporting.find(file, 1)


def broken(*said: LineSaid, rules: RuleSet = RULES, known: Known = lines.NOTHING_KNOWN) -> list[tuple[str, str]]:
    file = opened()
    return [(one.rule, one.subject) for one in lines.breaches(file, first(file), said, rules, known)]


@pytest.mark.parametrize(
    ("rules", "in_kind", "expected"),
    [(RULES, False, "120.00"), (NET, False, "100.00"), (RULES, True, "100.00"), (NET, True, "100.00")],
)
def test_a_line_counts_by_the_basis_of_its_regime(rules: RuleSet, in_kind: bool, expected: str) -> None:  # noqa: FBT001
    assert counts(Decimal("100.00"), Decimal("20.00"), rules, in_kind=in_kind) == Decimal(expected)


def test_what_is_borne_in_kind_counts_nothing_where_the_regime_counts_none() -> None:
    none = changed(RULES, {"money.in_kind": "not_counted"})
    assert counts(Decimal("100.00"), ZERO, none, in_kind=True) == ZERO


@pytest.mark.parametrize(
    ("said", "rules", "expected"),
    [
        (line(), RULES, []),
        (line(net="0.00", vat="0.00"), RULES, [("line.amount", "lines[1].net")]),
        (line(net="0.01", vat="0.01"), RULES, []),
        (line(net="100.00", vat="100.01"), RULES, [("line.vat", "lines[1].vat")]),
        (line(vat="0.01", in_kind=True), RULES, [("line.vat", "lines[1].vat")]),
        (line(vat="0.00", in_kind=True), RULES, []),
        (line(vat="0.00", in_kind=True, paper=None), RULES, [("line.in_kind_paper", "lines[1].paper")]),
        (line(paper=None), RULES, []),
        (line(paper=None), STRICT, [("line.paper_missing", "lines[1].paper")]),
        (line(), STRICT, [("line.scan_missing", "lines[1].paper.document")]),
        (line(cost_head="services"), RULES, []),
        (line(cost_head="rent"), RULES, [("line.cost_head", "lines[1].cost_head")]),
        (line(paper=paper("--")), RULES, [("line.paper_number", "lines[1].paper.number")]),
        (
            line(paper=paper(issuer_tax_number="9876543210")),
            RULES,
            [("line.own_paper", "lines[1].paper.issuer_tax_number")],
        ),
        (line(paper=paper(issuer_tax_number="9876543210", kind=DocumentType.PAYROLL)), RULES, []),
    ],
)
def test_what_may_not_stand_in_a_line(said: LineSaid, rules: RuleSet, expected: list[tuple[str, str]]) -> None:
    assert broken(said, rules=rules) == expected


@pytest.mark.parametrize(
    ("issued_on", "in_time"),
    [
        (SIGNED - timedelta(days=1), False),
        (SIGNED, True),
        (date(2027, 8, 31), True),
        (date(2027, 9, 1), False),
    ],
)
def test_a_paper_is_of_the_period_to_the_day(issued_on: date, in_time: bool) -> None:  # noqa: FBT001
    expected = [] if in_time else [("line.issued_on", "lines[1].paper.issued_on")]
    assert broken(line(paper=paper(issued_on=issued_on))) == expected


@pytest.mark.parametrize(("earlier", "expected"), [(True, []), (False, ["line.issued_on"])])
def test_a_paper_of_an_earlier_period_is_reported_later_only_where_the_regime_lets_it(
    earlier: bool,  # noqa: FBT001
    expected: list[str],
) -> None:
    file = opened()
    due = next(one for one in deadlines(file, RULES) if one.kind is DeadlineKind.PERIOD_END)
    file = fall(file, due, due.at, RULES)
    rules = changed(RULES, {"reporting.earlier_documents": earlier})
    found = lines.breaches(file, reporting.find(file, 2), (line(),), rules)
    assert [one.rule for one in found] == expected


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("ABC2027000000123", "abc 2027-000000123", True),
        ("A-1", "A-2", False),
        ("İ-1", "i-1", False),
    ],
)
def test_a_paper_is_known_again_however_its_number_is_written(one: str, other: str, is_same: bool) -> None:  # noqa: FBT001
    found = broken(line(paper=paper(one)), line(paper=paper(other)))
    assert found == ([("line.paper_twice", "lines[2].paper.number")] if is_same else [])


def test_the_same_number_of_another_issuer_is_another_paper() -> None:
    assert broken(line(), line(paper=paper(issuer_tax_number="2223334445"))) == []


def test_a_paper_that_stands_in_another_report_is_refused_and_the_report_named() -> None:
    known = Known({of_paper(paper()): Elsewhere(3)}, frozenset())
    file = opened()
    (found,) = lines.breaches(file, first(file), (line(),), RULES, known)
    assert (found.rule, found.asked, found.allowed) == ("line.paper_before", "A-1", "3")


def test_a_scan_nobody_handed_in_is_refused() -> None:
    told = line(paper=paper(document="ab" * 32))
    assert broken(told) == [("line.scan_unknown", "lines[1].paper.document")]
    assert broken(told, known=Known({}, frozenset({"ab" * 32}))) == []


def test_an_item_supported_for_its_certificate_needs_the_number_of_it() -> None:
    bonus = {"code": "d", "names": {"tr": "x", "en": "x"}, "heads": ["services"], "certificate": "domestic_goods"}
    rules = changed(RULES, {"money.bonuses": [{**bonus, "points": 15, "lifts_overall": False}]})
    file = opened()
    file = replace(file, items=tuple(replace(item, domestic_goods=True) for item in file.items))
    without = [one.rule for one in lines.breaches(file, first(file), (line(),), rules)]
    having = [one.rule for one in lines.breaches(file, first(file), (line(certificate="YM-1"),), rules)]
    assert (without, having) == (["line.certificate"], [])


def filed(*said: LineSaid, **plain: str) -> reporting.Filed:
    sums = tuple((item, Decimal(amount)) for item, amount in plain.items())
    return reporting.Filed("t", "a", sums, INDICATORS, lines=said)


def submitted(*said: LineSaid, rules: RuleSet = RULES, **plain: str) -> GrantFile:
    file = opened()
    now = start_of(date(2027, 9, 5))
    return reporting.submit(file, 1, filed(*said, **plain), "coordinator", now, rules)


def test_lines_and_plain_sums_of_an_item_add_up_to_what_was_realised() -> None:
    file = submitted(line(), line(paper=paper("A-2"), net="50.00", vat="0.00"), I1="30.00", I2="5.00")
    assert {one.item: one.realised for one in file.spending} == {"I1": Decimal("200.00"), "I2": Decimal("5.00")}


@pytest.mark.parametrize(("value", "rules"), [("4000.00", []), ("4000.01", ["money.in_kind_limit"])])
def test_what_is_borne_in_kind_keeps_the_limit_of_the_plan(value: str, rules: list[str]) -> None:
    found: list[str] = []
    try:
        submitted(line(net=value, vat="0.00", in_kind=True))
    except RulesBroken as refused:
        found = [one.rule for one in refused.breaches]
    assert found == rules


def test_what_is_borne_in_kind_of_other_reports_counts_towards_the_limit() -> None:
    half = changed(RULES, {"money.in_kind_limit": 50})
    file = submitted(line(net="1500.00", vat="0.00", in_kind=True), rules=half)
    due = next(one for one in deadlines(file, RULES) if one.kind is DeadlineKind.PERIOD_END)
    file, now = fall(file, due, due.at, RULES), due.at
    for net, refused in (("500.00", False), ("500.01", True)):
        told = filed(line(net=net, vat="0.00", in_kind=True, paper=paper("B-1")))
        if refused:
            with pytest.raises(RulesBroken):
                reporting.submit(file, 2, told, "coordinator", now, half)
        else:
            reporting.submit(file, 2, told, "coordinator", now, half)


@pytest.mark.parametrize(
    ("decided", "rules"),
    [
        ((Disallowed(1, "private"),), []),
        ((Disallowed(1, "private", Decimal("120.00")),), []),
        ((Disallowed(1, "private", Decimal("120.01")),), ["line.disallowed"]),
        ((Disallowed(1, "private", ZERO),), ["line.disallowed"]),
        ((Disallowed(2, "private"),), ["line.unknown"]),
        ((Disallowed(1, "a"), Disallowed(1, "b")), ["line.decided_twice"]),
    ],
)
def test_an_officer_disallows_lines_there_are_at_most_whole_and_once(
    decided: tuple[Disallowed, ...], rules: list[str]
) -> None:
    made = lines.valued(opened().grant, 1, (line(),), RULES)
    found: list[str] = []
    try:
        left = lines.disallow(made, decided, RULES)
        assert left[0].accepted == ZERO
    except RulesBroken as refused:
        found = [one.rule for one in refused.breaches]
    assert found == rules


def test_a_remark_to_a_line_there_is_not_is_refused() -> None:
    made = lines.valued(opened().grant, 1, (line(),), RULES)
    assert lines.remark(made, (Remark(1, "Which machine?"),))[0].remark == "Which machine?"
    with pytest.raises(RulesBroken):
        lines.remark(made, (Remark(2, "Which machine?"),))


AMOUNTS = st.decimals(min_value="0.01", max_value=3000, places=2)
SAID = st.lists(
    st.builds(
        lambda item, net, vat, number, kind: LineSaid(
            item,
            net,
            ZERO if kind else (net * vat / 100).quantize(ZERO),
            paper=paper(f"N{number}"),
            in_kind=kind,
        ),
        st.sampled_from(["I1", "I2"]),
        AMOUNTS,
        st.sampled_from([0, 1, 10, 20]),
        st.integers(0, 10**6),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.paper.number if one.paper else "",
)


def accepted(file: GrantFile, left: tuple[SpendingLine, ...], rules: RuleSet) -> GrantFile:
    recounted = reporting.recounted(file, 1, left)
    return reporting.accept(recounted, 1, "", "officer", start_of(date(2027, 9, 9)), rules)


@given(SAID, st.data(), st.sampled_from([RULES, NET]))
@settings(max_examples=60, deadline=None)
def test_what_is_accepted_is_what_was_realised_and_disallowing_never_raises_what_is_earned(
    said: list[LineSaid], data: st.DataObject, rules: RuleSet
) -> None:
    free = changed(rules, {"money.in_kind_limit": 100})
    file = replace(opened(), grant=replace(opened().grant, total=Decimal("99999.00")))
    file = reporting.submit(file, 1, filed(*said), "coordinator", start_of(date(2027, 9, 5)), free)
    made = lines.valued(file.grant, 1, said, free)
    taken = data.draw(st.lists(st.sampled_from(made), unique_by=lambda one: one.line))
    parts = [Disallowed(one.line, "no", data.draw(st.sampled_from([None, one.counted / 2]))) for one in taken]
    parts = [one if one.amount is None else replace(one, amount=one.amount.quantize(ZERO)) for one in parts]
    parts = [one for one in parts if one.amount is None or one.amount]
    left = lines.disallow(made, parts, free)
    whole, less = accepted(file, made, free), accepted(file, left, free)
    assert less.grant.realised == sum((one.accepted for one in left), ZERO)
    assert less.grant.realised == money.total(money.realised_by_item(less))
    assert less.grant.realised <= whole.grant.realised
    assert less.grant.earned <= whole.grant.earned
    assert first(less).status is ReportStatus.ACCEPTED


@given(SAID)
@settings(max_examples=30, deadline=None)
def test_the_order_of_lines_changes_nothing_of_what_they_come_to(said: list[LineSaid]) -> None:
    grant = opened().grant
    sums = [
        {one.item: (one.realised, one.in_kind) for one in lines.spending("g", 1, lines.valued(grant, 1, order, RULES))}
        for order in (said, said[::-1])
    ]
    assert sums[0] == sums[1]


@given(SAID)
@settings(max_examples=20, deadline=None)
def test_what_lines_count_is_explained_to_the_kurus(said: list[LineSaid]) -> None:
    made = lines.valued(opened().grant, 1, said, RULES)
    (told,) = lines.explained(made, RULES)
    assert told.figures["accepted"] == f"{sum((one.accepted for one in made), ZERO):.2f}"


def test_plain_sums_all_accepted_need_no_explanation() -> None:
    made = lines.valued(opened().grant, 1, (LineSaid("I1", Decimal("5.00")),), RULES)
    assert lines.explained(made, RULES) == ()
    assert lines.explained(lines.disallow(made, (Disallowed(1, "no"),), RULES), RULES)[0].outcome == "nothing"
