"""What a request makes of a grant: its class by what differs, its effect, what forbids it; and laws of transfers."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.breach import RulesBroken
from grants.calendar import start_of
from grants.contracts.application_events import MemberData
from grants.regimes import load
from grants.regimes.words import Decider
from grants.rules import caps
from grants.rules.changes import ChangeKind
from grants.workplan import WorkPlan
from services.monitoring.domain import changing, money, reporting
from services.monitoring.domain.change_facts import (
    ChangeRequest,
    ChangeStatus,
    PlanVersion,
    Transfer,
    Wish,
)
from services.monitoring.domain.errors import ChangeOvertaken, ChangePending, ChangeStageWrong, GrantStageWrong
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.plans import items_of, transferred
from services.monitoring.domain.states import GrantStatus, ReportStatus
from tests.services.monitoring.life import RULES, SIGNED, file_of, plan

NOW = start_of(SIGNED)
FIRMS = 20


def member(number: int, kind: str = "firm") -> MemberData:
    return MemberData(name=f"Üye {number}", kind=kind, tax_number=f"{number:010d}", province="Ankara")


CONSORTIUM = (member(100, "university"), member(101, "chamber_of_industry"), *(member(n) for n in range(1, FIRMS + 1)))


def version(file: GrantFile, **raw: Any) -> PlanVersion:
    whole = WorkPlan.model_validate(plan() | raw)
    return PlanVersion("g", file.grant.plan_version, whole, CONSORTIUM, file.grant.coordinator_id, NOW)


def planned(**changes: Any) -> WorkPlan:
    """The plan of the contract with its only package changed."""
    raw = plan()
    raw["packages"][0] |= changes
    return WorkPlan.model_validate(raw)


def items(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    first = plan()["packages"][0]["items"][0]
    return [{**first, "key": key, "title": f"Item {key}", "cost": cost, "grant": grant} for key, cost, grant in rows]


def wish(kind: ChangeKind, **asked: Any) -> Wish:
    return Wish(kind, "Gerekçe.", **asked)


def transfer(cost: str, grant: str, source: str = "I2", target: str = "I1") -> Wish:
    return wish(ChangeKind.BUDGET_TRANSFER, transfers=(Transfer(source, target, Decimal(cost), Decimal(grant)),))


def broken(asked: Wish, file: GrantFile | None = None, on: PlanVersion | None = None) -> list[str]:
    found = file or file_of()
    try:
        return [breach.rule for breach in changing.weigh(found, on or version(found), asked, RULES).breaches]
    except RulesBroken as refused:
        return [breach.rule for breach in refused.breaches]


def spent(**realised: str) -> GrantFile:
    """A grant whose first report, on this spending, was accepted."""
    file = file_of()
    report = replace(file.reports[0], status=ReportStatus.ACCEPTED)
    lines = tuple(reporting.Spending("g", 1, key, Decimal(amount)) for key, amount in realised.items())
    file = replace(file, reports=(report,), spending=lines)
    return file.with_grant(earned=money.earned(file, RULES))


@pytest.mark.parametrize(
    ("whole", "needed"),
    [
        (planned(title="Paket (yeni adıyla)"), "minor"),
        (planned(items=items(("I1", "1200.00", "500.00"), ("I2", "3000.00", "1500.00"))), "budget_transfer"),
        (planned(items=items(("I1", "1000.00", "500.00"))), "major"),
        (planned(milestones=[{"key": "M1", "title": "Açılış", "quarter": 4}]), "major"),
        (
            planned(activities=[{"code": "K1.01", "title": "Coordination", "first_quarter": 1, "last_quarter": 19}]),
            "major",
        ),
        (
            planned(
                activities=[{"code": "K1.01", "title": "x", "first_quarter": 1, "last_quarter": 20}],
                title="y",
            ),
            "minor",
        ),
        (WorkPlan.model_validate(plan() | {"indicators": [{"code": "G3", "baseline": 1, "targets": [2]}]}), "major"),
    ],
)
def test_what_differs_decides_the_class_and_one_asked_too_low_is_refused(whole: WorkPlan, needed: str) -> None:
    order = [ChangeKind.MINOR, ChangeKind.BUDGET_TRANSFER, ChangeKind.MAJOR]
    for kind in order:
        is_low = order.index(kind) < order.index(ChangeKind(needed))
        assert ("change.class_higher" in broken(wish(kind, plan=whole))) is is_low


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        (transfer("500.00", "250.00"), []),
        (transfer("0.00", "250.00"), []),
        (transfer("0.00", "250.01"), ["money.item_cap"]),
        (transfer("3000.01", "0.00"), ["change.item_short"]),
        (transfer("0.00", "0.00"), ["change.nothing_moved"]),
        (transfer("1.00", "0.00", "I1", "I1"), ["change.same_item"]),
        (transfer("1.00", "0.00", "I9"), ["change.item_unknown"]),
        (wish(ChangeKind.MINOR, plan=planned()), ["change.nothing"]),
        (wish(ChangeKind.MINOR), ["change.part_missing"]),
        (wish(ChangeKind.MEMBER, plan=planned()), ["change.part_strange", "change.part_missing"]),
        (wish(ChangeKind.MEMBER, leaves=("0000000001",)), ["composition.firms"]),
        (wish(ChangeKind.MEMBER, leaves=("0000000001",), joins=(member(77),)), []),
        (wish(ChangeKind.MEMBER, leaves=("0000000100",)), ["composition.university"]),
        (wish(ChangeKind.MEMBER, leaves=("0000000101",)), ["composition.chamber"]),
        (wish(ChangeKind.MEMBER, leaves=("9999999999",)), ["change.member_unknown"]),
        (wish(ChangeKind.MEMBER, joins=(member(5),)), ["change.member_known"]),
        (wish(ChangeKind.MEMBER, leaves=("0000000005",), joins=(member(5, "university"),)), ["composition.firms"]),
        (wish(ChangeKind.COORDINATOR, coordinator_id="coordinator"), ["change.nothing"]),
        (wish(ChangeKind.COORDINATOR, representative_id="vekil"), []),
    ],
)
def test_every_request_is_held_against_its_rules(asked: Wish, rules: list[str]) -> None:
    assert broken(asked) == rules


def test_the_grant_of_all_items_may_reach_the_contracted_one_and_not_pass_it_by_a_kurus() -> None:
    more = [items(("I1", "1500.00", grant), ("I2", "3000.00", "1500.00")) for grant in ("500.00", "500.01")]
    found = [broken(wish(ChangeKind.BUDGET_TRANSFER, plan=planned(items=rows))) for rows in more]
    assert found == [[], ["change.grant_rises"]]


@pytest.mark.parametrize(
    ("cost", "grant", "rules"),
    [
        ("600.00", "200.00", []),
        ("600.01", "200.01", ["change.item_spent", "change.item_earned", "change.earned_falls"]),
        ("0.00", "200.00", []),
        ("0.00", "200.01", ["change.item_earned", "change.earned_falls"]),
    ],
)
def test_nothing_that_was_spent_or_earned_on_an_item_is_taken_away(cost: str, grant: str, rules: list[str]) -> None:
    assert broken(transfer(cost, grant, "I1", "I2"), spent(I1="400.00")) == rules


def test_an_item_that_a_report_names_stays() -> None:
    without = planned(items=items(("I2", "3000.00", "1500.00")))
    assert "change.item_reported" in broken(wish(ChangeKind.MAJOR, plan=without), spent(I1="0.00"))
    assert broken(wish(ChangeKind.MAJOR, plan=without), spent(I2="10.00")) == []


def test_a_request_tells_its_differences_and_what_it_does_to_amounts_and_dates() -> None:
    rows = items(("I1", "1200.00", "500.00"), ("I2", "3000.00", "1200.00"))
    moved = planned(items=rows, milestones=[{"key": "M1", "title": "Açılış", "quarter": 4}])
    found = changing.weigh(file_of(), version(file_of()), wish(ChangeKind.MAJOR, plan=moved), RULES)
    assert [(one.what, one.key, one.before, one.after) for one in found.differences] == [
        ("milestone.added", "M1", "", "Açılış"),
        ("item.cost", "I1", "1000.00", "1200.00"),
        ("item.grant", "I2", "1500.00", "1200.00"),
    ]
    assert found.effect == {
        "amounts": [
            {"name": "total", "before": "4000.00", "after": "4200.00"},
            {"name": "grant", "before": "2000.00", "after": "1700.00"},
            {"name": "ceiling", "before": "2000.00", "after": "2100.00"},
        ],
        "dates": [{"name": "milestone", "key": "M1", "before": "", "after": "2028-03-01"}],
    }
    assert [(one.decision, one.outcome) for one in found.explanations] == [("change", "allowed"), ("plan", "allowed")]
    assert found.file.grant.total == Decimal("4200.00")
    assert found.file.grant.approved == Decimal("2000.00")


def test_words_are_changed_even_where_other_rules_would_no_longer_take_the_money() -> None:
    tight = load("urge-2010-8")
    file = file_of().with_grant(regime=tight.key, revision=tight.revision)
    renamed = planned(title="Başka ad", activities=[])
    assert "plan.item_activity_missing" in [
        breach.rule
        for breach in changing.weigh(file, version(file), wish(ChangeKind.MINOR, plan=renamed), tight).breaches
    ]


def test_members_who_left_have_no_part_in_the_grant_any_more_and_who_joined_has() -> None:
    asked = wish(ChangeKind.MEMBER, leaves=("0000000001",), joins=(member(77),))
    made = changing.weigh(file_of(), version(file_of()), asked, RULES).file.grant
    assert "0000000001" not in made.parties
    assert {"0000000077", "Üye 77", "9876543210"} <= set(made.parties)


@pytest.mark.parametrize(
    ("kind", "decider"),
    [
        (ChangeKind.MINOR, Decider.NOTIFIED),
        (ChangeKind.BUDGET_TRANSFER, Decider.MONITORING_OFFICER),
        (ChangeKind.MEMBER, Decider.MONITORING_OFFICER),
        (ChangeKind.COORDINATOR, Decider.MONITORING_OFFICER),
        (ChangeKind.MAJOR, Decider.MINISTER),
    ],
)
def test_who_decides_stands_in_the_regime(kind: ChangeKind, decider: Decider) -> None:
    assert changing.decider_of(kind, RULES) is decider


def request(**facts: Any) -> ChangeRequest:
    kind, decider = ChangeKind.BUDGET_TRANSFER, Decider.MONITORING_OFFICER
    return replace(ChangeRequest("c", "g", 1, kind, decider, "x", 1, "coordinator", NOW), **facts)


def test_one_request_of_a_class_waits_at_a_time_and_only_a_running_grant_changes() -> None:
    file = changing.with_change(file_of(), request())
    changing.may_ask(file, ChangeKind.MEMBER)
    with pytest.raises(ChangePending):
        changing.may_ask(file, ChangeKind.BUDGET_TRANSFER)
    with pytest.raises(GrantStageWrong):
        changing.may_ask(file_of().with_grant(status=GrantStatus.CLOSING), ChangeKind.MEMBER)


@pytest.mark.parametrize("status", [status for status in ChangeStatus if status is not ChangeStatus.ASKED])
def test_what_was_decided_or_withdrawn_is_not_decided_again(status: ChangeStatus) -> None:
    with pytest.raises(ChangeStageWrong):
        changing.still_asked(request(status=status))


def test_a_whole_plan_written_on_an_older_plan_is_overtaken_and_a_transfer_is_not() -> None:
    old, new = version(file_of()), replace(version(file_of()), version=2, plan=planned(title="Yeni"))
    with pytest.raises(ChangeOvertaken):
        changing.not_overtaken(request(), wish(ChangeKind.MAJOR, plan=planned()), old, new)
    changing.not_overtaken(request(), transfer("1.00", "0.00"), old, new)
    changing.not_overtaken(request(), wish(ChangeKind.MAJOR, plan=planned()), old, replace(old, version=3))


def test_money_that_leaves_an_item_leaves_its_last_quarters_and_what_comes_is_added_to_the_last() -> None:
    rows = items(("I1", "1000.00", "500.00"), ("I2", "3000.00", "1500.00"))
    rows[0]["quarters"] = [{"quarter": 1, "cost": "400.00"}, {"quarter": 3, "cost": "600.00"}]
    rows[1]["quarters"] = [{"quarter": 2, "cost": "3000.00"}]
    given_back = Transfer("I1", "I2", Decimal("700.00"), Decimal("0.00"))
    after = transferred(planned(items=rows), (given_back,), RULES.money.currency.value)
    spread = [[(part.quarter, str(part.cost)) for part in item.quarters] for item in after.items]
    assert spread == [[(1, "300.00")], [(2, "3700.00")]]


MOVES = st.lists(
    st.tuples(st.sampled_from(("I1", "I2", "I3")), st.sampled_from(("I1", "I2", "I3")), *[st.integers(0, 90_000)] * 2),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(MOVES, st.integers(0, 100_000), st.integers(0, 200_000))
def test_no_sequence_of_accepted_transfers_raises_the_grant_breaks_a_cap_or_takes_back_what_was_earned(
    moves: list[tuple[str, str, int, int]], first: int, second: int
) -> None:
    file = spent(I1=f"{Decimal(first) / 100:.2f}", I2=f"{Decimal(second) / 100:.2f}")
    rows = items(("I1", "1000.00", "500.00"), ("I2", "2500.00", "1250.00"), ("I3", "500.00", "250.00"))
    standing = replace(version(file), plan=planned(items=rows))
    file = replace(file, items=items_of("g", standing.plan))
    file = file.with_grant(earned=money.earned(file, RULES))
    total = standing.plan.total
    for source, target, cost, grant in moves:
        asked = transfer(f"{Decimal(cost) / 100:.2f}", f"{Decimal(grant) / 100:.2f}", source, target)
        if broken(asked, file, standing):
            continue
        earned = file.grant.earned
        weighed = changing.weigh(file, standing, asked, RULES)
        file, standing = changing.take_effect(file, weighed, request(), NOW)
        assert standing.plan.grant <= file.grant.approved
        assert caps.breaches(standing.plan, RULES) == ()
        assert standing.plan.total == total == file.grant.total
        assert earned <= file.grant.earned <= file.grant.approved
        assert money.final_settlement(file, RULES).allowed <= file.grant.approved
