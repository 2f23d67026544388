"""How long support lasts and how far it may be extended."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.breach import Breach
from grants.calendar import exclusive_end
from grants.regimes import RuleSet, load
from grants.rules.duration import (
    ExtensionGround,
    Pause,
    ceiling_end,
    extension_breaches,
    reporting_periods,
    support_end,
)
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
CONTRACT = date(2017, 5, 2)
BASE_END = date(2022, 5, 2)
CEILING = date(2024, 5, 2)
DAY = timedelta(days=1)


def asked(
    end: date = date(2023, 5, 2),
    *,
    current: date = BASE_END,
    ground: ExtensionGround = ExtensionGround.ADMINISTRATIVE,
    changed: bool = False,
    on: date = date(2022, 1, 10),
    over: date | None = None,
    rules: RuleSet = RULES,
    pauses: tuple[Pause, ...] = (),
) -> list[str]:
    found = extension_breaches(end, current, CONTRACT, ground, changed, on, over, rules, pauses=pauses)
    assert all(isinstance(breach, Breach) for breach in found)
    return [breach.rule for breach in found]


def with_duration(**leaves: object) -> RuleSet:
    return changed(RULES, {f"duration.{name}": value for name, value in leaves.items()})


@pytest.mark.parametrize(
    ("contract", "end", "ceiling"),
    [
        ("2017-05-02", "2022-05-02", "2024-05-02"),
        ("2020-02-29", "2025-03-01", "2027-03-01"),
        ("2016-02-29", "2021-03-01", "2023-03-01"),
        ("2017-01-01", "2022-01-01", "2024-01-01"),
        ("2019-02-28", "2024-02-28", "2026-02-28"),
    ],
)
def test_support_ends_before_the_same_day_five_and_at_most_seven_years_later(
    contract: str, end: str, ceiling: str
) -> None:
    day = date.fromisoformat(contract)
    assert support_end(day, RULES) == date.fromisoformat(end)
    assert ceiling_end(day, RULES) == date.fromisoformat(ceiling)


@pytest.mark.parametrize(
    ("end", "rules"),
    [
        (CEILING - DAY, []),
        (CEILING, []),
        (CEILING + DAY, ["extension.months", "extension.ceiling"]),
        (BASE_END + DAY, []),
        (BASE_END, ["extension.not_longer"]),
        (BASE_END - DAY, ["extension.not_longer"]),
    ],
)
def test_an_extension_reaches_seven_years_to_the_day_and_not_one_day_more(end: date, rules: list[str]) -> None:
    assert asked(end) == rules


def test_a_breach_names_the_last_day_and_the_article() -> None:
    _, breach = extension_breaches(
        CEILING + DAY,
        BASE_END,
        CONTRACT,
        ExtensionGround.TECHNICAL,
        False,  # noqa: FBT003 - the amount is not changed
        date(2022, 1, 1),
        None,
        RULES,
    )
    assert (breach.rule, breach.asked, breach.allowed) == ("extension.ceiling", "2024-05-02", "2024-05-01")
    assert breach.source.startswith("[S] 000…")


@pytest.mark.parametrize(("on", "late"), [(BASE_END - DAY, False), (BASE_END, True), (BASE_END + DAY, True)])
def test_an_extension_is_asked_for_before_support_ends(*, on: date, late: bool) -> None:
    assert asked(on=on) == ["extension.late"] * late
    assert asked(on=on, rules=with_duration(extension_before_end=False)) == []


def test_an_extension_brings_no_more_money() -> None:
    assert asked(changed=True) == ["extension.more_money"]
    assert asked(changed=True, rules=with_duration(extension_same_amount=False)) == []


def test_a_ground_the_regime_does_not_know_is_refused() -> None:
    rules = with_duration(extension_grounds=frozenset({ExtensionGround.TECHNICAL}))
    assert asked(rules=rules) == ["extension.ground"]
    assert asked(rules=rules, ground=ExtensionGround.TECHNICAL) == []


@pytest.mark.parametrize(
    ("over", "end", "rules"),
    [
        (None, date(2023, 1, 1), ["extension.force_majeure_lasts"]),
        (date(2022, 1, 11), date(2023, 1, 1), ["extension.force_majeure_lasts"]),
        (date(2022, 1, 10), date(2024, 1, 10), []),
        (date(2022, 1, 10), date(2024, 1, 11), ["extension.force_majeure_months"]),
        (date(2020, 2, 29), date(2022, 3, 1), ["extension.not_longer"]),
        (date(2020, 6, 1), date(2022, 6, 1), []),
        (date(2020, 6, 1), date(2022, 6, 2), ["extension.force_majeure_months"]),
    ],
)
def test_after_force_majeure_two_years_are_counted_from_the_day_it_was_over(
    over: date | None, end: date, rules: list[str]
) -> None:
    assert asked(end, ground=ExtensionGround.FORCE_MAJEURE, over=over) == rules


def test_everything_wrong_with_a_request_is_said_at_once() -> None:
    found = asked(date(2030, 1, 1), ground=ExtensionGround.FORCE_MAJEURE, changed=True, on=date(2023, 1, 1), over=None)
    assert found == [
        "extension.more_money",
        "extension.late",
        "extension.months",
        "extension.ceiling",
        "extension.force_majeure_lasts",
    ]


def test_pauses_move_the_ceiling_only_where_the_regime_does_not_count_them() -> None:
    pauses = (Pause(date(2020, 3, 11), date(2020, 6, 1)), Pause(date(2021, 1, 1), None))
    assert ceiling_end(CONTRACT, RULES, pauses) == CEILING
    apart = with_duration(pauses_count_in_ceiling=False)
    later = CEILING + timedelta(days=82)
    assert ceiling_end(CONTRACT, apart, pauses) == later
    assert asked(later, rules=apart, pauses=pauses) == []
    assert asked(later + DAY, rules=apart, pauses=pauses) == ["extension.months", "extension.ceiling"]


REQUESTS = st.lists(
    st.tuples(
        st.sampled_from(ExtensionGround),
        st.integers(-100, 1200),
        st.integers(0, 3000),
        st.none() | st.integers(0, 3000),
    ),
    max_size=8,
)


@given(st.dates(date(2014, 3, 25), date(2030, 12, 31)), REQUESTS)
def test_no_sequence_of_extensions_and_force_majeure_passes_seven_years(
    contract: date, requests: list[tuple[ExtensionGround, int, int, int | None]]
) -> None:
    end = support_end(contract, RULES)
    for ground, more, on, over in requests:
        wanted = end + timedelta(days=more)
        asked_on, ended = contract + timedelta(days=on), contract + timedelta(days=over) if over else None
        pauses = (Pause(contract, ended),)
        found = extension_breaches(
            wanted,
            end,
            contract,
            ground,
            False,  # noqa: FBT003 - the amount is not changed
            asked_on,
            ended,
            RULES,
            pauses=pauses,
        )
        if not found:
            end = wanted
    assert support_end(contract, RULES) <= end <= exclusive_end(contract, 84)


def test_five_years_are_reported_in_ten_half_years() -> None:
    periods = reporting_periods(CONTRACT, BASE_END, RULES)
    assert len(periods) == 10
    assert (periods[0].starts_on, periods[0].ends_on) == (CONTRACT, date(2017, 11, 2))
    assert (periods[-1].number, periods[-1].ends_on) == (10, BASE_END)


def test_periods_from_the_end_of_a_month_stay_at_the_end_of_months() -> None:
    starts = [period.starts_on for period in reporting_periods(date(2020, 2, 29), date(2022, 3, 1), RULES)]
    assert [str(day) for day in starts] == ["2020-02-29", "2020-08-29", "2021-03-01", "2021-08-29"]


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 0), (1, 1), (184, 1), (185, 2)])
def test_the_last_period_may_be_short(days: int, count: int) -> None:
    assert len(reporting_periods(CONTRACT, CONTRACT + timedelta(days=days), RULES)) == count


@given(st.dates(date(2014, 1, 1), date(2030, 12, 31)), st.integers(1, 7 * 366))
def test_every_day_of_support_lies_in_exactly_one_period(contract: date, days: int) -> None:
    end = contract + timedelta(days=days)
    periods = reporting_periods(contract, end, RULES)
    assert periods[0].starts_on == contract
    assert periods[-1].ends_on == end
    assert all(period.starts_on < period.ends_on for period in periods)
    assert [period.ends_on for period in periods[:-1]] == [period.starts_on for period in periods[1:]]
    assert [period.number for period in periods] == list(range(1, len(periods) + 1))
