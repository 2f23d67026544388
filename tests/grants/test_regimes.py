"""Regimes are dated data, and each value says where it stands and on which days it holds."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel, ValidationError

from grants.regimes import (
    Cited,
    RuleSet,
    UnknownRegime,
    UnknownRevision,
    at,
    keys,
    load,
    parse,
    pinned,
    revisions,
    texts,
)
from grants.regimes.words import CapBasis, CapTest, Currency, InterimMethod, Per, VatBasis

EVERY = [one for key in keys() for one in revisions(key)]
SHARED_DEFAULTS = (
    "money.interim",
    "money.in_kind",
    "money.in_kind_limit",
    "money.advance",
    "money.guarantee",
    "money.retention",
    "calendar.call_days",
    "evaluation.pass_mark",
    "evaluation.divergence",
    "evaluation.blocks",
    "evaluation.aggregation",
    "evaluation.part_scale",
    "committee.part_scale",
    "committee.quorum",
    "committee.tie_order",
    "duration.pauses_count_in_ceiling",
    "changes.classes",
    "risk.signals",
    "risk.window_months",
    "risk.visit_from",
    "risk.visit_days",
    "risk.hold_from",
    "risk.hold_days",
    "notices.written_warning",
    "notices.cure_days",
    "termination.grounds",
    "obligations.kinds",
    "recovery.interest_rate",
)
"""What stands in no paper about any programme."""
OWN_DEFAULTS = {
    "kdp-2014": ("committee.full_members", "committee.substitutes", "reporting.kinds", "money.vat"),
    "kdp-2022": (
        "composition.minimum_universities",
        "composition.chamber_kinds",
        "money.item_cap",
        "money.minimum_share",
        "evaluation.evaluators",
        "committee.threshold",
        "negotiation.enabled",
    ),
    "urge-2010-8": (
        "composition.minimum_firms",
        "money.overall_cap",
        "evaluation.evaluators",
        "committee.full_members",
        "committee.threshold",
        "negotiation.enabled",
        "duration.base_years",
        "duration.ceiling_years",
        "audit.yearly",
    ),
}
DEFAULTS = [(key, path) for key, own in OWN_DEFAULTS.items() for path in (*SHARED_DEFAULTS, *own)]


def leaves(part: object, path: str = "") -> Iterator[tuple[str, Cited[object]]]:
    if isinstance(part, Cited):
        yield path.removeprefix("."), part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from leaves(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from leaves(one, f"{path}[{index}]")


def retold(key: str, before: str, after: str) -> tuple[RuleSet, ...]:
    """The regime with one thing in its first file written in another way."""
    (name, text), *later = texts(key)
    assert text.count(before) == 1
    return parse(key, [(name, text.replace(before, after)), *later])


@pytest.mark.parametrize("key", keys())
def test_each_regime_is_read_once_and_is_the_same_whenever_it_is_read(key: str) -> None:
    assert load(key) is load(key)
    assert parse(key, texts(key)) == revisions(key)
    assert [hash(one) for one in parse(key, texts(key))] == [hash(one) for one in revisions(key)]


def test_a_rule_set_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        setattr(load("kdp-2014").money.overall_cap, "value", 60)  # noqa: B010 - what must be refused


@pytest.mark.parametrize(("key", "path"), DEFAULTS)
def test_a_value_no_paper_gives_is_a_default_and_is_never_cited_as_law(key: str, path: str) -> None:
    rules = load(key)
    leaf = dict(leaves(rules))[path]
    assert leaf.is_default
    assert rules.cite(leaf) == f"{key} default"


@pytest.mark.parametrize("rules", EVERY, ids=lambda one: one.pinned)
def test_every_deadline_is_a_default(rules: RuleSet) -> None:
    found = [leaf for path, leaf in leaves(rules) if path.startswith("deadlines.")]
    assert len(found) == len(type(rules.deadlines).model_fields)
    assert all(leaf.is_default for leaf in found)


@pytest.mark.parametrize("rules", EVERY, ids=lambda one: one.pinned)
def test_points_and_effects_that_are_ours_say_so_where_they_share_a_leaf_with_a_paper(rules: RuleSet) -> None:
    for leaf in (rules.evaluation.bonuses, rules.money.bonuses):
        assert bool(leaf.value) is ("Destek varsayılanıdır" in leaf.source)


def test_the_numbers_of_the_law_stand_as_published_for_the_programme_of_2014() -> None:
    rules = load("kdp-2014")
    money = rules.money
    assert [money.overall_cap.value, money.item_cap.value, money.minimum_share.value] == [50, 75, 10]
    assert money.overall_tested.value == {CapTest.PLAN, CapTest.SETTLEMENT}
    assert [(cap.head, cap.share, cap.basis) for cap in money.head_caps.value] == [("renovation", 5, CapBasis.PLANNED)]
    assert rules.composition.minimum_firms.value == 20
    assert rules.committee.threshold.value == 70
    assert (rules.duration.base_years.value, rules.duration.ceiling_years.value) == (5, 7)
    assert rules.names.board.value.tr == "Seçici Kurul"
    assert rules.names.board.value.said_in("en") == "Selection Board"
    assert rules.names.board.value.said_in("de") == "Seçici Kurul"
    assert rules.cite(rules.money.item_cap).startswith("[S] 001…")


def test_the_numbers_of_the_law_stand_as_published_for_the_programme_of_2022() -> None:
    rules = load("kdp-2022")
    money, board = rules.money, rules.committee
    assert (money.overall_cap.value, money.item_cap.value, money.vat.value) == (70, None, VatBasis.NET)
    assert [(cap.head, cap.share, cap.basis) for cap in money.head_caps.value] == [("renovation", 5, CapBasis.REALISED)]
    (bonus,) = money.bonuses.value
    assert (bonus.heads, bonus.points, bonus.lifts_overall) == (("machinery",), 15, False)
    assert money.interim.value is InterimMethod.APPROVED_RATE
    assert (board.full_members.value, board.substitutes.value) == (7, 6)
    assert board.excluded_backgrounds.value == frozenset()
    assert rules.names.board.value.tr == "Değerlendirme Kurulu"
    assert [(one.code, one.period_months) for one in rules.reporting.kinds.value] == [
        ("activity", 6),
        ("development", 24),
    ]
    (fields,) = rules.evaluation.bonuses.value
    assert [fields.holds_for(nace) for nace in ("20.11", "21", "26.51", "30.30", "32.50.13")] == [True] * 5
    assert [fields.holds_for(nace) for nace in ("2", "22.19", "25", "31", "32.5", "32.51", "")] == [False] * 7


def test_the_numbers_of_the_law_stand_as_published_for_the_second_programme() -> None:
    rules = load("urge-2010-8")
    assert (rules.programme, rules.money.currency.value) == ("URGE", Currency.USD)
    assert rules.money.overall_cap.value is None
    assert [
        (one.activities, one.share, one.amount, one.per, one.most_activities, one.most_years)
        for one in rules.money.limits.value
    ] == [
        (("U1",), 75, Decimal(400_000), Per.PROJECT, None, None),
        (("U2",), 75, Decimal(150_000), Per.ACTIVITY, 5, None),
        (("U3",), 75, Decimal(100_000), Per.ACTIVITY, 10, None),
        (("U4",), 70, Decimal(50_000), Per.YEAR, None, 3),
        (("U5",), 100, None, Per.PROJECT, 2, 3),
    ]
    assert rules.cite(rules.money.limits).startswith("[S] 003…")
    assert (rules.duration.base_years.value, rules.duration.ceiling_years.value) == (3, 3)


@pytest.mark.parametrize("key", ["kdp-2014", "kdp-2022"])
def test_the_catalogue_holds_every_activity_type_of_the_programme(key: str) -> None:
    catalogue = load(key).catalogue
    assert [len(group.activities.value) for group in catalogue.groups] == [15, 9, 12, 8]
    assert len(catalogue.codes) == 15 + 9 + 12 + 8 + 4
    for group in catalogue.groups:
        assert all(kind.code.startswith(f"{group.code}.") for kind in group.activities.value)
        assert group.other_code in catalogue.other_codes


@pytest.mark.parametrize("key", ["kdp-2014", "kdp-2022"])
def test_six_indicators_carry_the_targets_of_the_programme(key: str) -> None:
    rules = load(key)
    assert len(rules.indicators.value) == 6
    assert [measure.target for measure in rules.measures] == [None, 30, 1000, 200, 10, 500, 20]


def test_the_amendment_of_2015_brings_the_yearly_audit_and_nothing_else() -> None:
    before, after = revisions("kdp-2014")
    assert [(one.audit.yearly.value, one.audit.on_complaint.value) for one in (before, after)] == [
        (False, False),
        (True, True),
    ]
    changed = [path for path, leaf in leaves(after) if dict(leaves(before))[path].source != leaf.source]
    assert changed == ["audit.yearly", "audit.on_complaint", "audit.procured_by"]
    assert (before.instrument, after.instrument) == ("R.G. 28952, 25/03/2014", "R.G. 29260, 07/02/2015")


def test_each_value_holds_from_the_file_that_states_it_to_the_day_before_it_is_replaced() -> None:
    before, after = revisions("kdp-2014")
    first, amended, last = date(2014, 3, 25), date(2015, 2, 7), date(2022, 7, 21)
    for rules in (before, after):
        caps = rules.money.overall_cap
        assert (caps.valid_from, caps.valid_to) == (first, last)
    assert (before.audit.yearly.valid_from, before.audit.yearly.valid_to) == (first, date(2015, 2, 6))
    assert (after.audit.yearly.valid_from, after.audit.yearly.valid_to) == (amended, last)
    assert all(leaf.valid_to is None for _, leaf in leaves(load("kdp-2022")))


@pytest.mark.parametrize(
    ("before", "after", "renamed"),
    [
        ("instrument: R.G. 28952, 25/03/2014", "instrument: R.G. 28952, 25/03/2014 # a remark", False),
        ("valid_to: 2022-07-21", "valid_to: 2022-07-20", False),
        ("item_cap: {value: 75,", "item_cap: {value: 74,", True),
        ("limits: {value: [], source: default}", 'limits: {value: [], source: "[p] 2014"}', True),
    ],
)
def test_a_revision_is_renamed_by_each_value_and_source_and_by_no_remark_and_no_last_day(
    *, before: str, after: str, renamed: bool
) -> None:
    for old, new in zip(revisions("kdp-2014"), retold("kdp-2014", before, after), strict=True):
        assert (new.revision != old.revision) is renamed
        assert new.revision.startswith(f"{old.since}+")
        assert len(new.revision) == len("2014-03-25+f90c24a5")


@pytest.mark.parametrize(
    ("key", "day", "since"),
    [
        ("kdp-2014", "2014-03-25", "2014-03-25"),
        ("kdp-2014", "2015-02-06", "2014-03-25"),
        ("kdp-2014", "2015-02-07", "2015-02-07"),
        ("kdp-2014", "2030-01-01", "2015-02-07"),
        ("kdp-2022", "2022-07-22", "2022-07-22"),
    ],
)
def test_the_revision_of_a_day_is_the_last_that_had_begun(key: str, day: str, since: str) -> None:
    assert at(key, date.fromisoformat(day)).since == date.fromisoformat(since)


@pytest.mark.parametrize(
    ("day", "held"),
    [("2014-03-24", False), ("2014-03-25", True), ("2022-07-21", True), ("2022-07-22", False)],
)
def test_a_regime_is_in_force_from_its_first_to_its_last_day(*, day: str, held: bool) -> None:
    assert load("kdp-2014").in_force_on(date.fromisoformat(day)) is held


@pytest.mark.parametrize("key", ["", "kdp", "../kdp-2014", "kdp-2014.yaml", "__pycache__", "x" * 10_000])
def test_an_unknown_key_is_refused_by_name(key: str) -> None:
    with pytest.raises(UnknownRegime) as refused:
        load(key)
    (breach,) = refused.value.breaches
    assert breach.rule == "regime.unknown"
    assert "kdp-2014" in breach.allowed


@pytest.mark.parametrize(
    "pin", ["kdp-2014@", "kdp-2014", "kdp-2014@2014-03-25", "kdp-2014@2014-03-25+00000000", f"kdp-2014@{'x' * 9999}"]
)
def test_a_pin_of_no_revision_is_refused_with_those_there_are(pin: str) -> None:
    with pytest.raises(UnknownRevision) as refused:
        pinned(pin)
    (breach,) = refused.value.breaches
    assert breach.rule == "regime.unknown_revision"
    assert all(one.revision in breach.allowed for one in revisions("kdp-2014"))


def test_no_revision_stands_before_the_first_day() -> None:
    with pytest.raises(UnknownRevision):
        at("kdp-2014", date(2014, 3, 24))
