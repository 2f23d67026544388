"""Regimes are dated data, and each value says where it stands."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest
from pydantic import BaseModel, ValidationError

from grants.regimes import Cited, UnknownRegime, keys, load, parse

TEXT = files("grants.regimes").joinpath("kdp-2014.yaml").read_text(encoding="utf-8")
NOT_FOUND_IN_ANY_PAPER = (
    "money.interim",
    "deadlines.completion_working_days",
    "deadlines.founding_days",
    "deadlines.signing_days",
    "deadlines.cure_days",
    "evaluation.pass_mark",
    "evaluation.divergence",
    "evaluation.blocks",
    "evaluation.aggregation",
    "evaluation.part_scale",
    "committee.part_scale",
    "committee.quorum",
    "committee.full_members",
    "committee.tie_order",
    "duration.pauses_count_in_ceiling",
    "reporting.period_months",
    "recovery.interest_rate",
)


def leaves(part: object, path: str = "") -> Iterator[tuple[str, Cited[object]]]:
    if isinstance(part, Cited):
        yield path.removeprefix("."), part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from leaves(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from leaves(one, f"{path}[{index}]")


@pytest.mark.parametrize("key", keys())
def test_each_regime_loads_once_and_cannot_be_changed(key: str) -> None:
    rules = load(key)
    assert rules.key == key
    assert load(key) is rules
    assert hash(rules) == hash(parse(key, files("grants.regimes").joinpath(f"{key}.yaml").read_text("utf-8")))
    with pytest.raises(ValidationError):
        setattr(rules.money.overall_cap, "value", 60)  # noqa: B010 - what must be refused


@pytest.mark.parametrize("path", NOT_FOUND_IN_ANY_PAPER)
def test_a_value_no_paper_gives_is_a_default_and_is_never_cited_as_law(path: str) -> None:
    rules = load("kdp-2014")
    leaf = dict(leaves(rules))[path]
    assert leaf.is_default
    assert rules.cite(leaf) == "kdp-2014 default"


def test_every_deadline_is_a_default() -> None:
    assert all(leaf.is_default for path, leaf in leaves(load("kdp-2014")) if path.startswith("deadlines."))


def test_the_numbers_of_the_law_stand_as_published() -> None:
    rules = load("kdp-2014")
    money = rules.money
    assert [money.overall_cap.value, money.item_cap.value, money.renovation_cap.value] == [50, 75, 5]
    assert rules.composition.minimum_firms.value == 20
    assert rules.committee.threshold.value == 70
    assert (rules.duration.base_years.value, rules.duration.ceiling_years.value) == (5, 7)
    assert rules.names.board.value.tr == "Seçici Kurul"
    assert rules.names.board.value.said_in("en") == "Selection Board"
    assert rules.cite(rules.money.item_cap).startswith("[S] 001…")


def test_the_catalogue_holds_every_activity_type_of_the_programme() -> None:
    catalogue = load("kdp-2014").catalogue
    assert [len(group.activities.value) for group in catalogue.groups] == [15, 9, 12, 8]
    assert len(catalogue.codes) == 15 + 9 + 12 + 8 + 4
    for group in catalogue.groups:
        assert all(kind.code.startswith(f"{group.code}.") for kind in group.activities.value)
        assert group.other_code in catalogue.other_codes


def test_six_indicators_carry_the_targets_of_the_programme() -> None:
    rules = load("kdp-2014")
    assert len(rules.indicators.value) == 6
    assert [measure.target for measure in rules.measures] == [None, 30, 1000, 200, 10, 500, 20]


def test_a_comment_leaves_the_revision_and_a_value_changes_it() -> None:
    revision = load("kdp-2014").revision
    assert revision.startswith("2014-03-25+")
    assert len(revision) == len("2014-03-25+") + 8
    assert parse("kdp-2014", TEXT + "\n# a remark\n").revision == revision
    assert parse("kdp-2014", TEXT.replace("value: 75,", "value: 74,")).revision != revision


@pytest.mark.parametrize(
    ("day", "held"),
    [("2014-03-24", False), ("2014-03-25", True), ("2022-07-21", True), ("2022-07-22", False)],
)
def test_a_regime_is_in_force_from_its_first_to_its_last_day(*, day: str, held: bool) -> None:
    assert load("kdp-2014").in_force_on(date.fromisoformat(day)) is held


@pytest.mark.parametrize("key", ["", "kdp", "../kdp-2014", "kdp-2014.yaml", "x" * 10_000])
def test_an_unknown_key_is_refused_by_name(key: str) -> None:
    with pytest.raises(UnknownRegime) as refused:
        load(key)
    (breach,) = refused.value.breaches
    assert breach.rule == "regime.unknown"
    assert "kdp-2014" in breach.allowed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("source: default", "source: the law says so"),
        ("overall_cap: {value: 50", "overall_cap: {value: 50.5"),
        ("overall_cap: {value: 50", "overall_cap: {value: 101"),
        ("maximum: 50", "maximum: 49"),
        ("negotiation:", "negotiations:"),
        ("[administrative, technical, force_majeure]", "[mood]"),
    ],
)
def test_a_regime_with_a_mistake_is_not_loaded(before: str, after: str) -> None:
    assert before in TEXT
    with pytest.raises(ValidationError):
        parse("kdp-2014", TEXT.replace(before, after, 1))
