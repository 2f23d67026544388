"""Each decision at its boundaries: one word before, another one after, and the numbers that say why."""

from typing import Any

import pytest

from grants.decisions import DECISIONS, explain
from grants.explanation import Explanation
from grants.regimes import load
from tests.grants.decisions import given as g


def outcome(name: str, inputs: dict[str, Any]) -> str:
    return explain(name, inputs, g.KDP).outcome


@pytest.mark.parametrize(
    ("name", "inputs", "expected"),
    [
        ("consortium", g.consortium(20), "allowed"),
        ("consortium", g.consortium(19), "refused"),
        ("consortium", g.consortium(20, 0), "refused"),
        ("consortium", g.consortium(20, 1, has_chamber=False), "refused"),
        ("consortium", g.consortium(20, 1, "chamber_of_commerce_and_industry", has_chamber=False), "allowed"),
        ("plan", g.one_item("100.00", "50.00"), "allowed"),
        ("plan", g.one_item("100.00", "50.01"), "refused"),
        ("plan", {**g.one_item("100.00", "10.00"), "minimum_share": "10"}, "allowed"),
        ("plan", {**g.one_item("100.00", "9.99"), "minimum_share": "10"}, "refused"),
        ("plan", {**g.one_item("100.00", "50.00"), "quarters": 20}, "allowed"),
        ("plan", {**g.one_item("100.00", "50.00"), "quarters": 19}, "refused"),
        ("evaluation", g.sheet("25"), "allowed"),
        ("evaluation", g.sheet("25.0001"), "refused"),
        ("evaluation", g.sheet("-0.5"), "refused"),
        ("evaluation", g.sheet(level="25", potential="25"), "allowed"),
        ("evaluation", g.sheet(level="25.0001", potential="20"), "refused"),
        ("evaluation", g.sheet_without_capacity(), "refused"),
        ("pre_evaluation", g.totals("60"), "waiting"),
        ("pre_evaluation", g.totals("60", "60"), "passed"),
        ("pre_evaluation", g.totals("60", "59.9999"), "eliminated"),
        ("pre_evaluation", g.totals("50", "70"), "passed"),
        ("pre_evaluation", g.totals("50", "70.0001"), "third_needed"),
        ("conflict", g.conflict("Ostim Holding"), "clear"),
        ("conflict", g.conflict("ostim aş"), "conflicted"),
        ("conflict", g.conflict("", "2234567890"), "conflicted"),
        ("choice", g.choice(g.candidate("a"), g.candidate("b")), "chosen"),
        ("choice", g.choice(g.candidate("a")), "missing"),
        ("choice", g.choice(g.candidate("a"), at_work="w"), "chosen"),
        ("choice", g.choice(g.candidate("a"), at_work="a"), "missing"),
        ("choice", g.choice(g.candidate("a"), g.candidate("b", employer="a")), "missing"),
        ("choice", g.choice(g.candidate("a"), g.candidate("b", barred="tie")), "missing"),
        ("choice", g.choice(g.candidate("a"), g.candidate("b", open_files=2, limit=3)), "chosen"),
        ("choice", g.choice(g.candidate("a"), g.candidate("b", open_files=3, limit=3)), "missing"),
        ("choice", g.choice(at_work="ab"), "chosen"),
        ("choice", g.choice(at_work="ab", wanted=3), "missing"),
        ("board_vote", {"points": "40"}, "allowed"),
        ("board_vote", {"points": "41"}, "refused"),
        ("board_vote", {"points": "39.5"}, "refused"),
        ("quorum", g.board("abcd"), "quorate"),
        ("quorum", g.board("abc"), "not_quorate"),
        ("quorum", g.board("abcdx", "d"), "quorate"),
        ("motion", g.motion("+++--"), "carried"),
        ("motion", g.motion("++---"), "failed"),
        ("motion", g.motion("++-00"), "failed"),
        ("motion", g.motion("++--0"), "failed"),
        ("motion", g.motion("++--", "abcd"), "carried"),
        ("motion", g.motion("--++", "abcd"), "failed"),
        ("motion", g.motion("0+-00"), "failed"),
        ("motion", g.motion("+++--", "abcd"), "carried"),
        ("motion", g.motion("+++--", "bcde"), "failed"),
        ("membership", {"background": "private_sector"}, "allowed"),
        ("membership", {"background": "public_staff"}, "refused"),
        ("placement", g.placement("70", "28"), "selected"),
        ("placement", g.placement("70", "28", 2, fits=False), "not_selected"),
        ("placement", g.placement("70", "28", 2, fits=False, fits_alone=True), "reserve"),
        ("reserve", g.reserve("50.00"), "moved_up"),
        ("reserve", g.reserve("50.01"), "nobody"),
        ("placement", g.placement("70", "27.99", None), "eliminated"),
        ("extension", g.extension("2024-05-02"), "allowed"),
        ("extension", g.extension("2024-05-03"), "refused"),
        ("extension", g.extension(asked_on="2022-05-01"), "allowed"),
        ("extension", g.extension(asked_on="2022-05-02"), "refused"),
        ("change", g.change(money=g.money_change("50.00")), "allowed"),
        ("change", g.change(money=g.money_change("50.01")), "refused"),
        ("change", g.change(money=g.money_change(realised="80.00")), "allowed"),
        ("change", g.change(money=g.money_change(realised="80.01")), "refused"),
        ("change", g.change(money=g.money_change(earned="40.00")), "allowed"),
        ("change", g.change(money=g.money_change(earned="40.01")), "refused"),
        ("change", g.change("member", "minor", members=g.member_change(21, 20)), "allowed"),
        ("change", g.change("member", "minor", members=g.member_change(20, 19)), "refused"),
        ("change", g.change("member", "minor", members=g.member_change(18, 19)), "allowed"),
        ("change", g.change("major", "minor"), "allowed"),
        ("change", g.change("budget_transfer", "major"), "refused"),
        ("change", g.change(differences=0), "refused"),
        ("lines", g.lines({"disallowed": "119.99"}), "reduced"),
        ("lines", g.lines({"disallowed": "120.00"}), "nothing"),
        ("lines", g.lines({}), "counted"),
        ("development", g.development(), "continue"),
        ("development", g.development("end"), "end"),
        ("reach", g.reach("150.00"), "within"),
        ("reach", g.reach("150.01"), "out"),
        ("reach", g.reach("0.01", open_=""), "out"),
        ("risk", g.risk(late_reports=2), "low"),
        ("risk", g.risk(members_lost=5), "visit"),
        ("risk", g.risk(under_spending=49), "low"),
        ("risk", g.risk(under_spending=50), "visit"),
        ("risk", g.risk(late_reports=9, under_spending=44), "visit"),
        ("risk", g.risk(late_reports=9, under_spending=45), "hold"),
        ("addendum", g.addendum("2017-05-02"), "allowed"),
        ("addendum", g.addendum("2017-05-01"), "refused"),
        ("addendum", g.addendum("2020-06-01"), "allowed"),
        ("addendum", g.addendum("2020-06-02"), "refused"),
        ("addendum", g.addendum(before=load("urge-2010-8").pinned), "refused"),
        ("claim", g.spending("0.02"), "payable"),
        ("claim", g.spending("0.01"), "nothing"),
        ("claim", g.spending("80.00", "50.00"), "nothing"),
        ("claim", g.borne("80.00", "79.99"), "payable"),
        ("claim", g.borne("80.00", "80.00"), "nothing"),
        ("settlement", g.borne("80.00", "80.00"), "even"),
        ("settlement", g.borne("80.00", "79.99"), "pay"),
        ("settlement", g.spending("80.00", "39.99"), "pay"),
        ("settlement", g.spending("80.00", "40.00"), "even"),
        ("settlement", g.spending("80.00", "40.01"), "recover"),
    ],
)
def test_a_decision_turns_exactly_at_its_boundary(name: str, inputs: dict[str, Any], expected: str) -> None:
    assert outcome(name, inputs) == expected


def step(explanation: Explanation, rule: str) -> tuple[str, str, bool]:
    found = next(line for line in explanation.steps if line.rule == rule)
    return found.asked, found.allowed, found.held


@pytest.mark.parametrize(
    ("name", "inputs", "rule", "asked", "allowed"),
    [
        (
            "plan",
            g.one_item("24826800.00", "12413400.00"),
            "step.plan.overall_cap",
            "12413400.00 TL",
            "12413400.00 TL (50 % × 24826800.00 TL)",
        ),
        (
            "plan",
            g.one_item("24826800.00", "12413400.00"),
            "step.plan.item_cap",
            "12413400.00 TL (A)",
            "18620100.00 TL (75 % × 24826800.00 TL)",
        ),
        ("consortium", g.consortium(23), "step.consortium.firms", "23", "20"),
        ("evaluation", g.sheet("20", "15.5", "25"), "step.evaluation.total", "20 + 40.5 + 15 = 75.5", "100"),
        ("evaluation", g.sheet("20", "15.5", "25"), "step.evaluation.block", "15.5 + 25 = 40.5", "50"),
        ("pre_evaluation", g.totals("80", "75"), "step.pre_evaluation.pass_mark", "(75 + 80) / 2 = 77.5", "60"),
        ("pre_evaluation", g.totals("80", "50", "79"), "step.pre_evaluation.closest_two", "79, 80", ""),
        ("quorum", g.board("abcd"), "step.quorum.needed", "4", "4/7"),
        ("placement", g.placement("232/3", "31"), "step.placement.threshold", "232/3 × 60 / 100 + 31 = 77.4", "70"),
        (
            "extension",
            g.extension("2024-05-02"),
            "step.extension.ceiling",
            "2024-05-01",
            "2024-05-01 (2017-05-02 + 7 × 12)",
        ),
        ("claim", g.spending("50.00"), "step.claim.item", "min(37.50 TL (75 % × 50.00 TL), 50.00 TL)", "37.50 TL"),
        ("settlement", g.spending("80.00", "10.00"), "step.settlement.due", "40.00 TL − 10.00 TL", "30.00 TL"),
    ],
)
def test_a_rule_that_holds_shows_its_arithmetic(
    name: str, inputs: dict[str, Any], rule: str, asked: str, allowed: str
) -> None:
    assert step(explain(name, inputs, g.KDP), rule) == (asked, allowed, True)


def test_the_ranking_stands_whole_with_place_total_and_outcome_of_each() -> None:
    found = explain(
        "ranking",
        g.ranking(g.standing("C", "60", "30"), g.standing("B", "79", "30"), g.standing("A", "80", "30")),
        g.KDP,
    )
    assert found.figures == {
        "applications": "3",
        "A": "1 78 selected",
        "B": "2 77.4 reserve",
        "C": "0 66 eliminated",
    }


def test_the_money_an_officer_added_is_what_the_ranking_fills() -> None:
    both = (g.standing("B", "79", "30"), g.standing("A", "80", "30"))
    assert explain("ranking", g.ranking(*both, usable="200.00"), g.KDP).figures["B"] == "2 77.4 selected"
    assert explain("ranking", g.ranking(*both, usable="199.99"), g.KDP).figures["B"] == "2 77.4 reserve"


def test_every_decision_and_every_word_it_can_end_in_is_shown_by_an_example() -> None:
    shown = {(name, explain(name, inputs, rules).outcome) for name, inputs, rules in g.EXAMPLES}
    assert shown == {(name, word.value) for name, decision in DECISIONS.items() for word in decision.outcomes}


@pytest.mark.parametrize(("key", "sign"), [("kdp-2014", "TL"), ("urge-2010-8", "USD")])
def test_a_settlement_is_told_in_the_currency_of_its_regime(key: str, sign: str) -> None:
    told = explain("settlement", g.spending("80.00", "20.00"), load(key))
    amounts = [line.allowed for line in told.steps if line.rule.startswith("step.settlement.")]
    assert amounts
    assert all(f" {sign}" in amount for amount in amounts)
