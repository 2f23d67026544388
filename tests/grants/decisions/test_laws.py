"""What holds of every decision, whatever goes in."""

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grants.decisions import explain, recompute
from grants.decisions.conflict import ConflictInputs, Evaluator, Member, pseudonymous
from grants.explanation import Explanation
from grants.regimes.words import MemberKind
from grants.rules import caps, composition
from grants.rules.evaluation import Sheet, sheet_breaches
from grants.rules.exact import exact_text
from grants.workplan import WorkPlan
from tests.grants.decisions import given as g
from tests.grants.plans import activity, item, plan

money = st.integers(0, 10**6).map(lambda kurus: f"{Decimal(kurus) / 100:.2f}")
heads = st.sampled_from(["services", "renovation", "machinery", "unknown"])
codes = st.sampled_from(["K1.03", "K1.OTHER", "K9.99"])
points = st.decimals(-1, 101, places=2).map(str)


@st.composite
def plans(draw: st.DrawFn) -> WorkPlan:
    activities = tuple(
        activity(code, first_quarter=draw(st.integers(0, 21)), last_quarter=draw(st.integers(0, 21)))
        for code in draw(st.lists(codes, max_size=3))
    )
    items = [
        item(draw(st.sampled_from("ABC")), draw(money), draw(money), activity=draw(codes), cost_head=draw(heads))
        for _ in range(draw(st.integers(0, 4)))
    ]
    return plan(*items, activities=activities)


@st.composite
def members(draw: st.DrawFn) -> list[dict[str, object]]:
    count, kinds = draw(st.integers(0, 25)), [kind.value for kind in MemberKind]
    return [
        {
            "id": f"m{number}",
            "kind": draw(st.sampled_from([*kinds, *["firm"] * 20])),
            "body": f"b{draw(st.integers(0, 60))}",
            "commits": draw(st.booleans()),
        }
        for number in range(count)
    ]


def again(made: Explanation) -> Explanation:
    return recompute(Explanation.model_validate_json(made.model_dump_json()))


@given(plans(), st.none() | st.decimals(0, 100, places=1), st.none() | st.integers(1, 30))
def test_a_plan_is_refused_exactly_when_a_rule_is_broken(
    whole: WorkPlan, share: Decimal | None, quarters: int | None
) -> None:
    made = explain("plan", g.planned(whole, minimum_share=share, quarters=quarters), g.KDP)
    broken = caps.breaches(whole, g.KDP, share, quarters)
    assert (made.outcome == "refused") == bool(broken)
    assert sorted(str(one.as_dict()) for one in broken) == sorted(str(line.as_dict()) for line in made.broken)
    assert again(made) == made


@given(members(), st.booleans())
def test_a_consortium_is_refused_exactly_when_a_rule_is_broken(
    written: list[dict[str, object]],
    has_chamber: bool,  # noqa: FBT001 - drawn
) -> None:
    made = explain("consortium", {"members": written, "geography_has_chamber_of_industry": has_chamber}, g.KDP)
    facts = [
        composition.MemberFacts(
            str(one["id"]),
            MemberKind(str(one["kind"])),
            str(one["body"]),
            "",
            "",
            bool(one["commits"]),
            True,  # noqa: FBT003 - a field
        )
        for one in written
    ]
    broken = composition.breaches(facts, has_chamber, g.KDP)
    assert (made.outcome == "refused") == bool(broken)
    assert len(made.broken) == len(broken)
    assert again(made) == made


parts = st.sampled_from(["capacity", "competitiveness.level", "competitiveness.potential", "sustainability", "other"])
blocks = st.sampled_from(["capacity", "competitiveness", "sustainability", "other"])


@given(
    st.dictionaries(parts, points),
    st.dictionaries(blocks, st.integers(19, 20)),
    st.sampled_from(["the regime's own", "capacity may be left out"]),
)
def test_a_sheet_is_refused_exactly_when_a_rule_is_broken(
    scores: dict[str, str], left_out: dict[str, int], blocks_of: str
) -> None:
    rules = g.KDP if blocks_of == "the regime's own" else g.CAPACITY_MAY_BE_LEFT_OUT
    lengths = dict.fromkeys(("capacity", "competitiveness", "sustainability"), 20)
    sheet = {"scores": scores, "justifications": lengths, "not_applicable": left_out}
    made = explain("evaluation", sheet, rules)
    broken = sheet_breaches(Sheet({code: Decimal(text) for code, text in scores.items()}, lengths, left_out), rules)
    assert (made.outcome == "refused") == bool(broken)
    assert recompute(Explanation.model_validate_json(made.model_dump_json()), rules) == made


@given(st.lists(st.decimals(0, 100, places=2).map(str), max_size=4))
def test_a_pre_evaluation_made_again_is_the_same(totals: list[str]) -> None:
    made = explain("pre_evaluation", g.totals(*totals), g.KDP)
    assert again(made) == made
    assert made == explain("pre_evaluation", g.totals(*reversed(totals)), g.KDP)


@st.composite
def pools(draw: st.DrawFn) -> list[dict[str, object]]:
    reasons = st.sampled_from([None, None, None, "tie", "away", "asked"])
    return [
        g.candidate(
            f"d{number}",
            employer=draw(st.sampled_from("123")),
            fit=draw(st.sampled_from([0, 2, 4])),
            open_files=draw(st.integers(0, 3)),
            limit=draw(st.none() | st.integers(0, 4)),
            barred=draw(reasons),
        )
        for number in range(draw(st.integers(0, 7)))
    ]


@given(pools(), st.integers(0, 4), st.sampled_from(["", "1", "12"]), st.randoms(use_true_random=False))
def test_a_choice_is_the_same_in_whatever_order_the_pool_is_listed(
    pool: list[dict[str, Any]], wanted: int, at_work: str, chance: random.Random
) -> None:
    made = explain("choice", g.choice(*pool, wanted=wanted, at_work=at_work), g.KDP)
    other = explain("choice", g.choice(*chance.sample(pool, len(pool)), wanted=wanted, at_work=at_work), g.KDP)
    assert (made.outcome, made.steps, made.figures) == (other.outcome, other.steps, other.figures)
    assert again(made) == made
    asked = [one for one in made.figures.get("chosen", "").split(", ") if one]
    people = {one["id"]: one for one in pool}
    employers = [*at_work, *(people[one]["employer"] for one in asked)]
    assert len(employers) == len(set(employers))
    assert len(asked) + int(made.figures["missing"]) == max(wanted - len(at_work), 0)
    assert not [one for one in asked if people[one]["barred"]]


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.fractions(0, 100, max_denominator=9), st.fractions(0, 40, max_denominator=13)), max_size=6)
)
def test_a_ranking_made_again_is_the_same_and_agrees_with_each_placement(
    parts: list[tuple[Fraction, Fraction]],
) -> None:
    standing = [g.standing(f"A{number}", exact_text(one), exact_text(two)) for number, (one, two) in enumerate(parts)]
    made = explain("ranking", g.ranking(*standing, envelope="250.00"), g.KDP)
    assert again(made) == made
    for one in standing:
        place, total, outcome = made.figures[one["application_id"]].split()
        own = explain(
            "placement",
            {
                "application": one,
                "place": int(place) or None,
                "fits": outcome == "selected",
                "fits_alone": True,
                "ranking": "c",
            },
            g.KDP,
        )
        assert (own.outcome, own.figures["total"]) == (outcome, total)
        assert again(own) == own


@given(money, money, st.none() | money)
def test_money_explained_is_money_decided(realised: str, paid: str, approved: str | None) -> None:
    claim = explain("claim", g.spending(realised, paid, approved=approved), g.KDP)
    assert (claim.outcome == "payable") == (Decimal(claim.figures["payable"]) > 0)
    assert again(claim) == claim
    final = explain("settlement", g.spending(realised, paid, approved=approved), g.KDP)
    due, recover = Decimal(final.figures["due"]), Decimal(final.figures["recover"])
    assert Decimal(final.figures["allowed"]) == Decimal(paid) + due - recover
    assert again(final) == final


names = st.sampled_from(["Ostim A.Ş.", "OSTİM AŞ", "Gazi", "gazi", "", "İTÜ"])
numbers = st.sampled_from(["1111111111", "2222222222", "3333333333"])


@given(names, st.none() | numbers, st.lists(numbers, max_size=2), st.lists(st.tuples(names, numbers), max_size=4))
def test_the_same_ties_are_found_without_names_and_no_name_is_left(
    employer: str, number: str | None, declared: list[str], bodies: list[tuple[str, str]]
) -> None:
    open_ = ConflictInputs(
        evaluator=Evaluator(id="e", employer=employer, employer_tax_number=number, declared=tuple(declared)),
        members=tuple(Member(name=name, tax_number=text) for name, text in bodies),
    )
    hidden = explain("conflict", pseudonymous(open_), g.KDP)
    plain = explain("conflict", open_, g.KDP)
    assert hidden.outcome == plain.outcome
    assert [(line.rule, line.subject) for line in hidden.steps] == [(line.rule, line.subject) for line in plain.steps]
    assert not any(text in hidden.model_dump_json() for text in ("Ostim", "OSTİM", "azi", "İTÜ", "111", "222", "333"))
    assert again(hidden) == hidden


@given(st.fractions(0, 1000, max_denominator=10**6))
def test_a_number_as_text_is_the_same_number(number: Fraction) -> None:
    assert Fraction(exact_text(number)) == number
