"""What a rule or a step speaks of is called by its name in the reader's language, never by its code."""

from decimal import Decimal

import pytest

from grants.breach import Breach
from grants.decisions import explain
from grants.regimes import keys, load
from grants.rules.caps import money_breaches
from grants.rules.evaluation import Sheet, sheet_breaches
from grants.rules.indicators import breaches as indicator_breaches
from grants.spoken import words, words_of
from runtime.explained import lines
from runtime.messages import LANGUAGES, catalogue
from tests.grants.decisions import given as g
from tests.grants.plans import item, plan

TEXTS = catalogue("grants")


def said(language: str, breach: Breach) -> str:
    return TEXTS.say(language, breach.rule, **breach.as_dict())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", keys())
def test_every_code_of_a_regime_has_its_name(key: str, language: str) -> None:
    rules, known = load(key), words()[language]
    codes = {f"cost_head.{one.code}" for one in rules.cost_heads.value}
    codes |= {f"limit.{one.code}" for one in rules.money.limits.value}
    codes |= {f"measure.{one.code}" for one in rules.measures}
    codes |= {f"block.{part}" for block in rules.evaluation.blocks.value for part in (block.code, *block.parts)}
    assert codes <= known.keys()
    assert codes <= words_of(rules)[language].keys()
    assert all(words_of(rules)[language][code] in known[code] for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_breach_names_cost_head_block_and_measure(language: str) -> None:
    rules, names = load("kdp-2014"), words()[language]
    (head,) = [
        one
        for one in money_breaches(plan(item("I1", "100", "0", cost_head="renovation")), rules)
        if one.rule == "money.head_cap"
    ]
    assert names["cost_head.renovation"] in said(language, head)
    blocks = [said(language, one) for one in sheet_breaches(Sheet({"capacity": Decimal(99)}, {}, {}), rules)]
    assert any(names["block.capacity"] in one for one in blocks)
    assert any(names["block.competitiveness.level"] in one for one in blocks)
    measures = [said(language, one) for one in indicator_breaches({}, rules)]
    assert any(names["measure.G5a"] in one for one in measures)
    for code in ("renovation", "capacity", "competitiveness", "G5a"):
        assert not [one for one in (said(language, head), *blocks, *measures) if code in one], code


@pytest.mark.parametrize(("language", "name"), [("tr", "Ulaşım ve konaklama"), ("en", "Travel and lodging")])
def test_an_explanation_speaks_by_the_names_of_its_own_rules(language: str, name: str) -> None:
    rules = load("urge-2010-8")
    assert words_of(rules)[language]["cost_head.travel"] == name
    assert words()[language]["cost_head.travel"] != name
    told = lines(TEXTS, language, explain("evaluation", g.sheet(), load("kdp-2014")))
    assert not [one for one in told if "capacity" in one or "sustainability" in one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_for_a_certificate_that_raise_nothing_are_told_as_such(language: str) -> None:
    certified = g.planned(plan(item("I1", "100", "10", cost_head="machinery", domestic_goods=True)))
    made = {key: explain("plan", certified, load(key)) for key in ("kdp-2014", "kdp-2022")}
    shown = {key: [one.rule for one in each.steps] for key, each in made.items()}
    assert "step.plan.bonus_without_effect" in shown["kdp-2022"]
    assert "step.plan.bonus_without_effect" not in shown["kdp-2014"]
    assert any("15 (I1)" in one for one in lines(TEXTS, language, made["kdp-2022"]))
